"""Newton's method for a logit equilibrium, from near it: values and strategies moved together.

With values v, chances s, gains g(v, s) and logit responses L, an equilibrium solves

    v_i = mean of the joint actions' values under s,      s_i = L(rationality x g_i(v, s_j)).

Linearised, the change of a side's chance follows from the changes of the values and of the other
side's chance: two equations a state, solved by hand. What is left is linear in the values, and is
solved by GMRES. The step is halved until it lowers the residual (Armijo's rule; Nocedal, J. and
Wright, S. J., 2006, Numerical Optimization, 2nd ed., Springer, chapter 11).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse.linalg import LinearOperator, gmres

from race_sim.foresight.responses import gains, logistic
from race_sim.foresight.stochastic_game import StochasticGame, averaged

_SHORTEST = 0.02  # of a full step
_SINGULAR = 1e-2
_VALUES_COUNT = 100.0  # a value that is off weighs so much more than a chance that is off


class Point(NamedTuple):
    """Values and strategies, and how far they are from an equilibrium."""

    values: np.ndarray  # (owners, states)
    strategies: np.ndarray  # (2, states)
    worth: np.ndarray  # of joint actions at these values, (owners, 2, 2, states)
    responses: np.ndarray  # logit responses, (2, states)
    value_off: np.ndarray  # (owners, states), in units of the largest reward
    strategy_off: np.ndarray  # (2, states); 0 where the strategies are held
    held: np.ndarray  # bool, (states,): whose strategies stay as they are

    def off(self) -> float:
        """The larger of the largest residuals of values and of strategies."""
        return float(max(np.abs(self.value_off).max(), np.abs(self.strategy_off).max()))

    def merit(self) -> float:
        """What a step must lower."""
        return float(
            _VALUES_COUNT**2 * np.square(self.value_off).sum() + np.square(self.strategy_off).sum()
        )


def point_at(
    game: StochasticGame,
    values: np.ndarray,
    strategies: np.ndarray,
    rationality: float,
    held: np.ndarray | None = None,
) -> Point:
    """Values and strategies with their residuals."""
    if held is None:
        held = np.zeros(game.states, dtype=bool)
    worth = game.action_values(values)
    responses = logistic(rationality * gains(worth, strategies))
    value_off = (averaged(worth, strategies) - values) / game.scale
    strategy_off = np.where(held, 0.0, responses - strategies)
    return Point(values, strategies, worth, responses, value_off, strategy_off, held)


def direction(
    game: StochasticGame, point: Point, rationality: float
) -> tuple[np.ndarray, np.ndarray]:
    """The Newton step: changes of the values and of the strategies."""
    owners, states = point.values.shape
    first, second = point.strategies
    worth = point.worth
    discount = game.discount
    slopes = rationality * point.responses * (1.0 - point.responses) * ~point.held
    crossed = worth[:, 1, 1] - worth[:, 0, 1] - worth[:, 1, 0] + worth[:, 0, 0]
    by_first = worth[:, 1, 0] - worth[:, 0, 0] + second * crossed
    by_second = worth[:, 0, 1] - worth[:, 0, 0] + first * crossed
    moves = game.transitions_under(point.strategies)
    # How the next state changes when a side invests instead of accelerating.
    to_first = game.weighted(np.array([[second - 1.0, -second], [1.0 - second, second]]))
    to_second = game.weighted(np.array([[first - 1.0, 1.0 - first], [-first, first]]))
    first_by_second, second_by_first = slopes[0] * crossed[0], slopes[1] * crossed[-1]
    determinant = 1.0 - first_by_second * second_by_first
    small = np.abs(determinant) < _SINGULAR
    determinant[small] = np.where(determinant[small] < 0.0, -_SINGULAR, _SINGULAR)

    def chances(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return (
            (one + first_by_second * other) / determinant,
            (other + second_by_first * one) / determinant,
        )

    def from_values(change: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
        mixed = [game.mixed(row) for row in change]
        return (
            slopes[0] * discount * (to_first @ mixed[0]),
            slopes[1] * discount * (to_second @ mixed[-1]),
            mixed,
        )

    def left(vector: np.ndarray) -> np.ndarray:
        change = vector.reshape(owners, states)
        one, other, mixed = from_values(change)
        one, other = chances(one, other)
        image = np.empty_like(change)
        for owner in range(owners):
            image[owner] = (
                change[owner]
                - discount * (moves @ mixed[owner])
                - by_first[owner] * one
                - by_second[owner] * other
            )
        return image.reshape(-1)

    one, other = chances(*point.strategy_off)
    right = point.value_off * game.scale + by_first * one + by_second * other
    size = owners * states
    close = min(1e-2, max(1e-6, 0.1 * point.off()))
    solved, _ = gmres(
        LinearOperator((size, size), matvec=left, dtype=np.float64),
        right.reshape(-1),
        rtol=close,
        atol=0.0,
        restart=60,
        maxiter=5,
    )
    change = solved.reshape(owners, states)
    one, other, _ = from_values(change)
    off = point.strategy_off
    return change, np.stack(chances(one + off[0], other + off[1]))


def newton(
    game: StochasticGame, start: Point, rationality: float, tolerance: float, most_steps: int
) -> tuple[Point, int]:
    """Newton steps from a point until it is an equilibrium, they no longer help, or are used up.

    Returns
    -------
    tuple of (Point, int)
        The best point, and how many steps led there.
    """
    point = start
    for used in range(most_steps):
        if point.off() < tolerance:
            return point, used
        values, strategies = direction(game, point, rationality)
        share = 1.0
        while True:
            # No more than nine tenths of the way to 0 or 1 at once.
            inside = np.clip(
                point.strategies + share * strategies,
                0.1 * point.strategies,
                1.0 - 0.1 * (1.0 - point.strategies),
            )
            tried = point_at(game, point.values + share * values, inside, rationality, point.held)
            if tried.merit() < (1.0 - 2e-3 * share) * point.merit():
                point = tried
                break
            share *= 0.5
            if share < _SHORTEST:
                return point, used + 1
    return point, most_steps
