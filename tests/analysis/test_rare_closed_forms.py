"""Rare events against what can be worked out: constant and growing hazards, competing risks.

With no freezes, scars, lessons or choices, incidents are a Poisson process whose rate is constant
or grows exponentially, and chances have closed forms. Estimates are tested by their own standard
error at |z| < 3.9: for a right rule, one in ten thousand fails; seeds are fixed.
"""

import math

import numpy as np
import pytest
from scipy.stats import poisson

from race_sim import load_scenario, luck
from race_sim.analysis.rare import conditional, event, importance, rare_event
from race_sim.analysis.rare.conditional import variance_reduction
from race_sim.analysis.rare.played import play
from race_sim.analysis.rare.severities import tilted, weights
from race_sim.ensemble import simulate
from race_sim.resolve import plan_of

Z = 3.9
LN_10 = math.log(10.0)
SYMMETRIC = {
    f"{side}.{key}": value
    for side in ("us", "cn")
    for key, value in {
        "policy": "always-accelerate",
        "capability": 0.0,
        "research": 1.0,
        "chips": 1.0,
        "data": 1.0,
        "applications": 1.0,
        "scale": 1.0,
        "freeze_depth": 0.0,
        "scar": 0.0,
    }.items()
}
MEMORYLESS = {
    **SYMMETRIC,
    "progress.diffusion": 0.0,
    "exchange.openness": 0.0,
    "export_control.level": 0.0,
    "learning.lesson": 0.0,
}


def constant(rate, exponent, ceiling, years):
    """Both sides together have `rate` incidents a year, whatever happens."""
    values = {
        "incidents.base_rate": rate / 2.0,
        "incidents.gap_elasticity": 0.0,
        "incidents.severity_exponent": exponent,
        "incidents.severity_ceiling": ceiling,
        "time.end": 2026.0 + years,
    }
    return load_scenario("baseline", {**MEMORYLESS, **values})


def distance(estimate, truth, confidence_z=1.959964):
    """How many standard errors an estimate with a normal interval lies from the truth."""
    return (estimate.value - truth) / ((estimate.high - estimate.low) / 2.0 / confidence_z)


def test_chances_under_a_constant_hazard_are_those_of_the_exponential_law():
    """P(catastrophe by T) = 1 - exp(-rate q T), with q the chance of the highest severity."""
    worlds = simulate(constant(1.5, 0.5, 400.0, 10.0), 20_000, seed=1)
    truth = 1.0 - math.exp(-1.5 * 400.0**-0.5 * 10.0)
    found = conditional(worlds)
    assert abs(distance(found.estimate, truth)) < Z
    assert abs(distance(found.plain, truth)) < Z
    step = 1.0 - math.exp(-1.5 * 400.0**-0.5 * 0.25)
    played = (worlds["end_year"] - 2026.0) / 0.25
    np.testing.assert_allclose(worlds["catastrophe_risk"], played * step, rtol=1e-12)


def test_the_conditional_estimate_of_a_tiny_chance_hardly_varies():
    """1 - exp(-rate q T) = 4e-8: of a thousand worlds, none has a catastrophe, and all know it."""
    worlds = simulate(constant(0.2, 2.0, 10_000.0, 20.0), 1000, seed=2)
    found = conditional(worlds)
    assert found.estimate.value == pytest.approx(-math.expm1(-0.2 * 1e-8 * 20.0), rel=1e-9)
    assert found.plain.value == 0.0
    assert found.factor.value > 1e12


@pytest.mark.parametrize(
    ("rate", "growth", "years", "continuous"),
    [
        (0.01, 0.5, 10.0, 0.947569),
        (0.02, 0.2, 10.0, 0.472130),
        (0.05, -0.1, 20.0, 0.351006),
    ],
)
def test_a_hazard_that_grows_with_capability(rate, growth, years, continuous):
    """Against 1 - exp(-h (exp(g T) - 1) / g) for small steps, and its sum for quarters.

    A step has the hazard halfway through its progress: the error of the middle falls with the
    square of the step, and is below the true value, since an exponential curves upwards.
    """
    base_rate = 0.701 if growth > 0.0 else 0.03
    gap_growth = base_rate * 0.97 - 2.2 * 0.03
    elasticity = growth / (LN_10 * gap_growth)
    exponent, ceiling = 0.05, 100.0
    incidents = rate * ceiling**exponent / 10.0 ** (elasticity * 0.5)
    growing = constant(incidents, exponent, ceiling, years).with_values(
        {"progress.base_rate": base_rate, "incidents.gap_elasticity": elasticity}
    )

    def summed(step):
        middles = (np.arange(round(years / step)) + 0.5) * step
        return -math.expm1(-rate * step * np.exp(growth * middles).sum())

    assert summed(1e-4) == pytest.approx(continuous, abs=1e-6)
    found = conditional(simulate(growing, 20_000, seed=3))
    assert abs(distance(found.estimate, summed(0.25))) < Z
    assert abs(distance(found.plain, summed(0.25))) < Z
    bias = summed(0.25) - summed(1e-4)
    assert -2e-4 < bias < 0.0
    assert bias == pytest.approx(4.0 * (summed(0.125) - summed(1e-4)), rel=0.02)


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("chernobyl_moments_at_least:4", poisson.sf(3, 0.4)),  # 8 in 10 000
        ("chernobyl_moments_on_both_sides", math.expm1(-0.2) ** 2),
        ("catastrophe", -math.expm1(-4e-5)),
    ],
)
def test_importance_sampling_of_events_with_a_closed_form(name, truth):
    """Four incidents in 20 years, one in ten of them a Chernobyl moment: a Poisson number."""
    found = importance(constant(0.2, 1.0, 1e5, 20.0), name, worlds=40_000, seed=4)
    weighted = found.weighted
    error = math.sqrt(weighted.variance / weighted.worlds)
    assert abs(weighted.estimate.value - truth) < Z * error
    assert abs(distance(weighted.mean_weight, 1.0)) < Z
    assert weighted.reliable
    assert found.factor > (1.0 if truth > 0.01 else 5.0)


def test_the_best_method_for_a_catastrophe_is_summing_and_for_harm_it_is_not():
    scenario = constant(0.2, 1.0, 1e5, 20.0)
    summed = rare_event(scenario, "catastrophe", worlds=2000, seed=5, pilot_worlds=3000)
    assert summed.method == "conditional"
    assert summed.estimate.value == pytest.approx(4e-5, rel=1e-3)
    several = rare_event(scenario, "chernobyl_moments_at_least:4", worlds=20_000, seed=5)
    assert several.method == "importance"
    assert several.estimate.low < poisson.sf(3, 0.4) < several.estimate.high
    often = rare_event(scenario, "incidents_at_least:4", worlds=5000, seed=5, pilot_worlds=1200)
    assert often.method == "counting"
    assert often.estimate.low < poisson.sf(3, 4.0) < often.estimate.high


def test_a_wrong_chance_of_the_ceiling_is_found_out():
    """A rule whose tail is wrong by a tenth fails the test that the right rule passes."""
    plan = plan_of(constant(1.5, 0.5, 400.0, 10.0))
    truth = 1.0 - math.exp(-1.5 * 400.0**-0.5 * 10.0)

    def off(factor):
        stretches = tuple(
            one._replace(
                settings=one.settings._replace(ceiling_chance=factor * one.settings.ceiling_chance)
            )
            for one in plan.stretches
        )
        risk = play(plan._replace(stretches=stretches), event("catastrophe"), 20_000, 6).risk
        return (risk.mean() - truth) / (risk.std() / math.sqrt(len(risk)))

    assert abs(off(1.0)) < Z
    assert abs(off(0.9)) > 2.0 * Z
    assert abs(off(1.1)) > 2.0 * Z


def test_weights_that_are_wrong_are_found_out():
    """Severities from a law that the weights do not know of: their mean is not 1."""
    plan = plan_of(constant(0.2, 1.0, 1e5, 20.0))
    drawn = play(tilted(plan, 0.6), event("catastrophe"), 20_000, 7).drawn

    def off(exponent):
        ratio = weights(drawn, 1.0, np.array([exponent]), np.array([1.0]))
        return (ratio.mean() - 1.0) / (ratio.std() / math.sqrt(len(ratio)))

    assert abs(off(0.6)) < Z
    assert abs(off(0.65)) > Z
    assert abs(off(0.55)) > Z


# Two wins with hazards h1 and h2 and a disaster with hazard m, until T: the algebra of memoryless
# patent races (Loury, 1979; Lee and Wilde, 1980). P(1), P(2), P(disaster), P(none), E[time]; then
# P(1), P(2), P(disaster) for steps of a year and of a quarter, the disaster resolved first and
# simultaneous wins split.
COMPETING = [
    (
        (0.2, 0.1, 0.05, 10.0),
        (0.554173, 0.277086, 0.138543, 0.030197, 2.545766),
        {1.0: (0.539312, 0.270329, 0.160162), 0.25: (0.550645, 0.275365, 0.143792)},
    ),
    (
        (0.1, 0.1, 0.02, 20.0),
        (0.448965, 0.448965, 0.089793, 0.012277, 4.296856),
        {1.0: (0.444342, 0.444342, 0.099038), 0.25: (0.447834, 0.447834, 0.092055)},
    ),
    (
        (0.3, 0.1, 0.1, 5.0),
        (0.550749, 0.183583, 0.183583, 0.082085, 1.552873),
        {1.0: (0.521068, 0.174844, 0.222002), 0.25: (0.543723, 0.181317, 0.192875)},
    ),
]
RACES = 40_000


def pairs(step, purpose):
    """The project's own luck, many worlds at a time."""
    return luck.uniform_pair(9, np.arange(RACES, dtype=np.uint64), step, purpose, 0)


def close(values, truth):
    """Whether the mean of values is the truth, within Z standard errors and the table's digits."""
    error = values.std() / math.sqrt(len(values))
    return abs(values.mean() - truth) < Z * error + 1e-6


@pytest.mark.parametrize(("hazards", "table", "_"), COMPETING)
def test_competing_risks_drawn_at_once_have_no_bias(hazards, table, _):
    """One draw with weights h / H, and the time of the event within its step."""
    *rates, horizon = hazards
    total, step = sum(rates), 0.5
    edges = np.cumsum(rates)[:2] / total
    chance = -math.expm1(-total * step)
    what = np.full(RACES, 3)
    when = np.full(RACES, np.nan)
    summed = np.zeros((4, RACES))
    for number in range(round(horizon / step)):
        running = what == 3
        summed[:3, running] += (np.array(rates) / total * chance)[:, None]
        happens, time = pairs(number, 0)
        which, _unused = pairs(number, 1)
        now = running & (happens < chance)
        what[now] = np.searchsorted(edges, which[now], side="right")
        when[now] = number * step - np.log1p(-time[now] * chance) / total
    summed[3] = 1.0 - summed[:3].sum(axis=0)
    for kind in range(4):
        assert close(what == kind, table[kind])
        assert close(summed[kind], table[kind])
    assert close(when[what < 3], table[4])


@pytest.mark.parametrize(("hazards", "_", "stepwise"), COMPETING)
@pytest.mark.parametrize("step", [1.0, 0.25])
def test_competing_risks_step_by_step_have_the_bias_that_is_known(hazards, _, stepwise, step):
    """Counted, and by the conditional estimate, which knows the rarest of them better."""
    first, second, disaster = (-math.expm1(-rate * step) for rate in hazards[:3])
    safe = 1.0 - disaster
    chances = np.array(
        [
            safe * first * (1.0 - second / 2.0),
            safe * second * (1.0 - first / 2.0),
            disaster,
        ]
    )
    what = np.full(RACES, 3)
    summed = np.zeros((3, RACES))
    for number in range(round(hazards[3] / step)):
        running = what == 3
        summed[:, running] += chances[:, None]
        one, two = pairs(number, 0)
        lost, tie = pairs(number, 1)
        ours, theirs = one < first, two < second
        ours, theirs = ours & ~(theirs & (tie < 0.5)), theirs & ~(ours & (tie >= 0.5))
        what[running & ours] = 0
        what[running & theirs] = 1
        what[running & (lost < disaster)] = 2
    for kind in range(3):
        assert close(what == kind, stepwise[step][kind])
        assert close(summed[kind], stepwise[step][kind])
    assert variance_reduction(summed[2]).low > 2.0
