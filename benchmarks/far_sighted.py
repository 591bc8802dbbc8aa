"""How long far-sighted play takes to solve on one core, how well it is solved, how grids differ.

python benchmarks/far_sighted.py [--grids NAME ...] [--worlds N] [--write FILE]
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"

from markdown_tables import number, table, write  # noqa: E402

import race_sim  # noqa: E402
from race_sim.analysis import paired  # noqa: E402
from race_sim.foresight.best_reply import exploitability  # noqa: E402
from race_sim.foresight.solution import KINDS, game_of, mean_chip_dependency, solve  # noqa: E402
from race_sim.resolve import settings_of  # noqa: E402

SEED = 1


def solved(grid: str):
    """Both solutions of the baseline on a grid, solved anew on one core."""
    parameters = race_sim.load_scenario("baseline", {"foresight.grid": grid}).parameters
    settings, dependency = settings_of(parameters), mean_chip_dependency(parameters)
    found = {kind: solve(kind, settings, dependency, parameters.foresight) for kind in KINDS}
    _, game = game_of(settings, dependency, parameters.foresight)
    return found, exploitability(game, found["equilibrium"].strategies), game.scale


def risk(policy: str, grid: str, worlds: int):
    """Worlds in which both play a policy."""
    values = {"us.policy": policy, "cn.policy": policy, "foresight.grid": grid}
    return race_sim.simulate(race_sim.load_scenario("baseline", values), worlds, seed=SEED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--grids", nargs="+", default=["coarse", "default"])
    parser.add_argument("--worlds", type=int, default=20_000)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    rows, gains = [], []
    for grid in options.grids:
        found, gain, scale = solved(grid)
        for kind, solution in found.items():
            rows.append(
                [
                    grid,
                    kind,
                    f"{solution.strategies.shape[1]:,}",
                    number(solution.seconds),
                    f"{solution.iterations}",
                    f"{solution.value_residual:.1e}",
                    f"{solution.strategy_residual:.1e}",
                    f"{solution.unsettled}",
                ]
            )
        total = sum(solution.seconds for solution in found.values())
        rows.append([grid, "both", "", number(total), "", "", "", ""])
        gains.append(
            [grid, *(number(float(side.mean())) for side in gain), number(float(gain.max()))]
        )
        print(rows[-3:], gains[-1], scale, flush=True)
    os.sched_setaffinity(0, every)
    head = (
        "grid", "solution", "states", "seconds, one core", "updates",
        "residual of values", "residual of strategies", "states not at rest",
    )  # fmt: skip
    gain_head = ("grid", "United States, mean", "China, mean", "largest")
    text = table(head, rows)
    text += (
        "\n\nWhat a side could gain by its best reply to the equilibrium, in discounted payoff, "
    )
    text += "over all states of the grid:\n\n" + table(gain_head, gains)
    played = {
        (kind, grid): risk(kind, grid, options.worlds) for kind in KINDS for grid in options.grids
    }
    last = options.grids[-1]
    refined = []
    for kind in KINDS:
        for grid in options.grids:
            worlds = played[kind, grid]
            change = paired.difference(played[kind, last], worlds, "catastrophe_risk")
            refined.append(
                [
                    kind,
                    grid,
                    number(100.0 * worlds.catastrophe_risk.mean()),
                    "{:+.3f} ({:+.3f} to {:+.3f})".format(*(100.0 * part for part in change)),
                    number(100.0 * worlds.us_accelerating.mean()),
                    number(100.0 * worlds.cn_accelerating.mean()),
                ]
            )
    refined_head = (
        "both play", "grid", "chance of a catastrophe, %", f"less that of {last}, points",
        "United States accelerating, %", "China accelerating, %",
    )  # fmt: skip
    text += f"\n\nPlayed in the race itself, {options.worlds:,} worlds, common luck:\n\n"
    text += table(refined_head, refined)
    print(text)
    if options.write:
        write(options.write, "far-sighted", text)


if __name__ == "__main__":
    main()
