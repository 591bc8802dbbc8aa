"""Feature scoring: which parameters help most to predict an outcome, by forests of random trees.

Scores are the importances of extremely randomised trees (Geurts, P., Ernst, D., Wehenkel, L.,
2006, Machine Learning 63, 3-42), which approximate total Sobol' indices well at few points
(Jaxa-Rozen, M., Kwakkel, J., 2018, Tree-based ensemble methods for sensitivity analysis of
environmental models, Environmental Modelling & Software 107, 245-266). They sum to one whether
the forest predicts well or not, so its fit belongs beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from race_sim.analysis.lever_table import missing_sentences
from race_sim.analysis.section import Section
from race_sim.analysis.workbench import inputs, quiet, workbench
from race_sim.plots import naming
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

REPETITIONS = 20
TREES = 100
LEAST_POINTS = 20
_GOOD_FIT = 0.5


class Scores(NamedTuple):
    """Scores of all parameters, and how well the forest predicts.

    Attributes
    ----------
    table : DataFrame
        One row a parameter, the highest score first: `parameter`, `score`, `low`, `high`.
    fit : float
        The share of the outcome's variance between points that the forest explains at points
        that it has not seen (out of bag); 0 or less if it explains nothing.
    """

    table: pd.DataFrame
    fit: float


def _forest(
    parameters: pd.DataFrame, values: np.ndarray, seed: int
) -> tuple[dict[str, float], Any]:
    tool = workbench("analysis.feature_scoring")
    # The workbench's own choice, a third of the parameters, is none of them if there is one.
    third = max(1, round(parameters.shape[1] / 3))
    with quiet():
        found, forest = tool.get_ex_feature_scores(
            parameters,
            values,
            mode=tool.RuleInductionType.REGRESSION,
            nr_trees=TREES,
            max_features=third,
            random_state=seed,
        )
    return dict(zip(found.index, found.iloc[:, 0], strict=True)), forest


def feature_scores(
    parameters: pd.DataFrame,
    values: np.ndarray,
    repetitions: int = REPETITIONS,
    confidence: float = 0.95,
    seed: int = 0,
) -> Scores:
    """Score each parameter, over forests grown on resamples of the points.

    Parameters
    ----------
    parameters : DataFrame
        One row a point, one column a parameter: numbers, or categories.
    values : ndarray of float, shape (points,)
        The outcome at each point, without NaN.
    repetitions : int
        Forests, each on points drawn with replacement and with random numbers of its own: so the
        interval, from quantile to quantile, is for both.
    seed : int

    Raises
    ------
    InputError
        If ema_workbench is not installed.
    """
    import pandas as pd

    varied = parameters[[key for key in parameters.columns if parameters[key].nunique() > 1]]
    values = np.asarray(values, dtype=float)
    generator = np.random.default_rng(seed)
    rows = []
    for _ in range(repetitions):
        drawn = generator.integers(len(values), size=len(values))
        found, _ = _forest(
            varied.iloc[drawn].reset_index(drop=True),
            values[drawn],
            int(generator.integers(2**31)),
        )
        # A category that a resample lacks is a parameter that it says nothing of.
        rows.append([found.get(key, 0.0) for key in varied.columns])
    table = np.array(rows)
    tail = (1.0 - confidence) / 2
    low, high = np.quantile(table, [tail, 1.0 - tail], axis=0)
    scores = pd.DataFrame(
        {"parameter": list(varied.columns), "score": table.mean(axis=0), "low": low, "high": high}
    )
    scores = scores.sort_values("score", ascending=False, kind="stable", ignore_index=True)
    _, forest = _forest(varied, values, int(generator.integers(2**31)))
    return Scores(scores, float(forest.oob_score_))


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """Which parameters help most to predict an outcome: words, a table and a picture.

    Of the resamples that the request allows, 20 are enough here, each a forest.

    Raises
    ------
    InputError
        If there are too few points, nothing varies, or ema_workbench is not installed.
    """
    from race_sim.plots import feature_scores as picture
    from race_sim.plots import words

    values = result.values(request.outcome)
    known = ~np.isnan(values)
    parameters = inputs(result)[known].reset_index(drop=True)
    problems = []
    if known.sum() < LEAST_POINTS:
        problems.append(
            Problem("points", f"{known.sum()} with an estimate", f"{LEAST_POINTS} or more")
        )
    if not any(parameters[key].nunique() > 1 for key in parameters.columns):
        problems.append(Problem("parameters", "none is varied", "at least one"))
    if problems:
        raise InputError("feature scoring", problems)
    name = f"feature-scores-{request.outcome}"
    about = naming.quantity(request.outcome)
    title = f"What predicts {about}"
    missing = missing_sentences(result)
    if np.ptp(values[known]) == 0.0:
        told = (
            f"{words.first_capital(about)} is the same at every point: there is nothing to predict."
        )
        return Section(name, title, (told, *missing), {}, ())
    scores = feature_scores(
        parameters,
        values[known],
        min(request.resamples, REPETITIONS),
        confidence=request.confidence,
        seed=result.study.seed,
    )
    table = scores.table
    table.insert(1, "meaning", [naming.meaning(key) for key in table["parameter"]])
    drawn = picture.draw(
        table,
        scores.fit,
        request.outcome,
        result.study.title or result.study.name,
        confidence=request.confidence,
    )
    sentences = (*_sentences(scores, about, request.top), *missing)
    return Section(name, title, sentences, {"scores": table}, (drawn,))


def _sentences(scores: Scores, about: str, top: int) -> tuple[str, ...]:
    from race_sim.plots import words

    told = [
        f"{naming.in_words(row['parameter'])}, "
        f"{row['score']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
        for _, row in scores.table.head(top).iterrows()
    ]
    said = [f"What helps most to predict {about}, by score: {'; '.join(told)}. Scores sum to 1."]
    explained = words.percent(max(scores.fit, 0.0))
    said.append(
        f"The forest explains {explained} of the variance between points that it has not seen."
    )
    if scores.fit < _GOOD_FIT:
        said.append(
            "That is little: with more points, or more worlds a point, the order may change."
        )
    return tuple(said)
