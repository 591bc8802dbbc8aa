"""One question asked of all models: a panel a model, our race last, each with its own curves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.literature_sweep import in_percent, share_axis
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import WIDTH, new_sheet, settle, wrapped
from race_sim.problems import InputError, Problem

OURS = "race_sim"
MOST_LINES = len(style.SERIES_COLOURS)
_COLUMNS = 3
_PANEL = 2.55  # inches, with titles and axis
_LINE = 0.165  # inches, a line of a legend
_OUR_COLOURS = (style.BLUE, style.VERMILION, style.BLACK, style.GREEN, style.PURPLE, style.ORANGE)
_SMALL = style.SMALL - 0.5
_HANDLE = 0.42  # inches, the sample of a line in a legend
_COLUMNS_NEEDED = (
    "question",
    "model",
    "title",
    "line",
    "moved",
    "level",
    "place",
    "named",
    "danger",
    "unit",
    "beside",
    "value",
    "low",
    "high",
    "direction",
)
_MADE_BY = "race_sim.literature.comparison (points of an answer)"


class _Panel(NamedTuple):
    """The curves of one model."""

    model: str
    title: str
    moved: str
    danger: str
    unit: str
    beside: bool
    lines: list[tuple[str, pd.DataFrame]]

    @property
    def ours(self) -> bool:
        return self.model == OURS

    def entries(self) -> list[str]:
        """What the legend says: the assumption and where the curve goes."""
        said = []
        for label, rows in self.lines:
            goes = str(rows["direction"].iloc[0])
            said.append(f"{label}: {goes}" if label else goes)
        return said


def _panels(points: pd.DataFrame) -> list[_Panel]:
    found = []
    for (model, title, moved), rows in points.groupby(["model", "title", "moved"], sort=False):
        first = rows.iloc[0]
        lines = [(str(line), part) for line, part in rows.groupby("line", sort=False)]
        if len(lines) > MOST_LINES:
            problem = Problem(str(title), f"{len(lines)} curves", f"at most {MOST_LINES}")
            raise InputError("plots.literature_comparison", [problem])
        names = (str(model), str(title), str(moved), str(first["danger"]), str(first["unit"]))
        found.append(_Panel(*names, bool(first["beside"]), lines))
    return found


def _colours(panel: _Panel) -> Sequence[str]:
    return _OUR_COLOURS if panel.ours else style.SERIES_COLOURS


def _draw(axes: Axes, panel: _Panel, width: float) -> None:
    figure = axes.get_figure(root=True)
    assert figure is not None
    scale = 100.0 if in_percent(panel.unit) else 1.0
    highest, lowest = 0.0, 0.0
    for number, (_, rows) in enumerate(panel.lines):
        x = rows["place"].to_numpy(dtype=float)
        value, low, high = (
            scale * rows[name].to_numpy(dtype=float) for name in ("value", "low", "high")
        )
        low, high = (np.where(np.isnan(end), value, end) for end in (low, high))  # one world
        colour = _colours(panel)[number]
        if panel.ours:
            axes.fill_between(x, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(
            x,
            value,
            color=colour,
            linestyle=style.SERIES_DASHES[number],
            marker=style.SERIES_MARKERS[number],
            markersize=4.0 if len(x) <= 12 else 2.8,
            linewidth=1.6,
            clip_on=False,
        )
        highest = max(highest, float(np.nanmax(high)))
        lowest = min(lowest, float(np.nanmin(low)))
    rows = panel.lines[0][1]
    if bool(rows["named"].iloc[0]):
        names = [str(name) for name in rows["level"]]
        room = width / len(names)
        said = ["\n".join(wrapped(figure, name, room, _SMALL)) for name in names]
        axes.set_xticks(rows["place"].to_numpy(dtype=float), said, fontsize=_SMALL)
        axes.set_xlim(-0.4, len(names) - 0.6)
    else:
        whole = bool((rows["place"] % 1 == 0).all())
        locator = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=whole)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.plain_number(x)))
    places = rows["place"].to_numpy(dtype=float)
    if places[0] > places[-1]:  # moved downwards: what comes first stands on the left
        axes.invert_xaxis()
    if scale == 100.0 and lowest >= 0.0:
        share_axis(axes, highest)
    elif lowest >= 0.0:
        axes.set_ylim(0.0, 1.08 * highest)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: words.plain_number(y)))
    unit = "%" if scale == 100.0 else panel.unit
    label = panel.danger if unit in ("1", "") else f"{panel.danger},{words.NO_BREAK}{unit}"
    label = words.first_capital(label)
    axes.set_ylabel("\n".join(wrapped(figure, label, 1.55, _SMALL)), fontsize=_SMALL)
    axes.set_xlabel("\n".join(wrapped(figure, panel.moved, width, _SMALL)), fontsize=_SMALL)
    title = "\n".join(wrapped(figure, panel.title, width, style.MEDIUM, "bold"))
    axes.set_title(title, color=style.BLUE if panel.ours else style.INK)
    axes.grid()
    if panel.ours:
        axes.set_facecolor(style.tint(style.SKY_BLUE, 0.14))
        for spine in axes.spines.values():
            spine.set(visible=True, color=style.BLUE, linewidth=1.6)


def _entry_lines(figure: Figure, panel: _Panel, width: float) -> list[str]:
    return ["\n".join(wrapped(figure, one, width - _HANDLE, _SMALL)) for one in panel.entries()]


def _legend(axes: Axes, panel: _Panel, said: Sequence[str]) -> None:
    axes.axis("off")
    handles = [
        Line2D(
            [],
            [],
            color=_colours(panel)[number],
            linestyle=style.SERIES_DASHES[number],
            marker=style.SERIES_MARKERS[number],
            markersize=3.5,
            linewidth=1.4,
        )
        for number in range(len(said))
    ]
    axes.legend(
        handles,
        said,
        loc="upper left",
        bbox_to_anchor=(-0.12, 1.0),
        borderaxespad=0.0,
        handlelength=2.6,
        handletextpad=0.5,
        labelspacing=0.25,
        fontsize=_SMALL,
    )


def _alt(headline: str, panels: Sequence[_Panel]) -> str:
    parts = []
    for panel in panels:
        scale = 100.0 if in_percent(panel.unit) else 1.0
        unit = "%" if scale == 100.0 else panel.unit
        told = []
        for label, rows in panel.lines:
            first, last = (scale * float(rows["value"].iloc[place]) for place in (0, -1))
            ends = f"{words.number(first)} to {words.number(last)}"
            told.append(f"{f'{label}: ' if label else ''}{rows['direction'].iloc[0]}, {ends}")
        levels = panel.lines[0][1]["level"]
        moved = f"{panel.moved} from {levels.iloc[0]} to {levels.iloc[-1]}"
        parts.append(f"{panel.title}, {panel.danger} ({unit}), {moved}: {'; '.join(told)}")
    return f"{headline} {words.sentence(*parts)}"


@style.drawing()
def draw(points: pd.DataFrame, headline: str, worlds: int, seed: int) -> Picture:
    """Every model's danger while one thing is moved; our race comes last, on a tinted ground.

    Parameters
    ----------
    points : DataFrame
        A row a level of a curve, as from `race_sim.literature.comparison`.
    headline : str
        The question.
    worlds, seed : int
        Of our race.

    Returns
    -------
    Picture
        Table: the points.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column, or a model has more than six curves.
    """
    check_frame("literature_comparison", points, _COLUMNS_NEEDED, _MADE_BY)
    panels = sorted(_panels(points), key=lambda panel: panel.ours)
    rows = math.ceil(len(panels) / _COLUMNS)
    width = (WIDTH - 0.3) / _COLUMNS - 0.85
    key = (
        "A panel a model, each with its own measure of danger, along what it moves. Under it, "
        "after each colon: where danger goes."
    )
    if any(panel.beside for panel in panels):
        key += " An aside moves something else than is asked about."
    ours = any(panel.ours for panel in panels)
    key += " On blue: our race." if ours else " Our race does not speak to this question."
    bands = "Bands: 95 % Monte-Carlo intervals"
    source = (
        words.source_line(worlds, seed, bands, each="a level of our race")
        if ours
        else f"{words.of_this_version('Published models')}."
    )
    probe = new_sheet(headline, "", source, 1.0, key)
    said = [_entry_lines(probe, panel, width + 0.4) for panel in panels]
    heights: list[float] = []
    for row in range(rows):
        part = said[row * _COLUMNS : (row + 1) * _COLUMNS]
        most = max(sum(one.count("\n") + 1 for one in entries) for entries in part)
        heights += [_PANEL, _LINE * most + 0.12]
    figure = new_sheet(headline, "", source, sum(heights), key)
    grid = figure.add_gridspec(len(heights), _COLUMNS, height_ratios=heights)
    for number, panel in enumerate(panels):
        row, column = divmod(number, _COLUMNS)
        _draw(figure.add_subplot(grid[2 * row, column]), panel, width)
        _legend(figure.add_subplot(grid[2 * row + 1, column]), panel, said[number])
    settle(figure)
    name = f"literature_{points['question'].iloc[0]}"
    return Picture(name, figure, points, _alt(headline, panels), headline)
