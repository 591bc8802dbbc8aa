"""A policy that takes the rival's record for its character.

Fictitious play: Brown, G. W., 1951, "Iterative solution of games by fictitious play"; Robinson, J.,
1951, Annals of Mathematics 54, 296-301. It begins as if it had seen each action once.
"""

from race_sim.policies.calculating import best_reply_to
from race_sim.policies.view import View
from race_sim.rules.state import INVEST, Memory


def fictitious_play(view: View, memory: Memory) -> float:
    """Reply best to the share of decisions in which the rival has invested."""
    invested = memory.first
    accelerated = memory.second
    belief = (invested + 1.0) / (invested + accelerated + 2.0)
    return best_reply_to(view.payoffs, belief)


def count_actions(view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """Count what the rival did."""
    if rival_action == INVEST:
        return Memory(memory.first + 1.0, memory.second, memory.third, memory.fourth)
    return Memory(memory.first, memory.second + 1.0, memory.third, memory.fourth)
