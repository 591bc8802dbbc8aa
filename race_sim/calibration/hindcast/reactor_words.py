"""The hindcast of reactor starts in sentences, made from its tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from race_sim.calibration.hindcast.reactor_forecasts import (
    BASELINE,
    FITTED,
    FITTED_TREND,
    FORECASTS,
    NEVER_LIFTED,
    NO_SHOCK,
    OTHERS,
    OTHERS_NEVER_LIFTED,
    TREND,
)
from race_sim.calibration.hindcast.result import Row, row_of, rows_of
from race_sim.calibration.hindcast.scoring import TAIL
from race_sim.calibration.intervals import LEVEL, binomial_share
from race_sim.calibration.shock_likelihood import Array
from race_sim.calibration.starts import CHERNOBYL, EVENT_NAMES, FUKUSHIMA, TMI

_EDGE = 0.005  # of a chance; with a thousand draws or more it is hardly further off
UNKNOWN = (
    "Whether the rule would have known: China's depth, freeze and scar in the baseline were taken "
    "from China after Fukushima. Only the other blocs are a test of it, and no clean one: the "
    "contagion was chosen within what these starts show, and the list of freezes holds some that "
    "followed these accidents, two of those never lifted among them. Only the forecasts from the "
    "other accidents use nothing of the accident itself.",
    "What the accident did to the United States: starts had fallen in each of three years, and a "
    "free trend leaves the drop open. Both lists of reactors miss about 40 American units that "
    "were begun before 1979 and abandoned, so starts before are too few.",
    "What Chernobyl did to the USSR apart from its end in 1991, which falls within the ten years.",
    "What an accident at home would do to China: after Fukushima it was a bystander, and the five "
    "years before were the peak of a stimulus programme.",
    "How fast scars heal. A lasting scar, and an industry that had built what it needed, look the "
    "same; in France and West Germany the programme was near its end.",
    "Whether reactors say anything about AI, which is cheaper to begin, and can be moved.",
    "The blocs are no independent cases: they met the same accidents, prices of oil and rates of "
    "interest. Intervals over blocs take them as independent and are too narrow.",
)


def _of(table: pd.DataFrame, event: str, bloc: str, role: str, side: str, name: str) -> Row:
    return row_of(table, event=event, bloc=bloc, role=role, side=side, forecast=name)


def _forecast(row: Row) -> str:
    return f"{row['median']:.0f} starts ({row['low']:.0f} to {row['high']:.0f})"


def _at_the_edge(row: Row) -> bool:
    """Whether other draws may decide otherwise on which side of an end of the band it is."""
    nearest = min(abs(row[name] - TAIL) for name in ("chance_so_few", "chance_so_many"))
    return bool(nearest < _EDGE)


def _verdict(row: Row) -> str:
    edge = ", at its edge" if _at_the_edge(row) else ""
    if row["covered"]:
        return f"inside the band{edge}"
    side = "below" if row["seen"] < row["low"] else "above"
    return f"{side} the band{edge}"


def mean_difference(first: Array, second: Array) -> tuple[float, float, float]:
    """Mean of paired differences with its 90 % interval by Student's t."""
    differences = np.asarray(first) - np.asarray(second)
    reach = stats.t.ppf(0.5 + LEVEL / 2, len(differences) - 1)
    reach = reach * differences.std(ddof=1) / np.sqrt(len(differences))
    middle = float(differences.mean())
    return middle, middle - float(reach), middle + float(reach)


def summary(scores: pd.DataFrame) -> pd.DataFrame:
    """A forecast a row: how often totals and years were in the band, and mean scores."""
    rows = []
    counted = scores[scores["counted"]]
    for name in FORECASTS:
        part = counted[counted["forecast"] == name]
        share = binomial_share(int(part["covered"].sum()), len(part))
        rows.append(
            {
                "forecast": name,
                "windows": len(part),
                "covered": int(part["covered"].sum()),
                "covered_low": share.low,
                "covered_high": share.high,
                "years_covered": float(np.average(part["years_covered"], weights=part["years"])),
                "crps": float(part["crps"].mean()),
                "log_score": float(part["log_score"].mean()),
            }
        )
    return pd.DataFrame(rows)


def _named(rows: pd.DataFrame) -> str:
    names = [f"{row['bloc']} after {EVENT_NAMES[row['event']]}" for row in rows_of(rows)]
    if len(names) < 2:
        return "".join(names) or "none"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _coverage(scores: pd.DataFrame) -> str:
    table = {row["forecast"]: row for row in rows_of(summary(scores))}
    row = table[BASELINE]
    said = (
        f"The baseline's 90 % band for the total of ten years (seven after Three Mile Island) "
        f"holds what was seen in {row['covered']} of {row['windows']} blocs, a share of "
        f"{row['covered'] / row['windows']:.2f} ({row['covered_low']:.2f} to "
        f"{row['covered_high']:.2f}; a forecast that is right would hold nine tenths or more)"
    )
    rest = ", ".join(
        f"{table[name]['covered']} ({name})"
        for name in (NEVER_LIFTED, OTHERS, OTHERS_NEVER_LIFTED, NO_SHOCK, TREND)
    )
    return f"{said}; of the others: {rest}. Single years: {row['years_covered']:.2f} of them."


def _scores(scores: pd.DataFrame) -> str:
    counted = scores[scores["counted"]]
    by_name = {name: counted[counted["forecast"] == name] for name in FORECASTS}
    parts = []
    for name in (NO_SHOCK, TREND):
        gain = mean_difference(
            by_name[BASELINE]["log_score"].to_numpy(float),
            by_name[name]["log_score"].to_numpy(float),
        )
        parts.append(
            f"{_better(gain)} '{name}' ({gain[0]:+.2f} a year, {gain[1]:+.2f} to {gain[2]:+.2f})"
        )
    error = mean_difference(
        by_name[BASELINE]["crps"].to_numpy(float), by_name[NO_SHOCK]["crps"].to_numpy(float)
    )
    return (
        f"By the log score the baseline is {' and '.join(parts)}. Its CRPS differs from that of "
        f"'{NO_SHOCK}' by {error[0]:+.1f} starts ({error[1]:+.1f} to {error[2]:+.1f}; less is "
        "better)."
    )


def _better(gain: tuple[float, float, float]) -> str:
    if gain[1] > 0.0:
        return "better than"
    return "worse than" if gain[2] < 0.0 else "not measurably different from"


def _ussr(scores: pd.DataFrame) -> str:
    rows = {side: _of(scores, CHERNOBYL, "USSR", "host", side, BASELINE) for side in ("cn", "us")}
    fitted = _of(scores, CHERNOBYL, "USSR", "host", "cn", FITTED)
    other, never = (
        _of(scores, CHERNOBYL, "USSR", "host", "cn", name) for name in (OTHERS, OTHERS_NEVER_LIFTED)
    )
    return (
        f"The USSR after 1986 began {rows['cn']['seen']:.0f} reactors in ten years. With China's "
        f"parameters the baseline says {_forecast(rows['cn'])}, {_verdict(rows['cn'])}, with a "
        f"chance of {100 * rows['cn']['chance_so_few']:.1f} % for so few; with those of the United "
        f"States {_forecast(rows['us'])}, {_verdict(rows['us'])}. Fitted to the other accidents "
        f"the rule says {_forecast(other)}, {_verdict(other)}, and with some freezes never lifted "
        f"{_forecast(never)}, {_verdict(never)}; fitted to these very years {_forecast(fitted)}, "
        f"{_verdict(fitted)}."
    )


def _china(scores: pd.DataFrame) -> str:
    rows = {
        role: _of(scores, FUKUSHIMA, "China", role, "cn", BASELINE)
        for role in ("bystander", "host")
    }
    fitted = _of(scores, FUKUSHIMA, "China", "bystander", "cn", FITTED)
    as_host = (
        " It reacted as the rule has a host react, not a bystander."
        if rows["host"]["covered"] and not rows["bystander"]["covered"]
        else ""
    )
    return (
        f"China after 2011 began {rows['host']['seen']:.0f}. As the bystander that it was, the "
        f"baseline gives it {_forecast(rows['bystander'])}, {_verdict(rows['bystander'])}; as if "
        f"it had been the host {_forecast(rows['host'])}, {_verdict(rows['host'])}; fitted to "
        f"these very years {_forecast(fitted)}, {_verdict(fitted)}.{as_host}"
    )


def _united_states(scores: pd.DataFrame, before: Array) -> str:
    rows = {
        name: _of(scores, TMI, "United States", "host", "us", name)
        for name in (BASELINE, FITTED, FITTED_TREND, TREND)
    }
    counts = ", ".join(f"{count:.0f}" for count in before)
    return (
        f"The United States after 1979 began none in seven years, where the baseline says "
        f"{_forecast(rows[BASELINE])}, {_verdict(rows[BASELINE])}. Starts had fallen before the "
        f"accident: {counts} in the five years before it. The trend of the seven years before says "
        f"{_forecast(rows[TREND])}, {_verdict(rows[TREND])}, the rule fitted to these very years, "
        f"without a trend, {_forecast(rows[FITTED])}, {_verdict(rows[FITTED])}, and with one "
        f"{_forecast(rows[FITTED_TREND])}, {_verdict(rows[FITTED_TREND])}."
    )


def _misses(scores: pd.DataFrame) -> str:
    counted = scores[scores["counted"]]
    own = counted[counted["forecast"] == BASELINE]
    of_baseline = own[~own["covered"]]
    edge = own[[_at_the_edge(row) for row in rows_of(own)]]
    below = of_baseline[of_baseline["seen"] < of_baseline["low"]]
    above = of_baseline[of_baseline["seen"] > of_baseline["high"]]
    of_fit = counted[(counted["forecast"] == FITTED) & ~counted["covered"]]
    of_role = {role: own[own["role"] == role]["covered"] for role in ("host", "bystander")}
    missed = [f"{int((~rows).sum())} of {len(rows)} {role}s" for role, rows in of_role.items()]
    return (
        f"The baseline misses {' and '.join(missed)}. Fewer than it says were begun in: "
        f"{_named(below)}; more in: {_named(above)}; so near to an end of the band that other "
        f"draws may decide otherwise: {_named(edge)}. Even fitted to these very years the rule "
        f"does not cover: {_named(of_fit)}."
    )


def _needed(tried: pd.DataFrame) -> str:
    def rows(bloc: str, role: str, side: str) -> pd.DataFrame:
        return tried[(tried["bloc"] == bloc) & (tried["role"] == role) & (tried["side"] == side)]

    parts = []
    for words, part in (
        ("The USSR with China's parameters", rows("USSR", "host", "cn")),
        ("The USSR with those of the United States", rows("USSR", "host", "us")),
        ("China as a bystander", rows("China", "bystander", "cn")),
    ):
        covering = [
            f"{row['parameters']} ({row['low']:.0f} to {row['high']:.0f})"
            for row in rows_of(part)
            if row["covered"]
        ]
        parts.append(f"{words}: {_listed(covering)}")
    return f"Of the parameters tried, these cover what was seen. {'. '.join(parts)}."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _never(scores: pd.DataFrame) -> str:
    rows = {
        name: _of(scores, CHERNOBYL, "USSR", "host", "cn", name)
        for name in (BASELINE, NEVER_LIFTED)
    }
    counted = scores[scores["counted"]]
    gain = mean_difference(
        counted[counted["forecast"] == NEVER_LIFTED]["log_score"].to_numpy(float),
        counted[counted["forecast"] == BASELINE]["log_score"].to_numpy(float),
    )
    return (
        f"Freezes that are never lifted, as often as in the list of freezes, take the chance of "
        f"so few starts in the USSR from {100 * rows[BASELINE]['chance_so_few']:.1f} to "
        f"{100 * rows[NEVER_LIFTED]['chance_so_few']:.1f} %, and change the mean log score over "
        f"all blocs by {gain[0]:+.3f} a year ({gain[1]:+.3f} to {gain[2]:+.3f})."
    )


def findings(scores: pd.DataFrame, tried: pd.DataFrame, us_before: Array) -> tuple[str, ...]:
    """What the hindcast finds, in sentences."""
    return (
        _coverage(scores),
        _scores(scores),
        _ussr(scores),
        _china(scores),
        _united_states(scores, us_before),
        _misses(scores),
        _needed(tried),
        _never(scores),
    )
