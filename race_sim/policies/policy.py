"""A policy's entry in the list: its functions, and what is declared about it.

The declared properties are promises that a test keeps for every policy: the answer depends on
nothing in the view that is not declared, it is 0 or 1 unless the policy is stochastic, and it
does not change with actions that lie further back than the memory reaches.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

Sight = Literal[
    "payoffs",
    "rival_payoffs",
    "belief",
    "alarm",
    "rival_alarm",
    "lead",
    "gap",
    "rival_gap",
    "restriction",
    "rival_restriction",
    "own_last",
    "rival_last",
    "decisions",
    "treaty",
    "time",
    "rationality",
    "alarm_threshold",
    "side",
    "solution",
]

WHOLE_HISTORY = -1  # as memory: every decision since the start counts


class Policy(NamedTuple):
    """A policy in the list.

    Attributes
    ----------
    name : str
        As scenarios and commands call it.
    family : str
        The file in which it is written.
    choose : callable
        `choose(view, memory)`: the chance of investing. The far-sighted policies take the table
        of strategies as a third argument.
    remember : callable or None
        `remember(view, memory, own_action, rival_action)`: the memory for the next decision;
        None for a policy that keeps nothing.
    meaning : str
        What it does, in a few words.
    also_called : tuple of str
        Its other names in the literature.
    citation : str
        Where it comes from.
    stochastic : bool
        Whether the chance may lie between 0 and 1.
    memory : int
        How many past decisions its answer depends on through the last actions and its own memory:
        0, 1, or `WHOLE_HISTORY`. A belief is not counted: every actor keeps one.
    looks_at : tuple of str
        The fields of the `View` that choosing and remembering read.
    """

    name: str
    family: str
    choose: Callable[..., float]
    remember: Callable[..., tuple[float, ...]] | None
    meaning: str
    also_called: tuple[str, ...] = ()
    citation: str = ""
    stochastic: bool = False
    memory: int = 0
    looks_at: tuple[Sight, ...] = ()
