"""The same study on each engine."""

from __future__ import annotations

from argparse import Namespace
from collections import defaultdict
from typing import Any

from children import in_turns, rate, to_disk
from markdown_tables import median, spread, table
from sizes import FEW, POINTS

ENGINES = ("serial", "threads", "processes", "dask", "dask, cluster there")


def engines(options: Namespace) -> tuple[dict[str, Any], str]:
    """The same study on each engine."""
    worlds = options.engine_worlds
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    memory: dict[str, list[float]] = defaultdict(list)
    for engine in in_turns(ENGINES, options.rounds):
        run = to_disk("engine", name=engine, worlds=worlds)
        runs[engine].append(run.answer)
        memory[engine].append(run.megabytes)
    whole = {
        engine: [POINTS * worlds / run["seconds"] for run in each] for engine, each in runs.items()
    }
    steady = {
        engine: [
            rate(POINTS * (worlds - FEW), run["seconds"] - run["few seconds"])
            if engine != "dask, cluster there"
            else POINTS * worlds / run["seconds"]  # its workers were warm
            for run in each
        ]
        for engine, each in runs.items()
    }

    def ratio(values: dict[str, list[float]], one: str, other: str) -> list[float]:
        return [a / b for a, b in zip(values[one], values[other], strict=True)]

    rows = [
        [
            engine,
            median(whole[engine]),
            spread(ratio(whole, engine, "processes")),
            median(steady[engine]),
            spread(ratio(steady, engine, "processes")),
            median(memory[engine]),
        ]
        for engine in ENGINES
    ]
    head = (
        "engine",
        "worlds a second, workers started",
        "over processes",
        "worlds a second, without start-up",
        "over processes",
        "peak memory with workers, MB",
    )
    text = f"{POINTS * worlds:,} worlds, two workers.\n\n" + table(head, rows)
    return {"runs": runs, "worlds a second": whole, "without start-up": steady}, text
