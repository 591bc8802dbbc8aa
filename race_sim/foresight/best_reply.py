"""The best reply to a strategy that does not change, and what there is to gain by it.

Against a fixed rival a stochastic game is a Markov decision process, and policy iteration ends at
a best reply that is best from every state (Howard, R. A., 1960, Dynamic Programming and Markov
Processes, MIT Press; Filar and Vrieze, 1997, chapter 2).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from race_sim.foresight.logit_equilibrium import NotConvergedError
from race_sim.foresight.responses import gains
from race_sim.foresight.stochastic_game import StochasticGame

_MOST = 200
_TIE = 1e-9  # of the largest reward: so much better must the other action be to be taken


class Reply(NamedTuple):
    """A best reply: what is done in each state, and what can be expected from it on."""

    strategy: np.ndarray  # 0 or 1, (states,)
    values: np.ndarray  # (states,)


def best_reply(game: StochasticGame, side: int, rival: np.ndarray) -> Reply:
    """The best reply of a side to the rival's chances of investing, without noise.

    Parameters
    ----------
    game : StochasticGame
    side : int
        0 or 1: who replies.
    rival : ndarray of float64, shape (states,)

    Raises
    ------
    NotConvergedError
        If policy iteration does not end.
    """
    strategies = np.empty((2, game.states))
    strategies[1 - side] = rival
    strategies[side] = 0.0
    owner = side if game.rewards.shape[0] == 2 else 0
    values = None
    for _ in range(_MOST):
        values = game.values_under(strategies, values, 1e-9 * game.scale)
        gain = gains(game.action_values(values), strategies)[side]
        better = np.where(strategies[side] == 1.0, gain < 0.0, gain > 0.0)
        better &= np.abs(gain) > _TIE * game.scale
        if not better.any():
            return Reply(strategies[side].copy(), values[owner])
        strategies[side] = np.where(better, 1.0 - strategies[side], strategies[side])
    raise NotConvergedError(f"no best reply after {_MOST} rounds of policy iteration")


def exploitability(game: StochasticGame, strategies: np.ndarray) -> np.ndarray:
    """What each side could gain by its best reply, from every state on, shape (2, states).

    Zero at a Nash equilibrium. At a logit equilibrium it is what the noise costs, and no more.
    """
    values = game.values_under(strategies, None, 1e-9 * game.scale)
    return np.stack(
        [
            best_reply(game, side, strategies[1 - side]).values
            - values[side if len(values) == 2 else 0]
            for side in (0, 1)
        ]
    )
