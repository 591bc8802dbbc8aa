"""What happened to reactors that ran when an accident happened, and one freeze seen twice."""

from __future__ import annotations

import math
from pathlib import Path

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import binomial_share
from race_sim.calibration.tables import DATA, read_table

_RESPONSES = "nuclear_responses.csv"
_FREEZES = "freezes.csv"
_GROUNDING = "737 MAX grounding"


def _share(
    key: str, meaning: str, event: str, bloc: str, column: str, folder: Path, note: str = ""
) -> Estimate:
    table = read_table("nuclear_responses", folder)
    (row,) = table[(table["event"] == event) & (table["bloc"] == bloc)].to_dict("records")
    stopped, running = int(row[column]), int(row["operating"])
    return Estimate(
        key,
        meaning,
        *binomial_share(stopped, running),
        unit="share",
        data=_RESPONSES,
        method=f"{stopped} of {running}, exact binomial as if each were decided by itself",
        confidence="measured",
        note=note,
    )


def estimates(folder: Path = DATA) -> list[Estimate]:
    """Shares of fleets closed or suspended, and the 737 MAX in China and in the United States."""
    freezes = read_table("freezes", folder)
    grounded = freezes[freezes["freeze"] == _GROUNDING].set_index("actor")["months"]
    together = "decided together, not reactor by reactor, so the interval says little"
    return [
        _share(
            "shock.fleet.germany",
            "running reactors closed within 5 years, Germany after Fukushima",
            "Fukushima",
            "West Germany",
            "closed_5y_after",
            folder,
            together,
        ),
        _share(
            "shock.fleet.japan",
            "running reactors still suspended in January 2024, Japan after Fukushima",
            "Fukushima",
            "Japan",
            "still_suspended_2024",
            folder,
            together,
        ),
        _share(
            "shock.fleet.russia",
            "running reactors closed within 5 years, USSR after Chernobyl",
            "Chernobyl",
            "USSR",
            "closed_5y_after",
            folder,
        ),
        Estimate(
            "shock.freeze.cn_us",
            "same event, length of the Chinese freeze over the American: 737 MAX",
            float(grounded["China"] / grounded["US"]),
            math.nan,
            math.nan,
            "ratio",
            _FREEZES,
            f"{grounded['China']:.1f} / {grounded['US']:.1f} months, one case",
            "measured",
            note="a foreign product: do not generalise",
        ),
    ]
