"""Engines: who plays the chunks of a study. All give the same bits.

`engine_of(...)` makes one by its name. An engine takes jobs as they are needed, so that a study of
any size waits in no queue, and gives each chunk as soon as it is played, in any order.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from itertools import islice
from typing import Protocol

from race_sim.address import whole_number
from race_sim.ensemble import MOST_THREADS, default_threads
from race_sim.problems import EngineError, InputError, Problem
from race_sim.study.play import Job, Played, lost, play

NAMES = ("serial", "threads", "processes", "dask")

# A chunk that was on the books at so many deaths of a worker is tried alone, to tell the one
# that kills from those that stood beside it.
_SUSPECT_AFTER = 2


class Engine(Protocol):
    """Plays jobs.

    Attributes
    ----------
    name : str
    workers : int
        How many chunks are played at a time.
    """

    name: str
    workers: int

    def play(self, jobs: Iterable[Job]) -> Iterator[Played]:
        """Play jobs, taken as they are needed; each result as soon as it is there.

        If it is a generator, it is closed when the study ends early.
        """


class Serial:
    """One chunk after another, in this process."""

    name = "serial"
    workers = 1

    def play(self, jobs: Iterable[Job]) -> Iterator[Played]:
        """Play jobs in their order."""
        for job in jobs:
            yield play(job)


class OnExecutor:
    """Chunks on an executor of `concurrent.futures`, or one of another library like it.

    Parameters
    ----------
    executor : Executor
        It is left open.
    workers : int
        How many chunks it plays at a time; twice as many are handed to it.
    name : str
    """

    def __init__(self, executor: Executor, workers: int, name: str = "executor"):
        self.executor = executor
        self.workers = workers
        self.name = name

    def play(self, jobs: Iterable[Job]) -> Iterator[Played]:
        """Play jobs, as they finish.

        Raises
        ------
        EngineError
            If the executor breaks.
        """
        coming = iter(jobs)
        waiting: set[Future[Played]] = set()
        try:
            for job in islice(coming, 2 * self.workers):
                waiting.add(self.executor.submit(play, job))
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
                for job in islice(coming, len(done)):
                    waiting.add(self.executor.submit(play, job))
        except BrokenExecutor as error:
            raise EngineError(f"the executor broke: {error}") from error
        finally:
            for future in waiting:
                future.cancel()


class Threads:
    """Chunks on threads of this process. The compiled loop lets them run side by side."""

    name = "threads"

    def __init__(self, workers: int | None = None):
        self.workers = _checked_workers(workers)

    def play(self, jobs: Iterable[Job]) -> Iterator[Played]:
        """Play jobs, as they finish."""
        with ThreadPoolExecutor(self.workers, "race-sim") as pool:
            yield from OnExecutor(pool, self.workers).play(jobs)


def _serve_the_parent() -> None:
    """In a worker: leave interrupts to the parent, and end when it ends, however it does."""
    import os
    import signal
    from multiprocessing import connection, parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return

    def end_with_the_parent() -> None:
        # A pool's workers wait for work for ever if their parent is killed.
        connection.wait([parent.sentinel])
        os._exit(1)

    Thread(target=end_with_the_parent, daemon=True).start()


class Processes:
    """Chunks on processes of this machine, started afresh. A worker that dies loses nothing."""

    name = "processes"

    def __init__(self, workers: int | None = None):
        self.workers = _checked_workers(workers)

    @contextmanager
    def _pool(self, workers: int) -> Iterator[ProcessPoolExecutor]:
        import multiprocessing

        # Started afresh, not forked: a fork of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, context, _serve_the_parent)
        try:
            try:
                pool.submit(int).result()
            except BrokenExecutor as error:
                raise EngineError(
                    "worker processes cannot start; a script that starts them must do so under "
                    "if __name__ == '__main__':"
                ) from error
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def play(self, jobs: Iterable[Job]) -> Iterator[Played]:
        """Play jobs, as they finish; when a worker dies, what it had is played again.

        A chunk of which workers die again and again is given as failed.
        """
        coming = iter(jobs)
        again: deque[Job] = deque()
        deaths: Counter[str] = Counter()
        while True:
            suspects = [job for job in again if deaths[job.key] >= _SUSPECT_AFTER]
            for job in suspects:
                again.remove(job)
                yield self._alone(job)
            with self._pool(self.workers) as pool:
                survivors: list[Job] = []
                yield from self._until_a_death(pool, again, coming, survivors)
            if not survivors:
                return
            deaths.update(job.key for job in survivors)
            again.extend(survivors)

    def _until_a_death(
        self,
        pool: ProcessPoolExecutor,
        again: deque[Job],
        coming: Iterator[Job],
        survivors: list[Job],
    ) -> Iterator[Played]:
        """Play until all is played or a worker dies; then `survivors` are those not played."""
        waiting: dict[Future[Played], Job] = {}
        broken = False

        def next_job() -> Job | None:
            return again.popleft() if again else next(coming, None)

        while True:
            while not broken and len(waiting) < 2 * self.workers:
                job = next_job()
                if job is None:
                    break
                try:
                    waiting[pool.submit(play, job)] = job
                except BrokenExecutor:
                    survivors.append(job)
                    broken = True
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                job = waiting.pop(future)
                try:
                    result = future.result()
                except BrokenExecutor:
                    survivors.append(job)
                    broken = True
                    continue
                yield result

    def _alone(self, job: Job) -> Played:
        with self._pool(1) as pool:
            try:
                return pool.submit(play, job).result()
            except BrokenExecutor:
                return lost(job, "the worker process died each time it played this chunk")


def _checked_workers(workers: int | None) -> int:
    workers = default_threads() if workers is None else workers
    problem = whole_number("workers", workers, 1, MOST_THREADS)
    if problem is not None:
        raise InputError("engine", [problem])
    return workers


def engine_of(
    name: str | Executor | Engine | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    in_python: bool = False,
) -> Engine:
    """An engine.

    Parameters
    ----------
    name : str, Executor, Engine or None
        One of `NAMES`, an executor of `concurrent.futures`, or an engine. None: threads for the
        compiled loop, processes for a model in Python, which threads would not speed up.
    workers : int, optional
        By default as many as the process may use processors.
    scheduler : str, optional
        Address of a Dask scheduler, such as "tcp://10.0.0.1:8786"; for "dask" only. Without it,
        Dask starts `workers` processes on this machine.
    in_python : bool
        Whether worlds are played by a model in Python.

    Raises
    ------
    InputError
        If there is no such engine, or an argument does not fit it.
    """
    if isinstance(name, Executor):
        return OnExecutor(name, _checked_workers(workers))
    if name is not None and not isinstance(name, str):
        return name
    problems = []
    if name is not None and name not in NAMES:
        problems.append(Problem("engine", f"{name!r}", "one of " + ", ".join(NAMES)))
    if scheduler is not None and name != "dask":
        problems.append(Problem("scheduler", "is for the engine dask only"))
    if scheduler is not None and workers is not None:
        problems.append(Problem("workers", "are those of the scheduler", "none beside a scheduler"))
    if name == "serial" and workers not in (None, 1):
        problems.append(Problem("workers", f"{workers} for the engine serial", "1"))
    if problems:
        raise InputError("engine", problems)
    if name == "serial":
        return Serial()
    if name == "dask":
        from race_sim.study.dask_engine import Dask

        return Dask(scheduler, 0 if scheduler else _checked_workers(workers))
    if name == "processes" or (name is None and in_python):
        return Processes(workers)
    return Threads(workers)
