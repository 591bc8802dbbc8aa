"""What changes with two parameters: a map of one outcome, with the game that is played where.

Colours are cividis, which readers with any common colour vision see alike (Nuñez, Anderton and
Renslow, 2018, PLOS ONE 13(7), e0199239).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from race_sim.plots import style, words
from race_sim.plots.labels import box_of, is_free
from race_sim.plots.map_grid import Grid, checked_keys, cross, grid_of, table_of
from race_sim.plots.map_names import key_text, write_names
from race_sim.plots.picture import Picture
from race_sim.plots.regions import Cells, boundaries, edges_between, raster_of
from race_sim.plots.sheet import new_sheet, settle, wrapped
from race_sim.plots.sweeps import (
    Outcome,
    is_numeric,
    knob_label,
    knob_meaning,
    outcome_of,
    value_name,
)

_COLOURS = "cividis"
_BODY = 5.3  # inches
_LEVELS = 8
_MOST_WRITTEN = 64  # cells; with more, their numbers are not written into them
_PLAIN = FuncFormatter(lambda value, _: words.plain_number(value))


def _levels(values: np.ndarray, *, from_zero: bool) -> np.ndarray:
    """Round levels around all values; where the map is flat, its value is in the middle.

    Or at the lower end: a share of nothing has no level below.
    """
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low == high:
        spread = abs(low) or 1.0
        return np.array([0.0 if from_zero else low - spread, low + spread])
    return np.array(MaxNLocator(_LEVELS, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high))


def _ink_on(value: float, norm: Normalize) -> str:
    """Black on the bright half of the colours, white on the dark."""
    return "black" if float(norm(value)) > 0.48 else "white"


def _draw_contours(
    axes: Axes, grid: Grid, shown: np.ndarray, levels: np.ndarray, norm: Normalize
) -> tuple[ScalarMappable, list[Text]]:
    """Filled contours and contour lines, with their labels."""
    x = np.array(grid.x_values, dtype=float)
    y = np.array(grid.y_values, dtype=float)
    # A value that is exactly a level, as shares of few worlds often are, lies above it: else its
    # point would be an island.
    shown = shown + 1e-9 * float(levels[-1] - levels[0])
    filled = axes.contourf(x, y, shown, levels=levels, cmap=_COLOURS, norm=norm)
    inner = [float(level) for level in levels if shown.min() < level < shown.max()]
    if not inner:
        return filled, []
    inks = [_ink_on(float(level), norm) for level in inner]
    lines = axes.contour(x, y, shown, levels=inner, colors=inks, linewidths=0.9)
    labels = axes.clabel(lines, fmt=words.plain_number, fontsize=style.SMALL, inline_spacing=3)
    return filled, list(labels)


def _draw_cells(
    axes: Axes, grid: Grid, shown: np.ndarray, norm: Normalize
) -> tuple[ScalarMappable, list[Text]]:
    """One cell a point, with an empty text for its number if there are not too many."""
    rows, columns = shown.shape
    filled = axes.pcolormesh(
        np.arange(columns + 1) - 0.5,
        np.arange(rows + 1) - 0.5,
        shown,
        cmap=_COLOURS,
        norm=norm,
        edgecolors=style.GREY,
        linewidth=0.4,
    )
    if rows * columns > _MOST_WRITTEN:
        return filled, []
    texts = [
        axes.text(
            column,
            row,
            "",
            ha="center",
            va="center",
            color=_ink_on(float(shown[row, column]), norm),
        )
        for row, column in np.ndindex(rows, columns)
    ]
    return filled, texts


def _fill_cells(texts: list[Text], grid: Grid, outcome: Outcome, cell: Bbox) -> list[Text]:
    """Write each cell's number above its middle: with its interval if that fits everywhere."""
    places = list(np.ndindex(grid.value.shape))
    for interval, size in ((True, style.SMALL), (True, style.SMALL - 1.5), (False, style.SMALL)):
        for text, place in zip(texts, places, strict=True):
            estimate = grid.estimate(*place)
            said = outcome.with_interval(*estimate) if interval else outcome.text(estimate[0])
            text.set(text=said.replace(" (", "\n("), fontsize=size)
        boxes = [box_of(text, 2.0) for text in texts]
        if all(box.width <= cell.width and 2 * box.height <= cell.height for box in boxes):
            for text, (row, _) in zip(texts, places, strict=True):
                text.set_y(row + 0.22)
            return texts
    for text in texts:
        text.remove()
    return []


def _keep_apart(labels: list[Text], room: Bbox) -> list[Text]:
    """Remove labels of contours that leave the map or overlap others."""
    kept: list[Text] = []
    boxes: list[Bbox] = []
    for label in labels:
        box = box_of(label, 2.0)
        inside = room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1
        if inside and is_free(box, boxes):
            kept.append(label)
            boxes.append(box)
        else:
            label.remove()
    return kept


def _set_ticks(axes: Axes, grid: Grid, smooth: bool) -> None:
    if smooth:
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(7))
            axis.set_major_formatter(_PLAIN)
        return
    figure = axes.get_figure(root=True)
    assert figure is not None
    every_x = -(-len(grid.x_values) // 8)
    every_y = -(-len(grid.y_values) // 14)
    room = 5.8 / len(grid.x_values) * every_x
    for axis, values, every, width in (
        (axes.xaxis, grid.x_values, every_x, room),
        (axes.yaxis, grid.y_values, every_y, 1.3),
    ):
        names = [
            "\n".join(wrapped(figure, value_name(value), width, style.SMALL))
            for value in values[::every]
        ]
        axis.set_ticks(range(0, len(values), every), names)
    axes.tick_params(length=0)


def _cells(grid: Grid, smooth: bool) -> Cells:
    if smooth:
        return Cells(
            edges_between(np.array(grid.x_values, dtype=float)),
            edges_between(np.array(grid.y_values, dtype=float)),
        )
    rows, columns = grid.value.shape
    return Cells(np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5)


def _draw_boundaries(axes: Axes, grid: Grid, cells: Cells) -> None:
    segments = [list(zip(x, y, strict=True)) for x, y in boundaries(grid.game, cells)]
    for colour, width in (("white", 3.6), ("black", 1.4)):
        axes.add_collection(
            LineCollection(segments, colors=colour, linewidths=width, capstyle="projecting"),
            autolim=False,
        )


def _write_on(axes: Axes, grid: Grid, smooth: bool, texts: list[Text], outcome: Outcome) -> None:
    """All that needs the laid-out map: numbers in cells, boundaries, the default, the names."""
    rows, columns = grid.value.shape
    cells = _cells(grid, smooth)
    _draw_boundaries(axes, grid, cells)
    to_pixels = axes.transData.transform
    if smooth:
        texts = _keep_apart(texts, axes.bbox)
    elif texts:
        cell = Bbox.from_bounds(0.0, 0.0, axes.bbox.width / columns, axes.bbox.height / rows)
        texts = _fill_cells(texts, grid, outcome, cell)
    taken = [box_of(text, 2.0) for text in texts]
    default = grid.default() if smooth else None
    if default is not None:
        cross(axes, default)
        x, y = to_pixels(default)
        taken.append(Bbox.from_extents(x - 14, y - 14, x + 14, y + 14))
    x_edges = to_pixels(np.column_stack([cells.x, np.full(len(cells.x), cells.y[0])]))[:, 0]
    y_edges = to_pixels(np.column_stack([np.full(len(cells.y), cells.x[0]), cells.y]))[:, 1]
    write_names(axes, grid, raster_of(axes.bbox, x_edges, y_edges, taken), cells=not smooth)


def _alt(headline: str, title: str, grid: Grid, outcome: Outcome) -> str:
    def at(row: int, column: int) -> str:
        return (
            f"{outcome.with_interval(*grid.estimate(row, column))} at "
            f"{grid.keys[0]} {value_name(grid.x_values[column])}, "
            f"{grid.keys[1]} {value_name(grid.y_values[row])}, "
            f"where most time goes to {grid.game_title(row, column)}"
        )

    rows, columns = grid.value.shape
    corners = dict.fromkeys(at(row, column) for row in (0, rows - 1) for column in (0, columns - 1))
    low = np.unravel_index(int(np.nanargmin(grid.value)), grid.value.shape)
    high = np.unravel_index(int(np.nanargmax(grid.value)), grid.value.shape)
    return words.sentence(
        words.headed(headline, title),
        f"A map of {outcome.title}, {outcome.unit}, over {len(grid.x_values)} by "
        f"{words.counted(len(grid.y_values), 'value')}",
        *(knob_meaning(key) for key in grid.keys),
        f"At the corners: {'; '.join(corners)}",
        f"Lowest: {at(int(low[0]), int(low[1]))}",
        f"Highest: {at(int(high[0]), int(high[1]))}",
        key_text(grid),
    )


def _error_note(grid: Grid, outcome: Outcome) -> str:
    """How far the intervals of a map reach, which colours alone cannot show."""
    reach = outcome.scale * (grid.high - grid.low) / 2
    if not np.isfinite(reach).any():
        return "One world a point gives no Monte-Carlo interval"
    unit = " percentage points" if outcome.scale == 100.0 else ""
    return f"95 % Monte-Carlo intervals: ±{words.number(float(np.nanmax(reach)))}{unit} at most"


@style.drawing()
def draw(
    summary: pd.DataFrame,
    keys: Sequence[str],
    outcome: str,
    title: str,
    seed: int | None = None,
) -> Picture:
    """One outcome over two varied parameters, with the most-played game named in each region.

    Numbers on both axes give filled contours; names, or a single value, give cells.

    Parameters
    ----------
    summary : DataFrame
        The summary of a sweep: one row a point and outcome, the time in each game among them.
    keys : sequence of str
        The two parameters: the first goes across, the second up.
    outcome : str
        A name from `race_sim.outcomes.OUTCOMES`.
    title : str
        What was simulated, for example the scenario's title.
    seed : int, optional
        For the source line.

    Returns
    -------
    Picture
        Table: one row a point, with both parameters, the outcome with `low` and `high`, and
        `game`, `game_title` and `game_share`: the game played most, and its share of the time.

    Raises
    ------
    InputError
        If the summary is empty, lacks a column or an outcome, or is not a full grid of two
        parameters.
    """
    pair = checked_keys(summary, keys, outcome)
    named = outcome_of(outcome)
    grid = grid_of(summary, pair, named)
    shown = named.scale * grid.value
    smooth = (
        all(is_numeric(summary[key]) for key in pair)
        and min(shown.shape) > 1
        and float(np.nanmax(shown)) > float(np.nanmin(shown))
    )
    levels = _levels(shown, from_zero=named.scale == 100.0)
    norm = Normalize(float(levels[0]), float(levels[-1]))

    headline = f"{named.title}, and the game played most"
    lines = [title, *(knob_meaning(key) for key in pair)]
    source = words.source_line(
        int(summary["worlds"].max()),
        seed,
        _error_note(grid, named),
        *(["Cross: the defaults"] if smooth and grid.default() else []),
        each="a point",
    )
    key = f"{key_text(grid)}. Thick lines: where it changes."
    figure = new_sheet(headline, "\n".join(line for line in lines if line), source, _BODY, key)
    axes = figure.add_subplot()
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel("\n".join(wrapped(figure, knob_label(pair[0]), 6.0, style.MEDIUM)))
    axes.set_ylabel("\n".join(wrapped(figure, knob_label(pair[1]), 4.2, style.MEDIUM)))
    _set_ticks(axes, grid, smooth)
    if smooth:
        filled, texts = _draw_contours(axes, grid, shown, levels, norm)
    else:
        filled, texts = _draw_cells(axes, grid, shown, norm)
    bar = figure.colorbar(filled, ax=axes, pad=0.02, aspect=28, format=_PLAIN)
    bar.set_label(named.unit)
    settle(figure)
    _write_on(axes, grid, smooth, texts, named)
    alt = _alt(headline, title, grid, named)
    name = words.headed(headline, title)
    return Picture("sweep_map", figure, table_of(grid, named), alt, name)
