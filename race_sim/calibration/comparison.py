"""Every default of the baseline against its estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.estimates import estimates, for_knob
from race_sim.calibration.reasons import BY_DEFINITION, DIFFERS, FREE
from race_sim.calibration.rounding import equals_as_written, nearly_equals
from race_sim.parameters import Knob, knobs
from race_sim.problems import InputError, Problem

Status = Literal["estimated", "rounded", "differs", "free choice", "by definition"]


class DefaultRow(NamedTuple):
    """A parameter: its default, the estimate it is held against, and why it is what it is."""

    knob: Knob
    estimate: Estimate | None
    status: Status
    inside: bool | None  # whether the interval holds the default; None without an interval
    reason: str  # "" where the default equals its estimate

    def status_text(self) -> str:
        """The status in words, with where the default lies if it differs."""
        if self.status != "differs" or self.inside is None:
            return self.status
        return f"differs, {'inside' if self.inside else 'outside'} the interval"


def status_of(default: float, estimate: Estimate) -> Status:
    """How a default compares with its estimate: equal as far as it is written, nearly, or not."""
    if equals_as_written(default, estimate.value):
        return "estimated"
    return "rounded" if nearly_equals(default, estimate.value) else "differs"


def _row(
    knob: Knob,
    found: list[Estimate],
    differs: Mapping[str, str],
    free: Mapping[str, str],
    by_definition: Mapping[str, str],
) -> DefaultRow:
    key = knob.key
    if not found:
        if key in by_definition:
            return DefaultRow(knob, None, "by definition", None, by_definition[key])
        return DefaultRow(knob, None, "free choice", None, free.get(key, ""))
    estimate = found[0]
    default = float(knob.default)
    status = status_of(default, estimate)
    inside = None
    if estimate.low == estimate.low:
        inside = estimate.low <= default <= estimate.high
    return DefaultRow(knob, estimate, status, inside, differs.get(key, ""))


def comparison(
    among: Iterable[Estimate] | None = None,
    defaults: Iterable[Knob] | None = None,
    *,
    differs: Mapping[str, str] = DIFFERS,
    free: Mapping[str, str] = FREE,
    by_definition: Mapping[str, str] = BY_DEFINITION,
) -> list[DefaultRow]:
    """Every default against the first estimate that speaks for it.

    Parameters
    ----------
    among : iterable of Estimate, default all
    defaults : iterable of Knob, default all parameters
    differs, free, by_definition : mapping of str to str
        Reasons: of a default that is not its estimate, of one that has none, and of one that is a
        unit, a name or a switch.

    Raises
    ------
    InputError
        If a default needs a reason and has none, has one and needs none, or a reason or an estimate
        names a parameter that is not there.
    """
    every = list(estimates() if among is None else among)
    chosen = list(knobs().values() if defaults is None else defaults)
    rows = [_row(knob, for_knob(knob.key, every), differs, free, by_definition) for knob in chosen]
    problems = [
        Problem(row.knob.key, f"{row.status_text()}, and nothing says why", "a written reason")
        for row in rows
        if not row.reason and row.status not in ("estimated", "rounded")
    ]
    compared = {row.knob.key for row in rows if row.estimate}
    needless = {row.knob.key for row in rows if row.status == "estimated"}
    known = {knob.key for knob in chosen}
    problems += [
        Problem(key, "has a reason why it differs, and equals its estimate", "no reason")
        for key in differs
        if key in needless
    ]
    problems += [
        Problem(key, "has a reason why it differs, and no estimate", "a reason why it is free")
        for key in differs
        if key in known - compared
    ]
    problems += [
        Problem(key, "has a reason why no data fix it, and an estimate", "a reason why it differs")
        for key in (*free, *by_definition)
        if key in compared
    ]
    named = {key for estimate in every for key in estimate.knobs}
    problems += [
        Problem(key, "no such parameter")
        for key in sorted({*differs, *free, *by_definition, *named} - known)
    ]
    if problems:
        raise InputError("defaults", problems)
    return rows
