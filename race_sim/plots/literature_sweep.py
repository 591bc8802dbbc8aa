"""What changes in a published model with one or two of its parameters: curves, or a map."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import WIDTH, new_sheet, settle, wrapped
from race_sim.problems import InputError, Problem

NAME = "literature_sweep"
MOST_SERIES = len(style.SERIES_COLOURS)
MOST_PANELS = 9
_MADE_BY = "race_sim.literature.sweep"
_LINE = 0.19  # inches, a line of a legend
_PANEL = 2.7  # inches, the height of a panel
_MOST_MARKERS = 25
_COLOURS = "cividis"
_PLAIN = FuncFormatter(lambda value, _: words.plain_number(value))


class Shown(NamedTuple):
    """One measure as it is drawn."""

    title: str
    unit: str
    rows: pd.DataFrame  # its values in this unit


def in_percent(unit: str) -> bool:
    """Whether a measure is a share or a chance, which is drawn in per cent."""
    return unit == "share"


def shown(frame: pd.DataFrame) -> list[Shown]:
    """The measures of a frame, each in the unit in which it is drawn."""
    found = []
    for _, rows in frame.groupby("measure", sort=False):
        title, unit = str(rows["title"].iloc[0]), str(rows["unit"].iloc[0])
        scale = 100.0 if in_percent(unit) else 1.0
        drawn = rows.assign(value=scale * rows["value"])
        found.append(Shown(title, "%" if in_percent(unit) else unit, drawn))
    return found


def share_axis(axes: Axes, highest: float) -> None:
    """A share is seen against zero; and against all, where it comes near."""
    axes.set_ylim(0.0, 102.0 if highest > 70.0 else max(1.08 * highest, 0.1))


def _checked(frame: pd.DataFrame) -> list[str]:
    """The parameters that are varied.

    Raises
    ------
    InputError
        If the frame lacks a column, or there are none, more than two, or too many measures.
    """
    check_frame(NAME, frame, ("measure", "value", "title", "unit"), _MADE_BY)
    keys = [name for name in frame.columns if name not in ("measure", "value", "title", "unit")]
    problems = []
    if not 1 <= len(keys) <= 2:
        what = f"{len(keys)} parameters vary"
        problems.append(Problem("", what, "one or two"))
    count = frame["measure"].nunique()
    if count > MOST_PANELS:
        problems.append(Problem("measure", f"{count} of them", f"at most {MOST_PANELS}"))
    if problems:
        raise InputError(f"plots.{NAME}", problems)
    return keys


def _label(axes: Axes, key: str, labels: Mapping[str, str], width: float) -> str:
    figure = axes.get_figure(root=True)
    assert figure is not None
    return "\n".join(wrapped(figure, labels.get(key, key), width, style.MEDIUM))


def _draw_curves(axes: Axes, measure: Shown, key: str, other: str | None) -> None:
    values = [None] if other is None else list(dict.fromkeys(measure.rows[other]))
    for number, value in enumerate(values):
        rows = measure.rows if other is None else measure.rows[measure.rows[other] == value]
        rows = rows.sort_values(key)
        axes.plot(
            rows[key],
            rows["value"],
            color=style.SERIES_COLOURS[number],
            linestyle=style.SERIES_DASHES[number],
            marker=style.SERIES_MARKERS[number] if len(rows) <= _MOST_MARKERS else "",
            markersize=4.5,
            linewidth=1.6,
        )
    # All of what is tried, also where there is no value.
    low, high = float(measure.rows[key].min()), float(measure.rows[key].max())
    if high > low:
        margin = 0.04 * (high - low)
        axes.set_xlim(low - margin, high + margin)
    axes.set_ylabel(measure.unit)
    if measure.unit == "%" and measure.rows["value"].min() >= 0.0:
        share_axis(axes, float(measure.rows["value"].max()))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(_PLAIN)
    axes.grid()


def _draw_map(figure: Figure, axes: Axes, measure: Shown, keys: Sequence[str]) -> None:
    grid = measure.rows.pivot(index=keys[1], columns=keys[0], values="value")
    values = grid.to_numpy(dtype=float)
    known = values[~np.isnan(values)] if not np.isnan(values).all() else np.zeros(1)
    low, high = float(known.min()), float(known.max())
    filled = axes.pcolormesh(
        grid.columns.to_numpy(dtype=float),
        grid.index.to_numpy(dtype=float),
        values,
        cmap=_COLOURS,
        shading="nearest",
        vmin=low,
        vmax=high if high > low else low + 1.0,
        rasterized=True,
    )
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(5))
        axis.set_major_formatter(_PLAIN)
    bar = figure.colorbar(filled, ax=axes, pad=0.02, aspect=22, format=_PLAIN)
    bar.locator = MaxNLocator(5)
    bar.update_ticks()
    bar.set_label(measure.unit)


def _legend(axes: Axes, names: Sequence[str]) -> None:
    handles = [
        Line2D(
            [],
            [],
            color=style.SERIES_COLOURS[number],
            linestyle=style.SERIES_DASHES[number],
            marker=style.SERIES_MARKERS[number],
            markersize=5,
        )
        for number in range(len(names))
    ]
    axes.axis("off")
    axes.legend(
        handles,
        names,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        borderaxespad=0.0,
        handlelength=3.5,
        ncols=min(len(names), 3),
    )


def _alt(headline: str, title: str, measures: Sequence[Shown], keys: Sequence[str]) -> str:
    parts = [words.headed(headline, title)]
    for measure in measures:
        ends = measure.rows.sort_values(list(reversed(keys)))
        told = []
        for _, row in (ends.iloc[[0, -1]]).iterrows():
            where = ", ".join(f"{key} {words.plain_number(row[key])}" for key in keys)
            value = row["value"]
            said = "no number" if math.isnan(value) else words.plain_number(value)
            told.append(f"{said} at {where}")
        low, high = measure.rows["value"].min(), measure.rows["value"].max()
        unit = "" if measure.unit == "1" else f", {measure.unit}"
        spread = f"from {words.plain_number(low)} to {words.plain_number(high)} in all"
        parts.append(f"{words.first_capital(measure.title)}{unit}: {'; '.join(told)}; {spread}")
    return words.sentence(*parts)


@style.drawing()
def draw(
    frame: pd.DataFrame,
    model: str,
    labels: Mapping[str, str] | None = None,
    about: str = "",
) -> Picture:
    """Measures of a published model over one or two of its parameters, a panel each.

    Two parameters give a curve for each value of the second; a map, if these are more than six.

    Parameters
    ----------
    frame : DataFrame
        As from `race_sim.literature.sweep.sweep`.
    model : str
        Its name for readers, for example "Armstrong et al. 2016".
    labels : mapping of str to str, optional
        What an axis says of each parameter; its name, if not given.
    about : str
        At what the other parameters are, for the line under the picture.

    Returns
    -------
    Picture
        Table: the frame.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column, no parameter varies or more than two, or there are
        more than nine measures.
    """
    keys = _checked(frame)
    labels = labels or {}
    measures = shown(frame)
    series = list(dict.fromkeys(frame[keys[1]])) if len(keys) == 2 else []
    as_map = len(series) > MOST_SERIES
    columns = min(len(measures), 2 if as_map or len(measures) == 4 else 3)
    rows = math.ceil(len(measures) / columns)
    lines = math.ceil(len(series) / 3)
    legend = _LINE * lines + 0.15 if series and not as_map else 0.0
    headline = f"{model}: what changes with {' and '.join(keys)}"
    source = f"{words.of_this_version(about or 'All other parameters at their defaults')}."
    if frame["value"].isna().any():
        source += " Where there is no value there is no equilibrium."
    panel = _PANEL + 0.5 if as_map or rows == 1 else _PANEL
    figure = new_sheet(headline, "", source, rows * panel + legend)
    heights = [panel] * rows + ([legend] if legend else [])
    grid = figure.add_gridspec(len(heights), columns, height_ratios=heights)
    width = (WIDTH - 0.3) / columns - 0.8
    for number, measure in enumerate(measures):
        axes = figure.add_subplot(grid[number // columns, number % columns])
        title = words.first_capital(measure.title)
        axes.set_title("\n".join(wrapped(figure, title, width, style.MEDIUM, "bold")))
        axes.set_xlabel(_label(axes, keys[0], labels, width))
        if as_map:
            _draw_map(figure, axes, measure, keys)
            axes.set_ylabel(_label(axes, keys[1], labels, 2.3))
        else:
            _draw_curves(axes, measure, keys[0], keys[1] if series else None)
    if legend:
        names = [f"{keys[1]} = {words.plain_number(value)}" for value in series]
        _legend(figure.add_subplot(grid[rows, :]), names)
    settle(figure)
    alt = _alt(headline, about, measures, keys)
    return Picture(NAME, figure, frame, alt, words.headed(headline, about))
