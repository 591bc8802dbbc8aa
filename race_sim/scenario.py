"""Scenarios: what varies, what changes on the way, and loading a scenario file.

>>> from race_sim import load_scenario
>>> load_scenario("no-rivalry").parameters.payoffs.rivalry
0.0
>>> load_scenario("baseline").with_values({"payoffs.rivalry": 0.5})["payoffs.rivalry"]
0.5
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from race_sim.contradictions import contradictions
from race_sim.events import EVENT_MODELS, Change, Event, Pause, Shock, event_from
from race_sim.parameters import Parameters, knobs
from race_sim.parameters.checking import (
    Value,
    checked_parameters,
    flat_values,
    flatten,
    parameters_from,
    shown,
    unknown_key,
)
from race_sim.problems import Problem, ScenarioError
from race_sim.resolve import step_of
from race_sim.scenario_file import Layer, read_layers, scenario_names

__all__ = [
    "Change",
    "Pause",
    "Scenario",
    "Shock",
    "Value",
    "flat_values",
    "load_scenario",
    "scenario_names",
    "unknown_key",
]

_TEXT_KEYS = ("title", "question", "claim")


class Scenario(BaseModel):
    """A checked scenario. It cannot be changed, and can be hashed; `with_values` makes another.

    Attributes
    ----------
    name : str
        Its name, or that of its file without the ending.
    title, question, claim : str
        What it is called, what it asks, and the claim in `seeds/claims.toml` behind it.
    parameters : Parameters
        Every parameter at the start; `scenario["payoffs.rivalry"]` gives one by its key.
    changes, shocks, pauses : tuple
        What happens at a date.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str = ""
    question: str = ""
    claim: str = ""
    parameters: Parameters = Parameters()
    changes: tuple[Change, ...] = ()
    shocks: tuple[Shock, ...] = ()
    pauses: tuple[Pause, ...] = ()

    def __getitem__(self, key: str) -> Value:
        """The value at the start of the parameter with this dotted key.

        Raises
        ------
        KeyError
            If there is no such parameter.
        """
        if key not in knobs():
            raise KeyError(key)
        value: Any = self.parameters
        for part in key.split("."):
            value = getattr(value, part)
        return value  # type: ignore[no-any-return]

    def with_values(self, values: Mapping[str, Value]) -> Scenario:
        """The same scenario with other values at the start, by dotted key.

        A change that the scenario makes to such a key at a date still happens.

        Raises
        ------
        ScenarioError
            Naming every key that is unknown and every value that is not allowed.
        """
        if not values:
            return self
        source = f"scenario {self.name!r} with changed values"
        parameters = checked_parameters(flat_values(self.parameters) | dict(values), source)
        scenario = self.model_copy(update={"parameters": parameters})
        problems = contradictions(scenario)
        if problems:
            raise ScenarioError(source, problems)
        return scenario

    def parameters_at(self, step: int) -> Parameters:
        """The parameters in force in a step."""
        values: dict[str, Value] = {}
        for change in sorted(self.changes, key=lambda change: change.date):
            if step_of(self.parameters, change.date) <= step:
                values.update(change.values)
        if not values:
            return self.parameters
        return checked_parameters(flat_values(self.parameters) | values, f"scenario {self.name!r}")

    def differences(self, other: Scenario) -> dict[str, tuple[Value, Value]]:
        """The parameters in which two scenarios differ at the start: key to (own, other's)."""
        return {key: (self[key], other[key]) for key in knobs() if self[key] != other[key]}


class _Merged:
    """What the files of a scenario say, taken together, and what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.values: dict[str, Any] = {}
        self.places: dict[str, str] = {}  # the file that a value comes from, if not the last
        self.events: dict[str, list[Event]] = {key: [] for key in EVENT_MODELS}
        self.labels: dict[str, list[str]] = {key: [] for key in EVENT_MODELS}

    def add(self, layer: Layer, is_last: bool) -> None:
        """Lay one file over those before it."""
        place = "" if is_last else f"{layer.source}: "
        table = dict(layer.table)
        for key in _TEXT_KEYS:
            text = table.pop(key, "")
            if not isinstance(text, str):
                self.problems.append(Problem(f"{place}{key}", shown(text), "text in quotes"))
        for key in EVENT_MODELS:
            self._add_events(key, table.pop(key, []), place)
        own: set[str] = set()
        for key, value in flatten(table):
            if key in own:
                self.problems.append(Problem(f"{place}{key}", "given twice in one file"))
            own.add(key)
            self.values[key] = value
            self.places[key] = place

    def _add_events(self, key: str, entries: object, place: str) -> None:
        if not isinstance(entries, list):
            problem = Problem(f"{place}{key}", shown(entries), f"tables, each written [[{key}]]")
            self.problems.append(problem)
            return
        for number, entry in enumerate(entries):
            where = f"{place}{key}[{number}]"
            event = event_from(key, where, entry, self.problems)
            if event is not None:
                self.events[key].append(event)
                self.labels[key].append(where)

    def placed(self, problems: Sequence[Problem]) -> list[Problem]:
        """Problems of values, each with the file that the value comes from."""
        return [
            problem._replace(where=self.places.get(problem.where, "") + problem.where)
            for problem in problems
        ]


def load_scenario(name: str | Path, values: Mapping[str, Value] | None = None) -> Scenario:
    """A scenario by its name or the path of its TOML file, with some values replaced.

    A file that starts `from` another takes over its values and events, not its texts.

    Parameters
    ----------
    name : str or Path
        One of `scenario_names()`, or a path.
    values : mapping, optional
        Dotted keys and values that replace those of the scenario at its start.

    Raises
    ------
    ScenarioError
        With all that is wrong: unknown keys, wrong types, values out of range, contradictory
        dates, a missing file, broken TOML or unreadable bytes.
    """
    layers = read_layers(name)
    merged = _Merged()
    for layer in layers:
        merged.add(layer, is_last=layer is layers[-1])
    parameters, wrong = parameters_from(merged.values)
    own = layers[-1]
    texts = {key: own.table[key] for key in _TEXT_KEYS if isinstance(own.table.get(key), str)}
    scenario = Scenario(
        name=own.name,
        parameters=parameters,
        **{"title": own.name, **texts},
        **{key: tuple(events) for key, events in merged.events.items()},
    )
    # Dates cannot be judged by a clock that is not the one that was meant.
    clock_is_known = not any(problem.where.split(".")[0] == "time" for problem in wrong)
    if clock_is_known:
        wrong = [*wrong, *contradictions(scenario, merged.labels)]
    problems = [*merged.problems, *merged.placed(wrong)]
    if problems:
        raise ScenarioError(own.source, problems)
    return scenario.with_values(values or {})
