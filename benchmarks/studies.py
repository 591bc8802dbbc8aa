"""Studies, measured: against other tools, by size, by engine, in small chunks.

    python benchmarks/studies.py [SECTION ...] [--large] [--json] [--write docs/performance.md]

About twenty minutes on two idle cores, and seven more with --large. Studies are written to the
folder for temporary files (TMPDIR), which has to be on a disk, not in memory.

- peers: the same `RaceModel`, design and worlds in Mesa's `batch_run`, the EMA workbench and
  joblib, on two processes each, against a study; their outcomes are checked to be the same;
- scale: a study of 10^4 to 10^6 worlds to disk (10^7 with --large) against the bare kernel;
- engines: serial, threads, processes, Dask;
- small: a study of many points with few worlds each, against the bare kernel.

Every run is a process of its own, and the sides take turns, round after round. Numbers are medians
over rounds, ratios with their smallest and largest value. Needs `race-sim[analysis,cluster]`.
"""

from __future__ import annotations

import argparse
import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from against_peers import peers
from beside_kernel import scale, small
from by_engine import engines

from race_sim.documents import write_block

SECTIONS: dict[str, Callable[[Namespace], tuple[dict[str, Any], str]]] = {
    "peers": peers,
    "scale": scale,
    "engines": engines,
    "small": small,
}


def options_of() -> Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-worlds", type=int, default=500, help="a point")
    parser.add_argument("--study-worlds", type=int, default=250_000, help="a point, of a study")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10**4, 10**5, 10**6])
    parser.add_argument("--large", action="store_true", help="also ten million worlds")
    parser.add_argument("--large-rounds", type=int, default=1, help="of ten million worlds")
    parser.add_argument("--engine-worlds", type=int, default=250_000, help="a point")
    parser.add_argument("--small-points", type=int, default=2000)
    parser.add_argument("--small-worlds", type=int, default=256)
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="put the tables into this document too"
    )
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    if len(set(options.sizes)) + options.large < 2:
        parser.error("--sizes: at least two")
    return options


def main() -> None:
    """Measure, print and write."""
    options = options_of()
    results = {}
    for name in options.sections or SECTIONS:
        results[name], text = SECTIONS[name](options)
        if not options.json:
            print(f"## {name}\n\n{text}\n", flush=True)
        if options.write is not None:
            write_block(options.write, f"studies, {name}", text)
    if options.json:
        print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
