"""Rare events: their chance without playing the thousands of worlds in which nothing happens.

Three estimators, all without bias:

- *brute force* counts the worlds in which the event happens;
- *conditional* (Rao-Blackwell) adds up chances instead of events: at each step, given the state,
  the chance that this step brings the event;
- *importance sampling* lets chance draw severe incidents more often, and weights each world by
  how much likelier it was made.

>>> import race_sim
>>> from race_sim.analysis import rare
>>> worlds = race_sim.simulate("baseline", worlds=2000, seed=1)
>>> found = rare.conditional(worlds, rare.event("catastrophe"))
>>> found.factor > 50   # as good as so many times more worlds by brute force
True
"""

from race_sim.analysis.rare.best import rare_event
from race_sim.analysis.rare.estimators import RareEstimate, brute_force, conditional
from race_sim.analysis.rare.events import RareEvent, event
from race_sim.analysis.rare.importance import importance
from race_sim.analysis.rare.reporting import section

__all__ = [
    "RareEstimate",
    "RareEvent",
    "brute_force",
    "conditional",
    "event",
    "importance",
    "rare_event",
    "section",
]
