"""Estimates and defaults as tables: for the command line, CSV files and the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from race_sim.calibration.comparison import DefaultRow
from race_sim.calibration.compiled_figures import Compared
from race_sim.calibration.estimate import Estimate
from race_sim.calibration.estimates import topic
from race_sim.calibration.rounding import figure


def interval_text(estimate: Estimate) -> str:
    """The 90 % interval, "-" if there is none."""
    if estimate.low != estimate.low:
        return "-"
    return f"{figure(estimate.low)} to {figure(estimate.high)}"


def estimate_text(estimate: Estimate) -> str:
    """An estimate with its interval, for example `4.8 (4.35 to 5.29)`."""
    interval = interval_text(estimate)
    return figure(estimate.value) + ("" if interval == "-" else f" ({interval})")


def default_text(row: DefaultRow) -> str:
    """A default as it is written in a scenario file."""
    default = row.knob.default
    if isinstance(default, bool):
        return "on" if default else "off"
    return f"{default:g}" if isinstance(default, float) else str(default)


def estimate_record(estimate: Estimate) -> dict[str, Any]:
    """All that is known of an estimate; NaN where it has no interval."""
    return {"topic": topic(estimate), **asdict(estimate)}


def default_record(row: DefaultRow) -> dict[str, Any]:
    """A default against its estimate, for JSON and CSV."""
    estimate = row.estimate
    return {
        "parameter": row.knob.key,
        "default": row.knob.default,
        "unit": row.knob.unit,
        "estimate": estimate.key if estimate else "",
        "value": estimate.value if estimate else float("nan"),
        "low": estimate.low if estimate else float("nan"),
        "high": estimate.high if estimate else float("nan"),
        "status": row.status_text(),
        "reason": row.reason,
    }


_ESTIMATE_HEADINGS = (
    "estimate",
    "what",
    "value",
    "90 % interval",
    "unit",
    "data",
    "method",
    "confidence",
    "parameter",
    "caveat",
)


class Counts(NamedTuple):
    """How many defaults there are of each kind."""

    all: int
    with_estimate: int
    equal: int
    rounded: int
    inside: int
    outside: int
    free: int
    by_definition: int

    def sentence(self) -> str:
        """The counts in words."""
        return (
            f"Of {self.all} parameters, {self.with_estimate} have an estimate: {self.equal} "
            f"defaults equal it as far as they are written, {self.rounded} are rounded, "
            f"{self.inside} differ inside the 90 % interval and {self.outside} outside. "
            f"{self.free} are free choices that no data fix, and {self.by_definition} are units, "
            "names or switches."
        )


def counts(rows: Sequence[DefaultRow]) -> Counts:
    """How many defaults there are of each kind."""
    differing = [row for row in rows if row.status == "differs"]
    number = {
        status: sum(row.status == status for row in rows)
        for status in ("estimated", "rounded", "free choice", "by definition")
    }
    return Counts(
        len(rows),
        sum(row.estimate is not None for row in rows),
        number["estimated"],
        number["rounded"],
        sum(bool(row.inside) for row in differing),
        sum(not row.inside for row in differing),
        number["free choice"],
        number["by definition"],
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ") or "-"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def estimates_markdown(among: Sequence[Estimate]) -> str:
    """A table of estimates for each topic."""
    parts = []
    for name in dict.fromkeys(topic(estimate) for estimate in among):
        rows = [
            (
                f"`{estimate.key}`",
                estimate.meaning,
                figure(estimate.value),
                interval_text(estimate),
                estimate.unit,
                estimate.data,
                estimate.method,
                estimate.confidence,
                ", ".join(f"`{key}`" for key in estimate.knobs),
                estimate.note,
            )
            for estimate in among
            if topic(estimate) == name
        ]
        parts.append(f"### {name}\n\n{_table(_ESTIMATE_HEADINGS, rows)}")
    return "\n\n".join(parts)


def defaults_markdown(rows: Sequence[DefaultRow]) -> str:
    """The counts, then defaults with an estimate, free choices, and the rest."""
    compared = [
        (
            f"`{row.knob.key}`",
            default_text(row),
            estimate_text(row.estimate),
            row.knob.unit,
            f"`{row.estimate.key}`",
            row.status_text(),
            row.reason,
        )
        for row in rows
        if row.estimate
    ]
    parts = [
        counts(rows).sentence(),
        "### Defaults that have an estimate",
        _table(("parameter", "default", "estimate", "unit", "from", "status", "reason"), compared),
    ]
    for heading, status in (
        ("Free choices", "free choice"),
        ("Units, names and switches", "by definition"),
    ):
        chosen = [
            (f"`{row.knob.key}`", default_text(row), row.knob.unit, row.reason)
            for row in rows
            if row.status == status
        ]
        parts += [f"### {heading}", _table(("parameter", "default", "unit", "reason"), chosen)]
    return "\n\n".join(parts)


def compared_markdown(found: Sequence[Compared]) -> str:
    """How many compiled figures are reproduced, and a table of those that are not."""
    same = sum(one.agrees for one in found)
    rows = [
        (
            f"`{one.row.id}`",
            f"{figure(one.row.central)} ({figure(one.row.low)} to {figure(one.row.high)})",
            estimate_text(one.estimate),
            one.why,
        )
        for one in found
        if not one.agrees
    ]
    text = (
        f"Of {len(found)} compiled figures that are computed here as well, {same} come out the "
        f"same, limits included (as rounded, or within 2 %). The others:"
    )
    return f"{text}\n\n{_table(('row', 'compiled', 'here', 'why'), rows)}"
