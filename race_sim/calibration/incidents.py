"""How often things go wrong: growth of incidents, and Chernobyl moments."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from race_sim.calibration.compute_growth import frontier_growth, models_with_compute, trusted
from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import Interval, jeffreys_rate, poisson_rate
from race_sim.calibration.tables import DATA, read_table
from race_sim.calibration.trends import Trend, count_growth

if TYPE_CHECKING:
    import pandas as pd

_FILE = "ai_incidents_by_year.csv"
SAFETY_DOMAIN = "mit_ai_system_safety_failures_and_limitations"
MISUSE_DOMAIN = "mit_malicious_actors_misuse"
# Three Mile Island, Chernobyl and Fukushima, from the first plant to the last of them.
NUCLEAR_MOMENTS, NUCLEAR_YEARS = 3, 57
AI_MOMENTS, AI_YEARS = 0, 11


def all_incidents(folder: Path = DATA) -> pd.Series[float]:
    """Incidents reported in each year: the AI Index where it has a number, else the AIID."""
    table = read_table("ai_incidents_by_year", folder).set_index("year")
    return table["ai_index"].fillna(table["owid_aiid"])


def domain_incidents(domain: str, folder: Path = DATA) -> pd.Series[float]:
    """Incidents of one risk domain in each year in which incidents were coded."""
    return read_table("ai_incidents_by_year", folder).set_index("year")[domain].dropna()


def growth(series: pd.Series[float], first: int, last: int) -> Trend:
    """Growth of the logarithm of yearly counts in a year, from one year to another."""
    part = series.loc[first:last]
    return count_growth(part.index.to_numpy(), part.to_numpy())


def _growth_estimate(key: str, meaning: str, trend: Trend, years: str, note: str) -> Estimate:
    factor = trend.factor()
    return Estimate(
        key,
        meaning,
        factor.value - 1.0,
        factor.low - 1.0,
        factor.high - 1.0,
        "share a year",
        _FILE,
        f"Poisson regression on the year, {years}, dispersion {trend.dispersion:.2g}, Student's t",
        "measured",
        note=note,
    )


def _elasticity(counts: Trend, compute: Trend) -> Interval:
    """Growth of incidents divided by growth of compute; limits by the delta method."""
    per_year = compute.slope * math.log(10.0)
    value = counts.slope / per_year
    own = counts.interval()
    other = compute.interval()
    reach = abs(value) * math.hypot(
        (own.high - own.value) / own.value, (other.high - other.value) / other.value
    )
    return Interval(value, value - reach, value + reach)


def frontier_by_year(folder: Path = DATA) -> pd.Series[float]:
    """log10 of the largest trusted training compute up to the end of each year."""
    models = trusted(models_with_compute(folder))
    return models.groupby(models["date"].dt.year)["oom"].max().cummax()


def against_compute(folder: Path = DATA) -> Trend:
    """Incidents of 2015 to 2024 against the largest training compute of their year."""
    frontier = frontier_by_year(folder)
    counts = all_incidents(folder).loc[2015:2024]
    return count_growth(frontier.loc[counts.index].to_numpy() * math.log(10.0), counts.to_numpy())


def _elasticities(folder: Path) -> list[Estimate]:
    compute = frontier_growth(folder)
    every, failures = all_incidents(folder), domain_incidents(SAFETY_DOMAIN, folder)
    central = _elasticity(growth(every, 2019, 2025), compute)
    least = _elasticity(growth(failures, 2015, 2023), compute)
    recent = _elasticity(growth(every, 2022, 2025), compute)
    direct = against_compute(folder).interval()
    data = f"{_FILE}; epoch_models_2010_2025.csv"
    return [
        Estimate(
            "inc.elasticity",
            "growth of incidents with training compute",
            central.value,
            least.low,
            recent.high,
            "OOM for each OOM",
            data,
            "growth of all reports, 2019-25, by growth of compute; low: lower limit for failures "
            "of AI systems alone, high: upper limit since 2022",
            "measured",
            knobs=("incidents.gap_elasticity",),
            note=f"{central.low:.2f} to {central.high:.2f} for all reports alone; reporting and "
            "use grow too, so an upper bound for the hazard of a given use; the model's gap grows "
            "more slowly than compute",
        ),
        Estimate(
            "inc.elasticity.safety",
            "the same, failures of AI systems alone (MIT domain 7)",
            *least,
            unit="OOM for each OOM",
            data=data,
            method="growth 2015-23 by growth of compute, delta method",
            confidence="measured",
        ),
        Estimate(
            "inc.elasticity.direct",
            "the same, all incidents on the largest training run of their year",
            *direct,
            unit="OOM for each OOM",
            data=data,
            method="Poisson regression on log compute, 2015-24, quasi-likelihood, Student's t",
            confidence="measured",
            note="two series that both grow: an association",
        ),
    ]


def _moments(folder: Path) -> list[Estimate]:
    seen = poisson_rate(AI_MOMENTS, AI_YEARS)
    jeffreys = jeffreys_rate(AI_MOMENTS, AI_YEARS)
    return [
        Estimate(
            "inc.chernobyl_moment.nuclear",
            "Chernobyl moments in nuclear power",
            *poisson_rate(NUCLEAR_MOMENTS, NUCLEAR_YEARS),
            unit="a year, world",
            data="Three Mile Island 1979, Chernobyl 1986, Fukushima 2011",
            method=f"{NUCLEAR_MOMENTS} in {NUCLEAR_YEARS} years (1954-2011), exact Poisson",
            confidence="measured",
            note="counting ends with one of them, so somewhat too high",
        ),
        Estimate(
            "inc.chernobyl_moment.ai",
            "Chernobyl moments in AI",
            jeffreys.value,
            seen.low,
            seen.high,
            "a year, world",
            "none seen, 2015 to 2025",
            f"{AI_MOMENTS} in {AI_YEARS} years: mean under Jeffreys' prior, exact Poisson limits",
            "guess",
            note="that none of the incidents so far made a state crack down is a judgement",
        ),
        base_rate(jeffreys),
    ]


def base_rate(moments: Interval) -> Estimate:
    """The hazard at a safety gap of 0 that gives a rate of Chernobyl moments at the start.

    Parameters
    ----------
    moments : Interval
        Chernobyl moments a year, both sides together.
    """
    from race_sim.parameters import knobs

    def default(key: str) -> float:
        return float(knobs()[key].default)

    elasticity = default("incidents.gap_elasticity")
    deployed = sum(
        default(f"{side}.applications")
        * default(f"{side}.scale")
        * 10.0 ** (elasticity * default(f"{side}.safety_gap"))
        for side in ("us", "cn")
    )
    severe = default("incidents.chernobyl_severity") ** -default("incidents.severity_exponent")
    return Estimate(
        "incidents.base_rate",
        "serious incidents at a safety gap of 0, deployment of the US",
        *moments.times(1.0 / (deployed * severe)),
        unit="a year",
        data="no Chernobyl moment in AI, 2015 to 2025",
        method="posterior under Jeffreys' prior, divided by deployment and the share that is "
        "severe enough, other parameters at their defaults",
        confidence="guess",
        knobs=("incidents.base_rate",),
        note="the rate of 2015 to 2025 is taken for that of 2026; the posterior's median is less "
        "than half of its mean",
    )


def estimates(folder: Path = DATA) -> list[Estimate]:
    """Growth, elasticity, and rates of the largest incidents."""
    every = all_incidents(folder)
    return [
        _growth_estimate(
            "inc.growth",
            "growth of reported AI incidents",
            growth(every, 2019, 2025),
            "2019-25",
            "the published limits use the normal in place of Student's t",
        ),
        _growth_estimate(
            "inc.growth.recent",
            "growth of reported AI incidents since 2022",
            growth(every, 2022, 2025),
            "2022-25",
            "four years that happen to lie on a curve: published limits of 0.52 to 0.56 take the "
            "dispersion below 1 at its word",
        ),
        _growth_estimate(
            "inc.growth.safety",
            "growth of failures of AI systems (MIT domain 7)",
            growth(domain_incidents(SAFETY_DOMAIN, folder), 2015, 2023),
            "2015-23",
            "the latest years are left out: coding lags behind",
        ),
        _growth_estimate(
            "inc.growth.misuse",
            "growth of malicious use (MIT domain 4)",
            growth(domain_incidents(MISUSE_DOMAIN, folder), 2018, 2023),
            "2018-23",
            "",
        ),
        *_elasticities(folder),
        *_moments(folder),
    ]
