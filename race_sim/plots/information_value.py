"""What it is worth to know an uncertain parameter before choosing."""

from __future__ import annotations

import pandas as pd

from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.rows import draw_intervals, label_rows, rows_height, value_axis
from race_sim.plots.sheet import new_sheet, settle
from race_sim.plots.sweeps import outcome_of

EVERYTHING = "everything"
MOST_ROWS = 20


def _label(key: str) -> str:
    return "All uncertain parameters at once" if key == EVERYTHING else naming.label(key)


@style.drawing()
def draw(found: pd.DataFrame, outcome: str, title: str, confidence: float = 0.95) -> Picture:
    """The value of knowing everything, and each parameter alone.

    Parameters
    ----------
    found : DataFrame
        Columns `parameter` ("everything", or a key), `value`, `low`, `high`, `upper`; the first
        20 rows are drawn.
    outcome : str
        Of `race_sim.outcomes.OUTCOMES`, whose unit values have.
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
    columns = ("parameter", "value", "low", "high", "upper")
    check_frame("information_value", found, columns, "race_sim.analysis.information_value")
    shown = found.head(MOST_ROWS)
    how = outcome_of(outcome)
    headline = f"What it is worth to know more before choosing: {naming.quantity(outcome)}"
    key = (
        "Dots: what a rule learnt on other points brings; below zero there is nothing to learn. "
        "Open diamonds: the plain estimate, biased upward."
    )
    source = words.of_this_version("Expected value of (partial) perfect information")
    source += f". Lines: {naming.intervals(confidence)} bootstrap intervals over the points."
    labels = [_label(name) for name in shown["parameter"]]
    figure = new_sheet(headline, title, source, rows_height(labels) + 0.7, key)
    axes = figure.add_subplot()
    value, low, high, upper = (
        how.scale * shown[name].to_numpy(dtype=float) for name in columns[1:]
    )
    axes.axvline(0.0, color=style.FAINT_INK, linewidth=1.0)
    draw_intervals(axes, value, low, high)
    axes.plot(
        upper,
        [-place for place in range(len(upper))],
        linestyle="none",
        marker="D",
        markersize=6,
        markerfacecolor="none",
        markeredgecolor=style.VERMILION,
        markeredgewidth=1.3,
        clip_on=False,
        zorder=4,
    )
    label_rows(axes, labels)
    if len(shown) > 1 and shown["parameter"].iloc[0] == EVERYTHING:
        axes.axhline(-0.5, color=style.RULE, linewidth=1.0)
    value_axis(axes, f"gain, {naming.amount_unit(how)}")
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title),
        *(
            f"{_label(row['parameter']).replace(chr(10), ', ')}: "
            f"{naming.amount_with_interval(how, row['value'], row['low'], row['high'])}, "
            f"at most about {naming.amount(how, row['upper'])}"
            for _, row in shown.iterrows()
        ),
    )
    return Picture("information-value", figure, found, alt, words.headed(headline, title))
