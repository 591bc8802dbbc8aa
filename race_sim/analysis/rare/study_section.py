"""Rare events in a study: at each point the summed chances beside the plain share.

Everything follows from the summary of the study, so a study of any size fits in memory.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis.lever_table import missing_sentences, varied
from race_sim.analysis.rare.conditional import factor_of, pair_of
from race_sim.analysis.section import Section
from race_sim.outcomes import Estimate, share
from race_sim.plots import naming, words
from race_sim.plots.rare import chance_in_words
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

_SUMMARY_CONFIDENCE = 0.95
_ESTIMATE = ("value", "low", "high")
_NAMES = {"catastrophe": "a catastrophe", "lost_at_finish": "a loss to both at the finish line"}


def point_table(
    summary: pd.DataFrame, outcome: str = "catastrophe", confidence: float = 0.95
) -> pd.DataFrame:
    """Both estimates at each point, from the summary of a study.

    Parameters
    ----------
    summary : DataFrame
        One row a point and outcome: `point`, `outcome`, `value`, `low`, `high` (95 %), `worlds`.
    outcome : str
        "catastrophe" or "lost_at_finish", or the name of its risk.
    confidence : float
        Of the intervals in the table.

    Returns
    -------
    DataFrame
        One row a point with two worlds or more: `point`; `value`, `low`, `high` of the summed
        chances; `plain_value`, `plain_low`, `plain_high` of the share (Wilson); `worlds`; `factor`,
        the variance-reduction factor per world; `equal_worlds` that would be needed to know the
        share as well.

    Raises
    ------
    InputError
        If one of the two outcomes was not kept.
    """
    import pandas as pd

    happened, risk = pair_of(outcome)
    rows = {
        name: summary[summary["outcome"] == name].set_index("point") for name in (happened, risk)
    }
    missing = [name for name, found in rows.items() if len(found) == 0]
    if missing:
        allowed = f'"{happened}" and "{risk}" among the outcomes of the study'
        raise InputError("rare", [Problem(name, "was not kept", allowed) for name in missing])
    from scipy.special import ndtri

    z_given = float(ndtri(0.5 + _SUMMARY_CONFIDENCE / 2))
    z = float(ndtri(0.5 + confidence / 2))
    counted = rows[happened]["value"].to_dict()
    found = []
    for point, row in rows[risk].sort_index().iterrows():
        count = int(row["worlds"])
        if count < 2:
            continue
        error = (row["high"] - row["low"]) / 2.0 / z_given
        value = float(row["value"])
        plain = share(round(float(counted[point]) * count), count, confidence)
        factor = factor_of(value, count * error**2)
        ends = (value - z * error, value + z * error)
        found.append((point, value, *ends, *plain, count, factor, factor * count))
    plain_columns = [f"plain_{name}" for name in _ESTIMATE]
    columns = ["point", *_ESTIMATE, *plain_columns, "worlds", "factor", "equal_worlds"]
    return pd.DataFrame(found, columns=columns)


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """How likely the event is at each point, by both estimates: words, a table and a picture.

    Raises
    ------
    InputError
        If the outcome has no summed chances, one of the two was not kept, or no point has worlds.
    """
    from race_sim.plots import rare as picture

    happened, risk = pair_of(request.outcome)
    table = point_table(result.summary, happened, request.confidence)
    if len(table) == 0:
        raise InputError("rare", [Problem("worlds", "no point has two worlds", "two or more")])
    title = result.study.title or result.study.name
    drawn = picture.draw(table, _NAMES[happened], title, confidence=request.confidence)
    told = _with_settings(result, table)
    dropped = len(result.points) - len(table)
    left = words.counted(dropped, "point")
    return Section(
        f"rare-{risk}",
        f"How likely {_NAMES[happened]} is, point by point",
        (
            *_sentences(told, _NAMES[happened]),
            *((f"{left} without two worlds left out.",) if dropped else ()),
            *missing_sentences(result),
        ),
        {"chances": told},
        (drawn,),
    )


def _with_settings(result: StudyResult, table: pd.DataFrame) -> pd.DataFrame:
    levers, uncertainties = varied(result)
    told = [key for key in (*levers, *uncertainties) if result.points[key].nunique() > 1]
    points = result.points.set_index("point")
    found = table.copy()
    settings = [
        naming.setting({key: points.loc[point, key] for key in told}) for point in table["point"]
    ]
    found.insert(1, "setting", settings)
    return found


def _sentences(table: pd.DataFrame, what: str) -> tuple[str, ...]:
    def chance(row: pd.Series) -> str:
        return chance_in_words(Estimate(*(float(row[name]) for name in _ESTIMATE)))

    ordered = table.sort_values("value", kind="stable", ignore_index=True)
    least, most = ordered.iloc[0], ordered.iloc[-1]
    said = [
        f"The chance of {what} is estimated by summing its chances, given the state, along each "
        "world. That has the same mean as counting the worlds in which it comes, and less noise."
    ]
    if len(table) == 1:
        said.append(f"It is {chance(most)}.")
    else:
        said.append(
            f"Of {words.counted(len(table), 'point')}, it is smallest, {chance(least)}, at "
            f"{least['setting']}, and largest, {chance(most)}, at {most['setting']}."
        )
    none = int((table["plain_value"] == 0.0).sum())
    if none:
        said.append(
            f"At {words.counted(none, 'point')} it came in no world, so that counting tells no "
            "more than an upper limit."
        )
    factors = np.sort(table["factor"].to_numpy(dtype=float))
    factors = factors[np.isfinite(factors)]
    if len(factors):
        middle = factors[len(factors) // 2]
        span = (
            f" ({words.number(factors[0])} to {words.number(factors[-1])})"
            if len(factors) > 1
            else ""
        )
        kind = "variance-reduction factor" + (", in the median," if len(factors) > 1 else "")
        said.append(
            f"The {kind} is {words.number(middle)}{span}: counting would need so many times as "
            "many worlds to know it as well."
        )
    plain, summed = (float(table[name].mean()) for name in ("plain_value", "value"))
    over = ", on average over the points" if len(table) > 1 else ""
    nothing = math.nan
    said.append(
        f"Counted{over}, it is {chance_in_words(Estimate(plain, nothing, nothing))}; summed, "
        f"{chance_in_words(Estimate(summed, nothing, nothing))}."
    )
    return tuple(said)
