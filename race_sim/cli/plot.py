"""`race-sim plot`: the pictures of a finished sweep, drawn again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from race_sim.cli.sweep import print_places


def plot(
    directory: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Folder of a finished sweep.", show_default=False),
    ],
) -> None:
    """Draw the pictures of a finished sweep again, from its files."""
    from race_sim.gallery import keep_sweep_pictures
    from race_sim.study.sweep import read_sweep

    result = read_sweep(directory)
    print_places(result, keep_sweep_pictures(result))
