"""How long agreements last, and how long rules take to follow a disaster."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import Interval, median_interval, poisson_rate
from race_sim.calibration.tables import DATA, read_table

if TYPE_CHECKING:
    import pandas as pd

_LIFETIMES = "agreement_lifetimes.csv"
_RULES = "disaster_to_rule.csv"
# Binding, between rivals, and no limit on arms: rules for many states, a telephone, and trade.
NO_LIMIT_BETWEEN_RIVALS = (
    "Hotline agreement",
    "Non-Proliferation Treaty",
    "Incidents at Sea",
    "Biological Weapons Convention",
    "US-China phase one trade deal",
)


class Lifetimes(NamedTuple):
    """Agreements of a kind: how many, how many ended, and the years in which they could."""

    agreements: int
    ended: int
    years: float

    @property
    def hazard(self) -> Interval:
        """Ends a year, exact Poisson."""
        return poisson_rate(self.ended, self.years)

    @property
    def half_life(self) -> Interval:
        """Years after which half have ended, at a constant hazard."""
        hazard = self.hazard
        return Interval(*(math.log(2.0) / rate for rate in (hazard.value, hazard[2], hazard[1])))


def kinds(folder: Path = DATA) -> dict[str, Lifetimes]:
    """Agreements by kind: all, binding, non-binding, and binding limits between rivals."""
    table = read_table("agreement_lifetimes", folder)
    binding = table["binding"] == 1
    limits = binding & (table["rivals"] == 1) & ~table["agreement"].isin(NO_LIMIT_BETWEEN_RIVALS)
    chosen = {
        "all": table,
        "binding": table[binding],
        "non-binding": table[~binding],
        "binding limits between rivals": table[limits],
    }
    return {
        kind: Lifetimes(len(rows), int(rows["ended"].sum()), float(rows["years"].sum()))
        for kind, rows in chosen.items()
    }


def _ending(
    key: str, meaning: str, kept: Lifetimes, knobs: tuple[str, ...] = (), note: str = ""
) -> Estimate:
    life = kept.half_life
    return Estimate(
        key,
        meaning,
        *kept.hazard,
        unit="a year",
        data=_LIFETIMES,
        method=f"{kept.ended} ends in {kept.years:.0f} years of {kept.agreements}, exact Poisson; "
        f"half-life {life.value:.1f} years ({life.low:.1f} to {life.high:.1f})",
        confidence="measured",
        knobs=knobs,
        note=note,
    )


def _endings(folder: Path) -> list[Estimate]:
    found = kinds(folder)
    return [
        _ending(
            "agr.hazard.binding",
            "rate at which binding limits between rivals end",
            found["binding limits between rivals"],
            ("talks.binding_lapse",),
            "the Partial Test Ban alone is more than a quarter of the years; a hazard that falls "
            "with age cannot be told from agreements that differ; most dates are from memory",
        ),
        _ending(
            "agr.hazard.nonbinding",
            "rate at which non-binding understandings end",
            found["non-binding"],
            ("talks.non_binding_lapse",),
            "most dates are from memory; ends by breach and by lapse are one here, and two in the "
            "model",
        ),
        _ending("agr.hazard.all", "rate at which all agreements end", found["all"]),
    ]


def delays(folder: Path = DATA, *, level: str, binding: bool) -> pd.Series[float]:
    """Months from a disaster to the adoption of rules of a level, binding ones or the others."""
    table = read_table("disaster_to_rule", folder)
    force = table["force"].str.startswith("binding")
    return table[(table["level"] == level) & (force == binding)]["months_to_adoption"]


def _delay(key: str, meaning: str, months: pd.Series[float], note: str) -> Estimate:
    quarter, three_quarters = months.quantile([0.25, 0.75])
    return Estimate(
        key,
        meaning,
        *median_interval(months.tolist()),
        unit="months",
        data=_RULES,
        method=f"median of {len(months)} (quartiles {quarter:.0f} and {three_quarters:.0f}), "
        "limits by order statistics",
        confidence="measured",
        note=note,
    )


def estimates(folder: Path = DATA) -> list[Estimate]:
    """Hazards of ending by kind, and delays from a disaster to a rule."""
    lifetimes = read_table("agreement_lifetimes", folder)
    moratorium = lifetimes[lifetimes["agreement"] == "Nuclear test moratorium"]["years"]
    return [
        *_endings(folder),
        _delay(
            "agr.lag.binding",
            "time from a disaster to a binding international rule",
            delays(folder, level="international", binding=True),
            "only cases that ended in a rule, so too short",
        ),
        _delay(
            "agr.lag.national",
            "time from a disaster to a binding national rule",
            delays(folder, level="national", binding=True),
            "only cases that ended in a rule; all dates from memory",
        ),
        Estimate(
            "agr.moratorium",
            "length of the mutual moratorium on nuclear tests, 1958 to 1961",
            12.0 * float(moratorium.iloc[0]),
            math.nan,
            math.nan,
            "months",
            _LIFETIMES,
            "one case",
            "measured",
            note="ended by one side without warning",
        ),
    ]
