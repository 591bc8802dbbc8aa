"""Hindcast: the model's freeze and scar against reactor starts after three accidents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from race_sim.calibration.hindcast import reactor_words
from race_sim.calibration.hindcast.freeze_draws import Backlash, baseline, of_baseline
from race_sim.calibration.hindcast.reactor_forecasts import (
    YEARS_AFTER,
    Forecast,
    Part,
    by_rule,
    forecasts,
    part_of,
    some_never_lifted,
    stratified,
)
from race_sim.calibration.hindcast.result import Hindcast
from race_sim.calibration.hindcast.scoring import (
    TAIL,
    band,
    chance_up_to,
    count_quantile,
    crps,
    log_chance,
)
from race_sim.calibration.schemas_nuclear import GROUPS
from race_sim.calibration.shocks import CASES, pooled_half_life, rule_fit
from race_sim.calibration.starts import (
    CHERNOBYL,
    EVENT_NAMES,
    FUKUSHIMA,
    TMI,
    window_of,
    windows,
)

NAME = "reactor-starts"
QUESTION = (
    "Would the model's freeze and scar have foreseen how many reactors were begun after Three "
    "Mile Island, Chernobyl and Fukushima?"
)
FEWEST_BEFORE = 3  # starts in the five years before; with fewer there is nothing to stop
_EVENTS = tuple(EVENT_NAMES)
# Settings of the baseline that are tried on the two cases that the rule must cover.
_TRIED: tuple[tuple[str, dict[str, float]], ...] = (
    ("baseline", {}),
    ("half-life of scars 20 years", {"half_life": 20.0}),
    ("half-life of scars 60 years", {"half_life": 60.0}),
    ("scar 0.6", {"scar": 0.6}),
    ("scar 0.6, half-life 20 years", {"scar": 0.6, "half_life": 20.0}),
    ("scar 0.8, half-life 20 years", {"scar": 0.8, "half_life": 20.0}),
)
_NEVER_LIFTED = "some freezes never lifted"
_ESTIMATED = "medians of the estimates"
_CONTAGIONS = (0.54, 0.75, 1.0)


def parts() -> list[Part]:
    """The blocs that are forecast: with enough starts before an accident, in order of events."""
    found = [
        part_of(window)
        for (_, bloc), window in windows().items()
        if bloc not in GROUPS and window.before(5).sum() >= FEWEST_BEFORE
    ]
    return sorted(
        found,
        key=lambda part: (
            _EVENTS.index(part.window.event),
            part.role != "host",
            -part.window.before(5).sum(),
        ),
    )


def other_views() -> list[Part]:
    """The same years seen otherwise: other parameters for the USSR, China as if it were the host.

    They are no further evidence, and count in no total.
    """
    return [
        Part(window_of(CHERNOBYL, "USSR"), "host", "us"),
        Part(window_of(FUKUSHIMA, "China"), "host", "cn"),
    ]


def _score(part: Part, name: str, made: Forecast, counted: bool) -> dict[str, Any]:
    window = part.window
    seen = window.after(YEARS_AFTER)
    totals = made.counts.sum(axis=1)
    # The sum of counts whose variance is the same multiple of their mean is such a count too.
    sums = made.means.sum(axis=1)
    low, median, high = (
        count_quantile(sums, made.dispersion, level, np.quantile(totals, level).round())
        for level in (TAIL, 0.5, 1.0 - TAIL)
    )
    so_few = chance_up_to(sums, made.dispersion, seen.sum())
    so_many = 1.0 - chance_up_to(sums, made.dispersion, seen.sum() - 1.0)
    year_low, _, year_high = band(made.counts)
    return {
        "event": window.event,
        "bloc": window.bloc,
        "role": part.role,
        "side": part.side,
        "counted": counted,
        "forecast": name,
        "years": part.years,
        "starts_before": window.before(5).sum(),
        "seen": seen.sum(),
        "median": median,
        "low": low,
        "high": high,
        "covered": bool(low <= seen.sum() <= high),
        "chance_so_few": so_few,
        "chance_so_many": so_many,
        "years_covered": float(((year_low <= seen) & (seen <= year_high)).mean()),
        "crps": float(crps(totals, seen.sum())),
        "crps_a_year": float(crps(made.counts, seen).mean()),
        "log_score": float(log_chance(made.means, made.dispersion, seen).mean()),
    }


def _bands(part: Part, name: str, made: Forecast, counted: bool) -> pd.DataFrame:
    low, median, high = band(made.counts)
    return pd.DataFrame(
        {
            "event": part.window.event,
            "bloc": part.window.bloc,
            "role": part.role,
            "side": part.side,
            "counted": counted,
            "forecast": name,
            "year": np.arange(part.years),
            "seen": part.window.after(YEARS_AFTER),
            "low": low,
            "median": median,
            "high": high,
            "mean": made.means.mean(axis=0),
        }
    )


def _starts() -> pd.DataFrame:
    """Starts by year from five years before each accident."""
    found = []
    for part in parts():
        years, starts = part.window.around(5, YEARS_AFTER)
        found.append(
            pd.DataFrame(
                {
                    "event": part.window.event,
                    "bloc": part.window.bloc,
                    "role": part.role,
                    "year": years.astype(int),
                    "seen": starts,
                }
            )
        )
    return pd.concat(found, ignore_index=True)


def _estimated(side: str) -> dict[str, float]:
    """Depth, scar and half-life in the middle of what the accidents say for a side."""
    fit = rule_fit(next(case for case in CASES if case.key == side))
    return {
        "depth": fit.interval("depth")[0],
        "scar": fit.interval("scar")[0],
        "half_life": pooled_half_life()[0],
    }


def _tried(draws: int, generator: np.random.Generator) -> pd.DataFrame:
    """What other parameters make of the cases that must be covered, and of China as it was."""
    ussr, china = window_of(CHERNOBYL, "USSR"), window_of(FUKUSHIMA, "China")
    rows = []

    def keep(part: Part, what: str, drawn: Backlash) -> None:
        rows.append(_score(part, what, by_rule(part, drawn, generator), False))

    for part in (part_of(ussr), Part(ussr, "host", "us"), Part(china, "host", "cn")):
        drawn = of_baseline(part.side, "host", stratified(draws, generator))
        for what, changes in (*_TRIED, (_ESTIMATED, _estimated(part.side))):
            changed = {name: np.full(draws, value) for name, value in changes.items()}
            keep(part, what, drawn._replace(**changed))
        keep(part, _NEVER_LIFTED, some_never_lifted(drawn, generator))
    part = part_of(china)
    drawn = of_baseline("cn", "host", stratified(draws, generator))
    for reach in (baseline().contagion, *_CONTAGIONS):
        changed = {"depth": reach * drawn.depth, "scar": reach * drawn.scar}
        keep(part, f"contagion {reach:g}", drawn._replace(**changed))
    columns = ["event", "bloc", "role", "side", "forecast", "seen", "median", "low", "high"]
    columns += ["covered", "chance_so_few", "crps"]
    return pd.DataFrame(rows)[columns].rename(columns={"forecast": "parameters"})


def hindcast(draws: int, generator: np.random.Generator, seed: int) -> Hindcast:
    """Play the forecasts of every bloc, and score them."""
    scores, bands = [], []
    for counted, group in ((True, parts()), (False, other_views())):
        for part in group:
            for name, made in forecasts(part, draws, generator).items():
                scores.append(_score(part, name, made, counted))
                bands.append(_bands(part, name, made, counted))
    table = pd.DataFrame(scores)
    tried = _tried(draws, generator)
    us_before = window_of(TMI, "United States").before(5)
    return Hindcast(
        NAME,
        QUESTION,
        draws,
        seed,
        pd.concat(bands, ignore_index=True),
        table,
        {"tried": tried, "summary": reactor_words.summary(table), "starts": _starts()},
        reactor_words.findings(table, tried, us_before),
        reactor_words.UNKNOWN,
    )
