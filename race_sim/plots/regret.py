"""Regret of each choice over the uncertainties: every point, quartiles, mean and maximum."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.rows import label_rows, notes_beside, rows_height, value_axis
from race_sim.plots.sheet import new_sheet, settle
from race_sim.plots.sweeps import outcome_of

MOST_ROWS = 15
_JITTER = 0.2


def _draw_row(axes: Axes, place: int, values: np.ndarray, row: pd.Series, scale: float) -> None:
    # The golden ratio's multiples spread evenly whatever their number, and are no random draw.
    aside = _JITTER * (2.0 * np.modf(np.arange(len(values)) * 0.6180339887498949)[0] - 1.0)
    axes.plot(
        values,
        -place + aside,
        linestyle="none",
        marker="o",
        markersize=2.6,
        color=style.SKY_BLUE,
        markeredgewidth=0.0,
        alpha=0.7,
        clip_on=False,
        zorder=1,
    )
    first, middle, third = np.quantile(values, [0.25, 0.5, 0.75])
    axes.barh(
        -place,
        third - first,
        left=first,
        height=2.6 * _JITTER,
        facecolor="none",
        edgecolor=style.INK,
        linewidth=1.0,
        zorder=2,
    )
    ends = [-place - 1.3 * _JITTER, -place + 1.3 * _JITTER]
    axes.plot([middle, middle], ends, color=style.INK, linewidth=1.6, zorder=2)
    low, high = scale * row["low"], scale * row["high"]
    axes.plot([low, high], [-place, -place], color=style.VERMILION, linewidth=2.2, zorder=3)
    axes.plot(
        scale * row["mean"], -place, marker="D", markersize=6, color=style.VERMILION, zorder=4
    )


@style.drawing()
def draw(
    regrets: pd.DataFrame,
    measures: pd.DataFrame,
    outcome: str,
    title: str,
    confidence: float = 0.95,
) -> Picture:
    """Regret by lever point, the smallest mean at the top.

    Parameters
    ----------
    regrets : DataFrame
        One row a lever point and uncertainty point: `lever_point`, `regret`.
    measures : DataFrame
        One row a lever point: `lever_point`, `lever`, `mean`, `low`, `high`, `maximum`,
        `best_share`. The 15 smallest means are drawn.
    outcome : str
        Of `race_sim.outcomes.OUTCOMES`, whose unit regret has.
    title : str
        What was simulated.
    confidence : float
        Of the intervals.

    Returns
    -------
    Picture
        Table: `regrets`.

    Raises
    ------
    InputError
        If a frame is empty or lacks a column.
    """
    columns = ("lever_point", "lever", "mean", "low", "high", "maximum", "best_share")
    check_frame("regret", regrets, ("lever_point", "regret"), "race_sim.analysis.regret")
    check_frame("regret", measures, columns, "race_sim.analysis.regret")
    shown = measures.sort_values("mean", kind="stable").head(MOST_ROWS)
    how = outcome_of(outcome)
    headline = f"How much each choice may be regretted: {naming.quantity(outcome)}"
    points = int((regrets["lever_point"] == shown["lever_point"].iloc[0]).sum())
    left = len(measures) - len(shown)
    source = words.of_this_version(words.counted(points, "uncertainty point"))
    source += (
        f". Diamonds: means, with {naming.intervals(confidence)} bootstrap intervals over them"
    )
    source += f". {words.counted(left, 'choice')} with larger means not drawn." if left else "."
    key = (
        "Dots: regret at each uncertainty point, the distance from the best choice there. Boxes: "
        "the middle half and the median. Best: the share of points at which the choice is the "
        "best."
    )
    labels = [str(name) for name in shown["lever"]]
    figure = new_sheet(headline, title, source, rows_height(labels, 0.55) + 0.9, key)
    axes = figure.add_subplot()
    for place, (_, row) in enumerate(shown.iterrows()):
        mine = regrets.loc[regrets["lever_point"] == row["lever_point"], "regret"]
        _draw_row(axes, place, how.scale * mine.to_numpy(dtype=float), row, how.scale)
    label_rows(axes, labels)
    notes_beside(axes, [words.percent(share) for share in shown["best_share"]], "best")
    top = how.scale * float(shown["maximum"].max())
    axes.set_xlim(-0.01 * top if top > 0.0 else -0.01, 1.04 * top if top > 0.0 else 1.0)
    value_axis(axes, f"regret, {naming.amount_unit(how)}")
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title),
        *(
            f"{row['lever']}: mean "
            f"{naming.amount_with_interval(how, row['mean'], row['low'], row['high'])}, "
            f"maximum {naming.amount(how, row['maximum'])}, best at "
            f"{words.percent(row['best_share'])} of {words.counted(points, 'uncertainty point')}"
            for _, row in shown.iterrows()
        ),
    )
    return Picture("regret", figure, regrets, alt, words.headed(headline, title))
