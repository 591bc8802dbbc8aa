"""What the files on freezes, rules, agreements and experts, and the compilation, must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race_sim.calibration.schema import (
    DAYS_IN_MONTH,
    DAYS_IN_YEAR,
    Relation,
    Schema,
    date,
    flag,
    in_order,
    not_before,
    number,
    text,
    time_between,
    whole,
)

if TYPE_CHECKING:
    import pandas as pd

CHECKED = ("checked", "memory")
# The day on which the agreements still in force were looked at.
OBSERVED_UNTIL = "2026-11-23"


def _lifted_unless_permanent(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["end"].isna() == frame["permanent"]


def _ended_if_dated(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["end"].notna() == (frame["ended"] == 1)


def _years_observed(frame: pd.DataFrame) -> pd.Series[bool]:
    import pandas as pd

    until = frame["end"].fillna(pd.Timestamp(OBSERVED_UNTIL))
    return ((until - frame["start"]).dt.days / DAYS_IN_YEAR - frame["years"]).abs() <= 0.02


def _reaction_fits(frame: pd.DataFrame) -> pd.Series[bool]:
    return (frame["start"] - frame["trigger"]).dt.days == frame["reaction_days"]


def _hazard_fits(frame: pd.DataFrame) -> pd.Series[bool]:
    import numpy as np

    hazard = -np.log1p(-frame["cumulative_probability"]) / frame["years"]
    fits: pd.Series[bool] = (hazard - frame["hazard_per_year"]).abs() <= 1e-5
    return fits


EVENT_SCHEMAS = {
    "freezes": Schema(
        {
            "freeze": text(),
            "actor": text(),
            "trigger": date(),
            "start": date(),
            "end": date(empty=True),
            "kind": text(
                "state",
                "state, de facto",
                "state, referendum",
                "voluntary",
                "operator",
                "firm",
                "mutual, informal",
            ),
            "status": text(*CHECKED),
            "months": number(0.0, 600.0, "months", empty=True),
            "reaction_days": whole(0, 3650, "days"),
            "permanent": flag(),
        },
        unique=("freeze", "actor"),
        relations=(
            not_before("start", "end"),
            time_between("start", "end", "months", DAYS_IN_MONTH, 0.06),
            Relation(
                ("end", "permanent"),
                "end is empty if permanent, and only then",
                _lifted_unless_permanent,
            ),
            Relation(
                ("trigger", "start", "reaction_days"),
                "reaction_days is the time from trigger to start, in days",
                _reaction_fits,
            ),
        ),
    ),
    "disaster_to_rule": Schema(
        {
            "event": text(),
            "event_date": date(),
            "rule": text(),
            "adopted": date(),
            "in_force": date(empty=True),
            "level": text("international", "national", "national, self-regulation", "regional"),
            "force": text(
                "binding",
                "binding, information only",
                "binding, peer review",
                "binding, revoked 2025-01-20",
                "non-binding",
                "non-binding standard",
            ),
            "status": text(*CHECKED),
            "months_to_adoption": number(0.0, 600.0, "months"),
            "months_to_force": number(0.0, 600.0, "months", empty=True),
        },
        unique=("event", "rule"),
        relations=(
            time_between("event_date", "adopted", "months_to_adoption", DAYS_IN_MONTH, 0.06),
            time_between("event_date", "in_force", "months_to_force", DAYS_IN_MONTH, 0.06),
        ),
    ),
    "agreement_lifetimes": Schema(
        {
            "agreement": text(),
            "start": date(),
            "end": date(empty=True),
            "binding": whole(0, 1, "1 = yes"),
            "rivals": whole(0, 1, "1 = yes"),
            "status": text(*CHECKED),
            "note": text(),
            "ended": whole(0, 1, "1 = yes"),
            "years": number(0.0, 200.0, "years"),
        },
        unique=("agreement",),
        relations=(
            not_before("start", "end"),
            Relation(("end", "ended"), "ended is 1 if there is an end", _ended_if_dated),
            Relation(
                ("start", "end", "years"),
                f"years is the time from start to end, or to {OBSERVED_UNTIL}",
                _years_observed,
            ),
        ),
    ),
    "agreement_fits": Schema(
        {
            "set": text("all", "binding", "non-binding", "binding limits between rivals"),
            "n": whole(1, 1e4, "agreements"),
            "ended": whole(0, 1e4, "agreements"),
            "years_at_risk": number(0.0, 1e5, "years"),
            **{
                f"hazard_{ending}": number(0.0, 5.0, "a year")
                for ending in ("per_year", "lo90", "hi90")
            },
            **{
                f"half_life_{ending}": number(0.0, 1000.0, "years")
                for ending in ("years", "lo90", "hi90")
            },
            "km_median_years": number(0.0, 1000.0, "years"),
        },
        unique=("set",),
        relations=(
            in_order("hazard_lo90", "hazard_per_year", "hazard_hi90"),
            in_order("half_life_lo90", "half_life_years", "half_life_hi90"),
        ),
    ),
    "expert_probabilities": Schema(
        {
            "source": text(),
            "cumulative_probability": number(0.0, 0.999, "probability, not per cent"),
            "years": whole(1, 1000, "years"),
            "hazard_per_year": number(0.0, 1.0, "a year"),
        },
        relations=(
            Relation(
                ("cumulative_probability", "years", "hazard_per_year"),
                "hazard_per_year is -ln(1 - cumulative_probability) / years",
                _hazard_fits,
            ),
        ),
    ),
    "parameters": Schema(
        {
            "group": text(
                "1 Shock (nuclear)",
                "2 Capability",
                "3 Incidents",
                "4 Safety share",
                "5 Talent",
                "6 Expert risk",
                "7 Agreements",
            ),
            "id": text(),
            "parameter": text(),
            "central": number(-1e6, 1e6, "the row's"),
            "low": number(-1e6, 1e6, "the row's", empty=True),
            "high": number(-1e6, 1e6, "the row's", empty=True),
            "unit": text(),
            "derived": text(),
            "source": text(),
            "confidence": text("measured", "published", "expert guess"),
            "notes": text(empty=True),
        },
        unique=("id",),
        relations=(
            in_order("low", "central", "high"),
            Relation(
                ("unit", "central"),
                "central is from 0 to 1 where the unit is a share",
                lambda frame: (frame["unit"] != "share") | frame["central"].between(0.0, 1.0),
            ),
        ),
    ),
}
