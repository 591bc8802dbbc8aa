"""The command line, `race-sim`: one family of commands a file, and no logic of its own."""

from __future__ import annotations


def main() -> None:
    """Run the command that was typed; the entry point of the package."""
    try:
        from race_sim.cli.app import app

        app(prog_name="race-sim")
    except KeyboardInterrupt:
        # Before the command has begun; after that, `race_sim.cli.errors` answers.
        raise SystemExit(130) from None
