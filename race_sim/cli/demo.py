"""`race-sim demo`: the first thing to run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from race_sim.cli.console import emphasised, print_wrapped, progress
from race_sim.cli.options import Seed, Threads, Worlds


def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where to put the files.")
    ] = Path("results/demo"),
    worlds: Worlds = 2000,
    seed: Seed = 1,
    threads: Threads = None,
) -> None:
    """Begin here: a sweep, pictures and one world's story, in about a minute."""
    from race_sim import demo as library
    from race_sim.address import check_address

    check_address("demo", seed, worlds, 0)
    with progress("Playing", "worlds") as tell:
        guide = library.demo(
            out,
            worlds,
            seed,
            threads,
            tell=lambda line: typer.echo(line, err=True),
            progress=tell,
        )
    typer.echo(emphasised(f"\nThe pictures, in the order in which to look at them, from {out}"))
    for shown in guide:
        typer.echo(f"\n{shown.path}")
        print_wrapped(f"{shown.title}. {shown.finding}", "    ", "    ")
    typer.echo("\nThe table of each picture is beside it, as CSV. What to try next:")
    for line in ("scenarios", "game baseline", "run chernobyl-2028-cn --world 7"):
        typer.echo(f"    race-sim {line}")
