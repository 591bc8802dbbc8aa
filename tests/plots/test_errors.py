"""Frames that a picture cannot be drawn from: one clear error each."""

import pandas as pd
import pytest

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
from race_sim.problems import InputError

DRAWINGS = {
    "endings": ("worlds", lambda frame: endings.draw(frame, "t")),
    "harm": ("worlds", lambda frame: harm.draw(frame, "t")),
    "first_chernobyl": ("worlds", lambda frame: first_chernobyl.draw(frame, "t", 2026, 2046)),
    "fan": ("paths", lambda frame: fan.draw(frame, "t")),
    "games": ("paths", lambda frame: games.draw(frame, "t")),
    "world": ("paths", lambda frame: world.draw(frame, [], "t")),
    "sweep_curve": (
        "grid",
        lambda frame: sweep_curve.draw(frame, "payoffs.rivalry", ["catastrophe"], "t"),
    ),
    "sweep_map": (
        "grid",
        lambda frame: sweep_map.draw(
            frame, ["payoffs.rivalry", "exchange.openness"], "catastrophe", "t"
        ),
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_an_empty_frame_is_refused(name, request):
    data, draw = DRAWINGS[name]
    frame = request.getfixturevalue(data).iloc[:0]
    with pytest.raises(InputError, match=rf"plots\.{name}: no rows; allowed: a frame from"):
        draw(frame)


@pytest.mark.parametrize("name", DRAWINGS)
def test_all_missing_columns_are_named_at_once(name):
    _, draw = DRAWINGS[name]
    with pytest.raises(InputError) as error:
        draw(pd.DataFrame({"nothing": [1]}))
    assert error.value.source == f"plots.{name}"
    assert len(error.value.problems) >= 2
    assert all(problem.what == "no such column" for problem in error.value.problems)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda get: first_chernobyl.draw(get("worlds"), "t", 2046, 2026), "later than 2046"),
        (
            lambda get: first_chernobyl.draw(get("worlds"), "t", 2026, 2030),
            "first_chernobyl_year: .*allowed: years from 2026 to 2030",
        ),
        (lambda get: fan.draw(get("paths"), "t", samples=[0, 10**6]), "no world 1000000"),
        (lambda get: fan.draw(get("paths"), "t", samples=range(6)), "6 worlds; allowed: at most 5"),
        (
            lambda get: games.draw(get("paths"), "t", marks=[(2050.0, "late")]),
            "'late' at 2050; allowed: from 2026 to 2046",
        ),
        (lambda get: world.draw(get("paths"), [], "t"), "150 worlds; allowed: the history of one"),
        (
            lambda get: sweep_curve.draw(get("grid"), "payoffs.rivalry", [], "t"),
            "outcomes: none; allowed: at least one",
        ),
        (
            lambda get: sweep_curve.draw(get("grid"), "payoffs.rivalry", ["ending"], "t"),
            "ending: no such outcome, or a name",
        ),
        (
            lambda get: sweep_curve.draw(
                get("grid").query("outcome == 'incidents'"), "payoffs.rivalry", ["us_gap"], "t"
            ),
            "us_gap: not in the summary; allowed: incidents",
        ),
        (
            lambda get: sweep_curve.draw(_many(get("grid")), "payoffs.rivalry", ["us_gap"], "t"),
            "payoffs.rivalry: 28 settings of exchange.openness, other; allowed: at most 6",
        ),
        (
            lambda get: sweep_map.draw(get("grid"), ["payoffs.rivalry"], "us_gap", "t"),
            "keys: payoffs.rivalry; allowed: two different parameters",
        ),
        (
            lambda get: sweep_map.draw(_many(get("grid")), _KEYS, "us_gap", "t"),
            "other: varied too",
        ),
        (
            lambda get: sweep_map.draw(get("grid").query("point > 0"), _KEYS, "us_gap", "t"),
            "19 points of .*where the values make 20; allowed: every pair of values once",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said_clearly(draw, message, request):
    with pytest.raises(InputError, match=message):
        draw(request.getfixturevalue)


_KEYS = ["payoffs.rivalry", "exchange.openness"]


def _many(summary):
    frames = [summary.assign(other=float(number)) for number in range(7)]
    return pd.concat(frames, ignore_index=True)
