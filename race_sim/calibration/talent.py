"""Where researchers go."""

from __future__ import annotations

import math
from pathlib import Path

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import Interval, binomial_share
from race_sim.calibration.quoted import parameter_row
from race_sim.calibration.tables import DATA

# Chinese researchers at US institutions in 2019 and where they were six years later (Sheehan and
# Zhuang, Carnegie Endowment, December 2025).
FOLLOWED, STAYED, IN_CHINA, YEARS = 100, 87, 10, 6.0


def estimates(folder: Path = DATA) -> list[Estimate]:
    """The rate of leaving the United States, and where those who leave go."""
    source = parameter_row("tal.leave", folder).source
    left = binomial_share(FOLLOWED - STAYED, FOLLOWED)
    return [
        Estimate(
            "tal.leave",
            "Chinese AI researchers who leave the US in a year",
            *Interval(*(-math.log1p(-share) / YEARS for share in left)),
            unit="share a year",
            data=source,
            method=f"{STAYED} of {FOLLOWED} still there after {YEARS:g} years, exact binomial",
            confidence="published",
            knobs=("talent.outflow",),
            note="quiet times and one origin; the parameter is for a country under full "
            "restriction, which nobody has seen",
        ),
        Estimate(
            "tal.to_china",
            "share of them who are in China then",
            *binomial_share(IN_CHINA, FOLLOWED - STAYED),
            unit="share",
            data=source,
            method=f"{IN_CHINA} of {FOLLOWED - STAYED} who left, exact binomial",
            confidence="published",
            knobs=("talent.to_rival",),
            note="for them the rival is home; who leaves China for the US is not counted",
        ),
    ]
