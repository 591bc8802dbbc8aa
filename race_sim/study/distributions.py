"""Distributions of an uncertainty: from numbers between 0 and 1 to values of a parameter.

>>> spread = Distribution("uniform", (("low", 0.0), ("high", 2.0)))
>>> spread.at([0.0, 0.25, 1.0])
[0.0, 0.5, 2.0]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from race_sim.parameters import Knob
from race_sim.parameters.checking import Value, shown
from race_sim.problems import Problem

# The fields of each distribution beside `low` and `high`, which cut it.
_FIELDS = {
    "uniform": (),
    "log-uniform": (),
    "triangular": ("mode",),
    "normal": ("mean", "deviation"),
    "log-normal": ("median", "spread"),
    "beta": ("a", "b"),
}
VALUES = "values"
KINDS = (*_FIELDS, VALUES)
_FORMS = (
    "[low, high], a list of values, { values = [...], weights = [...] }, or "
    "{ distribution = NAME, low = ..., high = ... } with NAME one of " + ", ".join(_FIELDS)
)


def _tidy(value: float) -> float:
    # Twelve digits: the same on every machine, whatever its library makes of the last bit.
    return float(f"{value:.12g}")


@dataclass(frozen=True)
class Distribution:
    """What an uncertain parameter may be.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    numbers : tuple of (str, float)
        Its fields by name: `low`, `high` (it is cut there) and those of its kind: `mode`; `mean`
        and `deviation`; `median` and `spread` (standard deviation of the logarithm); `a` and `b`
        (of a beta law on `low` to `high`).
    values : tuple
        For "values": what it may be.
    weights : tuple of float
        Their probabilities; all alike if empty.
    whole : bool
        Whether the parameter is a whole number.
    """

    kind: str
    numbers: tuple[tuple[str, float], ...] = ()
    values: tuple[Value, ...] = ()
    weights: tuple[float, ...] = ()
    whole: bool = False

    def number(self, name: str) -> float:
        """One of its fields."""
        return dict(self.numbers)[name]

    def at(self, uniforms: Sequence[float] | np.ndarray) -> list[Value]:
        """The quantiles at these probabilities: the inverse of the cumulative distribution.

        Parameters
        ----------
        uniforms : array_like of float, shape (n,)
            From 0 to 1, both included.
        """
        chances = np.asarray(uniforms, dtype=float)
        if self.kind == VALUES:
            weights = np.array(self.weights or [1.0] * len(self.values))
            reached = np.cumsum(weights) / weights.sum()
            places = np.searchsorted(reached, chances, side="right")
            return [self.values[place] for place in np.minimum(places, len(self.values) - 1)]
        low, high = self.number("low"), self.number("high")
        if self.whole:
            steps = np.floor(chances * (high - low + 1.0))
            return [int(value) for value in np.minimum(low + steps, high)]
        found = np.clip(self._quantiles(chances, low, high), low, high)
        return [_tidy(value) for value in found.tolist()]

    def _quantiles(self, chances: np.ndarray, low: float, high: float) -> np.ndarray:
        if self.kind == "uniform":
            return low + (high - low) * chances
        if self.kind == "log-uniform":
            return np.asarray(low * (high / low) ** chances)
        law = self._law(low, high)
        below, above = law.cdf(low), law.cdf(high)
        return np.asarray(law.ppf(below + (above - below) * chances))

    def _law(self, low: float, high: float) -> Any:
        from scipy import stats

        if self.kind == "triangular":
            place = (self.number("mode") - low) / (high - low)
            return stats.triang(place, loc=low, scale=high - low)
        if self.kind == "normal":
            return stats.norm(self.number("mean"), self.number("deviation"))
        if self.kind == "log-normal":
            return stats.lognorm(self.number("spread"), scale=self.number("median"))
        return stats.beta(self.number("a"), self.number("b"), loc=low, scale=high - low)

    def grid_values(self, levels: int) -> list[Value]:
        """Its values on a grid.

        The values themselves if it has some; `levels` evenly spaced ones from end to end if it
        is uniform; else the quantiles in the middle of `levels` equally likely parts.
        """
        if self.kind == VALUES:
            return list(self.values)
        if self.kind == "uniform" and self.whole:
            first, last = int(self.number("low")), int(self.number("high"))
            spaced = np.linspace(first, last, min(levels, last - first + 1)).round()
            return [int(value) for value in spaced]
        if self.kind == "uniform":
            low, high = self.number("low"), self.number("high")
            return [_tidy(value) for value in np.linspace(low, high, levels).tolist()]
        return self.at((np.arange(levels) + 0.5) / levels)

    def as_dictionary(self) -> dict[str, Any]:
        """As it is written in a study file."""
        if self.kind == VALUES:
            weights = {"weights": list(self.weights)} if self.weights else {}
            return {"values": list(self.values)} | weights
        return {"distribution": self.kind} | dict(self.numbers)

    def text(self) -> str:
        """The distribution in words."""
        if self.kind == VALUES:
            return "one of " + ", ".join(str(value) for value in self.values)
        low, high = self.number("low"), self.number("high")
        rest = [f"{name} {value:g}" for name, value in self.numbers if name in _FIELDS[self.kind]]
        return ", ".join([f"{self.kind} from {low:g} to {high:g}", *rest])


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
    )


def value_problem(knob: Knob, value: object) -> Problem | None:
    """What is wrong with a value for a parameter, if anything."""
    if knob.choices:
        good = value in knob.choices
    elif isinstance(knob.default, bool):
        good = isinstance(value, bool)
    else:
        good = _is_number(value)
        if isinstance(knob.default, int):
            good = good and float(value).is_integer()  # type: ignore[arg-type]
        low = -np.inf if knob.low is None else knob.low
        high = np.inf if knob.high is None else knob.high
        good = good and low <= value <= high  # type: ignore[operator]
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
    if not isinstance(given, Mapping):
        problems.append(Problem(knob.key, shown(given), _FORMS))
        return None
    found: Distribution | None
    if VALUES in given:
        found = _of_values(knob, given, problems)
    elif numeric:
        found = _of_numbers(knob, given, problems)
    else:
        problems.append(Problem(knob.key, "is not a number", "a list of values"))
        return None
    return found if len(problems) == before else None


def _of_values(knob: Knob, given: Mapping[str, Any], problems: list[Problem]) -> Distribution:
    for name in given:
        if name not in (VALUES, "weights"):
            problems.append(Problem(f"{knob.key}: {name}", "unknown", "values, weights"))
    values = checked_values(knob, given[VALUES], problems)
    weights = given.get("weights", ())
    good = isinstance(weights, list | tuple) and all(_is_number(w) and w > 0 for w in weights)
    if not good or (weights and len(weights) != len(given[VALUES])):
        problems.append(
            Problem(f"{knob.key}: weights", shown(weights), "a positive number for each value")
        )
        return Distribution(VALUES, values=values)
    return Distribution(VALUES, values=values, weights=tuple(float(w) for w in weights))


def _of_numbers(
    knob: Knob, given: Mapping[str, Any], problems: list[Problem]
) -> Distribution | None:
    kind = given.get("distribution", "uniform")
    if kind not in _FIELDS:
        problems.append(Problem(f"{knob.key}: distribution", shown(kind), ", ".join(_FIELDS)))
        return None
    whole = isinstance(knob.default, int)
    if whole and kind != "uniform":
        allowed = "uniform, or { values = [...], weights = [...] }"
        problems.append(Problem(knob.key, f"{kind} for a whole number", allowed))
        return None
    fields = _FIELDS[kind]
    for name in given:
        if name not in ("distribution", "low", "high", *fields):
            allowed = ", ".join(("low", "high", *fields))
            problems.append(Problem(f"{knob.key}: {name}", "unknown", allowed))
    bare = kind in ("normal", "log-normal")  # need no ends: they are cut at the knob's own
    numbers: dict[str, float] = {}
    for name, end in (("low", knob.low), ("high", knob.high)):
        value = given.get(name, end if bare else None)
        if value is None:
            problems.append(Problem(f"{knob.key}: {name}", "missing", "a number"))
            continue
        problem = value_problem(knob, value)
        if problem:
            problems.append(problem)
        else:
            numbers[name] = float(value)
    for name in fields:
        value = given.get(name)
        if not _is_number(value):
            problems.append(Problem(f"{knob.key}: {name}", shown(value), "a number"))
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
    if (kind in ("log-uniform", "log-normal") and low < 0.0) or (
        kind == "log-uniform" and low == 0
    ):
        found.append(Problem(f"{key}: low", f"{low:g}", "a positive number"))
    if kind == "triangular" and not low <= numbers["mode"] <= high:
        found.append(Problem(f"{key}: mode", f"{numbers['mode']:g}", f"{low:g} to {high:g}"))
    for name in ("deviation", "median", "spread", "a", "b"):
        if name in numbers and not numbers[name] > 0.0:
            found.append(Problem(f"{key}: {name}", f"{numbers[name]:g}", "a positive number"))
    return found
