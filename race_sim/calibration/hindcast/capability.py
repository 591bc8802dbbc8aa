"""Hindcast: the model's growth and diffusion against the gap between the US and China."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from race_sim.calibration.hindcast.freeze_draws import baseline
from race_sim.calibration.hindcast.gap_paths import (
    Fit,
    Series,
    fit,
    growth_drawn,
    measures,
    noise_drawn,
    paths,
    steady_gap,
)
from race_sim.calibration.hindcast.result import Hindcast, Row, rows_of
from race_sim.calibration.hindcast.scoring import band, crps
from race_sim.calibration.shock_likelihood import Array

NAME = "capability-gap"
QUESTION = (
    "Would the model's growth and diffusion have foreseen how China closed the gap from 2023?"
)
BASELINE = "baseline"
FIRST_YEAR = "fitted to the first year"
FITTED = "fitted to all these months"
NO_DIFFUSION = "no diffusion"
STAYS = "the gap stays"
FORECASTS = (BASELINE, FIRST_YEAR, FITTED, NO_DIFFUSION, STAYS)
UNKNOWN = (
    "Whether the rule would have known: the baseline's diffusion was taken from these months, and "
    "its growth from these years.",
    "Diffusion apart from China's own growth: a laggard that grows faster by itself closes the gap "
    "like one that learns from the leader. Diffusion is fitted with the growth that the baseline "
    "gives both sides.",
    "Which measure is right. Benchmarks are public and can be aimed at; the months since the US "
    "had a score jump with each release; the largest training run is another thing than the best "
    "model, and is known for few.",
    "How large the noise about the path will be: it is taken from the same months.",
    "What export controls did: they grew tighter in these years, and the baseline's level is held.",
)


def _forecasts(
    series: Series, fits: dict[str, Fit], draws: int, generator: np.random.Generator
) -> dict[str, Array]:
    months, dates = series.months, len(series.months)
    growth = growth_drawn(draws, generator)
    found = {}
    for name in FORECASTS:
        drawn, noise = noise_drawn(
            fits[FIRST_YEAR if name == FIRST_YEAR else FITTED], dates, draws, generator
        )
        # The measured gap is the path and noise; only the fits know better where the path began.
        start = series.gaps[0] - noise[:, 0]
        if name in (FIRST_YEAR, FITTED):
            path = paths(drawn["start"], growth, drawn["diffusion"], months)
        elif name == STAYS:
            path = np.repeat(start[:, None], dates, axis=1)
        else:
            diffusion = baseline().diffusion if name == BASELINE else 0.0
            path = paths(start, growth, np.array(diffusion), months)
        found[name] = path + noise
    return found


def _score(series: Series, name: str, made: Array) -> dict[str, Any]:
    skipped = 12 if name == FIRST_YEAR else 0
    later = series.months > skipped
    low, _, high = band(made)
    inside = (low <= series.gaps) & (series.gaps <= high)
    last_low, last, last_high = (float(end[-1]) for end in band(made))
    after_first = series.months > 12
    return {
        "measure": series.key,
        "forecast": name,
        "dates": int(later.sum()),
        "covered": float(inside[later].mean()),
        "crps": float(crps(made, series.gaps)[later].mean()),
        "crps_after_first_year": float(crps(made, series.gaps)[after_first].mean()),
        "last_seen": float(series.gaps[-1]),
        "last_median": last,
        "last_low": last_low,
        "last_high": last_high,
        "last_covered": bool(inside[-1]),
    }


def _bands(series: Series, name: str, made: Array) -> pd.DataFrame:
    low, median, high = band(made)
    begin = pd.Timestamp(series.begin)
    return pd.DataFrame(
        {
            "measure": series.key,
            "title": series.title,
            "forecast": name,
            "date": [f"{begin + pd.DateOffset(months=int(m)):%Y-%m-%d}" for m in series.months],
            "year": begin.year + (begin.month - 1 + series.months) / 12.0,
            "seen": series.gaps,
            "low": low,
            "median": median,
            "high": high,
        }
    )


def _findings(scores: pd.DataFrame, fitted: pd.DataFrame) -> tuple[str, ...]:
    sentences = []
    for row in rows_of(fitted):
        found = {each["forecast"]: each for each in rows_of(scores, measure=row["measure"])}
        own, stays, none, first = (
            found[name] for name in (BASELINE, STAYS, NO_DIFFUSION, FIRST_YEAR)
        )
        place = "inside" if own["last_covered"] else "outside"
        sentences.append(
            f"By the {row['title']}, China ended {own['last_seen']:.1f} months behind, "
            f"{place} the baseline's {own['last_median']:.1f} ({own['last_low']:.1f} to "
            f"{own['last_high']:.1f}); the band holds {own['covered']:.2f} of the dates. CRPS in "
            f"months, less is better: baseline {own['crps']:.1f}, no diffusion {none['crps']:.1f}, "
            f"the gap stays {stays['crps']:.1f}. After the first year: baseline "
            f"{own['crps_after_first_year']:.1f}, fitted to the first year "
            f"{first['crps_after_first_year']:.1f}, the gap stays "
            f"{stays['crps_after_first_year']:.1f}. Diffusion fitted to all months: "
            f"{row['diffusion']:.2g} a year ({row['low']:.2g} to {row['high']:.2g}), "
            f"{_against(row)} the baseline's {baseline().diffusion:g}."
        )
    steady = steady_gap(baseline().diffusion)
    sentences.append(
        f"At the baseline's diffusion the gap settles at {steady:.1f} months, and at twice that "
        f"diffusion at {steady_gap(2.0 * baseline().diffusion):.1f}: a faster diffusion needs a "
        f"slower China for the lag of today."
    )
    return tuple(sentences)


def _against(row: Row) -> str:
    if row["low"] > baseline().diffusion:
        return "above"
    return "below" if row["high"] < baseline().diffusion else "not measurably different from"


def hindcast(draws: int, generator: np.random.Generator, seed: int) -> Hindcast:
    """Play the gap from mid 2023 on by each measure, and score it."""
    scores, bands, fitted = [], [], []
    for series in measures():
        fits = {FITTED: fit(series), FIRST_YEAR: fit(series, until=12)}
        middle, low, high = fits[FITTED].posterior.interval("diffusion")
        early = fits[FIRST_YEAR].posterior.interval("diffusion")
        fitted.append(
            {
                "measure": series.key,
                "title": series.title,
                "diffusion": middle,
                "low": low,
                "high": high,
                "first_year": early[0],
                "first_year_low": early[1],
                "first_year_high": early[2],
            }
        )
        for name, made in _forecasts(series, fits, draws, generator).items():
            scores.append(_score(series, name, made))
            bands.append(_bands(series, name, made))
    table, fits_table = pd.DataFrame(scores), pd.DataFrame(fitted)
    return Hindcast(
        NAME,
        QUESTION,
        draws,
        seed,
        pd.concat(bands, ignore_index=True),
        table,
        {"diffusion": fits_table},
        _findings(table, fits_table),
        UNKNOWN,
    )
