"""Measures: what an experiment reads off each world, as one number a world.

A world for which a measure has no number (NaN) does not count, in its arm nor in a comparison.

>>> from race_sim.analysis import measures
>>> measures.column("lead").unit
'OOM'
>>> measures.column("binding_treaty_year").share
True
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.outcomes import COLUMNS
from race_sim.problems import InputError, Problem
from race_sim.record import Row

if TYPE_CHECKING:
    import pandas as pd

PERCENT = "%"
_CHOICES = {"us_accelerates": "us_invests", "cn_accelerates": "cn_invests"}


class Played(NamedTuple):
    """Some worlds of one arm, played to their end."""

    worlds: pd.DataFrame  # as from `race_sim.simulate`
    since: float  # year from which on the arm is looked at; at the earliest the start of the race
    risk_before: np.ndarray | None  # chance of a catastrophe summed up to `since`, shape (n,)
    year: np.ndarray  # when each step begins, shape (steps,)
    rows: np.ndarray | None  # columns of `Row`, shape (n, steps, columns); NaN after the end

    def path(self, name: str) -> np.ndarray:
        """A column of `Row`, or `us_accelerates` or `cn_accelerates`; shape (n, steps)."""
        assert self.rows is not None  # asked for by a measure that has `paths`
        found: np.ndarray = self.rows[:, :, Row._fields.index(_CHOICES.get(name, name))]
        return 1.0 - found if name in _CHOICES else found

    def step_after(self, years: float) -> int:
        """The step that begins so many years after `since`.

        Raises
        ------
        InputError
            If no step begins then.
        """
        date = self.since + years
        step = int(np.abs(self.year - date).argmin())
        if abs(self.year[step] - date) > 1e-6:
            allowed = f"the begin of a step, from {self.year[0]:g} to {self.year[-1]:g}"
            raise InputError("experiment", [Problem("measures", f"{date:g}", allowed)])
        return step


@dataclass(frozen=True)
class Measure:
    """What is read off each world.

    Attributes
    ----------
    key : str
        Its name in tables.
    title : str
        Its name over a panel of a figure; short.
    unit : str
        "%" if it is a share or a probability, kept as a number from 0 to 1; else as it is written.
    noun : str
        What its estimate is, for the middle of a sentence.
    of : callable
        Takes `Played`, gives an array of shape (n,): bool for what happens or not, else float.
    share : bool
        Whether `of` gives bool, so that the estimate is a share of worlds.
    paths : bool
        Whether `of` looks at what happened step by step, which takes longer to play.
    risk_before : bool
        Whether `of` needs the chance of a catastrophe before `since`.
    """

    key: str
    title: str
    unit: str
    noun: str
    of: Callable[[Played], np.ndarray]
    share: bool = False
    paths: bool = False
    risk_before: bool = False

    @property
    def in_percent(self) -> bool:
        """Whether it is a share or a probability."""
        return self.unit == PERCENT

    def named(self, title: str = "", noun: str = "", key: str = "") -> Measure:
        """The same measure under another title, noun or key."""
        return replace(self, title=title or self.title, noun=noun or self.noun, key=key or self.key)


def column(name: str, title: str = "", noun: str = "", unit: str | None = None) -> Measure:
    """A column of `race_sim.outcomes.OUTCOMES`: a share of worlds, or a mean.

    Its unit may be called otherwise; "%" for what is a part of a whole that is 1.

    Raises
    ------
    KeyError
        If there is no such column, or it is a name.
    """
    from race_sim.plots import naming
    from race_sim.plots.sweeps import outcome_of

    about = COLUMNS[name]
    if about.kind == "name":
        raise KeyError(f"{name} is a name; compare one of its values instead")
    share = about.kind in ("yes or no", "year")

    def of(played: Played) -> np.ndarray:
        values = played.worlds[name]
        if about.kind == "year":
            return values.notna().to_numpy(dtype=bool)
        return values.to_numpy(dtype=bool if share else float)

    outcome = outcome_of(name)
    plain = "" if about.unit == "1" else about.unit
    own = PERCENT if outcome.scale == 100.0 else plain
    unit = own if unit is None else unit
    return Measure(
        name, title or outcome.title, unit, noun or naming.quantity(name), of, share=share
    )


def total(key: str, names: Sequence[str], title: str, unit: str, noun: str) -> Measure:
    """The sum of several columns of the table of worlds."""

    def of(played: Played) -> np.ndarray:
        return played.worlds[list(names)].sum(axis=1).to_numpy(dtype=float)

    return Measure(key, title, unit, noun, of)


def by(name: str, years: float, title: str, noun: str) -> Measure:
    """Whether a date of the table of worlds falls within so many years after `since`.

    Worlds in which it had come before `since` count as well: what had been reached has been.
    """

    def of(played: Played) -> np.ndarray:
        found: np.ndarray = (played.worlds[name] <= played.since + years).to_numpy(dtype=bool)
        return found

    return Measure(f"{name}_within_{years:g}", title, PERCENT, noun, of, share=True)


def at(name: str, years: float, title: str, noun: str, unit: str = "") -> Measure:
    """A column of the history in the step that begins so many years after `since`."""

    def of(played: Played) -> np.ndarray:
        return played.path(name)[:, played.step_after(years)]

    return Measure(f"{name}_at_{years:g}", title, unit, noun, of, paths=True)


def mean_over(
    name: str, begin: float, end: float, title: str, noun: str, unit: str = PERCENT
) -> Measure:
    """The mean of a column of the history from `begin` to `end` years after `since`.

    Over the steps that were played; worlds that end before do not count.
    """

    def of(played: Played) -> np.ndarray:
        year = played.year - played.since
        inside = (year > begin - 1e-6) & (year < end - 1e-6)
        values = played.path(name)[:, inside]
        counted = ~np.isnan(values)
        steps = counted.sum(axis=1)
        total = np.where(counted, values, 0.0).sum(axis=1)
        return np.where(steps > 0, total / np.maximum(steps, 1), math.nan)

    return Measure(f"{name}_{begin:g}_to_{end:g}", title, unit, noun, of, paths=True)


def _later_risk(played: Played) -> np.ndarray:
    assert played.risk_before is not None  # asked for by `risk_before`
    risk: np.ndarray = played.worlds["catastrophe_risk"].to_numpy() - played.risk_before
    return risk


# The chance of a catastrophe rather than the catastrophes themselves: the same mean, with a small
# part of the noise.
RISK = column("catastrophe_risk", "Catastrophe", "the chance of a catastrophe")
LATER_RISK = Measure(
    "later_catastrophe_risk",
    "Catastrophe later",
    PERCENT,
    "the chance of a catastrophe from then on",
    _later_risk,
    risk_before=True,
)
TREATY = column(
    "binding_treaty_year",
    "Binding treaty",
    "the share of worlds that come to a binding treaty",
)
AGREEMENT = column(
    "non_binding_year",
    "Non-binding agreement",
    "the share of worlds that come to a non-binding agreement",
)
LEAD = column("lead", "US lead in the end", "the lead of the United States in the end")
MOMENTS = column("chernobyl_moments", "Chernobyl moments", "the number of Chernobyl moments")
