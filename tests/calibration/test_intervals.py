"""Exact intervals: tables from the literature, a second way to each, and their coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from race_sim.calibration.intervals import (
    Interval,
    binomial_share,
    jeffreys_rate,
    median_interval,
    poisson_rate,
    poisson_ratio,
)


# Garwood (1936), as in table 40 of Pearson and Hartley, Biometrika Tables for Statisticians.
@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0.0, 2.996), (1, 0.0513, 4.744), (3, 0.818, 7.754), (10, 5.425, 16.962)],
)
def test_poisson_limits_are_the_tabled_ones(events, low, high):
    found = poisson_rate(events, 1.0)
    assert found.low == pytest.approx(low, abs=6e-4)
    assert found.high == pytest.approx(high, abs=6e-4)


@given(st.integers(1, 60), st.integers(0, 60))
def test_binomial_limits_are_those_of_another_library_function(successes, failures):
    found = binomial_share(successes, successes + failures)
    other = stats.binomtest(successes, successes + failures).proportion_ci(0.9, method="exact")
    assert found.low == pytest.approx(other.low, abs=1e-9)
    assert found.high == pytest.approx(other.high, abs=1e-9)


@pytest.mark.parametrize("mean", [0.3, 2.0, 7.7, 25.0])
def test_poisson_intervals_cover_at_least_as_often_as_they_say(mean):
    counts = np.arange(200)
    inside = [found.low <= mean <= found.high for found in (poisson_rate(n, 1.0) for n in counts)]
    assert stats.poisson.pmf(counts, mean)[inside].sum() >= 0.90


@pytest.mark.parametrize(("above", "below"), [(3.0, 20.0), (12.0, 8.0)])
def test_intervals_of_a_ratio_cover_at_least_as_often_as_they_say(above, below):
    covered = 0.0
    for first in range(40):
        for second in range(1, 50):
            chance = stats.poisson.pmf(first, above) * stats.poisson.pmf(second, below)
            if chance > 1e-6:
                found = poisson_ratio(first, second)
                covered += chance * (found.low <= above / below <= found.high)
    assert covered >= 0.90


def test_a_ratio_with_nothing_above_has_no_lower_limit():
    assert poisson_ratio(0, 5).low == 0.0


def test_a_ratio_with_nothing_below_has_no_upper_limit_and_one_of_nothing_is_unknown():
    found = poisson_ratio(3, 0)
    assert (found.value, found.high) == (np.inf, np.inf) and 0.0 < found.low < np.inf
    assert np.isnan(poisson_ratio(0, 0)).all()


def test_jeffreys_interval_is_that_of_its_gamma_law():
    found = jeffreys_rate(0, 11.0)
    law = stats.chi2(1)  # a Gamma law of shape one half is half of a chi-squared of one degree
    assert found.value == pytest.approx(0.5 / 11.0)
    assert found.low == pytest.approx(law.ppf(0.05) / 22.0)
    assert found.high == pytest.approx(law.ppf(0.95) / 22.0)


@pytest.mark.parametrize("count", [6, 9, 15, 20])
def test_intervals_of_the_median_cover_as_often_as_counting_says(count):
    """That of the order statistics r and n + 1 - r misses with twice P(binomial < r)."""
    found = median_interval([float(value) for value in range(1, count + 1)])
    rank = int(found.low)
    assert found.high == count + 1 - rank
    assert 1.0 - 2.0 * stats.binom.cdf(rank - 1, count, 0.5) >= 0.90
    assert 1.0 - 2.0 * stats.binom.cdf(rank, count, 0.5) < 0.90  # the narrowest that does


def test_too_few_values_give_the_widest_interval():
    assert median_interval([3.0, 1.0]) == (2.0, 1.0, 3.0)


def test_an_interval_in_another_unit():
    assert Interval(2.0, 1.0, 4.0).times(3.0) == (6.0, 3.0, 12.0)
