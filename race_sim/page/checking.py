"""Strict reading of requests: unknown fields, wrong types and absurd sizes are problems.

Standard library only, since it runs in a browser too. A check is a function of a value and of the
place where it stands; it gives the value back, or raises one `InputError` with all its problems.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from race_sim.problems import InputError, Problem

Check = Callable[[Any, str], Any]
SOURCE = "request"
_LONGEST_SHOWN = 60
_LARGEST_SHOWN = 10**30


class Field(NamedTuple):
    """A field of a table: its check, and what it is if it is left out."""

    check: Check
    default: Any = ...  # an ellipsis: it must be there


def refused(where: str, what: str, allowed: str = "") -> InputError:
    """The error for one problem."""
    return InputError(SOURCE, [Problem(where, what, allowed)])


def shown(value: object) -> str:
    """A value as an error shows it: in a few words, whatever it is."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        text = repr(value[:_LONGEST_SHOWN])
        return text if len(value) <= _LONGEST_SHOWN else f"{text}..."
    if isinstance(value, int):
        return f"{value}" if abs(value) < _LARGEST_SHOWN else "a number of many digits"
    if isinstance(value, float):
        return f"{value!r}"
    if isinstance(value, dict):
        return f"a table of {len(value)}"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return f"a {type(value).__name__}"


def whole(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: Any, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise refused(where, shown(value), f"a whole number from {low} to {high}")
        return value

    return check


def number(low: float, high: float) -> Check:
    """A number from `low` to `high`."""

    def check(value: Any, where: str) -> float:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not low <= value <= high:  # nor is NaN
            raise refused(where, shown(value), f"a number from {low:g} to {high:g}")
        return float(value) + 0.0  # no minus zero, which is equal to zero but not the same

    return check


def true_or_false(value: Any, where: str) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise refused(where, shown(value), "true or false")
    return value


def one_of(words: Sequence[str]) -> Check:
    """One of a few words."""

    def check(value: Any, where: str) -> str:
        if not isinstance(value, str) or value not in words:
            text = value[:40] if isinstance(value, str) else ""
            near = difflib.get_close_matches(text, words, n=1)
            hint = f"{shown(value)}, did you mean {near[0]}?" if near else shown(value)
            allowed = "one of " + ", ".join(words) if len(words) <= 30 else f"{len(words)} words"
            raise refused(where, hint, allowed)
        return value

    return check


def letters(allowed: str, most: int) -> Check:
    """A text of a few letters."""

    def check(value: Any, where: str) -> str:
        if not isinstance(value, str) or len(value) > most or set(value) - set(allowed):
            raise refused(where, shown(value), f"up to {most} of the letters {', '.join(allowed)}")
        return value

    return check


def many(check_one: Check, most: int) -> Check:
    """A list of at most so many."""

    def check(value: Any, where: str) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            raise refused(where, shown(value), f"a list of at most {most}")
        found: list[Any] = []
        problems: list[Problem] = []
        for place, one in enumerate(value):
            try:
                found.append(check_one(one, f"{where}[{place}]"))
            except InputError as error:
                problems.extend(error.problems)
        if problems:
            raise InputError(SOURCE, problems)
        return found

    return check


def table(fields: Mapping[str, Field]) -> Check:
    """A table with these fields and no others."""

    def check(value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refused(where, shown(value), "a table")
        prefix = f"{where}." if where else ""
        problems = []
        for name in list(value)[: len(fields) + 8]:
            if name not in fields:
                allowed = ", ".join(fields)
                place = name[:40] if isinstance(name, str) else shown(name)
                problems.append(Problem(f"{prefix}{place}", "is no field", allowed))
        found = {}
        for name, field in fields.items():
            if name not in value:
                if field.default is ...:
                    problems.append(Problem(f"{prefix}{name}", "is missing"))
                found[name] = field.default
                continue
            try:
                found[name] = field.check(value[name], f"{prefix}{name}")
            except InputError as error:
                problems.extend(error.problems)
        if problems:
            raise InputError(SOURCE, problems)
        return found

    return check
