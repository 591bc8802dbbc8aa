"""Which game is played at the start, over two parameters: a map of games."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from race_sim.game import GAMES
from race_sim.plots import style, words
from race_sim.plots.map_grid import Grid, cross
from race_sim.plots.map_names import numbered_games, write_names
from race_sim.plots.picture import Picture
from race_sim.plots.regions import Cells, boundaries, edges_between, raster_of
from race_sim.plots.sheet import new_sheet, settle, wrapped
from race_sim.plots.sweeps import knob_label, knob_meaning, value_name
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race_sim.games.knob_map import MapPoint

_BODY = 5.3  # inches
_PLAIN = FuncFormatter(lambda value, _: words.plain_number(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _grid(points: Sequence[MapPoint], keys: tuple[str, str]) -> Grid:
    """The games as a grid, the second parameter going up.

    Raises
    ------
    InputError
        If the points are not a full grid in the order of `race_sim.games.knob_map`.
    """
    x_values = list(dict.fromkeys(point.across for point in points))
    y_values = list(dict.fromkeys(point.up for point in points))
    wanted = [(x, y) for y in y_values for x in x_values]
    if not points or [(point.across, point.up) for point in points] != wanted:
        problem = Problem("points", f"{len(points)} points", "a full grid, each point once")
        raise InputError("plots.game_map", [problem])
    game = np.array([point.game for point in points]).reshape(len(y_values), len(x_values))
    nothing = np.zeros(game.shape)
    return Grid(
        keys, list(x_values), list(y_values), nothing, nothing, nothing, game, nothing + 1.0
    )


def _cells(grid: Grid) -> Cells:
    """Edges of the cells: true to scale on an axis of numbers, else one a value."""

    def edges(values: list[object]) -> np.ndarray:
        if all(map(_is_number, values)):
            return edges_between(np.array(values, dtype=float))
        return np.arange(len(values) + 1) - 0.5

    return Cells(edges(grid.x_values), edges(grid.y_values))


def _draw_areas(axes: Axes, grid: Grid, cells: Cells) -> None:
    """Fill the cells of each game with its look, and draw lines where the game changes."""
    for game in numbered_games(grid):
        band = style.GAME_BANDS[GAMES[game].key]
        corners = [
            [
                (cells.x[column], cells.y[row]),
                (cells.x[column + 1], cells.y[row]),
                (cells.x[column + 1], cells.y[row + 1]),
                (cells.x[column], cells.y[row + 1]),
            ]
            for row, column in np.argwhere(grid.game == game)
        ]
        axes.add_collection(
            PolyCollection(
                corners,
                facecolors=[band.colour],
                edgecolors=[style.INK],
                linewidths=0.0,
                hatch=band.hatch,
                antialiaseds=False,
            ),
            autolim=False,
        )
    segments = [list(zip(x, y, strict=True)) for x, y in boundaries(grid.game, cells)]
    axes.add_collection(
        LineCollection(segments, colors="black", linewidths=1.4, capstyle="projecting"),
        autolim=False,
    )
    axes.set(xlim=(cells.x[0], cells.x[-1]), ylim=(cells.y[0], cells.y[-1]))


def _set_axis(axes: Axes, grid: Grid) -> None:
    figure = axes.get_figure(root=True)
    assert figure is not None
    for axis, values, width in (
        (axes.xaxis, grid.x_values, 5.6 / len(grid.x_values)),
        (axes.yaxis, grid.y_values, 1.3),
    ):
        if all(map(_is_number, values)):
            axis.set_major_locator(MaxNLocator(7))
            axis.set_major_formatter(_PLAIN)
        else:
            names = [
                # Long names of policies break at their hyphens.
                "\n".join(wrapped(figure, value_name(value).replace("-", "- "), width, style.SMALL))
                for value in values
            ]
            axis.set_ticks(range(len(values)), [name.replace("- ", "-") for name in names])
    axes.set_xlabel("\n".join(wrapped(figure, knob_label(grid.keys[0]), 5.6, style.MEDIUM)))
    axes.set_ylabel("\n".join(wrapped(figure, knob_label(grid.keys[1]), 4.2, style.MEDIUM)))


def _place_of(own: tuple[object, object], grid: Grid, cells: Cells) -> tuple[float, float] | None:
    """Where the scenario itself is on the map; None if it is not on it."""
    place = []
    axes = (grid.x_values, cells.x), (grid.y_values, cells.y)
    for value, (values, edges) in zip(own, axes, strict=True):
        if not all(map(_is_number, values)):
            if value not in values:
                return None
            place.append(float(values.index(value)))
        elif _is_number(value) and edges[0] <= float(value) <= edges[-1]:  # type: ignore[arg-type]
            place.append(float(value))  # type: ignore[arg-type]
        else:
            return None
    return place[0], place[1]


def _shares(grid: Grid) -> dict[int, float]:
    """The share of the points at which each game is played, the most common first."""
    return {game: float((grid.game == game).mean()) for game in numbered_games(grid)}


def _draw_key(axes: Axes, grid: Grid) -> None:
    shares, numbers = _shares(grid), numbered_games(grid)
    axes.legend(
        [style.swatch(style.GAME_BANDS[GAMES[game].key]) for game in shares],
        [f"{numbers[game]}  {GAMES[game].title}" for game in shares],
        loc="upper left",
        bbox_to_anchor=(1.02, 1.0),
        borderaxespad=0.0,
        handlelength=1.8,
        handleheight=1.3,
        labelspacing=0.7,
        title="Game at the start",
        alignment="left",
    )


def _names(axes: Axes, grid: Grid, cells: Cells, place: tuple[float, float] | None) -> None:
    to_pixels = axes.transData.transform
    taken = []
    if place is not None:
        x, y = to_pixels(place)
        taken.append(Bbox.from_extents(x - 14, y - 14, x + 14, y + 14))
    x_edges = to_pixels(np.column_stack([cells.x, np.full(len(cells.x), cells.y[0])]))[:, 0]
    y_edges = to_pixels(np.column_stack([np.full(len(cells.y), cells.x[0]), cells.y]))[:, 1]
    write_names(axes, grid, raster_of(axes.bbox, x_edges, y_edges, taken), cells=False)


def _table(points: Sequence[MapPoint], keys: tuple[str, str]) -> pd.DataFrame:
    names = [f"{side}_{field}" for side in ("us", "cn") for field in points[0].us._fields]
    return pd.DataFrame(
        [
            (
                point.across,
                point.up,
                GAMES[point.game].key,
                GAMES[point.game].title,
                *point.us,
                *point.cn,
            )
            for point in points
        ],
        columns=[*keys, "game", "game_title", *names],
    )


def _alt(headline: str, title: str, grid: Grid, own: str) -> str:
    def at(row: int, column: int) -> str:
        return (
            f"{grid.game_title(row, column)} at {grid.keys[0]} {value_name(grid.x_values[column])},"
            f" {grid.keys[1]} {value_name(grid.y_values[row])}"
        )

    rows, columns = grid.game.shape
    corners = [at(row, column) for row in (0, rows - 1) for column in (0, columns - 1)]
    shares = [f"{GAMES[game].title} {words.percent(one)}" for game, one in _shares(grid).items()]
    return words.sentence(
        words.headed(headline, title),
        f"A map of games over {columns} by {words.counted(rows, 'value')}",
        *(knob_meaning(key) for key in grid.keys),
        f"Shares of the points: {', '.join(shares)}",
        f"At the corners: {'; '.join(corners)}",
        own,
    )


@style.drawing()
def draw(
    points: Sequence[MapPoint],
    keys: tuple[str, str],
    title: str,
    own: tuple[object, object],
) -> Picture:
    """The game at the start at every point of a grid of two parameters.

    Parameters
    ----------
    points : sequence of MapPoint
        From `race_sim.games.knob_map.map_points`.
    keys : tuple of str
        The two parameters: the first goes across, the second up.
    title : str
        Of the scenario.
    own : tuple
        Its own values of the two, to be marked with a cross if they are on the map.

    Returns
    -------
    Picture
        Table: one row a point, with both parameters, the game and all payoffs.

    Raises
    ------
    InputError
        If the points are not a full grid.
    """
    grid = _grid(points, keys)
    cells = _cells(grid)
    place = _place_of(own, grid, cells)
    headline = "The game at the start, by two parameters"
    lines = [title, *(knob_meaning(key) for key in keys)]
    values = ", ".join(f"{key} {value_name(value)}" for key, value in zip(keys, own, strict=True))
    said = f"Cross: the scenario itself, at {values}" if place else f"Not on the map: {values}"
    source = words.of_this_version(
        f"{words.counted(len(points), 'point')}, all else as the scenario has it"
    )
    figure = new_sheet(
        headline, "\n".join(line for line in lines if line), f"{source}. {said}.", _BODY
    )
    axes = figure.add_subplot()
    for spine in axes.spines.values():
        spine.set_visible(False)
    _set_axis(axes, grid)
    _draw_areas(axes, grid, cells)
    _draw_key(axes, grid)
    settle(figure)
    if place is not None:
        cross(axes, place)
    _names(axes, grid, cells, place)
    alt = _alt(headline, title, grid, said)
    return Picture("game_map", figure, _table(points, keys), alt, words.headed(headline, title))
