"""What pictures of a sweep share: how outcomes and varied parameters are named and scaled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from race_sim.outcomes import COLUMNS, HEADLINES
from race_sim.parameters import knobs
from race_sim.plots import words
from race_sim.plots.frames import check_frame
from race_sim.problems import InputError, Problem

ESTIMATES = ("value", "low", "high", "worlds")
MADE_BY = "race_sim.sweep (its summary)"
_HEADLINES = dict(HEADLINES)


class Outcome(NamedTuple):
    """How an outcome is written on an axis."""

    name: str
    title: str
    unit: str
    scale: float  # 100 for a share, else 1

    def text(self, value: float) -> str:
        """One value with its unit, if that is a percentage."""
        return words.percent(value) if self.scale == 100.0 else words.number(value)

    def with_interval(self, value: float, low: float, high: float) -> str:
        """An estimate with its interval."""
        if self.scale == 100.0:
            return words.percent_with_interval(value, low, high)
        return words.number_with_interval(value, low, high)


def outcome_of(name: str) -> Outcome:
    """How to write an outcome of `race_sim.outcomes.OUTCOMES`."""
    column = COLUMNS[name]
    meaning = _HEADLINES.get(name, column.meaning)
    title = meaning.removeprefix("whether ").removesuffix(", share of worlds")
    title = words.first_capital(title.removesuffix(", share of time"))
    if column.kind in ("yes or no", "year"):
        return Outcome(name, title, "% of worlds", 100.0)
    if column.unit == "probability":
        return Outcome(name, title, "% chance", 100.0)
    if column.unit == "share":
        return Outcome(name, title, "mean, % of the time", 100.0)
    if column.kind == "count":
        return Outcome(name, title, "mean number a world", 1.0)
    return Outcome(name, title, f"mean, {column.unit}", 1.0)


def knob_label(key: str) -> str:
    """The key of a parameter with its unit, for an axis."""
    knob = knobs().get(key)
    if knob is None or knob.unit in ("name", "on or off"):
        return key
    return f"{key} ({knob.unit})"


def knob_meaning(key: str) -> str:
    """What a parameter is, in one line; empty for one that is not of a scenario."""
    knob = knobs().get(key)
    return f"{key}: {knob.meaning}" if knob else ""


def default_of(key: str) -> object:
    """The default of a parameter, or None for one that is not of a scenario."""
    knob = knobs().get(key)
    return knob.default if knob else None


def is_numeric(values: pd.Series) -> bool:
    """Whether a varied column holds numbers, which switches and names are not."""
    numeric: bool = pd.api.types.is_numeric_dtype(values)
    switch: bool = pd.api.types.is_bool_dtype(values)
    return numeric and not switch


def value_name(value: object) -> str:
    """A varied value as text."""
    if isinstance(value, str):
        return value
    if str(value) in ("True", "False"):
        return "on" if value else "off"
    return f"{float(value):.4g}"  # type: ignore[arg-type]


def varied_keys(summary: pd.DataFrame) -> list[str]:
    """The columns of a summary that hold varied parameters."""
    return [name for name in summary.columns if name not in ("point", "outcome", *ESTIMATES)]


def check_summary(
    picture: str, summary: pd.DataFrame, keys: Sequence[str], outcomes: Sequence[str]
) -> None:
    """Refuse a summary that lacks a column or an outcome, or outcomes that have no number.

    Raises
    ------
    InputError
    """
    check_frame(picture, summary, (*keys, "outcome", *ESTIMATES), MADE_BY)
    there = set(summary["outcome"].astype(str))
    problems = []
    for name in outcomes:
        if name not in COLUMNS or COLUMNS[name].kind == "name":
            problems.append(Problem(name, "no such outcome, or a name", "see outcomes.OUTCOMES"))
        elif name not in there:
            problems.append(Problem(name, "not in the summary", ", ".join(sorted(there))))
    if not outcomes:
        problems.append(Problem("outcomes", "none", "at least one"))
    if problems:
        raise InputError(f"plots.{picture}", problems)
