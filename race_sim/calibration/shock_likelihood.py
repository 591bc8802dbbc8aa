"""Posteriors on a grid, and the likelihood of counts by year under a rate that changes.

Counts are quasi-Poisson: their variance is `dispersion` times their mean, and the log-likelihood is
that of the Poisson law divided by it (McCullagh and Nelder, 1989, Generalized Linear Models,
chapter 9). The level of the rate is integrated out: with a Gamma prior of shape 1/2, Jeffreys' for
a Poisson rate, its posterior is a Gamma law at each point of the grid. For a dispersion of one this
is the conjugate Gamma-Poisson posterior.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from race_sim.problems import InputError, Problem

Array = NDArray[np.float64]

PRIOR_SHAPE = 0.5
MOST_DISPERSION = 3.0
_SMALLEST_RATE = 1e-9  # relative: where the rate vanishes, a start is all but impossible


@dataclass(frozen=True)
class Posterior:
    """A posterior on a grid, with the conditional Gamma law of the level of a rate.

    Attributes
    ----------
    axes : dict of str to array
        Values of each parameter, evenly spaced in its prior.
    weights : array, one dimension an axis
        Probability of each point; they sum to one.
    exposure : array, the same shape
        Sum of the relative rates over the years, divided by the dispersion.
    counts : float
        Sum of the counts divided by the dispersion.
    dispersion : float
    """

    axes: dict[str, Array]
    weights: Array
    exposure: Array
    counts: float = 0.0
    dispersion: float = 1.0

    def marginal(self, name: str) -> Array:
        """Probability of each value of one parameter."""
        place = list(self.axes).index(name)
        others = tuple(axis for axis in range(self.weights.ndim) if axis != place)
        return np.asarray(self.weights.sum(axis=others))

    def interval(self, name: str, confidence: float = 0.90) -> tuple[float, float, float]:
        """Median and equal-tailed interval of one parameter."""
        return interval_of(self.axes[name], self.marginal(name), confidence)

    def sample(self, draws: int, generator: np.random.Generator) -> dict[str, Array]:
        """Independent draws of all parameters, and of the level of the rate as `level`."""
        flat = generator.choice(self.weights.size, size=draws, p=self.weights.ravel())
        places = np.unravel_index(flat, self.weights.shape)
        drawn = {
            name: axis[place] for (name, axis), place in zip(self.axes.items(), places, strict=True)
        }
        if self.counts or self.exposure.any():
            shape = PRIOR_SHAPE + self.counts
            drawn["level"] = generator.gamma(shape, 1.0 / self.exposure.ravel()[flat])
        return drawn


def interval_of(
    values: Array, probabilities: Array, confidence: float = 0.90
) -> tuple[float, float, float]:
    """Median and equal-tailed interval of a law on a grid, linear between midpoints."""
    reached = np.cumsum(probabilities) - 0.5 * probabilities
    tail = (1.0 - confidence) / 2
    low, median, high = np.interp([tail, 0.5, 1.0 - tail], reached, values)
    return float(median), float(low), float(high)


def normalised(log_weights: Array) -> Array:
    """Weights that sum to one, from logarithms known up to a constant."""
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def grid_posterior(axes: Mapping[str, Array], log_likelihood: Array) -> Posterior:
    """A posterior from a log-likelihood at each point of a grid; the prior is flat on it."""
    weights = normalised(log_likelihood)
    return Posterior(dict(axes), weights, np.zeros_like(weights))


def dispersion_of(counts: Array) -> float:
    """Variance of counts over their mean, held between 1 (Poisson) and 3.

    Few years say little about it; without a bound one odd year would decide.

    >>> dispersion_of(np.array([4.0, 4.0, 4.0]))
    1.0
    """
    if len(counts) < 2 or counts.sum() == 0.0:
        return 1.0
    return float(np.clip(counts.var(ddof=1) / counts.mean(), 1.0, MOST_DISPERSION))


def count_posterior(
    axes: Mapping[str, Array],
    relative: Array,
    counts: Array,
    dispersion: float = 1.0,
    log_prior: Array | float = 0.0,
) -> Posterior:
    """Posterior of what shapes a rate over the years, given counts.

    Parameters
    ----------
    axes : mapping of str to array
        Values of each parameter.
    relative : array, one dimension an axis and one for the years
        Rate in each year relative to its level, at each point of the grid.
    counts : array, shape (years,)
        What was counted in each year.
    dispersion : float
        Variance of a count over its mean, at least 1.
    log_prior : array or float
        Logarithm of the prior at each point of the grid; flat by default.

    Raises
    ------
    InputError
        If shapes do not fit, a count is negative or not a number, or the dispersion below 1.
    """
    shape = (*(len(axis) for axis in axes.values()), len(counts))
    problems = []
    if relative.shape != shape:
        problems.append(Problem("relative", f"has shape {relative.shape}", f"{shape}"))
    if not (np.isfinite(counts).all() and (counts >= 0.0).all()):
        problems.append(Problem("counts", "negative or not a number", "counts from 0"))
    if not dispersion >= 1.0:
        problems.append(Problem("dispersion", f"{dispersion:g}", "1 or more"))
    if problems:
        raise InputError("count_posterior", problems)
    rates = np.maximum(relative, _SMALLEST_RATE)
    total = float(counts.sum()) / dispersion
    exposure = rates.sum(axis=-1) / dispersion
    log_likelihood = np.log(rates) @ counts / dispersion
    log_likelihood = log_likelihood - (PRIOR_SHAPE + total) * np.log(exposure)
    return Posterior(
        dict(axes), normalised(log_likelihood + log_prior), exposure, total, dispersion
    )


def overdispersed(means: Array, dispersion: float, generator: np.random.Generator) -> Array:
    """Random counts with these means, and a variance of `dispersion` times the mean.

    Negative binomial for a dispersion above one, else Poisson.
    """
    if dispersion > 1.0:
        means = generator.gamma(means / (dispersion - 1.0), dispersion - 1.0)
    return generator.poisson(means).astype(float)
