"""A share of weighted worlds, with its interval and with what tells whether to trust it.

Weights may degenerate: if a few worlds carry most of the weight, the estimate hangs on them, and
its interval is too narrow. So the effective numbers of worlds and of events are told (Kong, A.,
1992, A note on importance sampling using standardized weights, Chicago technical report 348), and
an estimate that rests on fewer than `LEAST_EVENTS` effective events is flagged.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from race_sim.outcomes import Estimate

LEAST_EVENTS = 50.0


class Weighted(NamedTuple):
    """A weighted share.

    Attributes
    ----------
    estimate : Estimate
        The mean of weight x (0 or 1). The interval is that of the delta method on the logarithm,
        for large samples; NaN unless the event came at least twice.
    variance : float
        Of one world's contribution; over the number of worlds, that of the estimate.
    mean_weight : Estimate
        Should hold 1: a check on the weights.
    events : int
        Worlds in which it happened.
    effective_events : float
        (sum of their weights)^2 / sum of squares: that many events of equal weight tell as much.
    effective_worlds : float
        The same of all worlds.
    worlds : int
    """

    estimate: Estimate
    variance: float
    mean_weight: Estimate
    events: int
    effective_events: float
    effective_worlds: float
    worlds: int

    @property
    def reliable(self) -> bool:
        """Whether enough effective events stand behind it."""
        return self.effective_events >= LEAST_EVENTS


def effective_number(weights: np.ndarray) -> float:
    """(sum of weights)^2 / sum of squares; 0 without any weight."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0.0 else 0.0


def _variance(values: np.ndarray, groups: np.ndarray) -> float:
    """Of one world's contribution to a mean over groups whose sizes are fixed."""
    found = 0.0
    for group in np.unique(groups):
        mine = values[groups == group]
        if len(mine) > 1:
            found += len(mine) / len(values) * float(mine.var(ddof=1))
    return found


def weighted_share(
    happened: np.ndarray,
    weights: np.ndarray,
    groups: np.ndarray | None = None,
    confidence: float = 0.95,
) -> Weighted:
    """The chance of an event from weighted worlds.

    Parameters
    ----------
    happened : ndarray of bool, shape (worlds,)
    weights : ndarray of float, shape (worlds,)
        Likelihood ratios, of mean 1.
    groups : ndarray of int, shape (worlds,), optional
        The law that each world was drawn from, where so many were drawn from each.
    confidence : float
    """
    count = len(happened)
    groups = np.zeros(count, dtype=int) if groups is None else groups
    values = np.where(happened, weights, 0.0)
    value = float(values.mean())
    variance = _variance(values, groups)
    events = int(happened.sum())
    from scipy.special import ndtri

    z = float(ndtri(0.5 + confidence / 2))
    low, high = math.nan, math.nan
    if events > 1 and value > 0.0:
        reach = math.exp(z * math.sqrt(variance / count) / value)
        low, high = value / reach, value * reach
    centre = float(weights.mean())
    error = z * math.sqrt(_variance(weights, groups) / count)
    return Weighted(
        Estimate(value, low, high),
        variance,
        Estimate(centre, centre - error, centre + error),
        events,
        effective_number(values),
        effective_number(weights),
        count,
    )
