"""The pictures of a tournament: what is drawn, and that nothing lies upon anything else."""

import itertools

import numpy as np
import pandas as pd
import pytest

from race_sim.plots import evolution, tournament_matrix, tournament_ranking
from race_sim.problems import InputError
from race_sim.tournament.bimatrix import Bimatrix
from race_sim.tournament.evolution import (
    evolution_of,
    finite_population_table,
    replicator_table,
)
from race_sim.tournament.moments import Moments

LONG = "a/folder/with/a/long/name/my_policy.py:a_cautious_policy_of_my_own"


def frames(count, long=False):
    """Made-up tables of so many policies, in the shape of a tournament's."""
    names = [f"policy-number-{n}" for n in range(count)]
    if long:
        names[0] = LONG
    generator = np.random.default_rng(count)
    pairs = pd.DataFrame(
        [(us, cn, *generator.normal(-20, 15, size=2), generator.uniform(0, 0.1))
         for us in names for cn in names],
        columns=["us_policy", "cn_policy", "us_payoff_value", "cn_payoff_value",
                 "catastrophe_risk_value"],
    )  # fmt: skip
    scores = np.linspace(-5.0, -40.0, count)
    ranking = pd.DataFrame({"rank": range(1, count + 1), "policy": names})
    spread = {"score": 0.0, "us_payoff": 8.0, "cn_payoff": -8.0}
    for name, shift in spread.items():
        for part, reach in (("value", 0.0), ("low", -0.7), ("high", 0.7)):
            ranking[f"{name}_{part}"] = scores + shift + reach
    for part in ("value", "low", "high"):
        ranking[f"catastrophe_risk_{part}"] = np.linspace(0.01, 0.09, count)
        ranking[f"behind_previous_{part}"] = np.where(np.arange(count) % 3 == 1, -0.1, 0.4)
    return names, pairs, ranking


def evolved(names):
    count = len(names)
    moments = Moments(2 * count * count, together=True)
    moments.add(np.random.default_rng(count).normal(size=(2, 2 * count * count)))
    found = evolution_of(Bimatrix(tuple(names), moments))
    return replicator_table(found), finite_population_table(found)


def drawn(kind, count, long=False):
    names, pairs, ranking = frames(count, long)
    if kind == "matrix":
        marks = [(names[0], names[1])]
        return tournament_matrix.draw(pairs, names, "Made up", 50, 1, marks)
    if kind == "ranking":
        return tournament_ranking.draw(ranking, "Made up", 50, 1)
    return evolution.draw(*evolved(names), "Made up")


@pytest.mark.parametrize(("count", "long"), [(3, False), (23, True)])
@pytest.mark.parametrize("kind", ["matrix", "ranking", "evolution"])
def test_all_is_on_the_sheet_and_no_two_texts_overlap(kind, count, long, drawn_texts):
    picture = drawn(kind, count, long)
    room = picture.figure.bbox.padded(1.0)
    places = [axes.get_position().bounds for axes in picture.figure.axes]
    texts = drawn_texts(picture.figure)
    assert len(texts) > count
    # The layout is settled: drawing again, as saving does, moves nothing.
    assert [axes.get_position().bounds for axes in picture.figure.axes] == places
    outside = [
        text
        for text, box in texts
        if box.x0 < room.x0 or box.y0 < room.y0 or box.x1 > room.x1 or box.y1 > room.y1
    ]
    assert outside == []
    overlapping = [
        (one, other)
        for (one, first), (other, second) in itertools.combinations(texts, 2)
        if first.padded(-1.0).overlaps(second.padded(-1.0))
    ]
    assert overlapping == []


def test_the_matrix_tells_its_extremes_and_its_marks():
    names, pairs, _ = frames(4)
    picture = tournament_matrix.draw(pairs, names[::-1], "Made up", 50, 1, [(names[2], names[0])])
    best = pairs.loc[pairs["us_payoff_value"].idxmax()]
    expected = f"most where {best['us_policy']} meets {best['cn_policy']}"
    assert f"What the United States gets: {expected}" in picture.alt
    assert picture.table.loc[picture.table["equilibrium"], "us_policy"].tolist() == [names[2]]
    image = picture.figure.axes[0].images[0].get_array()
    row, column = names[::-1].index(best["us_policy"]), names[::-1].index(best["cn_policy"])
    assert image[row, column] == best["us_payoff_value"]


def test_the_ranking_marks_what_is_not_firm():
    _, _, ranking = frames(5)
    picture = tournament_ranking.draw(ranking, "Made up", 50, 1)
    labels = [label.get_text() for label in picture.figure.axes[0].get_yticklabels()]
    assert ["≈" in label for label in labels] == [False, True, False, False, True]
    assert "1, policy-number-0: score -5 (-5.7 to -4.3)" in picture.alt
    assert picture.table is ranking


def test_survivors_are_named_with_their_shares(drawn_texts):
    names, *_ = frames(4)
    replicator, finite = evolved(names)
    picture = evolution.draw(replicator, finite, "Made up")
    last = replicator[replicator["population"] == "one population, both chairs"].groupby("policy")
    alive = [name for name, rows in last if rows["share"].iloc[-1] >= evolution.NAMED]
    texts = [text for text, _ in drawn_texts(picture.figure)]
    for name in alive:
        assert any(text.startswith(f"{name} ") for text in texts)
    assert "by drift alone" in texts and "by drift alone each 25.0" in picture.alt


@pytest.mark.parametrize("picture", [tournament_matrix, tournament_ranking])
def test_frames_without_their_columns_are_refused(picture):
    with pytest.raises(InputError, match="no such column"):
        if picture is tournament_matrix:
            picture.draw(pd.DataFrame({"us_policy": ["a"]}), ["a"], "", 1, 1)
        else:
            picture.draw(pd.DataFrame({"rank": [1]}), "", 1, 1)
