"""Backlash: freezes, scars and pauses.

Every p-value falls under `FALSE_ALARM` for a sound rule once in a million times; seeds are fixed.
"""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from race_sim.rules import backlash

pytestmark = pytest.mark.short

FALSE_ALARM = 1e-6
SHARE = st.floats(0.0, 1.0)
YEAR = st.floats(2026.0, 2046.0)


@pytest.mark.parametrize(
    ("severity", "scale"), [(10.0, 0.5), (100.0, 2 / 3), (10**2.5, 0.75), (1e3, 5 / 6), (1e4, 1.0)]
)
def test_depth_scales_with_severity(severity, scale):
    """0.5 + 0.5 log10(m / 10) / 3, by hand."""
    assert backlash.shock_scale(severity, 10.0, 1e4) == pytest.approx(scale, rel=1e-14)


def test_median_freeze():
    """A freeze of 15 months at the median, a factor e^0.97 either way at one sigma."""
    log_median = math.log(15 / 12)

    def years(uniform: float, log_median: float, spread: float) -> float:
        return backlash.freeze_years(uniform, log_median, spread, 0.0)

    assert years(0.5, log_median, 0.97) == pytest.approx(1.25, rel=1e-14)
    one_sigma = scipy.stats.norm.cdf(1.0)
    assert years(one_sigma, log_median, 0.97) == pytest.approx(1.25 * math.exp(0.97), rel=1e-12)
    assert years(1 - one_sigma, log_median, 0.97) == pytest.approx(1.25 / math.exp(0.97), rel=1e-12)


def test_medians_of_the_baseline(baseline):
    months = [12 * math.exp(side.freeze_log_median) for side in (baseline.us, baseline.cn)]
    assert months == pytest.approx([15.0, 20.0], rel=1e-14)
    assert baseline.freeze_spread == 0.97


@pytest.mark.parametrize("uniform", [0.0, 2.0**-53, 0.5, 1.0 - 2.0**-53])
def test_the_ends_of_luck_give_a_freeze_of_finite_length(uniform):
    for never_lifted in (0.0, 0.14, 0.9, 1.0 - 2.0**-53, 1.0):
        years = backlash.freeze_years(uniform, math.log(50.0), 3.0, never_lifted)
        assert 0.0 < years < math.inf


def test_a_share_of_freezes_is_never_lifted_and_the_others_keep_their_law():
    dice = ((np.arange(20_000) + 0.5) / 20_000).tolist()
    years = np.array([backlash.freeze_years(u, math.log(1.25), 0.97, 0.14) for u in dice])
    lifted = years < backlash.FOREVER
    assert np.mean(~lifted) == pytest.approx(0.14, abs=1e-4)
    everyone = np.array([backlash.freeze_years(u, math.log(1.25), 0.97, 0.0) for u in dice])
    assert np.quantile(years[lifted], [0.1, 0.5, 0.9]) == pytest.approx(
        np.quantile(everyone, [0.1, 0.5, 0.9]), rel=1e-3
    )
    assert all(backlash.freeze_years(u, 0.0, 1.0, 1.0) == backlash.FOREVER for u in (0.0, 0.5))


def lengths(log_median: float, spread: float) -> list[float]:
    dice = np.random.default_rng(21).random(20_000).tolist()
    return [backlash.freeze_years(uniform, log_median, spread, 0.0) for uniform in dice]


def p_value(years: list[float], log_median: float, spread: float) -> float:
    law = scipy.stats.lognorm(s=spread, scale=math.exp(log_median))
    return scipy.stats.kstest(years, law.cdf).pvalue


def test_lengths_are_lognormal():
    """Kolmogorov-Smirnov; a median 8 % longer or a sigma 8 % wider is refused."""
    log_median = math.log(15 / 12)
    assert p_value(lengths(log_median, 0.97), log_median, 0.97) > FALSE_ALARM
    assert p_value(lengths(log_median + math.log(1.08), 0.97), log_median, 0.97) < FALSE_ALARM
    assert p_value(lengths(log_median, 0.97 * 1.08), log_median, 0.97) < FALSE_ALARM


@pytest.mark.parametrize(
    ("end", "expected"),
    [(2030.0, 0.8), (2028.25, 0.8), (2028.125, 0.4), (2028.0, 0.0), (2027.0, 0.0), (0.0, 0.0)],
)
def test_a_freeze_counts_for_the_part_of_the_step_that_it_lasts(end, expected):
    assert 0.8 * backlash.frozen_part(end, 2028.0, 0.25) == pytest.approx(expected)


@given(SHARE, YEAR, st.sampled_from((0.01, 0.25, 1.0)))
def test_steps_of_a_freeze_add_up_to_its_length(depth, end, step):
    """Depth x length, whatever the step: nothing is lost at its end."""
    steps = round(20.0 / step)
    total = sum(
        depth * backlash.frozen_part(end, 2026.0 + n * step, step) * step for n in range(steps)
    )
    assert total == pytest.approx(depth * (end - 2026.0), abs=1e-9)


@pytest.mark.parametrize("step", [0.05, 0.25, 1.0])
def test_a_freeze_over_a_scar_stops_the_same_whatever_the_step(step):
    """In two years, a freeze of 0.9 for 1.37 years over a scar of 0.4: 1.37 x 0.9 + 0.63 x 0.4.

    Long steps and short ones should agree: 1.485 years of progress are stopped.
    """
    total = sum(
        backlash.restriction(0.9, 2027.37, 0.4, 0.0, 2026.0 + n * step, step) * step
        for n in range(round(2.0 / step))
    )
    assert total == pytest.approx(1.485, abs=1e-9)


@given(SHARE, YEAR, SHARE, SHARE, YEAR)
def test_restriction_is_a_share(depth, end, scar, pause, time):
    stopped = backlash.restriction(depth, end, scar, pause, time, 0.25)
    assert 0.0 <= stopped <= 1.0
    assert stopped >= max(scar, pause) - 1e-15


@given(SHARE, SHARE, SHARE, SHARE)
def test_restriction_never_falls_when_a_part_of_it_rises(depth, scar, pause, more):
    def stopped(depth, scar, pause):
        return backlash.restriction(depth, 2030.0, scar, pause, 2028.0, 0.25)

    here = stopped(depth, scar, pause)
    assert stopped(max(depth, more), scar, pause) >= here
    assert stopped(depth, max(scar, more), pause) >= here
    assert stopped(depth, scar, max(pause, more)) >= here


@pytest.mark.parametrize(
    ("depth", "scar", "pause", "expected"),
    [
        (0.0, 0.0, 0.0, 0.0),
        (0.95, 0.40, 0.0, 0.95),
        (0.10, 0.40, 0.0, 0.40),
        (0.0, 0.0, 0.5, 0.5),
        (0.5, 0.0, 0.5, 0.75),
        (0.95, 0.40, 1.0, 1.0),
    ],
)
def test_restriction_by_hand(depth, scar, pause, expected):
    """While frozen, the larger of freeze and scar; a pause stops a share of what is left."""
    assert backlash.restriction(depth, 2030.0, scar, pause, 2028.0, 0.25) == pytest.approx(expected)


def test_the_deeper_freeze_counts():
    assert backlash.deeper_freeze(0.9, 2030.0, 0.3, 2028.0) == 0.9
    assert backlash.deeper_freeze(0.3, 2030.0, 0.9, 2028.0) == 0.9
    assert backlash.deeper_freeze(0.9, 2027.0, 0.3, 2028.0) == 0.3  # the old one is over


@given(SHARE, SHARE, SHARE)
def test_scars_add_up_to_a_share_in_any_order(one, two, three):
    deeper = backlash.deeper_scar
    assert 0.0 <= deeper(one, two) <= 1.0
    assert deeper(one, two) >= max(one, two) - 1e-15
    assert deeper(one, two) == pytest.approx(deeper(two, one))
    assert deeper(deeper(one, two), three) == pytest.approx(deeper(one, deeper(two, three)))
    assert deeper(one, 0.0) == pytest.approx(one, abs=1e-15)


def test_a_scar_heals_by_half_in_eight_years(baseline):
    assert baseline.scar_kept ** (8.0 / baseline.step) == pytest.approx(0.5, rel=1e-13)
