"""Scenario discovery: under which values of the parameters the bad cases lie.

How the box is found, chosen and tried is told in `race_sim.analysis.peeling`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis.lever_table import missing_sentences
from race_sim.analysis.peeling import SIGNIFICANT, Box, Limit, Trial, find_box, tried_box
from race_sim.analysis.section import Section
from race_sim.analysis.workbench import inputs
from race_sim.plots import naming
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

LEAST_POINTS = 40
LEAST_CASES = 5
WORST_SHARE = 0.1


def cases_of_interest(
    values: np.ndarray, threshold: float | None = None, better: str = "low"
) -> tuple[np.ndarray, float]:
    """Which points are bad, and beyond which value of the outcome.

    Parameters
    ----------
    values : ndarray of float, shape (points,)
    threshold : float, optional
        Points beyond it are of interest: above, if low is better, else below. Without it, the
        worst tenth of the points are, and those that are as bad.

    Returns
    -------
    tuple of ndarray of bool and float
    """
    if threshold is not None:
        cases = values > threshold if better == "low" else values < threshold
        return cases, threshold
    loss = values if better == "low" else -values
    count = max(1, round(WORST_SHARE * len(loss)))
    worst = np.sort(loss)[-count]
    # Points that are as bad as the best of the worst tenth are among the cases too.
    rest = loss[loss < worst]
    edge = float(rest.max()) if len(rest) else float(worst)
    return loss > edge, edge if better == "low" else -edge


def limits_table(
    box: Box, parameters: pd.DataFrame, ranges: dict[str, tuple[float, float]] | None = None
) -> pd.DataFrame:
    """The limits of a box as a table.

    Returns
    -------
    DataFrame
        One row a restricted parameter: `parameter`, `meaning`, `unit`, `low` and `high` of the
        box, `quasi_p_low` and `quasi_p_high`, `range_low` and `range_high` of all points, `kept`
        and `all_names` for names. NaN for an end that is not restricted.
    """
    import pandas as pd

    rows = []
    for limit in box.limits:
        values = parameters[limit.key]
        bounds = (math.nan, math.nan)
        every = ""
        if limit.kept:
            every = ", ".join(sorted(values.astype(str).unique()))
        else:
            bounds = (ranges or {}).get(limit.key, (float(values.min()), float(values.max())))
        rows.append(
            (
                limit.key,
                naming.meaning(limit.key),
                naming.unit_of(limit.key),
                limit.low,
                limit.high,
                limit.low_p,
                limit.high_p,
                *bounds,
                ", ".join(limit.kept),
                every,
            )
        )
    columns = ["parameter", "meaning", "unit", "low", "high", "quasi_p_low", "quasi_p_high"]
    return pd.DataFrame(rows, columns=[*columns, "range_low", "range_high", "kept", "all_names"])


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """Under which values of the parameters the bad cases lie: words, tables and a picture.

    Raises
    ------
    InputError
        If there are too few points, or ema_workbench is not installed.
    """
    from race_sim.plots import words
    from race_sim.plots.sweeps import outcome_of

    values = result.values(request.outcome)
    known = ~np.isnan(values)
    if known.sum() < LEAST_POINTS:
        problem = Problem("points", f"{known.sum()} with an estimate", f"{LEAST_POINTS} or more")
        raise InputError("scenario discovery", [problem])
    parameters = inputs(result)[known].reset_index(drop=True)
    cases, threshold = cases_of_interest(values[known], request.threshold, request.better)
    outcome = outcome_of(request.outcome)
    side = "above" if request.better == "low" else "below"
    asked = f"{naming.quantity(request.outcome)} is {side} {outcome.text(threshold)}"
    name = f"prim-{request.outcome}"
    title = f"Where {asked}"
    worst = ""
    if request.threshold is None:
        worst = f" (the worst {words.percent(cases.mean())})"
    counted = f"At {int(cases.sum()):,} of {len(cases):,} points{worst}, {asked}."
    missing = missing_sentences(result)
    if cases.sum() < LEAST_CASES or (~cases).sum() < LEAST_CASES:
        told = f"{counted} That is too few of one kind to find a box."
        return Section(name, title, (told, *missing), {}, ())
    points = result.points.sort_values("point", ignore_index=True)[known]
    groups = points["uncertainty_point"].to_numpy()
    if len(np.unique(groups)) < LEAST_POINTS:
        groups = points["point"].to_numpy()
    trial = tried_box(parameters, cases, groups, result.study.seed)
    box = find_box(parameters, cases)
    if box is None or not trial.p_value < SIGNIFICANT:
        told = f"{counted} {_nothing(trial)}"
        return Section(name, title, (told, *missing), {}, ())
    return _section_of(box, trial, parameters, asked, counted, name, title, result, missing)


def _section_of(
    box: Box,
    trial: Trial,
    parameters: pd.DataFrame,
    asked: str,
    counted: str,
    name: str,
    title: str,
    result: StudyResult,
    missing: tuple[str, ...],
) -> Section:
    import pandas as pd

    from race_sim.plots import boxes as picture
    from race_sim.plots import words

    limits = limits_table(box, parameters)
    summary = pd.DataFrame(
        [
            ("box, all points", box.coverage, box.density, box.base),
            ("tried on the other half", trial.coverage, trial.density, trial.base),
        ],
        columns=["box", "coverage", "density", "base"],
    )
    summary["p_value"] = [math.nan, trial.p_value]
    drawn = picture.draw(
        limits,
        box.path,
        box.coverage,
        box.density,
        box.base,
        asked,
        result.study.title or result.study.name,
    )
    told = naming.listed([limit_in_words(limit) for limit in box.limits])
    sentences = (
        counted,
        f"These points lie mostly where {told}.",
        f"That box holds {words.percent(box.coverage)} of them (coverage) and they make up "
        f"{words.percent(box.density)} of the points in it (density), against "
        f"{words.percent(box.base)} of all points.",
        f"A box found in the same way on half of the points, tried on the other half, has "
        f"coverage {words.percent(trial.coverage)} and density {words.percent(trial.density)} "
        f"against {words.percent(trial.base)} (Fisher's exact test: p = {trial.p_value:.2g}).",
        "Limits whose quasi-p-value was above 0.05 have been lifted.",
    )
    tables = {"limits": limits, "path": box.path, "box": summary}
    return Section(name, title, (*sentences, *missing), tables, (drawn,))


def _nothing(trial: Trial) -> str:
    if math.isnan(trial.density):
        return "No box was found: no limit on a parameter makes them denser measurably."
    return (
        "No box was found that holds on points that it was not fitted to (Fisher's exact test on "
        f"half of the points: p = {trial.p_value:.2g})."
    )


def limit_in_words(limit: Limit) -> str:
    """For example `share of the rival's safety work that arrives (...) is below 0.2`."""
    from race_sim.plots.words import number

    said = naming.in_words(limit.key)
    if limit.kept:
        return f"{said} is {' or '.join(limit.kept)}"
    unit = naming.unit_of(limit.key)
    unit = f" {unit}" if unit else ""
    if math.isnan(limit.low):
        return f"{said} is at most {number(limit.high)}{unit}"
    if math.isnan(limit.high):
        return f"{said} is at least {number(limit.low)}{unit}"
    return f"{said} is {number(limit.low)} to {number(limit.high)}{unit}"
