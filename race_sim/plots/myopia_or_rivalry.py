"""How dangerous the race is with short- and far-sighted actors, and what each step is due to."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.marks import signed
from race_sim.plots.picture import Picture
from race_sim.plots.rows import draw_intervals, label_rows, rows_height, value_axis
from race_sim.plots.sheet import new_sheet, settle

_RISK = "catastrophe_risk"
_ESTIMATE = ("value", "low", "high")
_STEPS = ("short sight", "misjudged hazard", "conflict of interest")  # those that are drawn


def _levels(axes: Axes, table: pd.DataFrame, labels: list[str]) -> dict[str, float]:
    risk = table[table["measure"] == _RISK]
    value, low, high = (100.0 * risk[name].to_numpy(dtype=float) for name in _ESTIMATE)
    draw_intervals(axes, value, low, high, style.INK, "D")
    label_rows(axes, labels)
    value_axis(axes, "chance of a catastrophe, %")
    axes.set_xlim(0.0, 1.4 * float(high.max()))
    return dict(zip(risk["setting"], value, strict=True))


def _mark_steps(axes: Axes, steps: pd.DataFrame, keys: list[str], levels: dict[str, float]) -> None:
    """An arrow from level to level, with what the step is due to and how much it is."""
    room = axes.get_xlim()[1]
    for name in _STEPS:
        row = steps[steps["step"] == name].iloc[0]
        start, end = keys.index(row["from"]), keys.index(row["to"])
        axes.annotate(
            "",
            (levels[row["to"]], -end + 0.14),
            (levels[row["from"]], -start - 0.14),
            arrowprops={"arrowstyle": "->", "color": style.VERMILION, "linewidth": 1.4},
        )
        value, low, high = (100.0 * float(row[part]) for part in _ESTIMATE)
        reach = 0.5 * (high - low)
        digits = min(max(-math.floor(math.log10(reach)), 0), 4) if reach > 0.0 else 1
        said = " ".join(
            (signed(value, digits), f"({signed(low, digits)} to {signed(high, digits)})")
        )
        # Beside a steep arrow; under a flat one, where there is room.
        left, right = sorted((levels[row["from"]], levels[row["to"]]))
        flat = right - left > 0.3 * room
        axes.text(
            0.5 * (left + right) + 0.02 * room if flat else right + 0.04 * room,
            -0.5 * (start + end) - (0.27 if flat else 0.0),
            f"{name}\n{said}",
            va="center",
            fontsize=style.SMALL,
            color=style.VERMILION,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )


def _shares(axes: Axes, table: pd.DataFrame) -> None:
    keys = list(dict.fromkeys(table["setting"]))
    for side, offset in (("us", 0.14), ("cn", -0.14)):
        found = table[table["measure"] == f"{side}_accelerating"]
        axes.plot(
            100.0 * found["value"].to_numpy(dtype=float),
            [offset - place for place in range(len(keys))],
            linestyle="none",
            marker=style.SIDE_MARKERS[side],
            color=style.SIDE_COLOURS[side],
            markersize=6.0,
            label=style.SIDE_NAMES[side],
        )
    axes.set_yticks([])
    axes.set_ylim(-len(keys) + 0.4, 0.6)
    value_axis(axes, "time spent accelerating, %")
    axes.set_xlim(0.0, 100.0)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, handletextpad=0.3)


@style.drawing()
def draw(table: pd.DataFrame, steps: pd.DataFrame, grid: str, worlds: int, seed: int) -> Picture:
    """The chance of a catastrophe by who sits in the chairs, and the time spent accelerating.

    Parameters
    ----------
    table : DataFrame
        Columns `setting`, `label`, `measure`, `value`, `low`, `high`.
    steps : DataFrame
        Columns `step`, `from`, `to`, `measure`, `value`, `low`, `high`: paired differences. Those
        of the chance of a catastrophe are drawn, for the steps in `_STEPS`.
    grid : str
        The grid of the far-sighted policies.
    worlds, seed : int
        For the source line.

    Returns
    -------
    Picture
        Table: `table`.

    Raises
    ------
    InputError
        If a frame is empty or lacks a column.
    """
    columns = ("setting", "label", "measure", *_ESTIMATE)
    check_frame("myopia_or_rivalry", table, columns, "the experiment")
    of_steps = ("step", "from", "to", "measure", *_ESTIMATE)
    check_frame("myopia_or_rivalry", steps, of_steps, "the experiment")
    named = table.drop_duplicates("setting")
    keys, labels = list(named["setting"]), list(named["label"])
    headline = "Short sight, or rivalry?"
    source = words.source_line(
        worlds,
        seed,
        f"Far-sighted strategies from the grid called {grid}",
        "Bars and brackets: 95 % Monte-Carlo intervals; steps are paired world by world",
    )
    key = (
        "Arrows: by how many percentage points each step changes the chance of a catastrophe, "
        "and what it is due to."
    )
    height = 1.35 * rows_height(labels) + 1.1
    figure = new_sheet(headline, "The race as it stands in 2026", source, height, key)
    left, right = figure.subplots(1, 2, width_ratios=(2.0, 1.0))
    levels = _levels(left, table, labels)
    _shares(right, table)
    settle(figure)
    steps = steps[steps["measure"] == _RISK]
    _mark_steps(left, steps, keys, levels)
    beside = keys.index(steps[steps["step"] == _STEPS[-1]].iloc[0]["to"]) + 1
    for axes in (left, right):
        axes.axhline(-beside + 0.5, color=style.RULE, linewidth=0.8)
    alt = words.sentence(
        words.headed(headline, "The race as it stands in 2026"),
        *(
            f"{label}: chance of a catastrophe {levels[setting]:.2f} %".replace("\n", " ")
            for setting, label in zip(keys, labels, strict=True)
        ),
        *(
            f"{row['step']}: {100.0 * row['value']:+.2f} percentage points"
            for row in steps.to_dict("records")
        ),
    )
    return Picture("myopia_or_rivalry", figure, table, alt, headline)
