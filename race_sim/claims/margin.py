"""How far a test is met at points, with the noise of the worlds played there.

The margin of a test in one world is how much further than needed its outcome lies on the side
that the claim has it. It is linear in the outcomes of the compared worlds, so that its mean and
its noise follow from the worlds one by one, paired by their luck.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from race_sim.claims.claim import Comparison
from race_sim.claims.playing import Played
from race_sim.outcomes import COLUMNS

CONFIDENCE = 0.95


class Margins(NamedTuple):
    """Margins of a test, shape (points,) each.

    Attributes
    ----------
    value : ndarray
        Above zero where the test holds.
    low, high : ndarray
        The interval from the noise of the worlds at the point.
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def states(self) -> np.ndarray:
        """Where the test holds (1), fails (-1), and where the noise leaves it open (0)."""
        return np.where(self.low > 0.0, 1, np.where(self.high <= 0.0, -1, 0))

    def chances(self, confidence: float = CONFIDENCE) -> np.ndarray:
        """How sure it is that the test holds, from 0 to 1: the normal law of the noise."""
        spread = (self.high - self.low) / (2.0 * ndtri(0.5 + confidence / 2.0))
        sure = np.where(self.value > 0.0, 1.0, 0.0)
        known = np.divide(self.value, spread, out=np.zeros_like(spread), where=spread > 0.0)
        return np.where(spread > 0.0, ndtr(known), sure)


def sides_of(test: Comparison, played: Played, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Outcome and reference, world by world: arrays of shape (points, worlds)."""
    outcome = played.of_side(test.side, test.outcome, points)
    if not test.reference:
        return outcome, np.full_like(outcome, test.level)
    references = [played.of_side(side, test.outcome, points) for side in test.reference]
    return outcome, np.asarray(sum(references) / len(references))


def margin(test: Comparison, outcome: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """The margin of a test in worlds."""
    sign = 1.0 if test.higher else -1.0
    return np.asarray(sign * (outcome - test.times * reference) - test.threshold)


class Sums:
    """Sums over the worlds of a test at all points, to which worlds can be added.

    Parameters
    ----------
    test : Comparison
    points : int
    """

    def __init__(self, test: Comparison, points: int):
        self.test = test
        self._count, self._total, self._squares = np.zeros((3, points))

    def add(self, points: np.ndarray, outcome: np.ndarray, reference: np.ndarray) -> None:
        """Add worlds at some points: outcome and reference of shape (points, worlds)."""
        worlds = margin(self.test, outcome, reference)
        self._count[points] += worlds.shape[1]
        self._total[points] += worlds.sum(axis=1)
        self._squares[points] += (worlds**2).sum(axis=1)

    def margins(self, confidence: float = CONFIDENCE) -> Margins:
        """Margins with intervals of Student's law.

        Where the outcome happens or not, half a world is added for each of the ways in which a
        pair can come out, or small shares would have no noise (Agresti, A., Min, Y., 2005,
        Statistics in Medicine 24, 729-740).
        """
        added = self._added()
        count = self._count + 0.5 * len(added)
        centre = (self._total + 0.5 * added.sum()) / count
        squares = (self._squares + 0.5 * (added**2).sum()) / count
        spread = np.sqrt(np.maximum(squares - centre**2, 0.0) / (count - 1.0))
        reach = stdtrit(count - 1.0, 0.5 + confidence / 2.0) * spread
        # What differs by rounding alone does not differ.
        reach = np.where(reach < 1e-7 * np.maximum(np.abs(centre), 1e-5), 0.0, reach)
        return Margins(centre, centre - reach, centre + reach)

    def _added(self) -> np.ndarray:
        if COLUMNS[self.test.outcome].kind not in ("yes or no", "year"):
            return np.empty(0)
        level = self.test.level
        others = (0.0, 1.0) if self.test.reference else (level, level)
        outcome, reference = np.meshgrid((0.0, 1.0), others)
        return margin(self.test, outcome, reference).ravel()
