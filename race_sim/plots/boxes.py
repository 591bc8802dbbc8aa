"""The box in which bad cases lie: its limits over each parameter's range, and the path to it.

After figures 3 and 4 of Bryant and Lempert (2010, Thinking inside the box, Technological
Forecasting & Social Change 77, 34-49).
"""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.gridspec import GridSpec

from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.rows import label_rows, notes_beside, rows_height
from race_sim.plots.sheet import new_sheet, settle

_LIMITS = (
    "parameter",
    "low",
    "high",
    "quasi_p_low",
    "quasi_p_high",
    "range_low",
    "range_high",
    "kept",
    "all_names",
)
_NAMES_IN_A_LINE = 3
_PATH = ("coverage", "density", "restricted")
_MADE_BY = "race_sim.analysis.discovery"


def _quasi_p(row: pd.Series) -> str:
    values = [row["quasi_p_low"], row["quasi_p_high"]]
    return ", ".join(
        "< 0.001" if value < 0.001 else f"{value:.3f}" for value in values if value == value
    )


def _draw_numbers(axes: Axes, place: int, row: pd.Series) -> None:
    width = row["range_high"] - row["range_low"]
    ends = [
        limit if not math.isnan(limit) else bound
        for limit, bound in ((row["low"], row["range_low"]), (row["high"], row["range_high"]))
    ]
    left, right = ((end - row["range_low"]) / width for end in ends)
    axes.barh(-place, right - left, left=left, height=0.3, color=style.BLUE, zorder=2)
    ends_told = [words.number(end) for end in (row["low"], row["high"]) if not math.isnan(end)]
    at = (left + right) / 2 if len(ends_told) == 2 else right if math.isnan(row["low"]) else left
    axes.text(
        min(max(at, 0.0), 1.0),
        -place + 0.2,
        " to ".join(ends_told),
        ha="left" if at < 0.1 else "right" if at > 0.9 else "center",
        va="bottom",
        fontsize=style.SMALL,
        fontweight="bold",
        color=style.BLUE,
    )
    for at, bound, align in ((0.0, row["range_low"], "left"), (1.0, row["range_high"], "right")):
        axes.text(
            at,
            -place - 0.2,
            words.number(bound),
            ha=align,
            va="top",
            fontsize=style.SMALL,
            color=style.FAINT_INK,
        )


def _draw_names(axes: Axes, place: int, row: pd.Series) -> None:
    kept = row["kept"].split(", ")
    every = row["all_names"].split(", ")
    step = 1.0 / len(every)
    for number, name in enumerate(every):
        inside = name in kept
        if inside:
            axes.barh(-place, step, left=number * step, height=0.3, color=style.BLUE, zorder=2)
        first, last = number == 0, number == len(every) - 1
        # Many names stand in two lines in turn, and none leaves the width of the bar.
        lower = 0.16 * (number % 2) if len(every) > _NAMES_IN_A_LINE else 0.0
        axes.text(
            0.0 if first else 1.0 if last else (number + 0.5) * step,
            -place - 0.2 - lower,
            name,
            ha="left" if first else "right" if last else "center",
            va="top",
            fontsize=style.SMALL,
            fontweight="bold" if inside else "normal",
            color=style.BLUE if inside else style.FAINT_INK,
        )


def _draw_limits(axes: Axes, limits: pd.DataFrame) -> None:
    for place, (_, row) in enumerate(limits.iterrows()):
        axes.barh(-place, 1.0, height=0.3, facecolor=style.tint(style.BLUE, 0.12), zorder=1)
        if row["kept"]:
            _draw_names(axes, place, row)
        else:
            _draw_numbers(axes, place, row)
    label_rows(axes, [naming.label(key) for key in limits["parameter"]])
    notes_beside(axes, [_quasi_p(row) for _, row in limits.iterrows()], "quasi-p")
    axes.set(xlim=(0.0, 1.0), title="Limits of the box, within the range of each parameter")
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_visible(False)


def _draw_path(
    axes: Axes, path: pd.DataFrame, coverage: float, density: float, base: float
) -> None:
    share = 100.0
    axes.plot(
        share * path["coverage"],
        share * path["density"],
        color=style.FAINT_INK,
        linewidth=1.0,
        marker="o",
        markersize=4,
        markerfacecolor="white",
        label="steps of the search",
        clip_on=False,
    )
    axes.plot(
        share * coverage,
        share * density,
        linestyle="none",
        marker="s",
        markersize=9,
        color=style.BLUE,
        label="the box above\n(weak limits lifted)",
        clip_on=False,
        zorder=4,
    )
    axes.axhline(share * base, color=style.VERMILION, linewidth=1.2, linestyle=(0, (5.0, 2.0)))
    axes.plot([], [], color=style.VERMILION, linestyle=(0, (5.0, 2.0)), label="all points")
    axes.set(
        xlim=(0.0, 103.0),
        ylim=(0.0, 103.0),
        xlabel="coverage, % of the cases of interest",
        ylabel="density, % of the box",
        title="The path to it: each step gives up coverage for density",
    )
    axes.grid()
    axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))


@style.drawing()
def draw(
    limits: pd.DataFrame,
    path: pd.DataFrame,
    coverage: float,
    density: float,
    base: float,
    cases: str,
    title: str,
) -> Picture:
    """Limits of a box as bars over normalised ranges, and coverage against density.

    Parameters
    ----------
    limits : DataFrame
        One row a restricted parameter, from `race_sim.analysis.discovery.limits_table`.
    path : DataFrame
        One row a step of the search: `coverage`, `density`, `restricted`.
    coverage, density : float
        Of the box.
    base : float
        The share of cases of interest among all points.
    cases : str
        What is true of the cases of interest, in words: "the mean is above 3".
    title : str
        What was simulated.

    Returns
    -------
    Picture
        Table: `limits`.

    Raises
    ------
    InputError
        If a frame is empty or lacks a column.
    """
    check_frame("boxes", limits, _LIMITS, _MADE_BY)
    check_frame("boxes", path, _PATH, _MADE_BY)
    headline = f"Where {cases}"
    source = words.of_this_version("Patient rule induction method") + (
        ". Quasi-p: the chance of so dense a box if that limit did nothing, on the points that "
        "chose it."
    )
    key = (
        f"The box holds {words.percent(coverage)} of the cases of interest (coverage), which make "
        f"up {words.percent(density)} of the points in it (density) and {words.percent(base)} of "
        "all points."
    )
    labels = [naming.label(name) for name in limits["parameter"]]
    heights = (rows_height(labels, 0.75) + 0.3, 2.9)
    figure = new_sheet(headline, title, source, sum(heights), key)
    grid: GridSpec = figure.add_gridspec(2, 1, height_ratios=heights)
    _draw_limits(figure.add_subplot(grid[0]), limits)
    _draw_path(figure.add_subplot(grid[1]), path, coverage, density, base)
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title), *(_said(row) for _, row in limits.iterrows()), key
    )
    return Picture("boxes", figure, limits, alt, words.headed(headline, title))


def _said(row: pd.Series) -> str:
    name = naming.in_words(row["parameter"])
    if row["kept"]:
        return f"{name}: {row['kept']}, of {row['all_names']}"
    ends = [
        f"{word} {words.number(row[end])}"
        for word, end in (("from", "low"), ("to", "high"))
        if not math.isnan(row[end])
    ]
    bounds = f"{words.number(row['range_low'])} to {words.number(row['range_high'])}"
    return f"{name}: {' '.join(ends)}, in a range of {bounds}"
