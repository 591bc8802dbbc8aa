"""`race-sim play`: the page in a browser, served from this machine."""

from __future__ import annotations

from typing import Annotated

import typer


def play(
    port: Annotated[
        int,
        typer.Option("--port", metavar="NUMBER", help="A free one unless set.", show_default=False),
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
) -> None:
    """Play the race in a browser, against a policy or a person at the same keyboard.

    Serves the page to this machine only, until Ctrl-C.
    """
    import os
    import sys
    import webbrowser
    from threading import Thread

    from race_sim.page.server import PageServer, play_compiled
    from race_sim.problems import InputError, Problem

    allowed = "a free port up to 65535, or none, for any"
    if not 0 <= port <= 65535:
        raise InputError("play", [Problem("--port", f"{port}", allowed)])
    try:
        server = PageServer(port)
    except OSError as error:
        what = f"{port} cannot be had: {error.strerror}"
        raise InputError("play", [Problem("--port", what, allowed)]) from None
    with server:
        typer.echo(f"The race is at {server.address} (Ctrl-C ends it)")
        compiling = play_compiled()
        if browser:
            # Beside the server: some browsers keep whoever opens them until they are closed.
            Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("\nEnded.")
            if compiling.is_alive():  # Python would wait until it is done
                sys.stdout.flush()
                os._exit(0)
