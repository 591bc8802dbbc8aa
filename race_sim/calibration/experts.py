"""What experts think the chance of an AI catastrophe is, as a yearly hazard."""

from __future__ import annotations

import math
from pathlib import Path

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.quoted import parameter_row, quoted
from race_sim.calibration.tables import DATA, read_table

_FILE = "expert_probabilities.csv"


def hazards(folder: Path = DATA) -> dict[str, float]:
    """Each source's chance as a constant hazard a year: -ln(1 - p) / years.

    Two rows that say "same" refer to the row above them, so keys hold their number too.
    """
    table = read_table("expert_probabilities", folder)
    return {
        f"{place + 1}: {row['source']}": -math.log1p(-row["cumulative_probability"]) / row["years"]
        for place, row in enumerate(table.to_dict("records"))
    }


def estimates(folder: Path = DATA) -> list[Estimate]:
    """A catastrophe (one in ten people dead), and extinction."""
    rate = list(hazards(folder).values())
    chance = read_table("expert_probabilities", folder)["cumulative_probability"].tolist()
    return [
        Estimate(
            "risk.cat.experts",
            "AI catastrophe with a tenth of mankind dead, domain experts",
            rate[0],
            rate[1],
            rate[0],
            "a year",
            _FILE,
            f"{100.0 * chance[0]:g} % by 2100 as a constant hazard; low: superforecasters asked "
            "the same",
            "published",
            note="two groups of the same study differ sixfold, so the interval is no statement "
            "of chance; the model's catastrophe is a severity, not a number of dead",
        ),
        Estimate(
            "risk.cat.metaculus",
            "the same, forecasters of Metaculus",
            rate[4],
            math.nan,
            math.nan,
            "a year",
            _FILE,
            f"{100.0 * chance[4]:g} % by 2100 as a constant hazard",
            "published",
        ),
        quoted(parameter_row("risk.ext.ai_impacts", folder)),
        quoted(parameter_row("risk.ext.xpt", folder)),
    ]
