"""What the arms of an experiment come to: estimates, paired differences, and words for both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis import paired, wording
from race_sim.analysis.measures import PERCENT, Measure
from race_sim.outcomes import Estimate, mean, share

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.analysis.arms import Arm

_UNKNOWN = Estimate(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Results:
    """Every measure in every world of every arm, and what follows from them.

    Attributes
    ----------
    arms : tuple of Arm
    measures : tuple of Measure
    values : mapping
        By arm and measure, an array of shape (worlds,); NaN where a world does not count.
    worlds, seed : int
    """

    arms: tuple[Arm, ...]
    measures: tuple[Measure, ...]
    values: Mapping[str, Mapping[str, np.ndarray]]
    worlds: int
    seed: int
    _known: dict[tuple[str, ...], Estimate] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def arm(self, key: str) -> Arm:
        """The arm with this key; KeyError if there is none."""
        return {arm.key: arm for arm in self.arms}[key]

    def measure(self, key: str) -> Measure:
        """The measure with this key; KeyError if there is none."""
        return {measure.key: measure for measure in self.measures}[key]

    def value(self, arm: str, measure: str) -> Estimate:
        """The estimate of a measure in an arm, over the worlds that count."""
        if (arm, measure) not in self._known:
            values = self.values[arm][measure]
            counted = values[~np.isnan(values)]
            self._known[arm, measure] = (
                share(int(counted.sum()), len(counted))
                if self.measure(measure).share
                else mean(counted)
            )
        return self._known[arm, measure]

    def turned(self, arm: str, measure: str, against: str = "") -> paired.Turned:
        """How many worlds it happens in: both arms, only the other, only this one, neither."""
        first, second = self._pair(arm, measure, against)
        return paired.turned(first == 1.0, second == 1.0)

    def _pair(self, arm: str, measure: str, against: str) -> tuple[np.ndarray, np.ndarray]:
        first = self.values[against or self.arm(arm).against][measure]
        second = self.values[arm][measure]
        both = ~np.isnan(first) & ~np.isnan(second)
        return first[both], second[both]

    def change(self, arm: str, measure: str, against: str = "") -> Estimate:
        """By how much a measure is larger in an arm than in the one that it is compared with.

        Over the worlds that count in both. NaN for an arm that is compared with none.
        """
        against = against or self.arm(arm).against
        if not against:
            return _UNKNOWN
        if (arm, measure, against) not in self._known:
            self._known[arm, measure, against] = (
                paired.share_difference(self.turned(arm, measure, against))
                if self.measure(measure).share
                else paired.mean_difference(*self._pair(arm, measure, against))
            )
        return self._known[arm, measure, against]

    def relative(self, arm: str, measure: str, against: str = "") -> Estimate:
        """A change as a share of what it is a change of: -0.2 if a fifth is gone."""
        first, second = self._pair(arm, measure, against)
        return paired.ratio(second - first, first)

    def contrast(self, arm: str, other: str, measure: str, other_measure: str = "") -> Estimate:
        """By how much the change of one arm is larger than that of another, each from its own.

        Or, with another measure for the other arm, how much larger one change is than another.
        """
        changes = [
            self.values[key][name] - self.values[self.arm(key).against][name]
            for key, name in ((arm, measure), (other, other_measure or measure))
        ]
        return mean(changes[0] - changes[1])

    def by_more(self, arm: str, other: str, measure: str, other_measure: str = "") -> str:
        """How one change compares with another in size, for a sentence: `by more than`.

        Or `by less than`, `by as much, so far as can be seen, as`, `in the other direction from`.
        """
        ways = (
            self.direction(arm, measure),
            self.direction(other, other_measure or measure),
        )
        if ways[0] * ways[1] < 0:
            return "in the other direction from"
        # Of two falls, the larger one is the smaller number.
        sign = -1.0 if min(ways) < 0 else 1.0
        difference = self.contrast(arm, other, measure, other_measure)
        return {1: "by more than", 0: "by as much, so far as can be seen, as", -1: "by less than"}[
            wording.direction(wording.scaled(difference, sign))
        ]

    def said(self, arm: str, measure: str) -> str:
        """An estimate with its interval and unit, for example `3.9 % (3.6 to 4.2)`."""
        return in_words(self.value(arm, measure), self.measure(measure).unit)

    def moved(
        self,
        arm: str,
        measure: str,
        against: str = "",
        rises: str = "rises",
        falls: str = "falls",
    ) -> str:
        """A change in words, for example `falls by 1.2 percentage points (1.0 to 1.4)`."""
        unit = self.measure(measure).unit
        return change_in_words(self.change(arm, measure, against), unit, rises, falls)

    def clause(self, arm: str, measure: str, against: str = "") -> str:
        """A change and where it leads, for example `the chance of ... falls by ..., to 2.7 %`."""
        noun = self.measure(measure).noun
        return f"{noun} {self.moved(arm, measure, against)}, to {self.said(arm, measure)}"

    def direction(self, arm: str, measure: str, against: str = "") -> int:
        """1 if a measure is larger than in what it is compared with, -1 if smaller, else 0."""
        return wording.direction(self.change(arm, measure, against))

    def only(self, measures: Iterable[str] = (), arms: Iterable[str] = ()) -> Results:
        """A part of the results, in this order, for a figure; all of them if none is named."""
        part = replace(
            self,
            measures=tuple(self.measure(key) for key in measures) or self.measures,
            arms=tuple(self.arm(key) for key in arms) or self.arms,
        )
        part._known.update(self._known)
        return part

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row an arm and measure: estimate, paired difference, and over how many worlds."""
        import pandas as pd

        rows = []
        for arm in self.arms:
            for measure in self.measures:
                rows.append(
                    {
                        "arm": arm.key,
                        "label": arm.label,
                        "group": arm.group,
                        "at": arm.at,
                        "outcome": measure.key,
                        "unit": "share" if measure.unit == PERCENT else measure.unit,
                        **self.value(arm.key, measure.key)._asdict(),
                        "worlds": int((~np.isnan(self.values[arm.key][measure.key])).sum()),
                        "compared_with": arm.against,
                        **paired.columns("difference", self.change(arm.key, measure.key)),
                    }
                )
        table = pd.DataFrame(rows)
        return table.drop(columns="at") if table["at"].isna().all() else table


def in_words(estimate: Estimate, unit: str) -> str:
    """An estimate with its interval and unit."""
    return wording.percent(estimate) if unit == PERCENT else wording.number(estimate, unit)


def change_in_words(change: Estimate, unit: str, rises: str = "rises", falls: str = "falls") -> str:
    """A change with its direction, if there is one."""
    if unit == PERCENT:
        return wording.points(change, rises, falls)
    return wording.moves(change, unit, rises, falls)
