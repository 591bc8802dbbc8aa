"""Katzke and Futerman 2025: the race is a trust dilemma and no prisoner's dilemma.

Published, in words: if superintelligence gave a decisive advantage, and states know it, then racing
itself brings great-power war, loss of control and a concentration of power at home. Restraint by
both is then best for both, so that the race is a trust dilemma (a stag hunt) and no prisoner's
dilemma. No formula is published. The 2x2 test is ours.

Two alike states restrain themselves or race. Each gets R if both restrain themselves, S if it does
so alone, T if it alone races, and P if both race.

Restraint by both is an equilibrium if and only if R >= T. A state that thinks the other restrains
itself with the chance p does so too if and only if

    p R + (1 - p) S >= p T + (1 - p) P,  that is,  p [(R - S) + (P - T)] >= P - S.

If the bracket is positive, from the trust

    p* = (P - S) / [(R - S) + (P - T)]

on, and in a trust dilemma (R > T and P > S) this is between 0 and 1: the more it is, the less
distrust it takes to end restraint. If the bracket is not positive, division would turn the sign
or fail, so that `trust_range` works with the two ends: the gain from restraint is linear in p,
S - P at 0 and R - T at 1.

>>> trust_needed(reward=3.0, temptation=2.0, punishment=1.0, sucker=0.0)
np.float64(0.5)
>>> str(kind(reward=3.0, temptation=[2.0, 4.0], punishment=1.0, sucker=0.0)[1])
"prisoner's dilemma"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.catalogue import Measure
from race_sim.literature.parameter import ParameterSet, parameter

NAME = "katzke2025"
_HIGH = 1e12
# As in `race_sim.game.GAMES`, for two sides that are alike; a stag hunt is a trust dilemma.
KINDS = ("trust dilemma", "coordination", "harmony", "chicken", "prisoner's dilemma", "deadlock")


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """The four payoffs, and how likely a state thinks the other's restraint."""

    reward: float = parameter(3.0, "payoff", -_HIGH, _HIGH, "both restrain themselves (R)")
    temptation: float = parameter(2.0, "payoff", -_HIGH, _HIGH, "it alone races (T)")
    punishment: float = parameter(1.0, "payoff", -_HIGH, _HIGH, "both race (P)")
    sucker: float = parameter(0.0, "payoff", -_HIGH, _HIGH, "it alone restrains itself (S)")
    trust: float = parameter(
        0.4, "probability", 0.0, 1.0, "how likely it thinks that the other restrains itself (p)"
    )


class TrustRange(NamedTuple):
    """The chances of the other's restraint against which restraint is a best reply."""

    lowest: np.ndarray  # NaN if restraint never is one
    highest: np.ndarray


def _gains(
    function: str,
    reward: ArrayLike,
    temptation: ArrayLike,
    punishment: ArrayLike,
    sucker: ArrayLike,
) -> tuple[np.ndarray, np.ndarray]:
    """What restraint gains against racing and against restraint."""
    both, alone, races, left = Parameters.arrays(
        f"{NAME}.{function}",
        reward=reward,
        temptation=temptation,
        punishment=punishment,
        sucker=sucker,
    )
    against_racing, against_restraint = np.broadcast_arrays(left - races, both - alone)
    return against_racing, against_restraint


def restraint_is_equilibrium(
    reward: ArrayLike = 3.0,
    temptation: ArrayLike = 2.0,
    punishment: ArrayLike = 1.0,
    sucker: ArrayLike = 0.0,
) -> np.ndarray:
    """Whether both restraining themselves is an equilibrium: R >= T. Bool; arrays broadcast.

    Raises
    ------
    InputError
        If a payoff is out of range.
    """
    found = _gains("restraint_is_equilibrium", reward, temptation, punishment, sucker)[1] >= 0.0
    return np.asarray(found)[()]


def trust_range(
    reward: ArrayLike = 3.0,
    temptation: ArrayLike = 2.0,
    punishment: ArrayLike = 1.0,
    sucker: ArrayLike = 0.0,
) -> TrustRange:
    """The chances of the other's restraint against which restraint is a best reply.

    From p* to 1 in a trust dilemma; from 0 to p* in a game of chicken; all if restraint
    dominates; none, NaN, if racing does.

    Raises
    ------
    InputError
        If a payoff is out of range.
    """
    start, end = _gains("trust_range", reward, temptation, punishment, sucker)
    turns = (start < 0.0) != (end < 0.0)
    # (P - S) / [(R - S) + (P - T)], with the bracket R - T less (S - P).
    switch = np.divide(-start, end - start, out=np.full(start.shape, np.nan), where=turns)
    lowest = np.where(start >= 0.0, 0.0, switch)
    highest = np.where(end >= 0.0, 1.0, np.where(start >= 0.0, switch, np.nan))
    return TrustRange(np.where(np.isnan(highest), np.nan, lowest)[()], highest[()])


def trust_needed(
    reward: ArrayLike = 3.0,
    temptation: ArrayLike = 2.0,
    punishment: ArrayLike = 1.0,
    sucker: ArrayLike = 0.0,
) -> np.ndarray:
    """The least chance of the other's restraint at which restraint is a best reply.

    p* in a trust dilemma, 0 if restraint is best against racing, NaN if it is never best.

    Raises
    ------
    InputError
        If a payoff is out of range.
    """
    return trust_range(reward, temptation, punishment, sucker).lowest


def restrains(
    reward: ArrayLike = 3.0,
    temptation: ArrayLike = 2.0,
    punishment: ArrayLike = 1.0,
    sucker: ArrayLike = 0.0,
    trust: ArrayLike = 0.4,
) -> np.ndarray:
    """Whether a state with this trust restrains itself: p (R - T) + (1 - p)(S - P) >= 0. Bool.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    both, alone, races, left, chance = Parameters.arrays(
        f"{NAME}.restrains",
        reward=reward,
        temptation=temptation,
        punishment=punishment,
        sucker=sucker,
        trust=trust,
    )
    found = chance * (both - alone) + (1.0 - chance) * (left - races) >= 0.0
    return np.asarray(found)[()]


def kind(
    reward: ArrayLike = 3.0,
    temptation: ArrayLike = 2.0,
    punishment: ArrayLike = 1.0,
    sucker: ArrayLike = 0.0,
) -> np.ndarray:
    """Which game it is, one of `KINDS`, as an array of text; arrays broadcast.

    A state that makes no difference by restraint is taken to restrain itself. Where each wants to
    do as the other does it is a trust dilemma if R > P, else coordination; where racing dominates
    it is a prisoner's dilemma if R > P, else deadlock.

    Raises
    ------
    InputError
        If a payoff is out of range.
    """
    start, end = _gains("kind", reward, temptation, punishment, sucker)
    better = np.asarray(reward, dtype=float) > np.asarray(punishment, dtype=float)
    matches, races = (end >= 0.0) & (start < 0.0), (end < 0.0) & (start < 0.0)
    where = [
        matches & better,
        matches & ~better,
        (end >= 0.0) & (start >= 0.0),
        (end < 0.0) & (start >= 0.0),
        races & better,
        races & ~better,
    ]
    return np.select(where, KINDS, default="")[()]


def racing(
    reward: ArrayLike = 3.0,
    temptation: ArrayLike = 2.0,
    punishment: ArrayLike = 1.0,
    sucker: ArrayLike = 0.0,
    trust: ArrayLike = 0.4,
) -> np.ndarray:
    """Whether a state with this trust races, 1 or 0: the danger in this model.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    found = restrains(reward, temptation, punishment, sucker, trust)
    return np.asarray(1.0 - np.asarray(found, dtype=float))[()]


def distrust_that_ends_restraint(
    reward: ArrayLike = 3.0,
    temptation: ArrayLike = 2.0,
    punishment: ArrayLike = 1.0,
    sucker: ArrayLike = 0.0,
    trust: ArrayLike = 0.4,
) -> np.ndarray:
    """How likely a state may think the other's racing and still restrain itself, 0 to 1.

    1 - p* in a trust dilemma, 1 if restraint dominates, 0 if racing does. In a game of chicken it
    is 1: restraint is the reply to racing. `trust` does not matter and may be given.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    *payoffs, chance = Parameters.arrays(
        f"{NAME}.distrust_that_ends_restraint",
        reward=reward,
        temptation=temptation,
        punishment=punishment,
        sucker=sucker,
        trust=trust,
    )
    needed, _ = np.broadcast_arrays(trust_needed(*payoffs), chance)
    return np.asarray(np.where(np.isnan(needed), 0.0, 1.0 - needed))[()]


MEASURES: tuple[Measure, ...] = (
    Measure("racing", "a state races", "share", racing),
    Measure(
        "distrust_that_ends_restraint",
        "distrust at which restraint ends",
        "share",
        distrust_that_ends_restraint,
    ),
)
