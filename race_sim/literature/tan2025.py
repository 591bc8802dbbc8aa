"""Tan 2025: preemption under shared catastrophic risk, and the suicide region.

Published (the abstract was read, the equations were not): a preemption game in continuous time in
which ruin hits both. Its cost then cancels from the condition of indifference, so that rational
players deploy at a negative risk-adjusted value, in a "suicide region" that widens with the cost of
ruin. Private liability and prize sharing close it; warning shots do not slow the race.

The smallest instance with these properties is ours. Two players watch the value x of deployment
grow. The first to deploy pays I and gets the share w of x, the other gets the share l < w. Ruin
comes with the chance q, costs the one that deploys D and the other phi D; the one that deploys
owes a private liability Lambda besides:

    leader    L(x) = w x - I - q (D + Lambda)
    follower  F(x) = l x - q phi D.

While L < F it is better to come second, and then better to come first: each would undercut the
other down to L = F, the preemption trigger

    x_P = [I + q D (1 - phi) + q Lambda] / (w - l),

which for phi = 1 does not depend on D. Deployment is worth more than nothing from L = 0 on, the
zero-value trigger

    x_N = [I + q (D + Lambda)] / w.

Between x_P and x_N rational players deploy at a loss: the suicide region, of width x_N - x_P, if
that is positive. The two together gain from (w + l) x_J = I + q (D (1 + phi) + Lambda) on: the
joint trigger, what a planner of their sum would wait for at least. With l >= w nobody wants to be
first, and there is no preemption (x_P is infinite). Ours is the assumption that x grows past
x_N for sure; if it stopped before, neither would deploy unless the other did, and that nobody ever
deploys would be an equilibrium too (`timing_equilibria` finds both).

>>> triggers(damage=10.0, shared=[1.0, 0.5, 0.0])
Triggers(preemption=array([1.25 , 3.125, 5.   ]), zero_value=array([4., 4., 4.]), \
width=array([ 2.75 ,  0.875, -1.   ]))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.catalogue import Measure
from race_sim.literature.parameter import ParameterSet, parameter
from race_sim.problems import InputError, Problem

NAME = "tan2025"
_HIGH = 1e12


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Of the preemption game; payoffs in units of the cost of deployment."""

    leader_share: float = parameter(1.0, "share", 1e-6, 1.0, "of the value, to the first (w)")
    follower_share: float = parameter(0.2, "share", 0.0, 1.0, "of the value, to the other (l)")
    cost: float = parameter(1.0, "payoff", 0.0, _HIGH, "of deployment (I)", low_included=False)
    ruin_chance: float = parameter(0.3, "probability", 0.0, 1.0, "of ruin at deployment (q)")
    damage: float = parameter(10.0, "payoff", 0.0, _HIGH, "of ruin, to the one that deploys (D)")
    shared: float = parameter(1.0, "share", 0.0, 1.0, "of the damage that hits the other too (phi)")
    liability: float = parameter(
        0.0, "payoff", 0.0, _HIGH, "that the one that deploys owes after ruin (Lambda)"
    )


@dataclass(frozen=True)
class _Grid(ParameterSet):
    values: float = parameter(0.0, "payoff", 0.0, np.inf, "of deployment (x)")


class Triggers(NamedTuple):
    """Values of deployment at which something changes."""

    preemption: np.ndarray  # at which rational players deploy; infinite if nobody wants to be first
    zero_value: np.ndarray  # from which deployment is worth more than nothing
    width: np.ndarray  # of the suicide region; not positive if there is none


def _checked(function: str, **values: ArrayLike) -> tuple[np.ndarray, ...]:
    return Parameters.arrays(f"{NAME}.{function}", **values)


def triggers(
    leader_share: ArrayLike = 1.0,
    follower_share: ArrayLike = 0.2,
    cost: ArrayLike = 1.0,
    ruin_chance: ArrayLike = 0.3,
    damage: ArrayLike = 10.0,
    shared: ArrayLike = 1.0,
    liability: ArrayLike = 0.0,
) -> Triggers:
    """The preemption trigger, the zero-value trigger, and the width of the suicide region.

    All may be arrays; they broadcast.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    first, second, price, chance, harm, both, owed = _checked(
        "triggers",
        leader_share=leader_share,
        follower_share=follower_share,
        cost=cost,
        ruin_chance=ruin_chance,
        damage=damage,
        shared=shared,
        liability=liability,
    )
    lead = first - second
    own = price + chance * (harm * (1.0 - both) + owed)  # what only the one that deploys bears
    own, lead = np.broadcast_arrays(own, lead)
    preemption = np.divide(own, lead, out=np.full(own.shape, np.inf), where=lead > 0.0)
    zero_value = (price + chance * (harm + owed)) / first
    preemption, zero_value = np.broadcast_arrays(preemption, zero_value)
    return Triggers(preemption[()], zero_value[()], np.asarray(zero_value - preemption)[()])


def joint_trigger(
    leader_share: ArrayLike = 1.0,
    follower_share: ArrayLike = 0.2,
    cost: ArrayLike = 1.0,
    ruin_chance: ArrayLike = 0.3,
    damage: ArrayLike = 10.0,
    shared: ArrayLike = 1.0,
    liability: ArrayLike = 0.0,
) -> np.ndarray:
    """The value of deployment from which the two together gain; parameters as of `triggers`.

    A liability that is paid to a third party is a cost to the two.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    first, second, price, chance, harm, both, owed = _checked(
        "joint_trigger",
        leader_share=leader_share,
        follower_share=follower_share,
        cost=cost,
        ruin_chance=ruin_chance,
        damage=damage,
        shared=shared,
        liability=liability,
    )
    loss = price + chance * (harm * (1.0 + both) + owed)
    return np.asarray(loss / (first + second))[()]


def timing_equilibria(
    values: ArrayLike,
    leader_share: float = 1.0,
    follower_share: float = 0.2,
    cost: float = 1.0,
    ruin_chance: float = 0.3,
    damage: float = 10.0,
    shared: float = 1.0,
    liability: float = 0.0,
) -> list[tuple[float, float]]:
    """All pure equilibria of the game of timing on a grid of values, by search.

    Each player chooses the value at which it deploys if the other has not: one of `values`, or
    never. The value grows through them all. The lower one leads; at the same value a coin says
    who does; if neither ever deploys, both get nothing. A pair of choices is an equilibrium if
    neither has a better one. This uses the payoffs alone, not the triggers.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Increasing, at least 0.
    leader_share, ..., liability : float
        As of `triggers`, one number each.

    Returns
    -------
    list of (float, float)
        The choices of both, infinity for never.

    Raises
    ------
    InputError
        If a value is out of range, or the grid does not increase.
    """
    known = Parameters(leader_share, follower_share, cost, ruin_chance, damage, shared, liability)
    (grid,) = _Grid.arrays(f"{NAME}.timing_equilibria", values=values)
    if not (grid.ndim == 1 and grid.size > 0 and np.all(np.diff(grid) > 0.0)):
        raise InputError(
            f"{NAME}.timing_equilibria",
            [Problem("values", "no grid", "a list of numbers that increase, from 0")],
        )
    harm = known.ruin_chance * known.damage
    owed = known.ruin_chance * known.liability
    leads = known.leader_share * grid - known.cost - harm - owed
    follows = known.follower_share * grid - known.shared * harm
    choices = np.append(grid, np.inf)
    leads, follows = np.append(leads, 0.0), np.append(follows, 0.0)  # never: nothing happens
    own = np.where(
        choices[:, None] < choices[None, :],
        leads[:, None],
        np.where(
            choices[:, None] > choices[None, :], follows[None, :], 0.5 * (leads + follows)[:, None]
        ),
    )
    best = own == own.max(axis=0)  # each column: the best replies to a choice of the other
    rows, columns = np.nonzero(best & best.T)
    return [(float(choices[i]), float(choices[j])) for i, j in zip(rows, columns, strict=True)]


def suicidal(**parameters: ArrayLike) -> np.ndarray:
    """Whether rational players deploy at a loss, 1 or 0; parameters as of `triggers`.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    return np.asarray(np.asarray(triggers(**parameters).width) > 0.0, dtype=float)[()]


def waiting_forgone(**parameters: ArrayLike) -> np.ndarray:
    """How much of the way to the zero-value trigger the race does not wait for, 0 to 1.

    (x_N - x_P) / x_N, or 0 without a suicide region. Parameters as of `triggers`.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    found = triggers(**parameters)
    share = np.asarray(found.width) / np.asarray(found.zero_value)
    return np.asarray(np.maximum(share, 0.0))[()]


def preemption_trigger(**parameters: ArrayLike) -> np.ndarray:
    """The value at which the race deploys; parameters as of `triggers`.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    return triggers(**parameters).preemption


def suicide_width(**parameters: ArrayLike) -> np.ndarray:
    """The width of the suicide region, 0 if there is none; parameters as of `triggers`.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    return np.asarray(np.maximum(triggers(**parameters).width, 0.0))[()]


MEASURES: tuple[Measure, ...] = (
    Measure("suicidal", "deployed at a loss", "share", suicidal),
    Measure("waiting_forgone", "waiting that is forgone", "share", waiting_forgone),
    Measure("preemption_trigger", "value at which one deploys", "payoff", preemption_trigger),
    Measure("suicide_width", "width of the suicide region", "payoff", suicide_width),
)
