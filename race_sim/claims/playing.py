"""Playing what the claims need: each run once, however many claims share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from race_sim.claims.claim import Run, Side
from race_sim.claims.claim_file import scenario_of
from race_sim.compiled import OUTCOME_COLUMNS, compiled_loop, run_worlds
from race_sim.ensemble import default_threads
from race_sim.outcomes import COLUMNS
from race_sim.parameters.checking import Value
from race_sim.priors import set_on_purpose
from race_sim.resolve import Plan, plan_of

Point = Mapping[str, Value]
END = "end_year"
_BLOCK = 16  # points that a thread plays at a time


class Task:
    """A run at some points, and the columns that are kept of it.

    Attributes
    ----------
    columns : dict of str to None
        In order.
    points : ndarray of int, shape (n,)
        Numbers of points, ascending.
    """

    def __init__(self) -> None:
        self.columns: dict[str, None] = {}
        self.points = np.empty(0, dtype=np.int64)

    def add(self, columns: Sequence[str], points: np.ndarray) -> None:
        """Ask for more."""
        self.columns.update(dict.fromkeys(columns))
        self.points = np.union1d(self.points, points)


class Played:
    """Outcomes of runs, world by world under common luck."""

    def __init__(self) -> None:
        self._tables: dict[tuple[Run, str], np.ndarray] = {}
        self._points: dict[Run, np.ndarray] = {}
        self._starts: dict[Run, float] = {}

    def keep(
        self, run: Run, start: float, points: np.ndarray, tables: dict[str, np.ndarray]
    ) -> None:
        """Take in a run: its outcomes by name, each of shape (points, worlds)."""
        self._starts[run], self._points[run] = start, points
        self._tables.update({(run, name): table for name, table in tables.items()})

    def _values(self, run: Run, outcome: str, points: np.ndarray) -> np.ndarray:
        rows = np.searchsorted(self._points[run], points)
        return self._tables[run, outcome][rows]

    def of_side(self, side: Side, outcome: str, points: np.ndarray) -> np.ndarray:
        """An outcome of a side of a comparison; whether it is reached, as 0 or 1, for a date.

        Between two dates, a share of the time is a difference of two runs; what would have come
        after a race has ended counts as none.

        Parameters
        ----------
        side : Side
        outcome : str
        points : ndarray of int, shape (n,)

        Returns
        -------
        ndarray of float, shape (n, worlds)
        """
        if side.since is None:
            return self._values(side.run, outcome, points)
        assert side.run.until is not None
        late, early = (
            self._values(run, outcome, points)
            * (self._values(run, END, points) - self._starts[run])
            for run in side.runs()
        )
        return np.asarray((late - early) / (side.run.until - side.since))


def play(
    tasks: Mapping[Run, Task],
    points: Sequence[Point],
    worlds: range,
    most: int,
    seed: int,
    tell: Callable[[], None] | None = None,
) -> Played:
    """Play runs at points.

    Point number p has the worlds p m to (p + 1) m - 1 for itself, m the most there may be at a
    point, in every run: so all comparisons are paired, and no luck is shared between points.

    Parameters
    ----------
    tasks : mapping of Run to Task
    points : sequence of mapping of str to Value
        All points; an empty mapping is the baseline.
    worlds : range
        Which of a point's worlds.
    most : int
        Worlds that a point may have, m.
    seed : int
        Of the luck.
    tell : callable, optional
        Called after each run.
    """
    found = Played()
    compiled_loop(plan_of(scenario_of(next(iter(tasks)))))  # before the threads start
    with ThreadPoolExecutor(default_threads()) as pool:
        for run, task in tasks.items():
            places = _Places(run, points)
            tables = _play_run(pool, places, task, worlds, most, seed)
            found.keep(run, float(places.scenario["time.start"]), task.points, tables)
            if tell is not None:
                tell()
    return found


class _Places:
    """The plan of a run at each point."""

    def __init__(self, run: Run, points: Sequence[Point]):
        self.scenario = scenario_of(run)
        self._own = set_on_purpose(self.scenario) | {key for key, _ in run.settings}
        self._points = points

    def plan(self, number: int) -> Plan:
        values = {k: v for k, v in self._points[number].items() if k not in self._own}
        return plan_of(self.scenario.with_values(values))


def _play_run(
    pool: ThreadPoolExecutor, places: _Places, task: Task, worlds: range, most: int, seed: int
) -> dict[str, np.ndarray]:
    names = list(task.columns)
    chosen = [OUTCOME_COLUMNS.index(name) for name in names]
    found = np.empty((len(names), len(task.points), len(worlds)))

    def block(first: int) -> None:
        outcomes = np.empty((len(worlds), len(OUTCOME_COLUMNS)))
        for row in range(first, min(first + _BLOCK, len(task.points))):
            point = int(task.points[row])
            begin = point * most + worlds.start
            numbers = np.arange(begin, begin + len(worlds), dtype=np.int64)
            run_worlds(places.plan(point), seed, numbers, outcomes)
            found[:, row] = outcomes[:, chosen].T

    for done in [pool.submit(block, first) for first in range(0, len(task.points), _BLOCK)]:
        done.result()
    return {
        name: ~np.isnan(values) + 0.0 if _is_date(name) else values
        for name, values in zip(names, found, strict=True)
    }


def _is_date(name: str) -> bool:
    return COLUMNS[name].kind == "year" and name != END
