import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from race_sim.plots.sheet import new_sheet, settle, text_width, wrapped

FIGURE = Figure(dpi=100)
FigureCanvasAgg(FIGURE)


@given(st.lists(st.text("abcilmwW .,-", min_size=1, max_size=30), min_size=1, max_size=8))
def test_wrapped_lines_fit_and_lose_nothing(words):
    text = " ".join(words)
    lines = wrapped(FIGURE, text, 1.2, 10.0)
    assert all(text_width(FIGURE, line, 10.0) <= 1.2 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_text_that_fits_is_one_line():
    assert wrapped(FIGURE, "short", 5.0, 10.0) == ["short"]
    assert wrapped(FIGURE, "", 5.0, 10.0) == []


def test_a_long_title_makes_the_sheet_taller_not_the_room_smaller():
    rooms = []
    heights = []
    for title in ("short", 60 * "long "):
        figure = new_sheet("Headline", title, "Source.", 4.0)
        axes = figure.add_subplot()
        settle(figure)
        rooms.append(axes.get_position().height * figure.get_figheight())
        heights.append(figure.get_figheight())
    assert heights[1] > heights[0] + 0.3
    assert rooms[1] == pytest.approx(rooms[0], abs=0.02)


def test_a_dollar_sign_is_a_dollar_sign(drawn_texts):
    from race_sim.plots import style

    with style.drawing():
        figure = new_sheet("From $1 to $2", "a_b^c", "Source.", 2.0)
        texts = [text for text, _ in drawn_texts(figure)]
        plain = text_width(figure, "From $1 to $2", 13.0, "bold")
        without = text_width(figure, "From 1 to 2", 13.0, "bold")
    assert "From $1 to $2" in texts
    assert plain > without
