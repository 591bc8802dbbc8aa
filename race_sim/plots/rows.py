"""Rows of estimates: one line of a picture for each parameter or setting, its name on the left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.sheet import wrapped

LABEL_WIDTH = 2.9  # inches
_EQUALS = f"{words.NO_BREAK}={words.NO_BREAK}"
_LINE = 0.165  # inches, a line of a label
_GAP = 0.16  # inches between two labels


def wrapped_labels(axes: Axes, labels: Sequence[str], width: float = LABEL_WIDTH) -> list[str]:
    """Labels in lines that fit into `width` inches; a line break in a label is kept.

    A setting such as `exchange.openness = 0.3` stays in one line if it fits.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    return [
        "\n".join(
            line
            for part in text.replace(" = ", _EQUALS).split("\n")
            for line in wrapped(figure, part, width, style.SMALL)
        )
        for text in labels
    ]


def label_rows(axes: Axes, labels: Sequence[str], width: float = LABEL_WIDTH) -> None:
    """Name the rows, the first at the top; row `i` lies at `-i`."""
    axes.set_yticks([-place for place in range(len(labels))], wrapped_labels(axes, labels, width))
    axes.tick_params(axis="y", length=0, labelsize=style.SMALL, labelcolor=style.INK)
    axes.set_ylim(-len(labels) + 0.4, 0.6)


def rows_height(labels: Sequence[str], least: float = 0.36, letters: int = 44) -> float:
    """Inches that so many rows need, if a line of a label holds so many letters."""
    lines = [sum(max(1, -(-len(part) // letters)) for part in text.split("\n")) for text in labels]
    # Rows are equally high, so the longest label counts.
    return len(labels) * max(least, max(lines, default=1) * _LINE + _GAP)


def value_axis(axes: Axes, label: str) -> None:
    """The axis of values under the rows."""
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.plain_number(value)))
    axes.grid(axis="x")
    axes.set_xlabel(label)


def draw_intervals(
    axes: Axes,
    value: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    colour: str = style.BLUE,
    marker: str = "o",
) -> None:
    """Estimates with their intervals, one a row; an interval that is not known is left out."""
    for place, (middle, left, right) in enumerate(zip(value, low, high, strict=True)):
        if np.isfinite(left) and np.isfinite(right):
            # Percentile intervals need not hold the estimate, so the line is drawn by its ends.
            axes.plot([left, right], [-place, -place], color=colour, linewidth=1.6, zorder=2)
            axes.plot(
                [left, right],
                [-place, -place],
                linestyle="none",
                marker="|",
                markersize=8,
                markeredgewidth=1.6,
                color=colour,
                zorder=2,
                clip_on=False,
            )
        axes.plot(
            middle, -place, marker=marker, markersize=6.5, color=colour, zorder=3, clip_on=False
        )


def notes_beside(axes: Axes, notes: Sequence[str], heading: str = "") -> None:
    """A short text at the right of each row, under a heading."""
    for place, text in enumerate(notes):
        axes.text(
            1.02,
            -place,
            text,
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=style.SMALL,
        )
    if heading:
        axes.text(
            1.02,
            1.0,
            heading,
            transform=axes.transAxes,
            va="bottom",
            fontsize=style.SMALL,
            color=style.FAINT_INK,
        )
