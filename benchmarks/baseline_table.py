"""What the baseline shows, measured: the table of docs/baseline.md, as Markdown.

python benchmarks/baseline_table.py [--worlds 20000] [--seed 1] [--write docs/baseline.md]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from markdown_tables import table

from race_sim import MODEL_VERSION, load_scenario
from race_sim.analysis.baseline import BEHAVIOURS
from race_sim.documents import MODEL, write_block

HEAD = ("behaviour", "sketch", "measured")
OF = (
    MODEL,
    "race_sim/analysis/baseline.py",
    "race_sim/analysis/window.py",
    "race_sim/analysis/paired.py",
)


def measured(worlds: int, seed: int) -> str:
    """The table, with the sentence that says how it was made."""
    baseline = load_scenario("baseline")
    rows = []
    for behaviour in BEHAVIOURS:
        rows.append([f"**{behaviour.title}**", "", ""])
        for reading in behaviour.measure(baseline, worlds, seed):
            value, low, high = (100.0 * number for number in reading.estimate)
            rows.append([reading.name, reading.sketch, f"{value:.1f} % ({low:.1f} to {high:.1f})"])
            print(" | ".join(rows[-1]), flush=True)
    how = f"Model version {MODEL_VERSION}, {worlds:,} worlds a setting, seed {seed}."
    return f"{how}\n\n{table(HEAD, rows)}"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=20000, help="worlds a setting")
    parser.add_argument("--seed", type=int, default=1, help="seed of luck")
    parser.add_argument("--write", type=Path, help="a document to put the table into")
    arguments = parser.parse_args()
    text = measured(arguments.worlds, arguments.seed)
    if arguments.write:
        write_block(arguments.write, "baseline", text, OF)


if __name__ == "__main__":
    main()
