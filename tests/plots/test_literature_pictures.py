"""Pictures of published models: what they show is what they are given, and all can be read."""

import numpy as np
import pandas as pd
import pytest

from race_sim.literature.comparison.question import OURS
from race_sim.plots import (
    dsair_regions,
    literature_comparison,
    literature_overview,
    literature_sweep,
)
from race_sim.problems import InputError

LONG = "an assumption that takes very many words to say, and then some more, and then even more"


def swept(count, other=None, measures=(("risk", "chance of a disaster", "share"),)):
    rows = []
    for name, title, unit in measures:
        for x in np.linspace(0.0, 1.0, count):
            for y in other or [0.0]:
                row = {"enmity": x} | ({"teams": y} if other else {})
                value = np.nan if unit == "prize" and x > 0.9 else x * (1 + y) / 12
                rows.append({**row, "measure": name, "value": value, "title": title, "unit": unit})
    return pd.DataFrame(rows)


MANY = (
    ("risk", "chance of a disaster, public information that everybody has", "share"),
    ("safety", "mean safety played", "share"),
    ("payoff", "payoff of each", "prize"),
    ("inputs", "what is spent on safety", "units"),
)


def compared(panels):
    """Points of an answer: model, label of each line, levels, values."""
    rows = []
    for model, title, lines, named in panels:
        for line, values in lines.items():
            for place, value in enumerate(values):
                rows.append(
                    {
                        "question": "harm",
                        "model": model,
                        "title": title,
                        "line": line,
                        "moved": "what is moved, said in rather many words (share)",
                        "level": f"level {place}",
                        "place": float(place),
                        "named": named,
                        "danger": "chance that a race ends in a disaster",
                        "unit": "share",
                        "beside": title.endswith("(aside)"),
                        "value": value,
                        "low": value - 0.01 if model == OURS else value,
                        "high": value + 0.01 if model == OURS else value,
                        "direction": "rises",
                    }
                )
    return pd.DataFrame(rows)


PANELS = [
    (OURS, "Our race", {"as in the baseline": [0.02, 0.03], LONG: [0.03, 0.04]}, False),
    ("one", "One and Another 2020", {"": [0.1, 0.2, 0.9]}, True),
    ("two", "Two 2021", {LONG: [0.1, np.nan, 0.2], "other": [0.0, 0.0, 0.0]}, False),
    ("three", "Three 2022", {str(number): [0.1 * number] * 3 for number in range(6)}, False),
]
GRID = np.linspace(1.0, 5.0, 60), np.linspace(0.0, 1.0, 50)
REGION = np.where(
    GRID[1][:, None] > 1 - 1 / (3 * GRID[0]), 1, np.where(GRID[1][:, None] > 1 - 1 / GRID[0], 2, 3)
)


def directions():
    rows = [
        ("harm", "one", "One 2020", "rises"),
        ("harm", "one", "One 2020", "rises, then falls"),
        ("harm", OURS, "Our race", "falls"),
        ("racers", "two", "Two 2021", "no effect"),
    ]
    return pd.DataFrame(rows, columns=["question", "model", "title", "direction"])


PICTURES = {
    "sweep, one": lambda: literature_sweep.draw(swept(11), "One 2020", {"enmity": "enmity (1)"}),
    "sweep, series": lambda: literature_sweep.draw(swept(5, [2.0, 3.0, 5.0], MANY), "One 2020"),
    "sweep, map": lambda: literature_sweep.draw(
        swept(9, list(range(2, 12)), MANY[:3]), "One 2020", {}, "teams = 3"
    ),
    "comparison": lambda: literature_comparison.draw(compared(PANELS), "Is it so?", 1000, 1),
    "comparison, published": lambda: literature_comparison.draw(
        compared(PANELS[1:2]), "Is it so?", 1000, 1
    ),
    "overview": lambda: literature_overview.draw(
        directions(), {"harm": "harm is shared", "racers": "more racers"}, 100, 1
    ),
    "regions": lambda: dsair_regions.draw(*GRID, REGION),
    "regions, one": lambda: dsair_regions.draw(*GRID, np.full(REGION.shape, 4), "slow race"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_can_be_read_and_is_described(name, illegible):
    picture = PICTURES[name]()
    assert illegible(picture.figure) == []
    assert picture.alt.endswith(".") and any(letter.isdigit() for letter in picture.alt)
    assert "nan" not in picture.alt
    assert picture.title in picture.alt
    assert picture.figure.get_size_inches()[0] == 9.0
    assert len(picture.table) > 0


def test_curves_of_a_sweep_are_its_values_in_per_cent():
    frame = swept(5, [2.0, 5.0])
    axes = literature_sweep.draw(frame.sample(frac=1.0, random_state=1), "m").figure.axes[0]
    for line, teams in zip(
        axes.lines, frame.sample(frac=1.0, random_state=1)["teams"].unique(), strict=True
    ):
        rows = frame[frame["teams"] == teams]
        assert line.get_xdata() == pytest.approx(rows["enmity"])
        assert line.get_ydata() == pytest.approx(100.0 * rows["value"])
    assert axes.get_ylabel() == "%" and axes.get_ylim()[0] == 0.0


def test_a_long_second_parameter_makes_a_map():
    frame = swept(4, list(range(2, 9)))
    figure = literature_sweep.draw(frame, "m").figure
    (mesh,) = figure.axes[0].collections
    assert mesh.get_array().shape == (7, 4)
    row = frame[(frame["teams"] == 8) & (frame["enmity"] == 1.0)]["value"].item()
    assert mesh.get_array()[6, 3] == pytest.approx(100.0 * row)


def test_our_race_comes_last_is_marked_and_has_its_band():
    figure = literature_comparison.draw(compared(PANELS), "Is it so?", 1000, 1).figure
    panels = [axes for axes in figure.axes if axes.axison]
    assert [axes.get_title(loc="left") for axes in panels] == [
        "One and Another 2020",
        "Two 2021",
        "Three 2022",
        "Our race",
    ]
    assert len(panels[-1].collections) == 2 and not panels[0].collections
    assert panels[-1].get_facecolor() != panels[0].get_facecolor()
    band = panels[-1].collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == pytest.approx((1.0, 4.0))


def test_an_aside_is_said_to_be_one():
    aside = [("one", "One 2020 (aside)", {"": [0.1, 0.2]}, False)]
    for panels, said in ((PANELS[1:2], False), (aside, True)):
        figure = literature_comparison.draw(compared(panels), "Is it so?", 1000, 1).figure
        assert any("An aside" in text.get_text() for text in figure.texts) == said


def test_one_world_has_no_interval_and_is_drawn():
    points = compared(PANELS[:1]).assign(low=np.nan, high=np.nan)
    axes = literature_comparison.draw(points, "Is it so?", 1, 1).figure.axes[0]
    assert axes.lines[0].get_ydata() == pytest.approx([2.0, 3.0])
    assert axes.get_ylim()[1] >= 4.0


def test_a_field_has_a_colour_for_each_way():
    """Two ways share the field of one model and question in halves."""
    headings = {"harm": "harm is shared", "racers": "more racers"}
    axes = literature_overview.draw(directions(), headings, 100, 1).figure.axes[0]
    tinted = [patch for patch in axes.patches if patch.get_fill() and patch.get_facecolor()[3]]
    widths = [patch.get_width() for patch in tinted]
    assert len(tinted) == len(directions())
    assert widths[0] == widths[1] == pytest.approx(max(widths) / 2)
    assert len({patch.get_facecolor() for patch in tinted}) == 4


def test_lines_differ_by_more_than_colour():
    figure = literature_comparison.draw(compared(PANELS), "Is it so?", 1000, 1).figure
    three = [axes for axes in figure.axes if axes.axison][2]
    assert len({line.get_marker() for line in three.lines}) == 6
    assert len({str(line._unscaled_dash_pattern) for line in three.lines}) == 6


def test_what_is_moved_downwards_goes_from_left_to_right():
    points = compared(PANELS[2:3]).assign(place=lambda table: -table["place"])
    axes = literature_comparison.draw(points, "Is it so?", 10, 1).figure.axes[0]
    left, right = axes.get_xlim()
    assert left > right


def test_several_ways_are_all_said():
    found = literature_overview.ways_of(directions())
    assert found["harm", "One 2020"] == ["rises", "rises, then falls"]
    assert ("racers", "Our race") not in found


def test_the_table_of_regions_says_where_each_begins():
    table = dsair_regions.draw(*GRID, REGION).table
    for speed, rows in table.groupby("speed"):
        (two,) = rows[rows["number"] == 2].itertuples()
        step = GRID[1][1] - GRID[1][0]
        assert two.from_setback_risk - step <= 1 - 1 / speed + 1e-12 <= two.from_setback_risk + 1e-9
        assert two.to_setback_risk <= 1 - 1 / (3 * speed) <= two.to_setback_risk + step


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: literature_sweep.draw(swept(3).drop(columns="enmity"), "m"), "0 parameters vary"),
        (lambda: literature_sweep.draw(swept(3).drop(columns="value"), "m"), "no such column"),
        (
            lambda: literature_sweep.draw(
                swept(2, measures=[(f"{n}", "t", "u") for n in "0123456789"]), "m"
            ),
            "at most 9",
        ),
        (lambda: literature_comparison.draw(compared(PANELS).head(0), "q", 1, 1), "no rows"),
        (
            lambda: literature_comparison.draw(
                compared([("one", "One", {str(n): [0.1, 0.2] for n in range(7)}, False)]), "q", 1, 1
            ),
            "7 curves",
        ),
        (lambda: literature_overview.draw(directions()[["model"]], {}, 1, 1), "no such column"),
        (lambda: dsair_regions.draw(*GRID, REGION.T), "shape"),
        (lambda: dsair_regions.draw(*GRID, REGION + 3), "region: 4|region: 5|region: 6"),
        (lambda: dsair_regions.draw(GRID[0][:1], GRID[1], REGION[:, :1]), "two or more"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, words):
    with pytest.raises(InputError, match=words):
        draw()
