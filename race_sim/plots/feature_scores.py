"""Which parameters help most to predict an outcome: a score each, with its interval."""

from __future__ import annotations

import pandas as pd

from race_sim.plots import naming, style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.rows import draw_intervals, label_rows, rows_height, value_axis
from race_sim.plots.sheet import new_sheet, settle

MOST_ROWS = 20


@style.drawing()
def draw(
    scores: pd.DataFrame, fit: float, outcome: str, title: str, confidence: float = 0.95
) -> Picture:
    """Scores by parameter, the highest first.

    Parameters
    ----------
    scores : DataFrame
        Columns `parameter`, `score`, `low`, `high`; the first 20 rows are drawn.
    fit : float
        The share of variance that the forest explains at points it has not seen.
    outcome : str
        Of `race_sim.outcomes.OUTCOMES`.
    title : str
        What was simulated.
    confidence : float
        Of the intervals.

    Returns
    -------
    Picture
        Table: `scores`.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame(
        "feature_scores",
        scores,
        ("parameter", "score", "low", "high"),
        "race_sim.analysis.feature_scoring",
    )
    shown = scores.head(MOST_ROWS)
    headline = f"What predicts {naming.quantity(outcome)}"
    left = len(scores) - len(shown)
    notes = [
        f"Lines: {naming.intervals(confidence)} intervals over resamples of the points and new "
        "random trees",
        f"The forest explains {words.percent(max(fit, 0.0))} of the variance between points that "
        "it has not seen",
        *([f"{words.counted(left, 'parameter')} with lower scores not drawn"] if left else []),
    ]
    source = ". ".join([words.of_this_version("Scores of extremely randomised trees"), *notes])
    labels = [naming.label(key) for key in shown["parameter"]]
    figure = new_sheet(headline, title, f"{source}.", rows_height(labels) + 0.7)
    axes = figure.add_subplot()
    score, low, high = (shown[name].to_numpy(dtype=float) for name in ("score", "low", "high"))
    draw_intervals(axes, score, low, high)
    label_rows(axes, labels)
    axes.set_xlim(0.0, 1.05 * max(float(score.max()), float(high.max())))
    value_axis(axes, "score (all parameters together: 1)")
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title),
        *(
            f"{naming.in_words(row['parameter'])}: {row['score']:.2f} "
            f"({row['low']:.2f} to {row['high']:.2f})"
            for _, row in shown.iterrows()
        ),
        notes[1],
    )
    return Picture("feature-scores", figure, scores, alt, words.headed(headline, title))
