"""Events whose chance can be asked for, each by a name.

>>> event("chernobyl_moments_at_least:3").meaning
'at least 3 Chernobyl moments'
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

_EXACT = 1e-9  # years


class Event(NamedTuple):
    """Something that happens in a world or does not.

    Attributes
    ----------
    name : str
    meaning : str
        In words, for the middle of a sentence.
    columns : tuple of str
        The outcomes that tell whether it happened.
    happened : callable
        From a frame with these columns, one row a world, to an array of bool.
    risk : str
        The outcome whose mean is the chance of the event, in races that end at `until`; empty if
        there is none.
    until : float or None
        The year from which nothing matters any more. Races are cut there.
    """

    name: str
    meaning: str
    columns: tuple[str, ...]
    happened: Callable[[pd.DataFrame], np.ndarray]
    risk: str = ""
    until: float | None = None


class Kind(NamedTuple):
    """A family of events: what its number is, if it takes one, and how one is made."""

    number: str  # "" if it takes none
    make: Callable[[float], Event]


def _flag(name: str, meaning: str, risk: str) -> Kind:
    def happened(worlds: pd.DataFrame) -> np.ndarray:
        return worlds[name].to_numpy(dtype=bool)

    return Kind("", lambda _: Event(name, meaning, (name,), happened, risk))


def _catastrophe_before(year: float) -> Event:
    def happened(worlds: pd.DataFrame) -> np.ndarray:
        in_time = worlds["end_year"].to_numpy() <= year + _EXACT
        return worlds["catastrophe"].to_numpy(dtype=bool) & in_time

    name = f"catastrophe_before:{year:g}"
    columns = ("catastrophe", "end_year")
    return Event(
        name, f"a catastrophe before {year:g}", columns, happened, "catastrophe_risk", year
    )


def _sum_above(name: str, meaning: str, columns: tuple[str, ...]) -> Kind:
    def make(level: float) -> Event:
        def happened(worlds: pd.DataFrame) -> np.ndarray:
            total = sum(worlds[column].to_numpy(dtype=float) for column in columns)
            return np.asarray(total > level)

        return Event(f"{name}:{level:g}", f"{meaning} above {level:,g}", columns, happened)

    return Kind("harm, in units of the smallest serious incident", make)


def _at_least(name: str, meaning: str, column: str) -> Kind:
    def make(least: float) -> Event:
        def happened(worlds: pd.DataFrame) -> np.ndarray:
            return np.asarray(worlds[column].to_numpy() >= least)

        return Event(f"{name}:{least:g}", f"at least {least:g} {meaning}", (column,), happened)

    return Kind("a number of them", make)


def _moments_on_both_sides(_: float) -> Event:
    columns = ("us_chernobyl_moments", "cn_chernobyl_moments")

    def happened(worlds: pd.DataFrame) -> np.ndarray:
        return np.asarray((worlds[list(columns)] > 0).all(axis=1), dtype=bool)

    name = "chernobyl_moments_on_both_sides"
    return Event(name, "Chernobyl moments on both sides", columns, happened)


EVENTS: dict[str, Kind] = {
    "catastrophe": _flag("catastrophe", "a catastrophe", "catastrophe_risk"),
    "catastrophe_before": Kind("a year", _catastrophe_before),
    "lost_at_finish": _flag("lost_at_finish", "a loss to both at the finish line", "loss_risk"),
    "harm_above": _sum_above("harm_above", "harm to both sides together", ("us_harm", "cn_harm")),
    "us_harm_above": _sum_above("us_harm_above", "harm to the United States", ("us_harm",)),
    "cn_harm_above": _sum_above("cn_harm_above", "harm to China", ("cn_harm",)),
    "chernobyl_moments_at_least": _at_least(
        "chernobyl_moments_at_least", "Chernobyl moments", "chernobyl_moments"
    ),
    "chernobyl_moments_on_both_sides": Kind("", _moments_on_both_sides),
    "incidents_at_least": _at_least("incidents_at_least", "serious incidents", "incidents"),
}


def event(name: str | Event) -> Event:
    """An event by its name; one that is an event already is given back.

    Parameters
    ----------
    name : str or Event
        One of `EVENTS`, followed by a colon and a number if it takes one: "catastrophe",
        "harm_above:20000".

    Raises
    ------
    InputError
        If there is no such event, or its number is missing or none.
    """
    if isinstance(name, Event):
        return name
    family, colon, text = name.partition(":")
    if family not in EVENTS:
        raise InputError("event", [Problem(name, "no such event", ", ".join(EVENTS))])
    kind = EVENTS[family]
    if not kind.number:
        if colon:
            raise InputError("event", [Problem(name, "takes no number", family)])
        return kind.make(math.nan)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        allowed = f"{family}:NUMBER, {kind.number}"
        raise InputError("event", [Problem(name, "needs a number", allowed)])
    return kind.make(number)
