"""The chance of an event at each point by two estimators, on a logarithmic axis."""

from __future__ import annotations

import numpy as np
import pandas as pd

from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

COLUMNS = ("point", "value", "low", "high", "plain_value", "plain_low", "plain_high", "factor")


@style.drawing()
def draw(found: pd.DataFrame, event: str, title: str, confidence: float = 0.95) -> Picture:
    """Points in order of their chance: conditional estimates over brute force.

    Parameters
    ----------
    found : DataFrame
        Columns `COLUMNS`: one row a point.
    event : str
        In words.
    title : str
        What was simulated.
    confidence : float

    Returns
    -------
    Picture
        Table: `found`, in the order drawn.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame("rare", found, COLUMNS, "race_sim.analysis.rare")
    shown = found.sort_values("value", kind="stable", ignore_index=True)
    headline = f"The chance of {event}, counted and added up"
    source = words.of_this_version("Conditional estimates and counts")
    source += f". Lines: {naming.intervals(confidence)} Monte-Carlo intervals."
    key = (
        "Counted: share of worlds in which it happened. Added up: mean of the chances that a world "
        "met, step by step. Counts of zero have no mark on this axis."
    )
    figure = new_sheet(headline, title, source, 3.6, key)
    axes = figure.add_subplot()
    places = np.arange(1, len(shown) + 1)
    counted = shown["plain_value"].to_numpy(dtype=float)
    seen = counted > 0.0
    floor = _floor(shown)
    low = np.maximum(shown["plain_low"].to_numpy(dtype=float), floor)
    wide = max(0.6, min(3.0, 60.0 / len(shown)))
    axes.vlines(
        places[seen],
        100.0 * low[seen],
        100.0 * shown["plain_high"].to_numpy(dtype=float)[seen],
        color=style.ORANGE,
        linewidth=wide,
        alpha=0.45,
        zorder=1,
    )
    size = max(2.0, min(6.0, 200.0 / len(shown)))
    axes.plot(
        places[seen],
        100.0 * counted[seen],
        linestyle="none",
        marker="s",
        markersize=size,
        color=style.ORANGE,
        label="counted",
        zorder=2,
    )
    axes.fill_between(
        places,
        100.0 * np.maximum(shown["low"].to_numpy(dtype=float), floor),
        100.0 * shown["high"].to_numpy(dtype=float),
        color=style.BLUE,
        alpha=0.3,
        linewidth=0.0,
        zorder=3,
    )
    axes.plot(
        places,
        100.0 * shown["value"].to_numpy(dtype=float),
        color=style.BLUE,
        linewidth=1.6,
        marker="o" if len(shown) <= 40 else None,
        markersize=4.5,
        label="added up",
        zorder=4,
    )
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(lambda value, _: words.plain_number(value))
    axes.grid(axis="y")
    axes.set_xlabel("point, in order of its chance")
    axes.set_ylabel("% of worlds")
    axes.legend(loc="upper left")
    settle(figure)
    ends = [100.0 * float(shown["value"].iloc[place]) for place in (0, -1)]
    alt = words.sentence(
        words.headed(headline, title),
        f"{len(shown)} points, from {words.number(ends[0])} % to {words.number(ends[1])} %",
        f"median variance-reduction factor {words.number(float(shown['factor'].median()))}",
    )
    return Picture("rare", figure, shown, alt, words.headed(headline, title))


def _floor(shown: pd.DataFrame) -> float:
    """Below the lowest chance that is shown, so that an interval that reaches zero has an end."""
    chances = shown[["value", "plain_value"]].to_numpy(dtype=float).ravel()
    positive = chances[chances > 0.0]
    return float(positive.min()) / 3.0 if len(positive) else 1e-12
