"""A policy that stays with what went well and shifts from what did not.

Pavlov: Kraines, D. and Kraines, V., 1989, Theory and Decision 26, 47-79; Nowak, M. and Sigmund,
K., 1993, "A strategy of win-stay, lose-shift that outperforms tit-for-tat in the Prisoner's
Dilemma game", Nature 364, 56-58.
"""

from race_sim.policies.view import View
from race_sim.rules.state import Memory


def pavlov(view: View, memory: Memory) -> float:
    """Begin safe; then invest if both did the same, which is win-stay, lose-shift."""
    if view.decisions == 0 or view.own_last == view.rival_last:
        return 1.0
    return 0.0
