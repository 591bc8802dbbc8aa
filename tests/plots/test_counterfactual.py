"""The picture of two histories of one world."""

import numpy as np
import pytest

from race_sim.analysis.counterfactual import counterfactual
from race_sim.analysis.counterfactual_words import change_in_words
from race_sim.plots import counterfactual as picture_of
from race_sim.problems import InputError

LONG = "A title that is far too long, with a word of " + 90 * "x" + ", " + 4 * "and so on "


def drawn(scenario, change, world, title="The race as it stands in 2026, world"):
    found = counterfactual(scenario, change, seed=1, world=world)
    picture = picture_of.draw(
        found.factual.history,
        found.factual.events,
        found.other.history,
        found.other.events,
        change_in_words(found),
        title,
        None if found.parting is None else found.parting.year,
        seed=1,
    )
    return found, picture


CASES = {
    "parts at the start": ("baseline", {"us.policy": "always-safe"}, 7, "A title"),
    "parts late, a catastrophe prevented": ("baseline", {"payoffs.rivalry": 0.5}, 10, LONG),
    "never parts": ("baseline", {"us.policy": "logit-response"}, 7, "A title"),
    "many changes, many incidents": (
        "all-out-race",
        {"payoffs.rivalry": 0.1, "exchange.openness": 0.9, "incidents.gap_elasticity": 0.1},
        3,
        LONG,
    ),
}


@pytest.fixture(scope="module", params=CASES)
def case(request):
    return drawn(*CASES[request.param])


def test_every_text_can_be_read(case, illegible):
    assert illegible(case[1].figure) == []


def test_what_is_said_is_what_happened(case):
    found, picture = case
    if found.parting is None:
        assert "The two never part" in picture.alt
    else:
        assert f"They part in {found.parting.year:g}" in picture.alt
    for name, model in (("As it happened", found.factual), ("With the change", found.other)):
        count = sum(event.kind == "incident" for event in model.events if event.side == "us")
        told = picture.alt.replace("\N{NO-BREAK SPACE}", " ").partition(f"{name}: ")[2]
        assert f"of the time and has {count} incident" in told.partition("China")[0]


def test_the_table_holds_both_histories(case):
    found, picture = case
    for name, model in (("as it happened", found.factual), ("with the change", found.other)):
        rows = picture.table[picture.table["history"] == name]
        gap = rows[(rows["quantity"] == "gap") & (rows["side"] == "cn")]["value"]
        np.testing.assert_array_equal(gap, model.history["cn_gap"])
        lead = rows[rows["quantity"] == "lead"]["value"].to_numpy()
        history = model.history
        expected = (history["us_capability"] - history["cn_capability"]).to_numpy()
        np.testing.assert_array_equal(lead, expected)


def test_two_worlds_are_refused():
    one = counterfactual("baseline", {"us.policy": "always-safe"}, seed=1, world=1)
    two = counterfactual("baseline", {"us.policy": "always-safe"}, seed=1, world=2)
    first, second = one.factual.history, two.other.history
    with pytest.raises(InputError, match="two histories of one"):
        picture_of.draw(first, [], second, [], "a change", "a title")
    with pytest.raises(InputError, match="no rows"):
        picture_of.draw(first[:0], [], first, [], "a change", "a title")
    with pytest.raises(InputError, match="cn_gap: no such column"):
        picture_of.draw(first, [], first.drop(columns="cn_gap"), [], "a change", "a title")
