"""Policies that never look: always accelerate (ALLD) and always safe (ALLC)."""

from race_sim.policies.view import View
from race_sim.rules.state import Memory


def always_accelerate(view: View, memory: Memory) -> float:
    """Accelerate, whatever happens."""
    return 0.0


def always_safe(view: View, memory: Memory) -> float:
    """Invest in safety, whatever happens."""
    return 1.0
