"""What a command answers when it cannot go on: one message, an exit code, no traceback."""

from __future__ import annotations

import errno
from typing import Any

import typer
from typer.core import TyperGroup

BAD_INPUT = 2
FAILED = 1
FAILED_WORLDS = 3  # a study is finished, and worlds of it failed
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells count


class Commands(TyperGroup):
    """A group of commands that answers bad input, failing files and Ctrl-C."""

    order: tuple[str, ...] = (
        "demo",
        "play",
        "scenarios",
        "run",
        "game",
        "policies",
        "tournament",
        "regret",
        "hindcast",
        "sweep",
        "plot",
        "study",
        "literature",
        "calibrate",
        "claims",
        "page",
        "export",
    )

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order in which a newcomer needs them."""
        names = super().list_commands(ctx)
        return sorted(
            names, key=lambda name: (name not in self.order, [*self.order, name].index(name))
        )

    def invoke(self, ctx: Any) -> Any:
        """Run a command.

        Raises
        ------
        typer.Exit
            With code 2 on bad input, 1 when a file, a folder or a run fails, 130 on Ctrl-C.
        """
        from race_sim.problems import EngineError, InputError, PolicyError

        try:
            return super().invoke(ctx)
        except InputError as error:
            typer.echo(f"Error: {error}", err=True)
            raise typer.Exit(BAD_INPUT) from None
        except (EngineError, PolicyError) as error:
            typer.echo(f"Error: {error}", err=True)
            raise typer.Exit(FAILED) from None
        except KeyboardInterrupt:
            typer.echo("Interrupted: nothing half-written is left behind.", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has gone; Typer knows
                raise
            where = f"{error.filename}: " if error.filename else ""
            typer.echo(f"Error: {where}{error.strerror or error}", err=True)
            raise typer.Exit(FAILED) from None
