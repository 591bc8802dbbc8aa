"""Estimates kept up to date block by block, so that a large ensemble need not be in memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from race_sim.outcomes import OUTCOMES, Estimate, share

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMERIC = tuple(column for column in OUTCOMES if column.kind != "name")
_PLACES = np.array([number for number, column in enumerate(OUTCOMES) if column.kind != "name"])
_SHARES = {column.name for column in NUMERIC if column.kind in ("yes or no", "year")}
_IS_YEAR = np.array([column.kind == "year" for column in NUMERIC])


class RunningEstimates:
    """Count, mean and sum of squared deviations of every outcome that is not a name.

    Blocks are merged by the pairwise rule of Chan, Golub and LeVeque (1979, Stanford technical
    report STAN-CS-79-773), which loses no digits to large means.
    """

    def __init__(self) -> None:
        self.worlds = 0
        self._mean = np.zeros(len(NUMERIC))
        self._squares = np.zeros(len(NUMERIC))

    def add(self, outcomes: np.ndarray) -> None:
        """Take in a block: ndarray of float64, shape (n, len(OUTCOMES))."""
        values = outcomes[:, _PLACES]
        # Of a date, what is estimated is the share of worlds in which it comes.
        values[:, _IS_YEAR] = ~np.isnan(values[:, _IS_YEAR])
        count = len(values)
        mean = values.mean(axis=0)
        squares = ((values - mean) ** 2).sum(axis=0)
        total = self.worlds + count
        shift = mean - self._mean
        self._mean += shift * (count / total)
        self._squares += squares + shift**2 * (self.worlds * count / total)
        self.worlds = total

    def estimates(self, confidence: float = 0.95) -> Iterator[tuple[str, Estimate]]:
        """Name and estimate of every outcome: a share for yes-or-no and dates, else a mean."""
        from scipy.special import ndtri

        reach = float(ndtri(0.5 + confidence / 2))
        for number, column in enumerate(NUMERIC):
            centre = float(self._mean[number])
            if column.name in _SHARES:
                yield column.name, share(round(centre * self.worlds), self.worlds, confidence)
            elif self.worlds < 2:
                yield column.name, Estimate(centre, math.nan, math.nan)
            else:
                variance = self._squares[number] / (self.worlds - 1)
                half = reach * math.sqrt(variance / self.worlds)
                yield column.name, Estimate(centre, centre - half, centre + half)
