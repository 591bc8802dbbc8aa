"""Rare events: chances of one in a hundred thousand, from some thousands of worlds.

>>> import race_sim
>>> from race_sim.analysis import rare
>>> worlds = race_sim.simulate("baseline", worlds=2000, seed=1)
>>> found = rare.conditional(worlds, "catastrophe")
>>> found.factor.low > 20.0   # so many times as many worlds would be needed to count catastrophes
True

- `conditional` sums the chance of the event along each world instead of waiting for it;
- `importance` makes severe incidents commoner, and weighs the worlds accordingly;
- `rare_event` tries both on a pilot, and uses what serves the event best.

Events have names, such as "catastrophe" or "harm_above:20000" (`events.EVENTS`).
"""

from race_sim.analysis.rare.choice import RareEvent, rare_event
from race_sim.analysis.rare.conditional import Conditional, conditional
from race_sim.analysis.rare.events import EVENTS, Event, event
from race_sim.analysis.rare.importance import Importance, importance
from race_sim.analysis.rare.study_section import section
from race_sim.analysis.rare.weights import Weighted, weighted_share

__all__ = [
    "EVENTS",
    "Conditional",
    "Event",
    "Importance",
    "RareEvent",
    "Weighted",
    "conditional",
    "event",
    "importance",
    "rare_event",
    "section",
    "weighted_share",
]
