"""What an actor sees when it chooses.

A policy is a pair of plain functions over numbers:

- `choose(view, memory)` gives the probability of investing in safety, between 0 and 1;
- `remember(view, memory, own_action, rival_action)` gives the memory for the next decision.
"""

from typing import NamedTuple

from race_sim.game import Payoffs


class View(NamedTuple):
    """What one actor sees at a decision, from its own chair."""

    payoffs: Payoffs  # its own, of the present stage game
    rival_payoffs: Payoffs  # the rival's, from the rival's chair
    belief: float  # its estimate of the chance that the rival invests
    alarm: float  # how large it believes the hazard to be, relative to the truth
    rival_alarm: float  # how large the rival believes it to be
    lead: float  # own capability less the rival's, OOM
    gap: float  # own safety gap, OOM
    rival_gap: float  # the rival's safety gap, OOM
    restriction: float  # share of own progress that regulation stops now
    rival_restriction: float  # the same of the rival's
    own_last: int  # own last action
    rival_last: int  # the rival's last action
    decisions: int  # decisions taken so far: 0 at the first
    treaty: int  # NO_TREATY, NON_BINDING or BINDING
    time: float  # year
    rationality: float  # of a logit response
    alarm_threshold: float  # of an alarm threshold
    side: int  # whose view it is: US or CN
    solution: int  # whose rows of the table of strategies are in force
