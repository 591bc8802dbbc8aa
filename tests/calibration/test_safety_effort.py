"""How much effort goes to safety."""

import pytest

from race_sim.calibration.safety_effort import estimates


def test_growth_compounds_to_what_was_counted():
    found = {estimate.key: estimate for estimate in estimates()}
    papers, share = found["safe.growth"].value, found["safe.share_growth"].value
    assert (1.0 + papers) ** 5 == pytest.approx(4.15)
    # All AI papers grew by 121 % in the same five years, 0.17 a year (ETO, 2024).
    assert (1.0 + papers) / (1.0 + share) == pytest.approx(1.17, abs=0.005)


def test_the_share_lies_between_the_two_sides():
    share = {estimate.key: estimate for estimate in estimates()}["safe.share"]
    assert (share.low, share.value, share.high) == pytest.approx((0.01, 0.03, 0.05))
