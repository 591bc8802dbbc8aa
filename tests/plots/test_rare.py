"""The picture of a rare event's chances: what is drawn where, and that nothing overlaps."""

import math

import numpy as np
import pandas as pd
import pytest

from race_sim.outcomes import Estimate
from race_sim.plots import rare
from race_sim.problems import InputError


def chances(count=12, none=4, scale=1.0):
    value = scale * np.geomspace(1e-5, 0.05, count)[::-1]
    plain = np.where(np.arange(count) >= count - none, 0.0, 1.1 * value)
    return pd.DataFrame(
        {
            "point": np.arange(count),
            "value": value,
            "low": 0.9 * value,
            "high": 1.1 * value,
            "plain_value": plain,
            "plain_low": 0.5 * plain,
            "plain_high": plain + 0.002,
            "worlds": 2000,
            "factor": 1.0 / value if scale else math.nan,
        }
    )


CASES = {
    "few": chances(),
    "many": chances(300, 120),
    "one": chances(1, 0),
    "counted everywhere": chances(10, 0),
    "counted nowhere": chances(5, 5),
    "nothing at all": chances(3, 3, scale=0.0),
}


@pytest.mark.parametrize("name", CASES)
def test_every_case_is_drawn_whole(name):
    drawn = rare.draw(CASES[name], "a catastrophe", "A title")
    width, height = drawn.figure.get_size_inches() * drawn.figure.dpi
    renderer = drawn.figure.canvas.get_renderer()
    for axes in drawn.figure.axes:
        box = axes.get_tightbbox(renderer)
        assert box.x0 >= 0.0 and box.x1 <= width
        assert box.y0 >= 0.0 and box.y1 <= height
    upper, lower = drawn.figure.axes
    assert upper.get_position().y0 >= lower.get_position().y1
    assert upper.get_position().height > 2.0 * lower.get_position().height
    assert drawn.alt.endswith(".")
    assert "nan" not in drawn.alt
    assert len(drawn.table) == len(CASES[name])
    assert drawn.png() == rare.draw(CASES[name], "a catastrophe", "A title").png()


def test_marks_are_where_the_numbers_are_and_triangles_where_it_never_came():
    axes = rare.draw(chances(), "a catastrophe", "A title").figure.axes[0]
    lines = {line.get_marker(): line.get_ydata() for line in axes.lines}
    table = chances().sort_values("value")
    assert lines["o"] == pytest.approx(table["value"].to_numpy())
    counted = table["plain_value"].to_numpy()
    assert lines["s"] == pytest.approx(counted[counted > 0.0])
    assert len(lines["v"]) == 4
    assert set(lines["v"]) == {axes.get_ylim()[0]}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Estimate(0.039, 0.031, 0.048), "3.9 % (3.1 to 4.8 %)"),
        (Estimate(1.47e-5, 1.41e-5, 1.53e-5), "14.7 in a million (14.1 to 15.3)"),
        (Estimate(1.47e-5, math.nan, math.nan), "14.7 in a million"),
        (Estimate(0.0, math.nan, math.nan), "0 in a million"),
        (Estimate(math.nan, math.nan, math.nan), "not known"),
    ],
)
def test_chances_in_words(found, said):
    assert rare.chance_in_words(found).replace("\N{NO-BREAK SPACE}", " ") == said


def test_frames_without_their_columns_are_refused():
    with pytest.raises(InputError, match="no such column"):
        rare.draw(pd.DataFrame({"point": [1]}), "a catastrophe", "A title")
