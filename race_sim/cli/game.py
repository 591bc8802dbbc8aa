"""`race-sim game`: the stage game of a scenario, with all that game theory says of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped
from race_sim.cli.options import Json, Name, Out, Settings, scenario_of

if TYPE_CHECKING:
    from race_sim.games.from_scenario import Moment
    from race_sim.games.knob_map import MapPoint
    from race_sim.games.stage_game import StageGame
    from race_sim.plots.picture import Picture
    from race_sim.scenario import Scenario
    from race_sim.study.design import Vary


def game(
    name: Name,
    settings: Settings = None,
    year: Annotated[
        float | None,
        typer.Option(
            "--year",
            metavar="YEAR",
            help="Look at one world in this year instead of the start.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar="NUMBER", help="Seed of that world, by default 1.", show_default=False
        ),
    ] = None,
    world: Annotated[
        int | None,
        typer.Option(
            "--world", metavar="NUMBER", help="Its number, by default 0.", show_default=False
        ),
    ] = None,
    axes: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="KEY=LOW:HIGH:COUNT",
            help="Given twice: which game is played at the start, over two parameters.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Show the 2x2 stage game: payoffs, equilibria, what tempts each side, and its names.

    With --out, pictures and their tables go into a folder.
    """
    from race_sim.games.from_scenario import moment_of
    from race_sim.games.knob_map import map_points
    from race_sim.games.stage_game import StageGame
    from race_sim.problems import InputError, Problem

    scenario = scenario_of(name, settings)
    if year is None and (seed, world) != (None, None):
        without = Problem("", "means nothing without --year: all worlds start alike")
        raise InputError("--seed" if seed is not None else "--world", [without])
    if axes and year is not None:
        raise InputError("--map", [Problem("", "shows the start: leave out --year")])
    seed, world = 1 if seed is None else seed, 0 if world is None else world
    moment = moment_of(scenario, year, seed, world)
    found = StageGame.at(moment)
    vary = _axes(axes) if axes else None
    points = map_points(scenario, vary) if vary else []
    drawn = _drawn(scenario, moment, found, vary, points) if out is not None else []
    files = [path for picture in drawn for path in picture.save(out or Path())]
    if json:
        print_json(_as_dictionary(scenario, moment, found, vary, points, files))
        return
    _print(scenario, moment, found)
    if vary:
        _print_map(vary, points)
    if files:
        typer.echo()
        print_table(("File", "What it holds"), _places(drawn, files))


def _axes(texts: list[str]) -> tuple[Vary, Vary]:
    from race_sim.games.knob_map import checked_axes
    from race_sim.study.design import parse_all

    return checked_axes(tuple(parse_all(texts, "--map")))


def _when(moment: Moment) -> str:
    if moment.world is None:
        return f"at the start, {moment.year:g}"
    return f"in world {moment.world} of seed {moment.seed}, {moment.year:g}"


def _drawn(
    scenario: Scenario,
    moment: Moment,
    found: StageGame,
    vary: tuple[Vary, Vary] | None,
    points: list[MapPoint],
) -> list[Picture]:
    from race_sim.plots import game_map, stage_game

    title = scenario.title or scenario.name
    drawn = [stage_game.draw(found, f"{title} ({_when(moment)})", moment.rationality)]
    if vary:
        keys = vary[0].key, vary[1].key
        own = scenario[keys[0]], scenario[keys[1]]
        drawn.append(game_map.draw(points, keys, title, own))
    return drawn


def _places(drawn: list[Picture], files: list[Path]) -> list[tuple[str, str]]:
    titles = {picture.name: picture.title for picture in drawn}
    return [
        (f"{path}", titles[path.stem] if path.suffix == ".png" else "its numbers") for path in files
    ]


def _as_dictionary(
    scenario: Scenario,
    moment: Moment,
    found: StageGame,
    vary: tuple[Vary, Vary] | None,
    points: list[MapPoint],
    files: list[Path],
) -> dict[str, Any]:
    from race_sim.game import GAMES

    content = {
        "scenario": scenario.name,
        "year": moment.year,
        "seed": moment.seed,
        "world": moment.world,
        **found.as_dictionary(moment.rationality),
    }
    if vary:
        content["map"] = {
            "keys": [one.key for one in vary],
            "points": [
                {
                    "values": {vary[0].key: point.across, vary[1].key: point.up},
                    "game": GAMES[point.game].key,
                }
                for point in points
            ],
        }
    if files:
        content["files"] = [f"{path}" for path in files]
    return content


def _print(scenario: Scenario, moment: Moment, found: StageGame) -> None:
    from race_sim.games import telling

    typer.echo(f"{scenario.title or scenario.name}: {_when(moment)}\n")
    heading = telling.heading(found)
    print_wrapped(heading.text, bold=heading.bold)
    typer.echo()
    print_table(*telling.matrix(found))
    typer.echo(telling.MATRIX_NOTE)
    typer.echo()
    for part in telling.replies_and_equilibria(found):
        print_wrapped(part.text)
    typer.echo()
    table = telling.measures(found)
    print_table(*table, numbers=(1, 2))
    typer.echo()
    for part in telling.remarks(found, moment.rationality):
        print_wrapped(part.text)


def _print_map(vary: tuple[Vary, Vary], points: list[MapPoint]) -> None:
    from collections import Counter

    from race_sim.game import GAMES

    typer.echo(f"\nThe game at the start over {vary[0].key} and {vary[1].key}:\n")
    rows = [
        (GAMES[game].title, f"{count}", f"{100 * count / len(points):.1f}")
        for game, count in Counter(point.game for point in points).most_common()
    ]
    print_table(("Game", "points", "%"), rows, numbers=(1, 2))
