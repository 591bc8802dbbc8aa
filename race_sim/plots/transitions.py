"""Transition matrices: from which state to which, as heat maps side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from race_sim.plots import style, words
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

OTHER = "other games"
_CELL = 0.36  # inches


class Matrix(NamedTuple):
    """One matrix: how many go from each row's state to each column's."""

    title: str
    counts: np.ndarray  # int, shape (rows, columns)
    colour: str


def _draw(
    axes: Axes, matrix: Matrix, before: Sequence[str], after: Sequence[str], first: bool
) -> None:
    total = matrix.counts.sum(axis=1, keepdims=True)
    shares = np.divide(matrix.counts, total, out=np.zeros(matrix.counts.shape), where=total > 0)
    colours = LinearSegmentedColormap.from_list("share", ["#FFFFFF", matrix.colour])
    axes.imshow(shares, cmap=colours, vmin=0.0, vmax=1.0, aspect="auto")
    for row, column in zip(*np.nonzero(matrix.counts), strict=True):
        value = shares[row, column]
        axes.text(
            column,
            row,
            "<1" if value < 0.01 else f"{100 * value:.0f}",
            ha="center",
            va="center",
            fontsize=style.SMALL,
            color="white" if value > 0.6 else style.INK,
        )
    for row in np.flatnonzero(total[:, 0] == 0):
        axes.text(
            (len(after) - 1) / 2,
            row,
            "never before",
            ha="center",
            va="center",
            fontsize=style.SMALL,
            color=style.FAINT_INK,
        )
    axes.set_xticks(range(len(after)), after, rotation=40, ha="right", rotation_mode="anchor")
    labels = [
        f"{name if first else ''}{'  ' if first else ''}({count:,})"
        for name, count in zip(before, total[:, 0], strict=True)
    ]
    axes.set_yticks(range(len(before)), labels)
    axes.tick_params(length=0, labelcolor=style.INK)
    axes.set_xticks(np.arange(len(after) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(before) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=style.RULE, linewidth=0.8)
    axes.tick_params(which="minor", length=0)
    axes.set_axisbelow(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_title(matrix.title)
    axes.set_xlabel("game after")
    if first:
        axes.set_ylabel("game before (worlds)")


@style.drawing()
def draw(
    name: str,
    matrices: Sequence[Matrix],
    before: Sequence[str],
    after: Sequence[str],
    table: pd.DataFrame,
    headline: str,
    title: str,
    source: str,
) -> Picture:
    """Matrices side by side, with the same rows and columns; each row adds up to 100 %.

    Parameters
    ----------
    name : str
        Of the picture's files.
    matrices : sequence of Matrix
    before, after : sequence of str
        Names of the rows and of the columns.
    table : DataFrame
        Of the picture.
    headline, title, source : str
        As in `new_sheet`.
    """
    key = (
        "Numbers and shading: of the worlds that played the row's game before, how many in a "
        "hundred play the column's game after. In brackets: how many worlds that is."
    )
    figure = new_sheet(headline, title, source, _CELL * len(before) + 2.0, key)
    for place, (axes, matrix) in enumerate(
        zip(np.ravel(figure.subplots(1, len(matrices), squeeze=False)), matrices, strict=True)
    ):
        _draw(axes, matrix, before, after, place == 0)
    settle(figure)
    parts = [words.headed(headline, title)]
    for matrix in matrices:
        parts.append(words.first_capital(matrix.title))
        for row, counts in zip(before, matrix.counts, strict=True):
            if counts.sum() > 0:
                order = np.argsort(-counts, kind="stable")[:3]
                told = [
                    f"{words.percent(counts[column] / counts.sum())} {after[column]}"
                    for column in order
                    if counts[column] > 0
                ]
                parts.append(
                    f"From {row} ({words.counted(int(counts.sum()), 'world')}): {', '.join(told)}"
                )
    return Picture(name, figure, table, words.sentence(*parts), words.headed(headline, title))
