"""The pictures of the lessons: they show what they are given, on the sheet, and say so in words."""

from itertools import pairwise

import numpy as np
import pytest

from race_sim.game import Payoffs
from race_sim.games.stage_game import StageGame
from race_sim.lessons.pictures import dots, lines, matrices
from race_sim.problems import InputError

PRISONER = Payoffs(both_invest=3.0, invest_alone=0.0, accelerate_alone=5.0, both_accelerate=1.0)
GAME = StageGame(PRISONER, PRISONER)


def inside(picture):
    """Whether every text of a picture is on its sheet."""
    figure = picture.figure
    width, height = figure.get_size_inches() * figure.dpi
    for axes in figure.axes:
        for text in [*axes.texts, axes.title, axes.xaxis.label, *axes.get_xticklabels()]:
            if text.get_visible() and text.get_text():
                box = text.get_window_extent()
                if not (box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= -1 and box.y1 <= height):
                    return False
    return True


@pytest.mark.parametrize("count", [1, 2, 3])
def test_matrices(count):
    picture = matrices.draw({f"setting {n}": GAME for n in range(count)}, "Games")
    assert len(picture.table) == 4 * count and inside(picture)
    assert picture.table["equilibrium"].sum() == count
    assert picture.alt.count("both accelerate: United States 1.00, China 1.00") == count


def test_no_more_matrices_than_fit():
    with pytest.raises(InputError, match="1 to 3"):
        matrices.draw({f"{n}": GAME for n in range(4)}, "Games")
    with pytest.raises(InputError, match="1 to 3"):
        matrices.draw({}, "Games")


@pytest.mark.parametrize("logarithmic", [False, True])
def test_lines_end_with_their_names_which_do_not_overlap(logarithmic):
    x = [1, 10, 100]
    given = [lines.Line(f"a rather long name {n}", x, [0.0, 0.5, 0.7 + n / 1000]) for n in range(5)]
    given.append(lines.Line("shorter", x[:2], np.array([0.2, 0.3]), faint=True))
    picture = lines.draw(
        given, "Head", "Title", "x", "y", "Source.", {"here": 10}, True, logarithmic
    )
    assert inside(picture)
    (axes,) = picture.figure.axes
    names = [text for text in axes.texts if "name" in text.get_text()]
    boxes = sorted((text.get_window_extent() for text in names), key=lambda box: box.y0)
    assert all(one.y1 <= other.y0 + 1 for one, other in pairwise(boxes))
    assert picture.table.groupby("line")["y"].last()["shorter"] == 0.3
    assert "a rather long name 4: 0\N{NO-BREAK SPACE}% at 1" in picture.alt


def test_years_are_whole_and_have_no_comma():
    years = [2027.0, 2028.0, 2030.0, 2046.0]
    picture = lines.draw([lines.Line("one", years, [1234.5, 0.0, 0.0, 2e6])], "", "", "", "", "")
    ticks = [text.get_text() for text in picture.figure.axes[0].get_xticklabels()]
    assert len(ticks) > 2 and all(len(one) == 4 and "2027" <= one <= "2046" for one in ticks)
    assert "one: 1,234 at 2027, 0 at 2030, 2,000,000 at 2046" in picture.alt


def test_no_more_lines_than_can_be_told_apart():
    for count in (0, 7):
        with pytest.raises(InputError, match="1 to 6"):
            lines.draw([lines.Line("", [0], [0])] * count, "", "", "", "", "")


@pytest.mark.parametrize("zeros", [0, 400, 900])
def test_dots_stand_for_the_worlds(zeros):
    values = np.concatenate([np.zeros(zeros), np.geomspace(1.0, 1e4, 1000 - zeros)])
    rows = [dots.Row("one", values, {"mean": values.mean()}), dots.Row("two", values + 1.0, {})]
    picture = dots.draw(rows, "Head", "Title", "harm", "Source.")
    assert inside(picture)
    own = picture.table[(picture.table["row"] == "one") & (picture.table["mark"] == "")]
    assert len(own) == 50
    assert (own["value"] == 0.0).sum() == zeros // 20
    assert own["value"].is_monotonic_increasing
    for axes in picture.figure.axes:
        (drawn,) = axes.collections
        assert len(drawn.get_offsets()) == 50
        assert drawn.get_offsets()[:, 1].max() < axes.get_ylim()[1]


def test_dots_of_one_value():
    row = dots.Row("", np.full(10, 3.0), {"mean": 3.0})
    picture = dots.draw([row], "Head", "Title", "harm", "Source.")
    assert inside(picture)
    assert picture.alt.endswith("over harm. Dots from 3 to 3, the middle at 3; mean: 3.")
