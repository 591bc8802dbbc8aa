"""Fifty equally likely worlds as dots, each where its value is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from race_sim.plots import style, words
from race_sim.plots.first_chernobyl import quantile_dots
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import WIDTH, new_sheet, settle

_BODY = 1.7  # inches a row
_STACKS = 26
_NONE_STACKS = 3
_POINTS_PER_INCH = 72.0


class Row(NamedTuple):
    """One row of dots.

    Attributes
    ----------
    name : str
        May be empty if there is only one row.
    values : ndarray of float
        All worlds.
    marks : mapping of str to float
        Upright lines, by what is written at them: a mean, a median.
    """

    name: str
    values: np.ndarray
    marks: Mapping[str, float]


def _stacked(places: np.ndarray, low: float, width: float) -> list[tuple[int, int]]:
    """The stack of each dot, and how many lie under it; what is at `low` has three stacks."""
    held: dict[int, int] = {}
    found = []
    for place in np.sort(places):
        stack = math.floor((place - low) / width + 1e-9)
        if stack == 0:
            stack = min(range(_NONE_STACKS), key=lambda one: held.get(one, 0))
        found.append((stack, held.get(stack, 0)))
        held[stack] = held.get(stack, 0) + 1
    return found


def _draw_row(
    axes: Axes, row: Row, stacks: list[tuple[int, int]], low: float, width: float, up: float
) -> None:
    figure = axes.get_figure(root=True)
    assert figure is not None
    axes.set_ylim(0.0, axes.bbox.height / figure.dpi)
    axes.scatter(
        [low + (stack + 0.5) * width for stack, _ in stacks],
        [(under + 0.55) * up for _, under in stacks],
        s=(0.86 * up * _POINTS_PER_INCH) ** 2,
        facecolors=style.tint(style.INK, 0.55),
        linewidths=0.0,
        clip_on=False,
    )
    for text, place in row.marks.items():
        at = math.log10(place)
        axes.axvline(at, color=style.INK, linewidth=1.4, linestyle=(0, (4, 2)))
        axes.annotate(
            text,
            (at, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4, 0),
            textcoords="offset points",
            va="top",
            fontsize=style.SMALL,
            fontweight="bold",
            color=style.INK,
        )
    if row.name:
        axes.set_title(row.name)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


@style.drawing()
def draw(rows: list[Row], headline: str, title: str, x_label: str, source: str) -> Picture:
    """Rows of fifty dots over one logarithmic axis.

    Parameters
    ----------
    rows : list of Row
        With values of at least zero; none at all has a place of its own.
    headline, title : str
        What is shown, and of what.
    x_label : str
    source : str
        The line under the picture.

    Returns
    -------
    Picture
        Table: columns `row`, `dot`, `value`, and the marks.
    """
    quantiles = [quantile_dots(row.values) for row in rows]
    least = min(float(one[one > 0.0].min()) for one in quantiles)
    most = max(float(one.max()) for one in quantiles)
    any_zero = any(bool((one <= 0.0).any()) for one in quantiles)
    width = (math.log10(most / least) or 1.0) / (_STACKS - 2 * _NONE_STACKS * any_zero)
    low = math.log10(least) - (2 * _NONE_STACKS * width if any_zero else 0.5 * width)
    places = [np.where(one > 0.0, np.log10(np.maximum(one, least)), low) for one in quantiles]
    stacks = [_stacked(one, low, width) for one in places]
    figure = new_sheet(headline, title, source, _BODY * len(rows) + 0.5, width=WIDTH)
    panels = figure.subplots(len(rows), 1, sharex=True, squeeze=False)[:, 0]
    end = low + (_STACKS + 2) * width
    for axes in panels:
        axes.set_xlim(low - width, end)
    ticks = [float(at) for at in range(math.ceil(math.log10(least) - width), math.floor(end) + 1)]
    names = [f"{10**at:,.0f}" if at >= 0 else f"{10**at:g}" for at in ticks]
    if any_zero:
        ticks, names = [low + _NONE_STACKS / 2 * width, *ticks], ["none", *names]
    panels[-1].set_xticks(ticks, names)
    panels[-1].set_xlabel(x_label)
    settle(figure)
    # All dots of one size, as large as the width of a stack and the tallest stack allow.
    tallest = 1 + max(under for one in stacks for _, under in one)
    across = panels[0].bbox.width / figure.dpi * width / (end - low + width)
    up = min(across, (panels[0].bbox.height / figure.dpi - 0.25) / tallest)
    for axes, row, own in zip(panels, rows, stacks, strict=True):
        _draw_row(axes, row, own, low, width, up)
    found = pd.DataFrame(
        [
            {"row": row.name, "dot": number, "value": value, "mark": ""}
            for row, own in zip(rows, quantiles, strict=True)
            for number, value in enumerate(own, start=1)
        ]
        + [
            {"row": row.name, "dot": 0, "value": place, "mark": text}
            for row in rows
            for text, place in row.marks.items()
        ]
    )
    told = [
        (f"{row.name}: dots" if row.name else "Dots")
        + f" from {words.number(float(own[0]))} to {words.number(float(own[-1]))}, "
        + f"the middle at {words.number(float(np.median(own)))}"
        + "".join(f"; {text}: {words.number(place)}" for text, place in row.marks.items())
        for row, own in zip(rows, quantiles, strict=True)
    ]
    alt = words.sentence(f"{headline}: fifty dots a row, over {x_label}", *told)
    return Picture("dots", figure, found, alt, words.headed(headline, title))
