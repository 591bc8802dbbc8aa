"""Regret: tables worked out by hand, what must not change it, and what noise does to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from race_sim.analysis import regret
from race_sim.analysis.lever_table import LeverTable

# Savage's table of losses, here of three choices under four states, worked out by hand.
LOSSES = np.array([[4.0, 1.0, 8.0, 3.0], [5.0, 5.0, 5.0, 3.0], [9.0, 0.0, 6.0, 7.0]])
REGRETS = np.array([[0.0, 1.0, 3.0, 0.0], [1.0, 5.0, 0.0, 0.0], [5.0, 0.0, 1.0, 4.0]])

TABLES = arrays(float, (3, 6), elements=st.integers(-50, 50).map(lambda value: value / 4))


def test_regrets_of_a_table_by_hand():
    np.testing.assert_array_equal(regret.regrets(LOSSES), REGRETS)
    np.testing.assert_array_equal(regret.regrets(-LOSSES, "high"), REGRETS)


def test_measures_by_hand():
    found = regret.regret_table(REGRETS)
    assert found["mean"].tolist() == [1.0, 1.5, 2.5]
    assert found["maximum"].tolist() == [3.0, 5.0, 5.0]
    # Between the third and the fourth of 0, 0, 1, 3 at 2.7: 1 + 0.7 * 2.
    assert found["percentile_90"].tolist() == pytest.approx([2.4, 3.8, 4.7])
    assert found["best_share"].tolist() == [0.5, 0.5, 0.25]
    assert (found["low"] <= found["mean"]).all() and (found["mean"] <= found["high"]).all()


def test_criteria_may_disagree():
    regrets = np.array([[0.0, 0.0, 0.0, 0.0, 9.0], [2.0, 2.0, 2.0, 2.0, 2.0]])
    found = regret.criteria_table(regrets, ["gamble", "hedge"]).set_index("criterion")
    assert found["lever"].to_dict() == {
        "mean": "gamble",
        "90th percentile": "hedge",
        "maximum": "hedge",
    }
    # The resamples without the last state choose the gamble by its maximum: (4/5)^5 of them.
    share = found.loc["maximum", "share_of_resamples"]
    error = np.sqrt(0.8**5 * (1 - 0.8**5) / 1000)
    assert share == pytest.approx(1 - 0.8**5, abs=4 * error)


@given(TABLES, st.sampled_from(["low", "high"]))
def test_the_best_has_no_regret_and_nobody_less_than_none(values, better):
    found = regret.regrets(values, better)
    assert (found >= 0.0).all()
    assert (found.min(axis=0) == 0.0).all()


@given(TABLES, arrays(float, 6, elements=st.integers(-50, 50).map(float)))
def test_what_is_added_for_every_choice_changes_no_regret(values, added):
    np.testing.assert_allclose(
        regret.regrets(values + added), regret.regrets(values), rtol=0, atol=1e-12
    )


@given(TABLES)
def test_a_choice_that_is_better_everywhere_is_robust_by_every_criterion(values):
    values[1] = values.min(axis=0) - 0.25
    found = regret.regrets(values)
    assert (found[1] == 0.0).all()
    chosen = regret.criteria_table(found, ["a", "b", "c"], resamples=50)
    assert chosen["lever"].tolist() == ["b"] * 3
    assert (chosen["share_of_resamples"] == 1.0).all()


def test_the_same_seed_gives_the_same_table():
    first, second, other = (regret.regret_table(REGRETS, 200, seed=seed) for seed in (1, 1, 2))
    assert first.equals(second)
    assert not first.equals(other)


def test_the_interval_of_mean_regret_covers_it():
    """Over 400 samples of 60 points, in 95 % less 3 errors and 2 % for so few points."""
    generator = np.random.default_rng(4)
    covered = 0
    for _ in range(400):
        sample = generator.exponential(size=(1, 60))  # the regret of a choice; its mean is 1
        found = regret.regret_table(sample, resamples=400).iloc[0]
        covered += found["low"] <= 1.0 <= found["high"]
    assert covered / 400 > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 400) - 0.02


def test_the_truth_lies_between_plain_and_cross_fitted_regret():
    """With noise as large as the differences, both are biased, and in opposite directions."""
    generator = np.random.default_rng(5)
    truth = generator.normal(size=(4, 20_000))
    halves = [truth + 1.5 * generator.normal(size=truth.shape) for _ in range(2)]
    plain = regret.regrets(sum(halves) / 2).mean(axis=1)
    below = regret.cross_fitted(*halves).mean(axis=1)
    expected = regret.regrets(truth).mean(axis=1)
    assert (plain > expected + 0.2).all()
    assert (below < expected - 0.2).all()


def test_noise_is_that_of_the_pairs_not_of_the_points():
    """Two choices that differ by noise of 0.1, under luck that varies by 10."""
    generator = np.random.default_rng(6)
    luck = 10.0 * generator.normal(size=(30, 500))
    worlds = np.concatenate([luck, luck + 1.0 + 0.1 * generator.normal(size=luck.shape)])
    points = np.arange(60).reshape(2, 30)
    table = LeverTable(worlds.mean(axis=1)[points], points, np.arange(2), ("a", "b"), None, 0)
    found = regret.noise_of(table, worlds)
    assert found.standard_error == pytest.approx(0.1 / np.sqrt(500), rel=0.05)
    assert found.not_worse_share.tolist() == [1.0, 0.0]
    assert found.cross_fitted_mean == pytest.approx([0.0, 1.0], abs=0.01)
