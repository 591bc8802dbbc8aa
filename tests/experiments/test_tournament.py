"""The tournament experiment: both settings, and sentences that turn when the numbers do."""

import pytest

import race_sim
from race_sim.analysis.paired import from_columns
from race_sim.outcomes import mean
from race_sim.tournament.play import PAYOFFS, play


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("tournament")


@pytest.fixture(scope="module")
def table(module):
    """Of five policies only, and few worlds."""
    names = ("always-safe", "tit-for-tat", "pavlov", "grim-trigger", "always-accelerate")
    return module.table_of(
        {
            setting: play(names, race_sim.load_scenario("baseline", values), worlds=40, seed=2)
            for setting, values in module.SETTINGS.items()
        }
    )


def said(module, table, plain):
    return [plain(text) for text in module.sentences_on(table)]


def test_rows_are_those_of_the_races(module, table):
    row = table.set_index(["setting", "policy"]).loc[(module.ERRING, "always-safe")]
    us = race_sim.load_scenario("baseline", {"choice.error": module.ERROR})
    payoffs = []
    for name in ("always-safe", "tit-for-tat", "pavlov", "grim-trigger", "always-accelerate"):
        pair = us.with_values({"us.policy": "always-safe", "cn.policy": name})
        payoffs.append(race_sim.simulate(pair, worlds=40, seed=2)[PAYOFFS[0]].to_numpy())
    expected = mean(sum(payoffs) / 5)
    assert from_columns(row, "us_payoff") == pytest.approx(expected)


def test_sentences_hold_the_numbers(module, table, plain):
    text = said(module, table, plain)
    sure = table[table["setting"] == module.SURE].reset_index(drop=True)
    first, last = sure.iloc[0], sure.iloc[-1]
    assert text[0].startswith(f"As the baseline is, {first['policy']} has the highest score")
    assert f"{first['score_value']:.0f}" in text[0] or f"{first['score_value']:.1f}" in text[0]
    assert f"races of the last, {last['policy']}" in text[2]
    correlation = sure["score_value"].corr(sure["catastrophe_risk_value"], method="spearman")
    assert f"{correlation:.2f}" in text[2]


def test_sentences_turn_when_the_numbers_do(module, table, plain):
    turned = table.copy()
    risk = [name for name in table if name.startswith("catastrophe_risk")]
    for _, rows in table.groupby("setting"):
        turned.loc[rows.index, risk] = rows[risk].to_numpy()[::-1]
        turned.loc[rows.index, "behind_first_low"] = -1.0
    before, after = said(module, table, plain), said(module, turned, plain)
    assert "this is also the policy" in before[2]
    assert "in those of the policy with the highest score it is" in after[2]
    assert "cannot be told from it" in after[0]


def test_errors_that_change_nothing_are_told(module, table, plain):
    sure = table[table["setting"] == module.SURE]
    same = table.copy()
    same[sure.columns] = [*sure.to_numpy(), *sure.assign(setting=module.ERRING).to_numpy()]
    assert "Errors change no rank." in said(module, same.infer_objects(), plain)
