"""The arms of an experiment: a row an arm, a panel a measure; estimates, and paired differences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.analysis import wording
from race_sim.outcomes import Estimate
from race_sim.plots import style, words
from race_sim.plots.marks import Look, signed
from race_sim.plots.picture import Picture
from race_sim.plots.rows import rows_height, wrapped_labels
from race_sim.plots.sheet import new_sheet, settle
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from race_sim.analysis.arm_results import Results
    from race_sim.analysis.arms import Arm
    from race_sim.analysis.measures import Measure

WIDTH = 10.0  # inches
MOST_PANELS = 4
_LABELS = 2.3  # inches
_LETTERS = 34  # that surely fit into a line of a label
_TICK = 0.27  # of a row: half the height of the line that stands for the arm compared with
_ROW = 0.36  # inches, the least that a number over its marker needs
REFERENCE = Look(style.BLACK, "D")
COMPARED = Look(style.BLUE, "o")


def rows_of(found: Results) -> list[Arm | str]:
    """Headings of groups and arms, from the top down."""
    rows: list[Arm | str] = []
    group = ""
    for arm in found.arms:
        if arm.group and arm.group != group:
            rows.append(arm.group)
        group = arm.group
        rows.append(arm)
    return rows


def in_unit(estimate: Estimate, measure: Measure) -> Estimate:
    """An estimate as it is drawn: shares and probabilities in per cent."""
    return wording.scaled(estimate, 100.0) if measure.in_percent else estimate


def axis_label(measure: Measure) -> str:
    """What the axis of a measure says."""
    if measure.in_percent:
        return "% of worlds" if measure.share else "%"
    return f"mean, {measure.unit}" if measure.unit else "mean"


def checked(picture: str, found: Results, most: int = MOST_PANELS) -> tuple[Measure, ...]:
    """The measures to draw.

    Raises
    ------
    InputError
        If they are too many for one sheet.
    """
    count = len(found.measures)
    if count > most:
        allowed = f"at most {most}: draw a part, see Results.only"
        raise InputError(f"plots.{picture}", [Problem("measures", f"{count}", allowed)])
    return found.measures


def _beside(change: Estimate) -> str:
    """A change with half the width of its interval, for example `−1.2 ±0.2`."""
    digits = wording.digits_for(change)
    reach = max(change.high - change.value, change.value - change.low)
    if not math.isfinite(reach):
        return ""
    value = round(change.value, digits) + 0.0  # no minus before a zero
    return f"{signed(value, digits)} ±{reach:.{digits}f}"


def _limits(axes: Axes, estimates: list[Estimate]) -> None:
    """Room for all intervals; from zero if little is lost by it."""
    ends = [end for estimate in estimates for end in estimate if math.isfinite(end)]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    if 0.0 <= low <= 0.6 * high:
        low = 0.0
    if high <= 0.0:
        high = 0.0
    span = (high - low) or abs(high) or 1.0
    axes.set_xlim(low - (0.1 if low != 0.0 else 0.05) * span, high + 0.1 * span)


def _leave_out_of_layout(axes: Axes) -> None:
    """Lay out by the longest text of a panel only: the others need no more room, only time."""
    longest = max(axes.texts, key=lambda text: len(text.get_text()))
    for text in axes.texts:
        text.set_in_layout(text is longest)


def _draw_estimates(axes: Axes, shown: dict[int, Estimate], look: Look) -> None:
    """Estimates with their intervals and numbers, by row, in one stroke."""
    known = {place: one for place, one in shown.items() if all(map(math.isfinite, one))}
    if not known:
        return
    value, low, high = np.array(list(known.values())).T
    axes.errorbar(
        value,
        [-place for place in known],
        xerr=np.array([value - low, high - value]),
        linestyle="none",
        color=look.colour,
        marker=look.marker,
        markersize=7,
        markeredgecolor="white",
        capsize=4,
        linewidth=1.6,
    )
    left, right = axes.get_xlim()
    for place, one in known.items():
        said = wording.plain(one.value, wording.digits_for(one))
        near_axis = one.value - left < 0.1 * (right - left)  # which would cut the number in two
        axes.annotate(
            said.replace("-", "\N{MINUS SIGN}"),
            (one.value, -place),
            xytext=(0, 8),
            textcoords="offset points",
            ha="left" if near_axis else "center",
            va="bottom",
            fontsize=style.SMALL,
            annotation_clip=False,
        )


def _draw_panel(axes: Axes, found: Results, measure: Measure, rows: list[Arm | str]) -> None:
    placed = {place: row for place, row in enumerate(rows) if not isinstance(row, str)}
    shown = {
        place: in_unit(found.value(arm.key, measure.key), measure) for place, arm in placed.items()
    }
    _limits(axes, list(shown.values()))
    compared = {place: arm for place, arm in placed.items() if arm.against}
    axes.vlines(
        [
            in_unit(found.value(arm.against, measure.key), measure).value
            for arm in compared.values()
        ],
        [-place - _TICK for place in compared],
        [-place + _TICK for place in compared],
        color=style.INK,
        linewidth=1.2,
    )
    for look, places in (
        (REFERENCE, placed.keys() - compared.keys()),
        (COMPARED, compared.keys()),
    ):
        _draw_estimates(axes, {place: shown[place] for place in sorted(places)}, look)
    for place, arm in compared.items():
        change = in_unit(found.change(arm.key, measure.key), measure)
        axes.text(
            1.03,
            -place,
            _beside(change),
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=style.SMALL,
            fontweight="bold" if wording.direction(change) else "normal",
        )
    free = isinstance(rows[0], str) or not rows[0].against
    axes.text(
        1.03,
        0.0 if free else 0.6,
        "change",
        transform=axes.get_yaxis_transform(),
        va="center",
        fontsize=style.SMALL,
        color=style.FAINT_INK,
    )
    axes.set(
        title=measure.title,
        xlabel=axis_label(measure),
        ylim=(-len(rows) + 0.45, 0.45 if isinstance(rows[0], str) else 0.8),
    )
    _leave_out_of_layout(axes)
    axes.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.plain_number(value)))
    axes.grid(axis="x")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


@style.drawing()
def draw(found: Results, name: str, headline: str, title: str, note: str = "") -> Picture:
    """Every arm in a row, every measure in a panel.

    Parameters
    ----------
    found : Results
        With at most four measures.
    name : str
        Of the picture's files.
    headline : str
        What is shown.
    title : str
        What was simulated.
    note : str
        More for the line under the picture.

    Raises
    ------
    InputError
        If there are more measures than fit.
    """
    measures = checked("arms", found)
    rows = rows_of(found)
    source = words.source_line(found.worlds, found.seed, *([note] if note else []), each="an arm")
    key = (
        "Brackets: 95 % Monte-Carlo intervals. Upright lines: the arm that a row is compared with "
        "(black). Change: from that arm, world by world under the same luck, ± half the width of "
        "its 95 % interval; bold if the interval leaves out zero; shares and chances in points."
    )
    labels = [row if isinstance(row, str) else row.label for row in rows]
    height = rows_height(labels, _ROW, _LETTERS) + 0.7
    figure = new_sheet(headline, title, source, height, key, WIDTH)
    panels = figure.subplots(1, len(measures), squeeze=False)[0]
    for axes, measure in zip(panels, measures, strict=True):
        _draw_panel(axes, found, measure, rows)
    first = panels[0]
    names = wrapped_labels(first, labels, _LABELS)
    first.set_yticks([-place for place in range(len(rows))], names)
    first.tick_params(axis="y", length=0, labelcolor=style.INK)
    for tick, row in zip(first.get_yticklabels(), rows, strict=True):
        if isinstance(row, str):
            tick.set_fontweight("bold")
    settle(figure)
    return Picture(name, figure, found.table, _alt(found, headline, title), f"{headline}: {title}")


def _alt(found: Results, headline: str, title: str) -> str:
    parts = []
    for arm in found.arms:
        told = [f"{measure.title} {found.said(arm.key, measure.key)}" for measure in found.measures]
        group = f"{arm.group}, " if arm.group else ""
        parts.append(f"{words.first_capital(group + arm.label)}: {', '.join(told)}")
    return words.sentence(words.headed(headline, title), *parts)
