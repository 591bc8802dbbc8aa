"""The numbers of a map: one outcome and the most-played game at every point of a full grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from race_sim.game import GAMES
from race_sim.outcomes import GAME_COLUMNS
from race_sim.plots.sweeps import (
    Outcome,
    check_summary,
    default_of,
    is_numeric,
    varied_keys,
)
from race_sim.problems import InputError, Problem


class Grid(NamedTuple):
    """The numbers of a map; rows go up, columns go right."""

    keys: tuple[str, str]
    x_values: list[object]
    y_values: list[object]
    value: np.ndarray  # of the outcome, as the summary has it
    low: np.ndarray
    high: np.ndarray
    game: np.ndarray  # number in GAMES of the game played most
    game_share: np.ndarray  # of the time

    def estimate(self, row: int, column: int) -> tuple[float, float, float]:
        """Value, low and high at one point."""
        return (
            float(self.value[row, column]),
            float(self.low[row, column]),
            float(self.high[row, column]),
        )

    def game_title(self, row: int, column: int) -> str:
        """The game played most at one point."""
        return GAMES[self.game[row, column]].title

    def default(self) -> tuple[float, float] | None:
        """Where both parameters have their defaults, if they are numbers and on the map."""
        place = []
        for key, values in zip(self.keys, (self.x_values, self.y_values), strict=True):
            default = default_of(key)
            if isinstance(default, bool | str) or not isinstance(default, int | float):
                return None
            numbers = np.array(values, dtype=float)
            if not numbers[0] <= default <= numbers[-1]:
                return None
            place.append(float(default))
        return place[0], place[1]


def checked_keys(summary: pd.DataFrame, keys: Sequence[str], outcome: str) -> tuple[str, str]:
    """The two parameters of a map.

    Raises
    ------
    InputError
        If they are not two, or the summary lacks a column or outcome or varies something else.
    """
    if len(keys) != 2 or len(set(keys)) != 2:
        problem = Problem("keys", ", ".join(keys) or "none", "two different parameters")
        raise InputError("plots.sweep_map", [problem])
    check_summary("sweep_map", summary, keys, (outcome, *GAME_COLUMNS))
    problems = [
        Problem(key, "varied too", "a summary in which only two parameters vary")
        for key in varied_keys(summary)
        if key not in keys and summary[key].nunique() > 1
    ]
    if problems:
        raise InputError("plots.sweep_map", problems)
    return keys[0], keys[1]


def _in_order(values: pd.Series) -> list[object]:
    """Numbers in order of size, names in order of appearance."""
    seen = list(dict.fromkeys(values.tolist()))
    return sorted(seen) if is_numeric(values) else seen


def grid_of(summary: pd.DataFrame, keys: tuple[str, str], outcome: Outcome) -> Grid:
    """The numbers of a map.

    Raises
    ------
    InputError
        If the points are not a full grid, each there once.
    """
    x_values, y_values = _in_order(summary[keys[0]]), _in_order(summary[keys[1]])
    full = pd.MultiIndex.from_product([y_values, x_values])

    def spread(name: str, column: str) -> np.ndarray:
        rows = summary[summary["outcome"] == name]
        places = pd.MultiIndex.from_frame(rows[[keys[1], keys[0]]])
        if len(rows) != len(full) or not places.is_unique:
            what = f"{len(rows)} points of {name}, where the values make {len(full)}"
            raise InputError("plots.sweep_map", [Problem("", what, "every pair of values once")])
        found = pd.Series(rows[column].to_numpy(dtype=float), index=places).reindex(full)
        return found.to_numpy().reshape(len(y_values), len(x_values))

    shares = np.stack([spread(name, "value") for name in GAME_COLUMNS])
    return Grid(
        keys,
        x_values,
        y_values,
        spread(outcome.name, "value"),
        spread(outcome.name, "low"),
        spread(outcome.name, "high"),
        shares.argmax(axis=0),
        shares.max(axis=0),
    )


def table_of(grid: Grid, outcome: Outcome) -> pd.DataFrame:
    """One row a point: both parameters, the outcome with its interval, the game and its share."""
    rows = []
    for row, column in np.ndindex(grid.value.shape):
        game = GAMES[grid.game[row, column]]
        rows.append(
            (
                grid.x_values[column],
                grid.y_values[row],
                *grid.estimate(row, column),
                game.key,
                game.title,
                grid.game_share[row, column],
            )
        )
    columns = [*grid.keys, outcome.name, "low", "high", "game", "game_title", "game_share"]
    return pd.DataFrame(rows, columns=columns)


def cross(axes: Axes, place: tuple[float, float]) -> None:
    """A cross that stands out on any colour, for the point where the scenario itself lies."""
    for colour, size, width in (("white", 11, 4.5), ("black", 10, 2.0)):
        axes.plot(
            *place,
            marker="x",
            color=colour,
            markersize=size,
            markeredgewidth=width,
            clip_on=False,
            zorder=5,
        )
