"""What turning to safety first changes, for the mover, its rival, its lead and the danger."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

# Measure: title, axis, factor.
MEASURES = {
    "own_payoff": ("Mover's payoff", "change, payoff", 1.0),
    "rival_payoff": ("Rival's payoff", "change, payoff", 1.0),
    "lead": ("Mover's lead", "change, OOM", 1.0),
    "risk": ("Catastrophe", "change, points", 100.0),
}
_SIDES = ("us", "cn")
_OFFSET = {"us": 0.17, "cn": -0.17}
_ROW = 0.27  # inches
_ESTIMATE = ("value", "low", "high")


def _rows_of(table: pd.DataFrame) -> list[tuple[str, str | None]]:
    """Headings and cases from the top down: (group, None) is the heading of a group."""
    rows: list[tuple[str, str | None]] = []
    for group, case in dict.fromkeys(zip(table["group"], table["case"], strict=True)):
        if not rows or rows[-1][0] != group:
            rows.append((group, None))
        rows.append((group, case))
    return rows


def _draw_measure(
    axes: Axes, table: pd.DataFrame, rows: list[tuple[str, str | None]], measure: str
) -> None:
    title, label, factor = MEASURES[measure]
    axes.axvline(0.0, color=style.FAINT_INK, linewidth=0.9)
    chosen = table[table["measure"] == measure]
    places = {row: place for place, row in enumerate(rows)}
    for side in _SIDES:
        found = chosen[chosen["mover"] == side]
        value, low, high = (factor * found[name].to_numpy(dtype=float) for name in _ESTIMATE)
        height = [
            _OFFSET[side] - places[row] for row in zip(found["group"], found["case"], strict=True)
        ]
        axes.errorbar(
            value,
            height,
            xerr=[value - low, high - value],
            linestyle="none",
            color=style.SIDE_COLOURS[side],
            marker=style.SIDE_MARKERS[side],
            markersize=5.5,
            markeredgecolor="white",
            markeredgewidth=0.6,
            capsize=2.5,
            elinewidth=1.3,
        )
    axes.set_ylim(-len(rows) + 0.4, 0.6)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.plain_number(value)))
    axes.grid(axis="x")
    axes.set_title(title)
    axes.set_xlabel(label)
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for place, (_, case) in enumerate(rows):
        if case is None and place:
            axes.axhline(-place + 0.5, color=style.RULE, linewidth=0.8)


@style.drawing()
def draw(table: pd.DataFrame, worlds: int, seed: int) -> Picture:
    """Paired changes that a turn to safety brings, both movers in each row.

    Parameters
    ----------
    table : DataFrame
        Columns `mover`, `group`, `case`, `measure`, `value`, `low`, `high`.
    worlds, seed : int
        For the source line.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    columns = ("mover", "group", "case", "measure", "value", "low", "high")
    check_frame("first_mover", table, columns, "experiments/first_mover.py")
    rows = _rows_of(table)
    headline = "Slowing down first: what it changes"
    title = "One side turns to safety for good; 2026 to 2046 unless said otherwise"
    source = words.source_line(
        worlds,
        seed,
        "Difference from the same worlds in which the mover never turns; brackets: 95 % "
        "Monte-Carlo intervals. Payoffs are expected payoffs over the race. Shock: the first "
        "Chernobyl moment there",
    )
    figure = new_sheet(headline, title, source, _ROW * len(rows) + 1.2)
    body = _ROW * len(rows) + 0.9
    grid = figure.add_gridspec(2, len(MEASURES), height_ratios=(0.22, body))
    panels = [figure.add_subplot(grid[1, place]) for place in range(len(MEASURES))]
    for axes, measure in zip(panels, MEASURES, strict=True):
        _draw_measure(axes, table, rows, measure)
    first = panels[0]
    first.set_yticks(
        [-place for place in range(len(rows))],
        [group if case is None else case for group, case in rows],
    )
    for tick, (_, case) in zip(first.get_yticklabels(), rows, strict=True):
        if case is None:
            tick.set_fontweight("bold")
    marks = [
        Line2D(
            [],
            [],
            color=style.SIDE_COLOURS[side],
            marker=style.SIDE_MARKERS[side],
            markersize=6.0,
            linewidth=1.3,
        )
        for side in _SIDES
    ]
    top = figure.add_subplot(grid[0, :])
    top.axis("off")
    names = [f"{style.SIDE_NAMES[side]} moves first" for side in _SIDES]
    top.legend(marks, names, loc="center right", borderaxespad=0.0, ncols=2)
    settle(figure)
    alt = _alt(words.headed(headline, title), table)
    return Picture("first_mover", figure, table, alt, words.headed(headline, title))


def _alt(headed: str, table: pd.DataFrame) -> str:
    parts = [headed]
    for mover in _SIDES:
        for group, case in _rows_of(table):
            if case is None:
                continue
            rows = table[
                (table["mover"] == mover) & (table["group"] == group) & (table["case"] == case)
            ]
            told = [
                f"{MEASURES[measure][0].lower()} {words.number(MEASURES[measure][2] * value)}"
                for measure, value in zip(rows["measure"], rows["value"], strict=True)
            ]
            parts.append(f"{group}, {case}, {style.SIDE_NAMES[mover]} moves: {', '.join(told)}")
    return words.sentence(*parts)
