"""Policies that weigh the payoffs of the present stage game against a belief about the rival.

Logit response: McKelvey, R. D. and Palfrey, T. R., 1995, Games and Economic Behavior 10, 6-38.
"""

from race_sim.policies.view import View
from race_sim.rules.arithmetic import exponential
from race_sim.rules.state import Memory


def advantage_of_investing(view: View) -> float:
    """Expected payoff of investing less that of accelerating, given the belief."""
    payoffs = view.payoffs
    invest = view.belief * payoffs.both_invest + (1.0 - view.belief) * payoffs.invest_alone
    accelerate = (
        view.belief * payoffs.accelerate_alone + (1.0 - view.belief) * payoffs.both_accelerate
    )
    return invest - accelerate


def best_reply(view: View, memory: Memory) -> float:
    """Do what pays best against the belief; invest where it makes no difference."""
    return 1.0 if advantage_of_investing(view) >= 0.0 else 0.0


def logit_response(view: View, memory: Memory) -> float:
    """Do what pays better more often than not, and the more often the more it pays."""
    return 1.0 / (1.0 + exponential(-view.rationality * advantage_of_investing(view)))
