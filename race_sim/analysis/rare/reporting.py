"""What the added-up chances of a study say beside its counts, in words and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from race_sim.analysis.rare.estimators import brute_force, conditional
from race_sim.analysis.rare.events import event
from race_sim.analysis.section import Section
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

# The event whose chance an outcome adds up.
_EVENTS = {"catastrophe_risk": "catastrophe", "loss_risk": "lost_at_finish"}


def _rows(result: StudyResult, name: str, risk: str, confidence: float) -> pd.DataFrame:
    import pandas as pd

    happening = event(name)
    rows: list[dict[str, Any]] = []
    for point in result.points["point"]:
        worlds = result.worlds(int(point), columns=[name, risk])
        if len(worlds) < 2:
            continue
        added = conditional(worlds, happening, confidence)
        counted = brute_force(worlds, happening, confidence)
        rows.append(
            {
                "point": int(point),
                "value": added.estimate.value,
                "low": added.estimate.low,
                "high": added.estimate.high,
                "plain_value": counted.estimate.value,
                "plain_low": counted.estimate.low,
                "plain_high": counted.estimate.high,
                "factor": added.factor,
                "worlds": added.worlds,
                "brute_force_worlds": added.brute_force_worlds,
            }
        )
    return pd.DataFrame(rows)


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """The chance of a catastrophe, or of loss at the finish line, at each point, by both ways.

    Raises
    ------
    InputError
        If the outcome adds up no chance, or no point has two worlds.
    """
    from race_sim.plots import naming, words
    from race_sim.plots.rare import draw

    if request.outcome not in _EVENTS:
        problem = Problem("outcome", request.outcome, ", ".join(_EVENTS))
        raise InputError("analysis rare", [problem])
    name = _EVENTS[request.outcome]
    title = event(name).title
    found = _rows(result, name, request.outcome, request.confidence)
    if found.empty:
        raise InputError("analysis rare", [Problem("worlds", "no point has two", "more worlds")])
    low = found.iloc[int(found["value"].argmin())]
    high = found.iloc[int(found["value"].argmax())]

    def chance(row: pd.Series) -> str:
        value, least, most = (words.number(100.0 * row[part]) for part in ("value", "low", "high"))
        return f"{value} % ({least} to {most})"

    factor = found["factor"].median()
    sentences = (
        f"The chance of {title} goes from {chance(low)} at point {int(low['point'])} to "
        f"{chance(high)} at point {int(high['point'])}; in brackets, "
        f"{naming.intervals(request.confidence)} Monte-Carlo intervals of the chances that worlds "
        "met, added up step by step.",
        f"Adding up chances in place of counting events reduced the variance by a factor of "
        f"{words.number(factor)} at the median point: {int(found['worlds'].median())} worlds are "
        f"as good as {words.number(float(found['brute_force_worlds'].median()))} that are counted.",
    )
    picture = draw(found, title, result.study.title or result.study.name, request.confidence)
    return Section(f"rare-{request.outcome}", f"The chance of {title}", sentences, {}, (picture,))
