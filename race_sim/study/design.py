"""Designs: which values of which parameters a sweep tries.

>>> parse_vary("payoffs.rivalry=0:1.2:4").values
(0.0, 0.4, 0.8, 1.2)
>>> parse_vary("us.policy=always-safe,tit-for-tat").values
('always-safe', 'tit-for-tat')
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from race_sim.parameters import knobs
from race_sim.problems import InputError, Problem
from race_sim.scenario import Value, unknown_key

MOST_POINTS = 1_000_000
_FORMS = "KEY=LOW:HIGH:COUNT or KEY=VALUE,VALUE,..."


class Vary(NamedTuple):
    """One parameter and the values that a sweep tries."""

    key: str
    values: tuple[Value, ...]


def parse_value(text: str) -> Value:
    """A value as typed on a command line: a TOML value, or else the text itself."""
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    return value if isinstance(value, float | int | bool | str) else text


def parse_setting(text: str) -> tuple[str, Value]:
    """The key and value of `KEY=VALUE`.

    Raises
    ------
    InputError
        If there is no `=`.
    """
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise InputError("--set", [Problem("", f"{text!r}", "KEY=VALUE")])
    return key.strip(), parse_value(value.strip())


def evenly_spaced(low: float, high: float, count: int) -> tuple[float, ...]:
    """`count` numbers from `low` to `high`, without the digits that rounding leaves behind."""
    return tuple(
        float(f"{low + (high - low) * number / (count - 1):.12g}") for number in range(count)
    )


def parse_all(texts: Sequence[str], option: str, known: Iterable[str] | None = None) -> list[Vary]:
    """What every use of an option of the form KEY=VALUES varies; all that is wrong at once.

    Parameters
    ----------
    texts : sequence of str
    option : str
        The name of the option, for the error.
    known : iterable of str, optional
        The keys that may be varied; by default those of a scenario.

    Raises
    ------
    InputError
    """
    keys = None if known is None else tuple(known)
    found: list[Vary] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            found.append(parse_vary(text, keys))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(option, problems)
    return found


def parse_vary(text: str, known: Iterable[str] | None = None) -> Vary:
    """What `KEY=LOW:HIGH:COUNT` or `KEY=VALUE,VALUE,...` asks for.

    Parameters
    ----------
    text : str
    known : iterable of str, optional
        The keys that may be varied; by default those of a scenario.

    Raises
    ------
    InputError
        If the key is unknown or the values cannot be read. Whether each value is allowed is
        checked with the scenario, or with what else the keys are of.
    """
    key, sign, values = text.partition("=")
    key = key.strip()
    if not sign or not values.strip():
        raise InputError("--vary", [Problem("", f"{text!r}", _FORMS)])
    keys = list(knobs() if known is None else known)
    if key not in keys:
        raise InputError("--vary", [unknown_key(key, keys)])
    if ":" in values:
        return Vary(key, _range(key, values))
    found = tuple(parse_value(value.strip()) for value in values.split(","))
    return Vary(key, checked_values(key, found))


def _range(key: str, text: str) -> tuple[float, ...]:
    allowed = "LOW:HIGH:COUNT with two different numbers and a whole number from 2"
    parts = text.split(":")
    try:
        low, high, count = float(parts[0]), float(parts[1]), int(parts[2])
    except (ValueError, IndexError):
        raise InputError("--vary", [Problem(key, f"{text!r}", allowed)]) from None
    # A comparison that NaN and infinity fail too.
    finite = abs(low) < float("inf") and abs(high) < float("inf")
    if len(parts) != 3 or not finite or low == high or not 2 <= count <= MOST_POINTS:
        raise InputError("--vary", [Problem(key, f"{text!r}", allowed)])
    return evenly_spaced(low, high, count)


def checked_values(key: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values, if none of them comes twice.

    Raises
    ------
    InputError
    """
    if len(set(values)) != len(values):
        raise InputError("--vary", [Problem(key, "a value comes twice", "different values")])
    return values


def grid(vary: Sequence[Vary]) -> list[dict[str, Value]]:
    """Every combination of the values, the last parameter changing fastest; one point if none.

    Raises
    ------
    InputError
        If a parameter is varied twice, or the grid has more than a million points.
    """
    keys = [one.key for one in vary]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise InputError("--vary", [Problem(key, "varied twice", "once") for key in twice])
    points = 1
    for one in vary:
        points *= len(one.values)
    if points > MOST_POINTS:
        raise InputError("--vary", [Problem("", f"{points} points", f"at most {MOST_POINTS}")])
    combinations = itertools.product(*(one.values for one in vary))
    return [dict(zip(keys, values, strict=True)) for values in combinations]
