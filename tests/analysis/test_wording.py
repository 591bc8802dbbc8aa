"""Words for estimates: the direction comes from the interval."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.analysis import wording
from race_sim.outcomes import Estimate

pytestmark = pytest.mark.short


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("estimate", "expected"),
    [
        (Estimate(0.1225, 0.1180, 0.1271), "12.2 % (11.8 to 12.7)"),
        (Estimate(0.0064, 0.0053, 0.0077), "0.6 % (0.5 to 0.8)"),
        (Estimate(0.5, 0.2, 0.8), "50 % (20 to 80)"),
        (Estimate(0.0, 0.0, 0.0), "0.0 % (0.0 to 0.0)"),
    ],
)
def test_percent(estimate, expected):
    assert plain(wording.percent(estimate)) == expected
    assert plain(wording.percent_alone(estimate)) == expected.split(" (")[0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Estimate(-0.087, -0.092, -0.083), "falls by 8.7 percentage points (8.3 to 9.2)"),
        (Estimate(0.087, 0.083, 0.092), "rises by 8.7 percentage points (8.3 to 9.2)"),
        (
            Estimate(0.0005, -0.001, 0.002),
            "neither rises nor falls measurably (-0.1 to 0.2 percentage points)",
        ),
        (
            Estimate(0.0, 0.0, 0.0),
            "neither rises nor falls measurably (0.0 to 0.0 percentage points)",
        ),
    ],
)
def test_points(change, expected):
    assert plain(wording.points(change)) == expected


def test_moves_with_other_verbs():
    change = Estimate(-0.757, -0.763, -0.751)
    assert plain(wording.moves(change, "OOM", "gains", "loses")) == (
        "loses by 0.757 OOM (0.751 to 0.763)"
    )


@given(st.floats(-100, 100), st.floats(0, 50), st.floats(0, 50))
def test_direction_is_that_of_the_interval(value, below, above):
    change = Estimate(value, value - below, value + above)
    text = wording.moves(change)
    assert wording.direction(change) == (change.low > 0) - (change.high < 0)
    assert text.startswith({1: "rises by", -1: "falls by", 0: "neither"}[wording.direction(change)])
    assert not text.startswith("neither") or change.low <= 0 <= change.high
    opposite = wording.scaled(change, -1.0)
    assert wording.direction(opposite) == -wording.direction(change)
    assert opposite.low <= opposite.value <= opposite.high


@given(st.floats(1e-5, 1e5))
def test_the_width_of_the_interval_shows(reach):
    digits = wording.digits_for(Estimate(1.0, 1.0 - reach, 1.0 + reach))
    assert round(2 * reach, digits) > 0
    assert digits <= 1 or round(reach, digits - 1) < 10 * 10.0 ** -(digits - 1)


def test_times():
    assert plain(wording.years(Estimate(2.25, 2.0, 2.5))) == "2.25 years (2 to 2.5)"
    assert plain(wording.years(Estimate(2.25, 2.0, math.inf))) == "2.25 years (2 to no end)"
    assert wording.years(Estimate(math.inf, 2.0, math.inf)) == "longer than the race lasts"


def test_no_minus_before_a_zero():
    assert wording.plain(-0.0004, 2) == "0.00"
    assert wording.plain(-0.04, 2) == "-0.04"
