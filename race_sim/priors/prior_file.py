"""Priors as TOML files: read and checked, all that is wrong at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from race_sim.parameters import knobs
from race_sim.parameters.checking import shown, unknown_key
from race_sim.priors.prior import Law, Prior
from race_sim.problems import InputError, Problem
from race_sim.study.copula import correlations_of
from race_sim.study.distribution_table import distribution_of
from race_sim.study.reader import is_number
from race_sim.toml_file import Kind, locate, names_of, read

PRIORS = Kind("prior", "priors", "plausible", InputError)
_TEXTS = ("why", "source")
_ENTRIES = ("title", "laws", "certain", "correlations")
_NINETIETH = 1.6448536269514722  # standard normal quantile at 95 %


def prior_names() -> list[str]:
    """Names of the priors that come with the package; "plausible" first."""
    return names_of(PRIORS)


def load_prior(name: str | Path) -> Prior:
    """A prior by its name or the path of its TOML file.

    Parameters
    ----------
    name : str or Path
        One of `prior_names()`, or a path.

    Raises
    ------
    InputError
        With all that is wrong: an unknown prior or key, a law outside of its parameter's range,
        a reason that is missing, correlations that cannot be true together.
    """
    place = locate(PRIORS, name)
    table = read(place)
    problems: list[Problem] = [
        Problem(entry, "unknown here", ", ".join(_ENTRIES))
        for entry in table
        if entry not in _ENTRIES
    ]
    title = table.get("title", place.name)
    if not isinstance(title, str):
        problems.append(Problem("title", shown(title), "text in quotes"))
    entries = _laws(table.get("laws", {}), problems)
    certain = _certain(table.get("certain", {}), problems)
    for key in certain:
        if key in entries:
            problems.append(Problem(f"certain: {key}", "has a law too", "one of the two"))
    given = table.get("correlations", [])
    correlations = correlations_of(given, "correlations", problems, _TEXTS)
    reasons: list[str] = []
    if not problems:
        problems.extend(
            Problem(f"correlations: {key}", "has no law", "two keys that are uncertain")
            for key in dict.fromkeys(key for one in correlations for key in one.keys)
            if key not in entries
        )
        reasons = [
            _texts(f"correlations[{number}]", entry, problems)[0]
            for number, entry in enumerate(given)
        ]
    if problems:
        raise InputError(place.source, problems)
    return Prior(place.name, title, entries, certain, correlations, tuple(reasons))


def _texts(where: str, entry: Mapping[str, Any], problems: list[Problem]) -> list[str]:
    """The reason and the source of an entry."""
    found = [entry.get(name) for name in _TEXTS]
    problems.extend(
        Problem(f"{where}.{name}", "missing" if text is None else shown(text), "text in quotes")
        for name, text in zip(_TEXTS, found, strict=True)
        if not isinstance(text, str) or not text.strip()
    )
    return [str(text) for text in found]


def _laws(given: object, problems: list[Problem]) -> dict[str, Law]:
    if not isinstance(given, Mapping):
        problems.append(Problem("laws", shown(given), 'tables, written [laws."KEY"]'))
        return {}
    found = {}
    for key, entry in given.items():
        if key not in knobs():
            wrong = unknown_key(str(key), knobs())
            problems.append(wrong._replace(where=f"laws: {wrong.where}"))
            continue
        if not isinstance(entry, Mapping):
            problems.append(
                Problem(f"laws: {key}", shown(entry), "a table with a law, why, source")
            )
            continue
        law = _law(key, dict(entry), problems)
        if law is not None:
            found[key] = law
    return found


def _law(key: str, entry: dict[str, Any], problems: list[Problem]) -> Law | None:
    before = len(problems)
    why, source = _texts(f"laws: {key}", entry, problems)
    estimate, differs = entry.pop("estimate", ""), entry.pop("differs", "")
    if not isinstance(estimate, str):
        problems.append(Problem(f"laws: {key}.estimate", shown(estimate), "an estimate's key"))
    if not isinstance(differs, str) or (differs and not estimate):
        allowed = "why, in quotes, beside an estimate"
        problems.append(Problem(f"laws: {key}.differs", shown(differs), allowed))
    table = {name: value for name, value in entry.items() if name not in _TEXTS}
    if "interval" in table:
        table = _from_interval(key, table, problems)
    if len(problems) > before:
        return None
    distribution = distribution_of(knobs()[key], table, problems)
    return None if distribution is None else Law(distribution, why, source, estimate, differs)


def _from_interval(key: str, table: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """A normal or log-normal law of which the ends of the 90 % interval are given."""
    ends = table.pop("interval")
    kind = table.get("distribution")
    good = isinstance(ends, list) and len(ends) == 2 and all(is_number(end) for end in ends)
    if not good or not ends[0] < ends[1] or (kind == "log-normal" and ends[0] <= 0.0):
        allowed = "[low, high], the low end first; both positive for a log-normal law"
        problems.append(Problem(f"laws: {key}.interval", shown(ends), allowed))
        return {}
    low, high = ends
    if kind == "normal":
        middle, width = (low + high) / 2.0, (high - low) / (2.0 * _NINETIETH)
        return table | {"mean": _tidy(middle), "deviation": _tidy(width)}
    if kind == "log-normal":
        middle, width = math.sqrt(low * high), math.log(high / low) / (2.0 * _NINETIETH)
        return table | {"median": _tidy(middle), "spread": _tidy(width)}
    allowed = 'distribution = "normal" or "log-normal" beside it'
    problems.append(Problem(f"laws: {key}.interval", f"of a law {shown(kind)}", allowed))
    return {}


def _tidy(value: float) -> float:
    # Twelve digits: the same on every machine, whatever its library makes of the last bit.
    return float(f"{value:.12g}")


def _certain(given: object, problems: list[Problem]) -> dict[str, str]:
    if not isinstance(given, Mapping):
        problems.append(Problem("certain", shown(given), "a table of keys and reasons"))
        return {}
    for key, why in given.items():
        if key not in knobs():
            wrong = unknown_key(str(key), knobs())
            problems.append(wrong._replace(where=f"certain: {wrong.where}"))
        if not isinstance(why, str) or not why.strip():
            problems.append(Problem(f"certain: {key}", shown(why), "the reason, in quotes"))
    return {str(key): str(why) for key, why in given.items()}
