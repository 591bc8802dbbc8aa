"""How long a tournament of all policies takes, beside its bare races and beside Mesa.

Compilation and far-sighted solutions are made before the clock. In each round, in turn: the whole
tournament (races, ranking, equilibria, evolution; no pictures), and its races alone in the compiled
loop. Mesa plays a sample of the same races.

    python benchmarks/tournament.py [--rounds N] [--worlds N] [--write docs/performance.md]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from markdown_tables import median, number, spread, table

from race_sim import RaceModel, load_scenario
from race_sim.documents import write_block
from race_sim.ensemble import blocks
from race_sim.policies import NUMBERS, POLICIES
from race_sim.resolve import plan_of
from race_sim.tournament.tournament import tournament

SEED = 1
MESA_RACES = 40


def bare_races(plan, names: list[str], worlds: int) -> float:
    begin = time.perf_counter()
    for us in names:
        for cn in names:
            for _ in blocks(
                plan.with_policies(NUMBERS[us], NUMBERS[cn]), worlds, SEED, block=worlds // 2
            ):
                pass
    return time.perf_counter() - begin


def whole(names: list[str], worlds: int) -> float:
    begin = time.perf_counter()
    tournament(names, "baseline", worlds, SEED)
    return time.perf_counter() - begin


def in_mesa(names: list[str]) -> float:
    """Races a second."""
    pairs = [(us, cn) for us in names for cn in names]
    chosen = pairs[:: max(1, len(pairs) // MESA_RACES)]
    begin = time.perf_counter()
    for world, (us, cn) in enumerate(chosen):
        values = {"us.policy": us, "cn.policy": cn}
        RaceModel(load_scenario("baseline", values), seed=SEED, world=world).run()
    return len(chosen) / (time.perf_counter() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    names = [policy.name for policy in POLICIES]
    values = {"us.policy": "equilibrium", "cn.policy": "planner"}
    plan = plan_of(load_scenario("baseline", values))
    tournament(names, "baseline", 16, SEED)  # compiles, solves, imports
    races = len(names) ** 2 * options.worlds
    totals, bare, mesa = [], [], []
    for _ in range(options.rounds):
        totals.append(whole(names, options.worlds))
        bare.append(bare_races(plan, names, options.worlds))
        mesa.append(in_mesa(names))
    over = [total / alone for total, alone in zip(totals, bare, strict=True)]
    beside = [races / total / each for total, each in zip(totals, mesa, strict=True)]
    rows = [
        [
            f"{len(names)} x {len(names)} x {options.worlds:,}",
            median(totals),
            spread(over),
            number(races / float(sorted(totals)[len(totals) // 2])),
            spread(beside),
        ]
    ]
    head = (
        "policies x policies x worlds",
        "seconds",
        "over its bare races",
        "races a second",
        "times Mesa, one process",
    )
    text = table(head, rows)
    print(text)
    if options.write:
        write_block(options.write, "tournament", text)


if __name__ == "__main__":
    main()
