"""Scenario files: where they are, what they start from, and how they are read."""

from __future__ import annotations

import difflib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from race_sim.problems import Problem, ScenarioError


class Layer(NamedTuple):
    """One file of those that a scenario is made of."""

    name: str
    source: str  # how messages call it
    table: dict[str, Any]


class _Place(NamedTuple):
    """A scenario that has been found, but not read."""

    name: str
    source: str
    path: Path | None  # None for one that comes with the package


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the package; the baseline first."""
    folder = resources.files("race_sim").joinpath("scenarios")
    names = sorted(
        item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")
    )
    return sorted(names, key=lambda name: name != "baseline")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _locate(name: str | Path, beside: Path | None) -> _Place:
    """Find a scenario by its name, or its file by its path, relative to the folder `beside`."""
    text = str(name)
    if isinstance(name, str) and name in scenario_names():
        return _Place(name, f"scenario {name!r}", None)
    path = Path(text)
    if beside is not None:
        path = beside / path
    looks_like_path = path.suffix == ".toml" or "/" in text or "\\" in text
    looks_like_path = looks_like_path or isinstance(name, Path)
    if looks_like_path or _is_file(path):
        return _Place(path.stem, str(path), path)
    known = scenario_names()
    near = difflib.get_close_matches(text, known, n=1)
    hint = f", did you mean {near[0]}?" if near else ""
    raise ScenarioError(
        f"scenario {text!r}",
        [Problem("", f"no such scenario{hint}", f"a path, or one of {', '.join(known)}")],
    )


def _content(place: _Place) -> bytes:
    if place.path is None:
        file = resources.files("race_sim").joinpath("scenarios", f"{place.name}.toml")
        return file.read_bytes()
    try:
        return place.path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
    except ValueError as error:  # a zero byte in the name
        reason = str(error)
    raise ScenarioError(place.source, [Problem("", f"cannot be read: {reason}")])


def _read(place: _Place) -> dict[str, Any]:
    try:
        text = _content(place).decode("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as error:
        problem = Problem("", f"not a text file: byte {error.start} is not UTF-8", "UTF-8 TOML")
        raise ScenarioError(place.source, [problem]) from None
    try:
        return tomllib.loads(text)
    except RecursionError:
        problem = Problem("", "broken TOML: too many lists or tables in one another")
    except ValueError as error:  # not only TOMLDecodeError: a number may have too many digits
        problem = Problem("", f"broken TOML: {error}")
    raise ScenarioError(place.source, [problem])


def read_layers(name: str | Path) -> list[Layer]:
    """The files that a scenario is made of: the one it starts from first, its own last.

    Raises
    ------
    ScenarioError
        If one of them is missing, cannot be read or is not TOML, or if they go round in a circle.
    """
    place = _locate(name, None)
    layers: list[Layer] = []
    seen: list[str] = []
    while True:
        table = _read(place)
        identity = place.source if place.path is None else str(place.path.resolve())
        if identity in seen:
            circle = " > ".join([*(layer.source for layer in reversed(layers)), place.source])
            raise ScenarioError(
                layers[0].source, [Problem("from", f"starts from itself: {circle}")]
            )
        seen.append(identity)
        parent = table.pop("from", None)
        layers.insert(0, Layer(place.name, place.source, table))
        if parent is None:
            return layers
        if not isinstance(parent, str) or not parent:
            problem = Problem("from", f"{parent!r}", "the name or the path of a scenario")
            raise ScenarioError(place.source, [problem])
        try:
            place = _locate(parent, None if place.path is None else place.path.parent)
        except ScenarioError as error:
            # The name means nothing by itself: say where it stands.
            raise ScenarioError(
                place.source,
                [problem._replace(where=f"from = {parent!r}") for problem in error.problems],
            ) from None
