"""The tasks that the benchmarks of studies measure, each run in a process of its own.

    python benchmarks/tasks.py NAME '{"argument": value}'

The answer is the last line, as JSON.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sizes import FEW, WORKERS

_PIECE = 2048


def _warm_up() -> None:
    """Imports, and the compiled loop from its cache, so that the clock does not see them."""
    from designs import four_points

    from race_sim.study.run import run

    run(four_points(FEW), None, "serial").worlds()


def _peak_megabytes() -> float:
    """The most memory that this process alone has held."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _digest(rows: list[tuple[float, ...]]) -> str:
    """A hash of rows in order, which tells whether two lists are the same to the last bit."""
    import numpy as np

    table = np.array(sorted(rows), dtype=np.float64)
    return hashlib.sha256(table.tobytes()).hexdigest()


def peer(name: str, worlds: int) -> dict[str, Any]:
    """Worlds of a peer."""
    from peers import PEERS

    rows, first = PEERS[name](worlds)
    return {"first": first, "worlds": len(rows), "digest": _digest(rows)}


def peer_versions() -> dict[str, Any]:
    from peers import versions

    return versions()


def study_from_nothing(folder: str, worlds: int, engine: str) -> dict[str, Any]:
    """A study to disk in a process that has loaded nothing yet."""
    from designs import four_points

    from race_sim.study.run import run

    arrivals: list[float] = []

    def progress(done: int, total: int) -> None:
        if not arrivals:
            arrivals.append(time.monotonic())

    result = run(four_points(worlds), folder, engine, WORKERS, progress=progress)
    return {"first": arrivals[0], "worlds": result.played}


def digest_of_study(folder: str, worlds: int) -> dict[str, Any]:
    """The hash of the first worlds of each point, as `peer` gives it."""
    from designs import COMPARED

    from race_sim import open_study

    result = open_study(folder)
    rivalry = result.points["payoffs.rivalry"].to_numpy()
    frame = result.worlds(columns=COMPARED)
    frame = frame[frame["world"] < worlds]
    columns = [rivalry[frame["point"]], frame["world"], *(frame[name] for name in COMPARED)]
    return {"digest": _digest(list(zip(*columns, strict=True)))}


def kernel(design: str, worlds: int, points: int) -> dict[str, Any]:
    """The compiled loop on two threads, and nothing else: results are thrown away."""
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np
    from designs import study_called

    from race_sim.compiled import OUTCOME_COLUMNS, run_worlds
    from race_sim.resolve import plan_of

    _warm_up()
    study = study_called(design, worlds, points)
    plans = [plan_of(study.scenario_at(point)) for point in study.points()]
    pieces = [(plan, begin) for plan in plans for begin in range(0, worlds, _PIECE)]

    def play(piece: tuple[Any, int]) -> None:
        plan, begin = piece
        numbers = np.arange(begin, min(begin + _PIECE, worlds), dtype=np.int64)
        run_worlds(plan, study.seed, numbers, np.empty((len(numbers), len(OUTCOME_COLUMNS))))

    with ThreadPoolExecutor(WORKERS) as pool:
        begin = time.perf_counter()
        for _ in pool.map(play, pieces):
            pass
        seconds = time.perf_counter() - begin
    return {"seconds": seconds, "worlds": worlds * len(plans)}


def _size(folder: str) -> tuple[int, int]:
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)


def study(folder: str, design: str, worlds: int, points: int) -> dict[str, Any]:
    """A study to disk on two threads."""
    from designs import study_called

    from race_sim.study.run import run

    _warm_up()
    content = study_called(design, worlds, points)
    begin = time.perf_counter()
    result = run(content, folder, "threads", WORKERS)
    seconds = time.perf_counter() - begin
    files, size = _size(folder)
    return {
        "seconds": seconds,
        "worlds": result.played,
        "megabytes": _peak_megabytes(),
        "files": files,
        "bytes": size,
    }


def engine(folder: str, name: str, worlds: int) -> dict[str, Any]:
    """A study to disk on an engine: first one of a few worlds, which is start-up, then the whole.

    `name` may be "dask, cluster there": then scheduler and workers are started before the clock.
    """
    from designs import four_points

    from race_sim.study.run import run

    _warm_up()
    cluster = None
    if name == "dask, cluster there":
        from distributed import LocalCluster

        cluster = LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        )
        name = "dask"
    scheduler = None if cluster is None else cluster.scheduler_address
    workers = 1 if name == "serial" else WORKERS
    seconds = []
    for number, each in enumerate((FEW, worlds)):
        place = Path(folder) / f"{number}"
        begin = time.perf_counter()
        run(four_points(each), place, name, workers, scheduler)
        seconds.append(time.perf_counter() - begin)
    if cluster is not None:
        cluster.close()
    return {"few seconds": seconds[0], "seconds": seconds[1]}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    task.__name__: task
    for task in (
        peer,
        peer_versions,
        study_from_nothing,
        digest_of_study,
        kernel,
        study,
        engine,
    )
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))))
