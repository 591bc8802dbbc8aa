"""Every policy against every policy: what both sides get, and how dangerous the race is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import WIDTH, new_sheet, settle, text_width

MOST_WITH_NUMBERS = 5  # policies, up to which each cell holds its number
_MADE_BY = "race_sim.tournament.ranking.pairs_of"
_CELL = 0.135  # inches, least
_HIGH_CELL = 0.4  # inches, most
_LETTERS = 22  # of a name that is cut


class _Panel(NamedTuple):
    column: str
    heading: str
    unit: str
    scale: float
    colours: str
    group: str  # panels of one group share a scale of colours


_PANELS = (
    _Panel(
        "us_payoff_value", "What the United States gets", "mean payoff", 1.0, "cividis", "payoff"
    ),
    _Panel("cn_payoff_value", "What China gets", "mean payoff", 1.0, "cividis", "payoff"),
    _Panel("catastrophe_risk_value", "Chance of a catastrophe", "%", 100.0, "magma_r", "risk"),
)


def short(name: str, letters: int = _LETTERS) -> str:
    """A name that may be a path, cut at the front."""
    return name if len(name) <= letters else f"…{name[1 - letters :]}"


def _letters(count: int) -> float:
    """Size of the names of so many policies."""
    return style.SMALL if count <= 12 else style.SMALL - 1.5


def _tables(pairs: pd.DataFrame, order: Sequence[str]) -> dict[str, np.ndarray]:
    return {
        panel.column: panel.scale
        * pairs.pivot(index="us_policy", columns="cn_policy", values=panel.column)
        .reindex(index=list(order), columns=list(order))
        .to_numpy(dtype=float)
        for panel in _PANELS
    }


def _scales(tables: dict[str, np.ndarray]) -> dict[str, Normalize]:
    found = {}
    for group in dict.fromkeys(panel.group for panel in _PANELS):
        values = np.concatenate(
            [tables[panel.column].ravel() for panel in _PANELS if panel.group == group]
        )
        low, high = float(values.min()), float(values.max())
        found[group] = Normalize(low, high if high > low else low + 1.0)
    return found


def _draw_panel(
    figure: Figure,
    axes: Axes,
    table: np.ndarray,
    panel: _Panel,
    norm: Normalize,
    labels: list[str],
    first: bool,
) -> None:
    count = len(labels)
    image = axes.imshow(table, cmap=panel.colours, norm=norm, aspect="auto")
    axes.set_title(panel.heading, pad=6.0)
    size = _letters(count)
    axes.set_xticks(range(count), labels, rotation=90, fontsize=size)
    axes.set_yticks(range(count), labels if first else [""] * count, fontsize=size)
    axes.tick_params(length=0, labelcolor=style.INK)
    axes.set_xlabel("China plays")
    if first:
        axes.set_ylabel("the United States plays")
    for spine in axes.spines.values():
        spine.set_visible(False)
    if count <= MOST_WITH_NUMBERS:
        for row, column in np.ndindex(table.shape):
            dark = sum(image.cmap(norm(table[row, column]))[:3]) < 1.5
            axes.text(
                column,
                row,
                words.number(float(table[row, column])).replace("-", "\N{MINUS SIGN}"),
                ha="center",
                va="center",
                fontsize=style.SMALL,
                color="white" if dark else "black",
            )
    bar = figure.colorbar(image, ax=axes, location="top", shrink=0.9, pad=0.02, aspect=25)
    bar.outline.set_visible(False)
    bar.ax.xaxis.set_major_locator(MaxNLocator(4))
    bar.ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.plain_number(value)))
    bar.ax.tick_params(length=2, labelsize=style.SMALL)
    bar.set_label(panel.unit, fontsize=style.SMALL)


def _mark(axes: Axes, order: Sequence[str], equilibria: Sequence[tuple[str, str]]) -> None:
    places = {name: place for place, name in enumerate(order)}
    inside = len(order) > MOST_WITH_NUMBERS
    for us, cn in equilibria:
        axes.plot(
            places[cn] if inside else places[cn] - 0.4,
            places[us],
            marker="o",
            markersize=3.4 if inside else 5.0,
            markerfacecolor="white",
            markeredgecolor="black",
            markeredgewidth=0.7,
        )


@style.drawing()
def draw(
    pairs: pd.DataFrame,
    order: Sequence[str],
    title: str,
    worlds: int,
    seed: int,
    equilibria: Sequence[tuple[str, str]] = (),
) -> Picture:
    """The payoffs of both sides and the danger, for every pair of policies.

    Parameters
    ----------
    pairs : DataFrame
        From `race_sim.tournament.ranking.pairs_of`.
    order : sequence of str
        The policies, the best first.
    title : str
        What was simulated.
    worlds, seed : int
        For the source line.
    equilibria : sequence of (str, str)
        Pairs that are Nash equilibria, to be marked.

    Returns
    -------
    Picture
        Table: the shown columns of `pairs`.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    needed = ("us_policy", "cn_policy", *(panel.column for panel in _PANELS))
    check_frame("tournament_matrix", pairs, needed, _MADE_BY)
    tables = _tables(pairs, order)
    scales = _scales(tables)
    labels = [short(name) for name in order]
    headline = "Every policy against every policy"
    key = "Policies by rank, the best at the top and at the left."
    if equilibria:
        key += " Circles: Nash equilibria of the choice of a policy."
    source = words.source_line(worlds, seed, "Means over the worlds of each pair", each="a pair")
    body, width = _size(labels)
    figure = new_sheet(headline, title, source, body, key, width)
    axes = figure.subplots(1, len(_PANELS))
    for place, panel in enumerate(_PANELS):
        _draw_panel(
            figure,
            axes[place],
            tables[panel.column],
            panel,
            scales[panel.group],
            labels,
            place == 0,
        )
        _mark(axes[place], order, equilibria if panel.group == "payoff" else ())
    settle(figure)
    shown = pairs[list(needed)].copy()
    shown["equilibrium"] = [
        (us, cn) in set(equilibria)
        for us, cn in zip(shown["us_policy"], shown["cn_policy"], strict=True)
    ]
    return Picture(
        "tournament_matrix",
        figure,
        shown,
        _alt(headline, title, order, tables, equilibria),
        words.headed(headline, title),
    )


def _size(labels: list[str]) -> tuple[float, float]:
    """Height of the body and width of the sheet, in inches."""
    probe = new_sheet("", "", "", 1.0)
    size = _letters(len(labels))
    name = max(text_width(probe, label, size) for label in labels)
    cell = max((WIDTH - name - 0.9) / len(_PANELS) / len(labels), _CELL)
    width = max(WIDTH, len(_PANELS) * (cell * len(labels) + 0.1) + name + 0.6)
    return min(cell, _HIGH_CELL) * len(labels) + name + 1.25, width


def _alt(
    headline: str,
    title: str,
    order: Sequence[str],
    tables: dict[str, np.ndarray],
    equilibria: Sequence[tuple[str, str]],
) -> str:
    parts = [
        words.headed(headline, title),
        f"Rows: what the United States plays; columns: what China plays; {len(order)} policies, "
        f"by rank from {order[0]} to {order[-1]}",
    ]
    for panel in _PANELS:
        table = tables[panel.column]
        for how, place in (("most", table.argmax()), ("least", table.argmin())):
            us, cn = divmod(int(place), len(order))
            parts.append(
                f"{panel.heading}: {how} where {order[us]} meets {order[cn]}, "
                f"{words.number(float(table[us, cn]))} ({panel.unit})"
            )
    if equilibria:
        parts.append(f"{words.counted(len(equilibria), 'pair')} marked as Nash equilibria")
    return words.sentence(*parts)
