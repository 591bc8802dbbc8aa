"""What the files on nuclear power must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race_sim.calibration.schema import (
    Column,
    Relation,
    Schema,
    date,
    in_order,
    not_before,
    number,
    ratio_of,
    share,
    text,
    whole,
)

if TYPE_CHECKING:
    import pandas as pd

BLOCS = (
    "Canada",
    "China",
    "Eastern Europe",
    "France",
    "India",
    "Italy",
    "Japan",
    "Other",
    "Other West",
    "Russia",
    "South Korea",
    "USSR",
    "United Kingdom",
    "United States",
    "West Germany",
)
GROUPS = ("Soviet bloc", "West excl. US", "World", "World excl. China", "World excl. US")
EVENTS = ("TMI", "Chernobyl", "Fukushima")
LISTS = ("wikipedia", "geonuclear")
STATES = (
    "abandoned",
    "closed",
    "construction suspended",
    "finished, never operated",
    "operating",
    "operation suspended",
    "planned",
    "under construction",
)
_LARGEST_UNIT_MW = 1800.0
_DROP = number(-0.5, 1.0, "share, negative for a rise")
_YEARS = number(0.0, 60.0, "years")
_OPTIONAL_DROP = _DROP._replace(empty=True)
_OPTIONAL_YEARS = _YEARS._replace(empty=True)


def _megawatts_fit(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["mw"] <= _LARGEST_UNIT_MW * frame["starts"]


_UNITS_FIT = Relation(
    ("mw", "starts"), f"mw is at most {_LARGEST_UNIT_MW:g} a unit started", _megawatts_fit
)


def _fit(name: str) -> dict[str, Column]:
    """Columns of one of the two fits of drop and recovery time."""
    return {
        f"d_{name}": _OPTIONAL_DROP,
        f"d_{name}_lo": _OPTIONAL_DROP,
        f"d_{name}_hi": _OPTIONAL_DROP,
        f"tau_{name}": _OPTIONAL_YEARS,
        f"tau_{name}_lo": _OPTIONAL_YEARS,
        f"tau_{name}_hi": _OPTIONAL_YEARS,
        f"p_tau_gt20_{name}": share(empty=True),
        f"p_d_gt0_{name}": share(empty=True),
        f"d_{name}_map": _OPTIONAL_DROP,
        f"tau_{name}_map": _OPTIONAL_YEARS,
    }


NUCLEAR_SCHEMAS = {
    "nuclear_reactors_wikipedia": Schema(
        {
            "bloc": text(*BLOCS),
            "country": text(),
            "plant": text(),
            "unit": text(),
            "type": text(),
            "capacity_mw": number(1.0, _LARGEST_UNIT_MW, "MW", empty=True),
            "start": date(),
            "commercial": date(empty=True),
            "closed": date(empty=True),
            "status": text(*STATES),
        },
        unique=("country", "plant", "unit"),
        relations=(not_before("start", "commercial"), not_before("start", "closed")),
    ),
    "nuclear_starts_by_year_wikipedia": Schema(
        {
            "year": whole(1951, 2026, "year"),
            "bloc": text(*BLOCS),
            "starts": whole(1, 100, "units"),
            "abandoned": whole(0, 100, "units"),
            "mw": number(0.0, 1e5, "MW"),
        },
        unique=("year", "bloc"),
        relations=(
            _UNITS_FIT,
            Relation(
                ("abandoned", "starts"),
                "abandoned is at most starts",
                lambda frame: frame["abandoned"] <= frame["starts"],
            ),
        ),
    ),
    "nuclear_starts_by_year_geonuclear": Schema(
        {
            "year": whole(1951, 2026, "year"),
            "bloc": text(*BLOCS),
            "starts": whole(1, 100, "units"),
            "mw": number(0.0, 1e5, "MW"),
        },
        unique=("year", "bloc"),
        relations=(_UNITS_FIT,),
    ),
    "nuclear_responses": Schema(
        {
            "event": text(*EVENTS),
            "bloc": text(*BLOCS),
            "under_construction": whole(0, 200, "units"),
            "later_abandoned": whole(0, 200, "units"),
            "share_abandoned": share(empty=True),
            "operating": whole(0, 200, "units"),
            "closed_5y_before": whole(0, 200, "units"),
            "closed_2y_after": whole(0, 200, "units"),
            "closed_5y_after": whole(0, 200, "units"),
            "share_closed_5y_after": share(empty=True),
            "still_suspended_2024": whole(0, 200, "units"),
        },
        unique=("event", "bloc"),
        relations=(
            ratio_of("later_abandoned", "under_construction", "share_abandoned", 0.001),
            ratio_of("closed_5y_after", "operating", "share_closed_5y_after", 0.001),
        ),
    ),
    "nuclear_shock_windows": Schema(
        {
            "source": text(*LISTS),
            "event": text(*EVENTS),
            "bloc": text(*BLOCS, *GROUPS),
            "year_from_event": whole(-30, 40, "years"),
            "starts": whole(0, 100, "units"),
        },
        unique=("source", "event", "bloc", "year_from_event"),
    ),
    "nuclear_shock_fits": Schema(
        {
            "source": text(*LISTS),
            "event": text(*EVENTS),
            "bloc": text(*BLOCS, *GROUPS),
            "starts_5y_before": whole(0, 500, "units"),
            "starts_5y_after": whole(0, 500, "units"),
            "ratio": number(0.0, 20.0, "ratio", empty=True, infinite=True),
            "ratio_lo90": number(0.0, 20.0, "ratio", empty=True),
            "ratio_hi90": number(0.0, 20.0, "ratio", empty=True, infinite=True),
            "starts_2y_before": whole(0, 500, "units"),
            "starts_2y_after": whole(0, 500, "units"),
            "months_to_first_start": number(0.0, 600.0, "months", empty=True),
            "rate_5to10y_vs_before": number(0.0, 20.0, "ratio", empty=True),
            "longest_gap_years": number(0.0, 60.0, "years"),
            "longest_gap_from_year": number(0.0, 60.0, "years from the event"),
            "recovery_75pct_years": number(0.0, 60.0, "years", empty=True),
            "phi": number(1.0, 20.0, "overdispersion", empty=True),
            **_fit("flat"),
            **_fit("trend"),
        },
        unique=("source", "event", "bloc"),
        relations=(
            ratio_of("starts_5y_after", "starts_5y_before", "ratio", 0.001),
            in_order("ratio_lo90", "ratio", "ratio_hi90"),
            in_order("d_flat_lo", "d_flat", "d_flat_hi"),
            in_order("tau_flat_lo", "tau_flat", "tau_flat_hi"),
            in_order("d_trend_lo", "d_trend", "d_trend_hi"),
            in_order("tau_trend_lo", "tau_trend", "tau_trend_hi"),
        ),
    ),
    "nuclear_scar_fits": Schema(
        {
            "event": text(*EVENTS),
            "bloc": text(*BLOCS, *GROUPS),
            "pre_years": whole(1, 30, "years"),
            "post_years": whole(1, 40, "years"),
            "phi": number(1.0, 20.0, "overdispersion"),
            **{
                f"{name}{ending}": share()
                for name in ("d", "s")
                for ending in ("_map", "_lo", "", "_hi")
            },
            **{f"tau{ending}": _YEARS for ending in ("_map", "_lo", "", "_hi")},
        },
        unique=("event", "bloc", "post_years"),
        relations=(
            in_order("d_lo", "d", "d_hi"),
            in_order("s_lo", "s", "s_hi"),
            in_order("tau_lo", "tau", "tau_hi"),
        ),
    ),
}
