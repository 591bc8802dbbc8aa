"""How fast the compiled loop is: ratios, measured side by side in one run.

    python benchmarks/speed.py [--large] [--json] [--write docs/performance.md]

- worlds a second of the compiled loop on one core against `RaceModel` run in a loop;
- two threads against one;
- seconds until a new process has simulated one world: the first ever on a machine (an empty
  cache of compiled code), and a later one;
- peak memory of a sweep that streams to disk, for 10^4 to 10^6 worlds (10^7 with --large).

Each ratio is the median over rounds in which both sides take turns, with its smallest and largest
value, so that a machine that is busy or changes its clock rate disturbs both alike.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from race_sim.documents import write_block

ROUNDS = 7
COMPILED_WORLDS = 8000
MODEL_WORLDS = 40
THREAD_WORLDS = 65536


def seconds(task: Callable[[], object]) -> float:
    """Wall-clock seconds that a task takes."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def spread(values: list[float]) -> dict[str, float]:
    """Median, smallest and largest."""
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def compiled_against_model() -> dict[str, Any]:
    """Worlds a second of the compiled loop on one core, over those of `RaceModel` in a loop."""
    from race_sim import RaceModel, load_scenario, simulate

    scenario = load_scenario("baseline")
    simulate(scenario, worlds=10)

    def compiled() -> None:
        simulate(scenario, worlds=COMPILED_WORLDS, seed=1, threads=1)

    def in_a_loop() -> None:
        for world in range(MODEL_WORLDS):
            RaceModel(scenario, seed=1, world=world).run()

    rates = []
    for _ in range(ROUNDS):
        model_rate = MODEL_WORLDS / seconds(in_a_loop)
        compiled_rate = COMPILED_WORLDS / seconds(compiled)
        rates.append((compiled_rate, model_rate))
    return {
        "compiled worlds a second": statistics.median(rate for rate, _ in rates),
        "RaceModel worlds a second": statistics.median(rate for _, rate in rates),
        "ratio": spread([compiled / model for compiled, model in rates]),
    }


def two_threads_against_one() -> dict[str, Any]:
    """Worlds a second with two threads, over those with one."""
    from race_sim.ensemble import blocks
    from race_sim.resolve import plan_of
    from race_sim.scenario import load_scenario

    plan = plan_of(load_scenario("baseline"))

    def with_threads(threads: int) -> float:
        def play() -> None:
            for _ in blocks(plan, THREAD_WORLDS, seed=1, threads=threads):
                pass

        return seconds(play)

    ratios = [with_threads(1) / with_threads(2) for _ in range(ROUNDS)]
    return {"ratio": spread(ratios)}


def one_world_in_a_new_process(cache: str | None) -> float:
    """Seconds until a new process has simulated one world."""
    environment = dict(os.environ)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = cache
    code = "import race_sim; race_sim.simulate('baseline', worlds=1, seed=1)"
    command = [sys.executable, "-c", code]
    return seconds(
        lambda: subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)
    )


def start_up() -> dict[str, Any]:
    """Seconds of a first ever process, and of later ones."""
    first, later = [], []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            first.append(one_world_in_a_new_process(cache))
            later.extend(one_world_in_a_new_process(cache) for _ in range(3))
    return {"first ever process, seconds": spread(first), "later process, seconds": spread(later)}


def peak_megabytes(worlds: int) -> float:
    """Peak memory of a process that sweeps so many worlds to disk."""
    code = (
        "import resource, sys, race_sim\n"
        "race_sim.sweep('baseline', worlds=int(sys.argv[1]), seed=1, out=sys.argv[2])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", code, str(worlds), os.path.join(folder, "sweep")]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    kilobytes = float(done.stdout)
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)


def memory(large: bool) -> dict[str, Any]:
    """Peak memory by number of worlds, and the largest over the smallest."""
    sizes = [10**4, 10**5, 10**6] + ([10**7] if large else [])
    peaks = {f"{size} worlds, MB": peak_megabytes(size) for size in sizes}
    return {**peaks, "largest over smallest": max(peaks.values()) / min(peaks.values())}


def lines(title: str, results: dict[str, Any]) -> list[str]:
    """Results as rows of a Markdown table."""
    rows = []
    for name, value in results.items():
        if isinstance(value, dict):
            text = f"{value['median']:.3g} ({value['low']:.3g} to {value['high']:.3g})"
        else:
            text = f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
        rows.append(f"| {title} | {name} | {text} |")
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="also sweep ten million worlds")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--write", type=Path, help="a document to put the table into")
    arguments = parser.parse_args()
    tasks: dict[str, Callable[[], dict[str, Any]]] = {
        "compiled loop against RaceModel, one core": compiled_against_model,
        "two threads against one": two_threads_against_one,
        "start-up": start_up,
        "peak memory, streamed to disk": lambda: memory(arguments.large),
    }
    results = {}
    text = ["| what | measure | median (smallest to largest) |", "| --- | --- | --- |"]
    if not arguments.json:
        print("\n".join(text), flush=True)
    for title, task in tasks.items():
        results[title] = task()
        text += lines(title, results[title])
        if not arguments.json:
            print("\n".join(lines(title, results[title])), flush=True)
    if arguments.write:
        write_block(arguments.write, "speed", "\n".join(text))
    if arguments.json:
        print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
