"""Policies that think a set number of steps about what the rival thinks.

Level-k reasoning: Stahl, D. O. and Wilson, P. W., 1994, Journal of Economic Behavior and
Organization 25, 309-327; Nagel, R., 1995, American Economic Review 85, 1313-1326. Level 0 tosses a
coin; level k replies best to level k - 1. Most people are found at levels 1 and 2.
"""

from race_sim.policies.calculating import best_reply_to
from race_sim.policies.view import View
from race_sim.rules.state import Memory


def level_1(view: View, memory: Memory) -> float:
    """Reply best to a rival that tosses a coin."""
    return best_reply_to(view.payoffs, 0.5)


def level_2(view: View, memory: Memory) -> float:
    """Reply best to a rival that believes one tosses a coin."""
    rival_invests = best_reply_to(view.rival_payoffs, 0.5)
    return best_reply_to(view.payoffs, rival_invests)
