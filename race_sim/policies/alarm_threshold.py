"""A policy that fear alone moves: safe while alarm is high.

The threshold is a knob; at 1 an actor invests when it believes the hazard to be at least as large
as it is. A threshold of perceived risk is the switch in Santos, F. C. and Pacheco, J. M., 2011,
"Risk of collective failure provides an escape from the tragedy of the commons", PNAS 108,
10421-10425.
"""

from race_sim.policies.view import View
from race_sim.rules.state import Memory


def alarm_threshold(view: View, memory: Memory) -> float:
    """Invest while alarm has reached the threshold."""
    return 1.0 if view.alarm >= view.alarm_threshold else 0.0
