"""What a data file must hold: columns with type, unit and range, and relations between them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

ColumnKind = Literal["text", "number", "whole number", "date", "flag"]

FIRST_DATE, LAST_DATE = "1900-01-01", "2026-12-31"
DAYS_IN_MONTH = 365.25 / 12.0
DAYS_IN_YEAR = 365.25


class Column(NamedTuple):
    """What the cells of one column may be."""

    kind: ColumnKind
    low: float = -math.inf  # numbers: the smallest allowed
    high: float = math.inf
    unit: str = ""
    words: tuple[str, ...] = ()  # texts: the words allowed; empty allows any
    empty: bool = False  # whether a cell may be empty
    infinite: bool = False  # numbers: whether "inf" is allowed

    def allowed(self) -> str:
        """What is allowed, in words."""
        if self.words:
            return "one of " + ", ".join(self.words)
        if self.kind == "flag":
            return "True or False"
        if self.kind == "date":
            return f"a date YYYY-MM-DD from {FIRST_DATE} to {LAST_DATE}"
        if self.kind == "text":
            return "a text"
        unit = f" ({self.unit})" if self.unit else ""
        return f"a {self.kind} from {self.low:g} to {self.high:g}{unit}"


class Relation(NamedTuple):
    """What must hold between columns of a row."""

    columns: tuple[str, ...]
    says: str  # what must hold, in words
    holds: Callable[[pd.DataFrame], pd.Series[bool]]


@dataclass(frozen=True)
class Schema:
    """What one file must hold.

    Attributes
    ----------
    columns : dict of str to Column
        Every column, in order; others are errors.
    unique : tuple of str
        Columns that together tell rows apart.
    ascending : str
        Column by which the rows are in order, "" if by none: of a series in time.
    relations : tuple of Relation
    """

    columns: dict[str, Column]
    unique: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    ascending: str = ""


def text(*words: str, empty: bool = False) -> Column:
    """A text, one of `words` if any are given."""
    return Column("text", words=words, empty=empty)


def number(
    low: float, high: float, unit: str, *, empty: bool = False, infinite: bool = False
) -> Column:
    """A number from `low` to `high`, both included."""
    return Column("number", low, high, unit, empty=empty, infinite=infinite)


def whole(low: float, high: float, unit: str, *, empty: bool = False) -> Column:
    """A whole number from `low` to `high`, both included."""
    return Column("whole number", low, high, unit, empty=empty)


def share(*, empty: bool = False) -> Column:
    """A share, from 0 to 1: per cent are another unit."""
    return number(0.0, 1.0, "share, not per cent", empty=empty)


def date(*, empty: bool = False) -> Column:
    """A calendar date."""
    return Column("date", empty=empty)


def flag() -> Column:
    """True or False."""
    return Column("flag")


def in_order(low: str, middle: str, high: str) -> Relation:
    """An interval holds its estimate; rows in which one of the three is empty pass."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        unknown = frame[[low, middle, high]].isna().any(axis=1)
        return unknown | ((frame[low] <= frame[middle]) & (frame[middle] <= frame[high]))

    return Relation((low, middle, high), f"{low} <= {middle} <= {high}", holds)


def not_before(earlier: str, later: str) -> Relation:
    """One date is not before another; rows in which one is empty pass."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        unknown = frame[[earlier, later]].isna().any(axis=1)
        return unknown | (frame[earlier] <= frame[later])

    return Relation((earlier, later), f"{later} is not before {earlier}", holds)


def time_between(
    begin: str, end: str, length: str, days_in_unit: float, tolerance: float
) -> Relation:
    """A length of time agrees with its two dates, so that its unit cannot be another one.

    It is empty where the end is, and only there.

    Parameters
    ----------
    begin, end : str
        Columns of dates.
    length : str
        Column of the time between, in the unit that `days_in_unit` tells.
    days_in_unit : float
    tolerance : float
        In that unit.
    """

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        unknown = frame[end].isna() & frame[length].isna()
        days = (frame[end] - frame[begin]).dt.days
        return unknown | ((days / days_in_unit - frame[length]).abs() <= tolerance)

    return Relation(
        (begin, end, length),
        f"{length} is the time from {begin} to {end}, in its unit, and empty where {end} is",
        holds,
    )


def ratio_of(numerator: str, denominator: str, ratio: str, tolerance: float) -> Relation:
    """A ratio agrees with its two numbers; rows with a denominator of 0 or an empty ratio pass."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        unknown = frame[ratio].isna() | (frame[denominator] == 0)
        known = frame[denominator].where(frame[denominator] != 0, 1.0)
        return unknown | ((frame[numerator] / known - frame[ratio]).abs() <= tolerance)

    return Relation(
        (numerator, denominator, ratio), f"{ratio} is {numerator} / {denominator}", holds
    )
