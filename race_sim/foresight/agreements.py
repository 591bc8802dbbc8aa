"""Agreements on the reduced state: how likely they are signed and end in one decision.

The progress of talks is no part of the state. With drive D a year and decay d, talks move by
dx/dt = D - d x, so the time from x to y is ln((D/d - x) / (D/d - y)) / d where D/d lies beyond y,
and without end otherwise. An agreement comes, or lapses for want of talks, at the rate of one over
that time, at the present alarm.
"""

from __future__ import annotations

import numpy as np

from race_sim.rules import talks
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import ACCELERATE, BINDING, INVEST, NO_TREATY, NON_BINDING

_NO_DECAY = 1e-12  # a year


def pace_between(drive: np.ndarray, decay: float, begin: float, end: float) -> np.ndarray:
    """One over the years that talks need from `begin` to `end`; 0 if they never get there."""
    if begin == end:
        return np.full(drive.shape, np.inf)
    if decay < _NO_DECAY:
        return np.maximum(drive / (end - begin), 0.0)
    beyond = drive - decay * end  # how fast talks still move at the end, and which way
    reached = beyond * np.sign(end - begin) > 0.0
    way = decay * (end - begin) / np.where(reached, beyond, end - begin)
    return np.where(reached, decay / np.log1p(way), 0.0)


def treaty_chances(
    settings: RaceSettings, treaty: int, alarm: np.ndarray, us_action: int, cn_action: int
) -> np.ndarray:
    """The chance of each treaty after one decision, shape (3, *alarm.shape); sums to 1."""
    years = settings.step * settings.steps_per_decision
    both = us_action == INVEST and cn_action == INVEST
    will = 1.0 if both else settings.talks_base
    chill = 1.0 - settings.talks_chill * settings.control_level
    drive = settings.talks_pace * np.maximum(alarm - settings.talks_threshold, 0.0) * will * chill
    decay = settings.talks_decay
    binding_first = settings.binding_allowed == 1 and settings.binding_at <= settings.non_binding_at
    chances = np.zeros((3, *alarm.shape))

    def within(pace: np.ndarray) -> np.ndarray:
        chance: np.ndarray = -np.expm1(-pace * years)
        return chance

    if treaty == NO_TREATY:
        target = BINDING if binding_first else NON_BINDING
        level = settings.binding_at if binding_first else settings.non_binding_at
        chances[target] = within(pace_between(drive, decay, 0.0, level))
    elif treaty == NON_BINDING:
        down = settings.non_binding_lapse + (
            pace_between(drive, decay, settings.non_binding_at, settings.lapse_below)
            if settings.lapse_below < settings.non_binding_at
            else 0.0
        )
        chances[NO_TREATY] = within(np.broadcast_to(down, alarm.shape))
        if settings.binding_allowed == 1:
            up = (
                np.ones_like(drive)
                if binding_first
                else within(
                    pace_between(drive, decay, settings.non_binding_at, settings.binding_at)
                )
            )
            chances[BINDING] = (1.0 - chances[NO_TREATY]) * up
    else:
        stands = 1.0 - talks.lapse_chance(BINDING, settings)
        if us_action != cn_action:
            stands *= 1.0 - found_in_step(settings) * settings.breach_ends
        chances[NO_TREATY] = 1.0 - stands**settings.steps_per_decision
    chances[treaty] = 1.0 - chances.sum(axis=0)
    return chances


def found_in_step(settings: RaceSettings) -> float:
    """Chance that a breach is found in one step."""
    return talks.chance_in_step(settings.verification, settings.step)


def expected_sanction(settings: RaceSettings, treaty: int, own: int, rival: int) -> float:
    """What a side must expect to pay in one decision."""
    if treaty != BINDING or own != ACCELERATE or rival != INVEST:
        return 0.0
    return found_in_step(settings) * settings.sanction * settings.steps_per_decision
