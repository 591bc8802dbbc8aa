"""Scores of a forecast that is given as draws.

Proper scores (Gneiting and Raftery, 2007, Journal of the American Statistical Association 102,
359-378): nobody can gain by saying other than what they believe. The continuous ranked probability
score (CRPS) is in the unit of what is forecast, smaller is better, and for a forecast without
spread it is the distance. The log score is the logarithm of the probability that was given to what
came; larger is better.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Array = NDArray[np.float64]

TAIL = 0.05  # on each side of a 90 % band


def crps(draws: Array, seen: Array) -> Array:
    """CRPS of draws for what was seen: E|X - y| - E|X - X'| / 2.

    Parameters
    ----------
    draws : array, shape (draws, ...)
    seen : array, shape (...)

    Returns
    -------
    array, shape (...)
    """
    number = len(draws)
    ordered = np.sort(draws, axis=0)
    ranks = (2.0 * np.arange(1, number + 1) - number - 1.0).reshape((-1,) + (1,) * (draws.ndim - 1))
    # Pairs of different draws only: without that the score would depend on their number.
    apart = 2.0 * (ranks * ordered).sum(axis=0) / (number * (number - 1.0))
    return np.asarray(np.abs(draws - seen).mean(axis=0) - 0.5 * apart)


def band(draws: Array) -> tuple[Array, Array, Array]:
    """Ends of the 90 % band, with the median between: low, median, high.

    For counts a band of whole numbers holds 90 % or more.
    """
    discrete = bool(np.all(draws == np.round(draws)))
    levels = [TAIL, 0.5, 1.0 - TAIL]
    if discrete:
        low, median, high = np.quantile(draws, levels, axis=0, method="inverted_cdf")
    else:
        low, median, high = np.quantile(draws, levels, axis=0)
    return low, median, high


def chance_up_to(means: Array, dispersion: float, count: float) -> float:
    """Probability of at most so many, averaged over draws of the mean."""
    if count < 0.0:
        return 0.0
    means = np.maximum(means, 1e-9)
    if dispersion > 1.0:
        each = stats.nbinom.cdf(count, means / (dispersion - 1.0), 1.0 / dispersion)
    else:
        each = stats.poisson.cdf(count, means)
    return float(each.mean())


def count_quantile(means: Array, dispersion: float, level: float, near: float) -> float:
    """The smallest count that is reached with at least this probability.

    Steadier than a quantile of drawn counts, since only the means are drawn. `near` is where to
    begin to look.
    """
    count = float(near)
    while chance_up_to(means, dispersion, count) < level:
        count += 1.0
    while chance_up_to(means, dispersion, count - 1.0) >= level:
        count -= 1.0
    return count


def log_chance(means: Array, dispersion: float, seen: Array) -> Array:
    """Logarithm of the probability of counts, averaged over draws of their means.

    Parameters
    ----------
    means : array, shape (draws, years)
        Mean counts.
    dispersion : float
        Variance over mean: Poisson for 1, else negative binomial.
    seen : array, shape (years,)
        The counts that came.
    """
    means = np.maximum(means, 1e-9)
    if dispersion > 1.0:
        each = stats.nbinom.logpmf(seen, means / (dispersion - 1.0), 1.0 / dispersion)
    else:
        each = stats.poisson.logpmf(seen, means)
    return np.asarray(special.logsumexp(each, axis=0) - np.log(len(means)))
