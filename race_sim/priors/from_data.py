"""Correlations of the prior that data give: two parameters that come from one fit, resampled.

The numbers in the prior's file are these, rounded; a test compares them.
"""

from __future__ import annotations

from importlib import resources

import numpy as np
import pandas as pd

RESAMPLES = 20_000
_BLOCK = 6  # months: a model that leads does so for about half a year
_SEED = 1


def _table(name: str) -> pd.DataFrame:
    with resources.files("race_sim").joinpath("data", name).open(encoding="utf-8") as file:
        return pd.read_csv(file)


def _rank(first: np.ndarray, second: np.ndarray) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(first, second).statistic)


def median_with_spread() -> float:
    """Rank correlation of median and spread of the lognormal law of freezes that were lifted.

    Both by maximum likelihood, the spread with the usual correction of its degrees of freedom;
    the freezes are drawn with replacement.
    """
    freezes = _table("freezes.csv")
    lifted = np.log(freezes["months"].dropna().to_numpy(dtype=float))
    random = np.random.default_rng(_SEED)
    drawn = random.choice(lifted, (RESAMPLES, len(lifted)))
    return _rank(drawn.mean(axis=1), drawn.std(axis=1, ddof=1))


def gap_with_closing_rate() -> float:
    """Rank correlation of the gap between the best models at its end and how fast it closed.

    The gap counts as a negative lead, as `cn.capability` does.

    A straight line through the logarithm of the monthly gap; its residuals are drawn in blocks of
    half a year (Kuensch, H. R., 1989, Annals of Statistics 17, 1217-1241), since neighbouring
    months share their models.
    """
    gaps = _table("capability_gap_us_china.csv")
    dates = pd.to_datetime(gaps["date"])
    years = ((dates - dates.iloc[-1]).dt.days / 365.25).to_numpy(dtype=float)
    logs = np.log(gaps["gap_logit"].to_numpy(dtype=float))
    line = np.polyval(np.polyfit(years, logs, 1), years)
    count = len(years)
    random = np.random.default_rng(_SEED)
    starts = random.integers(0, count - _BLOCK + 1, (RESAMPLES, -(-count // _BLOCK)))
    places = (starts[:, :, None] + np.arange(_BLOCK)).reshape(RESAMPLES, -1)[:, :count]
    slopes, ends = np.polyfit(years, (line + (logs - line)[places]).T, 1)
    return _rank(-ends, -slopes)
