"""`race-sim export`: the race for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Write the race for other programs.", no_args_is_help=True, add_completion=False
)


@app.callback()
def _group() -> None:
    """Write the race for other programs."""


@app.command("otree")
def otree(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder.", show_default=False)
    ],
) -> None:
    """Write an oTree project: two people play, each for one side, a whole class at once.

    It holds the rules, the pages, bots, and a README that says how to run it.
    """
    from race_sim.export.otree import write_otree

    files = write_otree(folder)
    typer.echo(f"{len(files)} files in {folder}: {folder / 'README.md'} says how to begin.")
