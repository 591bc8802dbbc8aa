"""What the baseline shows, measured: the table of docs/baseline.md, as Markdown.

python benchmarks/baseline_table.py [--worlds 20000] [--seed 1] > docs/baseline.md
"""

from __future__ import annotations

import argparse

from race_sim import MODEL_VERSION, load_scenario
from race_sim.analysis.baseline import BEHAVIOURS

TEXT = """# What the baseline shows

What the baseline must show, as the rough sketch of the model had it and as it now is,
with 95 % Monte-Carlo intervals. Changes are paired: both settings play the same worlds.

Model version {version}, {worlds} worlds a setting, seed {seed}. Made by

    python benchmarks/baseline_table.py --worlds {worlds} --seed {seed} > docs/baseline.md

| behaviour | sketch | measured |
| --- | --- | --- |"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=20000, help="worlds a setting")
    parser.add_argument("--seed", type=int, default=1, help="seed of luck")
    arguments = parser.parse_args()
    print(
        TEXT.format(version=MODEL_VERSION, worlds=arguments.worlds, seed=arguments.seed), flush=True
    )
    baseline = load_scenario("baseline")
    for behaviour in BEHAVIOURS:
        print(f"| **{behaviour.title}** | | |")
        for reading in behaviour.measure(baseline, arguments.worlds, arguments.seed):
            value, low, high = (100.0 * number for number in reading.estimate)
            print(
                f"| {reading.name} | {reading.sketch} | {value:.1f} % ({low:.1f} to {high:.1f}) |",
                flush=True,
            )


if __name__ == "__main__":
    main()
