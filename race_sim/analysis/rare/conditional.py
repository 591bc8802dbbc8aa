"""The conditional estimate: chances summed along a world, instead of waiting for the event.

Given the state, the chance p_t that step t brings a catastrophe is known. A catastrophe ends the
race, so whether it came, less the sum of p_t over the steps played, is a martingale (Doob's
decomposition): both have the same mean. The sum does not depend on whether the event came, and
varies far less. It is a Rao-Blackwell or conditional Monte-Carlo estimate (Asmussen, S. and Glynn,
P. W., 2007, Stochastic Simulation: Algorithms and Analysis, Springer, section V.4).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.outcomes import Estimate, mean, share
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

# What happens or not, and the outcome whose mean is its chance.
RISKS = {"catastrophe": "catastrophe_risk", "lost_at_finish": "loss_risk"}


class Conditional(NamedTuple):
    """A conditional estimate beside the plain share, from the same worlds.

    Attributes
    ----------
    estimate : Estimate
        The mean of the summed chances, with the normal interval.
    plain : Estimate
        The share of worlds in which it happened, with its Wilson interval.
    factor : Estimate
        The variance-reduction factor: variance of a 0 or 1 with this chance over the variance of
        the summed chances, per world.
    worlds : int
    equal_worlds : float
        Worlds whose plain share would be known as well: `factor` x `worlds`.
    """

    estimate: Estimate
    plain: Estimate
    factor: Estimate
    worlds: int
    equal_worlds: float


def pair_of(outcome: str) -> tuple[str, str]:
    """What happens or not and its risk, of either's name.

    Raises
    ------
    InputError
        If there is no such pair.
    """
    for happened, risk in RISKS.items():
        if outcome in (happened, risk):
            return happened, risk
    allowed = ", ".join(name for pair in RISKS.items() for name in pair)
    raise InputError("rare events", [Problem(outcome, "has no conditional estimate", allowed)])


def factor_of(chance: float, variance: float) -> float:
    """Variance of a 0 or 1 with this chance over another variance.

    Infinite if the other is 0 and the chance is not; NaN if there is nothing to compare.
    """
    plain = chance * (1.0 - chance)
    if variance > 0.0:
        return max(plain, 0.0) / variance
    return math.inf if plain > 0.0 else math.nan


def variance_reduction(risks: np.ndarray, confidence: float = 0.95) -> Estimate:
    """The variance-reduction factor of summed chances, with its interval.

    The variance of 0 or 1 follows from the chance alone, so it is taken from the estimate that
    is known best, not from the few worlds in which the event came. The interval is that of the
    delta method on the logarithm, for large samples.

    Parameters
    ----------
    risks : ndarray of float, shape (worlds,)
    """
    chance, variance = float(risks.mean()), float(risks.var())
    found = factor_of(chance, variance)
    if not 0.0 < found < math.inf:
        return Estimate(found, found, found)
    apart = risks - chance
    plain = chance * (1.0 - chance)
    influence = (1.0 - 2.0 * chance) * apart / plain - (apart**2 - variance) / variance
    error = float(influence.std(ddof=1)) / math.sqrt(len(risks))
    from scipy.special import ndtri

    reach = math.exp(float(ndtri(0.5 + confidence / 2)) * error)
    return Estimate(found, found / reach, found * reach)


def conditional(
    worlds: pd.DataFrame, outcome: str = "catastrophe", confidence: float = 0.95
) -> Conditional:
    """The chance of a catastrophe, or of a loss at the finish line, from a table of worlds.

    Parameters
    ----------
    worlds : DataFrame
        From `race_sim.simulate`, at least two rows.
    outcome : str
        "catastrophe" or "lost_at_finish", or the name of its risk.
    confidence : float

    Raises
    ------
    InputError
        If the outcome has no risk, a column is missing, or there are fewer than two worlds.
    """
    happened, risk = pair_of(outcome)
    problems = [
        Problem(name, "no such column", "a table from race_sim.simulate")
        for name in (happened, risk)
        if name not in worlds.columns
    ]
    if len(worlds) < 2:
        problems.append(Problem("worlds", f"{len(worlds)}", "two or more"))
    if problems:
        raise InputError("rare events", problems)
    risks = worlds[risk].to_numpy(dtype=float)
    count = int(worlds[happened].to_numpy(dtype=bool).sum())
    factor = variance_reduction(risks, confidence)
    return Conditional(
        mean(risks, confidence),
        share(count, len(worlds), confidence),
        factor,
        len(worlds),
        factor.value * len(worlds),
    )
