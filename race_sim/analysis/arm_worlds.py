"""The worlds of one arm: played, from a date on if need be, and every measure read off them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from race_sim.analysis.measures import Measure, Played
from race_sim.compiled import compiled_loop, record_worlds
from race_sim.ensemble import default_threads, simulate
from race_sim.outcomes import outcome_frame
from race_sim.problems import InputError, Problem
from race_sim.resolve import plan_of
from race_sim.scenario import Scenario

_BLOCK = 1024  # worlds whose every step is in memory at a time


class Setting(NamedTuple):
    """What is played, and from which year on it is looked at; equal settings are played once."""

    scenario: Scenario
    since: float


def nameless(scenario: Scenario) -> Scenario:
    """A scenario without its texts, so that two that come to the same are equal."""
    return scenario.model_copy(update={"name": "", "title": "", "question": "", "claim": ""})


def until(scenario: Scenario, year: float) -> Scenario:
    """A scenario up to a year: what comes later changes nothing before."""
    pauses = (one for one in scenario.pauses if one.begin < year)
    update = {
        "changes": tuple(one for one in scenario.changes if one.date < year),
        "shocks": tuple(one for one in scenario.shocks if one.date < year),
        "pauses": tuple(one.model_copy(update={"until": min(one.until, year)}) for one in pauses),
    }
    return nameless(scenario.model_copy(update=update).with_values({"time.end": year}))


def risk_before(
    setting: Setting, worlds: int, seed: int, known: dict[Scenario, np.ndarray]
) -> np.ndarray:
    """The chance of a catastrophe before the setting's date, in every world; shape (worlds,).

    Arms that differ from the date on share it: it is looked up in `known`, and kept there.

    Raises
    ------
    InputError
        If a far-sighted policy is played.
    """
    plan = plan_of(setting.scenario)
    if plan.strategies:
        what = "a far-sighted policy, which plays otherwise when the race ends earlier"
        allowed = "other policies, where the chance before a date is to be taken off"
        raise InputError("experiment", [Problem("measures", what, allowed)])
    if setting.since <= plan.stretches[0].settings.start:
        return np.zeros(worlds)
    early = until(setting.scenario, setting.since)
    if early not in known:
        known[early] = simulate(early, worlds, seed=seed)["catastrophe_risk"].to_numpy()
    return known[early]


def blocks_of(
    setting: Setting, paths: bool, before: np.ndarray | None, worlds: int, seed: int
) -> Iterator[Played]:
    """Play worlds; block by block, if every step is kept."""
    plan = plan_of(setting.scenario)
    settings = plan.stretches[0].settings
    year = settings.start + settings.step * np.arange(plan.steps)
    since = max(setting.since, settings.start)
    if not paths:
        table = simulate(setting.scenario, worlds, seed=seed)
        yield Played(table, since, before, year, None)
        return
    compiled_loop(plan)  # before the threads start, so that only one of them compiles

    def play(start: int) -> Played:
        numbers = np.arange(start, min(start + _BLOCK, worlds), dtype=np.int64)
        outcomes, rows = record_worlds(plan, seed, numbers)
        part = None if before is None else before[numbers]
        return Played(outcome_frame(numbers, outcomes), since, part, year, rows)

    threads = default_threads()
    starts = range(0, worlds, _BLOCK)
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for first in range(0, len(starts), threads):  # only so many blocks in memory
            yield from pool.map(play, starts[first : first + threads])


def _numbers(played: Played, measure: Measure) -> np.ndarray:
    values = np.asarray(measure.of(played), dtype=float)
    over = (played.worlds["end_year"] <= played.since).to_numpy()
    return np.where(over, math.nan, values)


def numbers_of(
    setting: Setting,
    measures: Sequence[Measure],
    worlds: int,
    seed: int,
    known: dict[Scenario, np.ndarray],
) -> dict[str, np.ndarray]:
    """Every measure in every world, by its key; NaN where a world does not count.

    Parameters
    ----------
    setting : Setting
    measures : sequence of Measure
    worlds, seed : int
    known : dict
        Chances of a catastrophe before a date that have been worked out, see `risk_before`.
    """
    paths = any(measure.paths for measure in measures)
    before = None
    if any(measure.risk_before for measure in measures):
        before = risk_before(setting, worlds, seed, known)
    parts = [
        {measure.key: _numbers(block, measure) for measure in measures}
        for block in blocks_of(setting, paths, before, worlds, seed)
    ]
    return {
        measure.key: np.concatenate([part[measure.key] for part in parts]) for measure in measures
    }
