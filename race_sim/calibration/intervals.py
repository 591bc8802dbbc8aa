"""Exact intervals of rates, shares, ratios and medians from counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

LEVEL = 0.90


class Interval(NamedTuple):
    """A number with its limits."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> Interval:
        """All three times a positive factor."""
        return Interval(self.value * factor, self.low * factor, self.high * factor)


def poisson_rate(events: int, exposure: float, level: float = LEVEL) -> Interval:
    """Rate of events that come by chance, with exact limits (Garwood, 1936, Biometrika 28).

    Parameters
    ----------
    events : int
    exposure : float
        Time, or another measure, over which they were counted.
    level : float
        Coverage of the interval.
    """
    from scipy.stats import chi2

    tail = (1.0 - level) / 2.0
    low = float(chi2.ppf(tail, 2 * events)) / 2.0 if events else 0.0
    high = float(chi2.ppf(1.0 - tail, 2 * events + 2)) / 2.0
    return Interval(events / exposure, low / exposure, high / exposure)


def jeffreys_rate(events: int, exposure: float, level: float = LEVEL) -> Interval:
    """Posterior mean of a Poisson rate under Jeffreys' prior, with the equal-tailed interval."""
    from scipy.stats import gamma

    tail = (1.0 - level) / 2.0
    low, high = gamma.ppf([tail, 1.0 - tail], events + 0.5, scale=1.0 / exposure)
    return Interval((events + 0.5) / exposure, float(low), float(high))


def binomial_share(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """Share of trials, with exact limits (Clopper and Pearson, 1934, Biometrika 26)."""
    from scipy.stats import beta

    tail = (1.0 - level) / 2.0
    failures = trials - successes
    low = float(beta.ppf(tail, successes, failures + 1)) if successes else 0.0
    high = float(beta.ppf(1.0 - tail, successes + 1, failures)) if failures else 1.0
    return Interval(successes / trials, low, high)


def poisson_ratio(above: int, below: int, level: float = LEVEL) -> Interval:
    """Ratio of two Poisson means over the same time, exact given the sum of both counts.

    Given the sum, the first count is binomial with share ratio / (1 + ratio) (Przyborowski and
    Wilenski, 1940, Biometrika 31, 313-323). Infinite if `below` is 0, and NaN if both are.
    """
    if above + below == 0:
        return Interval(math.nan, math.nan, math.nan)
    part = binomial_share(above, above + below, level)
    return Interval(*(share / (1.0 - share) if share < 1.0 else math.inf for share in part))


def median_interval(values: Sequence[float], level: float = LEVEL) -> Interval:
    """Median with limits at order statistics: coverage is at least `level` for any distribution.

    The widest limits, if the values are too few for the level.
    """
    from statistics import median

    from scipy.stats import binom

    ordered = sorted(values)
    count = len(ordered)
    rank = 0
    while rank + 1 < count / 2 and binom.cdf(rank + 1, count, 0.5) <= (1.0 - level) / 2.0:
        rank += 1
    return Interval(float(median(ordered)), ordered[rank], ordered[count - 1 - rank])
