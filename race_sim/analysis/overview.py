"""What every report has: outcomes over the points, and the worlds that failed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis.section import Section
from race_sim.outcomes import HEADLINES
from race_sim.plots import naming, words

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult

_QUANTILES = {
    "lowest": 0.0,
    "5 %": 0.05,
    "25 %": 0.25,
    "median": 0.5,
    "75 %": 0.75,
    "95 %": 0.95,
    "highest": 1.0,
}
_FEW = 20  # points; of fewer, only the ends and the median are told
_MOST_ROWS = 1000
_OUTCOMES_OF_POINTS = 5
_AS_THEY_MAY_BE = ("latin-hypercube", "sobol")


def main_outcomes(result: StudyResult) -> list[str]:
    """The outcomes that a report tells of: those analysed, then the usual ones that are kept."""
    there = set(result.summary["outcome"].unique())
    wanted = [request.outcome for request in result.study.analyses]
    wanted += [name for name, _ in HEADLINES]
    found = [name for name in dict.fromkeys(wanted) if name in there]
    return found or list(result.summary["outcome"].unique())[: len(HEADLINES)]


def overview(result: StudyResult) -> Section:
    """The main outcomes: their estimates, or how these are distributed over the points."""
    if not main_outcomes(result):
        said = ("Only names are kept, which have no estimates: see the table of worlds.",)
        return Section("overview", "Outcomes", (*said, *_whole(result)), {}, ())
    several = len(result.points) > 1
    tables = {"outcomes": outcomes_table(result)}
    if several and len(result.points) <= _MOST_ROWS:
        tables["points"] = _points_table(result)
    sentences = _spread_sentences(result) if several else _one_point_sentences(result)
    title = "How outcomes are spread over the points" if several else "Outcomes"
    return Section(
        "overview", title, (*sentences, *_stopping_sentences(result), *_whole(result)), tables, ()
    )


def outcomes_table(result: StudyResult) -> pd.DataFrame:
    """One row a main outcome.

    Shares are in per cent. With one point: `estimate`, `low`, `high`. With several: quantiles of
    the estimates over the points, and `±`, the half-width of the Monte-Carlo interval at the
    median point.
    """
    import pandas as pd

    from race_sim.plots.sweeps import outcome_of

    chosen = {
        name: chance
        for name, chance in _QUANTILES.items()
        if len(result.points) >= _FEW or chance in (0.0, 0.5, 1.0)
    }
    rows = []
    for name in main_outcomes(result):
        how = outcome_of(name)
        row: dict[str, object] = {"outcome": how.title, "unit": how.unit}
        found = result.summary[result.summary["outcome"] == name]
        if len(result.points) == 1:
            first = found.iloc[0]
            ends = {"estimate": first["value"], "low": first["low"], "high": first["high"]}
            row |= {key: how.scale * float(value) for key, value in ends.items()}
        else:
            values = found["value"].to_numpy(dtype=float)
            half = (found["high"] - found["low"]).to_numpy(dtype=float) / 2
            row |= {
                key: how.scale * _quantile(values, chance) for key, chance in chosen.items()
            } | {"±": how.scale * _quantile(half, 0.5)}
        rows.append(row)
    return pd.DataFrame(rows)


def _quantile(values: np.ndarray, chance: float) -> float:
    there = values[np.isfinite(values)]
    return float(np.quantile(there, chance)) if len(there) else math.nan


def _points_table(result: StudyResult) -> pd.DataFrame:
    """One row a point: what is varied, and the estimates of the first main outcomes."""
    table = result.points[["point", *result.keys]].sort_values("point", ignore_index=True)
    for name in main_outcomes(result)[:_OUTCOMES_OF_POINTS]:
        table[name] = result.values(name)
    return table


def _one_point_sentences(result: StudyResult) -> list[str]:
    from race_sim.plots.sweeps import outcome_of

    name = main_outcomes(result)[0]
    row = result.summary[result.summary["outcome"] == name].iloc[0]
    said = outcome_of(name).with_interval(row["value"], row["low"], row["high"])
    return [f"{words.first_capital(naming.quantity(name))} is {said}."]


def _spread_sentences(result: StudyResult) -> list[str]:
    from race_sim.plots.sweeps import outcome_of

    name = main_outcomes(result)[0]
    how = outcome_of(name)
    values = result.values(name)
    low, first, middle, third, high = (
        how.text(_quantile(values, chance)) for chance in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    points = words.counted(len(values), "point")
    said = [
        f"{words.first_capital(naming.quantity(name))} runs from {low} to {high} over the "
        f"{points}; the median is {middle}, and half of the points lie between {first} and "
        f"{third}."
    ]
    if len(result.study.lever_points()) == 1 and result.study.design.kind in _AS_THEY_MAY_BE:
        said.append("The points are spread as the distributions of the uncertainties say.")
    else:
        said.append("The points are those of the design, so their quantiles are not probabilities.")
    said.append(
        "In the table of outcomes, ± is the half-width of the Monte-Carlo interval at a point (the "
        "median)."
    )
    return said


def _stopping_sentences(result: StudyResult) -> list[str]:
    rule = result.study.stopping
    if rule is None:
        return []
    found = result.summary[result.summary["outcome"] == rule.outcome]
    counts = found["worlds"]
    stopped = (found["high"] - found["low"] > rule.width) & (counts >= rule.ceiling)
    wide = int(stopped.sum())
    said = [
        f"A point was played until the {100 * rule.confidence:g}{words.NO_BREAK}% interval on "
        f"{naming.quantity(rule.outcome)} was no wider than {rule.width:g}, which took from "
        f"{int(counts.min()):,} to {words.counted(int(counts.max()), 'world')}."
    ]
    if wide:
        said.append(
            f"At {words.counted(wide, 'point')} the 95{words.NO_BREAK}% interval is wider still: "
            f"the ceiling of {words.counted(rule.ceiling, 'world')} stopped it."
        )
    return said


def _whole(result: StudyResult) -> list[str]:
    return [] if len(result.failures) else ["No world failed."]


def failures(result: StudyResult) -> list[Section]:
    """The worlds that failed, by kind of error; nothing if none did."""
    failed = result.failures
    if not len(failed):
        return []
    groups = failed.groupby(["type", "where", "message"], sort=False)
    table = groups.agg(
        worlds=("world", "size"),
        points=("point", "nunique"),
        first_point=("point", "first"),
        first_world=("world", "first"),
    )
    table = table.reset_index().sort_values("worlds", ascending=False, kind="stable")
    worst = table.iloc[0]
    points = words.counted(failed["point"].nunique(), "point")
    said = [
        f"{words.counted(len(failed), 'world')} failed, at {points}.",
        f"The most frequent error is {worst['type']} ({worst['message']}), in "
        f"{words.counted(int(worst['worlds']), 'world')}.",
        "To see one: race-sim study replay. Once the model is put right: race-sim study retry.",
    ]
    return [Section("failures", "Worlds that failed", tuple(said), {"errors": table}, ())]
