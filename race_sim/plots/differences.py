"""What changes from one setting to others, with intervals, and how much common luck saved."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.rows import draw_intervals, label_rows, notes_beside, rows_height, value_axis
from race_sim.plots.sheet import new_sheet, settle
from race_sim.plots.sweeps import outcome_of

MOST_ROWS = 20


def _times(ratio: float) -> str:
    if math.isnan(ratio):
        return "never differ"
    return "no noise" if math.isinf(ratio) else f"{words.number(ratio)}×"


@style.drawing()
def draw(
    found: pd.DataFrame, base: str, outcome: str, title: str, confidence: float = 0.95
) -> Picture:
    """Paired differences from a base, the largest rise at the top.

    Parameters
    ----------
    found : DataFrame
        Columns `setting`, `value`, `low`, `high`, `variance_ratio`. Of many rows, the 20 whose
        difference is largest either way are drawn.
    base : str
        What all are compared with, in words.
    outcome : str
        Of `race_sim.outcomes.OUTCOMES`.
    title : str
        What was simulated.
    confidence : float
        Of the intervals.

    Returns
    -------
    Picture
        Table: `found`.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    columns = ("setting", "value", "low", "high", "variance_ratio")
    check_frame("differences", found, columns, "race_sim.analysis.pairing")
    order = np.argsort(-found["value"].abs().to_numpy(), kind="stable")[:MOST_ROWS]
    shown = found.iloc[order].sort_values("value", ascending=False, kind="stable")
    how = outcome_of(outcome)
    headline = f"What a change does under the same luck: {naming.quantity(outcome)}"
    left = len(found) - len(shown)
    source = words.of_this_version("Paired differences, world by world")
    source += f". Lines: {naming.intervals(confidence)} Monte-Carlo intervals"
    source += f". {words.counted(left, 'smaller difference')} not drawn." if left else "."
    key = (
        f"Zero: {base}.\nLuck saved: how many times as many worlds a difference at one point would "
        "need if each point had luck of its own."
    )
    labels = [str(text) for text in shown["setting"]]
    figure = new_sheet(headline, title, source, rows_height(labels) + 0.9, key)
    axes = figure.add_subplot()
    value, low, high = (how.scale * shown[name].to_numpy(dtype=float) for name in columns[1:4])
    axes.axvline(0.0, color=style.FAINT_INK, linewidth=1.0)
    draw_intervals(axes, value, low, high)
    label_rows(axes, labels)
    notes_beside(axes, [_times(ratio) for ratio in shown["variance_ratio"]], "luck saved")
    value_axis(axes, f"difference, {naming.amount_unit(how)}")
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title),
        f"Compared with {base}",
        *(
            f"{row['setting']}: "
            f"{naming.amount_with_interval(how, row['value'], row['low'], row['high'])}, "
            f"luck saved {_times(row['variance_ratio'])}"
            for _, row in shown.iterrows()
        ),
    )
    return Picture("differences", figure, found, alt, words.headed(headline, title))
