"""The finish line: the chance that its crossing loses the outcome to both."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.rules import finish

pytestmark = pytest.mark.short


@pytest.mark.parametrize(
    ("risk", "elasticity", "gap", "expected"),
    [
        (0.05, 0.3, 0.0, 0.04877057549928599),  # 1 - exp(-0.05)
        (0.05, 0.3, 10.0, 1.0 - math.exp(-50.0)),
        (0.05, 0.5, 2.0, 0.3934693402873666),  # 1 - exp(-0.5)
        (0.0, 0.3, 5.0, 0.0),
    ],
)
def test_by_hand(risk, elasticity, gap, expected):
    assert finish.loss_at_finish(risk, elasticity, gap) == pytest.approx(expected, rel=1e-13)


@given(st.floats(0.0, 100.0), st.floats(0.0, 5.0), st.floats(-5.0, 30.0), st.floats(0.0, 5.0))
def test_a_probability_that_grows_with_the_gap(risk, elasticity, gap, more):
    chance = finish.loss_at_finish(risk, elasticity, gap)
    assert 0.0 <= chance <= 1.0
    assert finish.loss_at_finish(risk, elasticity, gap + more) >= chance - 1e-15
