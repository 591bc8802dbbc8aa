"""One world twice under the same luck: as it happened and with a change, and where they part."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.counterfactual_panels import (
    FACTUAL,
    GREAT,
    GREAT_MARKERS,
    HISTORIES,
    LOOKS,
    OTHER,
    draw_choices,
    draw_incidents,
    draw_lines,
    in_both,
)
from race_sim.plots.frames import check_frame
from race_sim.plots.labels import box_of, spread_within
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle
from race_sim.plots.world_table import SIDES, EventLike, ending_of, table_of
from race_sim.problems import InputError, Problem

_SHADE = "#F0F0F0"
_COLUMNS = ["world", "year", "game", "treaty", "catastrophe"] + [
    f"{side}_{name}"
    for side in SIDES
    for name in ("capability", "gap", "alarm", "restriction", "invests", "chernobyl_moments")
]


def _table(histories: dict[str, pd.DataFrame], events: dict[str, list[Any]]) -> pd.DataFrame:
    """Both worlds as one long table, with the lead; columns as in `world`, and `history`."""
    parts = []
    for name, history in histories.items():
        lead = pd.DataFrame(
            {
                "quantity": "lead",
                "side": "us",
                "year": history["year"].to_numpy(dtype=float),
                "value": (history["us_capability"] - history["cn_capability"]).to_numpy(),
                "text": "",
            }
        )
        both = pd.concat([table_of(history, events[name]), lead], ignore_index=True)
        parts.append(both.assign(history=name))
    return pd.concat(parts, ignore_index=True)


def _end_names(axes: Axes) -> list[Text]:
    return [
        axes.text(
            1.012,
            0.5,
            name,
            transform=axes.transAxes,
            va="center",
            color=LOOKS[name].colour,
            fontweight="bold",
            fontsize=style.SMALL,
        )
        for name in HISTORIES
    ]


def _move_end_names(
    axes: Axes, names: list[Text], table: pd.DataFrame, quantity: str, side: str
) -> None:
    rows = table[(table["quantity"] == quantity) & (table["side"] == side)]
    ends = [(0.0, float(rows.loc[rows["history"] == name, "value"].iloc[-1])) for name in HISTORIES]
    to_axes = axes.transData + axes.transAxes.inverted()
    wanted = [float(place) for _, place in to_axes.transform(ends)]
    sizes = [box_of(text, 1.0).height / axes.bbox.height for text in names]
    for text, place in zip(names, spread_within(wanted, sizes, -0.1, 1.1), strict=True):
        text.set_y(place)


def _key(axes: Axes, table: pd.DataFrame) -> None:
    there = set(table["quantity"])

    def mark(marker: str, filled: bool, size: float) -> Line2D:
        return Line2D(
            [],
            [],
            linestyle="none",
            marker=marker,
            markersize=size,
            markerfacecolor=style.INK if filled else "white",
            markeredgecolor=style.INK,
        )

    entries: list[tuple[Any, str]] = [
        (mark("o", False, 5.5), "incident in the United States"),
        (mark("s", False, 5.5), "incident in China"),
        (mark("o", True, 5.5), "filled: in this history only"),
        (mark("o", False, 5.5), "hollow: in both"),
    ]
    for quantity, size in (("Chernobyl moment", 11.0), ("catastrophe", 8.0)):
        if quantity in there:
            entries.append((mark(GREAT_MARKERS[quantity], False, size), quantity))
    axes.axis("off")
    axes.legend(
        [artist for artist, _ in entries],
        [text for _, text in entries],
        loc="upper left",
        bbox_to_anchor=(-0.12, 1.0),
        borderaxespad=0.0,
        ncols=3,
        handlelength=1.6,
        columnspacing=1.6,
    )


def _check(histories: dict[str, pd.DataFrame]) -> None:
    for history in histories.values():
        check_frame("counterfactual", history, _COLUMNS, "RaceModel.history")
    worlds = {int(world) for history in histories.values() for world in history["world"].unique()}
    if len(worlds) > 1:
        problem = Problem("world", f"{len(worlds)} worlds", "two histories of one")
        raise InputError("plots.counterfactual", [problem])


@style.drawing()
def draw(
    factual: pd.DataFrame,
    factual_events: Iterable[EventLike],
    other: pd.DataFrame,
    other_events: Iterable[EventLike],
    change: str,
    title: str,
    parting: float | None = None,
    seed: int | None = None,
) -> Picture:
    """Two histories of one world: lead, safety gaps, incidents, choices, and where they part.

    Parameters
    ----------
    factual, other : DataFrame
        `RaceModel.history` of the world as it happened, and with the change.
    factual_events, other_events : iterable of Event
        `RaceModel.events` of both.
    change : str
        What is changed, in words.
    title : str
        What was simulated, for example the scenario's title and the world's number.
    parting : float, optional
        The year in which the two part; None if they never do.
    seed : int, optional
        For the source line.

    Returns
    -------
    Picture
        Table: as that of `world`, with the lead, for both; the column `history` says which.

    Raises
    ------
    InputError
        If a history is empty, lacks a column, or is of another world.
    """
    histories = {FACTUAL: factual, OTHER: other}
    _check(histories)
    events = {FACTUAL: list(factual_events), OTHER: list(other_events)}
    longer = max(histories.values(), key=len)
    years = longer["year"].to_numpy(dtype=float)
    step = float(np.diff(years).min()) if len(years) > 1 else 0.25
    end = float(years[-1]) + step
    table = _table(histories, events)
    endings = {
        name: ending_of(history, events[name], float(history["year"].iloc[-1]) + step)
        for name, history in histories.items()
    }
    said = (
        "The two never part"
        if parting is None
        else f"They part in {words.year(parting)}"
        + (
            "; before that (shaded) they are equal, bit for bit"
            if parting > years[0]
            else ", at the start"
        )
    )
    headline = "The same luck, another choice"
    subject = f"{title}\nThe change: {change}"
    world = f"World {int(factual['world'].iloc[0])}"
    source = words.of_this_version(world if seed is None else f"{world} of seed {seed}") + "."
    key = "\n".join([f"{said}.", *(f"{words.first_capital(n)}: {endings[n]}." for n in HISTORIES)])
    figure = new_sheet(headline, subject, source, 8.4, key)
    heights = (1.35, 1.35, 1.35, 0.95, 0.95, 1.6, 0.45)
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    panels = [figure.add_subplot(grid[0])]
    panels += [figure.add_subplot(grid[row], sharex=panels[0]) for row in range(1, 6)]
    shown = (("lead", "us"), ("gap", "us"), ("gap", "cn"))
    labels = ("US lead,\nOOM", "US safety\ngap, OOM", "Chinese\nsafety gap,\nOOM")
    for axes, (quantity, side), label in zip(panels[:3], shown, labels, strict=True):
        draw_lines(axes, table, quantity, side)
        axes.set_ylabel(label)
    shared = in_both(table)
    worst = table.loc[table["quantity"].isin(["incident", *GREAT]), "value"]
    top = max(100.0, float(worst.max()) if len(worst) else 1.0)
    for axes, name in zip(panels[3:5], HISTORIES, strict=True):
        draw_incidents(axes, table, name, shared, top)
        axes.set_ylabel("severity")
        axes.set_title(f"Incidents, {name}", color=LOOKS[name].colour)
    draw_choices(panels[5], table, step)
    start = float(years[0])
    for axes in panels:
        if parting is None or parting > start:
            axes.axvspan(start, end if parting is None else parting, color=_SHADE, zorder=0)
        if parting is not None:
            axes.axvline(parting, color=style.INK, linewidth=1.4, linestyle=(0, (2, 1.5)), zorder=4)
        axes.tick_params(labelbottom=axes is panels[5])
    panels[0].set_xlim(start, max(end, start + 1.0))
    _name_parting(panels[0], parting, start, end)
    panels[5].xaxis.set_major_locator(MaxNLocator(8, integer=end - start > 4.0))
    panels[5].xaxis.set_major_formatter(FuncFormatter(lambda year, _: words.year(year)))
    panels[5].set_xlabel("year")
    _key(figure.add_subplot(grid[6]), table)
    figure.align_ylabels(panels[:5])
    names = [_end_names(axes) for axes in panels[:3]]
    settle(figure)
    for axes, pair, (quantity, side) in zip(panels[:3], names, shown, strict=True):
        _move_end_names(axes, pair, table, quantity, side)
    alt = _alt(words.headed(headline, title), change, said, table, endings)
    return Picture("counterfactual", figure, table, alt, words.headed(headline, title))


def _name_parting(axes: Axes, parting: float | None, start: float, end: float) -> None:
    if parting is None:
        axes.set_title("the same throughout", fontweight="normal")
        return
    late = parting > start + 0.6 * (end - start)
    axes.annotate(
        f"they part: {words.year(parting)}",
        (parting, 1.0),
        xycoords=axes.get_xaxis_transform(),
        xytext=(-3.0 if late else 3.0, 3.0),
        textcoords="offset points",
        ha="right" if late else "left",
        va="bottom",
        fontsize=style.SMALL,
        fontweight="bold",
        annotation_clip=False,
    )


def _alt(headed: str, change: str, said: str, table: pd.DataFrame, endings: dict[str, str]) -> str:
    parts = [headed, f"The change: {change}", said]
    for name in HISTORIES:
        own = table[table["history"] == name]
        lead = own.loc[own["quantity"] == "lead", "value"].to_numpy()
        told = [endings[name], f"US lead at its last step {words.number(float(lead[-1]))} OOM"]
        for side in SIDES:
            invests = own[(own["quantity"] == "invests") & (own["side"] == side)]["value"]
            count = int((own["quantity"].isin(["incident", *GREAT]) & (own["side"] == side)).sum())
            share = float(invests.mean())
            told.append(
                f"{style.SIDE_NAMES[side]} invests in safety "
                f"{words.percent(share) if not math.isnan(share) else 'never'} of the time and has "
                f"{words.counted(count, 'incident')}"
            )
        parts.append(f"{words.first_capital(name)}: {', '.join(told)}")
    return words.sentence(*parts)
