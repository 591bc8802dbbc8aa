"""How much effort goes to safety, and how that share grows."""

from __future__ import annotations

from pathlib import Path

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.quoted import parameter_row
from race_sim.calibration.tables import DATA

# Growth of safety papers and of all AI papers from 2017 to 2022 (ETO, 2024).
SAFETY_GROWTH, ALL_GROWTH, YEARS = 3.15, 1.21, 5.0


def estimates(folder: Path = DATA) -> list[Estimate]:
    """The share of research on safety, its growth, and that of safety papers."""
    us, cn = (parameter_row(f"safe.share.{side}", folder) for side in ("us", "cn"))
    source = parameter_row("safe.growth", folder).source
    return [
        Estimate(
            "safe.share",
            "share of AI research on safety, mean of US and China",
            (us.central + cn.central) / 2.0,
            cn.central,
            us.central,
            "share",
            f"{us.source}; parameters.csv, safe.share.us and safe.share.cn",
            "mean of the two published shares, which are the limits",
            "published",
            knobs=("progress.share_accelerating",),
            note="papers in English, not budgets; the two sides differ fivefold, the model has one "
            "share for both",
        ),
        Estimate(
            "safe.growth",
            "growth of safety papers",
            (1.0 + SAFETY_GROWTH) ** (1.0 / YEARS) - 1.0,
            parameter_row("safe.growth", folder).low,
            parameter_row("safe.growth", folder).high,
            "share a year",
            source,
            f"+{SAFETY_GROWTH:.0%} over 2017-22; published limits, which are a guess",
            "published",
        ),
        Estimate(
            "safe.share_growth",
            "growth of the share of AI papers on safety",
            ((1.0 + SAFETY_GROWTH) / (1.0 + ALL_GROWTH)) ** (1.0 / YEARS) - 1.0,
            float("nan"),
            float("nan"),
            "share a year",
            source,
            f"+{SAFETY_GROWTH:.0%} for safety and +{ALL_GROWTH:.0%} for all papers, 2017-22",
            "published",
            note="the model keeps the share of each action constant",
        ),
    ]
