"""Means of many quantities over worlds, and how the quantities vary together.

Blocks of worlds are merged by the pairwise rule of Chan, Golub and LeVeque (1979, Stanford
technical report STAN-CS-79-773), which loses no digits to large means; so nothing of a world needs
to be kept.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri

from race_sim.outcomes import Estimate

_DUST = 1e-13  # of the largest variance or mean: rounding, not luck


class Moments:
    """Running moments of a row of quantities.

    Parameters
    ----------
    size : int
        How many quantities there are.
    together : bool
        Whether to keep all covariances, or variances only.

    Attributes
    ----------
    worlds : int
    mean : ndarray of float, shape (size,)
    products : ndarray of float, shape (size, size) or (size,)
        Sums of products of deviations from the mean, or of their squares.
    """

    def __init__(self, size: int, together: bool = False):
        self.worlds = 0
        self.mean = np.zeros(size)
        self.together = together
        self.products = np.zeros((size, size) if together else size)

    def add(self, block: np.ndarray) -> None:
        """Take in some worlds; shape (worlds, size)."""
        number = len(block)
        mean = block.mean(axis=0)
        deviations = block - mean
        shift = mean - self.mean
        total = self.worlds + number
        weight = self.worlds * number / total
        if self.together:
            self.products += deviations.T @ deviations + weight * np.outer(shift, shift)
        else:
            self.products += (deviations**2).sum(axis=0) + weight * shift**2
        self.mean = self.mean + shift * (number / total)
        self.worlds = total

    def estimate(self, place: int, confidence: float = 0.95) -> Estimate:
        """Mean of one quantity with its normal interval."""
        squares = self.products[place, place] if self.together else self.products[place]
        return _normal(float(self.mean[place]), float(squares), self.worlds, confidence)

    def combined(self, weights: np.ndarray, confidence: float = 0.95) -> Estimate:
        """Mean of a weighted sum of the quantities, world by world, with its normal interval.

        Parameters
        ----------
        weights : ndarray of float, shape (size,)
        confidence : float
        """
        assert self.together
        used = np.flatnonzero(weights)  # most weights are zero
        chosen = weights[used]
        value = float(chosen @ self.mean[used])
        inside = self.products[np.ix_(used, used)]
        squares = float(chosen @ inside @ chosen)
        # Where worlds never differ, what is left is rounding.
        if squares <= _DUST * float(np.abs(chosen) @ np.abs(inside) @ np.abs(chosen)):
            squares = 0.0
        if abs(value) <= _DUST * float(np.abs(chosen) @ np.abs(self.mean[used])):
            value = 0.0
        return _normal(value, squares, self.worlds, confidence)


def _normal(value: float, squares: float, worlds: int, confidence: float) -> Estimate:
    if worlds < 2:
        return Estimate(value, math.nan, math.nan)
    reach = float(ndtri(0.5 + confidence / 2)) * math.sqrt(squares / (worlds - 1) / worlds)
    return Estimate(value, value - reach, value + reach)
