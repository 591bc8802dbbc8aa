"""A policy that pledges to be safe and checks whether the rival keeps its side.

After voluntary safety commitments: Han, T. A., Lenaerts, T., Santos, F. C. and Pereira, L. M.,
2022, Technology in Society 68, 101843. Checking takes time: without a binding treaty the record
is read every fourth decision, once a year by default; under one, inspectors are there always.
"""

from race_sim.policies.view import View
from race_sim.rules.state import ACCELERATE, BINDING, Memory

DECISIONS_BETWEEN_CHECKS = 4


def pledge_and_verify(view: View, memory: Memory) -> float:
    """Invest while the pledge stands; accelerate while it is withdrawn."""
    is_withdrawn = memory.second > 0.0
    return 0.0 if is_withdrawn else 1.0


def check_pledge(view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """Count breaches; at a check, withdraw if there was one since the last, else pledge again."""
    breaches = memory.first
    stood = memory.second == 0.0  # what answers a withdrawal breaks no pledge
    if stood and rival_action == ACCELERATE:
        breaches = breaches + 1.0
    is_due = (view.decisions + 1) % DECISIONS_BETWEEN_CHECKS == 0
    if not is_due and view.treaty != BINDING:
        return Memory(breaches, memory.second, memory.third, memory.fourth)
    withdrawn = 1.0 if breaches > 0.0 else 0.0
    return Memory(0.0, withdrawn, memory.third, memory.fourth)
