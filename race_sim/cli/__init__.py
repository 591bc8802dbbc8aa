"""The command line, `race-sim`: one family of commands a file, and no logic of its own."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command that was typed; the entry point of the package."""
    try:
        from race_sim.cli.app import app

        app(prog_name="race-sim")
    except KeyboardInterrupt:  # before the command has begun
        _leave_at_once()
    except SystemExit as end:
        if end.code == 130:
            _leave_at_once()
        raise


def _leave_at_once() -> None:
    # After Ctrl-C all is cleaned up, but the compiler may still be at work in a thread, and Python
    # would wait for it; or remember an interrupt that has been answered, and answer it again.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(130)
