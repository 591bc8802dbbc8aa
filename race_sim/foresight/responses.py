"""Logit responses in the stage games of a stochastic game."""

from __future__ import annotations

import numpy as np

_ROUNDS = 200
_TOLERANCE = 1e-9
_LEAST_STEP = 0.05


def logistic(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x)), without overflow."""
    half: np.ndarray = 0.5 * (1.0 + np.tanh(0.5 * x))
    return half


def gains(worth: np.ndarray, strategies: np.ndarray) -> np.ndarray:
    """What investing now adds for each side, given how likely the other invests.

    Parameters
    ----------
    worth : ndarray of float64, shape (owners, 2, 2, states)
        Of joint actions, as from `StochasticGame.action_values`.
    strategies : ndarray of float64, shape (2, states)

    Returns
    -------
    ndarray of float64, shape (2, states)
    """
    first, second = worth[0], worth[-1]
    by_first = first[1] - first[0]  # by what the second does
    by_second = second[:, 1] - second[:, 0]  # by what the first does
    return np.stack(
        [
            by_first[0] + strategies[1] * (by_first[1] - by_first[0]),
            by_second[0] + strategies[0] * (by_second[1] - by_second[0]),
        ]
    )


def mutual_responses(worth: np.ndarray, strategies: np.ndarray, rationality: float) -> np.ndarray:
    """Mutual logit responses in every state's stage game, sought from `strategies` on.

    A damped iteration; a state that does not come closer is damped more. A state may be left
    unsettled: the caller measures residuals.
    """
    settled = strategies.copy()
    open_states = np.arange(worth.shape[-1])
    step = np.ones(len(open_states))
    before = np.full(len(open_states), np.inf)
    here, now = worth, strategies
    for _ in range(_ROUNDS):
        moved = logistic(rationality * gains(here, now)) - now
        off = np.abs(moved).max(axis=0)
        step = np.where(off > 0.9 * before, np.maximum(0.5 * step, _LEAST_STEP), step)
        now = now + step * moved
        settled[:, open_states] = now
        still = off > _TOLERANCE
        if not still.any():
            break
        open_states, step, before = open_states[still], step[still], off[still]
        here, now = here[..., still], now[:, still]
    return settled
