"""Reading a table entry by entry, noting all that is wrong with it."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from typing import Any

from race_sim.outcomes import COLUMNS
from race_sim.parameters import knobs
from race_sim.parameters.checking import shown, unknown_key
from race_sim.problems import Problem

LARGEST_SEED = 2**63 - 1
_MOST_NAMES = 12


def is_number(value: object) -> bool:
    """Whether a value is a finite number; a switch is none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def listed(value: str, names: tuple[str, ...]) -> str:
    """The names that are allowed, in words: the nearest ones if there are many."""
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    near = difflib.get_close_matches(value, names, n=3)
    return f"such as {', '.join(near or names[:3])}; {len(names)} names in all"


def flattened(
    table: Mapping[str, Any], where: str, problems: list[Problem], prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """Entries of tables of parameters by dotted key.

    A table that is no section of parameters is a value: of a distribution, for instance.
    """
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else str(name)
        is_section = isinstance(value, Mapping) and any(
            known.startswith(f"{key}.") for known in knobs()
        )
        if is_section:
            yield from flattened(value, where, problems, key)
        elif key in knobs():
            yield key, value
        else:
            problem = unknown_key(key, knobs())
            problems.append(problem._replace(where=f"{where}: {problem.where}"))


def by_key(given: object, where: str, problems: list[Problem]) -> dict[str, Any]:
    """The entries of a table whose keys are parameters, in tables in tables or dotted."""
    if not isinstance(given, Mapping):
        problems.append(Problem(where, shown(given), "a table of keys"))
        return {}
    found: dict[str, Any] = {}
    for key, value in flattened(given, where, problems):
        if key in found:
            problems.append(Problem(f"{where}: {key}", "given twice", "once"))
        found[key] = value
    return found


class Reader:
    """Reads the entries of a table, and notes all that is wrong.

    Parameters
    ----------
    where : str
        What messages call the table; "" for the whole file.
    given : object
        Should be a mapping.
    problems : list of Problem
        What is wrong is added to it.
    """

    def __init__(self, where: str, given: object, problems: list[Problem]):
        self.where = where
        self.problems = problems
        self.table: dict[str, Any] = {}
        if isinstance(given, Mapping):
            self.table = {str(name): value for name, value in given.items()}
        else:
            problems.append(Problem(where, shown(given), "a table"))

    def wrong(self, name: str, what: str, allowed: str = "") -> None:
        """Note that an entry is wrong."""
        place = f"{self.where}.{name}" if self.where and name else self.where or name
        self.problems.append(Problem(place, what, allowed))

    def whole(self, name: str, default: int, low: int, high: int, multiple: int = 1) -> int:
        """A whole number; its default is taken if it is missing or wrong."""
        value = self.table.pop(name, default)
        allowed = f"a whole number from {low} to {high}"
        if multiple > 1:
            allowed = f"a multiple of {multiple} from {low} to {high}"
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        if not good or value % multiple:
            self.wrong(name, shown(value), allowed)
            return default
        return int(value)

    def number(self, name: str, default: float | None, low: float, high: float) -> float | None:
        """A number between two others, neither of them included."""
        value = self.table.pop(name, default)
        if value is None and default is None:
            return None
        if not is_number(value) or not low < value < high:
            beyond = "" if math.isinf(low) else f" above {low:g}"
            below = "" if math.isinf(high) else f" below {high:g}"
            both = " and" if beyond and below else ""
            self.wrong(name, shown(value), f"a number{beyond}{both}{below}")
            return default
        return float(value)

    def word(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.table.pop(name, default)
        if value not in choices:
            self.wrong(name, shown(value), ", ".join(choices))
            return default
        return str(value)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        value = self.table.pop(name, default)
        if not isinstance(value, str):
            self.wrong(name, shown(value), "text in quotes")
            return default
        return value

    def switch(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self.table.pop(name, default)
        if not isinstance(value, bool):
            self.wrong(name, shown(value), "true or false")
            return default
        return value

    def names(self, name: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        """A list of names, each taken once; empty if it is missing."""
        given = self.table.pop(name, ())
        if not isinstance(given, list | tuple):
            self.wrong(name, shown(given), "a list of names")
            return ()
        for one in given:
            if one not in choices:
                self.wrong(name, shown(one), listed(str(one), choices))
        return tuple(dict.fromkeys(one for one in given if one in choices))

    def outcome(self, default: str) -> str:
        """An outcome that has a number."""
        value = self.table.pop("outcome", default)
        choices = tuple(column.name for column in COLUMNS.values() if column.kind != "name")
        if value not in choices:
            self.wrong("outcome", shown(value), listed(str(value), choices))
            return default
        return str(value)

    def done(self, allowed: tuple[str, ...]) -> None:
        """Note entries that are left, which nobody reads."""
        for name in self.table:
            near = difflib.get_close_matches(name, allowed, n=1)
            hint = f", did you mean {near[0]}?" if near else ""
            self.wrong(name, f"unknown here{hint}", ", ".join(allowed))
