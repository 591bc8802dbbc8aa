"""The application: every command under its name."""

from __future__ import annotations

from typing import Annotated

import typer

from race_sim import MODEL_VERSION, __version__
from race_sim.cli import (
    calibrate,
    claims,
    demo,
    export,
    game,
    hindcast,
    literature,
    page,
    play,
    plot,
    policies,
    regret,
    run,
    scenarios,
    study,
    sweep,
    tournament,
)
from race_sim.cli.console import show_messages
from race_sim.cli.errors import Commands

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Simulate the AI race between the United States and China.",
    epilog="Begin with: race-sim demo --out results/demo",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"race-sim {__version__}, model version {MODEL_VERSION}")
        raise typer.Exit()


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    show_messages()


app.command("demo")(demo.demo)
app.command("play")(play.play)
app.add_typer(scenarios.app, name="scenarios")
app.command("run")(run.run)
app.command("game")(game.game)
app.add_typer(policies.app, name="policies")
app.command("tournament")(tournament.tournament)
app.command("regret")(regret.regret)
app.command("hindcast")(hindcast.hindcast)
app.command("sweep")(sweep.sweep)
app.command("plot")(plot.plot)
app.add_typer(study.app, name="study")
app.add_typer(literature.app, name="literature")
app.command("calibrate")(calibrate.calibrate)
app.command("claims")(claims.claims)
app.add_typer(page.app, name="page")
app.add_typer(export.app, name="export")
