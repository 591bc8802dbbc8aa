"""The pictures of a result, put beside its files: of one world, or of a sweep.

Each picture is drawn from tables alone; which ones belong to which result is decided here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from race_sim.plots import PICTURES, drawing

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.model import RaceModel
    from race_sim.plots.picture import Picture
    from race_sim.scenario import Scenario
    from race_sim.study.result import StudyResult

logger = logging.getLogger("race_sim")

RUN = "run"
HISTORY = "history.csv"
EVENTS = "events.csv"
STORY = "story.txt"

CURVE_OUTCOMES = ("catastrophe", "us_accelerating", "cn_accelerating", "binding_treaty_year")
MAP_OUTCOME = "catastrophe"
# Paths, and worlds beside a sweep, are drawn of so many worlds at most.
MOST_PATHS = 2000
MOST_WORLDS = 10_000


class Drawn(NamedTuple):
    """A picture that has been saved, and where its image is."""

    picture: Picture
    path: Path


def _title(scenario: Scenario) -> str:
    return scenario.title or scenario.name


def worlds_pictures(worlds: pd.DataFrame, scenario: Scenario, seed: int) -> Iterator[Picture]:
    """How an ensemble ended: endings, harm, and the first Chernobyl moment."""
    time = scenario.parameters.time
    yield drawing("endings")(worlds, _title(scenario), seed=seed)
    yield drawing("harm")(worlds, _title(scenario), seed=seed)
    yield drawing("first_chernobyl")(worlds, _title(scenario), time.start, time.end, seed=seed)


def paths_pictures(paths: pd.DataFrame, scenario: Scenario, seed: int) -> Iterator[Picture]:
    """How an ensemble went: both sides over time, and the games that they played."""
    from race_sim import words

    marks = [(shock.date, f"shock in {words.SIDE_NAMES[shock.side]}") for shock in scenario.shocks]
    yield drawing("fan")(paths, _title(scenario), seed=seed)
    yield drawing("games")(paths, _title(scenario), seed=seed, marks=marks)


def sweep_pictures(sweep: StudyResult) -> Iterator[Picture]:
    """A curve for one parameter, a map for two, and how the scenario itself ends and goes.

    The scenario itself is played again under the same luck if it is not a point of the sweep.
    That needs the rules that the sweep was run with; with other rules it is left out.
    """
    from race_sim.ensemble import simulate, trajectories
    from race_sim.study.provenance import versions

    scenario = sweep.study.scenario
    seed, first = sweep.study.seed, sweep.study.first_world
    if len(sweep.keys) == 1:
        yield drawing("sweep_curve")(
            sweep.summary, sweep.keys[0], CURVE_OUTCOMES, _title(scenario), seed=seed
        )
    elif len(sweep.keys) == 2:
        yield drawing("sweep_map")(
            sweep.summary, sweep.keys, MAP_OUTCOME, _title(scenario), seed=seed
        )
    elif sweep.keys:
        logger.warning("No picture shows more than two parameters; the table does.")
    if sweep.manifest["versions"]["rule book"] != versions()["rule book"]:
        if sweep.keys:
            logger.warning(
                "The rules have changed since: how the scenario itself ends is left out."
            )
            return
        logger.warning("The rules have changed since: paths are left out.")
        yield from worlds_pictures(sweep.worlds(), scenario, seed)
        return
    number = min(sweep.study.worlds, MOST_WORLDS)
    if sweep.keys:
        yield drawing("endings")(
            simulate(scenario, number, seed, first), _title(scenario), seed=seed
        )
        return
    yield from worlds_pictures(sweep.worlds(), scenario, seed)
    chosen = range(first, first + min(number, MOST_PATHS))
    yield from paths_pictures(trajectories(scenario, chosen, seed), scenario, seed)


def keep_sweep_pictures(sweep: StudyResult) -> list[Drawn]:
    """Draw the pictures of a sweep and put them beside its files, in place of earlier ones.

    Raises
    ------
    ValueError
        If the sweep has no files.
    """
    if sweep.directory is None:
        raise ValueError("a sweep without a folder has no place for pictures")
    for name in PICTURES:
        for ending in (".png", ".csv"):
            (sweep.directory / f"{name}{ending}").unlink(missing_ok=True)
    about = {"Scenario": sweep.study.scenario.name, "Seed": f"{sweep.study.seed}"}
    return [
        Drawn(picture, picture.save(sweep.directory, about)[0]) for picture in sweep_pictures(sweep)
    ]


@contextmanager
def _world_folder(model: RaceModel, folder: Path) -> Iterator[None]:
    """Write history and events of a world; its manifest once all else is there."""
    import pandas as pd

    from race_sim.model import Event
    from race_sim.study.provenance import versions
    from race_sim.study.store import MANIFEST, begin_replacing, write_json, write_text

    events = pd.DataFrame(model.events, columns=list(Event._fields))
    begin_replacing(folder)
    write_text(folder / HISTORY, model.history.to_csv(index=False, lineterminator="\n"))
    write_text(folder / EVENTS, events.to_csv(index=False, lineterminator="\n"))
    yield
    manifest = {
        "kind": RUN,
        "scenario": model.scenario.model_dump(mode="json", by_alias=True),
        "seed": model.seed,
        "world": model.world,
        "versions": versions(),
    }
    write_json(folder / MANIFEST, manifest)


def keep_broken_world(model: RaceModel, folder: Path) -> None:
    """Write what there is of a world that failed: history and events until then.

    Raises
    ------
    InputError
        If the folder is a file, cannot be written to, or holds something else than a world.
    """
    from race_sim.study.store import prepare_folder

    prepare_folder(folder, RUN)
    with _world_folder(model, folder):
        for name in (STORY, "world.png", "world.csv"):  # of an earlier world
            (folder / name).unlink(missing_ok=True)


def keep_world(model: RaceModel, folder: Path) -> Drawn:
    """Write all of a finished world: history, events, story, picture, and the manifest at last.

    Raises
    ------
    InputError
        If the folder is a file, cannot be written to, or holds something else than a world.
    """
    from race_sim.story import as_text, story
    from race_sim.study.store import prepare_folder, write_text

    prepare_folder(folder, RUN)
    title = f"{_title(model.scenario)}, world {model.world}"
    picture = drawing("world")(model.history, model.events, title, seed=model.seed)
    told = as_text(story(model.scenario, model.history, model.events, model.outcome))
    about = {
        "Scenario": model.scenario.name,
        "Seed": f"{model.seed}",
        "World": f"{model.world}",
    }
    with _world_folder(model, folder):
        write_text(folder / STORY, f"{title} of seed {model.seed}\n\n{told}\n")
        image = picture.save(folder, about)[0]
    return Drawn(picture, image)
