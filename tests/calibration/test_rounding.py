"""When numbers are the same but for rounding, and how they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.calibration.rounding import equals_as_written, figure, nearly_equals


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.05168, "0.0517"),
        (-0.0003, "-0.0003"),
        (12345.6, "12346"),
        (0.0, "0"),
        (9.999, "10"),
        (float("nan"), "-"),
        (float("inf"), "no limit"),
    ],
)
def test_figures(value, text):
    assert figure(value) == text


def test_rounding_knows_how_a_number_is_written():
    assert equals_as_written(0.5, 0.524)
    assert not equals_as_written(0.52, 0.535)
    assert not equals_as_written(0.5, float("nan"))


@given(st.floats(1e-6, 1e6))
def test_a_figure_is_within_half_of_its_last_digit(value):
    assert float(figure(value)) == pytest.approx(value, rel=0.0051)
    assert "e" not in figure(value)


def test_two_per_cent_are_near_and_three_are_not():
    assert nearly_equals(1.019, 1.0) and nearly_equals(-0.981, -1.0)
    assert not nearly_equals(1.03, 1.0)
