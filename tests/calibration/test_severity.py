"""The tail of severity: closed forms, Hill's estimator in the limit, and simulated values."""

import math

import numpy as np
import pytest

from race_sim.calibration.severity import estimates, pareto_exponent


def test_two_groups_have_a_closed_form():
    found = pareto_exponent([1.0, 10.0], [50, 20])
    assert found.value == pytest.approx(-math.log(20 / 50) / math.log(10.0), rel=1e-4)


def test_fine_groups_give_hills_estimator():
    """Hill (1975, Annals of Statistics 3, 1163-1174): the inverse of the mean logarithm."""
    generator = np.random.default_rng(3)
    values = generator.uniform(size=400) ** (-1.0 / 0.8)
    bounds = np.geomspace(1.0, values.max(), 4000)
    found = pareto_exponent(bounds, [int((values >= bound).sum()) for bound in bounds])
    assert found.value == pytest.approx(1.0 / np.log(values).mean(), rel=0.01)
    # Its standard error is the exponent over the root of the number of values.
    assert (found.high - found.low) / 2 / 1.645 == pytest.approx(found.value / 20.0, rel=0.05)


def test_intervals_hold_the_truth_as_often_as_they_say():
    """300 samples of 40; 90 % +- 5 % is three standard errors."""
    generator = np.random.default_rng(4)
    bounds = [1.0, 3.0, 10.0, 100.0]
    inside = 0
    for _ in range(300):
        values = generator.uniform(size=40) ** (-1.0 / 0.55)
        found = pareto_exponent(bounds, [int((values >= bound).sum()) for bound in bounds])
        inside += found.low <= 0.55 <= found.high
    assert 0.85 <= inside / 300 <= 0.95


def test_deaths_and_injuries_agree_with_the_published_hill_estimates():
    """0.38 +- 0.11 and 0.31 +- 0.08 (ai_incidents_severity.csv), from the single values."""
    found = {estimate.key: estimate for estimate in estimates()}
    assert found["inc.tail.deaths"].value == pytest.approx(0.38, abs=0.11)
    assert found["inc.tail.injuries"].value == pytest.approx(0.31, abs=0.08)
    assert found["inc.tail"].knobs == ("incidents.severity_exponent",)
    assert found["inc.share.severe"].value == 0.07
