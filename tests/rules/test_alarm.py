"""Alarm and belief: the Gamma-Poisson estimate against Bayes' rule itself."""

import math

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from race_sim.rules import alarm

pytestmark = pytest.mark.short


@pytest.mark.parametrize(
    ("prior", "strength", "seen", "exposure"),
    [(0.6, 1.2, 0, 0.0), (0.6, 1.2, 0, 3.0), (0.6, 1.2, 3, 0.4), (2.0, 5.0, 7, 2.5)],
)
def test_alarm_is_the_mean_of_the_posterior(prior, strength, seen, exposure):
    """By quadrature of prior x likelihood over the scale w of the hazard.

    The prior is a Gamma law of mean `prior` that is worth `strength` expected incidents; what
    is seen is Poisson with mean w x exposure.
    """
    law = scipy.stats.gamma(a=prior * strength, scale=1.0 / strength)

    def moment(power: int) -> float:
        # Over the prior's quantiles, so that the density's pole at 0 does no harm.
        def integrand(q: float) -> float:
            w = law.ppf(q)
            return w**power * scipy.stats.poisson.pmf(seen, w * exposure)

        return quad(integrand, 0.0, 1.0, epsrel=1e-9, limit=400)[0]

    posterior = moment(1) / moment(0)
    assert alarm.alarm(prior, strength, seen, exposure) == pytest.approx(posterior, rel=1e-5)


def test_alarm_is_the_mean_of_the_conjugate_law():
    """The posterior of a Gamma prior is Gamma(a + seen, b + exposure)."""
    conjugate = scipy.stats.gamma(a=0.6 * 1.2 + 4.0, scale=1.0 / (1.2 + 0.9))
    assert alarm.alarm(0.6, 1.2, 4.0, 0.9) == pytest.approx(conjugate.mean(), rel=1e-14)


@given(st.floats(0.01, 50.0), st.floats(0.01, 100.0), st.floats(0.0, 100.0), st.floats(0.0, 100.0))
def test_alarm_rises_with_what_is_seen_and_falls_in_quiet(prior, strength, seen, exposure):
    here = alarm.alarm(prior, strength, seen, exposure)
    assert here >= 0.0
    assert alarm.alarm(prior, strength, seen + 1.0, exposure) > here
    assert alarm.alarm(prior, strength, seen, exposure + 1.0) < here


def test_alarm_of_the_baseline_begins_at_its_prior(baseline):
    assert alarm.alarm(baseline.alarm_prior, baseline.alarm_strength, 0.0, 0.0) == pytest.approx(
        0.6
    )


@pytest.mark.parametrize(
    ("severity", "score"), [(1.0, 0.0), (10.0, 0.25), (100.0, 0.5), (10**3.5, 0.875), (1e4, 1.0)]
)
def test_severity_score(severity, score):
    """z = log10(m) / 4."""
    assert alarm.severity_score(severity, 1e4) == pytest.approx(score, abs=1e-15)


def test_what_an_incident_adds():
    """1 + 3 z at home: 1.75 for the smallest Chernobyl moment, 4 for a catastrophe."""
    assert alarm.seen_gain(0.25, 3.0) == 1.75
    assert alarm.seen_gain(1.0, 3.0) == 4.0
    assert alarm.seen_gain(0.0, 3.0) == 1.0


def test_exposure_by_hand():
    """(0.2 + 0.6 x 0.1) a year for a quarter."""
    assert alarm.exposure_gain(0.2, 0.1, 0.6, 0.25) == pytest.approx(0.065)


def test_memory_fades_by_half_in_five_years(baseline):
    assert baseline.memory_kept ** (5.0 / baseline.step) == pytest.approx(0.5, rel=1e-13)


def test_belief_moves_a_quarter_of_the_way():
    assert alarm.belief_after(0.2, 1, 0.25) == pytest.approx(0.4)
    assert alarm.belief_after(0.2, 0, 0.25) == pytest.approx(0.15)


@given(st.floats(0.0, 1.0), st.lists(st.integers(0, 1), max_size=40), st.floats(0.0, 1.0))
def test_belief_stays_a_probability(belief, actions, rate):
    for action in actions:
        belief = alarm.belief_after(belief, action, rate)
        assert 0.0 <= belief <= 1.0


def test_belief_is_an_exponential_average():
    """After n decisions of a rival that always invests: 1 - 0.8 x 0.75^n."""
    belief = 0.2
    for n in range(1, 12):
        belief = alarm.belief_after(belief, 1, 0.25)
        assert belief == pytest.approx(1.0 - 0.8 * math.pow(0.75, n))
