"""A policy that one offence turns for ever.

Grim trigger: Friedman, J. W., 1971, "A non-cooperative equilibrium for supergames", Review of
Economic Studies 38, 1-12.
"""

from race_sim.policies.view import View
from race_sim.rules.state import ACCELERATE, Memory


def grim_trigger(view: View, memory: Memory) -> float:
    """Invest until the rival has accelerated once, and never again after that."""
    return 0.0 if memory.first > 0.0 else 1.0


def grudge(view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """Remember for ever that the rival has accelerated."""
    if rival_action == ACCELERATE:
        return Memory(1.0, memory.second, memory.third, memory.fourth)
    return memory
