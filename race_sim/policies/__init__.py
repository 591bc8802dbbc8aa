"""How an actor chooses: one family of policies a file, and the list of them all.

`choose` and `remember` send a policy's number to its functions. They are written out as a chain
of tests, not as a look-up in the list, because the compiled loop and the browser run them too;
a test holds that chain and list agree. Numbers from `FIRST_OWN` on are those of users' own
policies.
"""

from collections.abc import Sequence

from race_sim.policies.alarm_threshold import alarm_threshold
from race_sim.policies.calculating import best_reply, logit_response
from race_sim.policies.catalogue import NUMBERS, POLICIES
from race_sim.policies.constant import always_accelerate, always_safe, random
from race_sim.policies.far_sighted import equilibrium, planner
from race_sim.policies.fictitious_play import count_actions, fictitious_play
from race_sim.policies.lead_dependent import race_when_ahead, race_when_behind
from race_sim.policies.level_k import level_1, level_2
from race_sim.policies.own import FIRST_OWN, choose_own, remember_own
from race_sim.policies.pavlov import pavlov
from race_sim.policies.pledge import check_pledge, pledge_and_verify
from race_sim.policies.policy import WHOLE_HISTORY, Policy
from race_sim.policies.reciprocal import (
    contrite_tit_for_tat,
    generous_tit_for_tat,
    standings,
    suspicious_tit_for_tat,
    tit_for_tat,
)
from race_sim.policies.reinforcement import (
    estimate_gains,
    exp3,
    learn_worth,
    q_learning,
    reinforce,
    roth_erev,
)
from race_sim.policies.trigger import grim_trigger, grudge
from race_sim.policies.view import View
from race_sim.rules.state import Memory

__all__ = [
    "FIRST_OWN",
    "NUMBERS",
    "POLICIES",
    "WHOLE_HISTORY",
    "Policy",
    "View",
    "choose",
    "remember",
]


def choose(number: int, view: View, memory: Memory, strategies: Sequence[Sequence[float]]) -> float:
    """The probability that the policy with this number invests in safety.

    `strategies` is the table of the far-sighted policies; the others do not read it.
    """
    if number == 0:
        return logit_response(view, memory)
    if number == 1:
        return always_accelerate(view, memory)
    if number == 2:
        return always_safe(view, memory)
    if number == 3:
        return tit_for_tat(view, memory)
    if number == 4:
        return grim_trigger(view, memory)
    if number == 5:
        return best_reply(view, memory)
    if number == 6:
        return random(view, memory)
    if number == 7:
        return suspicious_tit_for_tat(view, memory)
    if number == 8:
        return generous_tit_for_tat(view, memory)
    if number == 9:
        return contrite_tit_for_tat(view, memory)
    if number == 10:
        return pavlov(view, memory)
    if number == 11:
        return alarm_threshold(view, memory)
    if number == 12:
        return race_when_behind(view, memory)
    if number == 13:
        return race_when_ahead(view, memory)
    if number == 14:
        return level_1(view, memory)
    if number == 15:
        return level_2(view, memory)
    if number == 16:
        return fictitious_play(view, memory)
    if number == 17:
        return roth_erev(view, memory)
    if number == 18:
        return q_learning(view, memory)
    if number == 19:
        return exp3(view, memory)
    if number == 20:
        return pledge_and_verify(view, memory)
    if number == 21:
        return equilibrium(view, memory, strategies)
    if number == 22:
        return planner(view, memory, strategies)
    return choose_own(number, view, memory)


def remember(number: int, view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """What the policy with this number keeps for its next decision."""
    if number == 4:
        return grudge(view, memory, own_action, rival_action)
    if number == 9:
        return standings(view, memory, own_action, rival_action)
    if number == 16:
        return count_actions(view, memory, own_action, rival_action)
    if number == 17:
        return reinforce(view, memory, own_action, rival_action)
    if number == 18:
        return learn_worth(view, memory, own_action, rival_action)
    if number == 19:
        return estimate_gains(view, memory, own_action, rival_action)
    if number == 20:
        return check_pledge(view, memory, own_action, rival_action)
    if number >= FIRST_OWN:
        return remember_own(number, view, memory, own_action, rival_action)
    return memory
