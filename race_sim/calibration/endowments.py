"""What the sides have: research and chips of China, relative to the United States."""

from __future__ import annotations

import math
from pathlib import Path

from race_sim.calibration.compute_growth import frontier_growth
from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import poisson_rate, poisson_ratio
from race_sim.calibration.quoted import parameter_row
from race_sim.calibration.tables import DATA, read_table

_COUNTS = "epoch_counts_by_year.csv"
_YEARS = (2023, 2024)


def _notable(folder: Path) -> list[Estimate]:
    counts = read_table("epoch_counts_by_year", folder).set_index("year").loc[list(_YEARS)]
    us, cn = int(counts["US"].sum()), int(counts["China"].sum())
    years = f"{_YEARS[0]} and {_YEARS[-1]}"
    made = [
        Estimate(
            f"cap.notable.{side}",
            f"notable AI models a year, {name}",
            *poisson_rate(count, len(_YEARS)),
            unit="models a year",
            data=_COUNTS,
            method=f"{count} in {years}, exact Poisson",
            confidence="measured",
            note="other lists count 61 and 40 (US) and 15 and 15 (China): the list matters more "
            "than chance",
        )
        for side, name, count in (("us", "United States", us), ("cn", "China", cn))
    ]
    ratio = Estimate(
        "cn.research",
        "China's research, US = 1: notable AI models",
        *poisson_ratio(cn, us),
        unit="1",
        data=_COUNTS,
        method=f"{cn} against {us} in {years}, exact given the sum",
        confidence="measured",
        knobs=("cn.research",),
        note="output of a whole industry, chips and money included, not research alone",
    )
    return [*made, ratio]


def _chips(folder: Path) -> list[Estimate]:
    us = parameter_row("cap.compute.share_us", folder)
    cn = parameter_row("cap.compute.share_cn", folder)
    return [
        Estimate(
            "cap.compute.ratio",
            "China's share of AI computing power, United States = 1",
            cn.central / us.central,
            cn.low / us.high,
            cn.high / us.low,
            "1",
            us.source,
            "ratio of the published shares (cap.compute.share_cn and _us); limits from theirs",
            "published",
            note="a stock that export controls have already cut; covers 10 to 20 % of all compute",
        ),
        steady_chips(folder),
    ]


def steady_chips(folder: Path = DATA) -> Estimate:
    """The chips at which China's lag stays as it is, all else at its default.

    From dc/dt of both sides being equal (docs/model.md, progress): the growth that China needs
    besides diffusion is the United States' less diffusion times the lag, in OOM a year.
    """
    from race_sim.parameters import knobs

    default = {key: knob.default for key, knob in knobs().items()}
    rate = frontier_growth(folder).slope / 12.0
    lag = parameter_row("cap.gap.lag", folder)
    central, low, high = (
        _chips_for(months * rate, default) for months in (lag.central, lag.high, lag.low)
    )
    return Estimate(
        "cn.chips",
        "China's chips, US = 1, at which its lag is a steady state",
        central,
        low,
        high,
        unit="1",
        data=f"{lag.source}; epoch_models_2010_2025.csv",
        method="solved from the rule of progress, other parameters at their defaults; limits from "
        "a lag of 14 and of 4 months",
        confidence="published",
        knobs=("cn.chips",),
        note="what holds the lag, not a count of chips: counts say 0.2 (cap.compute.ratio)",
    )


def _chips_for(lag: float, default: dict[str, float | int | bool | str]) -> float:
    """Chips of China for a steady lag in OOM; both sides spend the same share on safety."""

    def value(key: str) -> float:
        return float(default[key])

    supply = 1.0 - value("export_control.level") * value("export_control.chip_dependency")
    base = value("progress.base_rate")
    needed = base - value("progress.diffusion") * lag
    other = value("cn.research") ** value("progress.research_share") * value("cn.data") ** value(
        "progress.data_share"
    )
    return math.exp(math.log(needed / (base * supply * other)) / value("progress.chips_share"))


def estimates(folder: Path = DATA) -> list[Estimate]:
    """Counts of models, the ratio of research, and chips in two ways."""
    return [*_notable(folder), *_chips(folder)]
