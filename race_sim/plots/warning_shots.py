"""What shared harm cancels in the stage game, and what an incident changes in the years after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.arms import in_unit
from race_sim.plots.frames import check_frame
from race_sim.plots.marks import Look, draw_estimate, signed
from race_sim.plots.picture import Picture
from race_sim.plots.rows import rows_height, wrapped_labels
from race_sim.plots.sheet import new_sheet, settle

if TYPE_CHECKING:
    from race_sim.analysis.arm_results import Results
    from race_sim.analysis.arms import Arm

_COLUMNS = ("sides", "side", "shared", "choice_cancels", "place_cancels", "alarm_needed")
_LABELS = 2.6  # inches
_TOP = 2.4  # inches: the panels of the stage game
_HEADLINE = "A warning shot where harm is shared"
_TITLE = "Above: the stage game of 2026, exactly. Below: five years after an incident in 2028"


def _draw_cancelling(axes: Axes, games: pd.DataFrame) -> None:
    rows = games[(games["sides"] == "equal sides") & (games["side"] == "us")]
    for name, text, colour, dash, marker in (
        ("place_cancels", "race ahead, or be raced ahead of", style.BLACK, "-", "D"),
        ("choice_cancels", "accelerate, or invest", style.GREEN, (0, (6.0, 2.0)), "^"),
    ):
        axes.plot(
            100.0 * rows["shared"],
            100.0 * rows[name],
            color=colour,
            linestyle=dash,
            marker=marker,
            label=text,
            clip_on=False,
        )
    axes.set(
        title="Harm that cancels, equal sides",
        xlabel="harm that crosses the border, %",
        ylabel="% of the larger harm",
        ylim=(0.0, 100.0),
        xlim=(0.0, 100.0),
    )
    axes.legend(loc="lower right", handlelength=3.2)
    axes.grid()


def _draw_alarm(axes: Axes, games: pd.DataFrame) -> None:
    for side, name in style.SIDE_NAMES.items():
        rows = games[(games["sides"] == "as they are") & (games["side"] == side)]
        axes.plot(
            100.0 * rows["shared"],
            rows["alarm_needed"],
            color=style.SIDE_COLOURS[side],
            linestyle=style.SIDE_DASHES[side],
            marker=style.SIDE_MARKERS[side],
            label=name,
        )
    axes.set(
        title="Alarm that makes investing the best reply",
        xlabel="harm that crosses the border, %",
        ylabel="alarm (true: 1)",
        xlim=(0.0, 100.0),
        ylim=(0.0, 1.25 * float(axes.get_ylim()[1])),
    )
    axes.legend(loc="upper right", handlelength=3.2, ncols=2)
    axes.grid()


def _row_name(arm: Arm) -> str:
    return f"{arm.group}: {arm.label}"


def _draw_changes(axes: Axes, found: Results, rows: list[Arm], measures: dict[str, str]) -> None:
    """The change of one measure of each side, a row an arm."""
    for side, key in measures.items():
        measure = found.measure(key)
        offset = 0.17 if side == "us" else -0.17
        look = Look(style.SIDE_COLOURS[side], style.SIDE_MARKERS[side])
        for place, arm in enumerate(rows):
            change = in_unit(found.change(arm.key, key), measure)
            digits = 0 if measure.unit == "%" else 2
            said = signed(change.value, digits) if round(change.value, digits) else "0"
            draw_estimate(axes, offset - place, change, "", look)
            # At the left: nearly all changes are falls, and the line of no change is at the right.
            axes.annotate(
                said,
                (change.low, offset - place),
                xytext=(-8, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=style.SMALL,
            )
    axes.axvline(0.0, color=style.FAINT_INK, linewidth=0.9, zorder=0)
    low, high = axes.get_xlim()
    axes.set_xlim(low - 0.12 * (high - low), high)
    axes.set_ylim(-len(rows) + 0.4, 0.6)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: words.plain_number(value).replace("-", "\N{MINUS SIGN}"))
    )
    axes.grid(axis="x")


@style.drawing()
def draw(games: pd.DataFrame, found: Results, name: str) -> Picture:
    """The stage game above, the arms with an incident below.

    Parameters
    ----------
    games : DataFrame
        From `race_sim.analysis.preemption.cancelling`, with the column `sides`.
    found : Results
        With the measures `us_choice`, `cn_choice`, `us_pace` and `cn_pace`; arms that are compared
        with another are drawn.
    name : str
        Of the picture's files.

    Raises
    ------
    InputError
        If a column is missing.
    """
    check_frame("warning_shots", games, _COLUMNS, "analysis.preemption.cancelling")
    rows = [arm for arm in found.arms if arm.against]
    labels = [_row_name(arm) for arm in rows]
    note = "Changes: the incident against the same worlds without it, same luck"
    source = words.source_line(found.worlds, found.seed, note, each="an arm")
    key = "Markers and brackets below: means of paired changes with their 95 % intervals."
    height = rows_height(labels, 0.42, 40) + 0.6
    figure = new_sheet(_HEADLINE, _TITLE, source, _TOP + height, key, 10.0)
    (upper,), (lower,) = figure.subfigures(2, 1, squeeze=False, height_ratios=(_TOP, height))
    first, second = upper.subplots(1, 2)
    _draw_cancelling(first, games)
    _draw_alarm(second, games)
    left, right = lower.subplots(1, 2, width_ratios=(1.2, 1.0))
    _draw_changes(left, found, rows, {"us": "us_choice", "cn": "cn_choice"})
    _draw_changes(right, found, rows, {"us": "us_pace", "cn": "cn_pace"})
    left.set(title="Choice: time spent accelerating", xlabel="change, percentage points")
    right.set(title="Pace: capability five years on", xlabel="change, OOM")
    left.set_yticks([-place for place in range(len(rows))], wrapped_labels(left, labels, _LABELS))
    left.tick_params(axis="y", length=0, labelcolor=style.INK, labelsize=style.SMALL)
    settle(figure)
    return Picture(name, figure, found.table, _alt(games, found, rows), _TITLE)


def _alt(games: pd.DataFrame, found: Results, rows: list[Arm]) -> str:
    equal = games[(games["sides"] == "equal sides") & (games["side"] == "us")]
    told = [
        f"With {words.percent(row['shared'])} of harm crossing, "
        f"{words.percent(row['place_cancels'])} cancels between racing ahead and being raced ahead "
        f"of, {words.percent(row['choice_cancels'])} between accelerating and investing"
        for _, row in equal.iterrows()
    ]
    arms = [
        f"{words.first_capital(_row_name(arm))}: "
        + ", ".join(
            f"{measure.title} {found.moved(arm.key, measure.key)}" for measure in found.measures
        )
        for arm in rows
    ]
    return words.sentence(words.headed(_HEADLINE, _TITLE), *told, *arms)
