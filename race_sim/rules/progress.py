"""Capability and safety: how fast each side moves."""

import math

from race_sim.rules.arithmetic import clamp, power


def growth(
    base_rate: float,
    research: float,
    chips: float,
    data: float,
    research_share: float,
    chips_share: float,
    data_share: float,
) -> float:
    """OOM a year at full effort: Cobb-Douglas in research, chips and data."""
    return (
        base_rate
        * power(research, research_share)
        * power(chips, chips_share)
        * power(data, data_share)
    )


def chip_access(control_level: float, chip_dependency: float, exposure: float) -> float:
    """Share of the chips that a side can still have under export controls."""
    return 1.0 - exposure * control_level * chip_dependency


def strength(talent: float) -> float:
    """What the talent at hand can do, relative to the start: its square root."""
    return math.sqrt(talent)


def speed(
    growth_rate: float, restriction: float, access: float, talent: float, gain: float
) -> float:
    """OOM a year if the whole budget went to capability.

    What diffuses from the leader needs work too, and regulation stops it like the rest: without
    that, a laggard that invests in safety, or is frozen, would catch up as if it raced.
    """
    return (1.0 - restriction) * (growth_rate * access * strength(talent) + gain)


def diffusion_gain(own_capability: float, rival_capability: float, diffusion: float) -> float:
    """OOM a year that a laggard gains from what the leader has shown to be possible."""
    lag = rival_capability - own_capability
    return diffusion * lag if lag > 0.0 else 0.0


def capability_rate(own_speed: float, safety_share: float) -> float:
    """OOM a year, given the share of the budget that goes to safety."""
    return own_speed * (1.0 - safety_share)


def safety_rate(
    productivity: float, strength: float, own_share: float, rival_share: float, exchange: float
) -> float:
    """OOM of safety a year: own work, the rival's work that arrives, and joint work.

    `strength` is the square root of talent. Joint work needs both, hence the geometric mean.
    """
    return productivity * (
        strength * own_share
        + exchange * rival_share
        + exchange * math.sqrt(own_share * rival_share)
    )


def hold_gap(capability: float, safety: float, floor: float, ceiling: float) -> float:
    """Safety such that the gap stays between its floor and its ceiling."""
    return capability - clamp(capability - safety, floor, ceiling)
