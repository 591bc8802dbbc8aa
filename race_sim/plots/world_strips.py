"""Strips of one world: who invests, what is stopped, what is agreed, which game is played."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from race_sim.plots import style
from race_sim.plots.world_table import SIDES, spans

AGREEMENTS = {
    "non-binding": style.Band(style.RULE, "///"),
    "binding": style.Band(style.FAINT_INK, ""),
}
_HEIGHT = 0.72


def _fit_inside(axes: Axes, text: str, begin: float, end: float, y: float) -> None:
    """Write into a span if the text is not wider than it; needs a laid-out figure."""
    label = axes.text(
        (begin + end) / 2,
        y,
        text,
        ha="center",
        va="center",
        fontsize=style.SMALL,
        bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
    )
    room = np.diff(axes.transData.transform([(begin, y), (end, y)])[:, 0])[0]
    if label.get_window_extent().width + 14.0 > room:
        label.remove()


def _outline(axes: Axes, begin: float, end: float, row: int) -> None:
    axes.broken_barh(
        [(begin, end - begin)],
        (row - _HEIGHT / 2, _HEIGHT),
        facecolor="white",
        edgecolor=style.FAINT_INK,
        linewidth=0.6,
    )


def _values(table: pd.DataFrame, quantity: str, side: str, column: str) -> np.ndarray:
    return table.loc[(table["quantity"] == quantity) & (table["side"] == side), column].to_numpy()


def draw_strips(axes: Axes, table: pd.DataFrame, step: float) -> None:
    """For each side when it invests and how much of its progress is stopped; agreements."""
    years = _values(table, "invests", "us", "year").astype(float)
    edges = np.append(years, years[-1] + step)
    names = []
    row = 0
    for side in SIDES:
        colour = style.SIDE_COLOURS[side]
        _outline(axes, edges[0], edges[-1], row)
        invests = _values(table, "invests", side, "value") > 0.5
        axes.broken_barh(
            [
                (edges[begin], edges[end] - edges[begin])
                for begin, end, yes in spans(invests)
                if yes
            ],
            (row - _HEIGHT / 2, _HEIGHT),
            facecolor=colour,
            linewidth=0,
        )
        names.append(f"{style.SIDE_NAMES[side]} invests")
        _outline(axes, edges[0], edges[-1], row + 1)
        stopped = _values(table, "restriction", side, "value").astype(float)
        # The axis runs downwards: the area stands on the lower edge of its strip.
        floor = row + 1 + _HEIGHT / 2
        axes.fill_between(
            edges,
            floor,
            floor - _HEIGHT * np.append(stopped, stopped[-1]),
            step="post",
            facecolor=style.GREY,
            edgecolor=colour,
            linewidth=0.8,
        )
        names.append("progress stopped")
        row += 2
    _outline(axes, edges[0], edges[-1], row)
    for begin, end, treaty in spans(_values(table, "treaty", "both", "text")):
        if treaty in AGREEMENTS:
            band = AGREEMENTS[str(treaty)]
            axes.broken_barh(
                [(edges[begin], edges[end] - edges[begin])],
                (row - _HEIGHT / 2, _HEIGHT),
                facecolor=band.colour,
                hatch=band.hatch,
                edgecolor=style.INK,
                linewidth=0.6,
            )
    breaches = table[table["quantity"] == "breach"]
    axes.scatter(
        breaches["year"],
        np.full(len(breaches), row),
        marker="v",
        s=46,
        facecolors=[style.SIDE_COLOURS.get(str(side), style.INK) for side in breaches["side"]],
        edgecolors="white",
        zorder=4,
    )
    names.append("agreement")
    axes.set_yticks(range(row + 1), names)
    axes.set_ylim(row + 0.55, -0.55)
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.spines["left"].set_visible(False)


def draw_games(axes: Axes, table: pd.DataFrame, step: float) -> None:
    """A strip of the games that are played, each with its look."""
    years = _values(table, "game", "both", "year").astype(float)
    edges = np.append(years, years[-1] + step)
    for begin, end, game in spans(_values(table, "game", "both", "text")):
        band = style.GAME_BANDS[str(game)]
        axes.broken_barh(
            [(edges[begin], edges[end] - edges[begin])],
            (0.0, 1.0),
            facecolor=band.colour,
            hatch=band.hatch,
            edgecolor=style.INK,
            linewidth=0.6,
        )
    axes.set_ylim(0.0, 1.0)
    axes.set_yticks([0.5], ["game"])
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.spines["left"].set_visible(False)


def name_spans(strips: Axes, games: Axes, table: pd.DataFrame, step: float) -> None:
    """Names of agreements and games inside their spans, where they fit; after the layout."""
    years = _values(table, "game", "both", "year").astype(float)
    edges = np.append(years, years[-1] + step)
    for begin, end, treaty in spans(_values(table, "treaty", "both", "text")):
        if treaty in AGREEMENTS:
            _fit_inside(strips, str(treaty), edges[begin], edges[end], 4.0)
    for begin, end, game in spans(_values(table, "game", "both", "text")):
        _fit_inside(games, style.GAME_TITLES[str(game)], edges[begin], edges[end], 0.5)
