"""Whether Sobol' indices have settled: the highest of them from growing parts of the sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from race_sim.plots import labels, naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sensitivity import index_text
from race_sim.plots.sheet import new_sheet, settle, wrapped

MOST_LINES = len(style.SERIES_COLOURS)
COLUMNS = ("blocks", "parameter", "total", "total_low", "total_high")
_LABEL_WIDTH = 2.9  # inches
_SHIFT = 0.035  # between neighbours, in doublings of the sample


@style.drawing()
def draw(
    parts: pd.DataFrame,
    parameters: Sequence[str],
    outcome: str,
    title: str,
    confidence: float = 0.95,
    name: str = "index-convergence",
) -> Picture:
    """Total indices against the size of the sample.

    Parameters
    ----------
    parts : DataFrame
        From `race_sim.analysis.convergence.growing`: columns `blocks`, `parameter`, `total`,
        `total_low`, `total_high`.
    parameters : sequence of str
        Which to draw, the highest first; the first six are.
    outcome : str
        Of `race_sim.outcomes.OUTCOMES`.
    title : str
        What was simulated.
    confidence : float
        Of the intervals.
    name : str
        Of the picture's files.

    Returns
    -------
    Picture
        Table: `parts`.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame("index_convergence", parts, COLUMNS, "race_sim.analysis.convergence")
    drawn = list(parameters)[:MOST_LINES]
    headline = "Have the total indices settled?"
    about = words.first_capital(naming.quantity(outcome))
    title = f"{about}. {title}" if title else about
    source = (
        f"{words.of_this_version('Total Sobol' + chr(39) + ' indices')}. Lines: "
        f"{100 * confidence:g}{words.NO_BREAK}% bootstrap intervals, set slightly apart."
    )
    figure = new_sheet(headline, title, source, 3.4)
    axes = figure.add_subplot()
    blocks = np.sort(parts["blocks"].unique())
    middle = (len(drawn) - 1) / 2
    ends = []
    for place, key in enumerate(drawn):
        rows = parts[parts["parameter"] == key].sort_values("blocks")
        x = rows["blocks"].to_numpy(dtype=float) * 2.0 ** (_SHIFT * (place - middle))
        total, low, high = (
            rows[column].to_numpy(dtype=float) for column in ("total", "total_low", "total_high")
        )
        colour = style.SERIES_COLOURS[place]
        axes.vlines(x, low, high, color=colour, linewidth=1.2)
        axes.plot(
            x,
            total,
            color=colour,
            linestyle=style.SERIES_DASHES[place],
            linewidth=1.3,
            marker=style.SERIES_MARKERS[place],
            markersize=5.5,
        )
        ends.append((float(x[-1]), float(total[-1])))
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_locator(FixedLocator(blocks.tolist()))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_xlim(blocks[0] * 2**-0.2, blocks[-1] * 2**0.15)
    axes.set_ylim(0.0, None)
    axes.grid(axis="y")
    axes.set(xlabel="base points of the sample", ylabel="total index")
    # A text that is laid out with the axes keeps the room for the labels.
    keeper = axes.text(1.06, 0.5, "", transform=axes.transAxes)
    said = ["\n".join(wrapped(figure, naming.meaning(k), _LABEL_WIDTH, style.SMALL)) for k in drawn]
    keeper.set(text=max(said, key=lambda text: max(map(len, text.split("\n")))), alpha=0.0)
    keeper.set_fontsize(style.SMALL)
    settle(figure)
    keeper.remove()
    _label_ends(axes, ends, said)
    last = parts[parts["blocks"] == blocks[-1]].set_index("parameter")
    first = parts[parts["blocks"] == blocks[0]].set_index("parameter")
    alt = words.sentence(
        words.headed(headline, title),
        *(
            f"{naming.in_words(key)}: {_told(first.loc[key])} at "
            f"{words.counted(int(blocks[0]), 'base point')}, {_told(last.loc[key])} at "
            f"{int(blocks[-1]):,}"
            for key in drawn
        ),
    )
    return Picture(name, figure, parts, alt, words.headed(headline, title))


def _told(row: pd.Series) -> str:
    return index_text(row["total"], row["total_low"], row["total_high"])


def _label_ends(axes: Axes, ends: list[tuple[float, float]], said: list[str]) -> None:
    """Name each line at its right end, with a thin leader where the name had to move."""
    room = axes.get_window_extent()
    texts = [
        axes.text(1.05, 0.5, text, transform=axes.transAxes, fontsize=style.SMALL, va="center")
        for text in said
    ]
    heights = [labels.box_of(text).height + 6.0 for text in texts]
    starts = axes.transData.transform(np.array(ends))
    # Backwards, so that of lines that end at the same place the first is named on top.
    wanted = starts[::-1, 1].tolist()
    centres = labels.spread_within(wanted, heights[::-1], room.y0 - 30.0, room.y1 + 30.0)[::-1]
    colours = style.SERIES_COLOURS[: len(texts)]
    for text, start, centre, colour in zip(texts, starts, centres, colours, strict=True):
        gap = np.array([[start[0] + 6.0, start[1]], [room.x1 + 0.045 * room.width, centre]])
        leader = axes.transAxes.inverted().transform(gap)
        text.set_y(float(leader[1, 1]))
        axes.plot(
            leader[:, 0],
            leader[:, 1],
            transform=axes.transAxes,
            color=colour,
            linewidth=0.7,
            clip_on=False,
        )
