"""Elementary effects: how much each uncertainty matters, and how much that depends on the rest."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox, IdentityTransform

from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.labels import box_of, place_near
from race_sim.plots.picture import Picture
from race_sim.plots.rows import label_rows, rows_height, value_axis
from race_sim.plots.sheet import new_sheet, settle
from race_sim.plots.sweeps import Outcome, outcome_of

MOST_ROWS = 10
COLUMNS = ("parameter", "mu_star", "mu_star_low", "mu_star_high", "sigma", "direction")
_LOOKS = {1: ("^", style.VERMILION), -1: ("v", style.BLUE), 0: ("o", style.BLACK)}
_SAID = {1: "upward", -1: "downward", 0: "either way"}
_KEY = (
    "▲ nearly always upward, ▼ nearly always downward, ● either way. Right: numbers are ranks; "
    "above the dashed line an effect varies, with where it starts and with the others, by more "
    "than its mean."
)
_LABEL_WIDTH = 2.9  # inches
_LONG_UNIT = 20  # letters


def _axis_label(what: str, unit: str) -> str:
    return f"{what}, {unit}" if len(unit) < _LONG_UNIT else f"{what},\n{unit}"


def _effect_axis(axes: Axes, unit: str) -> None:
    value_axis(axes, _axis_label("mean absolute effect", unit))
    # Half a sheet has less room for numbers.
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))


def _draw_ranking(axes: Axes, shown: pd.DataFrame, unit: str) -> None:
    for place, (_, row) in enumerate(shown.iterrows()):
        marker, colour = _LOOKS[int(row["direction"])]
        ends = [row["mu_star_low"], row["mu_star_high"]]
        axes.plot(ends, [-place] * 2, color=colour, linewidth=1.5, marker="|", markersize=7)
        axes.plot(
            row["mu_star"],
            -place,
            marker=marker,
            markersize=7.5,
            color=colour,
            zorder=3,
            clip_on=False,
        )
    texts = [naming.label(key) for key in shown["parameter"]]
    label_rows(axes, [f"{place}. {text}" for place, text in enumerate(texts, 1)], _LABEL_WIDTH)
    axes.set_xlim(0.0, 1.05 * float(shown["mu_star_high"].max()))
    _effect_axis(axes, unit)


def _draw_scatter(axes: Axes, table: pd.DataFrame, count: int, unit: str) -> None:
    right = 1.1 * float(table["mu_star"].max())
    top = max(1.1 * float(table["sigma"].max()), 0.3 * right)
    axes.plot([0.0, top], [0.0, top], color=style.FAINT_INK, linewidth=0.8, linestyle=(0, (4, 3)))
    for place, (_, row) in reversed(list(enumerate(table.iterrows()))):
        marker, colour = _LOOKS[int(row["direction"])]
        numbered = place < count
        axes.plot(
            row["mu_star"],
            row["sigma"],
            marker=marker,
            markersize=7.0 if numbered else 4.5,
            markerfacecolor=colour if numbered else "white",
            markeredgecolor=colour,
            clip_on=False,
            zorder=3,
        )
    axes.set(xlim=(0.0, right), ylim=(0.0, top))
    _effect_axis(axes, unit)
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.plain_number(value)))
    axes.grid(axis="y")
    axes.set_ylabel(_axis_label("standard deviation of the effects", unit))


def _number_points(axes: Axes, table: pd.DataFrame, count: int) -> None:
    """Write its rank beside each point; where there is no room, the list has it."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    spots = axes.transData.transform(table[["mu_star", "sigma"]].to_numpy(dtype=float))
    # Each marker as a few points around its middle, which a number must not cover.
    around = np.array([(x, y) for x in (-6, 0, 6) for y in (-6, 0, 6)], dtype=float)
    marks = (spots[:, None, :] + around).reshape(-1, 2)
    room = axes.get_window_extent().padded(14.0)
    taken: list[Bbox] = []
    for place in range(count):
        text = figure.text(
            0.0,
            0.0,
            f"{place + 1}",
            transform=IdentityTransform(),
            ha="center",
            va="center",
            fontsize=style.SMALL,
        )
        near = place_near(
            text, spots[place : place + 1], room, taken, marks, distances=(7.0, 10.0, 14.0, 20.0)
        )
        if near is None:
            text.remove()
            continue
        taken.append(box_of(text))
        across, up = axes.transAxes.inverted().transform(text.get_position())
        text.set_transform(axes.transAxes)
        text.set_position((across, up))


def _said(row: pd.Series, outcome: Outcome) -> str:
    effect = naming.amount_with_interval(
        outcome, row["mu_star"], row["mu_star_low"], row["mu_star_high"]
    )
    spread = naming.amount(outcome, row["sigma"])
    way = _SAID[int(row["direction"])]
    return f"{naming.in_words(row['parameter'])}: {effect}, {way}, standard deviation {spread}"


@style.drawing()
def draw(
    table: pd.DataFrame,
    outcome: str,
    title: str,
    confidence: float = 0.95,
    name: str = "elementary-effects",
) -> Picture:
    """Mean absolute effects, ranked, and against the standard deviation of the effects.

    Parameters
    ----------
    table : DataFrame
        Columns `parameter`, `mu_star`, `mu_star_low`, `mu_star_high`, `sigma`, in the outcome's
        unit, and `direction`: 1, -1 or 0. The 10 highest are listed and
        numbered, but for those without any effect.
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
    check_frame("elementary_effects", table, COLUMNS, "race_sim.analysis.morris")
    table = table.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)
    written = outcome_of(outcome)
    scaled = table.copy()
    numbers = ["mu_star", "mu_star_low", "mu_star_high", "sigma"]
    scaled[numbers] = written.scale * scaled[numbers]
    # What has no effect at all has no rank either.
    moving = int((scaled["mu_star"] > 0.0).sum())
    shown = scaled.head(max(1, min(MOST_ROWS, moving)))
    left = len(table) - len(shown)
    headline = f"What moves {naming.quantity(outcome)}"
    notes = [
        f"Lines: {100 * confidence:g}{words.NO_BREAK}% bootstrap intervals",
        "Effects are for the whole range of an uncertainty",
    ]
    if left:
        others = words.counted(left, "other uncertainty", "other uncertainties")
        notes.append(f"Small and hollow: {others}")
    source = ". ".join([words.of_this_version("Elementary effects"), *notes])
    labels = [f"0. {naming.label(key)}" for key in shown["parameter"]]
    height = max(3.6, rows_height(labels, letters=48) + 0.7)
    figure = new_sheet(headline, title, f"{source}.", height, key=_KEY)
    ranking, scatter = figure.subplots(1, 2, width_ratios=(0.8, 1.0))
    unit = naming.amount_unit(written)
    _draw_ranking(ranking, shown, unit)
    _draw_scatter(scatter, scaled, len(shown), unit)
    settle(figure)
    _number_points(scatter, scaled, len(shown))
    alt = words.sentence(
        words.headed(headline, title),
        "Mean absolute effects of moving one uncertainty alone over its range, with intervals",
        *(_said(row, written) for _, row in table.head(len(shown)).iterrows()),
        *notes[2:],
    )
    return Picture(name, figure, table, alt, words.headed(headline, title))
