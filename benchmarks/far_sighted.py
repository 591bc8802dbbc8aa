"""How well far-sighted play is solved, how grids differ, and with --speed how long solving takes.

python benchmarks/far_sighted.py [--grids NAME ...] [--worlds N] [--speed] [--write FILE]

Solutions are taken from the cache where they are there; with --speed all is solved anew, on one
core.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"

from markdown_tables import number, table  # noqa: E402

import race_sim  # noqa: E402
from race_sim.analysis.foresight_refinement import Refinement, refinement  # noqa: E402
from race_sim.documents import MODEL, write_block  # noqa: E402
from race_sim.foresight.best_reply import exploitability  # noqa: E402
from race_sim.foresight.logit_equilibrium import NotConvergedError  # noqa: E402
from race_sim.foresight.solution import (  # noqa: E402
    KINDS,
    game_of,
    mean_chip_dependency,
    solution_of,
    solve,
)
from race_sim.parameters import Parameters  # noqa: E402
from race_sim.resolve import settings_of  # noqa: E402
from race_sim.rules.settings import RaceSettings  # noqa: E402

TRUE_HAZARD = {False: "as believed", True: "true"}
OF = (MODEL, "race_sim/analysis/foresight_refinement.py")
TIMED = ("grid", "solution", "hazard", "seconds of one core")
SOLVED = (
    "grid", "solution", "hazard", "states", "updates", "residual of values",
    "residual of strategies", "states not at rest",
)  # fmt: skip
GAINS = (
    "grid", "United States, mean", "China, mean", "largest", "United States, value, mean",
    "China, value, mean",
)  # fmt: skip
COMPARED = (
    "solution", "grid", "states", "side", "chance of investing: mean difference", "largest",
    "value: mean difference", "largest", "standard deviation of the value",
)  # fmt: skip
PLAYED = (
    "both play", "grid", "chance of a catastrophe, %", "difference, percentage points",
    "United States accelerating, %", "China accelerating, %",
)  # fmt: skip


def solved(grid: str, true_hazard: bool) -> tuple[list[list[str]], list[list[str]]]:
    """Rows on both solutions of the baseline, and on gains by best replies."""
    settings, parameters = baseline(grid, true_hazard)
    rows, gains = [], []
    for kind in KINDS:
        found = solution_of(kind, settings, parameters)
        rows.append(
            [
                grid,
                kind,
                TRUE_HAZARD[true_hazard],
                f"{found.grid.states:,}",
                f"{found.iterations}",
                f"{found.value_residual:.1e}",
                f"{found.strategy_residual:.1e}",
                f"{found.unsettled}",
            ]
        )
        if kind == "equilibrium" and not true_hazard:
            dependency = mean_chip_dependency(parameters)
            _, game = game_of(settings, dependency, parameters.foresight)
            try:
                gain = exploitability(game, found.strategies)
            except NotConvergedError:
                gains.append([grid, *["not found"] * 3, *_means(found.values)])
                continue
            gains.append([grid, *_means(gain), number(float(gain.max())), *_means(found.values)])
    return rows, gains


def baseline(grid: str, true_hazard: bool) -> tuple[RaceSettings, Parameters]:
    values = {"foresight.grid": grid, "foresight.true_hazard": true_hazard}
    parameters = race_sim.load_scenario("baseline", values).parameters
    return settings_of(parameters), parameters


def timed(grid: str, true_hazard: bool) -> list[list[str]]:
    """Rows on how long both solutions take, solved anew."""
    settings, parameters = baseline(grid, true_hazard)
    dependency = mean_chip_dependency(parameters)
    rows, total = [], 0.0
    for kind in KINDS:
        begin = time.process_time()
        solve(kind, settings, dependency, parameters.foresight)
        seconds = time.process_time() - begin
        total += seconds
        rows.append([grid, kind, TRUE_HAZARD[true_hazard], number(seconds)])
    return [*rows, [grid, "both", TRUE_HAZARD[true_hazard], number(total)]]


def _means(of_sides) -> list[str]:
    return [number(float(side.mean())) for side in of_sides]


def compared_rows(found: Refinement) -> list[list[str]]:
    """What interpolation does to strategies and values."""
    return [
        [
            row["kind"],
            row["grid"],
            f"{row['states']:,.0f} {row['place']}",
            {"us": "United States", "cn": "China"}[row["side"]],
            *(number(row[name]) for name in ("strategy_mean", "strategy_largest")),
            *(number(row[name]) for name in ("value_mean", "value_largest", "value_spread")),
        ]
        for row in found.compared.to_dict("records")
    ]


def played_rows(found: Refinement, reference: str) -> list[list[str]]:
    """What the race comes to on each grid."""
    parts = ("value", "low", "high")
    rows = []
    for row in found.played.to_dict("records"):
        level, low, high = (100.0 * row[f"risk_{part}"] for part in parts)
        change = [100.0 * row[f"difference_{part}"] for part in parts]
        rows.append(
            [
                row["kind"],
                row["grid"],
                f"{level:.3f} ({low:.3f} to {high:.3f})",
                "" if row["grid"] == reference else "{:+.3f} ({:+.3f} to {:+.3f})".format(*change),
                f"{100.0 * row['us_accelerating']:.1f}",
                f"{100.0 * row['cn_accelerating']:.1f}",
            ]
        )
    return rows


def speed(grids: list[str]) -> str:
    """How long solving takes on one core, as Markdown."""
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    rows = [row for grid, hazard in cases(grids) for row in timed(grid, hazard)]
    os.sched_setaffinity(0, every)
    return table(TIMED, rows)


def numbers(grids: list[str], worlds: int) -> str:
    """How well it is solved and how grids differ, as Markdown."""
    rows, gains = [], []
    for grid, true_hazard in cases(grids):
        more, gained = solved(grid, true_hazard)
        rows += more
        gains += gained
        print(more, gained, flush=True)
    found = refinement(grids, worlds=worlds)
    last = grids[-1]
    return "\n\n".join(
        [
            "How well it is solved:",
            table(SOLVED, rows),
            "What a side could gain, from each state on, by its best reply to the equilibrium with "
            "hazards as believed, in discounted payoff, beside the values themselves; means are "
            "over all states of the grid:",
            table(GAINS, gains),
            f"How strategies and values differ from those of the grid called {last}:",
            table(COMPARED, compared_rows(found)),
            f"Played in the race itself, {worlds:,} worlds; paired differences from the "
            f"grid called {last}, with 95 % Monte-Carlo intervals:",
            table(PLAYED, played_rows(found, last)),
        ]
    )


def cases(grids: list[str]) -> list[tuple[str, bool]]:
    """Grids, and whether the true hazard is known; the fine grid is too slow for both."""
    return [
        (grid, known) for grid in grids for known in ((False, True) if grid != "fine" else (False,))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--grids", nargs="+", default=["coarse", "default"])
    parser.add_argument("--worlds", type=int, default=20_000)
    parser.add_argument("--speed", action="store_true", help="how long it takes, and nothing else")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    text = speed(options.grids) if options.speed else numbers(options.grids, options.worlds)
    print(text)
    if options.write and options.speed:
        write_block(options.write, "far-sighted, speed", text)
    elif options.write:
        write_block(options.write, "far-sighted", text, OF)


if __name__ == "__main__":
    main()
