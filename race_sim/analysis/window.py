"""Windows: what both sides do in the years after a date, and for how long."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from race_sim.address import check_address
from race_sim.analysis.paired import share_difference, turned
from race_sim.compiled import record_worlds
from race_sim.ensemble import as_scenario
from race_sim.game import GAMES
from race_sim.outcomes import Estimate, quantile, share
from race_sim.record import Row
from race_sim.resolve import plan_of
from race_sim.scenario import Scenario

_BLOCK = 1024
_NEVER = 1e9  # years: stands for infinity where quantiles are taken
_COLUMNS = {name: Row._fields.index(name) for name in ("year", "us_invests", "cn_invests", "game")}


class Choices(NamedTuple):
    """What both sides did in every step of many worlds; arrays of shape (worlds, steps)."""

    year: np.ndarray  # shape (steps,): when each step begins
    played: np.ndarray  # bool: the world had not ended before the step
    us_invests: np.ndarray  # bool
    cn_invests: np.ndarray  # bool
    game: np.ndarray  # number in race_sim.game.GAMES; -1 after a world's end

    @property
    def both_invest(self) -> np.ndarray:
        """Whether both invested in safety."""
        both: np.ndarray = self.us_invests & self.cn_invests
        return both

    @property
    def both_accelerate(self) -> np.ndarray:
        """Whether both accelerated."""
        both: np.ndarray = self.played & ~self.us_invests & ~self.cn_invests
        return both

    def step_at(self, year: float) -> int:
        """The step that begins at a year.

        Raises
        ------
        ValueError
            If no step begins then.
        """
        step = int(np.abs(self.year - year).argmin())
        if abs(self.year[step] - year) > 1e-6:
            raise ValueError(f"no step begins at {year:g}")
        return step


def choices_of(scenario: Scenario | str | Path, worlds: int, seed: int) -> Choices:
    """The choices in the first so many worlds of a scenario; memory is 4 bytes a world and step.

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    check_address("choices", seed, worlds, 0)
    plan = plan_of(as_scenario(scenario))
    shape = (worlds, plan.steps)
    played, us, cn = (np.zeros(shape, dtype=bool) for _ in range(3))
    game = np.full(shape, -1, dtype=np.int8)
    for start in range(0, worlds, _BLOCK):
        block = slice(start, min(start + _BLOCK, worlds))
        _, rows = record_worlds(plan, seed, np.arange(block.start, block.stop, dtype=np.int64))
        alive = ~np.isnan(rows[:, :, _COLUMNS["year"]])
        played[block] = alive
        us[block] = rows[:, :, _COLUMNS["us_invests"]] == 1.0
        cn[block] = rows[:, :, _COLUMNS["cn_invests"]] == 1.0
        game[block][alive] = rows[:, :, _COLUMNS["game"]][alive].astype(np.int8)
    time = plan.stretches[0].settings
    year = time.start + time.step * np.arange(plan.steps)
    return Choices(year, played, us, cn, game)


def share_at(happens: np.ndarray, choices: Choices, year: float) -> Estimate:
    """The share of worlds still running at a year in which something happens then.

    Parameters
    ----------
    happens : ndarray of bool, shape (worlds, steps)
        For example `choices.both_invest`.
    """
    step = choices.step_at(year)
    running = choices.played[:, step]
    return share(int(happens[running, step].sum()), int(running.sum()))


def excess_at(
    happens: np.ndarray,
    choices: Choices,
    without: np.ndarray,
    choices_without: Choices,
    year: float,
) -> Estimate:
    """By how much the share at a year is larger than in the same worlds of another scenario.

    Over the worlds that are still running in both.
    """
    step = choices.step_at(year)
    running = choices.played[:, step] & choices_without.played[:, step]
    return share_difference(turned(without[running, step], happens[running, step]))


def most_played(choices: Choices, year: float) -> tuple[str, Estimate]:
    """The key of the game that is played most at a year, and in what share of worlds it is."""
    step = choices.step_at(year)
    games = choices.game[choices.played[:, step], step]
    counts = np.bincount(games, minlength=len(GAMES))
    top = int(counts.argmax())
    return GAMES[top].key, share(int(counts[top]), len(games))


def years_until(happens: np.ndarray, choices: Choices, since: float) -> np.ndarray:
    """Years from a date to the first later step in which something happens.

    Returns
    -------
    ndarray of float, shape (n,)
        One entry for each world that is still running in the step after `since`; infinite where
        the world ends before it happens.
    """
    first = choices.step_at(since) + 1
    later = happens[choices.played[:, first], first:]
    when = choices.year[first:][later.argmax(axis=1)] - since
    return np.where(later.any(axis=1), when, np.inf)


def median_years(years: np.ndarray) -> Estimate:
    """The median of times that may be infinite, with its distribution-free interval."""
    found = quantile(np.minimum(years, _NEVER), 0.5)
    return Estimate(*(np.inf if part > _NEVER / 2 else float(part) for part in found))
