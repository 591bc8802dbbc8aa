"""Policies that look at who is ahead.

Whether the leader or the laggard takes the risk is the question of patent races: Harris, C. and
Vickers, J., 1987, "Racing with uncertainty", Review of Economic Studies 54, 1-21 (the leader makes
the greater effort), and of Stafford, Trager and Dafoe, 2022, "Safety not guaranteed", GovAI (the
laggard gambles).
"""

from race_sim.policies.view import View
from race_sim.rules.state import Memory


def race_when_behind(view: View, memory: Memory) -> float:
    """Accelerate to catch up; invest in safety when ahead or level."""
    return 1.0 if view.lead >= 0.0 else 0.0


def race_when_ahead(view: View, memory: Memory) -> float:
    """Accelerate to stay ahead; invest in safety when behind or level."""
    return 1.0 if view.lead <= 0.0 else 0.0
