"""A few lines over a common axis, each with its name at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.labels import spread_within
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle, text_width
from race_sim.problems import InputError, Problem

MOST = len(style.SERIES_COLOURS)
Values = Sequence[float] | np.ndarray


class Line(NamedTuple):
    """One line.

    Attributes
    ----------
    name : str
        Written at its end.
    x, y : sequence of float, or array
    side : str
        `"us"` or `"cn"` for a line in the colour of a side; else the lines differ by dash.
    faint : bool
        A line to compare with.
    """

    name: str
    x: Values
    y: Values
    side: str = ""
    faint: bool = False


def _look(line: Line, number: int) -> dict[str, object]:
    if line.side:
        colour, dash = style.SIDE_COLOURS[line.side], style.SIDE_DASHES[line.side]
    else:
        colour, dash = style.SERIES_COLOURS[number], style.SERIES_DASHES[number]
    if line.faint:
        return {"color": style.tint(style.INK, 0.5), "linestyle": dash, "linewidth": 1.2}
    return {"color": colour, "linestyle": dash, "linewidth": 2.0}


def _alt(headline: str, lines: Sequence[Line], x_label: str, percent: bool) -> str:
    shown = words.percent if percent else words.number
    told = []
    for line in lines:
        places = sorted({0, len(line.x) // 2, len(line.x) - 1})
        # Places as one would type them: a year has no comma.
        values = (f"{shown(line.y[at])} at {words.plain_number(line.x[at])}" for at in places)
        told.append(f"{line.name}: {', '.join(values)}")
    return words.sentence(f"{headline}, over {x_label}", *told)


@style.drawing()
def draw(
    lines: Sequence[Line],
    headline: str,
    title: str,
    x_label: str,
    y_label: str,
    source: str,
    marks: Mapping[str, float] | None = None,
    percent: bool = False,
    logarithmic: bool = False,
    height: float = 3.4,
) -> Picture:
    """Lines over a common axis.

    Parameters
    ----------
    lines : sequence of Line
        At most six.
    headline, title : str
        What is shown, and of what.
    x_label, y_label : str
    source : str
        The line under the picture.
    marks : mapping of str to float, optional
        Upright lines: what is written at each, and where it stands.
    percent : bool
        Whether the values are shares, from 0 to 1.
    logarithmic : bool
        Whether the axis that all share grows by a factor from mark to mark.
    height : float
        Of the axes, in inches.

    Returns
    -------
    Picture
        Table: columns `line`, `x`, `y`.

    Raises
    ------
    InputError
        If there is no line, or more than can be told apart.
    """
    if not 1 <= len(lines) <= MOST:
        raise InputError("lines", [Problem("lines", f"{len(lines)}", f"1 to {MOST}")])
    lines = [line._replace(x=np.asarray(line.x), y=np.asarray(line.y)) for line in lines]
    figure = new_sheet(headline, title, source, height)
    axes = figure.add_subplot()
    place = np.log10 if logarithmic else np.asarray
    for number, line in enumerate(lines):
        axes.plot(place(line.x), line.y, **_look(line, number))  # type: ignore[arg-type]
    axes.set(xlabel=x_label, ylabel=y_label)
    axes.grid(True, axis="y")
    if percent:
        axes.set_ylim(0.0, 1.12 if marks else 1.0)  # marks have their names at the top
        axes.set_yticks(np.linspace(0.0, 1.0, 6))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f} %"))
    low = float(place(min(min(line.x) for line in lines)))
    high = float(place(max(max(line.x) for line in lines)))
    room = max(text_width(figure, line.name, style.MEDIUM, "bold") for line in lines)
    share = min(0.45, (room + 0.2) / (figure.get_size_inches()[0] - 0.9))
    axes.set_xlim(low, low + (high - low) / (1.0 - share))
    if logarithmic:
        numbers = [one * 10.0**power for power in range(12) for one in (1, 2, 5)]
        shown = [one for one in numbers if low <= np.log10(one) <= high]
        axes.set_xticks(np.log10(shown), [f"{one:,.0f}" for one in shown])
    else:
        if all(np.all(line.x == np.round(line.x)) for line in lines):  # no half of a year
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xticks([tick for tick in axes.get_xticks() if low <= tick <= high])
    axes.spines["bottom"].set_bounds(low, high)
    bottom, top = axes.get_ylim()
    size = (top - bottom) * style.MEDIUM * 1.35 / 72.0 / (height - 0.5)
    centres = spread_within([line.y[-1] for line in lines], [size] * len(lines), bottom, top)
    for number, (line, centre) in enumerate(zip(lines, centres, strict=True)):
        end, look = float(place(line.x[-1])), _look(line, number)
        beside = high + 0.012 * (high - low)
        if end < high or abs(centre - line.y[-1]) > 0.2 * size:
            axes.plot(
                [end, beside],
                [line.y[-1], centre],
                color=look["color"],
                linewidth=0.6,
                clip_on=False,
            )
        axes.text(
            beside + 0.005 * (high - low),
            centre,
            line.name,
            va="center",
            fontweight="normal" if line.faint else "bold",
            color=style.FAINT_INK if line.faint else look["color"],
        )
    for text, where in (marks or {}).items():
        axes.axvline(
            float(place(where)), color=style.FAINT_INK, linewidth=0.9, linestyle=(0, (2, 2))
        )
        axes.annotate(
            text,
            (float(place(where)), 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4, -2),
            textcoords="offset points",
            va="top",
            fontsize=style.SMALL,
            color=style.FAINT_INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )
    settle(figure)
    table = pd.concat(
        [
            pd.DataFrame({"line": line.name, "x": np.asarray(line.x), "y": np.asarray(line.y)})
            for line in lines
        ],
        ignore_index=True,
    )
    alt = _alt(headline, lines, x_label, percent)
    return Picture("lines", figure, table, alt, words.headed(headline, title))
