"""Logit responses in the stage games of a stochastic game."""

from __future__ import annotations

import numpy as np

_ROUNDS = 200
_TOLERANCE = 1e-9
_LEAST_STEP = 0.05
_HALVINGS = 52  # as many as a chance has binary digits


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

    A damped iteration; a state that does not come closer is damped more. Where one side wants to do
    as the other does and the other the opposite, the iteration would go round in a circle: there
    the answer to the answer falls as a chance rises, so there is one solution, found by bisection.
    Any other state may be left unsettled: the caller measures residuals.
    """
    settled = strategies.copy()
    opposed = _crossed(worth[0]) * _crossed(worth[-1]) < 0.0
    if opposed.any():
        settled[:, opposed] = _bisected(worth[..., opposed], rationality)
    open_states = np.flatnonzero(~opposed)
    step = np.ones(len(open_states))
    before = np.full(len(open_states), np.inf)
    here, now = worth[..., open_states], strategies[:, open_states]
    for _ in range(_ROUNDS if len(open_states) else 0):
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


def _crossed(worth: np.ndarray) -> np.ndarray:
    """How much more investing gains if the other invests than if it accelerates, by state."""
    crossed: np.ndarray = worth[1, 1] - worth[0, 1] - worth[1, 0] + worth[0, 0]
    return crossed


def _bisected(worth: np.ndarray, rationality: float) -> np.ndarray:
    """The only mutual logit responses where the answer to the answer falls; shape (2, states)."""
    states = worth.shape[-1]
    low, high = np.zeros(states), np.ones(states)
    both = np.empty((2, states))
    for _ in range(_HALVINGS):
        both[0] = 0.5 * (low + high)
        both[1] = logistic(rationality * gains(worth, both)[1])
        above = logistic(rationality * gains(worth, both)[0]) > both[0]
        low, high = np.where(above, both[0], low), np.where(above, high, both[0])
    return both
