"""Distributions and values as study files give them, checked against their parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from race_sim.own_policy import is_own, load_own
from race_sim.parameters import Knob
from race_sim.parameters.checking import Value, shown
from race_sim.problems import InputError, Problem
from race_sim.study.distributions import FIELDS, UNBOUNDED, VALUES, Distribution
from race_sim.study.reader import is_number

_FORMS = (
    "[low, high], a list of values, { values = [...], weights = [...] }, or "
    "{ distribution = NAME, low = ..., high = ... } with NAME one of " + ", ".join(FIELDS)
)
# In deviations: what is left of a normal law beyond has lost the shape of its middle.
_FARTHEST = 8.0


def value_problem(knob: Knob, value: object) -> Problem | None:
    """What is wrong with a value for a parameter, if anything."""
    if knob.choices:
        if knob.key.endswith(".policy") and isinstance(value, str) and is_own(value):
            try:
                load_own(value)
            except InputError as error:
                return error.problems[0]._replace(where=knob.key)
            return None
        good = value in knob.choices
    elif isinstance(knob.default, bool):
        good = isinstance(value, bool)
    elif isinstance(value, int | float) and is_number(value):
        low = -np.inf if knob.low is None else knob.low
        high = np.inf if knob.high is None else knob.high
        whole = not isinstance(knob.default, int) or float(value).is_integer()
        good = whole and low <= value <= high
    else:
        good = False
    return None if good else Problem(knob.key, shown(value), knob.allowed())


def as_value(knob: Knob, value: Any) -> Value:
    """A value in the type of its parameter."""
    if isinstance(knob.default, bool) or knob.choices:
        return value  # type: ignore[no-any-return]
    return int(value) if isinstance(knob.default, int) else float(value)


def checked_values(knob: Knob, values: object, problems: list[Problem]) -> tuple[Value, ...]:
    """A list of different values for a parameter; what is wrong is added to `problems`."""
    if not isinstance(values, list | tuple) or not values:
        problems.append(Problem(knob.key, shown(values), "a list of values"))
        return ()
    wrong = [problem for problem in (value_problem(knob, value) for value in values) if problem]
    problems.extend(wrong)
    if wrong:
        return ()
    found = tuple(as_value(knob, value) for value in values)
    if len(set(found)) != len(found):
        problems.append(Problem(knob.key, "a value comes twice", "different values"))
    return found


def distribution_of(knob: Knob, given: object, problems: list[Problem]) -> Distribution | None:
    """The distribution that a study file gives for a parameter.

    What is wrong with it is added to `problems`; it is None then.
    """
    before = len(problems)
    numeric = not knob.choices and not isinstance(knob.default, bool)
    if isinstance(given, Distribution):
        given = given.as_dictionary()
    if isinstance(given, list | tuple):
        if numeric and len(given) == 2:
            given = {"distribution": "uniform", "low": given[0], "high": given[1]}
        else:
            given = {VALUES: given}
    if not isinstance(given, Mapping) or not given:
        problems.append(Problem(knob.key, shown(given), _FORMS))
        return None
    found: Distribution | None = None
    if VALUES in given:
        found = _of_values(knob, given, problems)
    elif numeric:
        found = _of_numbers(knob, given, problems)
    else:
        problems.append(Problem(knob.key, "is not a number", "a list of values"))
    return found if len(problems) == before else None


def _of_values(knob: Knob, given: Mapping[str, Any], problems: list[Problem]) -> Distribution:
    for name in given:
        if name not in (VALUES, "weights"):
            problems.append(Problem(f"{knob.key}.{name}", "unknown", "values, weights"))
    values = checked_values(knob, given[VALUES], problems)
    weights = given.get("weights", ())
    good = isinstance(weights, list | tuple) and all(is_number(w) and w > 0 for w in weights)
    # Values that are wrong have been noted, and cannot be counted.
    if not good or (weights and values and len(weights) != len(values)):
        allowed = "a positive number for each value"
        problems.append(Problem(f"{knob.key}.weights", shown(weights), allowed))
        return Distribution(VALUES, values=values)
    return Distribution(VALUES, values=values, weights=tuple(float(w) for w in weights))


def _of_numbers(
    knob: Knob, given: Mapping[str, Any], problems: list[Problem]
) -> Distribution | None:
    kind = given.get("distribution", "uniform")
    if kind not in tuple(FIELDS):
        problems.append(Problem(f"{knob.key}.distribution", shown(kind), ", ".join(FIELDS)))
        return None
    whole = isinstance(knob.default, int)
    if whole and kind != "uniform":
        allowed = "uniform, or { values = [...], weights = [...] }"
        problems.append(Problem(knob.key, f"{kind} for a whole number", allowed))
        return None
    fields = FIELDS[kind]
    for name in given:
        if name not in ("distribution", "low", "high", *fields):
            allowed = ", ".join(("low", "high", *fields))
            problems.append(Problem(f"{knob.key}.{name}", "unknown", allowed))
    numbers: dict[str, float] = {}
    for name, end in (("low", knob.low), ("high", knob.high)):
        # A law without ends is cut where the parameter's range ends.
        value = given.get(name, end if kind in UNBOUNDED else None)
        if value is None:
            problems.append(Problem(f"{knob.key}.{name}", "missing", knob.allowed()))
            continue
        problem = value_problem(knob, value)
        if problem is not None:
            problems.append(problem)
        else:
            numbers[name] = float(value)
    for name in fields:
        value = given.get(name)
        if not is_number(value):
            what = "missing" if value is None else shown(value)
            problems.append(Problem(f"{knob.key}.{name}", what, "a number"))
        else:
            numbers[name] = float(value)  # type: ignore[arg-type]
    if len(numbers) < 2 + len(fields):
        return None
    problems.extend(_contradictions(knob.key, kind, numbers))
    return Distribution(kind, tuple(numbers.items()), whole=whole)


def _contradictions(key: str, kind: str, numbers: Mapping[str, float]) -> list[Problem]:
    low, high = numbers["low"], numbers["high"]
    if not low < high:
        return [Problem(key, f"{low:g} to {high:g}", "a low end below the high end")]
    found = []
    for name in ("deviation", "median", "spread", "a", "b"):
        if name in numbers and not numbers[name] > 0.0:
            found.append(Problem(f"{key}.{name}", f"{numbers[name]:g}", "a positive number"))
    if kind == "log-uniform" and not low > 0.0:
        found.append(Problem(f"{key}.low", f"{low:g}", "a positive number"))
    if kind == "log-normal" and low < 0.0:
        found.append(Problem(f"{key}.low", f"{low:g}", "a number from 0"))
    if kind == "triangular" and not low <= numbers["mode"] <= high:
        found.append(Problem(f"{key}.mode", f"{numbers['mode']:g}", f"{low:g} to {high:g}"))
    return found or list(_far_from_its_range(key, kind, numbers))


def _far_from_its_range(key: str, kind: str, numbers: Mapping[str, float]) -> list[Problem]:
    """A law whose middle is so far from its range that nearly nothing of it is left."""
    if kind not in UNBOUNDED:
        return []
    name, width = ("mean", "deviation") if kind == "normal" else ("median", "spread")
    middle, low, high = numbers[name], numbers["low"], numbers["high"]
    nearest = min(max(middle, low), high)
    if kind == "log-normal":
        middle, nearest = np.log(middle), np.log(nearest)
    if abs(middle - nearest) <= _FARTHEST * numbers[width]:
        return []
    what = f"{numbers[name]:g} is more than {_FARTHEST:g} {width}s beyond {low:g} to {high:g}"
    return [Problem(f"{key}.{name}", what, "a middle nearer to the range")]
