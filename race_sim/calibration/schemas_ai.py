"""What the files on AI models, capability and incidents must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race_sim.calibration.schema import (
    Relation,
    Schema,
    date,
    flag,
    in_order,
    number,
    text,
    whole,
)

if TYPE_CHECKING:
    import pandas as pd

SIDES = ("US", "China", "US+China", "Other", "unknown")
TRUST = ("Confident", "Likely", "Speculative", "Unknown")
ACCESS = (
    "API access",
    "Hosted access (no API)",
    "Open weights (non-commercial)",
    "Open weights (restricted use)",
    "Open weights (unrestricted)",
    "Unreleased",
)
DOMAINS = (
    "discrimination_and_toxicity",
    "privacy_security",
    "misinformation",
    "malicious_actors_misuse",
    "human_computer_interaction",
    "socioeconomic_environmental_harms",
    "ai_system_safety_failures_and_limitations",
)
# A logarithm of FLOP is below this, and no model has used as little compute.
_LEAST_FLOP, _MOST_FLOP = 1e6, 1e30
_FLOP = number(_LEAST_FLOP, _MOST_FLOP, "FLOP, not its logarithm")
_US_TREND = 0.81  # logit a year, of the American frontier
_COUNT = whole(0, 1e5, "incidents", empty=True)
_MODELS = whole(0, 1e4, "models")


def _factor_fits(frame: pd.DataFrame) -> pd.Series[bool]:
    return ((10.0 ** frame["oom_per_year"]) / frame["factor_per_year"] - 1.0).abs() < 0.01


def _gap_fits(frame: pd.DataFrame) -> pd.Series[bool]:
    import numpy as np

    gap = np.log10(frame["us_max_flop"]) - np.log10(frame["china_max_flop"])
    fits: pd.Series[bool] = (gap - frame["gap_oom"]).abs() < 0.01
    return fits


def _months_fit(frame: pd.DataFrame) -> pd.Series[bool]:
    months = 12.0 * frame["gap_logit"] / _US_TREND
    return (months - frame["gap_months_of_us_trend"]).abs() < 0.3


def _domains_fit(frame: pd.DataFrame) -> pd.Series[bool]:
    parts = frame[[f"mit_{domain}" for domain in DOMAINS]]
    return parts.isna().any(axis=1) | (parts.sum(axis=1) == frame["mit_coded_total"])


def _level_count(frame: pd.DataFrame) -> pd.Series[bool]:
    """Shares are counts of those coded; rows with another value are estimates of an exponent."""
    is_share = ~frame["measure"].str.startswith("Hill")
    return ~is_share | ((frame["n"] / frame["coded"] - frame["share_or_value"]).abs() < 0.001)


AI_SCHEMAS = {
    "epoch_models_2010_2025": Schema(
        {
            "model": text(),
            "organization": text(),
            "date": date(),
            "side": text(*SIDES),
            "countries": text(),
            "domain": text(empty=True),
            "notable": flag(),
            "parameters": number(1.0, 1e15, "parameters, not their logarithm", empty=True),
            "training_flop": _FLOP._replace(empty=True),
            "cost_usd_2023": number(0.0, 1e12, "2023 US dollars", empty=True),
            "confidence": text(*TRUST),
            "accessibility": text(*ACCESS, empty=True),
        },
    ),
    "epoch_counts_by_year": Schema(
        {
            "year": whole(2010, 2026, "year"),
            **dict.fromkeys(sorted(SIDES), _MODELS),
            "large_1e25_US": _MODELS,
            "large_1e25_China": _MODELS,
            "large_1e23_US": _MODELS,
            "large_1e23_China": _MODELS,
        },
        unique=("year",),
        ascending="year",
    ),
    "epoch_compute_growth": Schema(
        {
            "series": text(),
            "n": whole(3, 1e4, "models"),
            "first": date(),
            "last": date(),
            "oom_per_year": number(-2.0, 3.0, "OOM a year"),
            "se": number(0.0, 1.0, "OOM a year"),
            "factor_per_year": number(0.01, 1000.0, "factor a year"),
            "factor_lo90": number(0.01, 1000.0, "factor a year"),
            "factor_hi90": number(0.01, 1000.0, "factor a year"),
            "doubling_months": number(0.1, 600.0, "months"),
            "r2": number(0.0, 1.0, "share"),
            "resid_sd_oom": number(0.0, 5.0, "OOM"),
        },
        unique=("series",),
        relations=(
            in_order("factor_lo90", "factor_per_year", "factor_hi90"),
            Relation(
                ("oom_per_year", "factor_per_year"),
                "factor_per_year is 10 to the power of oom_per_year",
                _factor_fits,
            ),
        ),
    ),
    "epoch_frontier_compute_by_quarter": Schema(
        {
            "date": date(),
            "us_max_flop": _FLOP,
            "china_max_flop": _FLOP,
            "gap_oom": number(-5.0, 10.0, "OOM"),
            "china_lag_months": number(-60.0, 240.0, "months"),
        },
        unique=("date",),
        ascending="date",
        relations=(
            Relation(
                ("us_max_flop", "china_max_flop", "gap_oom"),
                "gap_oom is the difference of the logarithms to base 10",
                _gap_fits,
            ),
        ),
    ),
    "capability_index_models": Schema(
        {
            "m": text(),
            "model": text(empty=True),
            "date": date(),
            "side": text(*SIDES),
            "n_bench": whole(3, 100, "benchmarks"),
            "raw": number(-10.0, 10.0, "logit"),
            "index_years": number(2000.0, 2040.0, "years of US frontier progress"),
        },
        unique=("m",),
    ),
    "capability_gap_us_china": Schema(
        {
            "date": date(),
            "us_best": text(),
            "china_best": text(),
            "gap_logit": number(-5.0, 5.0, "logit"),
            "gap_months_of_us_trend": number(-60.0, 120.0, "months"),
            "china_lag_months": number(-60.0, 120.0, "months"),
        },
        unique=("date",),
        ascending="date",
        relations=(
            Relation(
                ("gap_logit", "gap_months_of_us_trend"),
                f"gap_months_of_us_trend is 12 gap_logit / {_US_TREND:g}",
                _months_fit,
            ),
        ),
    ),
    "ai_incidents_by_year": Schema(
        {
            "year": whole(2000, 2026, "year"),
            "aiid_snapshot_2025_03": _COUNT,
            "owid_aiid": _COUNT,
            "ai_index": _COUNT,
            **{f"mit_{domain}": _COUNT for domain in DOMAINS},
            "mit_coded_total": _COUNT._replace(empty=False),
        },
        unique=("year",),
        ascending="year",
        relations=(
            Relation(
                (*(f"mit_{domain}" for domain in DOMAINS), "mit_coded_total"),
                "mit_coded_total is the sum of the domains",
                _domains_fit,
            ),
        ),
    ),
    "ai_incidents_severity": Schema(
        {
            "measure": text(),
            "level": text(),
            "n": whole(0, 1e5, "incidents"),
            "share_or_value": number(0.0, 10.0, "share, not per cent, or exponent"),
            "coded": whole(1, 1e5, "incidents"),
        },
        unique=("measure", "level"),
        relations=(
            Relation(
                ("measure", "n", "share_or_value", "coded"),
                "share_or_value is n / coded where it is a share",
                _level_count,
            ),
        ),
    ),
    "ai_incident_growth": Schema(
        {
            "series": text(),
            "from": whole(2000, 2026, "year"),
            "to": whole(2000, 2026, "year"),
            "growth_per_year": number(-0.99, 3.0, "share, not per cent"),
            "lo90": number(-0.99, 3.0, "share, not per cent"),
            "hi90": number(-0.99, 3.0, "share, not per cent"),
            "doubling_months": number(0.1, 1200.0, "months"),
            "dispersion": number(0.0, 100.0, "1"),
        },
        unique=("series", "from", "to"),
        relations=(in_order("lo90", "growth_per_year", "hi90"),),
    ),
}
