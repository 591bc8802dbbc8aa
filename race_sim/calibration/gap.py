"""China's lag behind the United States: its size, how it shrinks, and where it settles."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

from race_sim.calibration.compute_growth import frontier_growth
from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import LEVEL, Interval
from race_sim.calibration.quoted import parameter_row
from race_sim.calibration.tables import DATA, read_table
from race_sim.calibration.trends import autocorrelated_line, straight_line, years_of

_SCORES = "capability_gap_us_china.csv"
_COMPUTE = "epoch_frontier_compute_by_quarter.csv"
_MONTHS = 12.0
_QUARTERS = 8


class CatchUp(NamedTuple):
    """A gap that returns to a level: gap(t + 1) = a + b gap(t) + noise, t in months."""

    kept: Interval  # b
    level: float  # a / (1 - b), in units of the gap
    rate: Interval  # -12 ln b: share of the excess that goes in a year, continuously


def catch_up(folder: Path = DATA) -> CatchUp:
    """The monthly gap as an autoregression of order one, by least squares."""
    gap = read_table("capability_gap_us_china", folder)["gap_logit"].to_numpy()
    before, after = gap[:-1], gap[1:]
    kept = straight_line(before, after).interval()
    level = float((after.mean() - kept.value * before.mean()) / (1.0 - kept.value))
    # The rate falls as b rises, and nothing of the excess is left after a month if b is 0.
    rate = Interval(
        *(
            -_MONTHS * math.log(b) if b > 0.0 else math.inf
            for b in (kept.value, kept.high, kept.low)
        )
    )
    return CatchUp(kept, level, rate)


def _lag_by_scores(folder: Path) -> Estimate:
    scores = read_table("capability_gap_us_china", folder)
    years = scores.groupby(scores["date"].dt.year)["china_lag_months"]
    year, lag = max(years)
    means = ", ".join(f"{mean:.1f} in {each}" for each, mean in years.mean().items())
    return Estimate(
        "cap.gap.lag.scores",
        f"China's lag behind the United States, {year}",
        float(lag.mean()),
        float(lag.min()),
        float(lag.max()),
        "months",
        _SCORES,
        "mean of the monthly lags of the year's best models; the interval is their range",
        "measured",
        note=f"yearly means: {means}; it fell while many benchmarks came near their top",
    )


def _lag_by_compute(folder: Path) -> list[Estimate]:
    quarters = read_table("epoch_frontier_compute_by_quarter", folder)
    last = quarters.tail(_QUARTERS)
    estimates = []
    for key, column, unit, what in (
        ("cap.gap.compute", "gap_oom", "OOM", "gap between the largest training runs"),
        ("cap.gap.lag.compute", "china_lag_months", "months", "time since the US had run as large"),
    ):
        values = last[column]
        estimates.append(
            Estimate(
                key,
                f"{what}, last two years",
                float(values.mean()),
                float(values.min()),
                float(values.max()),
                unit,
                _COMPUTE,
                "mean over the quarters; the interval is their range",
                "measured",
                note="far more than benchmark scores say: China gets more from its compute, or "
                "scores hide a lag",
            )
        )
    return estimates


def _start(folder: Path) -> Estimate:
    lag = parameter_row("cap.gap.lag", folder)
    growth = frontier_growth(folder).slope / _MONTHS
    return Estimate(
        "cn.capability",
        "China's capability at the start",
        -lag.central * growth,
        -lag.high * growth,
        -lag.low * growth,
        "OOM",
        f"{lag.source}; epoch_models_2010_2025.csv",
        "published lag (parameters.csv, cap.gap.lag) times growth of frontier compute",
        "published",
        knobs=("cn.capability",),
        note="the largest training runs (cap.gap.compute) say more, the scores of the last year "
        "(cap.gap.lag.scores) less",
    )


def _trend(folder: Path) -> Estimate:
    import numpy as np

    scores = read_table("capability_gap_us_china", folder)
    trend = autocorrelated_line(years_of(scores["date"]), np.log(scores["gap_logit"]))
    value = trend.interval()
    return Estimate(
        "cap.gap.closing",
        "rate at which the gap closes, continuously",
        -value.value,
        -value.high,
        -value.low,
        "share a year",
        _SCORES,
        "least squares of ln gap on time, 2023 to 2025, standard error for months that resemble "
        "each other",
        "measured",
        knobs=("progress.diffusion",),
        note="taken for diffusion as if the gap closed to nothing; diffusion and China's own "
        "faster or slower growth are one in this trend. Towards a steady gap it closes faster: by "
        "the model's rule on these months (docs/hindcasts.md), and by an autoregression "
        "(cap.gap.catchup). With so few months the interval is somewhat too narrow",
    )


def _autoregression(folder: Path) -> list[Estimate]:
    fit = catch_up(folder)
    scores = read_table("capability_gap_us_china", folder)
    months = float((scores["gap_months_of_us_trend"] / scores["gap_logit"]).median())
    level = _level_interval(folder)
    return [
        Estimate(
            "cap.gap.catchup",
            "share of the gap above its steady level that goes in a year, continuously",
            *fit.rate,
            unit="per year",
            data=_SCORES,
            method=f"-12 ln b of a monthly autoregression, b = {fit.kept.value:.2f} "
            f"({fit.kept.low:.2f} to {fit.kept.high:.2f})",
            confidence="measured",
            note="mostly the steps at which models come out, not diffusion",
        ),
        Estimate(
            "cap.gap.equilibrium",
            "level at which the gap settles",
            *level.times(months),
            unit="months of US progress",
            data=_SCORES,
            method="a / (1 - b) of the same autoregression; limits by the delta method",
            confidence="measured",
        ),
    ]


def _level_interval(folder: Path) -> Interval:
    """Level of the autoregression with limits by the delta method."""
    import numpy as np
    from scipy.stats import t

    gap = read_table("capability_gap_us_china", folder)["gap_logit"].to_numpy()
    design = np.column_stack([np.ones(len(gap) - 1), gap[:-1]])
    (a, b), (squares,), *_ = np.linalg.lstsq(design, gap[1:], rcond=None)
    degrees = len(gap) - 3
    covariance = squares / degrees * np.linalg.inv(design.T @ design)
    slope = np.array([1.0 / (1.0 - b), a / (1.0 - b) ** 2])
    reach = float(t.ppf(0.5 + LEVEL / 2.0, degrees) * math.sqrt(slope @ covariance @ slope))
    level = float(a / (1.0 - b))
    return Interval(level, level - reach, level + reach)


def estimates(folder: Path = DATA) -> list[Estimate]:
    """The lag by scores and by compute, the start of the race, and how the gap moves."""
    return [
        _lag_by_scores(folder),
        *_lag_by_compute(folder),
        _start(folder),
        _trend(folder),
        *_autoregression(folder),
    ]
