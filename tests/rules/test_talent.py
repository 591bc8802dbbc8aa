"""Talent: who leaves arrives somewhere, and quiet brings it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.rules import talent

pytestmark = pytest.mark.short

TALENT = st.floats(0.01, 10.0)
SHARE = st.floats(0.0, 1.0)


def test_by_hand():
    """0.10 x 0.8 x 1.0 x 0.25 = 0.02 leave; 0.4 of the rival's 0.05 arrive."""
    lost = talent.talent_loss(1.0, 0.8, 0.10, 0.25)
    assert lost == pytest.approx(0.02)
    assert talent.talent_after(1.0, lost, 0.05, 0.4, 0.05, 0.25) == pytest.approx(1.0)
    assert talent.talent_after(0.9, 0.0, 0.0, 0.4, 0.05, 0.25) == pytest.approx(0.90125)


@given(TALENT, TALENT, SHARE, SHARE, SHARE)
def test_what_both_lose_together_is_what_goes_to_third_countries(us, cn, us_stop, cn_stop, share):
    us_lost = talent.talent_loss(us, us_stop, 0.10, 0.25)
    cn_lost = talent.talent_loss(cn, cn_stop, 0.10, 0.25)
    after = talent.talent_after(us, us_lost, cn_lost, share, 0.0, 0.25) + talent.talent_after(
        cn, cn_lost, us_lost, share, 0.0, 0.25
    )
    assert us + cn - after == pytest.approx((1.0 - share) * (us_lost + cn_lost), abs=1e-13)


@given(TALENT, SHARE)
def test_talent_returns_towards_one_from_both_sides(start, rate):
    after = talent.talent_after(start, 0.0, 0.0, 0.4, rate, 0.25)
    assert abs(after - 1.0) <= abs(start - 1.0)
    assert (after - 1.0) * (start - 1.0) >= 0.0


@pytest.mark.parametrize("step", [0.25, 0.05, 0.01])
def test_a_frozen_side_approaches_its_steady_state(step):
    """Outflow 0.10 r h against a return of 0.05 (1 - h): h = 0.05 / (0.05 + 0.10 r)."""
    level = 1.0
    for _ in range(round(200 / step)):
        lost = talent.talent_loss(level, 0.5, 0.10, step)
        level = talent.talent_after(level, lost, 0.0, 0.4, 0.05, step)
    assert level == pytest.approx(0.5, abs=1e-6)


def test_nobody_leaves_without_restriction():
    assert talent.talent_loss(1.7, 0.0, 5.0, 1.0) == 0.0
