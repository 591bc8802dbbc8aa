"""Known results: numbers that a right implementation of a published model must give.

They stand in `known/<model>.toml`, each with its source and to the digits that are known. Tests
hold the functions to them, and the page of the model shows them beside what the functions give.

    [[result]]
    call = "disaster_risk"
    arguments = { teams = 2, enmity = 0.5, skill_weight = 1.0, information = "private" }
    value = "0.555556"
    source = "closed form; quadrature"

`value` is a number in quotes, or a list of such for an array (nested for a matrix). A function
that gives several things has `parts` instead: their names, each with its value.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from race_sim.literature.catalogue import model_named

if TYPE_CHECKING:
    import pandas as pd

FOLDER = Path(__file__).parent / "known"
# A printed number may have been rounded from a printed one: half a unit of its last digit, and a
# little more.
SLACK = 0.501


class KnownResult(NamedTuple):
    """One known number: what gives it, and where it is known from."""

    model: str
    call: str  # a function of the model's module
    arguments: dict[str, Any]
    part: str  # which of several things that the function gives, or ""
    place: tuple[int, ...]  # in an array, or ()
    known: str  # as it is printed
    source: str

    def given(self) -> Any:
        """All that the function gives: the same for all parts of one call."""
        module = importlib.import_module(f"race_sim.literature.{self.model}")
        return getattr(module, self.call)(**self.arguments)

    def entry_of(self, given: Any) -> float:
        """The number that is meant, of all that the function gives."""
        value = getattr(given, self.part) if self.part else given
        return float(np.asarray(value, dtype=float)[self.place])

    def found(self) -> float:
        """What the function gives for it."""
        return self.entry_of(self.given())

    def call_shown(self) -> str:
        """The call in words, equal for equal calls."""
        arguments = ", ".join(f"{key}={value}" for key, value in self.arguments.items())
        return f"{self.model}.{self.call}({arguments})"

    def tolerance(self) -> float:
        """Half a unit of the last digit that is printed."""
        exponent = Decimal(self.known).as_tuple().exponent
        assert isinstance(exponent, int)
        return SLACK * 10.0**exponent

    def agrees(self, found: float) -> bool:
        """Whether what was found is the known number, to its last digit."""
        return abs(found - float(self.known)) <= self.tolerance()


def _entries(value: Any, place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], str]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _entries(one, (*place, number))
    else:
        yield place, value


def known_results(model: str) -> list[KnownResult]:
    """All known results of a model, in the order of its file; empty if it has none.

    Raises
    ------
    InputError
        If there is no such model.
    """
    name = model_named(model).name
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        return []
    found = []
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["result"]:
        call, arguments, source = row["call"], row.get("arguments", {}), row["source"]
        parts = row.get("parts", {"": row.get("value")})
        for part, value in parts.items():
            for place, known in _entries(value):
                found.append(KnownResult(name, call, arguments, part, place, known, source))
    return found


def reproduced(model: str) -> pd.DataFrame:
    """Every known result of a model beside what its function gives.

    Returns
    -------
    DataFrame
        Columns `model`, `call`, `arguments`, `part`, `known` (as printed), `found`, `agrees`,
        `source`.

    Raises
    ------
    InputError
        If there is no such model.
    """
    import pandas as pd

    rows = []
    given: dict[str, Any] = {}
    for one in known_results(model):
        call = one.call_shown()
        if call not in given:
            given[call] = one.given()
        found = one.entry_of(given[call])
        where = "".join(f"[{index}]" for index in one.place)
        rows.append(
            {
                "model": one.model,
                "call": one.call,
                "arguments": ", ".join(f"{key}={value}" for key, value in one.arguments.items()),
                "part": f"{one.part}{where}",
                "known": one.known,
                "found": found,
                "agrees": one.agrees(found),
                "source": one.source,
            }
        )
    columns = ["model", "call", "arguments", "part", "known", "found", "agrees", "source"]
    return pd.DataFrame(rows, columns=columns)
