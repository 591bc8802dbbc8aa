"""The memoryless race: closed forms against matrix exponentials, chains, quadrature and luck.

Drawn races are held to |z| < 3.9: for a right rule, one test in ten thousand fails; seeds fixed.
What our engines make of such races is held to the same numbers in tests/test_closed_forms.py.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, linalg

from race_sim.literature.known import known_results
from race_sim.literature.loury1979 import (
    MEASURES,
    GrowingHazard,
    Parameters,
    growing_hazard_chance,
    outcome_chances,
    outcome_chances_in_steps,
)
from race_sim.problems import InputError

Z = 3.9
RACES = [
    (0.2, 0.1, 0.05, 10.0),
    (0.3, 0.1, 0.1, 5.0),
    (0.0, 0.4, 0.3, 2.0),
    (1.5, 0.7, 0.0, 8.0),
    (1e-4, 2e-4, 1e-5, 3.0),
]
AT_RACES = pytest.mark.parametrize("race", RACES, ids=str)
hazards = st.floats(0.0, 5.0)
horizons = st.floats(0.0, 50.0)


@AT_RACES
def test_chances_are_those_of_an_absorbing_chain(race):
    *rates, horizon = race
    generator = np.zeros((4, 4))
    generator[0] = [-sum(rates), *rates]
    nothing, *events = linalg.expm(generator * horizon)[0]
    found = outcome_chances(*race)
    np.testing.assert_allclose(found[:4], [*events, nothing], atol=1e-12)
    moment, _ = integrate.quad(
        lambda t: t * sum(rates) * math.exp(-sum(rates) * t), 0.0, horizon, epsabs=1e-14
    )
    assert found.mean_time == pytest.approx(moment / -math.expm1(-sum(rates) * horizon), rel=1e-9)


def chances_in_a_step(h1, h2, m, step):
    """By enumerating what happens in it: of eight cases, the disaster first, a tie split."""
    chances = np.zeros(4)  # first, second, disaster, nothing
    p = [-math.expm1(-rate * step) for rate in (h1, h2, m)]
    for case in range(8):
        happens = [bool(case & bit) for bit in (1, 2, 4)]
        weight = math.prod(q if yes else 1.0 - q for q, yes in zip(p, happens, strict=True))
        one, two, lost = happens
        if lost:
            chances[2] += weight
        elif one and two:
            chances[:2] += weight / 2.0
        else:
            chances[0 if one else 1 if two else 3] += weight
    return chances


@AT_RACES
@pytest.mark.parametrize("step", [1.0, 0.25])
def test_chances_in_steps_are_those_of_a_chain(race, step):
    *rates, horizon = race
    now = chances_in_a_step(*rates, step)
    total, under_way, time = np.zeros(3), 1.0, 0.0
    for number in range(1, round(horizon / step) + 1):
        total += under_way * now[:3]
        time += under_way * now[:3].sum() * number * step
        under_way *= now[3]
    found = outcome_chances_in_steps(*race, step)
    np.testing.assert_allclose(found[:4], [*total, under_way], rtol=1e-10, atol=1e-15)
    assert found.mean_time == pytest.approx(time / total.sum(), rel=1e-9)


def first_events(race, step, worlds, seed, disaster_first=True):
    """Drawn: who was first, 0, 1 or 2 for the disaster, 3 for nobody."""
    rates = np.array(race[:3])
    draw = np.random.default_rng(seed)
    times = draw.exponential(size=(worlds, 3)) / np.where(rates > 0.0, rates, 1e-300)
    if step:
        times = np.ceil(times / step) * step
    # Of equal times the disaster counts first, and a coin decides between successes.
    order = draw.random((worlds, 3)) + np.array([1.0, 1.0, 0.0 if disaster_first else 2.0])
    soonest = times.min(axis=1, keepdims=True)
    who = np.argmin(np.where(times == soonest, order, np.inf), axis=1)
    return np.where(soonest[:, 0] <= race[3] + 1e-9, who, 3)


def scores(race, step, disaster_first=True, worlds=100_000):
    who = first_events(race, step, worlds, 7, disaster_first)
    found = outcome_chances_in_steps(*race, step) if step else outcome_chances(*race)
    chance = np.array(found[:4])
    count = np.bincount(who, minlength=4)
    return (count - worlds * chance) / np.sqrt(worlds * chance * (1.0 - chance))


@pytest.mark.parametrize("step", [0.0, 1.0, 0.25])
@pytest.mark.parametrize("race", RACES[:2], ids=str)
def test_chances_are_those_of_drawn_races(race, step):
    assert np.all(np.abs(scores(race, step)) < Z)


def test_another_order_of_resolution_is_found_out():
    found = scores(RACES[0], 1.0, disaster_first=False)
    assert np.all(np.abs(found[:3]) > 2 * Z)
    assert abs(found[3]) < Z  # but not in the chance of nothing


@given(hazards, hazards, hazards, horizons)
def test_chances_add_up_and_keep_the_ratios_of_hazards(first, second, disaster, horizon):
    found = outcome_chances(first, second, disaster, horizon)
    assert sum(found[:4]) == pytest.approx(1.0, abs=1e-12)
    assert found.first * second == pytest.approx(found.second * first, rel=1e-9, abs=1e-300)
    assert 0.0 <= found.mean_time <= horizon / 2.0 + 1e-12


@given(hazards, hazards, hazards, horizons, st.floats(0.01, 100.0))
def test_only_hazard_times_time_counts(first, second, disaster, horizon, unit):
    found = outcome_chances(first, second, disaster, horizon)
    other = outcome_chances(first * unit, second * unit, disaster * unit, horizon / unit)
    np.testing.assert_allclose(other[:4], found[:4], rtol=1e-9, atol=1e-300)
    assert other.mean_time * unit == pytest.approx(found.mean_time, rel=1e-9)


@given(hazards, hazards, hazards, st.integers(0, 100), st.floats(0.01, 2.0))
def test_steps_favour_the_disaster_and_not_nothing(first, second, disaster, steps, step):
    horizon = steps * step
    found = outcome_chances_in_steps(first, second, disaster, horizon, step)
    smooth = outcome_chances(first, second, disaster, horizon)
    assert sum(found[:4]) == pytest.approx(1.0, abs=1e-12)
    assert found.nothing == pytest.approx(smooth.nothing, rel=1e-9, abs=1e-300)
    assert found.disaster >= smooth.disaster - 1e-12
    assert found.mean_time >= smooth.mean_time - 1e-12


@AT_RACES
def test_short_steps_lead_to_continuous_time(race):
    smooth = np.array(outcome_chances(*race))
    apart = [
        np.abs(np.array(outcome_chances_in_steps(*race, step)) - smooth).max()
        for step in (0.5, 0.25, 0.125, 2.0**-20)
    ]
    assert apart[0] > apart[1] > apart[2] > apart[3]
    assert apart[3] < 1e-5


def test_limits_are_right_and_quiet():
    still = outcome_chances(0.0, 0.0, 0.0, [0.0, 4.0])
    np.testing.assert_array_equal(still[:3], 0.0)
    np.testing.assert_array_equal(still.nothing, 1.0)
    np.testing.assert_array_equal(still.mean_time, [0.0, 2.0])
    steps = outcome_chances_in_steps(0.0, 0.0, 0.0, [0.0, 4.0], 1.0)
    np.testing.assert_array_equal(steps.mean_time, [0.0, 2.5])
    small = outcome_chances(2e-12, 1e-12, 1e-12, 1.0)
    np.testing.assert_allclose(small[:3], [2e-12, 1e-12, 1e-12], rtol=1e-9)
    fast = outcome_chances(1e6, 0.0, 0.0, 1e6)
    assert (fast.first, fast.nothing) == (1.0, 0.0)
    assert fast.mean_time == pytest.approx(1e-6)
    assert outcome_chances_in_steps(1e6, 0.0, 1e6, 1e6, 1e3).disaster == 1.0


@pytest.mark.parametrize("exponent", [0.499999, 0.500001, 1e-5, 1e-9])
def test_the_mean_time_has_no_seam(exponent):
    """E[time] H = (1 - (1 + y) exp(-y)) / (1 - exp(-y)), by quadrature of a smooth integrand."""
    upper, _ = integrate.quad(lambda u: u * math.exp(-exponent * u), 0.0, 1.0, epsabs=1e-15)
    lower, _ = integrate.quad(lambda u: math.exp(-exponent * u), 0.0, 1.0, epsabs=1e-15)
    found = outcome_chances(exponent, 0.0, 0.0, 1.0).mean_time
    assert found == pytest.approx(upper / lower, rel=1e-12)


# Hazards that grow


@given(st.floats(1e-6, 2.0), st.floats(-3.0, 3.0), st.floats(0.0, 10.0))
def test_growing_hazards_by_quadrature(base, growth, horizon):
    nodes, weights = np.polynomial.legendre.leggauss(40)
    times = (nodes + 1.0) * horizon / 2.0
    integral = float((weights * base * np.exp(growth * times)).sum()) * horizon / 2.0
    found = growing_hazard_chance(base, growth, horizon)
    assert found == pytest.approx(-math.expm1(-integral), rel=1e-9, abs=1e-300)


def test_growing_hazards_at_their_limits():
    steady = outcome_chances(0.3, 0.0, 0.0, 4.0).first
    grown = growing_hazard_chance(0.3, [0.0, 1e-300, 1e-12, -1e-12], 4.0)
    np.testing.assert_allclose(grown, steady, rtol=1e-11)
    assert growing_hazard_chance(0.0, 1e6, 1e6) == 0.0
    assert growing_hazard_chance(1e-300, 1e6, 1e6) == 1.0
    assert growing_hazard_chance(5.0, 3.0, 0.0) == 0.0
    # A hazard that is learned away leaves a chance of never: 1 - exp(-h0 / |g|) at most.
    assert growing_hazard_chance(0.2, -0.5, 1e6) == pytest.approx(-math.expm1(-0.4), rel=1e-12)


# Input


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: outcome_chances(-0.1), "first_hazard"),
        (lambda: outcome_chances(0.1, float("nan")), "second_hazard"),
        (lambda: outcome_chances(0.1, 0.1, "much"), "disaster_hazard"),
        (lambda: outcome_chances(horizon=float("inf")), "horizon"),
        (lambda: outcome_chances([0.1, 0.2], [0.1, 0.2, 0.3]), "shapes"),
        (lambda: outcome_chances_in_steps(step=0.0), "step"),
        (lambda: outcome_chances_in_steps(horizon=10.0, step=3.0), "step"),
        (lambda: outcome_chances_in_steps(horizon=1.0, step=3.0), "step"),
        (lambda: growing_hazard_chance(base=-1.0), "base"),
        (lambda: growing_hazard_chance(growth=float("nan")), "growth"),
        (lambda: Parameters(horizon=-1.0), "horizon"),
        (lambda: GrowingHazard(base=-1.0), "base"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(InputError, match=named):
        call()


def test_arrays_broadcast_and_numbers_stay_numbers():
    found = outcome_chances([[0.1], [0.2]], 0.1, [0.0, 0.1, 0.2], 5.0)
    assert all(value.shape == (2, 3) for value in (found.first, found.disaster, found.nothing))
    assert isinstance(outcome_chances().first, np.float64)
    assert isinstance(growing_hazard_chance(), np.float64)


def test_measures_take_all_parameters():
    values = {measure.name: measure.of(**Parameters.defaults()) for measure in MEASURES}
    for measure in MEASURES:
        assert values[measure.name] == measure.of()
    chances = ("disaster_risk", "first_wins", "second_wins", "nothing")
    assert sum(values[name] for name in chances) == pytest.approx(1.0, abs=1e-12)


def test_known_results_are_there():
    assert len(known_results("loury1979")) == 3 * (5 + 3 + 3) + 3
