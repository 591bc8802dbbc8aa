"""Is a study what the rules give, and what happened in one of its worlds: verify, replay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped, prose_width
from race_sim.cli.errors import FAILED
from race_sim.cli.options import Json, Out, StudyFolder
from race_sim.cli.study.telling import counted

if TYPE_CHECKING:
    from race_sim.model import RaceModel
    from race_sim.study.replay import Replay
    from race_sim.study.verify import Verification

_MOST_LINES = 20


def verify(
    folder: StudyFolder,
    rows: Annotated[
        int, typer.Option("--rows", metavar="NUMBER", help="Worlds to play again.")
    ] = 1000,
    mesa: Annotated[
        int, typer.Option("--mesa", metavar="NUMBER", help="How many of them in Mesa too.")
    ] = 20,
    seed: Annotated[
        int, typer.Option("--seed", metavar="NUMBER", help="Of the drawing of worlds.")
    ] = 0,
    json: Json = False,
) -> None:
    """Check a study: files, and random worlds played again.

    Every file is read, every checksum checked, and worlds are compared bit for bit. The exit
    code is 1 if anything is wrong.
    """
    from race_sim.study.verify import verify as verify_study

    found = verify_study(folder, rows, mesa, seed)
    if json:
        print_json(
            {
                **found._asdict(),
                "mismatches": [one._asdict() for one in found.mismatches],
                "is_sound": found.is_sound,
            }
        )
    else:
        _print_verification(found)
    if not found.is_sound:
        raise typer.Exit(FAILED)


def _print_verification(found: Verification) -> None:
    print_wrapped(
        f"{counted(found.files, 'file')} with {counted(found.rows, 'world')} read; "
        f"{counted(found.compared, 'world')} played again, "
        f"{found.compared_in_mesa:,} of them in Mesa too."
    )
    if found.is_sound:
        typer.echo("All as it should be, bit for bit.")
        return
    lines = [
        *found.problems,
        *(
            f"point {one.point}, world {one.world}: {one.outcome} is {one.stored!r} on disk, "
            f"{one.played!r} played again"
            for one in found.mismatches
        ),
    ]
    typer.echo(f"{counted(len(lines), 'thing')} wrong:")
    for line in lines[:_MOST_LINES]:
        print_wrapped(line, "  ", "    ")
    if len(lines) > _MOST_LINES:
        typer.echo(f"  ... and {len(lines) - _MOST_LINES:,} more")


def replay(
    folder: StudyFolder,
    point: Annotated[
        int,
        typer.Option("--point", metavar="NUMBER", help="Its point.", show_default=False),
    ],
    world: Annotated[
        int,
        typer.Option("--world", metavar="NUMBER", help="Its world.", show_default=False),
    ],
    out: Out = None,
    json: Json = False,
) -> None:
    """Play one world of a study again, with its whole history.

    It is played in Mesa: story, history, events, picture. Says whether it is the row on disk,
    bit for bit (exit code 1 if it is not), and of a failed world where it fails. The files go
    into results/replay-NAME-POINT-WORLD, or where --out says.
    """
    from race_sim.gallery import RUN
    from race_sim.study import manifest as manifests
    from race_sim.study.replay import replay as replay_world
    from race_sim.study.store import prepare_folder

    name = manifests.read(folder)["study"]["name"]
    place = out or Path("results") / f"replay-{name}-{point}-{world}"
    found = replay_world(folder, point, world)
    prepare_folder(place, RUN)
    if found.error is not None:
        _failed(found, found.error, place, point, json)
        if found.has_row:
            raise typer.Exit(FAILED)
        return
    _played(found, place, point, json)
    if found.differences:
        raise typer.Exit(FAILED)


def _played(found: Replay, place: Path, point: int, json: bool) -> None:
    from race_sim.gallery import keep_world
    from race_sim.story import as_text, story

    model = found.model
    assert model is not None  # a world that was played has one
    if json:
        image = keep_world(model, place).path
        content = {"failed": False, "outcome": model.outcome, "differences": found.differences}
        print_json({**_address(model, point), **content, **_place(place), "picture": f"{image}"})
        return
    title = model.scenario.title or model.scenario.name
    typer.echo(f"{emphasised(title)}\nPoint {point}, world {model.world} of seed {model.seed}\n")
    told = story(model.scenario, model.history, model.events, model.outcome)
    typer.echo(as_text(told, prose_width()))
    typer.echo()
    print_wrapped(_comparison(found))
    image = keep_world(model, place).path
    typer.echo(f"\nPicture: {image}\nTables and story: {place}")


def _comparison(found: Replay) -> str:
    if found.differences is None:
        return (
            "There is no row on disk to compare with: the study is unfinished, or the world "
            "failed when it was run."
        )
    if found.differences:
        return "It is not the row on disk. These outcomes differ: " + ", ".join(found.differences)
    return "It is the row on disk, bit for bit."


def _failed(
    found: Replay, error: Exception | SystemExit, place: Path, point: int, json: bool
) -> None:
    """Show where a world fails and what happened before, and keep that."""
    import traceback

    from race_sim.gallery import keep_broken_world

    frames = "".join(traceback.format_tb(error.__traceback__))
    what = "".join(traceback.format_exception_only(error)).strip()
    model = found.model
    if model is None:
        if json:
            print_json({"point": point, "failed": True, "message": str(error), "traceback": frames})
        else:
            typer.echo(f"The world fails before it begins.\n{what}\n\nWhere:\n{frames}")
        return
    history = model.history
    keep_broken_world(model, place)
    if json:
        content = {"failed": True, "type": type(error).__name__, "message": str(error)}
        steps = {"steps": len(history), "year": model.year, "traceback": frames}
        happened = {"events": [event._asdict() for event in model.events]}
        print_json({**_address(model, point), **content, **steps, **happened, **_place(place)})
        return
    when = f"in {model.year:g}, after {counted(len(history), 'step')}"
    typer.echo(f"{emphasised(f'World {model.world} of seed {model.seed} fails {when}')}\n{what}\n")
    typer.echo(f"Where:\n{frames}")
    typer.echo("What happened before:")
    rows = [(f"{event.year:g}", event.side, event.text) for event in model.events]
    print_table(("Year", "Side", "Event"), rows or [("", "", "nothing of note")])
    typer.echo(f"\nHistory and events until then: {place}")


def _address(model: RaceModel, point: int) -> dict[str, Any]:
    name = model.scenario.name
    return {"point": point, "scenario": name, "seed": model.seed, "world": model.world}


def _place(place: Path) -> dict[str, str]:
    return {"folder": f"{place}"}
