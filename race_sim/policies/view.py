"""What an actor sees when it chooses, and how it answers.

A policy is a pair of plain functions over numbers:

- `choose(view, memory)` gives the probability of investing in safety, between 0 and 1;
- `remember(view, memory, own_action, rival_action)` gives the memory for the next decision.
"""

from typing import NamedTuple

from race_sim.game import Payoffs


class View(NamedTuple):
    """What one actor sees at a decision, from its own chair."""

    payoffs: Payoffs  # of the present stage game
    belief: float  # its estimate of the chance that the rival invests
    alarm: float  # how large it believes the hazard to be, relative to the truth
    lead: float  # own capability less the rival's, OOM
    gap: float  # own safety gap, OOM
    own_last: int  # own last action
    rival_last: int  # the rival's last action
    decisions: int  # decisions taken so far: 0 at the first
    treaty: int  # NO_TREATY, NON_BINDING or BINDING
    rationality: float  # of a logit response
