"""Policies that never look: always accelerate, always safe, and a toss of a coin.

The three are the fixed points of every tournament: Axelrod, R., 1980, "Effective choice in the
Prisoner's Dilemma", Journal of Conflict Resolution 24, 3-25.
"""

from race_sim.policies.view import View
from race_sim.rules.state import Memory


def always_accelerate(view: View, memory: Memory) -> float:
    """Accelerate, whatever happens."""
    return 0.0


def always_safe(view: View, memory: Memory) -> float:
    """Invest in safety, whatever happens."""
    return 1.0


def random(view: View, memory: Memory) -> float:
    """Toss a coin."""
    return 0.5
