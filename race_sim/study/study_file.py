"""Study files: where they are, and how they are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from race_sim.parameters.checking import Value, shown
from race_sim.problems import InputError, Problem
from race_sim.toml_file import Kind, is_file, locate, looks_like_path, names_of, read

STUDIES = Kind("study", "studies", "drivers", InputError)


def study_names() -> list[str]:
    """Names of the studies that come with the package; "drivers" first."""
    return names_of(STUDIES)


def folder_of(name: str | Path) -> Path | None:
    """The folder of a study file; None for a ready-made one."""
    return None if isinstance(name, str) and name in study_names() else Path(name).parent


def read_study(name: str | Path, problems: list[Problem]) -> tuple[str, dict[str, Any]]:
    """What messages call a study, and what its file says.

    The paths in it, of its scenario and of a list of points, are relative to the file.

    Parameters
    ----------
    name : str or Path
        One of `study_names()`, or a path.
    problems : list of Problem
        What is wrong with a list of points that it names is added to it.

    Raises
    ------
    InputError
        If the file is missing, cannot be read, or is not TOML.
    """
    place = locate(STUDIES, name)
    table = read(place)
    # A file may be called what a study may not.
    table.setdefault("name", re.sub(r"[^A-Za-z0-9._-]+", "-", place.name).lstrip("._-") or "study")
    folder = None if place.path is None else place.path.parent
    if folder is not None:
        _make_relative(table, folder)
    design = table.get("design")
    if isinstance(design, dict) and design.get("kind") == "list" and "file" in design:
        if "points" in design:
            problems.append(Problem("design.file", "beside design.points", "one of the two"))
        points = _points_of(design.pop("file"), folder, problems)
        # A file that cannot be used has been noted: there is nothing to say of its points.
        table["design"] = {} if points is None else design | {"points": points}
    return place.source, table


def _make_relative(table: dict[str, Any], folder: Path) -> None:
    from race_sim.scenario_file import scenario_names

    scenario = table.get("scenario")
    if isinstance(scenario, str) and scenario not in scenario_names():
        beside = folder / scenario
        if looks_like_path(scenario) or is_file(beside):
            table["scenario"] = beside
    _make_prior_relative(table, folder)


def _make_prior_relative(table: dict[str, Any], folder: Path) -> None:
    prior = table.get("prior")
    name = prior.get("name") if isinstance(prior, dict) else prior
    if not isinstance(name, str):
        return
    from race_sim.priors import prior_names

    beside = folder / name
    if name not in prior_names() and (looks_like_path(name) or is_file(beside)):
        table["prior"] = prior | {"name": beside} if isinstance(prior, dict) else beside


def _value(text: str) -> Value:
    """A value in a CSV file: a number, a switch, or else text."""
    text = text.strip()
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


def _points_of(
    name: object, folder: Path | None, problems: list[Problem]
) -> list[dict[str, Value]] | None:
    """The points of a CSV file beside the study file: a column a key, a row a point."""
    import pandas as pd

    if not isinstance(name, str):
        problems.append(Problem("design.file", shown(name), "the path of a CSV file"))
        return None
    path = Path(name) if folder is None else folder / name
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.append(Problem("design.file", f"{path} cannot be read: {reason}"))
        return None
    columns = [[_value(text) for text in frame[key].tolist()] for key in frame.columns]
    keys = [str(key) for key in frame.columns]
    return [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True)]
