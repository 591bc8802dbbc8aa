"""Incidents: how often, how severe, of what kind, and whom they hurt."""

from race_sim.rules.arithmetic import (
    LN_10,
    exponential,
    exponential_minus_one,
    logarithm,
    power_of_ten,
)
from race_sim.rules.settings import RaceSettings

MISALIGNED_SYSTEM = 0
FINANCIAL_MELTDOWN = 1
WEAPONISED_USE = 2
SOCIETAL_DISRUPTION = 3
KIND_NAMES = (
    "misaligned autonomous system",
    "financial meltdown",
    "weaponised use",
    "societal disruption",
)

# A step; more are not counted. With 20 expected in a step, which no named scenario comes near, the
# chance of more is 1e-13.
MOST_INCIDENTS = 60

# e to this power is 10^86: an outlook so bleak that more of it makes no difference to a choice,
# and small enough that payoffs stay finite.
_LARGEST_GROWTH = 200.0


def hazard(
    base: float, deployment: float, restriction: float, gap_elasticity: float, gap: float
) -> float:
    """Serious incidents a year: base x deployment x (1 - restriction) x 10^(elasticity x gap)."""
    return base * deployment * (1.0 - restriction) * power_of_ten(gap_elasticity * gap)


def expected_incidents(
    hazard_now: float, gap_elasticity: float, gap_rate: float, years: float
) -> float:
    """Integral of the hazard over `years` while the gap moves at `gap_rate` OOM a year."""
    exponent = gap_elasticity * LN_10 * gap_rate
    if -1e-12 < exponent < 1e-12:
        return hazard_now * years
    growth = exponent * years
    if growth > _LARGEST_GROWTH:
        growth = _LARGEST_GROWTH
    return hazard_now * exponential_minus_one(growth) / exponent


def incident_count(uniform: float, expected: float) -> int:
    """A Poisson count by inversion: unlike one trial a step, it does not depend on the step."""
    chance = exponential(-expected)
    reached = chance
    count = 0
    while uniform >= reached and count < MOST_INCIDENTS:
        count = count + 1
        chance = chance * expected / count
        reached = reached + chance
    return count


def severity(uniform: float, exponent: float, ceiling: float) -> float:
    """A Pareto severity, in units of the smallest serious incident, cut at the ceiling."""
    value = exponential(-logarithm(1.0 - uniform) / exponent)
    return value if value < ceiling else ceiling


def ceiling_chance(exponent: float, ceiling: float) -> float:
    """Chance that the severity of an incident reaches the ceiling M: M^-a."""
    return exponential(-exponent * logarithm(ceiling))


def catastrophe_chance(expected: float, ceiling_chance: float) -> float:
    """Chance that at least one of a Poisson number of incidents reaches the ceiling.

    Those that do are a Poisson number too, of mean `expected` x `ceiling_chance`. That no more
    than `MOST_INCIDENTS` are counted is left out.
    """
    return -exponential_minus_one(-expected * ceiling_chance)


def mean_severity(exponent: float, ceiling: float) -> float:
    """Mean of the cut Pareto law: 1 + (M^(1 - a) - 1) / (1 - a), or 1 + ln M for a = 1."""
    rest = 1.0 - exponent
    if -1e-9 < rest < 1e-9:
        return 1.0 + logarithm(ceiling)
    return 1.0 + exponential_minus_one(rest * logarithm(ceiling)) / rest


def incident_kind(
    uniform: float, misaligned_weight: float, financial_weight: float, weaponised_weight: float
) -> int:
    """The kind of an incident; the last kind takes what the other three leave."""
    if uniform < misaligned_weight:
        return MISALIGNED_SYSTEM
    if uniform < misaligned_weight + financial_weight:
        return FINANCIAL_MELTDOWN
    if uniform < misaligned_weight + financial_weight + weaponised_weight:
        return WEAPONISED_USE
    return SOCIETAL_DISRUPTION


def spillover(settings: RaceSettings, kind: int) -> float:
    """Share of the harm of an incident of this kind that also falls on the rival."""
    if kind == MISALIGNED_SYSTEM:
        return settings.misaligned_system.spillover
    if kind == FINANCIAL_MELTDOWN:
        return settings.financial_meltdown.spillover
    if kind == WEAPONISED_USE:
        return settings.weaponised_use.spillover
    return settings.societal_disruption.spillover
