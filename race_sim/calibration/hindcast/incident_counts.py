"""Hindcast: the growth of the model's hazard against the counts of reported AI incidents."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from race_sim.calibration.hindcast.elementwise import on_arrays
from race_sim.calibration.hindcast.freeze_draws import baseline
from race_sim.calibration.hindcast.gap_paths import growth_drawn
from race_sim.calibration.hindcast.result import Hindcast, row_of, rows_of
from race_sim.calibration.hindcast.scoring import band, crps, log_chance
from race_sim.calibration.incidents import all_incidents
from race_sim.calibration.shock_likelihood import (
    PRIOR_SHAPE,
    Array,
    Posterior,
    count_posterior,
    overdispersed,
)
from race_sim.calibration.tables import read_table
from race_sim.rules import incidents, progress, talks
from race_sim.rules.state import NO_TREATY

NAME = "incident-counts"
QUESTION = "Would the model's hazard have foreseen how the reports of AI incidents grow?"
RULE = "baseline"
RULE_UNCERTAIN = "baseline, elasticity uncertain"
STAYS = "counts stay"
TREND = "the trend before goes on"
FORECASTS = (RULE, RULE_UNCERTAIN, STAYS, TREND)
FIRST, LAST = 2015, 2025
_ELASTICITIES = (0.09, 0.28)  # the range that `incidents.gap_elasticity` gives as its source
_GROWTHS = np.linspace(-0.5, 1.5, 401)  # of the logarithm of the rate, a year
_DISPERSION_SERIES = "AIID all (OWID + AI Index 2025)"
UNKNOWN = (
    "Whether the rule would have known: its elasticity comes from these counts, and the variance "
    "about the trend is that of all years. So this asks whether the rule fits.",
    "Whether incidents or the attention to them grow: the counts are reports, and the effort to "
    "find and record them grows too.",
    "Deployment: the rule lets the hazard grow with the safety gap alone, and AI is in more hands "
    "each year. Growth of the counts cannot be shared out among use, reports and hazard.",
    "Serious incidents: most of those counted are not, and those of the model are.",
    "Whether the break after 2022 is one of the world or of the database.",
)
_hazard = on_arrays(incidents.hazard, 5)
_speed = on_arrays(progress.speed, 5)
_rate = on_arrays(progress.capability_rate, 2)


class Origin(NamedTuple):
    """Years that are known when a forecast is made, and those that it is for."""

    first: int
    last: int
    until: int

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.first} to {self.last} known"


ORIGINS = (Origin(2015, 2019, 2025), Origin(2019, 2022, 2025))


@cache
def counts() -> pd.Series:
    """Incidents by year, 2015 to 2025: the database's until 2022, the AI Index's since."""
    return all_incidents().loc[FIRST:LAST].astype(float)


@cache
def dispersion() -> float:
    """Variance of a count over its mean, about the trend of 2015 to 2025."""
    row = row_of(read_table("ai_incident_growth"), series=_DISPERSION_SERIES)
    return float(row["dispersion"])


def gap_growth(growth: Array) -> Array:
    """Growth of the safety gap in OOM a year while both sides accelerate, by the model's rules."""
    settings = baseline()
    share = settings.share_accelerating
    exchange = talks.exchange(
        settings.openness,
        settings.control_level,
        settings.control_chill,
        NO_TREATY,
        settings.exchange_non_binding,
        settings.exchange_binding,
    )
    safety = progress.safety_rate(settings.safety_productivity, 1.0, share, share, exchange)
    speed = _speed(growth, 0.0, 1.0, 1.0, 0.0)
    return _rate(speed, share) - safety


def relative_hazards(elasticity: Array, growth: Array, years: Array) -> Array:
    """The rule's hazard in each year relative to that of year 0, shape (draws, years)."""
    gaps = gap_growth(growth)[:, None] * years
    return _hazard(1.0, 1.0, 0.0, np.asarray(elasticity)[:, None], gaps)


def growth_posterior(seen: Array, noise: float) -> Posterior:
    """Growth of the rate of counts, `growth`, in the logarithm a year; flat prior."""
    years = np.arange(len(seen), dtype=float)
    return count_posterior({"growth": _GROWTHS}, np.exp(_GROWTHS[:, None] * years), seen, noise)


def seen_growth(first: int, last: int) -> tuple[float, float, float]:
    """Growth of the counts a year, as a share, with its 90 % interval."""
    seen = counts().loc[first:last].to_numpy()
    middle, low, high = growth_posterior(seen, dispersion()).interval("growth")
    return float(np.expm1(middle)), float(np.expm1(low)), float(np.expm1(high))


def _means(origin: Origin, name: str, draws: int, generator: np.random.Generator) -> Array:
    known = counts().loc[origin.first : origin.last].to_numpy()
    years = np.arange(origin.until - origin.first + 1, dtype=float)
    if name == TREND:
        sample = growth_posterior(known, dispersion()).sample(draws, generator)
        means = sample["level"][:, None] * np.exp(sample["growth"][:, None] * years)
    else:
        if name == STAYS:
            relative = np.ones((draws, len(years)))
        else:
            elasticity = np.full(draws, baseline().gap_elasticity)
            if name == RULE_UNCERTAIN:
                elasticity = generator.uniform(*_ELASTICITIES, size=draws)
            relative = relative_hazards(elasticity, growth_drawn(draws, generator), years)
        # The level of the rate, given how the rule lets it grow over the years that are known.
        exposure = relative[:, : len(known)].sum(axis=1) / dispersion()
        shape = PRIOR_SHAPE + known.sum() / dispersion()
        means = generator.gamma(shape, 1.0 / exposure)[:, None] * relative
    return np.asarray(means[:, len(known) :])


def _score(origin: Origin, name: str, means: Array, made: Array, seen: Array) -> dict[str, Any]:
    low, median, high = band(made)
    return {
        "origin": origin.title,
        "forecast": name,
        "years": len(seen),
        "covered": float(((low <= seen) & (seen <= high)).mean()),
        "crps": float(crps(made, seen).mean()),
        "log_score": float(log_chance(means, dispersion(), seen).mean()),
        "last_seen": float(seen[-1]),
        "last_median": float(median[-1]),
        "last_low": float(low[-1]),
        "last_high": float(high[-1]),
        "last_covered": bool(low[-1] <= seen[-1] <= high[-1]),
    }


def _words(growth: tuple[float, float, float]) -> str:
    return f"{100 * growth[0]:.0f} % a year ({100 * growth[1]:.0f} to {100 * growth[2]:.0f})"


def _findings(scores: pd.DataFrame, rule: tuple[float, float, float]) -> tuple[str, ...]:
    periods = ((2015, 2022), (2022, 2025), (2015, 2025))
    seen = [seen_growth(*period) for period in periods]
    outside = [
        f"{first} to {last}"
        for (first, last), growth in zip(periods, seen, strict=True)
        if growth[1] > rule[2] or growth[2] < rule[1]
    ]
    said = ", ".join(
        f"{_words(growth)} from {first} to {last}"
        for (first, last), growth in zip(periods, seen, strict=True)
    )
    where = (
        f"does not overlap that of {' and '.join(outside)}" if outside else "overlaps all of these"
    )
    sentences = [
        f"While both accelerate, the rule lets the hazard grow by {_words(rule)}. Reports grew by "
        f"{said}; the rule's interval {where}."
    ]
    for origin in ORIGINS:
        rows = {row["forecast"]: row for row in rows_of(scores, origin=origin.title)}
        own = rows[RULE]
        place = "inside" if own["last_covered"] else "outside"
        rest = "; ".join(
            f"{name} {rows[name]['log_score']:.2f} and {rows[name]['crps']:.0f}"
            for name in FORECASTS
        )
        sentences.append(
            f"With {origin.title}, the baseline's band holds "
            f"{own['covered'] * own['years']:.0f} of {own['years']} later years; {origin.until} "
            f"had {own['last_seen']:.0f} reports, {place} its {own['last_median']:.0f} "
            f"({own['last_low']:.0f} to {own['last_high']:.0f}). Log score a year (more is "
            f"better) and CRPS in reports (less is better): {rest}."
        )
    sentences.append(
        f"Growth as from 2015 to 2025 would need an elasticity of {needed()[0]:.2f} "
        f"({needed()[1]:.2f} to {needed()[2]:.2f}) if all of it were hazard; the baseline has "
        f"{baseline().gap_elasticity:g}."
    )
    return tuple(sentences)


def needed() -> tuple[float, float, float]:
    """Elasticity at which the rule would grow as the counts did from 2015 to 2025."""
    pace = float(gap_growth(np.array(baseline().us.growth)))
    middle, low, high = (
        float(np.log10(1.0 + growth) / pace) for growth in seen_growth(FIRST, LAST)
    )
    return middle, low, high


def hindcast(draws: int, generator: np.random.Generator, seed: int) -> Hindcast:
    """Forecast the counts from two years on, and score the forecasts."""
    scores, bands = [], []
    for origin in ORIGINS:
        seen = counts().loc[origin.last + 1 : origin.until].to_numpy()
        for name in FORECASTS:
            means = _means(origin, name, draws, generator)
            made = overdispersed(means, dispersion(), generator)
            low, median, high = band(made)
            scores.append(_score(origin, name, means, made, seen))
            bands.append(
                pd.DataFrame(
                    {
                        "origin": origin.title,
                        "forecast": name,
                        "year": np.arange(origin.last + 1, origin.until + 1),
                        "seen": seen,
                        "low": low,
                        "median": median,
                        "high": high,
                    }
                )
            )
    growth = growth_drawn(draws, generator)
    elasticity = np.full(draws, baseline().gap_elasticity)
    low, middle, high = np.quantile(
        relative_hazards(elasticity, growth, np.array([1.0]))[:, 0] - 1.0, [0.05, 0.5, 0.95]
    )
    table = pd.DataFrame(scores)
    return Hindcast(
        NAME,
        QUESTION,
        draws,
        seed,
        pd.concat(bands, ignore_index=True),
        table,
        {"counts": pd.DataFrame({"year": counts().index, "seen": counts().to_numpy()})},
        _findings(table, (float(middle), float(low), float(high))),
        UNKNOWN,
    )
