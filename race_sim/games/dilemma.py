"""What pulls one side away from mutual safety, and what patience would hold it there.

In the letters of the literature a side gets the reward R when both invest, the sucker's payoff S
when it invests alone, the temptation T when it accelerates alone, and the punishment P when both
accelerate.

>>> prisoner = Payoffs(both_invest=3.0, invest_alone=0.0, accelerate_alone=5.0,
...                    both_accelerate=1.0)
>>> temptation(prisoner), fear(prisoner)
(2.0, 1.0)
>>> cooperation_index(prisoner)
0.4
>>> discount_threshold(prisoner)
0.5
"""

from __future__ import annotations

from race_sim.game import Payoffs
from race_sim.games.equilibria import best_replies
from race_sim.rules.state import ACCELERATE


def temptation(payoffs: Payoffs) -> float:
    """T - R: what a side gains by accelerating while the other invests; also called greed."""
    return payoffs.accelerate_alone - payoffs.both_invest


def fear(payoffs: Payoffs) -> float:
    """P - S: what a side saves by accelerating, too, while the other accelerates."""
    return payoffs.both_accelerate - payoffs.invest_alone


def cooperation_index(payoffs: Payoffs) -> float | None:
    """K = (R - P) / (T - S): how much mutual safety is worth beside the stakes of going it alone.

    Between 0 and 1 in a Prisoner's Dilemma, where people cooperate the more the higher it is
    (Rapoport and Chammah, 1965, Prisoner's Dilemma); in other games it may be anything.
    None where T equals S.
    """
    stakes = payoffs.accelerate_alone - payoffs.invest_alone
    if stakes == 0.0:
        return None
    return (payoffs.both_invest - payoffs.both_accelerate) / stakes


def discount_threshold(payoffs: Payoffs) -> float | None:
    """The smallest discount factor from one play to the next at which grim trigger deters a side.

    Against a rival that plays grim trigger, and accelerates for ever once the side has, going on
    to invest is worth R / (1 - d) and accelerating T + d P / (1 - d). The first is at least as
    large from d = (T - R) / (T - P) on (Friedman, 1971, Review of Economic Studies 38, 1-12).

    Returns
    -------
    float or None
        0 for a side that is not tempted. None if no patience is enough: a tempted side to which
        both accelerating is no worse than both investing. Whether the threat is one that both
        would carry out is another question: see `threat_is_credible`.
    """
    if temptation(payoffs) <= 0.0:
        return 0.0
    if payoffs.both_accelerate >= payoffs.both_invest:
        return None
    return temptation(payoffs) / (payoffs.accelerate_alone - payoffs.both_accelerate)


def threat_is_credible(us: Payoffs, cn: Payoffs) -> bool:
    """Whether both accelerating is an equilibrium, so that the threat of grim trigger is believed.

    Friedman's theorem wants it: a threat to go over to what is no equilibrium, as in Chicken,
    would not be carried out.
    """
    return all(ACCELERATE in best_replies(own, ACCELERATE) for own in (us, cn))


def mutual_threshold(us: Payoffs, cn: Payoffs) -> float | None:
    """The discount factor from which grim trigger by both is an equilibrium in which both invest.

    The larger of both sides' thresholds; None if one of them has none or the threat is not
    credible.
    """
    us_threshold, cn_threshold = discount_threshold(us), discount_threshold(cn)
    if us_threshold is None or cn_threshold is None or not threat_is_credible(us, cn):
        return None
    return max(us_threshold, cn_threshold)
