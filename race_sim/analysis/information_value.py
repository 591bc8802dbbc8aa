"""What it is worth to resolve an uncertainty before choosing.

Without knowing more, the choice with the best mean is taken. Whoever knew everything would take
the best at each uncertainty point: the gain is the expected value of perfect information (EVPI).
Whoever knew one parameter would take what is best on average given its value: the gain is that of
partial perfect information (EVPPI) (Raiffa, H., Schlaifer, R., 1961, Applied Statistical Decision
Theory, chapter 4). The mean given a parameter is a regression over the points of the study
(Strong, M., Oakley, J. E., Brennan, A., 2014, Estimating multiparameter partial expected value of
perfect information from a probabilistic sensitivity analysis sample: a nonparametric regression
approach, Medical Decision Making 34, 311-326): here a cubic regression spline with a ridge
penalty, or the means by value for a parameter with few values.

Each value comes twice. `value` is cross-fitted: the rule that says what to choose given a
parameter is learnt on nine tenths of the points and pays off on the last tenth. That is what a
rule in hand would bring, so it is biased downward, if at all. `upper` is the plain estimate of
Strong et al., learnt and measured on the same points, and biased upward.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np

from race_sim.analysis.lever_table import (
    choice_sentence,
    lever_table,
    missing_sentences,
    world_values,
)
from race_sim.analysis.regret import check_choice, losses, resampled_columns
from race_sim.analysis.section import Section
from race_sim.plots import naming
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.outcomes import Estimate
    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

EVERYTHING = "everything"
FOLDS = 10
LEAST_POINTS = 3 * FOLDS
_FEW_VALUES = 8  # up to so many values, a parameter is a set of groups
_KNOTS = 6
_PENALTIES = np.logspace(-4, 3, 8)


def _sklearn(module: str) -> Any:
    """A part of scikit-learn, which comes with the extra.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        return importlib.import_module(f"sklearn.{module}")
    except ModuleNotFoundError:
        allowed = 'pip install "race-sim[analysis]"'
        problem = Problem("", "scikit-learn is not installed", allowed)
        raise InputError("value of information", [problem]) from None


def _features(values: np.ndarray) -> np.ndarray:
    """A parameter as columns to regress on: a spline basis, or an indicator of each value."""
    kinds, code = np.unique(values.astype(str), return_inverse=True)
    numeric = values.dtype.kind in "fiu"
    if not numeric or len(kinds) <= _FEW_VALUES:
        return np.eye(len(kinds))[code]
    basis = _sklearn("preprocessing").SplineTransformer(n_knots=_KNOTS, degree=3, knots="quantile")
    columns: np.ndarray = basis.fit_transform(values.astype(float)[:, None])
    return columns


def fitted_means(
    values: np.ndarray, parameter: np.ndarray, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """The mean of each lever point's value given one parameter, by regression over the points.

    Parameters
    ----------
    values : ndarray of float, shape (levers, points)
    parameter : ndarray, shape (points,)
        Numbers, names or switches.
    seed : int
        Of the division into folds.

    Returns
    -------
    tuple of ndarray, each of shape (levers, points)
        At each point, from all points; and cross-fitted, from the other folds only.
    """
    linear = _sklearn("linear_model")
    splitter = _sklearn("model_selection").KFold(FOLDS, shuffle=True, random_state=seed % 2**32)
    columns = _features(np.asarray(parameter))
    # What all lever points share at a point says nothing about the choice, and is noise here.
    shared = values.mean(axis=0)
    targets = (values - shared).T

    def fitted(rows: np.ndarray, asked: np.ndarray) -> np.ndarray:
        model = linear.RidgeCV(alphas=_PENALTIES, alpha_per_target=True)
        model.fit(columns[rows], targets[rows])
        return np.asarray(model.predict(columns[asked])).T

    every = np.arange(values.shape[1])
    apart = np.empty_like(values)
    for rows, asked in splitter.split(columns):
        apart[:, asked] = fitted(rows, asked)
    return fitted(every, every) + shared, apart + shared


def gain(loss: np.ndarray, rule: np.ndarray) -> np.ndarray:
    """By how much a rule beats the best fixed choice, at each point.

    Parameters
    ----------
    loss : ndarray of float, shape (levers, points)
    rule : ndarray of int, shape (points,)
        Which lever point is taken there.
    """
    fixed = int(loss.mean(axis=1).argmin())
    found: np.ndarray = loss[fixed] - loss[rule, np.arange(loss.shape[1])]
    return found


def _bootstrap(gains: np.ndarray, resamples: int, confidence: float, seed: int) -> Estimate:
    from race_sim.outcomes import Estimate

    tail = (1.0 - confidence) / 2
    drawn = resampled_columns(len(gains), resamples, seed)
    low, high = np.quantile(gains[drawn].mean(axis=1), [tail, 1.0 - tail])
    return Estimate(float(gains.mean()), float(low), float(high))


def partial_value(
    values: np.ndarray,
    parameter: np.ndarray,
    better: str = "low",
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> tuple[Estimate, float]:
    """The value of knowing one parameter before choosing (EVPPI).

    Parameters
    ----------
    values : ndarray of float, shape (levers, points)
    parameter : ndarray, shape (points,)

    Returns
    -------
    tuple of Estimate and float
        Cross-fitted, with a percentile bootstrap interval over the points; and the plain
        estimate, an upper one. The first may be below zero, where there is nothing to know.

    Raises
    ------
    InputError
        If scikit-learn is not installed.
    """
    loss = losses(np.asarray(values, dtype=float), better)
    plain, apart = fitted_means(loss, parameter, seed)
    learnt = _bootstrap(gain(loss, apart.argmin(axis=0)), resamples, confidence, seed)
    upper = float(plain.mean(axis=1).min() - plain.min(axis=0).mean())
    return learnt, upper


def perfect_value(
    values: np.ndarray,
    halves: tuple[np.ndarray, np.ndarray] | None = None,
    better: str = "low",
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> tuple[Estimate, float]:
    """The value of knowing everything before choosing (EVPI).

    Parameters
    ----------
    values : ndarray of float, shape (levers, points)
    halves : two ndarrays of float, shape (levers, points), optional
        Estimates from two halves of the worlds. With them, the best lever point at a point is
        chosen on one half and pays off on the other: biased downward, if at all. Without them
        both numbers are the plain one, which noise in `values` biases upward.

    Returns
    -------
    tuple of Estimate and float
        With a percentile bootstrap interval over the points; and the plain estimate.
    """
    loss = losses(np.asarray(values, dtype=float), better)
    plain = gain(loss, loss.argmin(axis=0))
    gains = plain
    if halves is not None:
        first, second = (losses(np.asarray(half, dtype=float), better) for half in halves)
        fixed = int(loss.mean(axis=1).argmin())
        every = np.arange(loss.shape[1])
        gains = (
            second[fixed]
            - second[first.argmin(axis=0), every]
            + first[fixed]
            - first[second.argmin(axis=0), every]
        ) / 2
    return _bootstrap(gains, resamples, confidence, seed), float(plain.mean())


def information_table(
    values: np.ndarray,
    uncertainties: pd.DataFrame,
    halves: tuple[np.ndarray, np.ndarray] | None = None,
    better: str = "low",
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """The value of knowing everything, and each uncertain parameter alone.

    Returns
    -------
    DataFrame
        First `everything`, then the parameters, the most valuable first: `parameter`, `value`,
        `low`, `high`, `upper`.

    Raises
    ------
    InputError
        If there are too few points to fit a regression, or scikit-learn is not installed.
    """
    import pandas as pd

    count = values.shape[1]
    if count < LEAST_POINTS:
        problem = Problem("uncertainties", f"{count} points", f"{LEAST_POINTS} or more")
        raise InputError("value of information", [problem])
    how = (better, resamples, confidence, seed)
    everything, upper = perfect_value(values, halves, *how)
    rows = [(EVERYTHING, *everything, upper)]
    parts = []
    for key in uncertainties.columns:
        if uncertainties[key].nunique() > 1:
            known, above = partial_value(values, uncertainties[key].to_numpy(), *how)
            parts.append((key, *known, above))
    rows += sorted(parts, key=lambda part: -part[1])
    return pd.DataFrame(rows, columns=["parameter", "value", "low", "high", "upper"])


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """What resolving each uncertainty is worth for the choice: words, a table and a picture.

    Raises
    ------
    InputError
        If there are fewer than two lever points, or too few uncertainty points.
    """
    from race_sim.plots import information_value as picture

    table = lever_table(result, request.outcome)
    check_choice(table, "value of information")
    worlds = world_values(result, request.outcome)
    halves = None
    if worlds is not None:
        first, second = (worlds.values[:, start::2].mean(axis=1) for start in (0, 1))
        halves = (first[table.points], second[table.points])
    found = information_table(
        table.values,
        table.uncertainties,
        halves,
        request.better,
        request.resamples,
        request.confidence,
        result.study.seed,
    )
    found.insert(
        1, "meaning", [naming.meaning(key) if key != EVERYTHING else key for key in found.parameter]
    )
    now = int(losses(table.values, request.better).mean(axis=1).argmin())
    title = result.study.title or result.study.name
    drawn = picture.draw(found, request.outcome, title, confidence=request.confidence)
    return Section(
        f"information-value-{request.outcome}",
        f"What it is worth to know more: {naming.quantity(request.outcome)}",
        (
            choice_sentence(result),
            *_sentences(found, table.names[now], table.values[now].mean(), request),
            *missing_sentences(result, table.dropped),
        ),
        {"information_value": found},
        (drawn,),
    )


def _sentences(
    found: pd.DataFrame, choice: str, reached: float, request: AnalysisRequest
) -> tuple[str, ...]:
    from race_sim.plots.sweeps import outcome_of

    outcome = outcome_of(request.outcome)
    everything, parts = found.iloc[0], found.iloc[1:]

    def said(row: pd.Series) -> str:
        return naming.amount_with_interval(outcome, row["value"], row["low"], row["high"])

    sentences = [
        f"With no more known than the ranges of this study, the best choice is {choice}, which "
        f"brings {naming.quantity(request.outcome)} to {outcome.text(reached)}.",
    ]
    most = naming.amount(outcome, everything["upper"])
    if everything["low"] > 0.0:
        sentences.append(
            "Knowing every uncertain parameter before choosing would be worth "
            f"{said(everything)}; the plain estimate, which is biased upward, is {most}."
        )
    else:
        sentences.append(
            "Knowing every uncertain parameter before choosing would be worth nothing that these "
            f"worlds can show; the plain estimate, which is biased upward, is {most}."
        )
    worth = parts[parts["low"] > 0.0]
    if len(worth):
        told = [f"{naming.in_words(row['parameter'])}: {said(row)}" for _, row in worth.iterrows()]
        sentences.append(
            f"Worth knowing alone, the most valuable first: {'; '.join(told[: request.top])}."
        )
    else:
        sentences.append(
            "No single parameter is worth knowing alone, as far as these points can tell."
        )
    rest = len(parts) - len(worth)
    if len(worth) and rest:
        sentences.append(
            "For the others the interval holds zero: knowing one of them alone would not change "
            "the choice measurably."
        )
    return tuple(sentences)
