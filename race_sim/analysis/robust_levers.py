"""Levers over a prior: in how much of what is plausible each lowers the danger, and by how much.

A lever is a change that somebody could make. It is played at every point of a Latin hypercube of
the prior, under the same luck as no lever at all. A lever is robust if it lowers the danger in most
of what is plausible and is never far from the best (Lempert, R. J., Popper, S. W., Bankes, S. C.,
2003, Shaping the Next One Hundred Years, RAND MR-1626).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.analysis.regret import cross_fitted, regrets, resampled_columns
from race_sim.compiled import compiled_loop
from race_sim.contradictions import contradictions
from race_sim.ensemble import default_threads, simulate
from race_sim.events import Pause
from race_sim.outcomes import Estimate, share
from race_sim.parameters import knobs
from race_sim.priors import Prior, at_point
from race_sim.problems import InputError, Problem, ScenarioError
from race_sim.resolve import plan_of
from race_sim.scenario import Scenario, Value, load_scenario

if TYPE_CHECKING:
    import pandas as pd

OUTCOME = "catastrophe_risk"
CONFIDENCE = 0.95
RESAMPLES = 2000

Change = Callable[[Scenario], Scenario]


class Lever(NamedTuple):
    """Something that somebody could change."""

    key: str
    label: str
    change: Change


def setting(values: Mapping[str, Value]) -> Change:
    """Parameters take these values, whatever they are in the prior."""
    return lambda scenario: scenario.with_values(values)


def times(factor: float, *keys: str) -> Change:
    """Parameters become so many times as large, within their range."""

    def change(scenario: Scenario) -> Scenario:
        values: dict[str, Value] = {}
        for key in keys:
            knob = knobs()[key]
            assert knob.low is not None and knob.high is not None  # keys of numbers
            values[key] = min(max(factor * float(scenario[key]), knob.low), knob.high)
        return scenario.with_values(values)

    return change


def at_least(key: str, value: float) -> Change:
    """A parameter takes a value unless it is larger."""
    return lambda scenario: scenario.with_values({key: max(value, float(scenario[key]))})


def as_in(key: str, other: str) -> Change:
    """A parameter takes the value of another one."""
    return lambda scenario: scenario.with_values({key: scenario[other]})


def pausing(sides: Sequence[str], begin: float, until: float) -> Change:
    """Progress stops on these sides for a time."""
    pause = Pause.model_validate({"sides": list(sides), "from": begin, "until": until})

    def change(scenario: Scenario) -> Scenario:
        paused = scenario.model_copy(update={"pauses": (*scenario.pauses, pause)})
        problems = contradictions(paused)
        if problems:
            raise ScenarioError("lever", problems)
        return paused

    return change


def together(*changes: Change) -> Change:
    """All of these."""

    def change(scenario: Scenario) -> Scenario:
        for one in changes:
            scenario = one(scenario)
        return scenario

    return change


class Sample(NamedTuple):
    """What each lever comes to at each point of a prior, under one seed of points and luck.

    Attributes
    ----------
    halves : ndarray of float, shape (2, levers, points)
        Mean outcome over the even and over the odd worlds; the first row is no lever.
    seed : int
    """

    halves: np.ndarray
    seed: int

    @property
    def values(self) -> np.ndarray:
        """Mean outcome over all worlds, shape (levers, points)."""
        found: np.ndarray = self.halves.mean(axis=0)
        return found


def play(
    levers: Sequence[Lever],
    prior: Prior,
    points: int,
    worlds: int,
    seed: int,
    base: str = "baseline",
    threads: int | None = None,
) -> Sample:
    """Play every lever, and none, at every point of the prior, under the same luck.

    Parameters
    ----------
    levers : sequence of Lever
    prior : Prior
    points : int
        Of a Latin hypercube.
    worlds : int
        Worlds a point and lever; an even number.
    seed : int
        Of the points and of their luck.
    base : str
        The scenario that the prior's values are put into.

    Raises
    ------
    InputError
        If a number cannot be used, or a lever cannot be pulled at some point.
    """
    problems = []
    if points < 2:
        problems.append(Problem("points", f"{points}", "two or more"))
    if worlds < 2 or worlds % 2:
        problems.append(Problem("worlds", f"{worlds}", "an even number, two or more"))
    if problems:
        raise InputError("levers", problems)
    start = load_scenario(base)
    at_points = [at_point(start, point) for point in prior.points(points, seed)]
    compiled_loop(plan_of(at_points[0]))  # before the threads start, so that only one compiles

    def column(scenario: Scenario) -> np.ndarray:
        settings = [scenario, *(lever.change(scenario) for lever in levers)]
        found = [simulate(one, worlds, seed=seed, threads=1)[OUTCOME] for one in settings]
        return np.array([[risk[half::2].mean() for risk in found] for half in (0, 1)])

    with ThreadPoolExecutor(max_workers=threads or default_threads()) as pool:
        columns = list(pool.map(column, at_points))
    return Sample(np.stack(columns, axis=2), seed)


def reductions(values: np.ndarray) -> np.ndarray:
    """By how much each lever lowers the outcome at each point, shape (levers, points)."""
    found: np.ndarray = values[0] - values[1:]
    return found


def ranks(measure: np.ndarray, tie: np.ndarray) -> np.ndarray:
    """The place of each lever, 1 for the largest; ties go by a second measure.

    Parameters
    ----------
    measure, tie : ndarray of float, shape (levers,) or (levers, resamples)
    """
    order = np.lexsort((-tie, -measure), axis=0)
    found: np.ndarray = np.argsort(order, axis=0) + 1
    return found


def _interval(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of a percentile interval over the last axis."""
    tail = (1.0 - CONFIDENCE) / 2
    low, high = np.quantile(values, [tail, 1.0 - tail], axis=-1)
    return low, high


def lever_ranking(
    samples: Sequence[Sample], levers: Sequence[Lever], threshold: float, seed: int
) -> pd.DataFrame:
    """Every lever with what it does over the prior, the most robust first.

    Parameters
    ----------
    samples : sequence of Sample
        Two or more, each with its own points and luck; taken together, and ranked one by one.
    threshold : float
        A reduction of the outcome that counts.
    seed : int
        Of the bootstrap over points (Efron and Tibshirani, 1993, An Introduction to the
        Bootstrap, chapter 13) that the intervals of reductions and places come from; those of
        shares are Wilson's.

    Returns
    -------
    DataFrame
        A row a lever: `rank`, `lever`, `label`; `lowers`, the share of points at which it lowers
        the outcome by more than the threshold; `mean` and `median` reduction, each with `_low` and
        `_high`; `percentile_10` and `percentile_90` of the reduction; `raises`, the share of points
        at which it raises the outcome by more than the threshold; `mean_regret`,
        `fitted_mean_regret` (cross-fitted), `maximum_regret` and `best`, the share of points at
        which it is the best lever; `rank_low` and `rank_high`; and `rank_1`, `rank_2` ..., its
        place in each sample.
    """
    import pandas as pd

    values = np.concatenate([sample.values for sample in samples], axis=1)
    halves = np.concatenate([sample.halves for sample in samples], axis=2)
    lowered = reductions(values)
    regret = regrets(values[1:])
    counts = lowered > threshold
    drawn = resampled_columns(lowered.shape[1], RESAMPLES, seed)
    share_again = np.array([row[drawn].mean(axis=1) for row in counts.astype(float)])
    mean_again = np.array([row[drawn].mean(axis=1) for row in lowered])
    median_again = np.array([np.median(row[drawn], axis=1) for row in lowered])
    table = pd.DataFrame(
        {
            "rank": ranks(counts.mean(axis=1), lowered.mean(axis=1)),
            "lever": [lever.key for lever in levers],
            "label": [lever.label for lever in levers],
        }
    )
    found = [share(int(row.sum()), len(row), CONFIDENCE) for row in counts]
    for end in Estimate._fields:
        table[f"lowers_{end}"] = [getattr(one, end) for one in found]
    for name, value, again in (
        ("mean", lowered.mean(axis=1), mean_again),
        ("median", np.median(lowered, axis=1), median_again),
    ):
        low, high = _interval(again)
        table[f"{name}_value"], table[f"{name}_low"], table[f"{name}_high"] = value, low, high
    table["percentile_10"], table["percentile_90"] = np.quantile(lowered, [0.1, 0.9], axis=1)
    table["raises"] = (lowered < -threshold).mean(axis=1)
    table["mean_regret"] = regret.mean(axis=1)
    table["fitted_mean_regret"] = cross_fitted(halves[0, 1:], halves[1, 1:]).mean(axis=1)
    table["maximum_regret"] = regret.max(axis=1)
    table["best"] = (regret <= 0.0).mean(axis=1)
    low, high = _interval(ranks(share_again, mean_again))
    table["rank_low"], table["rank_high"] = np.floor(low).astype(int), np.ceil(high).astype(int)
    for number, sample in enumerate(samples, 1):
        own = reductions(sample.values)
        table[f"rank_{number}"] = ranks((own > threshold).mean(axis=1), own.mean(axis=1))
    return table.sort_values("rank", ignore_index=True)
