"""Where users' own policies are plugged in: a number from `FIRST_OWN` on for each.

`race_sim.own_policy` reads them from files. The compiled loop puts its own compiled versions in the
place of `choose_own` and `remember_own`.
"""

from collections.abc import Callable

from race_sim.policies.view import View
from race_sim.rules.state import Memory

FIRST_OWN = 1000

_registered: list[tuple[Callable[..., float], Callable[..., Memory]]] = []


def register_own(choose: Callable[..., float], remember: Callable[..., Memory]) -> int:
    """Give a policy's two functions a number."""
    _registered.append((choose, remember))
    return FIRST_OWN + len(_registered) - 1


def choose_own(number: int, view: View, memory: Memory) -> float:
    """The chance of investing that a user's own policy gives."""
    return _registered[number - FIRST_OWN][0](view, memory)


def remember_own(
    number: int, view: View, memory: Memory, own_action: int, rival_action: int
) -> Memory:
    """What a user's own policy keeps for its next decision."""
    return _registered[number - FIRST_OWN][1](view, memory, own_action, rival_action)
