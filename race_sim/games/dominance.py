"""Choosing between two equilibria: payoff dominance and risk dominance.

Harsanyi, J. C. and Selten, R., 1988, A General Theory of Equilibrium Selection in Games, chapter 3.

>>> stag = Payoffs(both_invest=4.0, invest_alone=0.0, accelerate_alone=3.0, both_accelerate=2.0)
>>> payoff_dominant(stag, stag), risk_dominant(stag, stag)  # both invest, both accelerate
((1, 1), (0, 0))
"""

from __future__ import annotations

from race_sim.game import Payoffs, payoff_of
from race_sim.games.equilibria import (
    JointAction,
    is_strict,
    other,
    pure_equilibria,
)
from race_sim.games.pareto import dominates


def deviation_losses(us: Payoffs, cn: Payoffs, joint: JointAction) -> tuple[float, float]:
    """What each side loses by leaving a joint action alone; below zero if it would gain."""
    us_action, cn_action = joint
    return (
        payoff_of(us, us_action, cn_action) - payoff_of(us, other(us_action), cn_action),
        payoff_of(cn, cn_action, us_action) - payoff_of(cn, other(cn_action), us_action),
    )


def nash_product(us: Payoffs, cn: Payoffs, joint: JointAction) -> float:
    """The product of both deviation losses: how much an equilibrium has to hold it in place."""
    us_loss, cn_loss = deviation_losses(us, cn, joint)
    return us_loss * cn_loss


def payoff_dominant(us: Payoffs, cn: Payoffs) -> JointAction | None:
    """The pure equilibrium that is better for both than every other one.

    Better means at least as good for both and better for one. None if there are fewer than two
    pure equilibria, or the sides rank them differently.
    """
    pure = pure_equilibria(us, cn)
    for joint in pure if len(pure) > 1 else ():
        if all(dominates(us, cn, joint, rival) for rival in pure if rival != joint):
            return joint
    return None


def risk_dominant(us: Payoffs, cn: Payoffs) -> JointAction | None:
    """Of two strict equilibria, the one with the larger Nash product: the safer one to expect.

    None if there are not two pure equilibria, both strict, or their products are equal.
    """
    pure = pure_equilibria(us, cn)
    if len(pure) != 2 or not all(is_strict(us, cn, joint) for joint in pure):
        return None
    first, second = (nash_product(us, cn, joint) for joint in pure)
    if first == second:
        return None
    return pure[0] if first > second else pure[1]
