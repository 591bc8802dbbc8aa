"""Where researchers go: rates from counts."""

import math

import pytest

from race_sim.calibration.talent import estimates


def test_a_constant_rate_leaves_as_many_as_were_counted():
    found = {estimate.key: estimate for estimate in estimates()}
    leave = found["tal.leave"]
    assert 100.0 * math.exp(-6.0 * leave.value) == pytest.approx(87.0)
    # Published: 0.023 (0.014 to 0.037).
    assert (leave.value, leave.low, leave.high) == pytest.approx((0.023, 0.014, 0.037), abs=5e-4)


def test_most_of_those_who_leave_are_in_china():
    to_china = {estimate.key: estimate for estimate in estimates()}["tal.to_china"]
    assert to_china.value == pytest.approx(10 / 13)
    assert to_china.low > 0.5
