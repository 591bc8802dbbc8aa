"""The engine for many machines: chunks on the workers of a Dask scheduler. Needs `cluster`.

This is the only file that knows Dask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from race_sim.problems import EngineError, InputError, Problem
from race_sim.study.play import Job, Played, lost, play

_SECONDS_TO_CONNECT = 30


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        problem = Problem("engine", "dask is not installed", 'pip install "race-sim[cluster]"')
        raise InputError("engine", [problem]) from None
    return distributed


class Dask:
    """Chunks on the workers of a Dask scheduler; workers may come and go.

    Parameters
    ----------
    scheduler : str or None
        Its address. None: a scheduler and workers are started on this machine for the while.
    workers : int
        How many to start, when there is no scheduler yet. With one, their number is known once
        it has answered.
    """

    name = "dask"

    def __init__(self, scheduler: str | None, workers: int):
        _distributed()
        self.scheduler = scheduler
        self.workers = workers

    def _client(self) -> tuple[Any, Any]:
        distributed = _distributed()
        if self.scheduler is None:
            cluster = distributed.LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                dashboard_address=None,
                host="127.0.0.1",
            )
            return cluster, distributed.Client(cluster)
        try:
            return None, distributed.Client(self.scheduler, timeout=_SECONDS_TO_CONNECT)
        except (OSError, ValueError) as error:
            raise EngineError(f"no Dask scheduler answers at {self.scheduler}: {error}") from None

    def play(self, jobs: Iterable[Job]) -> Iterator[Played]:
        """Play jobs, as they finish. What a worker had that died is played by another.

        Raises
        ------
        EngineError
            If no scheduler answers, or if it goes away.
        """
        cluster, client = self._client()
        try:
            yield from self._play(client, iter(jobs))
        finally:
            client.close()
            if cluster is not None:
                cluster.close()

    def _play(self, client: Any, coming: Iterator[Job]) -> Iterator[Played]:
        distributed = _distributed()
        waiting: dict[str, Job] = {}
        results = distributed.as_completed(with_results=False)

        def submit(count: int) -> None:
            for job in islice(coming, count):
                # `pure=False`: another run of the same chunk is not to be taken from memory.
                future = client.submit(play, job, pure=False)
                waiting[future.key] = job
                results.add(future)

        self.workers = self._threads(client)
        submit(2 * self.workers)
        for future in results:
            job = waiting.pop(future.key)
            try:
                result = future.result()
            except distributed.KilledWorker as error:
                result = lost(job, f"the workers that played this chunk died: {error}")
            except (distributed.CancelledError, distributed.comm.CommClosedError) as error:
                raise EngineError(f"the Dask scheduler has gone: {error}") from error
            future.release()
            # Workers may have come: twice as many chunks as there are threads are under way.
            submit(max(1, 2 * self._threads(client) - len(waiting)))
            yield result

    def _threads(self, client: Any) -> int:
        there = int(sum(client.nthreads().values()))
        return max(1, there, self.workers if self.scheduler is None else 1)
