"""Reactor construction starts, by bloc and year from an accident.

Year 0 is the year that begins with the day of the accident, year -1 the one that ends before it.
After Three Mile Island there are seven years, up to Chernobyl.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from race_sim.calibration.intervals import Interval, poisson_ratio
from race_sim.calibration.tables import read_table
from race_sim.problems import InputError, Problem

FILE = "nuclear_shock_windows.csv"
TMI, CHERNOBYL, FUKUSHIMA = "TMI", "Chernobyl", "Fukushima"
EVENT_NAMES = {TMI: "Three Mile Island", CHERNOBYL: "Chernobyl", FUKUSHIMA: "Fukushima"}
EVENT_DATES = {TMI: "1979-03-28", CHERNOBYL: "1986-04-26", FUKUSHIMA: "2011-03-11"}
HOSTS = {TMI: "United States", CHERNOBYL: "USSR", FUKUSHIMA: "Japan"}

Array = NDArray[np.float64]


class Window(NamedTuple):
    """Starts in a bloc by year from an accident."""

    event: str
    bloc: str
    years: Array  # whole years from the accident, ascending without a gap
    starts: Array

    def before(self, years: int) -> Array:
        """Starts in each of the last years before the accident."""
        return self.starts[(self.years >= -years) & (self.years < 0)]

    def after(self, years: int) -> Array:
        """Starts in each of the first years after it, as far as the window goes."""
        return self.starts[(self.years >= 0) & (self.years < years)]

    def around(self, before: int, after: int) -> tuple[Array, Array]:
        """Years and starts from so many before to so many after it."""
        kept = (self.years >= -before) & (self.years < after)
        return self.years[kept], self.starts[kept]


def windows_of(table: pd.DataFrame, source: str = "wikipedia") -> dict[tuple[str, str], Window]:
    """The windows of one list of reactors, by event and bloc.

    Parameters
    ----------
    table : DataFrame
        Columns source, event, bloc, year_from_event and starts.
    source : str
        "wikipedia" or "geonuclear".

    Raises
    ------
    InputError
        If the list is not there, or years are missing or twice there.
    """
    rows = table[table["source"] == source]
    if rows.empty:
        allowed = ", ".join(sorted(map(str, table["source"].unique())))
        raise InputError(FILE, [Problem("source", f"no list {source!r}", allowed)])
    found, problems = {}, []
    for (event, bloc), part in rows.groupby(["event", "bloc"]):
        part = part.sort_values("year_from_event")
        years = part["year_from_event"].to_numpy(float)
        if (np.diff(years) != 1.0).any() or not years[0] < 0.0 <= years[-1]:
            what = f"{event}, {bloc}: years with a gap, twice there, or on one side only"
            problems.append(Problem("year_from_event", what, "each year once, -1 and 0 included"))
        found[str(event), str(bloc)] = Window(
            str(event), str(bloc), years, part["starts"].to_numpy(float)
        )
    if problems:
        raise InputError(FILE, problems)
    return found


@cache
def windows(source: str = "wikipedia") -> dict[tuple[str, str], Window]:
    """The windows that come with the package, by event and bloc; see `windows_of`."""
    return windows_of(read_table("nuclear_shock_windows"), source)


def window_of(event: str, bloc: str, source: str = "wikipedia") -> Window:
    """One window.

    Raises
    ------
    InputError
        If there is none for the event and bloc.
    """
    found = windows(source)
    if (event, bloc) not in found:
        allowed = "; ".join(f"{a}, {b}" for a, b in found)
        raise InputError(FILE, [Problem(f"{event}, {bloc}", "no such window", allowed)])
    return found[event, bloc]


def five_year_ratio(window: Window) -> Interval:
    """Starts in the five years after an accident over those in the five years before it."""
    return poisson_ratio(int(window.after(5).sum()), int(window.before(5).sum()))
