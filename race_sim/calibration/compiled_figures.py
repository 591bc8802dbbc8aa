"""The compiled figures in `parameters.csv`: which are computed here, and where that differs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.quoted import QUOTED, ParameterRow, parameter_rows, quoted
from race_sim.calibration.rounding import equals_as_written, nearly_equals
from race_sim.calibration.tables import DATA

# Row: the estimate that is the same quantity under another name.
SAME_AS = {
    "shock.host.ratio5": "shock.ratio.ussr_chernobyl",
    "shock.host.drop": "shock.drop.ussr",
    "shock.tmi_us.ratio5": "shock.ratio.us_tmi",
    "shock.tmi_abroad.ratio5": "shock.ratio.world_tmi",
    "shock.bystander_west.ratio5": "shock.ratio.west_chernobyl",
    "shock.bystander_france.ratio5": "shock.ratio.france_chernobyl",
    "shock.bystander_japan.ratio5": "shock.ratio.japan_chernobyl",
    "shock.bystander_east.ratio5": "shock.ratio.eastern_europe_chernobyl",
    "shock.china_fukushima.ratio5": "shock.ratio.china_fukushima",
    "shock.china_fukushima.scar": "shock.ratio_later.china_fukushima",
    "shock.rest_fukushima.ratio5": "shock.ratio.rest_fukushima",
    "shock.freeze.median": "freeze.median",
    "shock.freeze.permanent": "freeze.never_lifted",
    "shock.reaction": "freeze.delay",
}

# Why a figure computed here is not the compiled one.
WHY = {
    "shock.host.drop": "another grid and prior",
    "shock.china_fukushima.scar": "exact limits in place of another method's",
    "shock.fleet.germany": "compiled: at once and within 5 years; here: exact binomial limits",
    "shock.fleet.japan": "compiled: without and with those closed; here: exact binomial limits",
    "shock.freeze.median": "compiled: spread of the cases; here: limits of the median",
    "shock.freeze.permanent": "exact limits in place of another method's",
    "shock.reaction": "compiled: spread of the cases; here: limits of the median",
    "cap.notable.us": "compiled: range over lists and years; here: chance alone",
    "cap.notable.cn": "compiled: rounded, and a range over lists; here: chance alone",
    "cap.gap.equilibrium": "compiled limits are percentiles of fits to resampled residuals",
    "cap.gap.catchup": "compiled limits are percentiles of fits to resampled residuals, too "
    "high in so short a series",
    "inc.growth": "Student's t in place of the normal",
    "inc.growth.safety": "Student's t in place of the normal",
    "inc.elasticity": "compiled: the three series' own values; here their sampling error is added",
    "risk.cat.metaculus": "compiled limits have no source that could be computed from",
    "agr.lag.binding": "compiled low limit is a quartile; here: limits of the median",
    "agr.moratorium": "one case has no interval",
}


class Compared(NamedTuple):
    """A compiled figure and the one computed here."""

    row: ParameterRow
    estimate: Estimate
    agrees: bool
    why: str  # why not, "" if it agrees


def _agree(written: float, exact: float) -> bool:
    if math.isnan(written) or math.isnan(exact):
        return math.isnan(written) and math.isnan(exact)
    return equals_as_written(written, exact) or nearly_equals(written, exact)


def compared(computed: Sequence[Estimate], folder: Path = DATA) -> list[Compared]:
    """Every row of the compilation that is computed here as well.

    Parameters
    ----------
    computed : sequence of Estimate
        All estimates, or those that are computed.
    folder : Path
    """
    own = {
        estimate.key: estimate for estimate in computed if not estimate.method.startswith(QUOTED)
    }
    found = []
    for row in parameter_rows(folder):
        estimate = own.get(SAME_AS.get(row.id, row.id))
        if estimate is None:
            continue
        pairs = (
            (row.central, estimate.value),
            (row.low, estimate.low),
            (row.high, estimate.high),
        )
        agrees = all(_agree(written, exact) for written, exact in pairs)
        found.append(Compared(row, estimate, agrees, "" if agrees else WHY.get(row.id, "")))
    return found


def quoted_rows(computed: Sequence[Estimate], folder: Path = DATA) -> list[Estimate]:
    """The rows that no computed estimate stands for, quoted."""
    keys = {estimate.key for estimate in computed}
    return [
        quoted(row) for row in parameter_rows(folder) if SAME_AS.get(row.id, row.id) not in keys
    ]
