"""Playing a plan for an event: whether it happened, and what is needed to weigh each world."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from race_sim.analysis.rare.events import Event
from race_sim.analysis.rare.severities import Drawn
from race_sim.ensemble import blocks
from race_sim.outcomes import COLUMNS, typed_column
from race_sim.problems import InputError, Problem
from race_sim.resolve import Plan

_EXACT = 1e-6  # steps


class Played(NamedTuple):
    """Worlds that were played for an event.

    Attributes
    ----------
    happened : ndarray of bool, shape (worlds,)
    risk : ndarray of float, shape (worlds,)
        The event's summed chances; NaN if it has none.
    drawn : Drawn
    steps : float
        Steps played, all worlds together: what they cost.
    """

    happened: np.ndarray
    risk: np.ndarray
    drawn: Drawn
    steps: float


def cut(plan: Plan, year: float | None) -> Plan:
    """The plan up to a year: what comes later changes nothing before.

    Raises
    ------
    InputError
        If not one step ends by then.
    """
    if year is None:
        return plan
    first = plan.stretches[0].settings
    steps = min(plan.steps, math.floor((year - first.start) / first.step + _EXACT))
    if steps < 1:
        earliest = first.start + first.step
        raise InputError("event", [Problem("year", f"{year:g}", f"{earliest:g} or later")])
    stretches = tuple(
        stretch._replace(last_step=min(stretch.last_step, steps))
        for stretch in plan.stretches
        if stretch.first_step < steps
    )
    return Plan(plan.race, steps, stretches)


def _forced_before(plan: Plan, steps: np.ndarray) -> np.ndarray:
    """How many forced shocks came within so many steps."""
    found = np.zeros(len(steps))
    for stretch in plan.stretches:
        for side in (stretch.settings.us, stretch.settings.cn):
            if side.forced_severity > 0.0:
                lasted = np.minimum(steps, stretch.last_step) - stretch.first_step
                found += np.maximum(lasted, 0.0)
    return found


def play(
    plan: Plan,
    event: Event,
    worlds: int,
    seed: int,
    first_world: int = 0,
    threads: int | None = None,
) -> Played:
    """Play worlds of a plan, and keep of each what an estimate of the event's chance needs.

    A few numbers a world are kept, so that millions fit in memory.
    """
    import pandas as pd

    from race_sim.compiled import OUTCOME_COLUMNS

    place = {name: number for number, name in enumerate(OUTCOME_COLUMNS)}
    settings = plan.stretches[0].settings
    score_unit = math.log(settings.severity_ceiling)
    happened = np.empty(worlds, dtype=bool)
    risk = np.full(worlds, np.nan)
    below = np.empty(worlds)
    logarithms = np.empty(worlds)
    total = 0.0
    done = 0
    for _, table in blocks(plan, worlds, seed, first_world, threads):
        here = slice(done, done + len(table))
        done += len(table)
        frame = pd.DataFrame(
            {name: typed_column(COLUMNS[name], table[:, place[name]]) for name in event.columns}
        )
        happened[here] = event.happened(frame)
        if event.risk:
            risk[here] = table[:, place[event.risk]]
        steps = np.rint((table[:, place["end_year"]] - settings.start) / settings.step)
        total += float(steps.sum())
        drawn = table[:, place["incidents"]] - _forced_before(plan, steps)
        below[here] = drawn - table[:, place["drawn_at_ceiling"]]
        logarithms[here] = score_unit * table[:, place["drawn_scores"]]
    return Played(happened, risk, Drawn(below, logarithms), total)


def together(parts: list[Played]) -> Played:
    """Several sets of worlds as one."""
    return Played(
        np.concatenate([part.happened for part in parts]),
        np.concatenate([part.risk for part in parts]),
        Drawn(
            np.concatenate([part.drawn.below for part in parts]),
            np.concatenate([part.drawn.logarithms for part in parts]),
        ),
        sum(part.steps for part in parts),
    )
