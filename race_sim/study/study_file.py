"""Study files: where they are, and how they are read."""

from __future__ import annotations

import difflib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from race_sim.problems import InputError, Problem

_FIRST = "drivers"


def study_names() -> list[str]:
    """Names of the studies that come with the package; "drivers" first."""
    folder = resources.files("race_sim").joinpath("studies")
    names = sorted(
        item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")
    )
    return sorted(names, key=lambda name: name != _FIRST)


def folder_of(name: str | Path) -> Path | None:
    """The folder of a study file; None for a ready-made one."""
    return None if isinstance(name, str) and name in study_names() else Path(name).parent


def _content(name: str | Path) -> tuple[str, bytes]:
    if isinstance(name, str) and name in study_names():
        file = resources.files("race_sim").joinpath("studies", f"{name}.toml")
        return f"study {name!r}", file.read_bytes()
    path = Path(name)
    if path.suffix != ".toml" and not path.is_file():
        known = study_names()
        near = difflib.get_close_matches(str(name), known, n=1)
        hint = f", did you mean {near[0]}?" if near else ""
        allowed = "the path of a TOML file, or one of " + ", ".join(known)
        raise InputError(f"study {str(name)!r}", [Problem("", f"no such study{hint}", allowed)])
    try:
        return str(name), path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(str(name), [Problem("", f"cannot be read: {reason}")]) from None


def read_study(name: str | Path) -> tuple[str, dict[str, Any]]:
    """What messages call a study, and what its file says.

    The paths in it, of its scenario and of a list of points, are relative to the file.

    Raises
    ------
    InputError
        If the file is missing, cannot be read, or is not TOML.
    """
    source, content = _content(name)
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        what = f"not a text file: byte {error.start} is not UTF-8"
        raise InputError(source, [Problem("", what, "UTF-8 TOML")]) from None
    except (ValueError, RecursionError) as error:
        raise InputError(source, [Problem("", f"broken TOML: {error}")]) from None
    folder = folder_of(name)
    table.setdefault("name", Path(name).stem)
    if folder is not None:
        _make_relative(table, folder)
    settings = table.pop("set", None)
    if settings is not None:
        _set_values(table, settings, source)
    design = table.get("design")
    if isinstance(design, dict) and "file" in design:
        design["points"] = _listed(design.pop("file"), folder, source)
    return source, table


def _make_relative(table: dict[str, Any], folder: Path) -> None:
    from race_sim.scenario_file import scenario_names

    scenario = table.get("scenario")
    if isinstance(scenario, str) and scenario not in scenario_names():
        beside = folder / scenario
        if scenario.endswith(".toml") or beside.is_file():
            table["scenario"] = beside


def _set_values(table: dict[str, Any], settings: Any, source: str) -> None:
    """Replace values of the scenario by those of the table `set`."""
    from race_sim.parameters.checking import flatten
    from race_sim.scenario import load_scenario

    if not isinstance(settings, dict):
        raise InputError(source, [Problem("set", "is no table", "[set] with keys and values")])
    scenario = table.get("scenario")
    if isinstance(scenario, str | Path):
        try:
            table["scenario"] = load_scenario(scenario, dict(flatten(settings)))
        except InputError as error:
            raise InputError(source, error.problems) from None


def _listed(name: Any, folder: Path | None, source: str) -> list[dict[str, Any]]:
    """The points of a CSV file beside the study file: a column a key, a row a point."""
    import pandas as pd

    from race_sim.study.design import parse_value

    if not isinstance(name, str):
        raise InputError(source, [Problem("design.file", "is no text", "the path of a CSV file")])
    path = Path(name) if folder is None else folder / name
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise InputError(source, [Problem("design.file", f"cannot be read: {error}")]) from None
    rows: list[dict[str, Any]] = []
    for record in frame.to_dict("records"):
        rows.append({str(key): parse_value(str(value)) for key, value in record.items()})
    return rows
