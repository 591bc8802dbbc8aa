"""What both sides' progress comes to in one decision, for arrays of reduced states.

The same rules as `race_sim.quarter` plays, written for arrays, with talent at its start value; a
test holds the two equal in steps without incidents.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from race_sim.game import exchange_now, share_of
from race_sim.rules import contest, progress
from race_sim.rules.settings import RaceSettings, SideSettings

TALENT = 1.0


class Moved(NamedTuple):
    """Where one decision leads if nothing goes wrong; arrays of one shape."""

    lead: np.ndarray  # capability of the United States less that of China, OOM
    us_gap: np.ndarray  # OOM
    cn_gap: np.ndarray
    us_gain: np.ndarray  # capability gained, OOM
    cn_gain: np.ndarray
    us_incidents: np.ndarray  # serious incidents to be expected in this time
    cn_incidents: np.ndarray
    standing: np.ndarray  # years x contest(lead / scale), after each step's progress


def _speed(
    settings: RaceSettings,
    own: SideSettings,
    chip_dependency: float,
    restriction: np.ndarray,
    lag: np.ndarray,
) -> np.ndarray:
    access = progress.chip_access(settings.control_level, chip_dependency, own.chip_exposure)
    gain = settings.diffusion * np.maximum(lag, 0.0)
    full = own.growth * access * math.sqrt(TALENT) + gain
    speed: np.ndarray = (1.0 - restriction) * full
    return speed


def contest_at(settings: RaceSettings, lead: np.ndarray) -> np.ndarray:
    """Worth of leads, from -1 to 1: `race_sim.rules.contest` for arrays."""
    x = lead / settings.lead_scale
    worth: np.ndarray
    if settings.contest == contest.TANH:
        worth = np.tanh(x)
    elif settings.contest == contest.LINEAR:
        worth = np.clip(x, -1.0, 1.0)
    elif settings.contest == contest.RELATIVE_DIFFERENCE:
        worth = -np.sign(x) * np.expm1(-np.abs(x))
    else:
        worth = x / np.sqrt(1.0 + x * x)
    return worth


def hazard_at(
    settings: RaceSettings, own: SideSettings, restriction: np.ndarray, gap: np.ndarray
) -> np.ndarray:
    """Serious incidents a year."""
    growth = np.power(10.0, settings.gap_elasticity * gap)
    hazard: np.ndarray = settings.hazard * own.deployment * (1.0 - restriction) * growth
    return hazard


def moved(
    settings: RaceSettings,
    chip_dependency: float,
    treaty: int,
    restrictions: tuple[np.ndarray, np.ndarray],
    lead: np.ndarray,
    us_gap: np.ndarray,
    cn_gap: np.ndarray,
    us_action: int,
    cn_action: int,
) -> Moved:
    """Play one decision, which may be several steps, without incidents.

    Parameters
    ----------
    settings : RaceSettings
    chip_dependency : float
        Share of China's chip supply that export controls can reach.
    treaty : int
    restrictions : pair of ndarray
        Shares of progress that are stopped, of the United States and of China.
    lead, us_gap, cn_gap : ndarray
        OOM, of shapes that broadcast.
    us_action, cn_action : int
    """
    step = settings.step
    us_share, cn_share = share_of(settings, us_action), share_of(settings, cn_action)
    strength, exchange = progress.strength(TALENT), exchange_now(settings, treaty)
    productivity = settings.safety_productivity
    us_safety = progress.safety_rate(productivity, strength, us_share, cn_share, exchange)
    cn_safety = progress.safety_rate(productivity, strength, cn_share, us_share, exchange)
    us_stopped, cn_stopped = restrictions
    total = np.zeros(np.broadcast_shapes(us_stopped.shape, lead.shape, us_gap.shape, cn_gap.shape))
    us_gain, cn_gain, us_incidents, cn_incidents, standing = (total.copy() for _ in range(5))
    for _ in range(settings.steps_per_decision):
        us_speed = _speed(settings, settings.us, chip_dependency, us_stopped, -lead)
        cn_speed = _speed(settings, settings.cn, chip_dependency, cn_stopped, lead)
        us_progress = us_speed * (1.0 - us_share) * step
        cn_progress = cn_speed * (1.0 - cn_share) * step
        lead = lead + us_progress - cn_progress
        floor, ceiling = settings.gap_floor, settings.gap_ceiling
        us_before, cn_before = us_gap, cn_gap
        us_gap = np.clip(us_gap + us_progress - us_safety * step, floor, ceiling)
        cn_gap = np.clip(cn_gap + cn_progress - cn_safety * step, floor, ceiling)
        us_middle, cn_middle = 0.5 * (us_before + us_gap), 0.5 * (cn_before + cn_gap)
        us_gain += us_progress
        cn_gain += cn_progress
        us_incidents += hazard_at(settings, settings.us, us_stopped, us_middle) * step
        cn_incidents += hazard_at(settings, settings.cn, cn_stopped, cn_middle) * step
        standing += contest_at(settings, lead) * step
    return Moved(
        total + lead,
        total + us_gap,
        total + cn_gap,
        us_gain,
        cn_gain,
        us_incidents,
        cn_incidents,
        standing,
    )
