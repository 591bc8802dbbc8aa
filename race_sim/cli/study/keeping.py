"""How far a study is."""

from __future__ import annotations

import typer

from race_sim.cli.console import print_json, print_table
from race_sim.cli.options import Json, StudyFolder
from race_sim.cli.study.telling import counted, duration


def status(folder: StudyFolder, json: Json = False) -> None:
    """Say how far a study is, also while it runs."""
    from race_sim.study.pace import pace
    from race_sim.study.status import status as status_of

    found = status_of(folder)
    speed = pace(folder, found)
    if json:
        print_json({**found._asdict(), **speed._asdict()})
        return
    share = 100.0 * found.worlds_done / found.worlds_most
    rows = [
        ("State", f"{found.state}{f', by {found.worker}' if found.worker else ''}"),
        ("Worlds", f"{found.worlds_done:,} of {found.worlds_most:,} ({share:.1f} %)"),
        ("Points", f"{found.points:,}"),
        ("Failed worlds", f"{found.failures:,}"),
        ("Broken files", ", ".join(found.broken) or "none"),
        ("Time so far", f"{duration(found.seconds)} in {counted(found.sessions, 'session')}"),
    ]
    if speed.worlds_a_second is not None:
        rows.append(("Speed", f"{speed.worlds_a_second:,.0f} worlds a second"))
    if speed.seconds_left is not None:
        rows.append(("Time left", f"about {duration(speed.seconds_left)}"))
    typer.echo(found.name)
    print_table(("", ""), rows)
    if found.state == "stopped" or found.broken:
        typer.echo(f"\nTo go on: race-sim study resume {folder}")
