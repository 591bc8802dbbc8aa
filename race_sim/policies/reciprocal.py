"""Policies that answer the rival's own conduct: tit for tat and its kin.

Tit for tat and suspicious tit for tat: Axelrod, R., 1984, The Evolution of Cooperation; Boyd, R.
and Lorberbaum, J., 1987, Nature 327, 58-59. Generous: Nowak, M. and Sigmund, K., 1992, Nature 355,
250-253. Contrite: Sugden, R., 1986, The Economics of Rights, Co-operation and Welfare; Boyd, R.,
1989, Journal of Theoretical Biology 136, 47-56; Wu, J. and Axelrod, R., 1995, Journal of Conflict
Resolution 39, 183-189.
"""

from race_sim.game import Payoffs
from race_sim.policies.view import View
from race_sim.rules.arithmetic import clamp, smaller
from race_sim.rules.state import INVEST, Memory


def tit_for_tat(view: View, memory: Memory) -> float:
    """Begin safe, then do what the rival did last."""
    if view.decisions == 0 or view.rival_last == INVEST:
        return 1.0
    return 0.0


def suspicious_tit_for_tat(view: View, memory: Memory) -> float:
    """Begin by accelerating, then do what the rival did last."""
    if view.decisions > 0 and view.rival_last == INVEST:
        return 1.0
    return 0.0


def generous_tit_for_tat(view: View, memory: Memory) -> float:
    """Tit for tat that forgives as often as it can without inviting exploitation."""
    if view.decisions == 0 or view.rival_last == INVEST:
        return 1.0
    return generosity(view.payoffs)


def generosity(payoffs: Payoffs) -> float:
    """The largest safe chance of forgiving: min(1 - (T - R) / (R - S), (R - P) / (T - P)).

    Nowak and Sigmund (1992). Where nothing tempts (T <= R) there is nothing to punish: 1.
    Where the formula has no meaning, because the game is no dilemma of that kind: 0.
    """
    temptation = payoffs.accelerate_alone - payoffs.both_invest
    if temptation <= 0.0:
        return 1.0
    loss = payoffs.both_invest - payoffs.invest_alone
    stake = payoffs.accelerate_alone - payoffs.both_accelerate
    if loss <= 0.0 or stake <= 0.0:
        return 0.0
    peace = payoffs.both_invest - payoffs.both_accelerate
    return clamp(smaller(1.0 - temptation / loss, peace / stake), 0.0, 1.0)


def contrite_tit_for_tat(view: View, memory: Memory) -> float:
    """Punish a rival in bad standing, unless the bad standing is one's own."""
    own_is_bad = memory.first > 0.0
    rival_is_bad = memory.second > 0.0
    return 0.0 if rival_is_bad and not own_is_bad else 1.0


def standings(view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """Remember both sides' standing."""
    own_is_bad = memory.first > 0.0
    rival_is_bad = memory.second > 0.0
    return Memory(
        standing_after(own_is_bad, rival_is_bad, own_action),
        standing_after(rival_is_bad, own_is_bad, rival_action),
        memory.third,
        memory.fourth,
    )


def standing_after(is_bad: bool, other_is_bad: bool, action: int) -> float:
    """1 for bad standing: who accelerates without cause gets it, who invests loses it."""
    if action == INVEST:
        return 0.0
    has_cause = other_is_bad and not is_bad
    return 0.0 if has_cause else 1.0
