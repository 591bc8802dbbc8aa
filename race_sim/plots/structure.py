"""Forms of the model against headline results: a table with a colour for each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap, Normalize

from race_sim.plots import style
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

_ROW_HEIGHT = 0.255  # inches
_HEAD_HEIGHT = 0.75
_WIDTH = 13.0
_MOST = 1.0  # a change of the whole of the baseline's value, or more, has the full colour
_MINUS = "\N{MINUS SIGN}"
_COLOURS = LinearSegmentedColormap.from_list("change", [style.BLUE, "#FFFFFF", style.VERMILION])


def _text(share: float) -> str:
    value = 100.0 * share
    digits = 2 if abs(value) < 9.995 else 1
    text = f"{value:.{digits}f}"
    if float(text) == 0.0:
        text = text.removeprefix("-")
    return text.replace("-", _MINUS)


def _ink(relative: float) -> str:
    return "white" if abs(relative) > 0.85 else style.INK


def _draw(
    axes: Axes, rows: Sequence[str], columns: Sequence[str], table: pd.DataFrame, widths: float
) -> None:
    figure = axes.get_figure(root=True)
    assert figure is not None
    normal = Normalize(-_MOST, _MOST)
    numbers = table[["value", "baseline", "change_low", "change_high"]].to_numpy(dtype=float)
    cells = dict(zip(zip(table["form"], table["headline"], strict=True), numbers, strict=True))
    shade = np.full((len(rows), len(columns)), np.nan)
    for down, row in enumerate(rows):
        for across, column in enumerate(columns):
            if (row, column) not in cells:
                axes.text(across, down, "-", ha="center", va="center", color=style.FAINT_INK)
                continue
            value, baseline, low, high = cells[row, column]
            relative = float(np.clip(value / baseline - 1.0, -_MOST, _MOST))
            shade[down, across] = relative
            told = low > 0.0 or high < 0.0
            axes.text(
                across,
                down,
                _text(value),
                ha="center",
                va="center",
                fontsize=style.SMALL,
                color=_ink(relative) if told else style.FAINT_INK,
            )
    axes.imshow(shade, cmap=_COLOURS, norm=normal, aspect="auto", interpolation="nearest")
    axes.set_xticks(
        range(len(columns)),
        ["\n".join(wrapped(figure, name, widths, style.SMALL)) for name in columns],
    )
    axes.set_yticks(range(len(rows)), rows)
    axes.xaxis.tick_top()
    axes.tick_params(length=0.0)
    axes.set_xticks(np.arange(len(columns) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(rows) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1.5)
    axes.axhline(0.5, color=style.FAINT_INK, linewidth=0.8)  # under the baseline
    axes.tick_params(which="minor", length=0.0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def forms(
    table: pd.DataFrame,
    columns: Sequence[str],
    name: str,
    headline: str,
    title: str,
    source: str,
) -> Picture:
    """Values of the headlines in each form, coloured by how far they are from the baseline's.

    Parameters
    ----------
    table : DataFrame
        Columns `form`, `headline`, `baseline`, `value`, `change_low` and `change_high`, in the
        order of rows.
    columns : sequence of str
        The headlines in their order.
    name : str
        Of the picture's files.
    headline, title, source : str
        Of the sheet.
    """
    rows = ["baseline", *dict.fromkeys(table["form"])]
    first = table.drop_duplicates("headline").assign(
        form="baseline", value=lambda found: found["baseline"], change_low=1.0, change_high=1.0
    )
    body = _HEAD_HEIGHT + _ROW_HEIGHT * len(rows)
    key = (
        "Per cent of worlds or of the time; effects are changes in percentage points. Blue: "
        "smaller in size than in the baseline, vermilion: larger; full colour from a change by the "
        "whole of its value on. Grey numbers: the change cannot be told from nothing. A dash: the "
        "form itself sets what the effect turns."
    )
    with style.drawing():
        figure = new_sheet(headline, title, source, body, key, width=_WIDTH)
        axes = figure.subplots()
        _draw(axes, rows, columns, pd.concat([first, table]), widths=0.74)
    largest = table.assign(size=(table["value"] / table["baseline"] - 1.0).abs())
    top = largest.sort_values("size", ascending=False, kind="stable").head(3)
    told = "; ".join(
        f"{row['headline']} under {row['form']}: {_text(float(row['value']))} instead of "
        f"{_text(float(row['baseline']))} %"
        for _, row in top.iterrows()
    )
    alt = (
        f"A table of {len(rows)} rows and {len(columns)} headline results, each cell coloured by "
        f"how far it is from the baseline. The largest changes: {told}."
    )
    return Picture(name, figure, table, alt, headline)
