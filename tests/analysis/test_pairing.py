"""Pairing: the variance that common luck saves, known beforehand and in the model itself."""

import math

import numpy as np
import pytest
from scipy import stats

import race_sim
from race_sim.analysis import pairing

WORLDS = 4000


def _correlated(correlation: float, seed: int, points: int = 1) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    first = generator.normal(size=(points, WORLDS))
    other = generator.normal(size=(points, WORLDS))
    return first, correlation * first + math.sqrt(1 - correlation**2) * other


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.6, 0.9])
def test_the_ratio_of_correlated_normals_is_known(correlation):
    """(1 + 1) / (2 - 2 r): covered by the 95 % interval in at least 90 of 100 samples."""
    expected = 1.0 / (1.0 - correlation)
    held = 0
    for seed in range(100):
        found = pairing.saved(*_correlated(correlation, seed))
        assert found.value == pytest.approx(expected, rel=0.2)
        held += found.low <= expected <= found.high
    assert held >= 90  # fewer: one time in 30 at a coverage of 95 %


def test_points_with_luck_of_their_own_have_the_same_ratio_in_the_mean():
    first, second = _correlated(0.6, 1, points=12)
    assert pairing.saved(first, second).value == pytest.approx(2.5, rel=0.05)
    in_mean = pairing.saved_in_mean(first, second)
    assert in_mean.low < 2.5 < in_mean.high


def test_errors_do_not_cancel_in_the_mean_of_points_that_share_luck():
    """The same luck at 12 points: the mean is as uncertain as one difference, not 12 times less."""
    first, second = (np.repeat(values, 12, axis=0) for values in _correlated(0.6, 2))
    at_one = pairing.saved(first, second).value
    assert pairing.saved_in_mean(first, second).value == pytest.approx(at_one / 12)


def test_nothing_varies():
    constant = np.ones(50)
    assert math.isnan(pairing.saved(constant, constant).value)
    luck = np.random.default_rng(1).normal(size=50)
    assert pairing.saved(luck, luck + 0.1).value == math.inf
    assert pairing.saved(luck, luck).value == math.inf


def test_differences_by_hand():
    worlds = np.array([[0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
    found = pairing.point_differences(worlds, 0, yes_or_no=True)
    assert found["point"].tolist() == [1, 2]
    assert found["value"].tolist() == [0.25, -0.5]
    assert (found["low"] < found["value"]).all() and (found["value"] < found["high"]).all()
    points = np.array([[0, 1], [2, 0]])
    levers = pairing.lever_differences(worlds, points, reference=0).iloc[0]
    assert levers["place"] == 1
    assert levers["value"] == pytest.approx((-0.5 - 0.25) / 2)
    assert (levers["smallest"], levers["largest"]) == (-0.5, -0.25)
    assert levers["share_below"] == 1.0


def test_points_without_worlds_are_left_out():
    worlds = np.array([[0.0, 1.0], [np.nan, np.nan], [1.0, 1.0]])
    assert pairing.point_differences(worlds, 0)["point"].tolist() == [2]


def test_the_interval_of_a_mean_over_points_allows_for_their_common_luck():
    """Coverage over 400 samples of 20 points under one luck: 95 %, less 3 errors."""
    generator = np.random.default_rng(3)
    slopes = generator.uniform(0.5, 1.5, size=(20, 1))
    points = np.arange(40).reshape(2, 20)
    held = 0
    for _ in range(400):
        luck = generator.normal(size=(1, 200))
        base = luck + np.zeros((20, 1))
        other = base + 0.1 + slopes * luck + 0.2 * generator.normal(size=(20, 200))
        found = pairing.lever_differences(np.concatenate([base, other]), points, 0).iloc[0]
        held += found["low"] <= 0.1 <= found["high"]
    assert held / 400 > 0.95 - 3 * math.sqrt(0.95 * 0.05 / 400)


@pytest.fixture(scope="module")
def played():
    """Welfare and incidents in two scenarios, under common luck and under luck of their own."""
    scenarios = [
        race_sim.load_scenario("baseline", {"payoffs.rivalry": rivalry}) for rivalry in (0.5, 0.7)
    ]
    tables = [race_sim.simulate(scenario, worlds=3000, seed=1) for scenario in scenarios]
    apart = race_sim.simulate(scenarios[1], worlds=3000, seed=2)
    return (*tables, apart)


@pytest.mark.parametrize("outcome", ["us_welfare", "incidents", "catastrophe"])
def test_common_luck_saves_worlds_and_luck_of_its_own_does_not(played, outcome):
    first, second, apart = (table[outcome].to_numpy(dtype=float) for table in played)
    common = pairing.saved(first, second)
    assert common.low > 1.5
    independent = pairing.saved(first, apart, confidence=0.999)
    assert independent.low < 1.0 < independent.high
    assert independent.high < 1.3


def test_the_ratio_is_that_of_the_widths_of_the_intervals(played):
    """Independent two-sample interval against the paired one: squared ratio of their widths."""
    first, second, _ = (table["us_welfare"].to_numpy() for table in played)
    paired_width = np.subtract(*stats.ttest_rel(second, first).confidence_interval()[::-1])
    alone = stats.ttest_ind(second, first, equal_var=False).confidence_interval()
    alone_width = alone.high - alone.low
    found = pairing.saved(first, second)
    assert found.value == pytest.approx((alone_width / paired_width) ** 2, rel=0.01)
