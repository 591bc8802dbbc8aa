"""One estimate as a marker with a bracket: what is drawn is the estimate."""

import math

import pytest
from matplotlib.figure import Figure

from race_sim.outcomes import Estimate
from race_sim.plots.marks import Look, draw_estimate, signed


@pytest.fixture
def axes():
    drawn = Figure().subplots()
    drawn.set_xlim(0.0, 10.0)
    return drawn


def test_marker_bracket_and_number(axes):
    draw_estimate(axes, -1.0, Estimate(5.0, 4.0, 7.0), "five", Look("black", "s"))
    container = axes.containers[0]
    marker, _, brackets = container
    assert marker.get_xydata().tolist() == [[5.0, -1.0]]
    assert marker.get_marker() == "s"
    assert brackets[0].get_segments()[0].tolist() == [[4.0, -1.0], [7.0, -1.0]]
    (text,) = axes.texts
    assert (text.get_text(), text.xy, text.get_ha()) == ("five", (5.0, -1.0), "center")


def test_number_at_the_end_of_the_bracket(axes):
    draw_estimate(axes, 0.0, Estimate(5.0, 4.0, 7.0), "five", Look("black", "s"), above=False)
    (text,) = axes.texts
    assert (text.xy, text.get_ha()) == ((7.0, 0.0), "left")


def test_number_keeps_off_the_axis(axes):
    draw_estimate(axes, 0.0, Estimate(0.1, 0.05, 0.2), "a tenth", Look("black", "s"))
    assert axes.texts[0].get_ha() == "left"


def test_ends_that_are_not_known(axes):
    draw_estimate(axes, 0.0, Estimate(5.0, -math.inf, math.inf), "five", Look("black", "s"))
    assert axes.containers[0][2][0].get_segments()[0].tolist() == [[5.0, 0.0], [5.0, 0.0]]
    draw_estimate(axes, 0.0, Estimate(math.inf, 3.0, math.inf), "never", Look("black", "s"))
    assert len(axes.texts) == 1


def test_signs():
    assert signed(1.25, 1) == "+1.2"
    assert signed(-0.764, 2) == "\N{MINUS SIGN}0.76"
