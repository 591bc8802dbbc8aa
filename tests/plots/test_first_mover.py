"""The picture of what a turn to safety changes."""

import pandas as pd
import pytest

from race_sim.plots.first_mover import MEASURES, draw
from race_sim.problems import InputError

GROUPS = {"The rival answers": ["from 2026", "from 2028"], "A rival": ["after a shock abroad"]}


def made_up(scale):
    rows = [
        (mover, group, case, measure, scale * number, scale * number - 1.0, scale * number + 1.0)
        for mover in ("us", "cn")
        for group, cases in GROUPS.items()
        for case in cases
        for number, measure in enumerate(MEASURES)
    ]
    return pd.DataFrame(rows, columns=["mover", "group", "case", "measure", "value", "low", "high"])


@pytest.mark.parametrize("scale", [-1000.0, 0.01])
def test_every_text_can_be_read(scale, illegible):
    picture = draw(made_up(scale), 1000, 1)
    assert illegible(picture.figure) == []
    assert picture.alt.count("United States moves") == 3


def test_each_estimate_stands_in_its_row():
    picture = draw(made_up(1.0), 1000, 1)
    panels = [axes for axes in picture.figure.axes if axes.axison]
    assert [axes.get_title(loc="left") for axes in panels] == [
        title for title, _, _ in MEASURES.values()
    ]
    rows = [label.get_text() for label in panels[0].get_yticklabels()]
    expected = ["The rival answers", "from 2026", "from 2028", "A rival", "after a shock abroad"]
    assert rows == expected
    (points, _, _), _ = panels[3].containers
    assert points.get_xdata().tolist() == [300.0] * 3  # points of a hundred
    assert [round(-place) for place in points.get_ydata()] == [1, 2, 4]


def test_bad_frames():
    with pytest.raises(InputError, match="no rows"):
        draw(made_up(1.0)[:0], 10, 1)
    with pytest.raises(InputError, match="measure: no such column"):
        draw(made_up(1.0).drop(columns="measure"), 10, 1)
