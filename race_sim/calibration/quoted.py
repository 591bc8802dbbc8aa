"""Figures that are taken from publications as they are: rows of `parameters.csv`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

from race_sim.calibration.estimate import Confidence, Estimate
from race_sim.calibration.tables import DATA, read_table
from race_sim.problems import InputError, Problem

QUOTED = "quoted"  # how the method of such an estimate begins
_FILE = "parameters.csv"
_CONFIDENCE: dict[str, Confidence] = {
    # Not computed here, so not called measured here.
    "measured": "published",
    "published": "published",
    "expert guess": "guess",
}
# What stands for the source of the row above, and for the reactor lists of the first row.
_SAME, _REACTOR_LISTS = "same", ("as above", "reactor list")


class ParameterRow(NamedTuple):
    """A row of `parameters.csv`; `low` and `high` are NaN where it gives none."""

    id: str
    parameter: str
    central: float
    low: float
    high: float
    unit: str
    derived: str
    source: str
    confidence: str
    notes: str


def parameter_rows(folder: Path = DATA) -> list[ParameterRow]:
    """All rows, each with its source in place of "same" and "as above"."""
    rows: list[ParameterRow] = []
    last = ""
    for row in read_table("parameters", folder).to_dict("records"):
        first, *more = str(row["source"]).split("; ")
        if first.partition(" (")[0] == _SAME:
            first = last
        elif first in _REACTOR_LISTS and rows:
            first = rows[0].source
        source = "; ".join([first, *more])
        last = source
        cells = {str(key): value for key, value in row.items() if key != "group"}
        rows.append(ParameterRow(**{**cells, "source": source}))
    return rows


def parameter_row(identifier: str, folder: Path = DATA) -> ParameterRow:
    """One row.

    Raises
    ------
    InputError
        If there is none.
    """
    for row in parameter_rows(folder):
        if row.id == identifier:
            return row
    raise InputError(str(folder / _FILE), [Problem("id", f"no row {identifier!r}")])


def quoted(row: ParameterRow, *, knobs: tuple[str, ...] = ()) -> Estimate:
    """A row as an estimate.

    Parameters
    ----------
    row : ParameterRow
    knobs : tuple of str
        Parameters that it speaks for.
    """
    # That it is published is said by its confidence.
    how = "" if row.derived == "published" else f": {row.derived}"
    without = "; no interval given" if math.isnan(row.low) else ""
    return Estimate(
        row.id,
        row.parameter,
        row.central,
        row.low,
        row.high,
        row.unit,
        row.source,
        f"{QUOTED}{how}{without}",
        _CONFIDENCE[row.confidence],
        knobs,
        row.notes,
    )
