"""`race-sim run`: one world, told year by year and drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from race_sim.cli.console import emphasised, print_json, prose_width
from race_sim.cli.options import Json, Name, Out, Seed, Settings, World, scenario_of

if TYPE_CHECKING:
    from race_sim.model import RaceModel


def run(
    name: Name,
    seed: Seed = 1,
    world: World = 0,
    settings: Settings = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Play one world: its story year by year, a picture and the tables behind it.

    The files go into results/run-NAME-SEED-WORLD, or where --out says.
    """
    from race_sim.address import check_address

    scenario = scenario_of(name, settings)
    check_address("run", seed, 1, world)
    folder = out or Path("results") / f"run-{scenario.name}-{seed}-{world}"

    from race_sim.gallery import RUN, keep_world
    from race_sim.model import RaceModel
    from race_sim.story import as_text, story
    from race_sim.study.store import prepare_folder

    prepare_folder(folder, RUN)
    model = RaceModel(scenario, seed=seed, world=world)
    model.run()
    if json:
        image = keep_world(model, folder).path
        print_json({**_as_dictionary(model), "folder": f"{folder}", "picture": f"{image}"})
        return
    title = scenario.title or scenario.name
    typer.echo(f"{emphasised(title)}\nWorld {world} of seed {seed}\n")
    told = story(scenario, model.history, model.events, model.outcome)
    typer.echo(as_text(told, prose_width()))
    image = keep_world(model, folder).path
    typer.echo(f"\nPicture: {image}\nTables and story: {folder}")


def _as_dictionary(model: RaceModel) -> dict[str, Any]:
    from race_sim.yearly import yearly_summary

    return {
        "scenario": model.scenario.name,
        "seed": model.seed,
        "world": model.world,
        "outcome": model.outcome,
        "events": [event._asdict() for event in model.events],
        "years": yearly_summary(model.history),
    }
