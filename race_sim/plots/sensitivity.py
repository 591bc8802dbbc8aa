"""Which uncertainties drive an outcome: total and first-order Sobol' indices with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.rows import label_rows, notes_beside, rows_height, value_axis
from race_sim.plots.sheet import new_sheet, settle

MOST_ROWS = 10
COLUMNS = (
    "parameter",
    *("first", "first_low", "first_high"),
    *("total", "total_low", "total_high"),
    "direction",
)
# Marker and colour of the total index, by direction.
_LOOKS = {1: ("^", style.VERMILION), -1: ("v", style.BLUE), 0: ("o", style.BLACK)}
_SAID = {1: "more raises it", -1: "more lowers it", 0: "no clear direction"}
_KEY = (
    "Filled: total index, alone and together with others (▲ more of it raises the outcome, "
    "▼ lowers it, ● neither clearly). □ first-order index, alone."
)
_NOTHING = 0.005
_APART = 0.17  # of a row: how far the two indices lie from its middle


def index_text(value: float, low: float, high: float) -> str:
    """An index with its interval, for example `0.41 (0.37 to 0.46)`."""
    parts = [f"{round(part, 2) + 0.0:.2f}" for part in (value, low, high)]
    return f"{parts[0]} ({parts[1]} to {parts[2]})"


def _draw_index(
    axes: Axes, places: np.ndarray, rows: pd.DataFrame, name: str, looks: list[tuple[str, str]]
) -> None:
    for place, (_, row), (marker, colour) in zip(places, rows.iterrows(), looks, strict=True):
        ends = [row[f"{name}_low"], row[f"{name}_high"]]
        axes.plot(
            ends, [place, place], color=colour, linewidth=1.5, marker="|", markersize=6, zorder=2
        )
        axes.plot(
            row[name],
            place,
            marker=marker,
            markersize=7.5 if name == "total" else 5.5,
            markerfacecolor=colour if name == "total" else "white",
            markeredgecolor=colour,
            color=colour,
            zorder=3,
        )


@style.drawing()
def draw(
    table: pd.DataFrame,
    outcome: str,
    title: str,
    confidence: float = 0.95,
    name: str = "sensitivity",
) -> Picture:
    """Total and first-order indices by uncertainty, the highest total first.

    Parameters
    ----------
    table : DataFrame
        Columns `parameter`, `first`, `first_low`, `first_high`, `total`, `total_low`,
        `total_high`, and `direction`: 1 if more of it raises the outcome, -1 if it lowers it, 0
        if neither. The 10 highest are drawn.
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
        Table: `table`, in the order drawn.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame("sensitivity", table, COLUMNS, "race_sim.analysis.sobol")
    table = table.sort_values("total", ascending=False, kind="stable", ignore_index=True)
    shown = table.head(MOST_ROWS)
    left = table.iloc[len(shown) :]
    headline = f"What drives {naming.quantity(outcome)}"
    notes = [f"Lines: {100 * confidence:g}{words.NO_BREAK}% bootstrap intervals"]
    if len(left):
        notes.append(
            f"Not drawn: {words.counted(len(left), 'uncertainty', 'uncertainties')} with a total "
            f"index of {left['total'].max():.2f} or less"
        )
    source = ". ".join([words.of_this_version("Sobol' indices"), *notes])
    labels = [naming.label(key) for key in shown["parameter"]]
    height = rows_height(labels, least=0.5) + 0.75
    figure = new_sheet(headline, title, f"{source}.", height, key=_KEY)
    axes = figure.add_subplot()
    places = -np.arange(len(shown), dtype=float)
    looks = [_LOOKS[int(direction)] for direction in shown["direction"]]
    grey = [("s", style.FAINT_INK)] * len(shown)
    _draw_index(axes, places + _APART, shown, "total", looks)
    _draw_index(axes, places - _APART, shown, "first", grey)
    label_rows(axes, labels)
    told = [index_text(row["total"], row["total_low"], row["total_high"]) for row in _rows(shown)]
    said = [
        # Of what does nothing there is no direction to tell.
        f"{text}\n{_SAID[int(row['direction'])]}" if row["total"] >= _NOTHING else text
        for text, row in zip(told, _rows(shown), strict=True)
    ]
    notes_beside(axes, said, "total index")
    low = min(0.0, float(shown["first_low"].min()))
    high = max(float(shown["total_high"].max()), float(shown["first_high"].max()))
    room = 0.03 * (high - low)
    axes.set_xlim(low - room, high + room)
    axes.axvline(0.0, color=style.FAINT_INK, linewidth=0.8, zorder=1)
    value_axis(axes, "share of the variance of the outcome between points")
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title),
        "Total and first-order Sobol' indices with intervals, the highest total first",
        *(
            f"{naming.in_words(row['parameter'])}: total {text}, first-order "
            f"{index_text(row['first'], row['first_low'], row['first_high'])}, "
            f"{_SAID[int(row['direction'])]}"
            for row, text in zip(_rows(shown), told, strict=True)
        ),
        *notes[1:],
    )
    return Picture(name, figure, table, alt, words.headed(headline, title))


def _rows(frame: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in frame.iterrows()]
