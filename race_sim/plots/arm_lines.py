"""A sweep with several arms: a line an arm over the levels of a knob, a panel a measure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.outcomes import Estimate
from race_sim.plots import style, words
from race_sim.plots.arms import WIDTH, axis_label, checked, in_unit
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from race_sim.analysis.arm_results import Results
    from race_sim.analysis.arms import Arm
    from race_sim.analysis.measures import Measure

MOST_PANELS = 4
_HEIGHT = 2.9  # inches, of one row of panels


def lines_of(found: Results) -> dict[str, list[Arm]]:
    """The arms of each line, by its name, in the order of their levels.

    Raises
    ------
    InputError
        If an arm has no level, or there are more lines than can be told apart.
    """
    lines: dict[str, list[Arm]] = {}
    for arm in found.arms:
        lines.setdefault(arm.group, []).append(arm)
    problems = [
        Problem(f"arms.{arm.key}.at", "missing", "its level")
        for arm in found.arms
        if arm.at != arm.at
    ]
    most = len(style.SERIES_COLOURS)
    if len(lines) > most:
        problems.append(Problem("groups", f"{len(lines)}", f"at most {most}"))
    if problems:
        raise InputError("plots.arm_lines", problems)
    return {name: sorted(arms, key=lambda arm: arm.at) for name, arms in lines.items()}


def _shown(found: Results, arm: Arm, measure: Measure, changes: bool) -> Estimate:
    """What is drawn of an arm; the one that others are compared with has changed by nothing."""
    if not changes:
        return found.value(arm.key, measure.key)
    return found.change(arm.key, measure.key) if arm.against else Estimate(0.0, 0.0, 0.0)


def _look(number: int, side: str) -> tuple[str, style.Dash, str]:
    """Colour, dash and marker of a line; one that is about a side has the look of that side."""
    if side:
        return style.SIDE_COLOURS[side], style.SIDE_DASHES[side], style.SIDE_MARKERS[side]
    return (
        style.SERIES_COLOURS[number],
        style.SERIES_DASHES[number],
        style.SERIES_MARKERS[number],
    )


def _draw_panel(
    axes: Axes,
    found: Results,
    measure: Measure,
    lines: dict[str, list[Arm]],
    changes: bool,
    sides: Mapping[str, str],
) -> None:
    for number, (name, arms) in enumerate(lines.items()):
        if changes and not any(arm.against for arm in arms):
            continue
        shown = np.array([in_unit(_shown(found, arm, measure, changes), measure) for arm in arms])
        levels = [arm.at for arm in arms]
        colour, dash, marker = _look(number, sides.get(name, ""))
        axes.fill_between(levels, shown[:, 1], shown[:, 2], color=colour, alpha=0.18, lw=0)
        axes.plot(
            levels,
            shown[:, 0],
            color=colour,
            linestyle=dash,
            marker=marker,
            markersize=5.5,
            markeredgecolor="white",
            markeredgewidth=0.6,
            label=name,
        )
    if changes:
        axes.axhline(0.0, color=style.FAINT_INK, linewidth=0.9)
    label = axis_label(measure)
    unit = "points" if label.startswith("%") else measure.unit
    axes.set_ylabel(", ".join(("change", unit) if unit else ("change",)) if changes else label)
    axes.set_title(measure.title)
    low, high = axes.get_ylim()
    if not changes and 0.0 < low < 0.6 * high:
        axes.set_ylim(bottom=0.0)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: words.plain_number(value)))
    axes.grid()


@style.drawing()
def draw(
    found: Results,
    name: str,
    headline: str,
    title: str,
    level: str,
    note: str = "",
    changes: bool = False,
    sides: Mapping[str, str] | None = None,
) -> Picture:
    """Every group of arms as a line with its band, every measure in a panel.

    Parameters
    ----------
    found : Results
        Each arm with its level `at` and, in `group`, the name of its line.
    name : str
        Of the picture's files.
    headline, title : str
        What is shown, and what was simulated.
    level : str
        What the levels are, for the axis.
    note : str
        More for the line under the picture.
    changes : bool
        Whether the change from the arm that each is compared with is drawn, instead of the
        estimate. Lines that are compared with none are then left out.
    sides : mapping of str to str, optional
        Lines that are about one side, with its key.

    Raises
    ------
    InputError
        If an arm has no level, or there are more lines or measures than fit.
    """
    measures = checked("arm_lines", found, MOST_PANELS)
    lines = lines_of(found)
    source = words.source_line(
        found.worlds, found.seed, *([note] if note else []), each="a setting"
    )
    key = "Bands: 95 % Monte-Carlo intervals."
    if changes:
        key += " Changes are paired, world by world under the same luck."
    figure = new_sheet(headline, title, source, _HEIGHT + 0.35, key, WIDTH)
    grid = figure.add_gridspec(2, len(measures), height_ratios=(0.35, _HEIGHT))
    panels = [figure.add_subplot(grid[1, place]) for place in range(len(measures))]
    for axes, measure in zip(panels, measures, strict=True):
        _draw_panel(axes, found, measure, lines, changes, sides or {})
        axes.set_xlabel(level)
    handles, names = panels[0].get_legend_handles_labels()
    top = figure.add_subplot(grid[0, :])
    top.axis("off")
    top.legend(
        handles, names, loc="center left", borderaxespad=0.0, ncols=len(names), handlelength=3.2
    )
    settle(figure)
    alt = _alt(found, lines, headline, title, level)
    return Picture(name, figure, found.table, alt, words.headed(headline, title))


def _alt(found: Results, lines: dict[str, list[Arm]], headline: str, title: str, level: str) -> str:
    parts = []
    for name, arms in lines.items():
        for measure in found.measures:
            told = [
                f"{found.said(arm.key, measure.key)} at {words.plain_number(arm.at)}"
                for arm in (arms[0], arms[-1])
            ]
            parts.append(f"{words.first_capital(name)}, {measure.title}: {', '.join(told)}")
    return words.sentence(words.headed(headline, title), f"Over {level}", *parts)
