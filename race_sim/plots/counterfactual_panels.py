"""The panels of two histories of one world: lines, incidents, and who invests when."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, NullLocator

from race_sim.plots import style
from race_sim.plots.marks import Look
from race_sim.plots.world_table import SIDES, spans

FACTUAL, OTHER = "as it happened", "with the change"
HISTORIES = (FACTUAL, OTHER)
LOOKS = {FACTUAL: Look(style.BLACK, "o"), OTHER: Look(style.GREEN, "D")}
_DASHES: dict[str, style.Dash] = {FACTUAL: "-", OTHER: (0, (4.0, 1.6))}
GREAT = ("Chernobyl moment", "catastrophe")
GREAT_MARKERS = {"Chernobyl moment": "*", "catastrophe": "X"}
_SHORT = {"us": "US", "cn": "China"}


def draw_lines(axes: Axes, table: pd.DataFrame, quantity: str, side: str) -> None:
    """A quantity of one side in both histories."""
    for name in HISTORIES:
        rows = table[
            (table["history"] == name) & (table["quantity"] == quantity) & (table["side"] == side)
        ]
        look = LOOKS[name]
        axes.plot(
            rows["year"],
            rows["value"],
            color=look.colour,
            linestyle=_DASHES[name],
            marker=look.marker,
            markersize=5.0,
            markevery=[len(rows) - 1],
            clip_on=False,
            zorder=3 if name == OTHER else 2,
        )
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.grid(axis="y")
    low, high = axes.get_ylim()
    if low < 0.0 < high:
        axes.axhline(0.0, color=style.FAINT_INK, linewidth=0.8)


def _incident_rows(table: pd.DataFrame, name: str) -> pd.DataFrame:
    rows = table[(table["history"] == name) & table["quantity"].isin(["incident", *GREAT])]
    return rows.reset_index(drop=True)


def in_both(table: pd.DataFrame) -> set[tuple[float, str, float]]:
    """The incidents that both histories have: year, side and severity."""
    keys = [
        set(
            zip(
                rows["year"].round(6),
                rows["side"],
                rows["value"],
                strict=True,
            )
        )
        for rows in (_incident_rows(table, name) for name in HISTORIES)
    ]
    return keys[0] & keys[1]


def draw_incidents(
    axes: Axes, table: pd.DataFrame, name: str, shared: set[tuple[float, str, float]], top: float
) -> None:
    """Incidents as stems: filled where only this history has them, hollow where both do."""
    axes.set_yscale("log")
    axes.set_ylim(0.6, 5.0 * top)
    rows = _incident_rows(table, name)
    axes.vlines(rows["year"], 0.6, rows["value"], color=style.FAINT_INK, linewidth=0.8, zorder=2)
    for _, row in rows.iterrows():
        great = row["quantity"] in GREAT
        colour = style.SIDE_COLOURS[row["side"]]
        both = (round(row["year"], 6), row["side"], row["value"]) in shared
        axes.scatter(
            [row["year"]],
            [row["value"]],
            s=(75.0 if row["quantity"] == "catastrophe" else 130.0) if great else 34.0,
            marker=GREAT_MARKERS.get(row["quantity"], style.SIDE_MARKERS[row["side"]]),
            facecolors="white" if both else colour,
            edgecolors=colour,
            linewidths=1.2,
            zorder=3,
            clip_on=False,
        )
    ticks = [1.0, 100.0, 10000.0] if top > 100.0 else [1.0, 10.0, 100.0]
    axes.set_yticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.grid(axis="y")


def draw_choices(axes: Axes, table: pd.DataFrame, step: float) -> None:
    """Strips: when each side invests, as it happened and with the change beneath it."""
    names = []
    row = 0.0
    for side in SIDES:
        for name in HISTORIES:
            own = table[
                (table["history"] == name)
                & (table["quantity"] == "invests")
                & (table["side"] == side)
            ]
            years = own["year"].to_numpy(dtype=float)
            edges = np.append(years, years[-1] + step)
            axes.broken_barh(
                [(edges[0], edges[-1] - edges[0])],
                (row - 0.38, 0.76),
                facecolor="white",
                edgecolor=style.FAINT_INK,
                linewidth=0.6,
            )
            axes.broken_barh(
                [
                    (edges[begin], edges[end] - edges[begin])
                    for begin, end, yes in spans(own["value"].to_numpy() > 0.5)
                    if yes
                ],
                (row - 0.38, 0.76),
                facecolor=style.SIDE_COLOURS[side],
                linewidth=0,
            )
            names.append((row, f"{_SHORT[side]}, {name}"))
            row += 1.0
        row += 0.3
    axes.set_title("When each side invests in safety")
    axes.set_yticks([place for place, _ in names], [text for _, text in names])
    axes.set_ylim(row - 0.6, -0.6)
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.spines["left"].set_visible(False)
