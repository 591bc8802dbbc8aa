"""Policies that weigh the payoffs of the present stage game against a belief about the rival.

Best reply: Cournot, A., 1838, Recherches sur les principes mathématiques de la théorie des
richesses. Logit response: McKelvey, R. D. and Palfrey, T. R., 1995, Games and Economic Behavior
10, 6-38.
"""

from race_sim.game import Payoffs
from race_sim.policies.view import View
from race_sim.rules.arithmetic import exponential
from race_sim.rules.state import Memory


def gain_from_investing(payoffs: Payoffs, belief: float) -> float:
    """Expected payoff of investing less that of accelerating, if the rival invests thus often."""
    invest = belief * payoffs.both_invest + (1.0 - belief) * payoffs.invest_alone
    accelerate = belief * payoffs.accelerate_alone + (1.0 - belief) * payoffs.both_accelerate
    return invest - accelerate


def advantage_of_investing(view: View) -> float:
    """Expected payoff of investing less that of accelerating, given the belief."""
    return gain_from_investing(view.payoffs, view.belief)


def best_reply_to(payoffs: Payoffs, belief: float) -> float:
    """1 to invest, 0 to accelerate; invest where it makes no difference."""
    return 1.0 if gain_from_investing(payoffs, belief) >= 0.0 else 0.0


def best_reply(view: View, memory: Memory) -> float:
    """Do what pays best against the belief."""
    return best_reply_to(view.payoffs, view.belief)


def logit_response(view: View, memory: Memory) -> float:
    """Do what pays better more often than not, and the more often the more it pays."""
    return 1.0 / (1.0 + exponential(-view.rationality * advantage_of_investing(view)))
