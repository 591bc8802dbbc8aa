"""Many worlds: what they come to, as a table, and the paths of chosen ones.

>>> import race_sim
>>> worlds = race_sim.simulate("baseline", worlds=200, seed=1)
>>> len(worlds), worlds["ending"].cat.categories.tolist()
(200, ['horizon', 'catastrophe', 'transition'])
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from race_sim.address import check_address, whole_number
from race_sim.compiled import OUTCOME_COLUMNS, compiled_loop, record_worlds, run_worlds
from race_sim.outcomes import history_frame, outcome_frame
from race_sim.problems import InputError
from race_sim.resolve import Plan, plan_of
from race_sim.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    import pandas as pd

# Long enough that the threads seldom meet, short enough that Ctrl-C is answered at once.
BLOCK = 4096

MOST_THREADS = 1024


def as_scenario(scenario: Scenario | str | Path) -> Scenario:
    """A scenario, or the one of this name or path."""
    return scenario if isinstance(scenario, Scenario) else load_scenario(scenario)


def default_threads() -> int:
    """As many threads as the process may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def blocks(
    plan: Plan,
    worlds: int,
    seed: int,
    first_world: int = 0,
    threads: int | None = None,
    block: int = BLOCK,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Play worlds block by block, and give each block in order as soon as it is done.

    Only a few blocks are in memory at a time, however many worlds there are, and the result does
    not depend on the number of threads or on the block's size.

    Yields
    ------
    worlds : ndarray of int64, shape (n,)
    outcomes : ndarray of float64, shape (n, len(OUTCOME_COLUMNS))

    Raises
    ------
    InputError
        If the number of threads cannot be used.
    """
    threads = default_threads() if threads is None else threads
    problem = whole_number("threads", threads, 1, MOST_THREADS)
    if problem is not None:
        raise InputError("simulate", [problem])
    compiled_loop(plan)  # before the threads start, so that only one of them compiles
    last = first_world + worlds

    def play(start: int) -> tuple[np.ndarray, np.ndarray]:
        numbers = np.arange(start, min(start + block, last), dtype=np.int64)
        outcomes = np.empty((len(numbers), len(OUTCOME_COLUMNS)))
        run_worlds(plan, seed, numbers, outcomes)
        return numbers, outcomes

    starts = iter(range(first_world, last, block))
    pool = ThreadPoolExecutor(max_workers=threads)
    try:
        waiting = [pool.submit(play, start) for start in islice(starts, 2 * threads)]
        while waiting:
            done = waiting.pop(0)
            yield done.result()
            waiting.extend(pool.submit(play, start) for start in islice(starts, 1))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def simulate(
    scenario: Scenario | str | Path,
    worlds: int = 1000,
    seed: int = 0,
    first_world: int = 0,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> pd.DataFrame:
    """Play many worlds of a scenario; one row a world.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario, its name, or the path of its file.
    worlds : int
        How many; numbers `first_world` onwards.
    seed : int
        The same seed gives the same luck, world by world, in every scenario.
    first_world : int
    threads : int, optional
        By default as many as the process may use processors. The result does not depend on it.
    progress : callable, optional
        Called with the number of worlds done so far.

    Returns
    -------
    DataFrame
        The column `world`, then those of `race_sim.outcomes.OUTCOMES`.

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    check_address("simulate", seed, worlds, first_world)
    plan = plan_of(as_scenario(scenario))
    table = np.empty((worlds, len(OUTCOME_COLUMNS)))
    done = 0
    for _, outcomes in blocks(plan, worlds, seed, first_world, threads):
        table[done : done + len(outcomes)] = outcomes
        done += len(outcomes)
        if progress is not None:
            progress(done)
    numbers = np.arange(first_world, first_world + worlds, dtype=np.int64)
    return outcome_frame(numbers, table)


def trajectories(
    scenario: Scenario | str | Path, worlds: int | Iterable[int] = 100, seed: int = 0
) -> pd.DataFrame:
    """The paths of chosen worlds; one row a world and step, columns as in `RaceModel.history`.

    Parameters
    ----------
    scenario : Scenario, str or Path
    worlds : int or iterable of int
        The first so many worlds, or these.
    seed : int

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    numbers = range(worlds) if isinstance(worlds, int | np.integer) else list(worlds)
    check_address("trajectories", seed, len(numbers), 0)
    for number in numbers:
        check_address("trajectories", seed, 1, number)
    plan = plan_of(as_scenario(scenario))
    chosen = np.array(numbers, dtype=np.int64)
    _, rows = record_worlds(plan, seed, chosen)
    return history_frame(chosen, rows)
