"""Regret: how much worse a choice turns out than the best one, had one known.

The regret of a lever point at an uncertainty point is the distance of its outcome there from the
best outcome that any lever point reaches there (Savage, L. J., 1951, The theory of statistical
decision, JASA 46, 55-67). A choice whose regret is small over many plausible futures is robust
(Lempert, R. J., Popper, S. W., Bankes, S. C., 2003, Shaping the Next One Hundred Years, RAND
MR-1626).

>>> import numpy as np
>>> regrets(np.array([[0.1, 0.4], [0.2, 0.2]])).round(3).tolist()
[[0.0, 0.2], [0.1, 0.0]]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.analysis.lever_table import (
    LeverTable,
    choice_sentence,
    lever_table,
    missing_sentences,
    world_values,
)
from race_sim.analysis.section import Section
from race_sim.plots import naming
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest


def _mean(table: np.ndarray) -> np.ndarray:
    return np.asarray(table.mean(axis=-1))


def _percentile_90(table: np.ndarray) -> np.ndarray:
    return np.asarray(np.quantile(table, 0.9, axis=-1))


def _maximum(table: np.ndarray) -> np.ndarray:
    return np.asarray(table.max(axis=-1))


CRITERIA = {"mean": _mean, "90th percentile": _percentile_90, "maximum": _maximum}


def losses(values: np.ndarray, better: str) -> np.ndarray:
    """Values of which less is better, whichever way the outcome is meant ("low" or "high")."""
    return -values if better == "high" else values


def regrets(values: np.ndarray, better: str = "low") -> np.ndarray:
    """The regret of each lever point at each uncertainty point.

    Parameters
    ----------
    values : ndarray of float, shape (levers, uncertainties)
    better : {"low", "high"}

    Returns
    -------
    ndarray of float, shape (levers, uncertainties)
        Zero or more; zero for the best of each column.
    """
    loss = losses(np.asarray(values, dtype=float), better)
    found: np.ndarray = loss - loss.min(axis=0)
    return found


def cross_fitted(first: np.ndarray, second: np.ndarray, better: str = "low") -> np.ndarray:
    """Regrets whose best lever point is chosen on the other half of the worlds.

    Estimates are noisy, and the best of several noisy numbers flatters: so `regrets` of estimates
    are too large on average. If the best is chosen on one half of the worlds and all are measured
    on the other, they are too small on average instead, since the choice may be wrong. The truth
    lies between the two.

    Parameters
    ----------
    first, second : ndarray of float, shape (levers, uncertainties)
        Estimates from two halves of the worlds.

    Returns
    -------
    ndarray of float, shape (levers, uncertainties)
        Some may be below zero.
    """
    halves = [losses(np.asarray(half, dtype=float), better) for half in (first, second)]
    columns = np.arange(halves[0].shape[1])
    found: np.ndarray = sum(
        (measured - measured[chosen.argmin(axis=0), columns]) / 2
        for chosen, measured in (halves, halves[::-1])
    )
    return found


def resampled_columns(count: int, resamples: int, seed: int) -> np.ndarray:
    """Columns drawn with replacement, shape (resamples, count), the same for the same seed."""
    return np.random.default_rng(seed).integers(count, size=(resamples, count))


def regret_table(
    regret: np.ndarray, resamples: int = 1000, confidence: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """What each lever point may come to regret.

    Parameters
    ----------
    regret : ndarray of float, shape (levers, uncertainties)
        From `regrets`.

    Returns
    -------
    DataFrame
        One row a lever point: `mean` with `low` and `high`, a percentile bootstrap over the
        uncertainty points (Efron and Tibshirani, 1993, An Introduction to the Bootstrap,
        chapter 13; too wide for a Sobol' or Latin hypercube sample, which is evener than a random
        one), `percentile_90`, `maximum`, and `best_share`, the share of uncertainty points at
        which it is the best or shares that place.
    """
    import pandas as pd

    drawn = resampled_columns(regret.shape[1], resamples, seed)
    tail = (1.0 - confidence) / 2
    rows = []
    for row in regret:
        low, high = np.quantile(row[drawn].mean(axis=1), [tail, 1.0 - tail])
        rows.append((row.mean(), low, high, np.quantile(row, 0.9), row.max(), (row <= 0.0).mean()))
    columns = ["mean", "low", "high", "percentile_90", "maximum", "best_share"]
    return pd.DataFrame(rows, columns=columns)


def criteria_table(
    regret: np.ndarray, names: Sequence[str], resamples: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """Which lever point each criterion chooses, and how firmly.

    Returns
    -------
    DataFrame
        One row a criterion: `criterion`, `place` of the lever point, `lever`, its `regret`, and
        `share_of_resamples` of the uncertainty points in which it is chosen too. The maximum is
        that of minimax regret (Savage, 1951).
    """
    import pandas as pd

    drawn = resampled_columns(regret.shape[1], resamples, seed)
    rows = []
    for name, measure in CRITERIA.items():
        reached = measure(regret)
        place = int(reached.argmin())
        again = np.array([measure(row[drawn]) for row in regret]).argmin(axis=0)
        share = float((again == place).mean())
        rows.append((name, place, names[place], reached[place], share))
    columns = ["criterion", "place", "lever", "regret", "share_of_resamples"]
    return pd.DataFrame(rows, columns=columns)


class Noise(NamedTuple):
    """How far estimates of regret may be off for want of worlds.

    Attributes
    ----------
    cross_fitted_mean : ndarray of float, shape (levers,)
        Mean regret, biased downward where the plain mean is biased upward.
    standard_error : ndarray of float, shape (levers,)
        Of the paired difference from the best other lever point: root mean square over the
        uncertainty points.
    not_worse_share : ndarray of float, shape (levers,)
        The share of uncertainty points at which it is the best, or within two of these errors.
    """

    cross_fitted_mean: np.ndarray
    standard_error: np.ndarray
    not_worse_share: np.ndarray


def noise_of(table: LeverTable, worlds: np.ndarray, better: str = "low") -> Noise:
    """What the pairs of worlds say of the noise in regrets.

    Parameters
    ----------
    table : LeverTable
    worlds : ndarray of float, shape (points, worlds)
        The outcome world by world; the same luck in a column.
    """
    levers, uncertainties = table.values.shape
    count = worlds.shape[1]
    errors = np.zeros((levers, uncertainties))
    not_worse = np.zeros((levers, uncertainties), dtype=bool)
    halves = np.empty((2, levers, uncertainties))
    for place in range(uncertainties):
        block = losses(worlds[table.points[:, place]], better)
        halves[0, :, place] = block[:, ::2].mean(axis=1)
        halves[1, :, place] = block[:, 1::2].mean(axis=1)
        means = block.mean(axis=1)
        for lever in range(levers):
            others = np.delete(np.arange(levers), lever)
            rival = others[means[others].argmin()]
            apart = block[lever] - block[rival]
            errors[lever, place] = apart.std(ddof=1) / np.sqrt(count)
            not_worse[lever, place] = apart.mean() <= 2.0 * errors[lever, place]
    return Noise(
        cross_fitted(halves[0], halves[1]).mean(axis=1),
        np.sqrt((errors**2).mean(axis=1)),
        not_worse.mean(axis=1),
    )


def check_choice(table: LeverTable, analysis: str) -> None:
    """Refuse a study in which nothing can be chosen, or no uncertainty point is whole.

    Raises
    ------
    InputError
    """
    problems = []
    if table.values.shape[0] < 2:
        problems.append(Problem("levers", "one lever point", "two or more to choose between"))
    if table.values.shape[1] < 2:
        count = table.values.shape[1]
        problems.append(
            Problem("uncertainties", f"{count} points with every estimate", "two or more")
        )
    if problems:
        raise InputError(analysis, problems)


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """Which lever point is robust against the uncertainties: words, tables and a picture.

    Raises
    ------
    InputError
        If there are fewer than two lever points or uncertainty points.
    """
    import pandas as pd

    from race_sim.plots import regret as picture

    table = lever_table(result, request.outcome)
    check_choice(table, "regret")
    found = regrets(table.values, request.better)
    seed = result.study.seed
    measures = regret_table(found, request.resamples, request.confidence, seed)
    measures.insert(0, "lever", table.names)
    measures.insert(0, "lever_point", table.lever_points)
    worlds = world_values(result, request.outcome)
    if worlds is not None:
        for name, column in noise_of(table, worlds.values, request.better)._asdict().items():
            measures[name] = column
    chosen = criteria_table(found, table.names, request.resamples, seed)
    chosen.insert(1, "lever_point", table.lever_points[chosen["place"]])
    long = pd.DataFrame(
        {
            "lever_point": np.repeat(table.lever_points, found.shape[1]),
            "lever": np.repeat(table.names, found.shape[1]),
            "point": table.points.ravel(),
            "value": table.values.ravel(),
            "regret": found.ravel(),
        }
    )
    title = result.study.title or result.study.name
    drawn = picture.draw(long, measures, request.outcome, title, confidence=request.confidence)
    return Section(
        f"regret-{request.outcome}",
        f"Which choice is robust: regret in {naming.quantity(request.outcome)}",
        (
            choice_sentence(result),
            *_sentences(measures, chosen, request),
            *missing_sentences(result, table.dropped),
        ),
        {"regret": measures, "criteria": chosen.drop(columns="place")},
        (drawn,),
    )


def _sentences(
    measures: pd.DataFrame, chosen: pd.DataFrame, request: AnalysisRequest
) -> tuple[str, ...]:
    from race_sim.plots import words
    from race_sim.plots.sweeps import outcome_of

    outcome = outcome_of(request.outcome)
    direction = "lower" if request.better == "low" else "higher"
    said = [
        f"Regret is how far {naming.quantity(request.outcome)} lies from the best that any choice "
        f"reaches under the same uncertainties; {direction} is better."
    ]
    grouped = chosen.groupby("lever", sort=False)
    for lever, rows in grouped:
        parts = [
            f"{row['criterion']} regret ({naming.amount(outcome, row['regret'])})"
            for _, row in rows.iterrows()
        ]
        share = float(rows["share_of_resamples"].min())
        least = "at least " if len(rows) > 1 else ""
        again = "every case" if share == 1.0 else f"{least}{words.percent(share)} of cases"
        said.append(
            f"{lever} has the smallest {naming.listed(parts)}. With the uncertainty points "
            f"resampled, it is chosen again in {again}."
        )
    if len(grouped) == 1:
        said.append("All three criteria agree: it is the robust choice among these.")
    else:
        said.append("The criteria disagree: which choice is robust depends on the criterion.")
    best = measures.iloc[int(measures["mean"].to_numpy().argmin())]
    interval = naming.amount_with_interval(outcome, best["mean"], best["low"], best["high"])
    said.append(
        f"The mean regret of {best['lever']} is {interval}, an interval over the uncertainty "
        f"points; it is the best at {words.percent(best['best_share'])} of them."
    )
    biased = (
        "The best of several noisy estimates flatters, so regrets, the maximum above all, are "
        "biased upward"
    )
    if "standard_error" not in measures:
        return (*said, f"{biased}; there are too many worlds to measure by how much.")
    lower = best["cross_fitted_mean"]
    least = naming.amount(outcome, lower) if lower > 0.0 else "not above zero"
    error = naming.amount(outcome, best["standard_error"])
    said += [
        f"{biased}. Cross-fitted over halves of the worlds, which is biased downward, that mean "
        f"regret is {least}.",
        f"A paired difference from the best other choice has a standard error of {error}; within "
        "two of them the choice is the best or as good at "
        f"{words.percent(best['not_worse_share'])} of the uncertainty points.",
    ]
    return tuple(said)
