"""One world: what both sides could do, did, and suffered, quarter by quarter."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator
from matplotlib.transforms import Bbox

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.labels import box_of, dense, place_near, spread_within
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle
from race_sim.plots.world_strips import AGREEMENTS, draw_games, draw_strips, name_spans
from race_sim.plots.world_table import (
    LINES,
    SIDES,
    EventLike,
    alt_of,
    ending_of,
    table_of,
)
from race_sim.problems import InputError, Problem

_LABELS = {
    "capability": "capability,\nOOM",
    "gap": "safety gap,\nOOM",
    "alarm": "alarm\n(truth = 1)",
}
_MOST_TOLD = 8  # Chernobyl moments that are told of under the picture
_FROM_BELOW = ("cn", "us")  # whose name is lower where both lines end at the same place
_GREAT = ("Chernobyl moment", "catastrophe")
_GREAT_MARKERS = {"Chernobyl moment": "*", "catastrophe": "X"}


def _draw_lines(axes: Axes, table: pd.DataFrame, quantity: str) -> None:
    for side in SIDES:
        rows = table[(table["quantity"] == quantity) & (table["side"] == side)]
        axes.plot(
            rows["year"],
            rows["value"],
            color=style.SIDE_COLOURS[side],
            linestyle=style.SIDE_DASHES[side],
            marker=style.SIDE_MARKERS[side],
            markersize=4.5,
            markevery=[len(rows) - 1],
            clip_on=False,
        )
    axes.set_ylabel(_LABELS[quantity])
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.grid()


def _add_names(axes: Axes) -> list[Text]:
    """Each side's name at the right, to be moved to its line's end after the layout."""
    return [
        axes.text(
            1.012,
            0.5,
            style.SIDE_NAMES[side],
            transform=axes.transAxes,
            va="center",
            color=style.SIDE_COLOURS[side],
            fontweight="bold",
        )
        for side in _FROM_BELOW
    ]


def _move_names(axes: Axes, names: list[Text], table: pd.DataFrame, quantity: str) -> None:
    rows = table[table["quantity"] == quantity]
    ends = [(0.0, rows.loc[rows["side"] == side, "value"].iloc[-1]) for side in _FROM_BELOW]
    to_axes = axes.transData + axes.transAxes.inverted()
    wanted = [float(place) for _, place in to_axes.transform(ends)]
    sizes = [box_of(name, 1.0).height / axes.bbox.height for name in names]
    for name, place in zip(names, spread_within(wanted, sizes, -0.1, 1.1), strict=True):
        name.set_y(place)


def _incidents(table: pd.DataFrame) -> pd.DataFrame:
    """All incidents, in order of time; the great ones numbered from 1."""
    found = table[table["quantity"].isin(["incident", *_GREAT])]
    found = found.sort_values(["year", "side"], kind="stable").reset_index(drop=True)
    great = found["quantity"].isin(_GREAT)
    return found.assign(number=great.cumsum().where(great, 0))


def _area(severity: float) -> float:
    return 22.0 + 38.0 * math.log10(max(severity, 1.0))


def _draw_incidents(axes: Axes, incidents: pd.DataFrame) -> None:
    axes.set_yscale("log")
    top = max(100.0, float(incidents["value"].max()) if len(incidents) else 1.0)
    axes.set_ylim(0.6, 4.0 * top)
    axes.vlines(
        incidents["year"], 0.6, incidents["value"], color=style.FAINT_INK, linewidth=0.8, zorder=2
    )
    for side in SIDES:
        for quantity in ("incident", *_GREAT):
            rows = incidents[(incidents["side"] == side) & (incidents["quantity"] == quantity)]
            great = quantity in _GREAT
            axes.scatter(
                rows["year"],
                rows["value"],
                s=[_area(value) * (1.9 if great else 1.0) for value in rows["value"]],
                marker=_GREAT_MARKERS.get(quantity, style.SIDE_MARKERS[side]),
                facecolors=style.SIDE_COLOURS[side],
                edgecolors=style.INK if great else "white",
                linewidths=0.9,
                zorder=3,
                clip_on=False,
            )
    ticks = [10.0**power for power in range(math.floor(math.log10(4.0 * top)) + 1)]
    axes.set_yticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_ylabel("severity of\nincidents")
    axes.grid(axis="y")


def _number_incidents(axes: Axes, incidents: pd.DataFrame) -> None:
    """Numbers beside the great incidents, which the key tells of."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    heads = axes.transData.transform(incidents[["year", "value"]].to_numpy(dtype=float))
    feet = axes.transData.transform([(year, 0.6) for year in incidents["year"]] or [(0.0, 1.0)])
    taken: list[Bbox] = []
    for (x, y), severity in zip(heads, incidents["value"], strict=True):
        radius = math.sqrt(1.9 * _area(severity)) / 2 * figure.dpi / 72.0
        taken.append(Bbox.from_extents(x - radius, y - radius, x + radius, y + radius))
    stems = [dense(np.array([foot, head])) for foot, head in zip(feet, heads, strict=False)]
    lines = np.concatenate([np.empty((0, 2)), *stems])
    for head, number in zip(heads, incidents["number"], strict=True):
        if not number:
            continue
        text = axes.text(
            0.0,
            0.0,
            f"{number}",
            transform=None,
            ha="center",
            va="center",
            fontsize=style.SMALL,
            fontweight="bold",
        )
        near = (12.0, 18.0, 26.0, 36.0)
        if place_near(text, head[None, :], axes.bbox, taken, lines, near) is None:
            text.remove()
        else:
            taken.append(box_of(text, 2.0))


def _told(incidents: pd.DataFrame) -> list[str]:
    """The Chernobyl moments in words, the most severe ones if there are many."""
    great = incidents[incidents["number"] > 0]
    chosen = great.nlargest(_MOST_TOLD, "value").sort_values("number")
    lines = [
        f"{row['number']}  {words.year(row['year'])}, "
        f"{style.SIDE_NAMES[row['side']]}: {row['text']}"
        for _, row in chosen.iterrows()
    ]
    if len(great) > len(chosen):
        lines.append(f"and {words.counted(len(great) - len(chosen), 'lesser one')}")
    return lines


def _mark(marker: str, size: float) -> Line2D:
    return Line2D(
        [],
        [],
        linestyle="none",
        marker=marker,
        markersize=size,
        markerfacecolor="white",
        markeredgecolor=style.INK,
    )


def _legend_entries(table: pd.DataFrame) -> list[tuple[Artist, str]]:
    """What the marks and strips mean, of those that are there."""
    there = set(table["quantity"])
    treaties = set(table.loc[table["quantity"] == "treaty", "text"])
    entries: list[tuple[Artist, str]] = [
        (_mark("o", 5.5), "incident in the United States"),
        (_mark("s", 5.5), "incident in China"),
    ]
    for quantity, marker, size, text in (
        ("Chernobyl moment", "*", 11.0, "Chernobyl moment"),
        ("catastrophe", "X", 8.0, "catastrophe"),
        ("breach", "v", 6.5, "a breach of the treaty is found"),
    ):
        if quantity in there:
            entries.append((_mark(marker, size), text))
    entries.append((style.swatch(style.Band(style.GREY, "")), "share of progress stopped"))
    for treaty, band in AGREEMENTS.items():
        if treaty in treaties:
            entries.append((style.swatch(band), f"{treaty} agreement"))
    return entries


def _games_of(table: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(table.loc[table["quantity"] == "game", "text"]))


def _draw_legend(axes: Axes, table: pd.DataFrame) -> None:
    """What the marks mean, and every game of the strip."""
    entries = _legend_entries(table)
    axes.axis("off")
    marks = axes.legend(
        [artist for artist, _ in entries],
        [text for _, text in entries],
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        borderaxespad=0.0,
        handlelength=2.2,
        handleheight=1.1,
    )
    axes.add_artist(marks)
    games = _games_of(table)
    axes.legend(
        [style.swatch(style.GAME_BANDS[game]) for game in games],
        [style.GAME_TITLES[game] for game in games],
        loc="upper left",
        bbox_to_anchor=(0.42, 1.0),
        borderaxespad=0.0,
        ncols=2,
        handlelength=2.2,
        handleheight=1.1,
    )


@style.drawing()
def draw(
    history: pd.DataFrame,
    events: Iterable[EventLike] | pd.DataFrame,
    title: str,
    seed: int | None = None,
) -> Picture:
    """One world in time: capability, gap, alarm, incidents, choices, agreements and games.

    Parameters
    ----------
    history : DataFrame
        `RaceModel.history`: one row a step, of one world.
    events : iterable of Event, or DataFrame
        `RaceModel.events`.
    title : str
        What was simulated, for example the scenario's title and the world's number.
    seed : int, optional
        For the source line.

    Returns
    -------
    Picture
        Table: one row an observation, columns `quantity`, `side`, `year`, `value`, `text`.

    Raises
    ------
    InputError
        If the history is empty, lacks a column, or holds more than one world.
    """
    columns = ["world", "year", "game", "treaty", "catastrophe"]
    for side in SIDES:
        names = ("capability", "gap", "alarm", "restriction", "invests", "chernobyl_moments")
        columns.extend(f"{side}_{name}" for name in names)
    check_frame("world", history, columns, "RaceModel.history")
    if history["world"].nunique() > 1:
        what = f"{history['world'].nunique()} worlds"
        raise InputError("plots.world", [Problem("world", what, "the history of one")])
    listed: list[Any] = list(events.itertuples() if isinstance(events, pd.DataFrame) else events)
    years = history["year"].to_numpy(dtype=float)
    step = float(np.diff(years).min()) if len(years) > 1 else 0.25
    end = float(years[-1]) + step
    table = table_of(history, listed)
    incidents = _incidents(table)
    ending = ending_of(history, listed, end)

    headline = "One world"
    world = f"World {int(history['world'].iloc[0])}"
    source = words.of_this_version(world if seed is None else f"{world} of seed {seed}")
    lines = max(len(_legend_entries(table)), math.ceil(len(_games_of(table)) / 2))
    legend = 0.2 * lines + 0.1
    figure = new_sheet(headline, title, source, 8.3 + legend, "\n".join(_told(incidents)))
    heights = (1.5, 1.5, 1.3, 1.35, 1.55, 0.5, legend)
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    panels = [figure.add_subplot(grid[0])]
    panels += [figure.add_subplot(grid[row], sharex=panels[0]) for row in range(1, 6)]
    for axes, quantity in zip(panels[:3], LINES, strict=True):
        _draw_lines(axes, table, quantity)
    _draw_incidents(panels[3], incidents)
    draw_strips(panels[4], table, step)
    draw_games(panels[5], table, step)
    for axes in panels[:4]:
        for year in incidents.loc[incidents["number"] > 0, "year"]:
            axes.axvline(year, color=style.INK, linewidth=0.7, alpha=0.35)
    panels[0].set_title(words.first_capital(ending), loc="right", fontweight="normal")
    panels[0].set_xlim(float(years[0]), max(end, float(years[0]) + 1.0))
    panels[5].xaxis.set_major_locator(MaxNLocator(8, integer=end - years[0] > 4.0))
    panels[5].xaxis.set_major_formatter(FuncFormatter(lambda year, _: words.year(year)))
    panels[5].set_xlabel("year")
    for axes in panels[:5]:
        axes.tick_params(labelbottom=False)
    _draw_legend(figure.add_subplot(grid[6]), table)
    figure.align_ylabels(panels[:4])
    side_names = [_add_names(axes) for axes in panels[:3]]
    settle(figure)
    for axes, pair, quantity in zip(panels[:3], side_names, LINES, strict=True):
        _move_names(axes, pair, table, quantity)
    _number_incidents(panels[3], incidents)
    name_spans(panels[4], panels[5], table, step)
    alt = alt_of(headline, title, table, ending, step)
    return Picture("world", figure, table, alt, words.headed(headline, title))
