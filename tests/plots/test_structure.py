"""The table of forms and headlines: what is written in it, and that nothing overlaps."""

import itertools

import pandas as pd
import pytest
from matplotlib.text import Text

from race_sim.plots import structure

COLUMNS = ["catastrophe", "moment in ten years", "openness on racing"]


@pytest.fixture(scope="module")
def table():
    rows = []
    for form, factor in (("rivalry", 0.2), ("hazard that grows with the safety gap", -1.5)):
        for headline, baseline in zip(COLUMNS, (0.037, 0.55, -0.208), strict=True):
            if (form, headline) == ("rivalry", "openness on racing"):
                continue
            value = factor * baseline
            change = value - baseline
            rows.append([form, headline, baseline, value, change - 0.001, change + 0.001])
    names = ["form", "headline", "baseline", "value", "change_low", "change_high"]
    return pd.DataFrame(rows, columns=names)


@pytest.fixture(scope="module")
def picture(table):
    return structure.forms(table, COLUMNS, "ablations", "Headline", "Title", "Source")


def texts(picture):
    axes = picture.figure.axes[0]
    return [text for text in axes.texts if text.get_text()]


def test_values_and_dashes(picture):
    assert [text.get_text() for text in texts(picture)] == [
        *("3.70", "55.0", "−20.8"),
        *("0.74", "11.0", "-"),
        *("−5.55", "−82.5", "31.2"),
    ]


def test_rows_begin_with_the_baseline(picture):
    names = [label.get_text() for label in picture.figure.axes[0].get_yticklabels()]
    assert names == ["baseline", "rivalry", "hazard that grows with the safety gap"]


def test_colours_say_by_how_much_and_stop_at_the_whole(picture):
    shade = picture.figure.axes[0].images[0].get_array().filled(9.0)
    assert shade[0].tolist() == [0.0, 0.0, 0.0]
    assert shade[1].tolist() == pytest.approx([-0.8, -0.8, 9.0])
    assert shade[2].tolist() == [-1.0, -1.0, -1.0]


def test_names_of_columns_do_not_touch(picture):
    picture.figure.draw_without_rendering()
    axes = picture.figure.axes[0]
    boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
    assert all(one.x1 < two.x0 for one, two in itertools.pairwise(boxes))
    page = picture.figure.bbox
    for text in axes.findobj(Text):
        if text.get_text():
            box = text.get_window_extent()
            assert box.x0 >= page.x0 and box.x1 <= page.x1


def test_alt_text_names_the_largest_change(picture):
    assert "catastrophe under hazard that grows with the safety gap: −5.55" in picture.alt
    assert "3 rows and 3 headline results" in picture.alt


def test_it_is_saved_with_its_table(picture, tmp_path):
    png, csv = picture.save(tmp_path)
    assert png.stat().st_size > 10_000
    assert pd.read_csv(csv).shape == (5, 6)
