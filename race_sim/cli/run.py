"""`race-sim run`: one world, told year by year and drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_wrapped, prose_width
from race_sim.cli.options import (
    But,
    Json,
    Name,
    Out,
    Policies,
    Seed,
    Settings,
    World,
    scenario_of,
    values_of,
)

if TYPE_CHECKING:
    from race_sim.analysis.counterfactual import Counterfactual
    from race_sim.model import RaceModel
    from race_sim.scenario import Scenario


def run(
    name: Name,
    seed: Seed = 1,
    world: World = 0,
    policies: Policies = None,
    settings: Settings = None,
    but: But = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Play one world: its story year by year, a picture and the tables behind it.

    With --but, the world is played once more under the same luck, with another value: what then
    differs, and from when on. --set changes the scenario, --but the counterfactual only.

    The files go into results/run-NAME-SEED-WORLD, or where --out says.
    """
    from race_sim.address import check_address

    scenario = scenario_of(name, settings, policies)
    check_address("run", seed, 1, world)
    folder = out or Path("results") / f"run-{scenario.name}-{seed}-{world}"

    changes = values_of(but, "--but")

    from race_sim.counterfactual_files import forget_counterfactual, keep_counterfactual
    from race_sim.gallery import keep_world
    from race_sim.story import as_text, story

    if changes:
        from race_sim.analysis.counterfactual import counterfactual

        found: Counterfactual | None = counterfactual(scenario, changes, seed, world)
    else:
        found = None
    forget_counterfactual(folder)
    model = _played(scenario, seed, world) if found is None else found.factual
    if not json:
        title = scenario.title or scenario.name
        typer.echo(f"{emphasised(title)}\nWorld {world} of seed {seed}\n")
        told = story(scenario, model.history, model.events, model.outcome)
        typer.echo(as_text(told, prose_width()))
    if found is None:
        images = [keep_world(model, folder).path]
    else:
        images = [drawn.path for drawn in keep_counterfactual(found, folder)]
    if json:
        content = {**_as_dictionary(model), "folder": f"{folder}", "picture": f"{images[0]}"}
        if found is not None:
            content["but"] = {**found.as_dictionary(), "picture": f"{images[1]}"}
        print_json(content)
        return
    if found is not None:
        typer.echo()
        for sentence in found.sentences():
            print_wrapped(sentence)
    typer.echo("")
    for image in images:
        typer.echo(f"Picture: {image}")
    typer.echo(f"Tables and story: {folder}")


def _played(scenario: Scenario, seed: int, world: int) -> RaceModel:
    from race_sim.model import RaceModel

    model = RaceModel(scenario, seed=seed, world=world)
    model.run()
    return model


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
