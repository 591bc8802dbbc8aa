"""The race in time: medians and bands over all worlds, with a few worlds drawn through them.

Bands alone hide that a world is a path with jumps; a few sample worlds show it (Hullman and
others, 2015, PLOS ONE 10(11), e0142444).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.fan_table import SIDES, alt_of, moments_of, table_of
from race_sim.plots.frames import check_frame
from race_sim.plots.paths import (
    chosen_worlds,
    paths_of,
    set_year_axis,
    step_length,
)
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

MOST_SAMPLES = 5
_SAMPLES = 4
_SAMPLE_COLOUR = "#333333"
_STAR: dict[str, Any] = {
    "marker": "*",
    "markersize": 9,
    "markeredgecolor": _SAMPLE_COLOUR,
    "markeredgewidth": 0.8,
}


_LABELS = {
    "capability": "capability, OOM",
    "gap": "safety gap, OOM",
    "alarm": "alarm (truth = 1)",
}


def _mark_moments(
    axes: Axes, years: np.ndarray, values: np.ndarray, table: pd.DataFrame, side: str, series: str
) -> None:
    """Stars on a sample world's path: filled where the moment is this side's own."""
    rival = "cn" if side == "us" else "us"
    for host, face in ((rival, "white"), (side, _SAMPLE_COLOUR)):
        moments = moments_of(table, host, series)
        axes.plot(
            moments,
            np.interp(moments, years, values) if len(moments) else [],
            linestyle="none",
            markerfacecolor=face,
            zorder=5,
            **_STAR,
        )


def _draw_quantity(
    axes: Axes, table: pd.DataFrame, quantity: str, side: str, samples: Sequence[int]
) -> None:
    rows = table[(table["quantity"] == quantity) & (table["side"] == side)]
    every = rows[rows["series"] == "all worlds"]
    colour = style.SIDE_COLOURS[side]
    bands = (
        (("low_95", "high_95", 0.45),)
        if quantity == "investing"
        else (
            ("low_90", "high_90", 0.2),
            ("low_50", "high_50", 0.45),
        )
    )
    for low, high, strength in bands:
        axes.fill_between(
            every["year"], every[low], every[high], color=style.tint(colour, strength), linewidth=0
        )
    axes.plot(
        every["year"], every["value"], color=colour, linestyle=style.SIDE_DASHES[side], zorder=3
    )
    if quantity == "investing":
        return
    for number, world in enumerate(samples):
        path = rows[rows["series"] == f"world {world}"]
        axes.plot(
            path["year"],
            path["value"],
            color=_SAMPLE_COLOUR,
            linewidth=0.8,
            linestyle=style.SERIES_DASHES[number],
            zorder=4,
        )
        _mark_moments(
            axes, path["year"].to_numpy(), path["value"].to_numpy(), table, side, f"world {world}"
        )


def _draw_choices(
    axes: Axes, table: pd.DataFrame, side: str, samples: Sequence[int], step: float
) -> None:
    """For each sample world a strip, filled where the side invests."""
    rows = table[(table["quantity"] == "investing") & (table["side"] == side)]
    for number, world in enumerate(samples):
        path = rows[rows["series"] == f"world {world}"]
        years = path["year"].to_numpy()
        if not len(years):
            continue
        height = 0.62
        begin, end = years[0], years[-1] + step
        axes.broken_barh(
            [(begin, end - begin)],
            (number - height / 2, height),
            facecolor="white",
            edgecolor=style.FAINT_INK,
            linewidth=0.6,
        )
        invested = years[path["value"].to_numpy() > 0.5]
        axes.broken_barh(
            [(year, step) for year in invested],
            (number - height / 2, height),
            facecolor=style.SIDE_COLOURS[side],
            linewidth=0,
        )
        _mark_moments(axes, years, np.full(len(years), number), table, side, f"world {world}")
    axes.set_ylim(len(samples) - 0.4, -0.6)
    axes.set_yticks(range(len(samples)), [f"world {world}" for world in samples])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _draw_legend(axes: Axes, samples: Sequence[int]) -> None:
    """Three keys in a row: what the bands are, which world is which, what the stars mean."""

    def pair(strength: float) -> tuple[Patch, ...]:
        return tuple(Patch(color=style.tint(style.SIDE_COLOURS[side], strength)) for side in SIDES)

    def star(face: str) -> Line2D:
        return Line2D([], [], linestyle="none", markerfacecolor=face, **_STAR)

    medians = tuple(
        Line2D([], [], color=style.SIDE_COLOURS[side], linestyle=style.SIDE_DASHES[side])
        for side in SIDES
    )
    worlds = [
        Line2D([], [], color=_SAMPLE_COLOUR, linewidth=0.8, linestyle=style.SERIES_DASHES[number])
        for number in range(len(samples))
    ]
    keys: list[tuple[float, list[Artist | tuple[Artist, ...]], list[str]]] = [
        (
            0.0,
            [medians, pair(0.45), pair(0.2)],
            ["median, or share", "half of the worlds", "nine in ten worlds"],
        ),
        (0.34, [*worlds], [f"sample: world {world}" for world in samples]),
        (
            0.66,
            [star(_SAMPLE_COLOUR), star("white")],
            ["Chernobyl moment in this country", "Chernobyl moment in the other"],
        ),
    ]
    axes.axis("off")
    for place, handles, texts in keys if samples else keys[:1]:
        earlier = axes.get_legend()
        if earlier is not None:
            axes.add_artist(earlier)  # a new legend would take its place
        axes.legend(
            handles,
            texts,
            loc="upper left",
            bbox_to_anchor=(place, 1.0),
            borderaxespad=0.0,
            handlelength=3.2,
            handler_map={tuple: HandlerTuple(ndivide=None, pad=0.15)},
        )


@style.drawing()
def draw(
    trajectories: pd.DataFrame,
    title: str,
    seed: int | None = None,
    samples: Sequence[int] | None = None,
) -> Picture:
    """Capability, safety gap, alarm and choices of both sides, with sample worlds through them.

    Parameters
    ----------
    trajectories : DataFrame
        One row a world and step, from `race_sim.trajectories`.
    title : str
        What was simulated, for example the scenario's title.
    seed : int, optional
        For the source line.
    samples : sequence of int, optional
        Worlds to draw through the fan, at most five; by default the first four.

    Returns
    -------
    Picture
        Table: one row a quantity, side, series and year. The series `all worlds` has the median
        (`value`) and the bounds of the middle 50 and 90 % of the worlds that are still running;
        for `investing`, the share and its 95 % Wilson interval. A series `world n` is a sample
        world, with its Chernobyl moments.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column, or a sample world is not in it.
    """
    columns = ["world", "year"]
    for side in SIDES:
        names = ("capability", "gap", "alarm", "invests", "chernobyl_moments")
        columns.extend(f"{side}_{name}" for name in names)
    check_frame("fan", trajectories, columns, "race_sim.trajectories")
    paths = paths_of(trajectories)
    chosen = chosen_worlds("fan", paths, samples, _SAMPLES if samples is None else MOST_SAMPLES)
    table = table_of(trajectories, paths, chosen)
    step = step_length(paths)
    last = float(paths.years[-1]) + step

    headline = "The race in time"
    source = words.source_line(
        len(paths.worlds),
        seed,
        "Bands: the middle 50 and 90 % of the worlds still running",
        "Share investing: 95 % Monte-Carlo interval (Wilson)",
        *paths.cut_note(),
    )
    strips = 0.24 * max(len(chosen), 1) + 0.1
    figure = new_sheet(headline, title, source, 9.1 + strips)
    grid = figure.add_gridspec(6, 2, height_ratios=(2.1, 2.1, 1.9, 1.5, strips, 0.75))
    left = [figure.add_subplot(grid[row, 0]) for row in range(5)]
    right = [figure.add_subplot(grid[row, 1], sharey=left[row]) for row in range(5)]
    for axes in (*left[:4], *right):
        axes.tick_params(labelbottom=axes is right[4], labelleft=axes in left)
    for side, panels in zip(SIDES, (left, right), strict=True):
        panels[0].set_title(style.SIDE_NAMES[side], color=style.SIDE_COLOURS[side])
        for axes, quantity in zip(panels[:4], (*_LABELS, "investing"), strict=True):
            _draw_quantity(axes, table, quantity, side, chosen)
            axes.grid()
        _draw_choices(panels[4], table, side, chosen, step)
        for axes in panels:
            set_year_axis(axes, paths, last)
        for axes in panels[:4]:
            axes.set_xlabel("")
    for axes, label in zip(left[:3], _LABELS.values(), strict=True):
        axes.set_ylabel(label)
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    left[3].set(ylabel="investing in\nsafety, % of worlds", ylim=(-0.02, 1.02))
    left[3].yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    left[4].set_ylabel("invests\n(filled)")
    _draw_legend(figure.add_subplot(grid[5, :]), chosen)
    figure.align_ylabels(left)
    settle(figure)
    alt = alt_of(headline, title, table, len(paths.worlds))
    return Picture("fan", figure, table, alt, words.headed(headline, title))
