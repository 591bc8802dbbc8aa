"""Chernobyl moments on the reduced state: how likely, what they stop, and what alarm becomes.

Every shock has the mean severity of its kind: the scale of freezes and scars, the lesson and the
alarm are means over Pareto severities from the smallest Chernobyl moment to the ceiling.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from race_sim.foresight.moves import Moved
from race_sim.rules.settings import RaceSettings

NONE, FROZEN_US, FROZEN_CN, SCARRED_US, SCARRED_CN = range(5)  # by whose shock it was


class Severities(NamedTuple):
    """What Pareto severities come to, given the parameters."""

    chernobyl_chance: float  # that an incident is a Chernobyl moment, a catastrophe left out
    ceiling_chance: float  # that it is a catastrophe
    minor_score: float  # mean severity score x [smaller than a Chernobyl moment]
    chernobyl_score: float  # mean score of a Chernobyl moment, a catastrophe left out
    scale: float  # mean factor on its freezes and scars


def severities_of(settings: RaceSettings) -> Severities:
    """The means over a Pareto law with P(severity > m) = m^-a for m from 1 up.

    The mean of ln m over [c, M) is the integral of a ln m m^(-a-1) dm, which is
    c^-a (ln c + 1/a) - M^-a (ln M + 1/a).
    """
    a, ceiling = settings.severity_exponent, settings.severity_ceiling
    smallest = min(max(settings.chernobyl_severity, 1.0), ceiling)

    def tail(severity: float) -> tuple[float, float]:
        chance = severity**-a
        return chance, chance * (math.log(severity) + 1.0 / a)

    from_one, from_smallest, from_ceiling = tail(1.0), tail(smallest), tail(ceiling)
    chance = from_smallest[0] - from_ceiling[0]
    logs = from_smallest[1] - from_ceiling[1]
    mean_log = logs / chance if chance > 0.0 else math.log(smallest)
    span = math.log(ceiling / smallest)
    scale = 0.5 + 0.5 * (mean_log - math.log(smallest)) / span if span > 0.0 else 0.5
    log_ceiling = math.log(ceiling)
    return Severities(
        chance,
        from_ceiling[0],
        (from_one[1] - from_smallest[1]) / log_ceiling,
        mean_log / log_ceiling,
        scale,
    )


def restrictions_of(settings: RaceSettings) -> np.ndarray:
    """Restrictions in the five restriction states, shape (2, 5): of the US, then of China."""
    scale, share = severities_of(settings).scale, settings.contagion
    table = np.zeros((2, 5))
    for row, own in enumerate((settings.us, settings.cn)):
        at_home, from_abroad = scale, share * scale
        by_us, by_cn = (at_home, from_abroad) if row == 0 else (from_abroad, at_home)
        scars = by_us * own.scar, by_cn * own.scar
        freezes = max(by_us * own.freeze_depth, scars[0]), max(by_cn * own.freeze_depth, scars[1])
        table[row] = 1.0 - (1.0 - np.array([0.0, *freezes, *scars])) * (1.0 - own.pause)
    return table


def _exit_chance(mean_years: float, years: float) -> float:
    """Chance per decision of leaving a state that begins after a decision and has this mean."""
    return years / (years + mean_years)


def healing_of(settings: RaceSettings) -> np.ndarray:
    """How restriction states pass, shape (5, 5), rows sum to 1.

    A freeze turns into a scar after the mean of its lognormal length at the host, a scar is gone
    after the time in which it would do the same good if it healed steadily: 1 / rate of healing.
    Freezes that are never lifted lower the rate at which freezes end by their share.
    """
    years = settings.step * settings.steps_per_decision
    table = np.eye(5)
    spread = 0.5 * settings.freeze_spread**2
    healing = -math.log(settings.scar_kept) / settings.step
    for frozen, scarred, own in (
        (FROZEN_US, SCARRED_US, settings.us),
        (FROZEN_CN, SCARRED_CN, settings.cn),
    ):
        thaw = _exit_chance(math.exp(own.freeze_log_median + spread), years)
        thaw *= 1.0 - settings.never_lifted
        heal = _exit_chance(1.0 / healing, years)
        table[frozen, frozen], table[frozen, scarred] = 1.0 - thaw, thaw
        table[scarred, scarred], table[scarred, NONE] = 1.0 - heal, heal
    return table


class Chances(NamedTuple):
    """What may happen in one decision; arrays of one shape."""

    quiet: np.ndarray  # neither catastrophe nor Chernobyl moment
    us_shock: np.ndarray  # a Chernobyl moment in the United States, no catastrophe
    cn_shock: np.ndarray


def chances_of(settings: RaceSettings, move: Moved) -> Chances:
    """Chances of one decision. Of two shocks at once the likelier counts: one state has one."""
    law = severities_of(settings)
    us, cn = move.us_incidents, move.cn_incidents
    survived = np.exp(-(us + cn) * law.ceiling_chance)
    shocks = (us + cn) * law.chernobyl_chance
    some = -np.expm1(-shocks)
    us_part = us / np.maximum(us + cn, 1e-300)
    return Chances(
        survived * (1.0 - some), survived * some * us_part, survived * some * (1.0 - us_part)
    )


class Alarms(NamedTuple):
    """Alarm after one decision; arrays of one shape."""

    quiet: np.ndarray
    us_shock: np.ndarray
    cn_shock: np.ndarray


def alarms_after(settings: RaceSettings, move: Moved, alarm: np.ndarray) -> Alarms:
    """The mean of both sides' alarms after one decision.

    A side's alarm is w = (p n + seen) / (n + exposure), with prior p worth n incidents; seen and
    exposure fade at the rate d, and exposure grows at the rate x of incidents that were to be
    expected. Exposure is taken to be where the present hazards would keep it, x / d. Then, between
    incidents, dw/dt = -d (w - p n / (n + x/d)), and an incident adds what is seen of it over
    n + x/d. Incidents below a Chernobyl moment count by their mean. x and what is seen are means
    of the two sides: an incident counts 1 at home and less abroad.
    """
    years = settings.step * settings.steps_per_decision
    law = severities_of(settings)
    fading = -math.log(settings.memory_kept) / settings.step
    kept = settings.memory_kept**settings.steps_per_decision
    weight = 0.5 * (1.0 + settings.alarm_abroad)
    expected = weight * (move.us_incidents + move.cn_incidents)
    evidence = settings.alarm_strength + expected / years / fading
    rest = settings.alarm_prior * settings.alarm_strength / evidence
    severity = settings.alarm_severity
    minor = 1.0 - law.chernobyl_chance - law.ceiling_chance + severity * law.minor_score
    quiet = rest + (alarm - rest) * kept + expected * minor / evidence
    jump = weight * (1.0 + severity * law.chernobyl_score) / evidence
    return Alarms(quiet, quiet + jump, quiet + jump)
