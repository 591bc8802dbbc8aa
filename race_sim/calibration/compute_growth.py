"""How fast capability grows: training compute at the frontier, in all and by side."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.tables import DATA, read_table
from race_sim.calibration.trends import Trend, straight_line, years_of

if TYPE_CHECKING:
    import pandas as pd

TOP = 10
# Language and multimodal models before this are too small to be a frontier.
_LANGUAGE_SINCE = "2017"
_JOINT = "US+China"
_DATA = "epoch_models_2010_2025.csv"


def models_with_compute(folder: Path = DATA) -> pd.DataFrame:
    """Models whose training compute is known, in order of date; `oom` is its log10."""
    import numpy as np

    models = read_table("epoch_models_2010_2025", folder)
    known = models[models["training_flop"].notna()]
    known = known.assign(oom=np.log10(known["training_flop"]), year=years_of(known["date"]))
    return known.sort_values("date", kind="stable")


def trusted(models: pd.DataFrame) -> pd.DataFrame:
    """Models whose compute is not mere speculation: a single largest run depends on it."""
    return models[models["confidence"].isin(["Confident", "Likely"])]


def language_models(models: pd.DataFrame, side: str) -> pd.DataFrame:
    """Language and multimodal models of a side; joint work of both sides counts for each."""
    suits = models["domain"].str.contains("Language|Multimodal")
    own = models["side"].isin([side, _JOINT])
    return models[suits & own & (models["date"] >= _LANGUAGE_SINCE)]


def running_top(models: pd.DataFrame, count: int = TOP) -> pd.DataFrame:
    """Models that were among the `count` with the most compute when they came out."""
    values = models["oom"].to_numpy()
    leads = [bool((values[:place] > value).sum() < count) for place, value in enumerate(values)]
    return models[leads]


def growth(models: pd.DataFrame, since: str) -> Trend:
    """Growth of log10 of training compute, in OOM a year, of the models since a date."""
    recent = models[models["date"] >= since]
    return straight_line(recent["year"], recent["oom"])


def frontier_growth(folder: Path = DATA) -> Trend:
    """Growth at the frontier: the ten largest so far, since 2018, in OOM a year."""
    return growth(running_top(models_with_compute(folder)), "2018")


def _estimate(key: str, meaning: str, trend: Trend, method: str, note: str = "") -> Estimate:
    return Estimate(
        key,
        meaning,
        *trend.factor(base=10.0),
        unit="factor a year",
        data=_DATA,
        method=f"least squares of log10 of compute on date, {trend.points} models{method}",
        confidence="measured",
        note=note,
    )


def base_rate(trend: Trend, safety_share: float) -> Estimate:
    """Growth at full effort, from growth at the effort that is left beside safety.

    Parameters
    ----------
    trend : Trend
        Of the frontier, in OOM a year.
    safety_share : float
        Share of effort on safety over these years: the default of `progress.share_accelerating`.
    """
    value = trend.interval()
    return Estimate(
        "progress.base_rate",
        "growth of capability at full effort, US endowments",
        *value.times(1.0 / (1.0 - safety_share)),
        unit="OOM a year",
        data=_DATA,
        method=f"log10 of frontier growth, divided by 1 - {safety_share:g} of effort on safety",
        confidence="measured",
        knobs=("progress.base_rate",),
        note="compute is not capability: better algorithms come on top and are left out; "
        "2018-25 was a time of rising spending, which need not go on",
    )


def estimates(folder: Path = DATA) -> list[Estimate]:
    """Growth of training compute: notable models, the frontier, and each side."""
    from race_sim.parameters import knobs

    models = models_with_compute(folder)
    top = running_top(models)
    frontier = growth(top, "2018")
    us_top, cn_top = (running_top(language_models(models, side)) for side in ("US", "China"))
    us, cn = growth(us_top, "2022"), growth(cn_top, "2022")
    difference = Trend(
        us.slope - cn.slope,
        math.hypot(us.standard_error, cn.standard_error),
        min(us.degrees, cn.degrees),
        us.points + cn.points,
    )
    return [
        _estimate(
            "cap.compute.notable",
            "growth of training compute, notable models since 2010",
            growth(models[models["notable"]], "2010"),
            "",
            "the published table and Epoch AI's 4.7 (4.3 to 5.2) are reproduced",
        ),
        _estimate(
            "cap.compute.frontier",
            "growth of training compute at the frontier since 2018",
            frontier,
            f" among the {TOP} largest when they came out",
            f"since 2012 it is {growth(top, '2012').factor(10.0).value:.1f}, since 2022 "
            f"{growth(top, '2022').factor(10.0).value:.1f} times a year; the interval would be a "
            "quarter wider if all models of a half-year were one cluster",
        ),
        _estimate(
            "cap.compute.us",
            "growth of training compute, United States since 2022",
            us,
            f" (language and multimodal) among its {TOP} largest when they came out",
        ),
        _estimate(
            "cap.compute.cn",
            "growth of training compute, China since 2022",
            cn,
            f" (language and multimodal) among its {TOP} largest when they came out",
            f"since 2018 it is {growth(cn_top, '2018').factor(10.0).value:.0f} times a year, from "
            "almost nothing: the start of the window decides",
        ),
        Estimate(
            "cap.compute.difference",
            "growth of training compute, United States less China, since 2022",
            *difference.interval(),
            unit="OOM a year",
            data=_DATA,
            method="difference of the two slopes, as if independent, Student's t",
            confidence="measured",
            note="no difference can be seen: three years of data cannot tell a China that keeps "
            "pace from one that falls behind by a sixth of an OOM a year",
        ),
        base_rate(frontier, float(knobs()["progress.share_accelerating"].default)),
    ]
