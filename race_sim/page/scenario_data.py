"""Scenarios as the page reads them: from `scenarios.json`, with the standard library alone.

`tools/page_data.py` writes that file from the scenario files and the parameters, which need
pydantic; a test holds the plans that come out of it to those of `race_sim.load_scenario`.
"""

from __future__ import annotations

import gzip
import json
import pkgutil
from collections.abc import Mapping
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from race_sim.page.checking import number, one_of, shown, true_or_false, whole
from race_sim.problems import InputError, Problem
from race_sim.resolve import Plan, plan_of

FIXED = ("time.", "us.policy", "cn.policy", "foresight.")  # not to be changed from the page
MOST_VALUES = 30
PLANS_KEPT = 64  # of those that were asked for last


class Event(NamedTuple):
    """A change, a pause or a shock of a scenario, with the names that `plan_of` reads."""

    date: float = 0.0
    begin: float = 0.0
    until: float = 0.0
    sides: tuple[str, ...] = ()
    side: str = ""
    share: float = 0.0
    severity: float = 0.0
    kind: str = ""
    values: Mapping[str, Any] = {}


def _held(name: str) -> bytes:
    """A file beside this one, which may be in a zip."""
    content = pkgutil.get_data(__name__, name)
    assert content is not None
    return content


@cache
def data() -> dict[str, Any]:
    """All that `scenarios.json` holds: `scenarios`, `knobs`, `policies`, `model`."""
    found: dict[str, Any] = json.loads(_held("scenarios.json"))
    return found


def knobs() -> dict[str, dict[str, Any]]:
    """Every parameter by its key: default, unit, range or choices, meaning."""
    found: dict[str, dict[str, Any]] = data()["knobs"]
    return found


def scenario_names() -> tuple[str, ...]:
    """Names of the scenarios, the baseline first."""
    return tuple(data()["scenarios"])


def checked_value(key: str, value: Any, where: str) -> Any:
    """A value of a parameter, if it is allowed.

    Raises
    ------
    InputError
    """
    knob = knobs().get(key)
    if knob is None or key.startswith(FIXED):
        what = "is no parameter" if knob is None else "cannot be changed here"
        raise InputError("request", [Problem(where, what)])
    if "choices" in knob:
        return one_of(knob["choices"])(value, where)
    if isinstance(knob["default"], bool):
        return true_or_false(value, where)
    if isinstance(knob["default"], int):
        return whole(int(knob["low"]), int(knob["high"]))(value, where)
    return number(knob["low"], knob["high"])(value, where)


def checked_values(value: Any, where: str) -> dict[str, Any]:
    """Values of parameters by key, in the order of their keys.

    Raises
    ------
    InputError
        With all that is wrong.
    """
    if not isinstance(value, dict) or len(value) > MOST_VALUES:
        allowed = f"a table of at most {MOST_VALUES} parameters"
        raise InputError("request", [Problem(where, shown(value), allowed)])
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    words = [key for key in value if isinstance(key, str)]
    if len(words) < len(value):
        raise InputError("request", [Problem(where, "a key that is no text", "keys of parameters")])
    for key in sorted(words):
        place = f"{where}.{key[:60]}"
        try:
            found[key] = checked_value(key, value[key], place)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError("request", problems)
    return found


def _nested(values: Mapping[str, Any]) -> SimpleNamespace:
    root = SimpleNamespace()
    for key, value in values.items():
        *path, last = key.split(".")
        place = root
        for name in path:
            if not hasattr(place, name):
                setattr(place, name, SimpleNamespace())
            place = getattr(place, name)
        setattr(place, last, value)
    return root


class PageScenario:
    """What `race_sim.resolve.plan_of` needs of a scenario."""

    def __init__(
        self, name: str, values: Mapping[str, Any], shocks: tuple[Mapping[str, Any], ...] = ()
    ):
        entry = data()["scenarios"][name]
        self.name = name
        defaults = {key: knob["default"] for key, knob in knobs().items()}
        self.values: dict[str, Any] = {**defaults, **entry["values"], **values}
        self.parameters: Any = _nested(self.values)
        self.changes = tuple(
            Event(date=one["date"], values=one["values"]) for one in entry["changes"]
        )
        self.pauses = tuple(
            Event(
                begin=one["begin"],
                until=one["until"],
                sides=tuple(one["sides"]),
                share=one["share"],
            )
            for one in entry["pauses"]
        )
        self.shocks = tuple(
            Event(date=one["date"], side=one["side"], severity=one["severity"], kind=one["kind"])
            for one in (*entry["shocks"], *shocks)
        )

    def parameters_at(self, step: int) -> Any:
        """The parameters in force in a step."""
        from race_sim.resolve import step_of

        values = dict(self.values)
        for change in sorted(self.changes, key=lambda change: change.date):
            if step_of(self.parameters, change.date) <= step:
                values.update(change.values)
        return _nested(values)


@lru_cache(maxsize=PLANS_KEPT)
def plan_for(
    name: str,
    values: tuple[tuple[str, Any], ...],
    shocks: tuple[Any, ...],
    kept: tuple[str, ...] = (),
) -> Plan:
    """The plan of a scenario with changed values and shocks, nobody far-sighted in the chairs.

    `kept` are keys of values that the changes of the scenario leave alone.
    """
    seats = {"us.policy": "logit-response", "cn.policy": "logit-response"}
    scenario: Any = PageScenario(
        name, {**dict(values), **seats}, tuple(dict(one) for one in shocks)
    )
    scenario.changes = tuple(
        one._replace(values={key: value for key, value in one.values.items() if key not in kept})
        for one in scenario.changes
    )
    return plan_of(scenario)


def is_solved(name: str, values: tuple[tuple[str, Any], ...]) -> bool:
    """Whether the strategies of far-sighted play are at hand: for the baseline's values."""
    entry = data()["scenarios"][name]
    merged = {**entry["values"], **dict(values)}
    same = all(value == knobs()[key]["default"] for key, value in merged.items())
    return same and not entry["changes"]


@cache
def strategies() -> tuple[tuple[float, ...], ...]:
    """The table of far-sighted strategies under the baseline's values, on the coarse grid.

    See `race_sim.policies.far_sighted` for its form.
    """
    table = json.loads(gzip.decompress(_held("strategies.json.gz")))
    return tuple(tuple(row) for row in table)
