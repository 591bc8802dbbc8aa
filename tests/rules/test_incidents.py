"""Incidents: closed forms against quadrature, laws against their textbook distributions.

Every p-value falls under `FALSE_ALARM` for a sound rule once in a million times; the uniform
numbers come from NumPy with fixed seeds, not from the project's own luck. Each family of
statistical tests is also shown to refuse a broken rule.
"""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad

from race_sim.resolve import KIND_KEYS
from race_sim.rules import incidents

pytestmark = pytest.mark.short

FALSE_ALARM = 1e-6
COUNT = 60_000


def uniforms(seed: int, count: int = COUNT) -> list[float]:
    return np.random.default_rng(seed).random(count).tolist()


def test_hazard_by_hand():
    """0.03 x 1.2 x (1 - 0.25) x 10^(0.18 x 5) = 0.027 x 10^0.9."""
    value = incidents.hazard(0.03, 1.2, 0.25, 0.18, 5.0)
    assert value == pytest.approx(0.027 * 7.943282347242815, rel=1e-14)
    assert incidents.hazard(0.03, 1.2, 1.0, 0.18, 5.0) == 0.0
    assert incidents.hazard(0.03, 1.0, 0.0, 0.18, 0.0) == 0.03


@pytest.mark.parametrize("years", [0.25, 4.0, 20.0])
@pytest.mark.parametrize("gap_rate", [-2.0, -0.3, -1e-9, 0.0, 1e-13, 1e-6, 0.05, 0.62, 3.0])
@pytest.mark.parametrize("elasticity", [0.0, 0.18, 1.0])
def test_expected_incidents_against_quadrature(elasticity, gap_rate, years):
    """The closed form of the integral of 0.07 x 10^(elasticity x gap rate x t)."""
    value = incidents.expected_incidents(0.07, elasticity, gap_rate, years)
    reference, error = quad(lambda t: 0.07 * 10.0 ** (elasticity * gap_rate * t), 0.0, years)
    assert value == pytest.approx(reference, rel=1e-11, abs=10 * error)


@given(
    st.floats(0.0, 1e63),
    st.floats(0.0, 2.0),
    st.floats(-1e4, 1e4, allow_nan=False),
    st.floats(0.0, 50.0),
)
def test_no_outlook_is_too_bleak_for_floats(hazard, elasticity, gap_rate, years):
    """Finite at the ends of all ranges, and never less with a steeper gap."""
    value = incidents.expected_incidents(hazard, elasticity, gap_rate, years)
    assert 0.0 <= value < 1e200
    if elasticity * gap_rate * years * math.log(10.0) < 200.0:
        steeper = incidents.expected_incidents(hazard, elasticity, gap_rate + 0.01, years)
        assert steeper >= value * (1.0 - 1e-9)


@given(st.floats(0.0, 2.0), st.floats(-3.0, 3.0), st.floats(0.0, 20.0), st.floats(0.0, 20.0))
def test_expected_incidents_add_up_over_time(elasticity, gap_rate, first, second):
    """The integral over two stretches is that over both, as long as growth is not cut off."""
    growth = elasticity * gap_rate * math.log(10.0)
    assume(growth * (first + second) < 200.0)
    later = 0.07 * math.exp(growth * first)
    both = incidents.expected_incidents(0.07, elasticity, gap_rate, first + second)
    one = incidents.expected_incidents(0.07, elasticity, gap_rate, first)
    two = incidents.expected_incidents(later, elasticity, gap_rate, second)
    assert both == pytest.approx(one + two, rel=1e-9)


@pytest.mark.parametrize("expected", [1e-6, 0.01, 0.3, 1.3, 7.0, 20.0])
def test_counts_are_quantiles_of_the_poisson_law(expected):
    """Inversion: the count at u is the smallest k with P(N <= k) > u."""
    assert incidents.incident_count(0.0, expected) == 0
    for u in [1e-12, *np.linspace(0.0005, 0.9995, 400).tolist(), 1.0 - 1e-9]:
        assert incidents.incident_count(u, expected) == scipy.stats.poisson.ppf(u, expected)


def test_counts_end():
    """Never more than the largest count, whatever is asked, and none where none can be."""
    assert incidents.incident_count(1.0 - 2.0**-53, 0.0) == 0
    for expected in (1e-12, 1.0, 50.0, 1e6, 1e300):
        assert 0 <= incidents.incident_count(1.0 - 2.0**-53, expected) <= incidents.MOST_INCIDENTS


def test_the_largest_count_is_out_of_reach_of_the_baseline(baseline):
    """At the largest gap that the baseline allows, and without any restriction."""
    hazard = incidents.hazard(
        baseline.hazard,
        baseline.cn.deployment,
        0.0,
        baseline.gap_elasticity,
        baseline.gap_ceiling,
    )
    expected = hazard * baseline.step
    assert scipy.stats.poisson.sf(incidents.MOST_INCIDENTS, expected) < 1e-16


def p_value_of_poisson(counts: list[int], expected: float) -> float:
    """Chi-square against the Poisson law; cells with fewer than 10 expected go together."""
    last = int(scipy.stats.poisson.isf(10 / len(counts), expected))
    law = [
        *scipy.stats.poisson.pmf(range(last), expected),
        scipy.stats.poisson.sf(last - 1, expected),
    ]
    seen = np.bincount(np.minimum(counts, last), minlength=last + 1)
    return scipy.stats.chisquare(seen, np.array(law) * len(counts)).pvalue


def counts_of(expected: float, seed: int) -> list[int]:
    return [incidents.incident_count(u, expected) for u in uniforms(seed)]


@pytest.mark.parametrize("expected", [0.05, 0.5, 2.0])
def test_counts_do_not_depend_on_the_step(expected):
    """One step, two half steps and eight steps: the same law (chi-square, 1 in 10^6)."""
    for parts in (1, 2, 8):
        steps = [counts_of(expected / parts, 100 * parts + part) for part in range(parts)]
        counts = np.sum(steps, axis=0).tolist()
        assert p_value_of_poisson(counts, expected) > FALSE_ALARM


def test_one_trial_a_step_is_refused():
    """At most one incident a step, as in a Bernoulli trial: the law is then another."""
    trials = [min(count, 1) for count in counts_of(0.5, 1)]
    assert p_value_of_poisson(trials, 0.5) < FALSE_ALARM


@given(
    st.floats(0.0, 1.0, exclude_max=True), st.floats(0.05, 5.0), st.sampled_from((1e2, 1e4, 1e9))
)
def test_severity_is_the_quantile_of_the_cut_pareto_law(u, exponent, ceiling):
    value = incidents.severity(u, exponent, ceiling)
    assert 1.0 <= value <= ceiling
    reference = min(-math.log1p(-u) / exponent, math.log(ceiling))
    assert math.log(value) == pytest.approx(reference, abs=1e-12)


def severities(exponent: float, seed: int) -> np.ndarray:
    return np.array([incidents.severity(u, exponent, 1e4) for u in uniforms(seed)])


def p_value_of_tail(severity: np.ndarray, at_least: float, exponent: float) -> float:
    """Exact binomial test of the share at or above a severity against at_least ** -exponent."""
    hits = int(np.count_nonzero(severity >= at_least))
    return scipy.stats.binomtest(hits, len(severity), at_least**-exponent).pvalue


@pytest.mark.parametrize("at_least", [2.0, 10.0, 100.0, 1e4])
@pytest.mark.parametrize("exponent", [0.5, 0.55, 0.6])
def test_tail_of_severity(exponent, at_least):
    """P(severity >= m) = m^-a: 28 % of incidents are Chernobyl moments, 0.6 % catastrophes."""
    assert p_value_of_tail(severities(exponent, 5), at_least, exponent) > FALSE_ALARM


@pytest.mark.parametrize("at_least", [2.0, 10.0, 100.0])
def test_a_wrong_exponent_is_refused(at_least):
    assert p_value_of_tail(severities(0.6, 5), at_least, 0.55) < FALSE_ALARM


@pytest.mark.parametrize("ceiling", [100.0, 1e4, 1e9])
@pytest.mark.parametrize("exponent", [0.05, 0.5, 0.55, 0.6, 1.0, 1.0 + 1e-10, 1.0 - 1e-6, 2.5])
def test_mean_severity_against_quadrature(exponent, ceiling):
    """The mean is the integral of the tail: 1 + the integral of x^-a from 1 to the ceiling.

    In log x, where the integrand is smooth. Next to an exponent of 1 the rule takes the logarithm,
    which costs it eight digits of sixteen at most.
    """
    reference, _ = quad(
        lambda z: math.exp((1.0 - exponent) * z), 0.0, math.log(ceiling), epsabs=0.0, epsrel=1e-12
    )
    assert incidents.mean_severity(exponent, ceiling) == pytest.approx(1.0 + reference, rel=1e-8)


def test_mean_severity_at_exponent_one():
    assert incidents.mean_severity(1.0, 1e4) == pytest.approx(1.0 + math.log(1e4), rel=1e-15)


def test_mean_severity_against_simulation():
    """The mean of the severities themselves, within 4.9 standard errors (1 in 10^6).

    The tail is heavy, so this refuses no less than an exponent of 0.65 for 0.55.
    """
    severity = severities(0.55, 6)
    error = severity.std(ddof=1) / math.sqrt(len(severity))
    expected = incidents.mean_severity(0.55, 1e4)
    assert abs(severity.mean() - expected) < 4.9 * error
    assert abs(severity.mean() - incidents.mean_severity(0.65, 1e4)) > 4.9 * error


def p_value_of_kinds(kinds: list[int], weights: list[float]) -> float:
    return scipy.stats.chisquare(
        np.bincount(kinds, minlength=4), np.array(weights) * len(kinds)
    ).pvalue


def test_kinds_come_as_often_as_their_weights(baseline):
    """Chi-square (1 in 10^6); other weights, 0.02 moved between two kinds, are refused."""
    weights = [0.40, 0.20, 0.15, 0.25]
    assert [getattr(baseline, key).weight for key in KIND_KEYS] == pytest.approx(weights)
    kinds = [incidents.incident_kind(u, *weights[:3]) for u in uniforms(7)]
    assert p_value_of_kinds(kinds, weights) > FALSE_ALARM
    assert p_value_of_kinds(kinds, [0.38, 0.22, 0.15, 0.25]) < FALSE_ALARM


def test_kinds_and_their_numbers():
    numbers = [getattr(incidents, key.upper()) for key in KIND_KEYS]
    assert numbers == [0, 1, 2, 3]
    assert len(incidents.KIND_NAMES) == len(KIND_KEYS)
    assert incidents.incident_kind(0.0, 0.4, 0.2, 0.15) == incidents.MISALIGNED_SYSTEM
    assert incidents.incident_kind(0.45, 0.4, 0.2, 0.15) == incidents.FINANCIAL_MELTDOWN
    assert incidents.incident_kind(0.65, 0.4, 0.2, 0.15) == incidents.WEAPONISED_USE
    assert incidents.incident_kind(0.99, 0.4, 0.2, 0.15) == incidents.SOCIETAL_DISRUPTION
    assert incidents.incident_kind(0.0, 0.0, 0.0, 1.0) == incidents.WEAPONISED_USE


def test_spillover_is_that_of_the_kind(baseline):
    found = [incidents.spillover(baseline, number) for number in range(4)]
    assert found == [0.30, 0.90, 0.60, 0.44]
    assert baseline.mean_spillover == pytest.approx(0.5, rel=1e-14)
