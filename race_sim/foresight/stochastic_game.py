"""A stochastic game of two sides with two actions each, and what fixed strategies come to in it.

In every state both sides choose at once to accelerate or to invest. A joint action brings each
side a reward and moves the state by chance; rows of the transition matrices may sum to less than
one: what is missing is the chance that the game ends, after which nothing is gained or lost.
Rewards after k decisions count discount^k (Shapley, L. S., 1953, Proceedings of the National
Academy of Sciences 39, 1095-1100; Filar, J. and Vrieze, K., 1997, Competitive Markov Decision
Processes, Springer).

Strategies are stationary Markov strategies: an array of float64, shape (2, states), of chances
of investing, the first row those of the United States. This file knows nothing of the race.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, gmres

from race_sim.problems import InputError, Problem

_KRYLOV = 40  # directions that the evaluation of strategies keeps before it starts again
_RESTARTS = 50
_JOINT = ((0, 0), (0, 1), (1, 0), (1, 1))


@dataclass(frozen=True, eq=False)
class StochasticGame:
    """A finite discounted game; make one with `stochastic_game`.

    Attributes
    ----------
    rewards : ndarray of float64, shape (owners, 2, 2, states)
        By whose they are, the action of the first side, that of the second (0 accelerate, 1
        invest), and state. Two owners, one a side; or one, whose reward both sides play for.
    chances : ndarray of float64, shape (2, 2, entries)
        Transition chances of the four joint actions, on one common pattern.
    columns, begins : ndarray of int32
        That pattern: the next states, and where each state's entries begin (as in
        `scipy.sparse.csr_array`).
    mixing : csr_array, shape (states, states), or None
        What chance does after every move, whatever was done: the transition matrix of a joint
        action is its own matrix times this one.
    discount : float
        Factor for each decision, below 1.
    """

    rewards: np.ndarray
    chances: np.ndarray
    columns: np.ndarray
    begins: np.ndarray
    mixing: sparse.csr_array | None
    discount: float

    @property
    def states(self) -> int:
        """How many states there are."""
        return int(self.rewards.shape[-1])

    def _matrix(self, chances: np.ndarray) -> sparse.csr_array:
        shape = (self.states, self.states)
        return sparse.csr_array((chances, self.columns, self.begins), shape=shape)

    @property
    def scale(self) -> float:
        """The largest reward, either way; 1 where there is none."""
        return float(np.abs(self.rewards).max()) or 1.0

    def mixed(self, values: np.ndarray) -> np.ndarray:
        """Values, shape (states,) or (states, any), before chance has done its `mixing`."""
        after: np.ndarray = values if self.mixing is None else self.mixing @ values
        return after

    def action_values(self, values: np.ndarray) -> np.ndarray:
        """What each joint action is worth when `values` are what follows it.

        Parameters
        ----------
        values : ndarray of float64, shape (owners, states)

        Returns
        -------
        ndarray of float64, shape (owners, 2, 2, states)
        """
        following = np.ascontiguousarray(self.mixed(values.T))
        worth = self.rewards.copy()
        for first, second in _JOINT:
            moved = self._matrix(self.chances[first, second]) @ following
            worth[:, first, second] += self.discount * moved.T
        return worth

    def transitions_under(self, strategies: np.ndarray) -> sparse.csr_array:
        """The moves (before `mixing`) when both sides play these strategies."""
        return self.weighted(joint_chances(strategies))

    def weighted(self, weights: np.ndarray) -> sparse.csr_array:
        """The joint actions' matrices, each row times its weight, summed.

        Parameters
        ----------
        weights : ndarray of float64, shape (2, 2, states)
        """
        counts = np.diff(self.begins)
        data = np.zeros(self.chances.shape[-1])
        for first, second in _JOINT:
            data += np.repeat(weights[first, second], counts) * self.chances[first, second]
        return self._matrix(data)

    def rewards_under(self, strategies: np.ndarray) -> np.ndarray:
        """Expected rewards of one decision, shape (owners, states)."""
        return averaged(self.rewards, strategies)

    def values_under(
        self, strategies: np.ndarray, start: np.ndarray | None = None, tolerance: float = 1e-9
    ) -> np.ndarray:
        """What both sides can expect when they play these strategies for ever.

        Solves (1 - discount P) v = r by GMRES (Saad, Y. and Schultz, M. H., 1986, SIAM Journal on
        Scientific and Statistical Computing 7, 856-869).

        Parameters
        ----------
        strategies : ndarray of float64, shape (2, states)
        start : ndarray of float64, shape (owners, states), optional
            Where to begin.
        tolerance : float
            Largest residual, in units of reward, that is let pass.

        Returns
        -------
        ndarray of float64, shape (owners, states)
        """
        matrix, rewards = self.transitions_under(strategies), self.rewards_under(strategies)
        values = np.zeros_like(rewards) if start is None else start.copy()

        def left(vector: np.ndarray) -> np.ndarray:
            kept: np.ndarray = vector - self.discount * (matrix @ self.mixed(vector))
            return kept

        operator = LinearOperator((self.states, self.states), matvec=left, dtype=np.float64)
        for owner, reward in enumerate(rewards):
            # The largest entry is at most the Euclidean norm, which GMRES makes small.
            values[owner], _ = gmres(
                operator,
                reward,
                x0=values[owner],
                rtol=0.0,
                atol=tolerance,
                restart=_KRYLOV,
                maxiter=_RESTARTS,
            )
        return values


def joint_chances(strategies: np.ndarray) -> np.ndarray:
    """The chance of every joint action, shape (2, 2, states)."""
    first = np.stack([1.0 - strategies[0], strategies[0]])
    second = np.stack([1.0 - strategies[1], strategies[1]])
    chances: np.ndarray = first[:, None] * second[None, :]
    return chances


def averaged(worth: np.ndarray, strategies: np.ndarray) -> np.ndarray:
    """Mean over joint actions of an array of shape (owners, 2, 2, states)."""
    mean: np.ndarray = np.einsum("oabs,abs->os", worth, joint_chances(strategies))
    return mean


def _aligned(
    matrices: list[sparse.csr_array], states: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Chances (4, entries) on the union of the matrices' patterns, with columns and begins."""
    keys = []
    for matrix in matrices:
        rows = np.repeat(np.arange(states, dtype=np.int64), np.diff(matrix.indptr))
        keys.append(rows * states + matrix.indices)
    every = np.sort(np.concatenate(keys), kind="stable")  # sorted parts: they are merged
    union = every[np.diff(every, prepend=-1) > 0]
    chances = np.zeros((len(matrices), len(union)))
    for row, (key, matrix) in enumerate(zip(keys, matrices, strict=True)):
        chances[row, np.searchsorted(union, key)] = matrix.data
    begins = np.searchsorted(union, np.arange(states + 1, dtype=np.int64) * states)
    return chances, (union % states).astype(np.int32), begins.astype(np.int32)


def stochastic_game(
    rewards: np.ndarray,
    transitions: Sequence[Sequence[sparse.sparray | np.ndarray]],
    discount: float,
    mixing: sparse.sparray | None = None,
) -> StochasticGame:
    """A game from its rewards and transition matrices.

    Parameters
    ----------
    rewards : ndarray of float64, shape (owners, 2, 2, states)
        See `StochasticGame`.
    transitions : 2 by 2 matrices, dense or sparse, shape (states, states)
        transitions[action of the first side][action of the second].
    discount : float
        From 0 to below 1.
    mixing : sparse matrix, shape (states, states), optional
        See `StochasticGame`.

    Raises
    ------
    InputError
        If shapes do not fit, a reward is not finite, a chance is negative, a row sums to more than
        1, or the discount is not from 0 to below 1.
    """
    rewards = np.ascontiguousarray(rewards, dtype=np.float64)
    states = rewards.shape[-1]
    problems = []
    if rewards.ndim != 4 or rewards.shape[:3] not in ((1, 2, 2), (2, 2, 2)):
        problems.append(Problem("rewards", f"shape {rewards.shape}", "(1 or 2, 2, 2, states)"))
    elif not np.isfinite(rewards).all():
        problems.append(Problem("rewards", "hold what is no number", "finite numbers"))
    if not 0.0 <= discount < 1.0:
        problems.append(Problem("discount", f"{discount!r}", "a number from 0 to below 1"))
    matrices = [sparse.csr_array(transitions[a][b], dtype=np.float64) for a, b in _JOINT]
    after = None if mixing is None else sparse.csr_array(mixing, dtype=np.float64)
    for name, matrix in zip(("AA", "AI", "IA", "II", "mixing"), [*matrices, after], strict=True):
        if matrix is None:
            continue
        matrix.sum_duplicates()
        if matrix.shape != (states, states):
            what = f"shape {matrix.shape}"
            problems.append(Problem(f"transitions {name}", what, f"({states}, {states})"))
        elif not (matrix.data >= 0.0).all() or not (matrix.sum(axis=1) <= 1.0 + 1e-9).all():
            what = "rows that are no chances"
            problems.append(Problem(f"transitions {name}", what, "not negative, sum at most 1"))
    if problems:
        raise InputError("stochastic game", problems)
    chances, columns, begins = _aligned(matrices, states)
    return StochasticGame(
        rewards, chances.reshape(2, 2, -1), columns, begins, after, float(discount)
    )
