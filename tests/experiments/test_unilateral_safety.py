"""One-sided safety: the finding against worlds counted another way."""

import re

import pytest

import race_sim
from race_sim import RaceModel, load_scenario

WORLDS, SEED = 300, 5
NAMED = {
    "both_race": "all-out-race",
    "us_safe": "unilateral-us-safety",
    "cn_safe": "unilateral-cn-safety",
    "both_safe": "mutual-safety",
    "both_answer": "baseline",
}


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("unilateral_safety")


@pytest.fixture(scope="module")
def tables(module):
    return module.play(WORLDS, SEED)


@pytest.fixture(scope="module")
def rows(module, tables):
    return module.table_of(tables).set_index(["pair", "outcome"])


def test_pairs_are_the_named_scenarios(tables):
    for key, name in NAMED.items():
        assert tables[key].equals(race_sim.simulate(name, worlds=WORLDS, seed=SEED))


@pytest.mark.parametrize("key", ["us_safe", "cn_safe", "both_safe"])
def test_differences_by_counting_named_scenarios(rows, key):
    race = race_sim.simulate("all-out-race", worlds=WORLDS, seed=SEED)
    safe = race_sim.simulate(NAMED[key], worlds=WORLDS, seed=SEED)
    prevented = int((race.catastrophe & ~safe.catastrophe).sum())
    caused = int((safe.catastrophe & ~race.catastrophe).sum())
    row = rows.loc[(key, "catastrophe")]
    assert row.value == pytest.approx(safe.catastrophe.mean())
    assert row.difference_value == pytest.approx((caused - prevented) / WORLDS)
    for outcome in ("lead", "us_welfare", "cn_welfare"):
        change = safe[outcome] - race[outcome]
        row = rows.loc[(key, outcome)]
        assert row.difference_value == pytest.approx(change.mean())
        assert (row.difference_high - row.difference_low) / 2 == pytest.approx(
            1.959964 * change.sem()
        )


def test_a_few_worlds_by_the_mesa_model(tables):
    values = {"us.policy": "always-safe", "cn.policy": "logit-response"}
    for world in range(4):
        model = RaceModel(load_scenario("baseline", values), seed=SEED, world=world)
        model.run()
        row = tables["us_safe_cn_answers"].iloc[world]
        assert model.outcome["us_welfare"] == row.us_welfare
        assert model.outcome["lead"] == row.lead
        assert not model.history.us_invests.eq(False).any()


def said(module, tables, plain) -> list[str]:
    return [plain(text) for text in module.sentences_on(tables, module.table_of(tables))]


def test_sentences_hold_the_numbers(module, tables, rows, plain):
    text = " ".join(said(module, tables, plain))
    race = 100 * rows.loc[("both_race", "catastrophe")].value
    fall = -100 * rows.loc[("us_safe", "catastrophe")].difference_value
    assert f"in a catastrophe in {race:.0f} %" in text or f"in {race:.1f} %" in text
    assert f"falls by {fall:.0f} percentage points" in text or f"falls by {fall:.1f} perc" in text
    assert "Neither side alone takes away as much danger as both together" in text


def test_sentences_turn_when_the_numbers_do(module, tables, plain):
    """Racing and safety change places: every direction in the text does so too."""
    swapped = dict(tables)
    for one, other in (("both_race", "both_safe"), ("both_answer", "us_safe_cn_answers")):
        swapped[one], swapped[other] = tables[other], tables[one]
    before, after = said(module, tables, plain), said(module, swapped, plain)
    assert "that share falls by" in before[1] and "that share rises by" in after[1]
    assert "it falls by" in before[3] and "it rises by" in after[3]
    assert "Neither side alone" in before[4] and "so far as can be seen" in after[4]
    assert "Its own welfare rises" in before[5] and "Its own welfare falls" in after[5]
    assert "accelerates rises" in before[7] and "accelerates falls" in after[7]


def test_sentences_claim_nothing_where_nothing_differs(module, tables, plain):
    same = dict.fromkeys(tables, tables["both_race"])
    text = " ".join(said(module, same, plain))
    for claim in (" rises by ", " falls by ", "Neither side alone"):
        assert claim not in text
    assert not re.search(r"(gains|loses) \d", text)
    assert "neither gains nor loses lead measurably" in text
