"""Values by dotted key: from tables in tables and back, and checked against the knobs."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from race_sim.parameters import Parameters, knobs
from race_sim.problems import InputError, Problem, ScenarioError

Value = float | int | bool | str

_DEEPEST = 4  # tables in tables; no key has more parts, and a broken file may have thousands

_short = reprlib.Repr()
_short.maxstring = _short.maxother = _short.maxlong = 60


def shown(value: object) -> str:
    """A value as it is shown in a message: short, however large it is."""
    if isinstance(value, Mapping):
        return "a table"
    return _short.repr(value)


def flatten(
    table: Mapping[str, Any], prefix: str = "", depth: int = 1
) -> Iterator[tuple[str, Any]]:
    """Every value of tables in tables with its dotted key; an empty table is a value."""
    for key, value in table.items():
        dotted = f"{prefix}.{key}" if prefix else key
        if isinstance(value, Mapping) and value and depth < _DEEPEST:
            yield from flatten(value, dotted, depth + 1)
        else:
            yield dotted, value


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by dotted key, each a known one, as tables in tables."""
    table: dict[str, Any] = {}
    for dotted, value in values.items():
        *path, last = dotted.split(".")
        place = table
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return table


def flat_values(parameters: Parameters) -> dict[str, Value]:
    """Every parameter by its dotted key."""
    return dict(flatten(parameters.model_dump()))


def unknown_key(key: str, known: Iterable[str]) -> Problem:
    """The problem of a key that does not exist, with the nearest one that does."""
    known = list(known)
    same_last = [other for other in known if other.split(".")[-1] == key.split(".")[-1]]
    near = difflib.get_close_matches(key, same_last or known, n=1, cutoff=0.0 if same_last else 0.5)
    hint = f", did you mean {near[0]}?" if near else ""
    return Problem(key, f"unknown key{hint}")


def _problem(key: str, value: Any) -> Problem | None:
    """What is wrong with a key that is no knob; None if it is an empty section."""
    inside = [name for name in knobs() if name.startswith(key + ".")]
    if inside:
        if isinstance(value, Mapping) and not value:
            return None
        return Problem(key, shown(value), "a table with " + ", ".join(inside))
    for name in knobs():
        if key.startswith(name + "."):
            return Problem(name, "a table", knobs()[name].allowed())
    return unknown_key(key, knobs())


def parameters_from(values: Mapping[str, Any]) -> tuple[Parameters, list[Problem]]:
    """Parameters with these values, by dotted key, and what is wrong with the values.

    A value that is wrong is left out, so that the rest can be checked too.
    """
    wrong: dict[str, Problem] = {}
    good = {}
    for key, value in values.items():
        if key in knobs():
            good[key] = value
            continue
        problem = _problem(key, value)
        if problem is not None and problem not in wrong.values():
            wrong[key] = problem
    try:
        parameters = Parameters.model_validate(nested(good))
    except ValidationError as error:
        for item in error.errors():
            key = ".".join(str(part) for part in item["loc"])
            cause = item.get("ctx", {}).get("error")
            if isinstance(cause, InputError):  # it knows more than the list of what is allowed
                found = cause.problems[0]
                says_what = found.what.startswith(("is ", "has "))
                told = f"{shown(item['input'])} {found.what}" if says_what else found.what
                wrong[key] = Problem(key, told, found.allowed)
            else:
                wrong[key] = Problem(key, shown(item["input"]), knobs()[key].allowed())
            del good[key]
        parameters = Parameters.model_validate(nested(good))
    return parameters, [wrong[key] for key in values if key in wrong]


def checked_parameters(values: Mapping[str, Any], source: str) -> Parameters:
    """Parameters with these values, by dotted key.

    Raises
    ------
    ScenarioError
        Naming every key that is unknown and every value that is not allowed.
    """
    parameters, problems = parameters_from(values)
    if problems:
        raise ScenarioError(source, problems)
    return parameters
