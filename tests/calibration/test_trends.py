"""Trends: a second way to each fit, and how often their intervals hold the truth."""

import numpy as np
import pytest
from scipy import optimize, special, stats

from race_sim.calibration.trends import autocorrelated_line, count_growth, straight_line

YEARS = np.arange(2015.0, 2026.0)


def test_growth_of_counts_has_the_highest_likelihood():
    counts = np.array([24, 41, 49, 45, 43, 85, 75, 101, 149, 233, 362])

    def minus_likelihood(coefficients):
        level, slope = coefficients
        logs = level + slope * (YEARS - 2020.0)
        return -(counts * logs - np.exp(logs) - special.gammaln(counts + 1.0)).sum()

    best = optimize.minimize(minus_likelihood, [4.0, 0.2], method="Nelder-Mead", tol=1e-12)
    assert count_growth(YEARS, counts).slope == pytest.approx(best.x[1], abs=1e-6)


def test_exact_growth_is_found_exactly():
    found = count_growth(YEARS, 20.0 * 1.3 ** (YEARS - 2015.0))
    assert np.exp(found.slope) == pytest.approx(1.3)
    assert found.dispersion == pytest.approx(0.0, abs=1e-12)


def test_less_than_poisson_variance_does_not_narrow_the_interval():
    smooth = count_growth(YEARS, 20.0 * 1.3 ** (YEARS - 2015.0))
    design = np.column_stack([np.ones(len(YEARS)), YEARS])
    mean = 20.0 * 1.3 ** (YEARS - 2015.0)
    poisson_error = np.sqrt(np.linalg.inv(design.T * mean @ design)[1, 1])
    assert smooth.standard_error == pytest.approx(poisson_error, rel=1e-6)


def coverage(trends, truth):
    return np.mean([low <= truth <= high for _, low, high in (one.interval() for one in trends)])


def test_intervals_of_counts_hold_the_truth_though_counts_vary_more_than_poisson():
    """500 series with three times Poisson's variance; 4 % is three standard errors."""
    generator = np.random.default_rng(5)
    mean = 60.0 * np.exp(0.2 * (YEARS - 2015.0))
    series = generator.negative_binomial(mean / 2.0, 1.0 / 3.0, size=(500, len(YEARS)))
    found = coverage([count_growth(YEARS, counts) for counts in series], 0.2)
    assert 0.86 <= found <= 0.94


def test_intervals_of_points_that_resemble_each_other():
    """Noise with a memory of 0.6: least squares as it is misses far more often than it says."""
    generator = np.random.default_rng(6)
    times = np.arange(60) / 12.0
    plain, wider = [], []
    for _ in range(300):
        noise = np.zeros(60)
        for place in range(1, 60):
            noise[place] = 0.6 * noise[place - 1] + generator.normal()
        values = 0.5 * times + noise
        plain.append(straight_line(times, values))
        wider.append(autocorrelated_line(times, values))
    assert coverage(plain, 0.5) < 0.75
    assert 0.80 <= coverage(wider, 0.5) <= 0.95


def test_points_without_a_memory_lose_little():
    generator = np.random.default_rng(7)
    times = np.arange(200) / 12.0
    values = generator.normal(size=200)
    plain, wider = straight_line(times, values), autocorrelated_line(times, values)
    assert wider.standard_error == pytest.approx(plain.standard_error, rel=0.15)


def test_the_interval_is_students():
    trend = straight_line([0.0, 1.0, 2.0, 3.0], [0.0, 1.2, 1.9, 3.1])
    reach = stats.t.ppf(0.95, 2) * trend.standard_error
    assert trend.interval() == pytest.approx(
        (trend.slope, trend.slope - reach, trend.slope + reach)
    )
    assert trend.factor(10.0).value == pytest.approx(10.0**trend.slope)
