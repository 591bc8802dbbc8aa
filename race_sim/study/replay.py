"""One row of a study again, with its whole history, in Mesa."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from race_sim.problems import InputError, Problem
from race_sim.study import manifest as manifests
from race_sim.study.result import open_study
from race_sim.study.run import model_of_row
from race_sim.study.runner import seed_of
from race_sim.study.user_model import class_of
from race_sim.study.verify import stored_row

if TYPE_CHECKING:
    from race_sim.model import RaceModel
    from race_sim.study.study import Study


class Replay(NamedTuple):
    """A world played again.

    Attributes
    ----------
    model : RaceModel or None
        At its end, or where it failed; None if it failed before it began.
    differences : tuple of str or None
        Outcomes that are not those on disk, bit for bit; None if there is nothing to compare
        with: the study is unfinished, or the world failed.
    error : Exception or None
        What the world failed of, now.
    has_row : bool
        Whether there is a row on disk.
    """

    model: RaceModel | None
    differences: tuple[str, ...] | None
    error: Exception | SystemExit | None
    has_row: bool


def _same(stored: object, found: object) -> bool:
    if isinstance(stored, float) and isinstance(found, float) and math.isnan(stored):
        return math.isnan(found)
    return stored == found


def replay(directory: Path | str, point: int, world: int) -> Replay:
    """Play a row of a study again.

    Raises
    ------
    InputError
        If there is no such study, point or world.
    """
    from race_sim.model import RaceModel
    from race_sim.study.study import Study

    folder = Path(directory)
    manifest = manifests.read(folder)
    study = Study.from_dictionary(manifest["study"])
    points = study.points()
    stored = None
    if manifest["state"] == manifests.FINISHED:
        stored = stored_row(open_study(folder), point, world)
    else:
        _check_address(study, point, len(points), world)
    own = model_of_row(manifest, point, world)
    model_class = RaceModel if own is None else class_of(own)
    model = None
    error: Exception | SystemExit | None = None
    try:
        model = model_class(study.scenario_at(points[point]), seed_of(study, point), world)
        model.run()
    except (Exception, SystemExit) as failure:  # a user's policy may raise anything
        error = failure
    if model is None or stored is None or error is not None:
        return Replay(model, None, error, stored is not None)
    found = model.outcome
    differing = [
        name for name, value in stored.items() if name != "point" and not _same(value, found[name])
    ]
    return Replay(model, tuple(differing), None, True)


def _check_address(study: Study, point: int, points: int, world: int) -> None:
    problems = []
    if not 0 <= point < points:
        problems.append(Problem("point", f"{point}", f"0 to {points - 1}"))
    last = study.first_world + study.worlds - 1
    if not study.first_world <= world <= last:
        problems.append(Problem("world", f"{world}", f"{study.first_world} to {last}"))
    if problems:
        raise InputError("study", problems)
