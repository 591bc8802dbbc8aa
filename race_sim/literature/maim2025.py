"""Hendrycks, Schmidt and Wang 2025: mutual assured AI malfunction (MAIM).

Published, in words: rivals deter a bid for dominance by the threat to sabotage it, from espionage
over cyber attacks to strikes. No model of payoffs was found. The conditions are ours.

A state makes a bid for dominance. The other notices it with the chance d and, if so, manages to
disable it with the chance s, so that it is stopped with the chance p = d s. A bid that goes
through brings G (the gain), one that is stopped costs L (the loss). It is deterred if and only if

    p L > (1 - p) G,  that is,  p > G / (G + L):

without a gain any threat deters, and without a loss none.

The one-shot game between two alike states that each make a bid or hold back, also ours: what one
gains the other loses, bids are noticed and stopped independently, and two that go through cancel.
A state loses L if its own bid is stopped, and G if only the other's goes through. Then

    both hold back  R = 0                  it alone makes a bid    T = (1 - p) G - p L
    both make bids  P = -p L               it alone holds back     S = -(1 - p) G

(if both make bids, each alone goes through with the same chance p (1 - p), and G cancels). As
T - R = P - S = (1 - p) G - p L, what the other does makes no difference: the threat turns a
prisoner's dilemma into a game in which holding back dominates.

>>> deterred(detection=0.9, sabotage=[0.5, 0.8], loss=1.0, gain=1.0)
array([False,  True])
>>> needed_stopping(loss=1.0, gain=3.0)
np.float64(0.75)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.catalogue import Measure
from race_sim.literature.parameter import ParameterSet, parameter

NAME = "maim2025"
_HIGH = 1e12


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Of a bid and of the threat to it. The defaults are for illustration."""

    detection: float = parameter(
        0.8, "probability", 0.0, 1.0, "that the rival notices a bid (p_detect)"
    )
    sabotage: float = parameter(
        0.5, "probability", 0.0, 1.0, "that it disables a bid it notices (p_sabotage)"
    )
    loss: float = parameter(1.0, "payoff", 0.0, _HIGH, "of a bid that is stopped")
    gain: float = parameter(1.0, "payoff", 0.0, _HIGH, "of a bid that goes through")


class Game(NamedTuple):
    """What a state gets, in the letters of the literature."""

    reward: np.ndarray  # R: both hold back
    temptation: np.ndarray  # T: it alone makes a bid
    punishment: np.ndarray  # P: both make one
    sucker: np.ndarray  # S: it alone holds back


def _stopped(
    function: str, detection: ArrayLike, sabotage: ArrayLike, loss: ArrayLike, gain: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The chance that a bid is stopped, loss and gain."""
    noticed, disabled, lost, won = Parameters.arrays(
        f"{NAME}.{function}", detection=detection, sabotage=sabotage, loss=loss, gain=gain
    )
    return noticed * disabled, lost, won


def value_of_bid(
    detection: ArrayLike = 0.8,
    sabotage: ArrayLike = 0.5,
    loss: ArrayLike = 1.0,
    gain: ArrayLike = 1.0,
) -> np.ndarray:
    """What a bid is worth beforehand: (1 - p) gain - p loss. Arrays broadcast.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    stopped, lost, won = _stopped("value_of_bid", detection, sabotage, loss, gain)
    return np.asarray((1.0 - stopped) * won - stopped * lost)[()]


def deterred(
    detection: ArrayLike = 0.8,
    sabotage: ArrayLike = 0.5,
    loss: ArrayLike = 1.0,
    gain: ArrayLike = 1.0,
) -> np.ndarray:
    """Whether a bid is deterred: p loss > (1 - p) gain, strictly. Bool; arrays broadcast.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    stopped, lost, won = _stopped("deterred", detection, sabotage, loss, gain)
    return np.asarray(stopped * lost > (1.0 - stopped) * won)[()]


def needed_stopping(loss: ArrayLike = 1.0, gain: ArrayLike = 1.0) -> np.ndarray:
    """The chance of being stopped above which a bid is deterred: gain / (gain + loss).

    1 without a loss: then nothing deters.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    lost, won = Parameters.arrays(f"{NAME}.needed_stopping", loss=loss, gain=gain)
    lost, won = np.broadcast_arrays(lost, won)
    found = np.divide(won, won + lost, out=np.ones(won.shape), where=lost > 0.0)
    return np.asarray(found)[()]


def needed_detection(
    sabotage: ArrayLike = 0.5, loss: ArrayLike = 1.0, gain: ArrayLike = 1.0
) -> np.ndarray:
    """The chance of being noticed above which a bid is deterred, if it is sabotaged so well.

    `needed_stopping` over `sabotage`. 1 or more (infinite without sabotage) if being noticed for
    sure is not enough.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    disabled, lost, won = Parameters.arrays(
        f"{NAME}.needed_detection", sabotage=sabotage, loss=loss, gain=gain
    )
    needed, disabled = np.broadcast_arrays(needed_stopping(lost, won), disabled)
    with np.errstate(over="ignore"):
        found = np.divide(needed, disabled, out=np.full(needed.shape, np.inf), where=disabled > 0.0)
    return np.asarray(found)[()]


def needed_loss(
    detection: ArrayLike = 0.8, sabotage: ArrayLike = 0.5, gain: ArrayLike = 1.0
) -> np.ndarray:
    """The loss above which a bid is deterred: gain (1 - p) / p; infinite if p is 0.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    stopped, _, won = _stopped("needed_loss", detection, sabotage, 0.0, gain)
    stopped, won = np.broadcast_arrays(stopped, won)
    with np.errstate(over="ignore"):
        found = np.divide(
            (1.0 - stopped) * won, stopped, out=np.full(won.shape, np.inf), where=stopped > 0.0
        )
    return np.asarray(found)[()]


def game(
    detection: ArrayLike = 0.8,
    sabotage: ArrayLike = 0.5,
    loss: ArrayLike = 1.0,
    gain: ArrayLike = 1.0,
) -> Game:
    """The one-shot game between two alike states; arrays broadcast.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    stopped, lost, won = _stopped("game", detection, sabotage, loss, gain)
    stopped, lost, won = np.broadcast_arrays(stopped, lost, won)
    through, paid = (1.0 - stopped) * won, stopped * lost
    return Game(
        np.zeros(stopped.shape)[()], (through - paid)[()], (0.0 - paid)[()], (0.0 - through)[()]
    )


def bids(
    detection: ArrayLike = 0.8,
    sabotage: ArrayLike = 0.5,
    loss: ArrayLike = 1.0,
    gain: ArrayLike = 1.0,
) -> np.ndarray:
    """Whether a state makes a bid, 1 or 0; at equality it does.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    return np.asarray(1.0 - np.asarray(deterred(detection, sabotage, loss, gain), dtype=float))[()]


def takeover(
    detection: ArrayLike = 0.8,
    sabotage: ArrayLike = 0.5,
    loss: ArrayLike = 1.0,
    gain: ArrayLike = 1.0,
) -> np.ndarray:
    """The chance that the bid of one state goes through: 1 - p if it is not deterred, else 0.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    stopped, *_ = _stopped("takeover", detection, sabotage, loss, gain)
    return np.asarray(bids(detection, sabotage, loss, gain) * (1.0 - stopped))[()]


MEASURES: tuple[Measure, ...] = (
    Measure("takeover", "chance that a bid for dominance goes through", "share", takeover),
    Measure("bids", "a bid for dominance is made", "share", bids),
    Measure("value_of_bid", "value of a bid", "payoff", value_of_bid),
)
