"""Effects in words, with what they must reach."""

from __future__ import annotations

from race_sim.claims.claim import Comparison
from race_sim.claims.effect import Effect
from race_sim.outcomes import COLUMNS, Estimate
from race_sim.plots import naming, words
from race_sim.plots.sweeps import outcome_of

_MINUS = "\N{MINUS SIGN}"


def _number(value: float, digits: int, signed: bool) -> str:
    text = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    if float(text) == 0.0:
        text = text.lstrip("+-")
    return text.replace("-", _MINUS)


def _digits(estimate: Estimate) -> int:
    """So many decimals that the interval shows, but three significant digits at most."""
    reach = (estimate.high - estimate.low) / 2.0
    size = max(abs(part) for part in estimate)
    return next((d for d in range(4) if reach >= 10.0**-d or size >= 10.0 ** (3 - d)), 4)


def _unit(test: Comparison, found: Effect) -> str:
    if found.kind == "ratio":
        return "%"
    outcome = outcome_of(test.outcome)
    if outcome.scale == 100.0:
        return "%" if found.kind == "level" else "points"
    column = COLUMNS[test.outcome]
    return column.unit if column.unit in ("OOM", "years") else ""


def _factor(test: Comparison, found: Effect) -> float:
    return 100.0 if found.kind == "ratio" else outcome_of(test.outcome).scale


def measured(test: Comparison, found: Effect) -> str:
    """What is measured, with its interval: `−39 % (−40 to −38)`."""
    factor = _factor(test, found)
    scaled = Estimate(*(factor * part for part in found.measured))
    digits = _digits(scaled)
    signed = found.kind != "level"
    value, low, high = (_number(part, digits, signed) for part in scaled)
    unit = _unit(test, found)
    return f"{value}{words.NO_BREAK * bool(unit)}{unit} ({low} to {high})"


def needed(test: Comparison, found: Effect) -> str:
    """What it must reach: `below −10 %`. The unit is that of `measured`."""
    factor = _factor(test, found)
    value = factor * found.needed
    digits = next((d for d in range(4) if abs(value - round(value, d)) < 1e-9), 4)
    side = "above" if test.higher else "below"
    return f"{side} {_number(value, digits, found.kind != 'level')}"


def about(test: Comparison) -> str:
    """What is looked at, in few words: `chance of a catastrophe`."""
    column = COLUMNS[test.outcome]
    text = column.meaning.split(",")[0].split(":")[0].removesuffix(" at the end")
    if column.kind in ("yes or no", "year"):
        return f"worlds with {text.removeprefix('whether ').replace('the first', 'a')}"
    return text


def quantity(test: Comparison, found: Effect) -> str:
    """What is compared, in words: an outcome, and the scenarios."""
    what = naming.quantity(test.outcome)
    against = " and ".join(side.text() for side in test.reference)
    if not test.reference:
        return f"{what}, {test.side.text()}"
    several = "the mean of " if len(test.reference) > 1 else ""
    return f"{what}, {test.side.text()} against {several}{against}"
