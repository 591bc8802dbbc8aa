"""The state of a race: what both sides are, and what stands between them."""

from typing import NamedTuple

US = 0
CN = 1
NOBODY = 2
SIDES = ("us", "cn")

ACCELERATE = 0
INVEST = 1

NO_TREATY = 0
NON_BINDING = 1
BINDING = 2


class Memory(NamedTuple):
    """Four numbers that a policy may keep from one decision to the next."""

    first: float
    second: float
    third: float
    fourth: float


class Side(NamedTuple):
    """The state of one side."""

    capability: float  # OOM of effective training compute, relative to the US frontier in 2026
    safety: float  # the capability that its safety knowledge covers, OOM
    talent: float  # relative to the start
    freeze_depth: float  # share of progress stopped until freeze_end
    freeze_end: float  # year
    scar: float  # share of progress stopped by a scar that heals
    seen: float  # incidents seen, weighted and fading
    exposure: float  # incidents that were to be expected if the hazard is as it is, fading
    belief: float  # estimate of the chance that the rival invests in safety
    action: int  # the last choice, ACCELERATE or INVEST
    memory: Memory  # what its policy remembers


class Race(NamedTuple):
    """The state of the whole race."""

    us: Side
    cn: Side
    chip_dependency: float  # share of China's chip supply that export controls can reach
    talks: float  # progress of the talks, 0 to 1.5
    treaty: int  # NO_TREATY, NON_BINDING or BINDING
    decisions: int  # how many decisions have been taken


def safety_gap(side: Side) -> float:
    """By how much capability outruns safety, OOM."""
    return side.capability - side.safety
