"""Freezes: how long governments, operators and scientists stop a technology after a shock.

Lengths of those that were lifted are taken as lognormal, as in the model. Some were never lifted,
so a mixture is fitted as well (a cure model, Boag, 1949, Journal of the Royal Statistical Society B
11, 15-53): with probability p a freeze is never lifted, else its length is lognormal. Of a freeze
that is on, but could still be lifted, one knows only that it lasts longer than it has so far.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.shock_likelihood import Posterior, grid_posterior
from race_sim.calibration.tables import read_table
from race_sim.problems import InputError, Problem

FILE = "freezes.csv"
US_LICENSING = "US reactor licensing pause"
CHINA_APPROVALS = "China new reactor approvals"
SEEN_UNTIL = pd.Timestamp("2026-11-23")  # when the list was made
_DAYS_A_MONTH = 365.25 / 12.0
_CONFIDENCE = 0.90


def cases() -> pd.DataFrame:
    """The list of freezes, one a row, with `never`: whether it is known never to be lifted.

    Columns of the file, and `so_far`: months from its start to its end, or to when the list was
    made; `lifted`: whether it has ended.
    """
    table = read_table("freezes").copy()
    table["lifted"] = table["months"].notna()
    table["never"] = table["permanent"].astype(bool)
    clash = table[table["lifted"] & table["never"]]
    if len(clash):
        problem = Problem("permanent", f"{clash['freeze'].iloc[0]!r} is lifted and never lifted")
        raise InputError(FILE, [problem])
    running = (SEEN_UNTIL - pd.to_datetime(table["start"])).dt.days / _DAYS_A_MONTH
    table["so_far"] = table["months"].fillna(running)
    return table


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
    reach = stats.t.ppf(0.5 + _CONFIDENCE / 2, freedom) * spread / np.sqrt(len(logs))
    high, low = stats.chi2.ppf([(1 - _CONFIDENCE) / 2, (1 + _CONFIDENCE) / 2], freedom)
    return Lognormal(
        float(np.exp(middle)),
        float(np.exp(middle - reach)),
        float(np.exp(middle + reach)),
        spread,
        float(spread * np.sqrt(freedom / low)),
        float(spread * np.sqrt(freedom / high)),
    )


def sample_median(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Median with its 90 % interval from order statistics, which asks for no law.

    Ends that so few values cannot give are infinite.
    """
    found = stats.quantile_test(values, q=float(np.median(values)), p=0.5).confidence_interval(
        _CONFIDENCE
    )
    low = -np.inf if np.isnan(found.low) else found.low
    high = np.inf if np.isnan(found.high) else found.high
    return float(np.median(values)), float(low), float(high)


def never_lifted(table: pd.DataFrame) -> tuple[float, float, float]:
    """Share of freezes with no end so far, with its exact (Clopper and Pearson) 90 % interval."""
    without_end, total = int((~table["lifted"]).sum()), len(table)
    found = stats.binomtest(without_end, total).proportion_ci(_CONFIDENCE, method="exact")
    return without_end / total, float(found.low), float(found.high)


def mixture(table: pd.DataFrame) -> Posterior:
    """Posterior of the mixture on a grid: `never`, `median` (months) and `spread`.

    Flat priors on the share, the logarithm of the median and the logarithm of sigma. A freeze known
    never to be lifted gives p; one that is lifted (1 - p) f(length); one still on, since so many
    months, p + (1 - p) (1 - F(months)).
    """
    never = (np.arange(80) + 0.5) / 80
    median = np.geomspace(4.0, 60.0, 61)
    spread = np.geomspace(0.4, 2.5, 41)
    p = never[:, None, None]
    lifted = table.loc[table["lifted"], "so_far"].to_numpy(float)
    on = table.loc[~table["lifted"] & ~table["never"], "so_far"].to_numpy(float)

    def standard(months: float) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = np.log(months / median[:, None]) / spread
        return scores

    log_density = np.sum([stats.norm.logpdf(standard(x)) for x in lifted], axis=0)
    log_density = log_density - len(lifted) * np.log(spread)
    log_likelihood = log_density[None] + len(lifted) * np.log1p(-p)
    log_likelihood = log_likelihood + int(table["never"].sum()) * np.log(p)
    for months in on:
        log_likelihood = log_likelihood + np.log(p + (1 - p) * stats.norm.sf(standard(months)))
    return grid_posterior({"never": never, "median": median, "spread": spread}, log_likelihood)


def lifted_lengths() -> NDArray[np.float64]:
    """Lengths in months of all freezes that were lifted."""
    table = cases()
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
    fitted = mixture(table)
    by_side = {actor: lognormal(_of_state(table, actor)) for actor in ("US", "China")}
    cases_of = {actor: len(_of_state(table, actor)) for actor in ("US", "China")}
    from_memory = int((table["status"] == "memory").sum())
    hand_picked = (
        f"The list is picked by hand: famous cases are over-represented, and {from_memory} of its "
        f"{len(table)} rows are from memory, not checked."
    )
    delays = table.loc[table["kind"].str.startswith("state"), "reaction_days"]
    share, share_low, share_high = never_lifted(table)
    mixed, mixed_low, mixed_high = fitted.interval("never")
    delay = sample_median(delays.to_numpy(float))
    return [
        Estimate(
            "freeze.median",
            "median length of a freeze that was lifted, all technologies and actors",
            *sample_median(lengths),
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
            share,
            share_low,
            share_high,
            "share",
            FILE,
            f"{(~table['lifted']).sum()} of {len(table)}, exact binomial interval",
            "measured",
            ("backlash.never_lifted",),
            f"With freezes still on taken as censored, a mixture gives {mixed:.2f} "
            f"({mixed_low:.2f} to {mixed_high:.2f}).",
        ),
        Estimate(
            "freeze.delay",
            "days from the event to a state's freeze",
            *delay,
            "days",
            FILE,
            f"sample median of {len(delays)} state freezes, interval from order statistics",
            "measured",
            (),
            "The model lets a freeze begin with the next step, a quarter of a year at the most.",
        ),
    ]
