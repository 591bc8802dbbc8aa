"""What holds for every picture, with ordinary data and at the edges."""

import itertools

import numpy as np
import pytest

from race_sim import plots
from race_sim.plots import (
    endings,
    fan,
    first_chernobyl,
    games,
    harm,
    sweep_curve,
    sweep_map,
    world,
)

TITLE = "The race as it stands in 2026"
LONG = "A title that is far too long, with a word of " + 90 * "x" + ", " + 4 * "and so on "
OUTCOMES = ("catastrophe", "us_accelerating", "cn_accelerating", "binding_treaty_year")
MARKS = [
    (2028.0, "a Chernobyl moment in China"),
    (2028.5, "controls on the export of chips are lifted"),
    (2046.0, "the horizon"),
]


def _without_chernobyl(worlds):
    return worlds.assign(first_chernobyl_year=np.nan, us_harm=0.0, cn_harm=0.0)


def _all_at_once(worlds):
    return worlds.assign(first_chernobyl_year=2028.0)


def _flat(grid):
    return grid.assign(value=grid["value"].where(grid["outcome"] != "catastrophe", 0.0))


# Name of the picture, then a function from a getter of fixtures to the picture.
CASES = {
    "endings": lambda get: endings.draw(get("worlds"), TITLE, seed=1),
    "endings, finish line": lambda get: endings.draw(get("finish_worlds"), TITLE),
    "endings, no catastrophe": lambda get: endings.draw(
        get("worlds").query("ending == 'horizon'"), LONG
    ),
    "endings, only catastrophes": lambda get: endings.draw(
        get("worlds").query("ending == 'catastrophe'"), TITLE
    ),
    "endings, one world": lambda get: endings.draw(get("worlds").head(1), ""),
    "harm": lambda get: harm.draw(get("worlds"), TITLE, seed=1),
    "harm, finish line": lambda get: harm.draw(get("finish_worlds"), LONG),
    "harm, none": lambda get: harm.draw(_without_chernobyl(get("worlds")), TITLE),
    "harm, one world": lambda get: harm.draw(get("worlds").head(1), TITLE),
    "first Chernobyl": lambda get: first_chernobyl.draw(
        get("worlds"), TITLE, 2026.0, 2046.0, seed=1
    ),
    "first Chernobyl, finish line": lambda get: first_chernobyl.draw(
        get("finish_worlds"), LONG, 2026.0, 2046.0
    ),
    "first Chernobyl, never": lambda get: first_chernobyl.draw(
        _without_chernobyl(get("worlds")), TITLE, 2026.0, 2046.0
    ),
    "first Chernobyl, all at once": lambda get: first_chernobyl.draw(
        _all_at_once(get("worlds")), TITLE, 2026.0, 2046.0
    ),
    "first Chernobyl, long race": lambda get: first_chernobyl.draw(
        get("worlds"), TITLE, 2026.0, 2126.0
    ),
    "first Chernobyl, short race": lambda get: first_chernobyl.draw(
        _all_at_once(get("worlds")), TITLE, 2026.5, 2028.5
    ),
    "fan": lambda get: fan.draw(get("paths"), TITLE, seed=1),
    "fan, all end early": lambda get: fan.draw(get("short_paths"), LONG),
    "fan, one world": lambda get: fan.draw(get("paths").query("world == 7"), TITLE, samples=[7]),
    "fan, no samples": lambda get: fan.draw(get("paths"), TITLE, samples=[]),
    "games": lambda get: games.draw(get("paths"), TITLE, seed=1),
    "games, marks": lambda get: games.draw(get("paths"), LONG, marks=MARKS),
    "games, all end early": lambda get: games.draw(get("short_paths"), TITLE),
    "games, one step": lambda get: games.draw(get("paths").query("step == 0"), TITLE),
    "sweep curve": lambda get: sweep_curve.draw(
        get("rivalry"), "payoffs.rivalry", OUTCOMES, TITLE, seed=1
    ),
    "sweep curve, names": lambda get: sweep_curve.draw(
        get("policies"), "us.policy", OUTCOMES[:3], LONG
    ),
    "sweep curve, series": lambda get: sweep_curve.draw(
        get("named_grid"), "payoffs.rivalry", ("us_welfare", "incidents"), TITLE
    ),
    "sweep curve, names and series": lambda get: sweep_curve.draw(
        get("named_grid"), "us.policy", ("catastrophe",), TITLE
    ),
    "sweep curve, one point": lambda get: sweep_curve.draw(
        get("one_point"), "payoffs.rivalry", ("catastrophe", "us_talent_lost"), TITLE
    ),
    "sweep map": lambda get: sweep_map.draw(
        get("grid"), ["payoffs.rivalry", "exchange.openness"], "catastrophe", TITLE, seed=1
    ),
    "sweep map, time": lambda get: sweep_map.draw(
        get("grid"), ["exchange.openness", "payoffs.rivalry"], "us_accelerating", LONG
    ),
    "sweep map, names": lambda get: sweep_map.draw(
        get("named_grid"), ["us.policy", "payoffs.rivalry"], "catastrophe", TITLE
    ),
    "sweep map, flat": lambda get: sweep_map.draw(
        _flat(get("grid")), ["payoffs.rivalry", "exchange.openness"], "catastrophe", TITLE
    ),
    "sweep map, one point": lambda get: sweep_map.draw(
        get("one_point"), ["payoffs.rivalry", "alarm.prior"], "incidents", TITLE
    ),
    "world": lambda get: _world(get, "baseline", 0),
    "world, many incidents": lambda get: _world(get, "all-out-race", 3),
    "world, finish line": lambda get: _world(get, "finish-line", 3),
    "world, ends at once": lambda get: _world_of_first_step(get),
}


def _world(get, scenario, number):
    model = get("played")(scenario, number)
    return world.draw(model.history, model.events, LONG, seed=1)


def _world_of_first_step(get):
    model = get("played")("baseline", 0)
    first = model.history.head(1)
    return world.draw(first, [event for event in model.events if event.step == 0], TITLE)


@pytest.fixture(scope="module", params=CASES)
def picture(request):
    return CASES[request.param](request.getfixturevalue)


def _area_in_common(one, other):
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width * height if width > 1.0 and height > 1.0 else 0.0


def test_no_text_overlaps_another_or_leaves_the_sheet(picture, drawn_texts):
    places = [axes.get_position().bounds for axes in picture.figure.axes]
    texts = drawn_texts(picture.figure)
    assert len(texts) > 5
    # The layout is settled: drawing again, as saving does, moves nothing.
    assert [axes.get_position().bounds for axes in picture.figure.axes] == places
    room = picture.figure.bbox.padded(1.0)
    outside = [
        text
        for text, box in texts
        if box.x0 < room.x0 or box.y0 < room.y0 or box.x1 > room.x1 or box.y1 > room.y1
    ]
    assert outside == []
    overlapping = [
        (one, other)
        for (one, one_box), (other, other_box) in itertools.combinations(texts, 2)
        if _area_in_common(one_box, other_box) > 0.0
    ]
    assert overlapping == []


def test_every_axis_with_ticks_is_labelled_and_every_picture_is_described(picture):
    assert picture.alt.endswith(".")
    assert picture.title in picture.alt
    assert any(letter.isdigit() for letter in picture.alt)
    assert len(picture.table) > 0
    shown = [axes for axes in picture.figure.axes if axes.axison]
    assert any(axes.get_xlabel() or axes.get_ylabel() for axes in shown)
    headline = picture.figure.texts[0]
    assert headline.get_fontsize() == max(text.get_fontsize() for text in picture.figure.texts)


def test_every_picture_has_its_module():
    for name in plots.PICTURES:
        assert callable(plots.drawing(name))
