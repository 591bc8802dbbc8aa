"""Parameters of a published model: each with its unit and range, checked one value or a million.

A model has a frozen class of them:

>>> @dataclass(frozen=True)
... class Parameters(ParameterSet):
...     teams: int = parameter(2, "teams", 2, 1000, "how many race", whole=True)
...     enmity: float = parameter(0.5, "share", 0.0, 1.0, "how bad it is that a rival wins")
>>> Parameters(enmity=0.25)
Parameters(teams=2, enmity=0.25)

Its functions take numbers or arrays, which are held to the same ranges and broadcast:

>>> teams, enmity = Parameters.arrays("disaster_risk", teams=2, enmity=[0.0, 0.5, 1.0])
>>> teams * enmity
array([0., 1., 2.])
>>> Parameters.arrays("risk", teams=1)
Traceback (most recent call last):
    ...
race_sim.problems.InputError: risk: teams: 1; allowed: a whole number from 2 to 1000 (teams)
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, NamedTuple

import numpy as np

from race_sim.problems import InputError, Problem

_KEY = "quantity"


class Quantity(NamedTuple):
    """What is known of one parameter: its unit, what it may be, and what it means."""

    unit: str
    low: float
    high: float
    meaning: str
    whole: bool
    low_included: bool
    high_included: bool

    def allowed(self) -> str:
        """What values are allowed, in words."""
        number = "a whole number" if self.whole else "a number"
        if math.isinf(self.low) and math.isinf(self.high):
            return f"{number} ({self.unit})"
        if math.isinf(self.high):
            edge = f"{self.low:g} or above" if self.low_included else f"above {self.low:g}"
            return f"{number}, {edge} ({self.unit})"
        low = f"{self.low:g}" if self.low_included else f"above {self.low:g}"
        high = f"{self.high:g}" if self.high_included else f"below {self.high:g}"
        return f"{number} from {low} to {high} ({self.unit})"

    def refused(self, values: np.ndarray) -> np.ndarray:
        """Which of the values are not allowed; NaN never is."""
        above = values >= self.low if self.low_included else values > self.low
        below = values <= self.high if self.high_included else values < self.high
        good = above & below & np.isfinite(values)
        if self.whole:
            good &= values == np.floor(values)
        return np.asarray(~good)


def parameter(
    default: float | int,
    unit: str,
    low: float,
    high: float,
    meaning: str,
    *,
    whole: bool = False,
    low_included: bool = True,
    high_included: bool = True,
) -> Any:
    """A field of a class of parameters, allowed from `low` to `high`.

    `high` may be infinite: then any finite number from `low` is allowed.
    """
    quantity = Quantity(unit, low, high, meaning, whole, low_included, high_included)
    return field(default=default, metadata={_KEY: quantity})


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def _numbers(value: object) -> np.ndarray | None:
    """A value as an array of floats; None if it is no number."""
    if isinstance(value, bool | np.bool_ | str | bytes):
        return None
    try:
        found = np.asarray(value)
    except ValueError:
        return None  # lists of unequal length
    return found.astype(float) if found.dtype.kind in "iuf" else None


@dataclass(frozen=True)
class ParameterSet:
    """What every class of parameters can do. Frozen; a bad value is an `InputError`."""

    def __post_init__(self) -> None:
        """Refuse values that are not allowed.

        Raises
        ------
        InputError
            Naming all of them.
        """
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        source = type(self).__module__.rpartition(".")[2]
        found = type(self).arrays(f"{source}.Parameters", **values)
        wide = [name for name, one in zip(values, found, strict=True) if one.ndim > 0]
        if wide:
            problems = [Problem(name, "several values", "one number") for name in wide]
            raise InputError(f"{source}.Parameters", problems)

    @classmethod
    def quantities(cls) -> dict[str, Quantity]:
        """Every parameter with its unit and range, by name."""
        return {one.name: one.metadata[_KEY] for one in fields(cls)}

    @classmethod
    def defaults(cls) -> dict[str, float | int]:
        """Every parameter's default, by name."""
        return {one.name: one.default for one in fields(cls) if one.default is not MISSING}

    @classmethod
    def arrays(cls, source: str, **values: Any) -> tuple[np.ndarray, ...]:
        """The values as arrays of floats that broadcast together, in the order given.

        Parameters
        ----------
        source : str
            The function that was called, for the error.
        **values : array_like
            By the names of the parameters.

        Returns
        -------
        tuple of ndarray of float
            Each with its own shape; a plain number has none.

        Raises
        ------
        InputError
            Naming every value that is no number or out of range, and shapes that do not fit.
        """
        quantities = cls.quantities()
        problems: list[Problem] = []
        found: list[np.ndarray] = []
        for name, value in values.items():
            if name not in quantities:
                problems.append(Problem(name, "is no parameter", ", ".join(quantities)))
                continue
            numbers = _numbers(value)
            if numbers is None:
                problems.append(Problem(name, repr(value), quantities[name].allowed()))
                continue
            refused = quantities[name].refused(numbers)
            if np.any(refused):
                first = float(numbers[refused].flat[0])
                count = int(np.count_nonzero(refused))
                more = f" and {count - 1:,} more" if count > 1 else ""
                what = f"{_shown(first)}{more}"
                problems.append(Problem(name, what, quantities[name].allowed()))
            found.append(numbers)
        problems += shapes_that_do_not_fit(values, found) if not problems else []
        if problems:
            raise InputError(source, problems)
        return tuple(found)


def shapes_that_do_not_fit(names: Iterable[str], values: list[np.ndarray]) -> list[Problem]:
    """A problem if arrays cannot be broadcast together, else none."""
    try:
        np.broadcast_shapes(*(one.shape for one in values))
    except ValueError:
        shapes = [f"{name} {one.shape}" for name, one in zip(names, values, strict=True)]
        return [Problem("", f"shapes do not fit: {', '.join(shapes)}", "shapes that broadcast")]
    return []


def arrays_of(source: str, *parts: tuple[type[ParameterSet], dict[str, Any]]) -> list[np.ndarray]:
    """Values of several sets of parameters as arrays that broadcast together, in the order given.

    Parameters
    ----------
    source : str
        The function that was called, for the error.
    *parts : (subclass of ParameterSet, dict)
        A set, and values by the names of its parameters.

    Raises
    ------
    InputError
        Naming what is wrong with the values of any of the sets, or shapes that do not fit.
    """
    found: list[np.ndarray] = []
    problems: list[Problem] = []
    for kind, values in parts:
        try:
            found += kind.arrays(source, **values)
        except InputError as error:
            problems += error.problems
    if not problems:
        names = [name for _, values in parts for name in values]
        problems += shapes_that_do_not_fit(names, found)
    if problems:
        raise InputError(source, problems)
    return found


def one_of(source: str, name: str, value: object, allowed: Iterable[str]) -> str:
    """A word that is one of a few.

    Raises
    ------
    InputError
        If it is not.
    """
    words = tuple(allowed)
    if not (isinstance(value, str) and value in words):
        raise InputError(source, [Problem(name, repr(value), "one of " + ", ".join(words))])
    return value
