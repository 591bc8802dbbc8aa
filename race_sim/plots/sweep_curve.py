"""What changes with one parameter: each outcome against its values, with its Monte-Carlo error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import ErrorbarContainer
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import WIDTH, new_sheet, settle, wrapped
from race_sim.plots.sweeps import (
    ESTIMATES,
    Outcome,
    check_summary,
    default_of,
    is_numeric,
    knob_label,
    knob_meaning,
    outcome_of,
    value_name,
    varied_keys,
)
from race_sim.problems import InputError, Problem

MOST_SERIES = len(style.SERIES_DASHES)
_MOST_MARKERS = 25
_LINE = 0.19  # inches, a line of a legend


class _Look(NamedTuple):
    """The look of one series."""

    colour: str
    dash: style.Dash
    marker: str


def _look(outcome: Outcome, number: int, series: int) -> _Look:
    """That of the side for an outcome of one side that stands alone, else by number."""
    side = outcome.name[:2]
    if series == 1 and outcome.name[2:3] == "_" and side in style.SIDE_COLOURS:
        return _Look(style.SIDE_COLOURS[side], style.SIDE_DASHES[side], style.SIDE_MARKERS[side])
    return _Look(
        style.SERIES_COLOURS[number], style.SERIES_DASHES[number], style.SERIES_MARKERS[number]
    )


def _columns(panels: int) -> int:
    return panels if panels <= 2 else 2 if panels == 4 else 3


def _series(table: pd.DataFrame, others: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    """One table for each setting of the other varied parameters, with what they are set to."""
    if not others:
        return [("", table)]
    found = []
    for values, rows in table.groupby(list(others), sort=False):
        said = [f"{key} = {value_name(value)}" for key, value in zip(others, values, strict=True)]
        found.append((", ".join(said), rows))
    return found


def _draw_numbers(axes: Axes, rows: pd.DataFrame, key: str, outcome: Outcome, look: _Look) -> None:
    rows = rows.sort_values(key)
    x = rows[key].to_numpy(dtype=float)
    value, low, high = (
        outcome.scale * rows[name].to_numpy(dtype=float) for name in ("value", "low", "high")
    )
    if len(x) == 1:
        _draw_interval(axes, x, value, low, high, look, vertical=True)
        return
    axes.fill_between(x, low, high, color=look.colour, alpha=0.18, linewidth=0)
    axes.plot(
        x,
        value,
        color=look.colour,
        linestyle=look.dash,
        marker=look.marker if len(x) <= _MOST_MARKERS else "",
        markersize=4.5,
        linewidth=1.6,
    )


def _draw_interval(
    axes: Axes,
    place: np.ndarray,
    value: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    look: _Look,
    *,
    vertical: bool,
) -> ErrorbarContainer:
    """Points with their intervals; an interval that is not known is left out."""
    reach = np.nan_to_num(np.abs(np.array([value - low, high - value])))
    return axes.errorbar(
        place if vertical else value,
        value if vertical else place,
        xerr=None if vertical else reach,
        yerr=reach if vertical else None,
        color=look.colour,
        linestyle="none",
        marker=look.marker,
        markersize=6,
        capsize=3.5,
        linewidth=1.4,
        clip_on=False,
        zorder=3,
    )


def _draw_names(
    axes: Axes, rows: pd.DataFrame, places: np.ndarray, outcome: Outcome, look: _Look
) -> None:
    value, low, high = (
        outcome.scale * rows[name].to_numpy(dtype=float) for name in ("value", "low", "high")
    )
    _draw_interval(axes, places, value, low, high, look, vertical=False)


def _outcome_axis(axes: Axes, outcome: Outcome, rows: pd.DataFrame, *, along_x: bool) -> None:
    axis = axes.xaxis if along_x else axes.yaxis
    axis.set_major_locator(MaxNLocator(4 if along_x else 5, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: words.plain_number(value)))
    set_label = axes.set_xlabel if along_x else axes.set_ylabel
    set_label(outcome.unit)
    if outcome.scale == 100.0:
        # A share is seen against zero; and against all, where it comes near.
        top = outcome.scale * float(np.nanmax(rows[["value", "high"]].to_numpy(dtype=float)))
        limits = (0.0, 102.0 if top > 70.0 else max(1.08 * top, 0.1))
        (axes.set_xlim if along_x else axes.set_ylim)(limits)


def _draw_panel(
    axes: Axes,
    series: list[tuple[str, pd.DataFrame]],
    key: str,
    outcome: Outcome,
    names: list[str] | None,
) -> None:
    every = []
    for number, (_, table) in enumerate(series):
        rows = table[table["outcome"] == outcome.name]
        every.append(rows)
        look = _look(outcome, number, len(series))
        if names is None:
            _draw_numbers(axes, rows, key, outcome, look)
        else:
            offset = 0.6 * ((number + 0.5) / len(series) - 0.5)
            places = np.array([names.index(value_name(value)) for value in rows[key]])
            _draw_names(axes, rows, places + offset, outcome, look)
    _outcome_axis(axes, outcome, pd.concat(every), along_x=names is not None)
    axes.grid()


def _key_axis(axes: Axes, table: pd.DataFrame, key: str, width: float) -> None:
    """Numbers along the axis, and a dotted line at the default if it is among them."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    low, high = float(table[key].min()), float(table[key].max())
    axes.set_xlabel("\n".join(wrapped(figure, knob_label(key), width, style.MEDIUM)))
    if low == high:
        axes.set_xticks([low], [words.plain_number(low)])
        return
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.plain_number(value)))
    default = default_of(key)
    if isinstance(default, int | float) and low < default < high:
        axes.axvline(default, color=style.FAINT_INK, linewidth=1.2, linestyle=(0, (1, 1.5)))


def _name_axis(axes: Axes, names: list[str], key: str, first: bool) -> None:
    """Named values down the axis; the default is said to be it."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    axes.set_ylim(len(names) - 0.5, -0.5)
    default = default_of(key)
    said = [f"{name} (default)" if name == str(default) else name for name in names]
    lines = ["\n".join(wrapped(figure, text, 1.6, style.SMALL)) for text in said]
    axes.set_yticks(range(len(names)), lines)
    axes.tick_params(axis="y", labelleft=first)
    if first:
        axes.set_ylabel(key)


def _draw_legend(axes: Axes, series: list[tuple[str, pd.DataFrame]], *, lines: bool) -> None:
    handles = [
        Line2D(
            [],
            [],
            color=style.SERIES_COLOURS[number],
            linestyle=style.SERIES_DASHES[number] if lines else "none",
            marker=style.SERIES_MARKERS[number],
            markersize=5,
        )
        for number in range(len(series))
    ]
    axes.axis("off")
    axes.legend(
        handles,
        [name for name, _ in series],
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        borderaxespad=0.0,
        handlelength=3.5,
    )


def _default_note(table: pd.DataFrame, key: str) -> list[str]:
    default = default_of(key)
    if not is_numeric(table[key]) or not isinstance(default, int | float):
        return []
    inside = float(table[key].min()) < default < float(table[key].max())
    return [f"Dotted: the default, {words.plain_number(default)}"] if inside else []


def _alt(
    headline: str,
    title: str,
    series: list[tuple[str, pd.DataFrame]],
    key: str,
    outcomes: Sequence[Outcome],
) -> str:
    parts = [words.headed(headline, title), knob_meaning(key)]
    for outcome in outcomes:
        for name, table in series:
            rows = table[table["outcome"] == outcome.name]
            if is_numeric(rows[key]):
                rows = rows.sort_values(key)
                rows = rows.iloc[sorted({0, len(rows) // 2, len(rows) - 1})]
            said = [
                f"{outcome.with_interval(row['value'], row['low'], row['high'])} at "
                f"{value_name(row[key])}"
                for _, row in rows.iterrows()
            ]
            where = f" with {name}" if name else ""
            parts.append(f"{outcome.title}, {outcome.unit}{where}: {'; '.join(said)}")
    return words.sentence(*parts)


@style.drawing()
def draw(
    summary: pd.DataFrame,
    key: str,
    outcomes: Sequence[str],
    title: str,
    seed: int | None = None,
) -> Picture:
    """Outcomes against one varied parameter, a panel each, with 95 % Monte-Carlo intervals.

    Parameters
    ----------
    summary : DataFrame
        The summary of a sweep: one row a point and outcome.
    key : str
        The parameter along the axis. Numbers give a curve with a band, names points with
        intervals. Every setting of other varied parameters gives a series, at most six.
    outcomes : sequence of str
        Names from `race_sim.outcomes.OUTCOMES`.
    title : str
        What was simulated, for example the scenario's title.
    seed : int, optional
        For the source line.

    Returns
    -------
    Picture
        Table: the rows of the summary that are shown.

    Raises
    ------
    InputError
        If the summary is empty or lacks a column or an outcome, or there are too many series.
    """
    check_summary("sweep_curve", summary, (key,), outcomes)
    names_of = [outcome_of(name) for name in outcomes]
    others = [other for other in varied_keys(summary) if other != key]
    table = summary[summary["outcome"].isin(list(outcomes))]
    table = table[[key, *others, "outcome", *ESTIMATES]].reset_index(drop=True)
    series = _series(table, others)
    if len(series) > MOST_SERIES:
        what = f"{len(series)} settings of {', '.join(others)}"
        raise InputError("plots.sweep_curve", [Problem(key, what, f"at most {MOST_SERIES}")])
    names = None
    if not is_numeric(table[key]):
        names = list(dict.fromkeys(value_name(value) for value in table[key]))

    several = table[key].nunique() > 1

    headline = f"What changes with {key}"
    source = words.source_line(
        int(table["worlds"].max()),
        seed,
        f"{'Bands' if names is None and several else 'Brackets'}: 95 % Monte-Carlo intervals",
        *_default_note(table, key),
        each="a point",
    )
    columns = _columns(len(names_of))
    rows = math.ceil(len(names_of) / columns)
    legend = _LINE * len(series) + 0.15 if others else 0.0
    panel = 2.7 if names is None else 0.85 + len(names) * max(0.36, 0.17 * len(series))
    meaning = knob_meaning(key)
    about = f"{title}\n{meaning}" if title and meaning else title or meaning
    figure = new_sheet(headline, about, source, max(rows * panel, 2.2) + legend)
    heights = [panel] * rows + ([legend] if others else [])
    grid = figure.add_gridspec(len(heights), columns, height_ratios=heights)
    for number, outcome in enumerate(names_of):
        axes = figure.add_subplot(grid[number // columns, number % columns])
        width = (WIDTH - 0.3) / columns - 0.7
        axes.set_title("\n".join(wrapped(figure, outcome.title, width, style.MEDIUM, "bold")))
        _draw_panel(axes, series, key, outcome, names)
        if names is None:
            _key_axis(axes, table, key, width)
        else:
            _name_axis(axes, names, key, first=number % columns == 0)
    if others:
        _draw_legend(figure.add_subplot(grid[rows, :]), series, lines=names is None)
    settle(figure)
    alt = _alt(headline, title, series, key, names_of)
    return Picture("sweep_curve", figure, table, alt, words.headed(headline, title))
