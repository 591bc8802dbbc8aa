"""Chances of a rare event, point by point, on a log axis: counted, and summed along each world."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from race_sim.outcomes import Estimate
from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

MADE_BY = "race_sim.analysis.rare.study_section.point_table"
_COLUMNS = (
    "point",
    "value",
    "low",
    "high",
    "plain_value",
    "plain_low",
    "plain_high",
    "worlds",
    "factor",
)
_SUMMED, _COUNTED = style.BLUE, style.ORANGE
_APART = 0.16  # of the room between two points, to each side
_MANY = 60  # points, from which marks are small


def chance_in_words(found: Estimate) -> str:
    """A chance that may be small: `3.9 % (3.1 to 4.8 %)`, or `14.7 in a million (14.1 to 15.3)`."""
    known = math.isfinite(found.low) and math.isfinite(found.high)
    if found.value >= 0.001 or math.isnan(found.value):
        return words.percent_with_interval(*found) if known else words.percent(found.value)
    million = [1e6 * number for number in found]
    ends = f" ({words.number(million[1])} to {words.number(million[2])})" if known else ""
    return f"{words.number(million[0])} in a million{ends}"


_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _power(exponent: int) -> str:
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def _chance_label(value: float, _: int = 0) -> str:
    if value >= 0.0009:
        return f"{100.0 * value:g}{words.NO_BREAK}%"
    decades = round(-math.log10(value))
    return f"1 in {10**decades:,}" if decades < 7 else f"1 in {_power(decades)}"


def _factor_label(value: float, _: int = 0) -> str:
    decades = round(math.log10(value))
    return f"{10**decades:,}" if 0 <= decades < 6 else _power(decades)


def _limits(table: pd.DataFrame) -> tuple[float, float]:
    """Of the axis of chances: whole decades around all that is above zero."""
    ends = table[["value", "low", "high", "plain_value", "plain_low", "plain_high"]].to_numpy()
    above = ends[np.isfinite(ends) & (ends > 0.0)]
    if not len(above):
        return 1e-6, 1.0
    low = 10.0 ** math.floor(math.log10(float(above.min())) - 0.1)
    high = 10.0 ** math.ceil(math.log10(float(above.max())) + 0.02)
    return low, min(high, 1.3) if high >= 1.0 else high


def _draw_series(
    axes: Axes,
    places: np.ndarray,
    table: pd.DataFrame,
    prefix: str,
    colour: str,
    marker: str,
    floor: float,
) -> None:
    value, low, high = (
        table[f"{prefix}{name}"].to_numpy(dtype=float) for name in ("value", "low", "high")
    )
    many = len(table) > _MANY
    size = 3.0 if many else 6.0
    axes.vlines(
        places,
        np.maximum(low, floor),
        np.maximum(high, floor),
        color=colour,
        linewidth=0.7 if many else 1.5,
        zorder=2 if prefix else 3,
    )
    there = value > 0.0
    kind: dict[str, Any] = {"linestyle": "none", "color": colour, "markersize": size}
    kind |= {"clip_on": False, "zorder": 3 if prefix else 4}
    # A line without a point would count as one in the corner of the sheet.
    if there.any():
        axes.plot(places[there], value[there], marker=marker, **kind)
    if not there.all():
        floors = np.full(int((~there).sum()), floor)
        axes.plot(places[~there], floors, marker="v", markerfacecolor="white", **kind)


@style.drawing()
def draw(table: pd.DataFrame, what: str, title: str, confidence: float = 0.95) -> Picture:
    """Points sorted by their chance, each with both estimates, and how much noise summing saves.

    Parameters
    ----------
    table : DataFrame
        One row a point: `point`; `value`, `low`, `high` of the summed chances; `plain_value`,
        `plain_low`, `plain_high` of the counted share; `worlds`; `factor`, the variance-reduction
        factor.
    what : str
        The event, for example "a catastrophe".
    title : str
        What was simulated.
    confidence : float
        Of the intervals.

    Returns
    -------
    Picture
        Table: `table`, in the order drawn.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame("rare", table, _COLUMNS, MADE_BY)
    shown = table.sort_values("value", kind="stable", ignore_index=True)
    headline = f"How likely {what} is, point by point"
    least, most = int(shown["worlds"].min()), int(shown["worlds"].max())
    worlds = words.counted(most, "world") if least == most else f"{least:,} to {most:,} worlds"
    source = words.of_this_version(f"{words.counted(len(shown), 'point')}, {worlds} each")
    source += f". Lines: {naming.intervals(confidence)} Monte-Carlo intervals."
    key = (
        "Summed: the chance of the event in each step given the state, added up along each world. "
        "Counted: the share of worlds in which it came; an open triangle on the lower edge where "
        "it came in none. Variance-reduction factor: so many times as many worlds would counting "
        "need to know the chance as well."
    )
    figure = new_sheet(headline, title, source, 5.2, key)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2.6, 1.0])
    places = np.arange(1, len(shown) + 1, dtype=float)
    floor, ceiling = _limits(shown)
    upper.set_yscale("log")
    upper.set_ylim(floor, ceiling)
    _draw_series(upper, places + _APART, shown, "plain_", _COUNTED, "s", floor)
    _draw_series(upper, places - _APART, shown, "", _SUMMED, "o", floor)
    upper.set_ylabel(f"chance of {what}")
    _log_axis(upper, _chance_label, 9)
    upper.legend(
        handles=[
            Line2D([], [], color=_SUMMED, marker="o", markersize=6, label="summed"),
            Line2D([], [], color=_COUNTED, marker="s", markersize=6, label="counted"),
        ],
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=2,
        borderaxespad=0.1,
    )
    _draw_factors(lower, places, shown["factor"].to_numpy(dtype=float))
    lower.set_xlim(0.4, len(shown) + 0.6)
    lower.xaxis.set_major_locator(MaxNLocator(10, integer=True, min_n_ticks=1))
    lower.set_xlabel("points, in the order of their chance")
    settle(figure)
    return Picture(
        "rare", figure, shown, _alt(shown, headline, title), words.headed(headline, title)
    )


def _log_axis(axes: Axes, label: Callable[[float, int], str], ticks: int) -> None:
    axes.yaxis.set_major_locator(LogLocator(10.0, numticks=ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(label))
    axes.grid(axis="y")


def _draw_factors(axes: Axes, places: np.ndarray, factors: np.ndarray) -> None:
    known = np.isfinite(factors) & (factors > 0.0)
    low, high = 1.0, 10.0
    if known.any():
        low = 10.0 ** math.floor(math.log10(float(factors[known].min())) - 0.15)
        high = 10.0 ** math.ceil(math.log10(float(factors[known].max())) + 0.05)
    axes.set_yscale("log")
    axes.set_ylim(low, high)
    axes.plot(
        places[known],
        factors[known],
        linestyle="none",
        marker="D",
        markersize=3.0 if len(places) > _MANY else 6.0,
        color=style.INK,
    )
    axes.set_ylabel("variance-\nreduction factor")
    _log_axis(axes, _factor_label, 5)


def _alt(shown: pd.DataFrame, headline: str, title: str) -> str:
    def chance(place: int) -> str:
        row = shown.iloc[place]
        return chance_in_words(Estimate(*(float(row[name]) for name in ("value", "low", "high"))))

    factors = shown["factor"].to_numpy(dtype=float)
    factors = np.sort(factors[np.isfinite(factors)])
    none = int((shown["plain_value"] == 0.0).sum())
    saved = (
        f"The variance-reduction factor runs from {words.number(factors[0])} to "
        f"{words.number(factors[-1])}"
        if len(factors)
        else "No variance-reduction factor is known"
    )
    return words.sentence(
        words.headed(headline, title),
        f"Of {words.counted(len(shown), 'point')}, the summed chance rises from {chance(0)} to "
        f"{chance(-1)}",
        f"Counted, it came in no world at {words.counted(none, 'point')}" if none else "",
        saved,
    )
