"""The payoffs of all pairs: a game in which choosing a policy is the move.

The United States chooses the row, China the column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from race_sim.outcomes import Estimate
from race_sim.tournament.moments import Moments


@dataclass(frozen=True)
class Bimatrix:
    """Mean payoffs of both sides for every pair of policies, from a sample of worlds.

    Attributes
    ----------
    names : tuple of str
        n policies: rows and columns.
    moments : Moments
        Of the payoffs of both sides in every pair, with all covariances: size 2 x n x n, the
        United States' first.
    """

    names: tuple[str, ...]
    moments: Moments

    @property
    def worlds(self) -> int:
        """How many worlds each mean is over."""
        return self.moments.worlds

    def _table(self, side: int) -> np.ndarray:
        count = len(self.names)
        return np.asarray(self.moments.mean.reshape(2, count, count)[side])

    @property
    def us(self) -> np.ndarray:
        """What the United States gets, shape (n, n)."""
        return self._table(0)

    @property
    def cn(self) -> np.ndarray:
        """What China gets, shape (n, n), at the same places."""
        return self._table(1)

    @property
    def symmetric(self) -> np.ndarray:
        """What the row gets against the column if chance decides who sits in which chair.

        Shape (n, n): (A + B^T) / 2.
        """
        return np.asarray((self.us + self.cn.T) / 2)

    def estimate(
        self, us_weights: np.ndarray, cn_weights: np.ndarray, confidence: float = 0.95
    ) -> Estimate:
        """A weighted sum of mean payoffs with its 95 % interval, paired world by world.

        Parameters
        ----------
        us_weights, cn_weights : ndarray of float, shape (n, n)
            Of what the United States and China get in each pair.
        """
        weights = np.concatenate([us_weights.ravel(), cn_weights.ravel()])
        return self.moments.combined(weights, confidence)

    def pair(self, us: int, cn: int) -> tuple[Estimate, Estimate]:
        """What both sides get in one pair."""
        count = len(self.names)
        place = us * count + cn
        return self.moments.estimate(place), self.moments.estimate(count * count + place)

    def score_weights(self, policy: int) -> tuple[np.ndarray, np.ndarray]:
        """Weights of a policy's score: its mean payoff over all opponents and both chairs."""
        us, cn = self.seat_weights(policy)
        return us / 2, cn / 2

    def seat_weights(self, policy: int) -> tuple[np.ndarray, np.ndarray]:
        """Weights of a policy's mean payoff as the United States, and as China."""
        count = len(self.names)
        us, cn = np.zeros((count, count)), np.zeros((count, count))
        us[policy, :] = 1.0 / count
        cn[:, policy] = 1.0 / count
        return us, cn
