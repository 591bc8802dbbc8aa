"""How an actor chooses: one family of policies a file, and the list of them all.

`choose` and `remember` send a policy's number to its functions. They are written out as a chain
of tests, not as a look-up in the list, because the compiled loop and the browser run them too;
a test holds that chain and list agree.
"""

from collections.abc import Callable
from typing import NamedTuple

from race_sim.policies.calculating import best_reply, logit_response
from race_sim.policies.constant import always_accelerate, always_safe
from race_sim.policies.reciprocal import grim_trigger, grudge, tit_for_tat
from race_sim.policies.view import View
from race_sim.rules.state import Memory

__all__ = ["NUMBERS", "POLICIES", "Policy", "View", "choose", "remember"]


class Policy(NamedTuple):
    """A policy in the list: its name in scenarios, and its functions."""

    name: str
    choose: Callable[..., float]
    remember: Callable[..., tuple[float, ...]] | None
    meaning: str


POLICIES = (
    Policy("logit-response", logit_response, None, "a noisy best reply to its belief"),
    Policy("always-accelerate", always_accelerate, None, "never invests in safety"),
    Policy("always-safe", always_safe, None, "always invests in safety"),
    Policy("tit-for-tat", tit_for_tat, None, "begins safe, then does what the rival did"),
    Policy("grim-trigger", grim_trigger, grudge, "safe until the rival accelerates once"),
    Policy("best-reply", best_reply, None, "does what pays best against its belief"),
)
NUMBERS = {policy.name: number for number, policy in enumerate(POLICIES)}


def choose(number: int, view: View, memory: Memory) -> float:
    """The probability that the policy with this number invests in safety."""
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
    return best_reply(view, memory)


def remember(number: int, view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """What the policy with this number keeps for its next decision."""
    if number == 4:
        return grudge(view, memory, own_action, rival_action)
    return memory
