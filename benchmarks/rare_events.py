"""What a rare event costs: counted, summed, and by importance sampling; a table as Markdown.

python benchmarks/rare_events.py [--counted N] [--seed N] [--seconds] [--write docs/rare-events.md]

With --seconds these are written too, into a part of their own: they do not come from the model.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import NamedTuple

import markdown_tables

from race_sim import load_scenario
from race_sim.analysis import rare
from race_sim.analysis.rare.conditional import variance_reduction
from race_sim.analysis.rare.importance import sampled
from race_sim.analysis.rare.pilot import DEFENSIVE_SHARE, PILOT_WORLDS, best_exponent, pilot
from race_sim.analysis.rare.played import cut, play
from race_sim.documents import MODEL, write_block
from race_sim.ensemble import simulate
from race_sim.outcomes import Estimate, mean, share
from race_sim.resolve import plan_of

SCENARIO = "baseline"
VALUES = {"incidents.severity_exponent": 1.5, "incidents.base_rate": 0.01}
EVENTS = ("catastrophe", "catastrophe_before:2036", "harm_above:12000")
HEAD = ("event", "method", "worlds", "in a million worlds", "factor", "equal worlds")
SECONDS = ("event", "method", "worlds", "seconds")
OF = (MODEL, "race_sim/analysis/rare", "benchmarks/rare_events.py")
SUMMED_WORLDS = 10_000
SAMPLED_WORLDS = 100_000


class Row(NamedTuple):
    """An event by a method, ready for the tables."""

    event: str
    method: str
    worlds: str
    chance: str  # in a million worlds
    factor: str
    equal: str
    value: float
    seconds: str


def in_a_million(found: Estimate) -> str:
    low, high = (markdown_tables.number(1e6 * end) for end in (found.low, found.high))
    return f"{markdown_tables.number(1e6 * found.value)} ({low} to {high})"


def row(
    name: str,
    method: str,
    worlds: int,
    found: Estimate,
    seconds: float,
    factor: float,
    note: str = "",
) -> Row:
    return Row(
        f"`{name}`",
        method,
        f"{worlds:,}",
        in_a_million(found) + note,
        markdown_tables.number(factor),
        markdown_tables.number(factor * worlds),
        found.value,
        markdown_tables.number(seconds),
    )


def rows_of(name: str, counted: int, seed: int) -> list[Row]:
    """An event by every method that it allows; each plays worlds of its own."""
    wanted = rare.event(name)
    plan = cut(plan_of(load_scenario(SCENARIO, VALUES)), wanted.until)
    rows = []
    start = time.perf_counter()
    happened = play(plan, wanted, counted, seed).happened
    seconds = time.perf_counter() - start
    found = share(int(happened.sum()), counted)
    rows.append(row(name, "counted", counted, found, seconds, 1.0))
    if wanted.risk:
        start = time.perf_counter()
        risks = play(plan, wanted, SUMMED_WORLDS, seed, 10**9).risk
        seconds = time.perf_counter() - start
        factor = variance_reduction(risks).value
        rows.append(row(name, "summed", SUMMED_WORLDS, mean(risks), seconds, factor))
    start = time.perf_counter()
    tried = pilot(plan, wanted, PILOT_WORLDS, seed, 2 * 10**9)
    exponent = best_exponent(tried, DEFENSIVE_SHARE)
    by = sampled(plan, wanted, SAMPLED_WORLDS, seed, 3 * 10**9, exponent, DEFENSIVE_SHARE)
    seconds = time.perf_counter() - start
    method = f"importance, exponent {exponent:.2f}"
    note = f", {by.weighted.effective_events:.0f} effective events"
    if not by.weighted.reliable:
        note += ": too few"
    estimate = by.weighted.estimate
    rows.append(row(name, method, SAMPLED_WORLDS, estimate, seconds, by.factor, note))
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counted", type=int, default=2_000_000, help="worlds that are counted")
    parser.add_argument("--seed", type=int, default=1, help="seed of luck")
    parser.add_argument("--seconds", action="store_true", help="write the seconds too")
    parser.add_argument("--write", type=Path, help="a document to put the table into")
    arguments = parser.parse_args()
    simulate(SCENARIO, 1)  # compiled before the clock starts
    rows: list[Row] = []
    for name in EVENTS:
        rows += rows_of(name, arguments.counted, arguments.seed)
    best = next(one for one in rows if one.event == "`catastrophe`" and one.method == "summed")
    settings = " and ".join(f"`{key}` {value}" for key, value in VALUES.items())
    chances = (
        f"The {SCENARIO} with {settings}: a catastrophe in 1 of {1.0 / best.value:,.0f} worlds.\n\n"
        + markdown_tables.table(HEAD, [one[:6] for one in rows])
    )
    times = [(one.event, one.method.split(",")[0], one.worlds, one.seconds) for one in rows]
    seconds = markdown_tables.table(SECONDS, times)
    print(f"{chances}\n\n{seconds}")
    if arguments.write:
        write_block(arguments.write, "rare events", chances, OF)
        if arguments.seconds:
            write_block(arguments.write, "rare events, seconds", seconds)


if __name__ == "__main__":
    main()
