"""Slowing down first: the finding against scenarios, and words that follow the numbers."""

import re

import pytest

import race_sim
from race_sim.analysis import paired

WORLDS, SEED = 80, 5


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("first_mover")


@pytest.fixture(scope="module")
def cases(module):
    return module.play(WORLDS, SEED)


@pytest.fixture(scope="module")
def table(module, cases):
    return module.table_of(cases)


def case_of(cases, mover, group, label):
    found = [one for one in cases if (one.mover, one.group, one.label) == (mover, group, label)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("mover", ["us", "cn"])
def test_turning_at_once_is_to_be_always_safe(module, cases, mover):
    safe = race_sim.load_scenario("baseline", {f"{mover}.policy": "always-safe"})
    case = case_of(cases, mover, module.RIVALS[0].label, module.FIRST)
    assert case.turned.equals(race_sim.simulate(safe, worlds=WORLDS, seed=SEED))
    assert case.stayed.equals(race_sim.simulate("baseline", worlds=WORLDS, seed=SEED))


def test_against_a_rival_that_races_it_is_one_sided_safety(module, cases):
    case = case_of(cases, "cn", module.RIVALS[2].label, module.FIRST)
    named = race_sim.simulate("unilateral-cn-safety", worlds=WORLDS, seed=SEED)
    assert case.turned.equals(named)


def test_changes_are_paired_and_from_the_movers_chair(module, cases, table):
    rows = table.set_index(["mover", "group", "case", "measure"])
    for mover, rival, sign in (("us", "cn", 1.0), ("cn", "us", -1.0)):
        case = case_of(cases, mover, module.RIVALS[1].label, "from 2028")
        for measure, column, factor in (
            ("own_payoff", f"{mover}_expected_payoff", 1.0),
            ("rival_payoff", f"{rival}_expected_payoff", 1.0),
            ("lead", "lead", sign),
            ("risk", "catastrophe_risk", 1.0),
        ):
            row = rows.loc[(mover, case.group, case.label, measure)]
            change = factor * (case.turned[column] - case.stayed[column])
            assert row.value == pytest.approx(change.mean())
            expected = paired.mean_difference(0.0 * change, change)
            assert (row.low, row.high) == pytest.approx((expected.low, expected.high))


def test_worlds_without_the_shock_are_as_they_were(module, cases):
    for mover, host, label in (("us", "us", module.HOME), ("us", "cn", module.ABROAD)):
        case = case_of(cases, mover, module.RIVALS[0].label, label)
        spared = case.stayed[f"{host}_first_chernobyl_year"].isna()
        assert spared.any() and not spared.all()
        assert case.turned[spared].equals(case.stayed[spared])
        assert not case.turned[~spared].equals(case.stayed[~spared])


def said(module, table, plain):
    return [plain(text) for text in module.sentences_on(table)]


def test_sentences_hold_the_numbers(module, table, plain):
    text = said(module, table, plain)
    rows = table.set_index(["mover", "group", "case", "measure"])
    lead = rows.loc[("us", module.RIVALS[0].label, module.FIRST, "lead")]
    assert f"its lead in the end falls by {-lead.value:.2f} OOM" in text[0]
    own = table[table["measure"] == "own_payoff"]
    costly = int((own["high"] < 0.0).sum())
    gains = int((own["low"] > 0.0).sum())
    assert (
        f"Of {len(own)} cases, the turn costs the mover payoff in {costly}, gains it payoff in"
        in (text[8])
    )
    assert f"payoff in {gains}, and does neither" in text[8]


def test_sentences_turn_when_the_numbers_do(module, table, plain):
    turned = table.assign(value=-table["value"], low=-table["high"], high=-table["low"])
    before, after = said(module, table, plain), said(module, turned, plain)
    assert "its lead in the end falls by" in before[0] and "in the end rises by" in after[0]
    assert "of a catastrophe falls by" in before[1] and "of a catastrophe rises by" in after[1]
    costs, gains = re.search(r"payoff in (\d+), gains it payoff in (\d+)", before[8]).groups()
    assert f"payoff in {gains}, gains it payoff in {costs}" in after[8]


def test_sentences_claim_nothing_where_nothing_differs(module, table, plain):
    still = table.assign(value=0.0, low=-0.1, high=0.1)
    text = " ".join(said(module, still, plain))
    assert " rises by " not in text and " falls by " not in text
    assert "costs the mover payoff in 0, gains it payoff in 0" in text
    assert "It costs" not in text


def test_the_picture_can_be_read(module, table):
    picture = module.draw(table, WORLDS, SEED)
    panels = [axes for axes in picture.figure.axes if axes.axison]
    assert [axes.get_title(loc="left") for axes in panels] == [
        title for title, _, _ in module.MEASURES.values()
    ]
    labels = [label.get_text() for label in panels[0].get_yticklabels()]
    assert labels.count("from 2028") == 3 and module.OTHERWISE in labels
    assert picture.table is table
