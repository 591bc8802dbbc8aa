"""Equilibria and Pareto order of a 2x2 stage game, in closed form.

A joint action is a pair (action of the United States, action of China). With g_i the gain of side i
from investing rather than accelerating against an investing rival, and h_i the same against an
accelerating rival, a side is indifferent when its rival invests with the chance -h_i / (g_i - h_i).
Both are indifferent at once, and a completely mixed equilibrium exists, when g_i and h_i have
strictly opposite signs for both.

>>> from race_sim.game import Payoffs
>>> chicken = Payoffs(both_invest=3.0, invest_alone=2.0, accelerate_alone=4.0, both_accelerate=0.0)
>>> pure_equilibria(chicken, chicken) == ((INVEST, ACCELERATE), (ACCELERATE, INVEST))
True
>>> mixed_equilibrium(chicken, chicken)
(0.6666666666666666, 0.6666666666666666)
"""

from __future__ import annotations

from race_sim.game import Payoffs
from race_sim.rules.state import ACCELERATE, INVEST

JointAction = tuple[int, int]

JOINT_ACTIONS: tuple[JointAction, ...] = (
    (INVEST, INVEST),
    (INVEST, ACCELERATE),
    (ACCELERATE, INVEST),
    (ACCELERATE, ACCELERATE),
)


def payoff(payoffs: Payoffs, own: int, rival: int) -> float:
    """What a side gets from its own action and its rival's."""
    if own == INVEST:
        return payoffs.both_invest if rival == INVEST else payoffs.invest_alone
    return payoffs.accelerate_alone if rival == INVEST else payoffs.both_accelerate


def joint_payoffs(us: Payoffs, cn: Payoffs, joint: JointAction) -> tuple[float, float]:
    """What both sides get from a joint action."""
    us_action, cn_action = joint
    return payoff(us, us_action, cn_action), payoff(cn, cn_action, us_action)


def other(action: int) -> int:
    """The action that is not this one."""
    return ACCELERATE if action == INVEST else INVEST


def best_replies(payoffs: Payoffs, rival: int) -> tuple[int, ...]:
    """The best replies to what the rival does: one, or both where it makes no difference."""
    invest, accelerate = payoff(payoffs, INVEST, rival), payoff(payoffs, ACCELERATE, rival)
    if invest == accelerate:
        return INVEST, ACCELERATE
    return (INVEST,) if invest > accelerate else (ACCELERATE,)


def pure_equilibria(us: Payoffs, cn: Payoffs) -> tuple[JointAction, ...]:
    """The pure Nash equilibria: joint actions in which each is a best reply to the other."""
    return tuple(
        (us_action, cn_action)
        for us_action, cn_action in JOINT_ACTIONS
        if us_action in best_replies(us, cn_action) and cn_action in best_replies(cn, us_action)
    )


def _indifferent_at(payoffs: Payoffs) -> float | None:
    """The chance that the rival invests at which a side is indifferent, strictly inside 0 to 1."""
    against_investing = payoffs.both_invest - payoffs.accelerate_alone
    against_accelerating = payoffs.invest_alone - payoffs.both_accelerate
    # Signs, not a product: two tiny gains of opposite sign have a product that is rounded to 0.
    opposite = against_investing < 0.0 < against_accelerating or (
        against_accelerating < 0.0 < against_investing
    )
    if not opposite:
        return None
    return against_accelerating / (against_accelerating - against_investing)


def mixed_equilibrium(us: Payoffs, cn: Payoffs) -> tuple[float, float] | None:
    """The completely mixed Nash equilibrium: how likely each invests, the United States first.

    None when there is none. Equilibria in which only one side mixes exist in ties only, and are
    left out.
    """
    cn_invests = _indifferent_at(us)
    us_invests = _indifferent_at(cn)
    if us_invests is None or cn_invests is None:
        return None
    return us_invests, cn_invests


def dominates(us: Payoffs, cn: Payoffs, better: JointAction, worse: JointAction) -> bool:
    """Whether a joint action is at least as good for both as another, and better for one."""
    us_better, cn_better = joint_payoffs(us, cn, better)
    us_worse, cn_worse = joint_payoffs(us, cn, worse)
    return (
        us_better >= us_worse
        and cn_better >= cn_worse
        and (us_better > us_worse or cn_better > cn_worse)
    )


def efficient(us: Payoffs, cn: Payoffs) -> tuple[JointAction, ...]:
    """The Pareto-efficient joint actions: those that no other one dominates."""
    return tuple(
        joint
        for joint in JOINT_ACTIONS
        if not any(dominates(us, cn, rival, joint) for rival in JOINT_ACTIONS)
    )
