"""`race-sim page build`: the page without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The page as files: a folder for any web server, and one file.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def page() -> None:
    """The page as files: a folder for any web server, and one file."""


@app.command("build")
def build(
    directory: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Where to write them.", show_default=False),
    ],
    pyodide: Annotated[
        Path | None,
        typer.Option(
            "--pyodide",
            metavar="FOLDER",
            help="Where Pyodide is; else npm fetches it, once.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the page for machines without Python: site/ and race-sim.html.

    site/ goes on any web server. race-sim.html is all in one file, for a double-click.
    Needs Node.js. Neither asks anybody else for anything when it is played.
    """
    from race_sim.page.build.static import build as write

    site, single = write(directory, pyodide)
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    typer.echo(f"{site}: {size / 1e6:.1f} MB, for any web server")
    typer.echo(f"{single}: {single.stat().st_size / 1e6:.1f} MB, open it by a double-click")
