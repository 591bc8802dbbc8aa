"""Short sight or rivalry: sentences follow the numbers, steps and shares are paired."""

import numpy as np
import pytest

import race_sim

WORLDS, SEED = 200, 5


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("myopia_or_rivalry")


@pytest.fixture(scope="module")
def played(module):
    return {one.key: module.play(one, WORLDS, SEED, "coarse") for one in module.SETTINGS}


def said(module, played, plain) -> list[str]:
    found = module.sentences_on(played, module.table_of(played), module.steps_of(played))
    return [plain(text) for text in found]


def test_steps_are_differences_of_the_levels(module, played):
    table, steps = module.table_of(played), module.steps_of(played)
    levels = table.set_index(["setting", "measure"]).value
    for row in steps.to_dict("records"):
        change = levels[row["to"], row["measure"]] - levels[row["from"], row["measure"]]
        assert row["value"] == pytest.approx(change, abs=1e-12)


def test_each_chain_shares_out_its_whole(module, played):
    for chain in (module.CHAIN, module.AS_BELIEVED):
        assert [step.before for step in chain[1:]] == [step.after for step in chain[:-1]]
        shares = module.shares_of(played, chain)
        assert sum(share.value for share in shares.values()) == pytest.approx(1.0)


def test_the_interval_of_a_share_by_resampling_worlds(module, played):
    """The delta method against a bootstrap of pairs (Efron and Tibshirani, 1993, chapter 6)."""
    rows = np.random.default_rng(1).integers(0, WORLDS, (2000, WORLDS))
    risk = {key: worlds["catastrophe_risk"].to_numpy()[rows] for key, worlds in played.items()}
    whole = (risk["baseline"] - risk["planner_true"]).mean(axis=1)
    for step in module.CHAIN:
        drawn = (risk[step.before] - risk[step.after]).mean(axis=1) / whole
        found = module.shares_of(played, module.CHAIN)[step.name]
        assert (found.high - found.low) / (2 * 1.96) == pytest.approx(drawn.std(), rel=0.1)


def test_the_short_sighted_setting_is_the_baseline_itself(module, played):
    assert played["baseline"].equals(race_sim.simulate("baseline", WORLDS, seed=SEED))


def test_sentences_turn_round_with_the_numbers(module, played, plain):
    for step, text in zip(module.CHAIN, said(module, played, plain)[1:4], strict=True):
        assert text.startswith(step.name.capitalize()) and "falls by" in text
    turned = played | {"baseline": played["planner_true"], "planner_true": played["baseline"]}
    turned |= {"equilibrium": played["equilibrium_true"], "equilibrium_true": played["us_alone"]}
    turned |= {"planner": played["baseline"]}
    for text in said(module, turned, plain)[1:4]:
        assert "rises by" in text and "falls by" not in text
    assert "risks more than" not in " ".join(said(module, turned, plain))


def test_sentences_claim_nothing_where_nothing_differs(module, played, plain):
    text = " ".join(said(module, dict.fromkeys(played, played["baseline"]), plain))
    for claim in (" rises by ", " falls by ", "risks more than"):
        assert claim not in text
