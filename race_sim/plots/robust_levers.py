"""Levers over a prior: where each lowers the danger, by how much, and how firm its place is."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.rows import draw_intervals, label_rows, rows_height
from race_sim.plots.sheet import new_sheet, settle

_COLUMNS = (
    "rank",
    "label",
    "lowers_value",
    "mean_value",
    "median_value",
    "percentile_10",
    "percentile_90",
    "raises",
    "mean_regret",
    "maximum_regret",
    "rank_low",
    "rank_high",
    "rank_1",
    "rank_2",
)
_LABELS = 2.9  # inches


def _plain(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def _draw_share(axes: Axes, table: pd.DataFrame) -> None:
    value, low, high = (
        100.0 * table[f"lowers_{end}"].to_numpy() for end in ("value", "low", "high")
    )
    draw_intervals(axes, value, low, high, style.BLUE)
    axes.plot(
        100.0 * table["raises"],
        [-place for place in range(len(table))],
        linestyle="none",
        marker="x",
        color=style.VERMILION,
        markersize=6.0,
        clip_on=False,
    )
    axes.set(title="Share of points", xlabel="%", xlim=(-3.0, 100.0))


def _draw_reduction(axes: Axes, table: pd.DataFrame) -> None:
    for place, (_, row) in enumerate(table.iterrows()):
        ends = [100.0 * row["percentile_10"], 100.0 * row["percentile_90"]]
        axes.plot(ends, [-place, -place], color=style.GREY, lw=6.0, solid_capstyle="butt", zorder=1)
    value, low, high = (100.0 * table[f"mean_{end}"].to_numpy() for end in ("value", "low", "high"))
    draw_intervals(axes, value, low, high, style.BLUE)
    axes.plot(
        100.0 * table["median_value"],
        [-place for place in range(len(table))],
        linestyle="none",
        marker="|",
        color=style.INK,
        markersize=12.0,
        markeredgewidth=2.0,
        zorder=4,
    )
    axes.axvline(0.0, color=style.FAINT_INK, lw=0.9, zorder=0)
    axes.set(title="Reduction", xlabel="percentage points")
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))


def _draw_regret(axes: Axes, table: pd.DataFrame) -> None:
    places = [-place for place in range(len(table))]
    for name, marker, colour in (
        ("mean_regret", "o", style.BLUE),
        ("maximum_regret", "D", style.BLACK),
    ):
        axes.plot(
            100.0 * table[name],
            places,
            linestyle="none",
            marker=marker,
            color=colour,
            markersize=5.5,
            clip_on=False,
        )
    axes.set_xscale("log")
    axes.set(title="Regret", xlabel="percentage points")


def _draw_ranks(axes: Axes, table: pd.DataFrame) -> None:
    places = [-place for place in range(len(table))]
    axes.hlines(places, table["rank_low"], table["rank_high"], color=style.GREY, lw=6.0, zorder=1)
    for name, marker, colour in (
        ("rank_1", "<", style.GREEN),
        ("rank_2", ">", style.ORANGE),
    ):
        axes.plot(
            table[name], places, linestyle="none", marker=marker, color=colour, markersize=6.0
        )
    axes.set(title="Place", xlabel="1 is the most robust", xlim=(0.0, len(table) + 1.0))
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))


@style.drawing()
def draw(
    table: pd.DataFrame, name: str, threshold: float, points: int, worlds: int, seed: int
) -> Picture:
    """The levers in the order of their places, four panels.

    Parameters
    ----------
    table : DataFrame
        From `race_sim.analysis.robust_levers.lever_ranking`, of two samples.
    name : str
        Of the picture's files.
    threshold : float
        A reduction that counts, as a probability.
    points : int
        Of the prior, in all.
    worlds : int
        Worlds a lever, in all.
    seed : int

    Raises
    ------
    InputError
        If a column is missing.
    """
    check_frame("robust_levers", table, _COLUMNS, "analysis.robust_levers.lever_ranking")
    counted = words.counted(points, "point")
    least = f"{100.0 * threshold:g} percentage points"
    headline = "Which levers are robust over what is plausible"
    title = f"Reduction of the chance of a catastrophe by 2046, at {counted} of the prior"
    source = words.source_line(
        worlds, seed, "Half of the points with this seed, half with the next", each="a lever"
    )
    key = (
        f"Share of points: where the lever lowers the chance by more than {least} (circle, 95 % "
        "interval over points), and where it raises it by more than that (cross). Reduction: mean "
        "with its 95 % interval (circle), median (bar), the middle four fifths of points (grey). "
        "Regret: how far from the best lever, mean (circle) and largest (diamond). Place: 95 % of "
        "resamples of the points (grey), and either half (triangles)."
    )
    labels = table["label"].tolist()
    figure = new_sheet(headline, title, source, rows_height(labels, 0.31, 50) + 0.7, key, 10.0)
    panels = figure.subplots(1, 4, width_ratios=(1.1, 1.3, 1.0, 0.9))
    for axes, drawn in zip(
        panels, (_draw_share, _draw_reduction, _draw_regret, _draw_ranks), strict=True
    ):
        drawn(axes, table)
        axes.grid(axis="x")
        axes.set_ylim(-len(table) + 0.4, 0.6)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _plain(value)))
    label_rows(panels[0], labels, _LABELS)
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title),
        *(_told(row, least) for _, row in table.iterrows()),
    )
    return Picture(name, figure, table, alt, words.headed(headline, title))


def _told(row: pd.Series, least: str) -> str:
    share = words.percent_with_interval(*(row[f"lowers_{end}"] for end in ("value", "low", "high")))
    return (
        f"Place {row['rank']} ({row['rank_low']} to {row['rank_high']}), {row['label']}: lowers "
        f"the chance by more than {least} at {share} of points, by "
        f"{words.number(100.0 * row['mean_value'])} points on average"
    )
