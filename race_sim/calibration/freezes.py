"""Freezes: how long governments, operators and scientists stop a technology after a shock.

Lengths of those that were lifted are taken as lognormal, as in the model; the others were never
lifted. No freeze in the list is still on and might be lifted, so no length is censored: the schema
of the file asks for an end, or for the word that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import LEVEL, binomial_share, median_interval
from race_sim.calibration.tables import read_table
from race_sim.problems import InputError, Problem

FILE = "freezes.csv"
US_LICENSING = "US reactor licensing pause"
CHINA_APPROVALS = "China new reactor approvals"


def cases(without: str = "") -> pd.DataFrame:
    """The list of freezes, one a row, with `lifted`: whether it has ended.

    Parameters
    ----------
    without : str
        Date of an event, YYYY-MM-DD: the freezes that it triggered are left out.
    """
    table = read_table("freezes")
    if without:
        table = table[table["trigger"] != pd.Timestamp(without)]
    return table.assign(lifted=~table["permanent"])


@dataclass(frozen=True)
class Lognormal:
    """A lognormal law fitted to lengths, with 90 % intervals that are exact for such a law."""

    median: float
    median_low: float
    median_high: float
    spread: float  # sigma: standard deviation of the logarithm
    spread_low: float
    spread_high: float


def lognormal(lengths: NDArray[np.float64]) -> Lognormal:
    """Median and sigma of a lognormal law, with intervals by Student's t and chi-squared.

    Parameters
    ----------
    lengths : array, shape (n,)
        Positive, at least three.

    Raises
    ------
    InputError
        If there are too few, or one is not positive.
    """
    lengths = np.asarray(lengths, dtype=float)
    if len(lengths) < 3 or not (lengths > 0.0).all():
        allowed = "three or more positive lengths"
        raise InputError("lognormal", [Problem("lengths", "too few or not positive", allowed)])
    logs, freedom = np.log(lengths), len(lengths) - 1
    middle, spread = float(logs.mean()), float(logs.std(ddof=1))
    reach = stats.t.ppf(0.5 + LEVEL / 2, freedom) * spread / np.sqrt(len(logs))
    high, low = stats.chi2.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2], freedom)
    return Lognormal(
        float(np.exp(middle)),
        float(np.exp(middle - reach)),
        float(np.exp(middle + reach)),
        spread,
        float(spread * np.sqrt(freedom / low)),
        float(spread * np.sqrt(freedom / high)),
    )


def lifted_lengths(without: str = "") -> NDArray[np.float64]:
    """Lengths in months of the freezes that were lifted; `without` as in `cases`."""
    table = cases(without)
    return np.asarray(table.loc[table["lifted"], "months"], dtype=float)


def documented(freeze: str) -> float:
    """Length in months of the first freeze of this name.

    Raises
    ------
    InputError
        If there is none that was lifted.
    """
    table = cases()
    rows = table[(table["freeze"] == freeze) & table["lifted"]]
    if rows.empty:
        raise InputError(FILE, [Problem(freeze, "no freeze of this name that was lifted")])
    return float(rows["months"].iloc[0])


def _of_state(table: pd.DataFrame, actor: str) -> NDArray[np.float64]:
    rows = table[(table["actor"] == actor) & table["kind"].str.startswith("state")]
    return np.asarray(rows.loc[rows["lifted"], "months"], dtype=float)


def estimates() -> list[Estimate]:
    """Length, spread, share never lifted, and delay of freezes, with 90 % intervals."""
    table = cases()
    lengths = lifted_lengths()
    law = lognormal(lengths)
    by_side = {actor: lognormal(_of_state(table, actor)) for actor in ("US", "China")}
    cases_of = {actor: len(_of_state(table, actor)) for actor in ("US", "China")}
    from_memory = int((table["status"] == "memory").sum())
    hand_picked = (
        f"The list is picked by hand: famous cases are over-represented, and {from_memory} of its "
        f"{len(table)} rows are from memory, not checked."
    )
    delays = table.loc[table["kind"].str.startswith("state"), "reaction_days"]
    never = int((~table["lifted"]).sum())
    return [
        Estimate(
            "freeze.median",
            "median length of a freeze that was lifted, all technologies and actors",
            *median_interval(lengths.tolist()),
            "months",
            FILE,
            f"sample median of {len(lengths)} freezes, interval from order statistics",
            "measured",
            ("us.freeze_median",),
            f"A lognormal law gives {law.median:.1f} ({law.median_low:.1f} to "
            f"{law.median_high:.1f}). The {cases_of['US']} American state freezes alone give "
            f"{by_side['US'].median:.0f} ({by_side['US'].median_low:.0f} to "
            f"{by_side['US'].median_high:.0f}) months. {hand_picked}",
        ),
        Estimate(
            "freeze.median.china",
            "median length of a state freeze in China that was lifted",
            by_side["China"].median,
            by_side["China"].median_low,
            by_side["China"].median_high,
            "months",
            FILE,
            f"lognormal law of {cases_of['China']} state freezes, Student's t interval",
            "measured",
            ("cn.freeze_median",),
            f"From {_of_state(table, 'China').min():.1f} to "
            f"{_of_state(table, 'China').max():.1f} months. The stop of reactor approvals after "
            f"Fukushima lasted {documented(CHINA_APPROVALS):.1f}.",
        ),
        Estimate(
            "freeze.spread",
            "sigma of the lognormal length of a freeze that was lifted",
            law.spread,
            law.spread_low,
            law.spread_high,
            "1",
            FILE,
            f"standard deviation of the logarithm of {len(lengths)} lengths, chi-squared interval",
            "measured",
            ("backlash.freeze_spread",),
            "Between technologies, not within one: a freeze of a known technology may vary less.",
        ),
        Estimate(
            "freeze.never_lifted",
            "share of freezes that were never lifted",
            *binomial_share(never, len(table)),
            "share",
            FILE,
            f"{never} of {len(table)}, exact binomial interval",
            "measured",
            ("backlash.never_lifted",),
            "Italy's reactors, eight German ones, and one firm's service. " + hand_picked,
        ),
        Estimate(
            "freeze.delay",
            "days from the event to a state's freeze",
            *median_interval(delays.tolist()),
            "days",
            FILE,
            f"sample median of {len(delays)} state freezes, interval from order statistics",
            "measured",
            (),
            "The model lets a freeze begin with the next step, a quarter of a year at the most.",
        ),
    ]
