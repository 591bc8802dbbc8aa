"""How bad incidents are: the tail of severity, and shares of severe ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import LEVEL, Interval, binomial_share
from race_sim.calibration.quoted import parameter_row, quoted
from race_sim.calibration.tables import DATA, read_table

_FILE = "ai_incidents_severity.csv"


def pareto_exponent(bounds: Sequence[float], at_least: Sequence[int]) -> Interval:
    """Exponent of a Pareto law, from how many values reach each of several bounds.

    Maximum likelihood for grouped data: the chance to be at least x, given at least the lowest
    bound, is (x / lowest)^-exponent. The interval is that of the likelihood ratio.

    Parameters
    ----------
    bounds : sequence of float
        Rising.
    at_least : sequence of int
        How many values are at least as large as each bound.
    """
    from scipy.optimize import brentq, minimize_scalar
    from scipy.stats import chi2

    logs = [math.log(bound / bounds[0]) for bound in bounds]

    def likelihood(exponent: float) -> float:
        total = -exponent * logs[-1] * at_least[-1]
        for place in range(len(bounds) - 1):
            inside = at_least[place] - at_least[place + 1]
            # Between this bound and the next: S(x) - S(y) = S(x) (1 - S(y) / S(x)).
            apart = -math.expm1(-exponent * (logs[place + 1] - logs[place]))
            total += inside * (math.log(apart) - exponent * logs[place])
        return total

    lowest, highest = 1e-3, 20.0
    best = minimize_scalar(
        lambda exponent: -likelihood(exponent), bounds=(lowest, highest), method="bounded"
    )
    value = float(best.x)
    drop = float(chi2.ppf(LEVEL, 1)) / 2.0

    def below(exponent: float) -> float:
        return likelihood(exponent) - likelihood(value) + drop

    return Interval(
        value, float(brentq(below, lowest, value)), float(brentq(below, value, highest))
    )


def _reached(measure: str, folder: Path) -> tuple[list[float], list[int], int]:
    """Bounds of a measure, how many incidents reach each, and how many were coded."""
    table = read_table("ai_incidents_severity", folder)
    rows = table[table["measure"] == measure]
    bounds = rows["level"].astype(float).tolist()
    return bounds, rows["n"].tolist(), int(rows["coded"].iloc[0])


def _tail(what: str, folder: Path) -> Estimate:
    bounds, at_least, _ = _reached(f"CSETv1 {what} at least", folder)
    value = pareto_exponent(bounds, at_least)
    return Estimate(
        f"inc.tail.{what}",
        f"Pareto exponent of {what} in AI incidents",
        *value,
        unit="1",
        data=_FILE,
        method=f"maximum likelihood for {at_least[0]} incidents in {len(bounds)} groups, "
        "likelihood ratio",
        confidence="measured",
        note="several are no harm by AI in their coders' own view",
    )


def estimates(folder: Path = DATA) -> list[Estimate]:
    """The tail, published and measured, and shares of severe incidents."""
    table = read_table("ai_incidents_severity", folder)
    coded = table[table["measure"] == "CSETv0 severity"]
    severe = int(coded[coded["level"].isin(["Severe", "Critical"])]["n"].sum())
    total = int(coded["coded"].iloc[0])
    _, deadly, looked_at = _reached("CSETv1 deaths at least", folder)
    return [
        quoted(parameter_row("inc.tail", folder), knobs=("incidents.severity_exponent",)),
        _tail("deaths", folder),
        _tail("injuries", folder),
        Estimate(
            "inc.share.severe",
            "share of AI incidents rated severe or critical",
            *binomial_share(severe, total),
            unit="share",
            data=_FILE,
            method=f"{severe} of {total}, exact binomial",
            confidence="measured",
            note="the oldest incidents only",
        ),
        Estimate(
            "inc.share.death",
            "share of AI incidents with a death",
            *binomial_share(deadly[0], looked_at),
            unit="share",
            data=_FILE,
            method=f"{deadly[0]} of {looked_at}, exact binomial",
            confidence="measured",
        ),
    ]
