"""Capability and safety: values worked out by hand, and the calibration of the baseline."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.rules import progress

pytestmark = pytest.mark.short

POSITIVE = st.floats(0.01, 10.0)
SHARE = st.floats(0.0, 1.0)


def test_growth_is_the_base_rate_where_all_endowments_are_one():
    assert progress.growth(0.701, 1.0, 1.0, 1.0, 0.4, 0.4, 0.2) == pytest.approx(0.701, rel=1e-15)


def test_growth_by_hand():
    """0.7 x 0.5^0.4 x 2^0.4 x 32^0.2 = 0.7 x 1 x 2."""
    value = progress.growth(0.7, 0.5, 2.0, 32.0, 0.4, 0.4, 0.2)
    assert value == pytest.approx(1.4, rel=1e-14)


@given(POSITIVE, POSITIVE, POSITIVE, st.floats(0.2, 5.0))
def test_growth_has_constant_returns(research, chips, data, factor):
    """Cobb-Douglas with shares that add up to one: twice the endowments, twice the growth."""
    once = progress.growth(0.7, research, chips, data, 0.4, 0.4, 0.2)
    more = progress.growth(0.7, factor * research, factor * chips, factor * data, 0.4, 0.4, 0.2)
    assert more == pytest.approx(factor * once, rel=1e-13)


@given(POSITIVE, POSITIVE, POSITIVE)
def test_each_elasticity_is_that_of_its_own_endowment(research, chips, data):
    def logarithm(*endowments):
        return math.log(progress.growth(0.7, *endowments, 0.4, 0.35, 0.2))

    here = logarithm(research, chips, data)
    assert logarithm(2 * research, chips, data) - here == pytest.approx(0.4 * math.log(2))
    assert logarithm(research, 2 * chips, data) - here == pytest.approx(0.35 * math.log(2))
    assert logarithm(research, chips, 2 * data) - here == pytest.approx(0.2 * math.log(2))


@pytest.mark.parametrize(
    ("level", "dependency", "exposure", "expected"),
    [(0.5, 0.4, 1.0, 0.8), (1.0, 0.4, 1.0, 0.6), (0.0, 0.4, 1.0, 1.0), (1.0, 0.9, 0.0, 1.0)],
)
def test_chip_access(level, dependency, exposure, expected):
    assert progress.chip_access(level, dependency, exposure) == pytest.approx(expected)


def test_only_china_is_exposed_to_export_controls(baseline):
    assert baseline.us.chip_exposure == 0.0
    assert baseline.cn.chip_exposure == 1.0


def test_dependency_falls_by_12_percent_a_year(baseline):
    assert baseline.dependency_kept**4 == pytest.approx(0.88, rel=1e-14)


def test_speed_and_rate_by_hand():
    """(1 - 0.2) (0.7 x 0.8 x sqrt(0.81) + 0.1) = 0.8 x 0.604; 30 % of it goes to safety."""
    speed = progress.speed(0.7, 0.2, 0.8, 0.81, 0.1)
    assert speed == pytest.approx(0.4832, rel=1e-14)
    assert progress.capability_rate(speed, 0.3) == pytest.approx(0.33824, rel=1e-14)


def test_a_laggard_that_stands_still_gains_nothing_from_the_leader():
    assert progress.speed(0.7, 1.0, 1.0, 1.0, 5.0) == 0.0


def test_the_laggard_gains_and_the_leader_does_not():
    assert progress.diffusion_gain(-0.4, 0.0, 0.5) == pytest.approx(0.2)
    assert progress.diffusion_gain(0.0, -0.4, 0.5) == 0.0
    assert progress.diffusion_gain(1.0, 1.0, 0.5) == 0.0


@pytest.mark.parametrize(
    ("own", "rival", "expected"),
    [
        (0.03, 0.03, 2.2 * 0.03 * (1 + 2 * 0.0975)),
        (0.30, 0.30, 2.2 * 0.30 * (1 + 2 * 0.0975)),
        (0.30, 0.03, 2.2 * (0.30 + 0.0975 * 0.03 + 0.0975 * 0.0948683298050514)),
        (0.03, 0.30, 2.2 * (0.03 + 0.0975 * 0.30 + 0.0975 * 0.0948683298050514)),
    ],
)
def test_safety_rate_by_hand(own, rival, expected):
    """Exchange 0.15 x (1 - 0.7 x 0.5) = 0.0975; sqrt(0.03 x 0.30) = 0.09486..."""
    assert progress.safety_rate(2.2, 1.0, own, rival, 0.0975) == pytest.approx(expected, rel=1e-14)


def test_joint_work_needs_both():
    alone = progress.safety_rate(2.2, 1.0, 0.3, 0.0, 0.5)
    assert alone == pytest.approx(2.2 * 0.3)
    assert progress.safety_rate(2.2, 1.0, 0.0, 0.3, 0.5) == pytest.approx(2.2 * 0.5 * 0.3)


def test_talent_counts_by_its_square_root_in_both():
    assert progress.strength(0.49) == 0.7
    slow = progress.speed(0.7, 0.0, 1.0, 0.49, 0.0)
    assert slow == pytest.approx(0.7 * progress.speed(0.7, 0.0, 1.0, 1.0, 0.0))
    safe = progress.safety_rate(2.2, progress.strength(0.49), 0.3, 0.0, 0.0)
    assert safe == pytest.approx(0.7 * progress.safety_rate(2.2, 1.0, 0.3, 0.0, 0.0))


@given(st.floats(-50.0, 50.0), st.floats(-50.0, 50.0))
def test_the_gap_is_held_in_its_bounds(capability, safety):
    held = progress.hold_gap(capability, safety, -0.5, 12.0)
    assert -0.5 - 1e-13 <= capability - held <= 12.0 + 1e-13
    if -0.5 <= capability - safety <= 12.0:
        assert held == pytest.approx(safety, abs=1e-13)


@given(SHARE, SHARE, SHARE)
def test_more_safety_never_means_more_capability(share, more, restriction):
    speed = progress.speed(0.7, restriction, 0.9, 1.1, 0.1)
    low, high = sorted((share, more))
    assert 0.0 <= progress.capability_rate(speed, high) <= progress.capability_rate(speed, low)


def test_the_frontier_grows_as_measured(baseline):
    """A factor of 4.8 a year (4.3 to 5.3) in training compute, when both accelerate."""
    speed = progress.speed(baseline.us.growth, 0.0, 1.0, 1.0, 0.0)
    rate = progress.capability_rate(speed, baseline.share_accelerating)
    assert rate == pytest.approx(0.68, abs=0.005)
    assert 10**rate == pytest.approx(4.8, abs=0.05)


def test_the_measured_lag_is_a_steady_state(baseline):
    """With export controls at 0.5 and both accelerating: 7 months (measured: 4 to 14).

    Solved by playing it out, with the chip dependency held at its start, and in closed form:
    both speeds are equal where diffusion x lag makes up for the difference of growth. To a tenth
    of a month, as 7 months are rounded to 0.4 OOM.
    """
    access = progress.chip_access(baseline.control_level, 0.4, 1.0)
    us, cn = 0.0, -2.0
    for _ in range(400):
        gain = progress.diffusion_gain(cn, us, baseline.diffusion)
        us_speed = progress.speed(baseline.us.growth, 0.0, 1.0, 1.0, 0.0)
        cn_speed = progress.speed(baseline.cn.growth, 0.0, access, 1.0, gain)
        us += progress.capability_rate(us_speed, baseline.share_accelerating) * baseline.step
        cn += progress.capability_rate(cn_speed, baseline.share_accelerating) * baseline.step
    closed_form = (baseline.us.growth - access * baseline.cn.growth) / baseline.diffusion
    assert us - cn == pytest.approx(closed_form, rel=1e-9)
    months = 12.0 * (us - cn) / (0.97 * baseline.us.growth)
    assert months == pytest.approx(7.0, abs=0.1)
