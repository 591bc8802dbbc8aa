"""Play a tournament: every ordered pair of entrants, both chairs, the same worlds and luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import numpy as np

from race_sim.address import check_address, whole_number
from race_sim.compiled import OUTCOME_COLUMNS, compiled_loop, run_worlds
from race_sim.ensemble import MOST_THREADS, as_scenario, default_threads
from race_sim.own_policy import number_of
from race_sim.problems import InputError
from race_sim.resolve import FAR_SIGHTED, Plan, plan_of
from race_sim.scenario import Scenario
from race_sim.tournament.bimatrix import Bimatrix
from race_sim.tournament.entrants import SOURCE, Entrant, entrants_of, seated
from race_sim.tournament.moments import Moments

if TYPE_CHECKING:
    from race_sim.tournament.axelrod_race import AxelrodRace

# Worlds in a block: what is in memory at a time. Not a choice of the caller, since sums depend in
# their last digits on where blocks end.
BLOCK = 512

PAYOFFS = ("us_expected_payoff", "cn_expected_payoff")
CATASTROPHE, RISK, US_ACCELERATING, CN_ACCELERATING = range(4)
KEPT = ("catastrophe", "catastrophe_risk", "us_accelerating", "cn_accelerating")
_COLUMNS = [OUTCOME_COLUMNS.index(name) for name in (*PAYOFFS, *KEPT)]


@dataclass(frozen=True)
class Played:
    """A tournament that has been played.

    Attributes
    ----------
    scenario : Scenario
    entrants : tuple of Entrant
    worlds, seed : int
        Worlds of each pair, and the seed of their luck.
    bimatrix : Bimatrix
        Mean payoffs of all pairs, with how they vary together.
    pairs : Moments
        Of `KEPT`, for every pair: size n x n x 4, the United States' entrant first.
    conduct : Moments
        For every entrant, over all its races in both chairs: the chance of a catastrophe, and the
        share of time in which it accelerates; size n x 2.
    """

    scenario: Scenario
    entrants: tuple[Entrant, ...]
    worlds: int
    seed: int
    bimatrix: Bimatrix
    pairs: Moments
    conduct: Moments

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the entrants."""
        return tuple(entrant.name for entrant in self.entrants)


Progress = Callable[[int, int], None]


def play(
    names: Sequence[str] = (),
    scenario: Scenario | str | Path = "baseline",
    worlds: int = 1000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Played:
    """Play every ordered pair, each against itself included.

    Parameters
    ----------
    names : sequence of str
        See `entrants_of`; none for all policies.
    scenario : Scenario, str or Path
    worlds : int
        Of each pair: the worlds 0 onwards.
    seed : int
    threads : int, optional
        By default as many as the process may use processors. The result does not depend on it.
    progress : callable, optional
        Called with the number of races played and their total.

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    check_address(SOURCE, seed, worlds, 0)
    threads = default_threads() if threads is None else threads
    problem = whole_number("threads", threads, 1, MOST_THREADS)
    if problem is not None:
        raise InputError(SOURCE, [problem])
    scenario = as_scenario(scenario)
    entrants = entrants_of(names, scenario)
    count = len(entrants)
    races = races_of(scenario, entrants)
    payoffs = Moments(2 * count * count, together=True)
    pairs = Moments(count * count * len(KEPT))
    conduct = Moments(count * 2)
    total = worlds * len(races)
    done = 0
    stop = Event()
    pool = ThreadPoolExecutor(max_workers=threads)
    try:
        for first in range(0, worlds, BLOCK):
            numbers = np.arange(first, min(first + BLOCK, worlds), dtype=np.int64)
            block = np.empty((len(_COLUMNS), len(races), len(numbers)))
            jobs = [pool.submit(_outcomes, race, seed, numbers, stop) for race in races]
            for place, job in enumerate(jobs):
                block[:, place] = job.result()
                done += len(numbers)
                if progress is not None:
                    progress(done, total)
            payoffs.add(block[:2].reshape(2 * len(races), -1).T)
            pairs.add(block[2:].reshape(len(KEPT) * len(races), -1).T)
            conduct.add(_conduct(block[2:], count).T)
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
    bimatrix = Bimatrix(tuple(entrant.name for entrant in entrants), payoffs)
    return Played(scenario, entrants, worlds, seed, bimatrix, pairs, conduct)


def races_of(scenario: Scenario, entrants: Sequence[Entrant]) -> list[Plan | AxelrodRace]:
    """Every ordered pair, ready to be played: the United States' entrant changes slowest.

    The scenario is resolved once, with the far-sighted policies in its chairs if they take part,
    so that what they need is solved for once; then only the policies' numbers are changed.
    """
    far_sighted = [entrant for entrant in entrants if entrant.policy in FAR_SIGHTED]
    seats = far_sighted or list(entrants)
    base = plan_of(seated(scenario, seats[0], seats[-1]))
    races: list[Plan | AxelrodRace] = []
    for us in entrants:
        for cn in entrants:
            if us.in_python or cn.in_python:
                from race_sim.tournament.axelrod_race import AxelrodRace

                races.append(AxelrodRace(seated(scenario, us, cn), us.strategy, cn.strategy))
                continue
            plan = base.with_policies(number_of(us.policy), number_of(cn.policy))
            compiled_loop(plan)  # before the threads start, so that only one of them compiles
            races.append(plan)
    return races


def _outcomes(race: Plan | AxelrodRace, seed: int, numbers: np.ndarray, stop: Event) -> np.ndarray:
    """What is kept of some worlds of a pair; shape (6, worlds)."""
    outcomes = np.empty((len(numbers), len(OUTCOME_COLUMNS)))
    if isinstance(race, Plan):
        run_worlds(race, seed, numbers, outcomes)
    else:
        for place, world in enumerate(numbers):
            if stop.is_set():  # after Ctrl-C nobody asks any more
                break
            outcomes[place] = race.outcome_values(seed, int(world))
    return outcomes[:, _COLUMNS].T


def _conduct(block: np.ndarray, count: int) -> np.ndarray:
    """Chance of a catastrophe and own accelerating of each entrant; shape (2 n, worlds)."""
    table = block.reshape(len(KEPT), count, count, -1)
    risk = (table[RISK].mean(axis=1) + table[RISK].mean(axis=0)) / 2
    accelerating = (table[US_ACCELERATING].mean(axis=1) + table[CN_ACCELERATING].mean(axis=0)) / 2
    return np.concatenate([risk, accelerating])
