"""Scenario files: what they start from, and the layers that they are read as."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from race_sim.problems import Problem, ScenarioError
from race_sim.toml_file import Kind, locate, names_of, read

SCENARIOS = Kind("scenario", "scenarios", "baseline", ScenarioError)


class Layer(NamedTuple):
    """One file of those that a scenario is made of."""

    name: str
    source: str  # how messages call it
    table: dict[str, Any]


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the package; the baseline first."""
    return names_of(SCENARIOS)


def read_layers(name: str | Path) -> list[Layer]:
    """The files that a scenario is made of: the one it starts from first, its own last.

    Raises
    ------
    ScenarioError
        If one of them is missing, cannot be read or is not TOML, or if they go round in a circle.
    """
    place = locate(SCENARIOS, name)
    layers: list[Layer] = []
    seen: list[str] = []
    while True:
        table = read(place)
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
            place = locate(SCENARIOS, parent, None if place.path is None else place.path.parent)
        except ScenarioError as error:
            # The name means nothing by itself: say where it stands.
            raise ScenarioError(
                place.source,
                [problem._replace(where=f"from = {parent!r}") for problem in error.problems],
            ) from None
