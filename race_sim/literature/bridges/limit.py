"""A race with everything switched off, from which a bridge switches on what its model has.

Nothing grows, nothing happens and nobody learns: no progress, diffusion, exchange, incidents,
freezes, scars, talent lost, lessons, alarm, talks, treaty or finish line. What a bridge needs it
sets by `_replace`, without the ranges that a scenario file is held to: a limit may lie outside of
them.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd

from race_sim.policies import NUMBERS
from race_sim.resolve import Plan, Stretch, settings_of
from race_sim.rules.settings import RaceSettings, SideSettings
from race_sim.rules.state import ACCELERATE, NO_TREATY, Memory, Race, Side
from race_sim.scenario import load_scenario

WIDE = 1e9  # OOM: the safety gap is not held


class Position(NamedTuple):
    """Where a side stands at the start."""

    capability: float = 0.0  # OOM
    gap: float = 0.0  # OOM, capability less safety
    belief: float = 0.5  # chance that the rival invests


def _still_side(side: SideSettings) -> SideSettings:
    return side._replace(
        growth=0.0,
        deployment=0.0,
        policy=NUMBERS["always-accelerate"],
        freeze_depth=0.0,
        scar=0.0,
        pause=0.0,
        chip_exposure=0.0,
        forced_severity=0.0,
    )


@cache
def still_settings(step: float = 1.0) -> RaceSettings:
    """Settings under which nothing moves and nothing happens, with a decision each step.

    Parameters
    ----------
    step : float
        Years.
    """
    settings = settings_of(load_scenario("baseline").parameters)
    return settings._replace(
        us=_still_side(settings.us),
        cn=_still_side(settings.cn),
        start=0.0,
        step=step,
        steps_per_decision=1,
        safety_productivity=0.0,
        share_accelerating=0.0,
        share_investing=0.0,
        diffusion=0.0,
        gap_floor=-WIDE,
        gap_ceiling=WIDE,
        openness=0.0,
        control_level=0.0,
        dependency_kept=1.0,
        hazard=0.0,
        gap_elasticity=0.0,
        contagion=0.0,
        scar_kept=1.0,
        talent_outflow=0.0,
        talent_return=0.0,
        lesson=0.0,
        lesson_abroad=0.0,
        alarm_prior=1.0,
        alarm_abroad=0.0,
        alarm_severity=0.0,
        memory_kept=1.0,
        memory_kept_half=1.0,
        belief_rate=0.0,
        talks_pace=0.0,
        talks_kept=1.0,
        talks_years=step,
        binding_allowed=0,
        sanction=0.0,
        prosperity=0.0,
        rivalry=0.0,
        harm_aversion=0.0,
        restriction_cost=0.0,
        error=0.0,
        finish_line=0,
    )


def _side_at(position: Position) -> Side:
    return Side(
        capability=position.capability,
        safety=position.capability - position.gap,
        talent=1.0,
        freeze_depth=0.0,
        freeze_end=0.0,
        scar=0.0,
        seen=0.0,
        exposure=0.0,
        belief=position.belief,
        action=ACCELERATE,
        memory=Memory(0.0, 0.0, 0.0, 0.0),
    )


def race_at(us: Position, cn: Position) -> Race:
    """The state of a race in which both sides stand where they are put."""
    return Race(_side_at(us), _side_at(cn), 0.0, 0.0, NO_TREATY, 0)


def plan_at(us: Position, cn: Position, *parts: tuple[int, RaceSettings]) -> Plan:
    """A race of one or more parts, each so many steps under its settings."""
    stretches: list[Stretch] = []
    begin = 0
    for steps, settings in parts:
        stretches.append(Stretch(begin, begin + steps, settings))
        begin += steps
    return Plan(race_at(us, cn), begin, tuple(stretches))


class Docked(NamedTuple):
    """One number that the published model and our race both give."""

    what: str  # in words, with the parameters
    theirs: float  # by the functions of the model
    ours: float  # by the engines of the race
    tolerance: float  # how far apart they may be
    why: str  # where the tolerance comes from: "rounding", "4 standard errors of 10,000 worlds"

    @property
    def agrees(self) -> bool:
        """Whether the two are within the tolerance."""
        return abs(self.ours - self.theirs) <= self.tolerance


def docking_table(rows: list[Docked]) -> pd.DataFrame:
    """Columns `what`, `theirs`, `ours`, `tolerance`, `why`, `agrees`."""
    return pd.DataFrame([{**row._asdict(), "agrees": row.agrees} for row in rows])
