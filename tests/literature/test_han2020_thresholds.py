"""Lines of Han et al. (2020) against roots of differences of payoffs and of fixation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from race_sim.literature.han2020 import (
    collective_threshold,
    fixation_probability,
    large_prize_risk_dominance_threshold,
    large_prize_society_threshold,
    payoff_matrix,
    region_map,
    regions,
    risk_dominance_threshold,
    society_threshold,
)
from race_sim.problems import InputError

FEW = settings(max_examples=40)

races = st.fixed_dictionaries(
    {
        "speed": st.floats(1.0, 8.0),
        "benefit": st.floats(0.5, 10.0),
        "cost": st.floats(0.0, 4.0),
        "prize": st.floats(0.0, 1e5),
        "rounds": st.floats(10.0, 1e6),
        "found_out": st.floats(0.0, 0.9),
    }
)


def root(difference):
    """Where something changes its sign between 0 and 1; None if it does not."""
    if difference(0.0) * difference(1.0) >= 0.0:
        return None
    return brentq(difference, 0.0, 1.0, xtol=1e-14, rtol=1e-14)


@FEW
@given(races, st.floats(0.0, 1.0))
def test_on_the_society_line_all_safe_pays_as_all_unsafe(race, shared):
    def difference(risk):
        pays = payoff_matrix(("AS", "AU"), setback_risk=risk, shared_setback=shared, **race)
        return float(pays[0, 0] - pays[1, 1])

    line = society_threshold(shared_setback=shared, **race)
    found = root(difference)
    if found is None:
        assert line <= 1e-12 or line >= 1.0 - 1e-12
        assert (line < 0.5) == (difference(0.5) > 0.0)
    else:
        assert line == pytest.approx(found, abs=1e-9)
    assert collective_threshold(shared, **race) == line


@FEW
@given(races, st.integers(2, 200), st.floats(1e-4, 0.1))
def test_on_the_line_of_risk_dominance_each_takes_over_as_easily(race, population, intensity):
    """Whatever the intensity; by the logarithm of the chances of fixation, not the payoffs."""
    line = risk_dominance_threshold(population=population, **race)
    if not 0.0 <= line <= 1.0:
        return
    dynamics = {"population": population, "intensity": intensity} | race

    def ratio(risk):
        safe, unsafe = (
            fixation_probability(*pair, setback_risk=risk, **dynamics)
            for pair in (("AS", "AU"), ("AU", "AS"))
        )
        return np.log(safe / unsafe) if min(safe, unsafe) > 0.0 else None

    at = ratio(line)
    if at is not None:
        scale = 1.0 + intensity * population * race["speed"] * (race["prize"] / race["rounds"] + 20)
        assert abs(at) < 1e-9 * scale
        above = ratio(min(1.0, line + 1e-3))
        assert line > 0.999 or above is None or above > 0.0


@FEW
@given(races)
def test_in_a_large_population_the_line_is_that_of_risk_dominance(race):
    """Harsanyi and Selten's comparison of sums, as a root of a difference of payoffs."""

    def difference(risk):
        pays = payoff_matrix(("AS", "AU"), setback_risk=risk, **race)
        return float(pays[0].sum() - pays[1].sum())

    line, found = risk_dominance_threshold(**race), root(difference)
    if found is not None:
        assert line == pytest.approx(found, abs=1e-9)
        large = risk_dominance_threshold(population=100_000, **race)
        assert large == pytest.approx(line, abs=1e-3)


@FEW
@given(st.floats(1.0, 10.0))
def test_large_prizes_leave_only_the_speed(speed):
    large = {"prize": 1e12, "rounds": 100.0}
    assert society_threshold(speed, **large) == pytest.approx(
        large_prize_society_threshold(speed), abs=1e-8
    )
    assert risk_dominance_threshold(speed, **large) == pytest.approx(
        large_prize_risk_dominance_threshold(speed), abs=1e-8
    )


@FEW
@given(races, st.floats(0.0, 1.0), st.one_of(st.none(), st.integers(2, 500)))
def test_regions_are_bounded_by_the_lines(race, risk, population):
    society = society_threshold(**race)
    dominance = risk_dominance_threshold(population=population, **race)
    if min(abs(risk - society), abs(risk - dominance)) < 1e-9:
        return
    expected = {(True, True): 1, (True, False): 2, (False, False): 3, (False, True): 4}
    found = regions(setback_risk=risk, population=population, **race)
    assert found == expected[bool(risk > society), bool(risk > dominance)]


def test_points_on_a_line_are_not_above_it():
    """All payoffs here are short binary fractions: nothing is rounded."""
    on_society = {"speed": 2.0, "benefit": 0.0, "cost": 0.0, "prize": 128.0, "rounds": 16.0}
    assert society_threshold(**on_society) == 0.5
    assert regions(setback_risk=[0.5, 0.5 + 2**-40], **on_society).tolist() == [3, 2]
    on_dominance = {"speed": 1.0, "benefit": 0.0, "cost": 0.5, "prize": 128.0, "rounds": 16.0}
    assert risk_dominance_threshold(**on_dominance) == 0.75
    assert regions(setback_risk=[0.75, 0.75 + 2**-40], **on_dominance).tolist() == [2, 1]


def test_lines_can_cross_in_a_slow_race():
    """Unsafe rounds that are found out: safety is chosen though it is not wanted."""
    slow = {"rounds": 1e6, "found_out": 0.5}
    assert risk_dominance_threshold(1.5, **slow) < society_threshold(1.5, **slow)
    assert regions(1.5, [0.1, 0.5], **slow).tolist() == [4, 1]


def test_shared_setbacks_make_safety_wanted_sooner():
    shared = np.linspace(0.0, 1.0, 21)
    found = collective_threshold(shared, [[1.2], [2.0], [4.0]])
    assert found.shape == (3, 21) and np.all(np.diff(found, axis=1) < 0.0)


def test_where_the_unsafe_get_nothing_their_risk_does_not_matter():
    nothing = {"prize": 0.0, "found_out": 1.0}
    found = society_threshold(1.5, benefit=[4.0, 1.0], cost=1.0, **nothing)
    assert found.tolist() == [-np.inf, np.inf]
    assert risk_dominance_threshold(1.5, **nothing) == -np.inf
    assert regions(1.5, [0.0, 1.0], **nothing).tolist() == [1, 1]
    assert society_threshold(1.5, benefit=0.0, cost=0.0, prize=0.0) == np.inf  # never better
    assert society_threshold(1.5, cost=1e3) > 1.0  # safety too dear at any risk
    assert collective_threshold(1.0, 1.5, cost=1e3) > 1.0


def test_the_map_is_regions_over_a_grid():
    found = region_map(size=30)
    assert found.region.shape == (30, 30) and set(np.unique(found.region)) == {1, 2, 3}
    for column in (0, 12, 29):
        for row in (0, 10, 20, 29):
            point = found.speed[column], found.setback_risk[row]
            assert found.region[row, column] == regions(*point)
    ups = np.diff(found.region, axis=0)
    assert np.all(ups <= 0)  # more risk never leads back
    small = region_map([1.5, 2.0], [0.2, 0.6, 0.9], population=10, prize=1e3)
    assert small.region.shape == (3, 2)


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="society_threshold: speed: 0; allowed"):
        society_threshold(0.0)
    with pytest.raises(InputError, match="collective_threshold: shared_setback: 2; allowed"):
        collective_threshold(2.0)
    with pytest.raises(InputError, match="population: 1; allowed: a whole number from 2"):
        risk_dominance_threshold(1.5, population=1)
    with pytest.raises(InputError, match="shapes do not fit"):
        regions([1.5, 2.0], [0.1, 0.2], population=[2, 3, 4])
    for size in (0, 2.5, "large", None, True):
        with pytest.raises(InputError, match=r"size: .*; allowed: a whole number, 1 or more"):
            region_map(size=size)
    with pytest.raises(InputError, match=r"speed: shape \(2, 2\); allowed: one row"):
        region_map(speed=np.ones((2, 2)))
