"""The table of a study file, read and checked field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from race_sim.outcomes import COLUMNS
from race_sim.parameters import knobs
from race_sim.parameters.checking import Value, shown, unknown_key
from race_sim.problems import InputError, Problem
from race_sim.scenario import Scenario, load_scenario
from race_sim.study.distributions import (
    Distribution,
    as_value,
    checked_values,
    distribution_of,
    value_problem,
)
from race_sim.study.requests import (
    MOST_POINTS,
    AnalysisRequest,
    Design,
    Reader,
    Stopping,
    analyses_of,
    design_of,
    stopping_of,
)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FIGURES = ("sweep_curve", "sweep_map", "endings", "harm", "first_chernobyl")
_MOST_WORLDS = 2**40
_FIELDS = (
    "name",
    "title",
    "question",
    "scenario",
    "levers",
    "uncertainties",
    "design",
    "worlds",
    "seed",
    "first_world",
    "independent",
    "stopping",
    "outcomes",
    "analyses",
    "figures",
    "model",
)


def checked_fields(given: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Every field of a study in its checked form; what is wrong is added to `problems`."""
    read = Reader("", given, problems)
    scenario = _scenario(read, problems)
    uncertainties: dict[str, Distribution] = {}
    for key, value in _keyed(read, "uncertainties"):
        spread = distribution_of(knobs()[key], value, problems)
        if spread is not None:
            uncertainties[key] = spread
    levers: dict[str, tuple[Value, ...]] = {}
    for key, value in _keyed(read, "levers"):
        levers[key] = _lever(key, value, problems)
    for key in levers.keys() & uncertainties.keys():
        problems.append(Problem(key, "is a lever and an uncertainty", "one of them"))
    stopping = stopping_of(read.table.pop("stopping", None), problems)
    if stopping is not None and "worlds" in read.table:
        if read.table["worlds"] != stopping.ceiling:
            read.wrong("worlds", "beside a stopping rule", "one of the two")
        read.table.pop("worlds")
    worlds = stopping.ceiling if stopping else read.whole("worlds", 1000, 1, _MOST_WORLDS)
    design = design_of(read.table.pop("design", {}), problems)
    analyses = analyses_of(read.table.pop("analyses", ()), problems)
    name = read.text("name") or (f"study-of-{scenario.name}" if scenario else "study")
    if not _NAME.fullmatch(name):
        read.wrong("name", shown(name), "letters, digits, dots, dashes and underscores")
    independent = read.table.pop("independent", False)
    if not isinstance(independent, bool):
        read.wrong("independent", shown(independent), "true or false")
    fields = {
        "name": name,
        "title": read.text("title") or name,
        "question": read.text("question"),
        "scenario": scenario,
        "levers": levers,
        "uncertainties": uncertainties,
        "design": _with_listed_values(design, levers, uncertainties, problems),
        "worlds": worlds,
        "seed": read.whole("seed", 0, 0, 2**63 - 1),
        "first_world": read.whole("first_world", 0, 0, 2**62),
        "independent": independent,
        "stopping": stopping,
        "outcomes": _names(read, "outcomes", tuple(COLUMNS)),
        "analyses": analyses,
        "figures": _names(read, "figures", _FIGURES),
        "model": read.text("model"),
    }
    read.done(_FIELDS)
    fields["outcomes"] = _with_needed(fields["outcomes"], stopping, analyses)
    return fields


def _scenario(read: Reader, problems: list[Problem]) -> Scenario | None:
    given = read.table.pop("scenario", None)
    if isinstance(given, Scenario):
        return given
    if not isinstance(given, str | Path):
        read.wrong("scenario", "missing" if given is None else shown(given), "a name or a path")
        return None
    try:
        return load_scenario(given)
    except InputError as error:
        problems.extend(
            problem._replace(where=f"scenario: {problem.where}" if problem.where else "scenario")
            for problem in error.problems
        )
        return None


def _flattened(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Entries by dotted key; a table that is no section of parameters is a value."""
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else str(name)
        is_section = any(known.startswith(f"{key}.") for known in knobs())
        if isinstance(value, Mapping) and is_section and value:
            found.extend(_flattened(value, key))
        else:
            found.append((key, value))
    return found


def _keyed(read: Reader, name: str) -> list[tuple[str, Any]]:
    """The entries of a table whose keys are parameters."""
    given = read.table.pop(name, {})
    if not isinstance(given, Mapping):
        read.wrong(name, shown(given), "a table of keys")
        return []
    found = []
    for key, value in _flattened(given):
        if key in knobs():
            found.append((key, value))
        else:
            problem = unknown_key(key, knobs())
            read.problems.append(problem._replace(where=f"{name}: {problem.where}"))
    return found


def _lever(key: str, given: Any, problems: list[Problem]) -> tuple[Value, ...]:
    """The values of a lever: a list, a table of values, or evenly spaced ones."""
    knob = knobs()[key]
    if isinstance(given, Mapping) and set(given) == {"values"}:
        given = given["values"]
    if isinstance(given, list | tuple):
        return checked_values(knob, given, problems)
    if not isinstance(given, Mapping) or set(given) != {"low", "high", "levels"}:
        allowed = "a list of values, or { low = ..., high = ..., levels = ... }"
        problems.append(Problem(key, shown(given), allowed))
        return ()
    ends = {name: given[name] for name in ("low", "high")}
    spread = distribution_of(knob, {"distribution": "uniform"} | ends, problems)
    levels = Reader(key, {"levels": given["levels"]}, problems).whole("levels", 2, 2, MOST_POINTS)
    return () if spread is None else tuple(spread.grid_values(levels))


def _names(read: Reader, name: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    given = read.table.pop(name, ())
    if not isinstance(given, list | tuple):
        read.wrong(name, shown(given), "a list of names")
        return ()
    for one in given:
        if one not in choices:
            read.wrong(name, shown(one), ", ".join(choices))
    return tuple(given)


def _with_needed(
    outcomes: tuple[str, ...], stopping: Stopping | None, analyses: tuple[AnalysisRequest, ...]
) -> tuple[str, ...]:
    """The columns to keep, with those that the study itself needs."""
    if not outcomes:
        return ()
    needed = [request.outcome for request in analyses]
    if stopping is not None:
        needed.append(stopping.outcome)
    if any(request.kind == "rare" for request in analyses):
        needed += ["catastrophe", "catastrophe_risk"]
    wanted = {*outcomes, *needed}
    return tuple(name for name in COLUMNS if name in wanted)


def _with_listed_values(
    design: Design,
    levers: dict[str, tuple[Value, ...]],
    uncertainties: dict[str, Distribution],
    problems: list[Problem],
) -> Design:
    """A list design with its values checked; other designs as they are."""
    if design.kind != "list":
        return design
    if uncertainties:
        what = "beside a list of points, which say their values themselves"
        problems.append(Problem("uncertainties", what, "one of the two"))
    points: list[dict[str, Value]] = []
    for number, point in enumerate(design.listed):
        where = f"design.points[{number}]"
        flat = _flattened(dict(point))
        for key, value in flat:
            if key not in knobs():
                problem = unknown_key(key, knobs())
                problems.append(problem._replace(where=f"{where}: {problem.where}"))
                continue
            wrong = value_problem(knobs()[key], value)
            if wrong is not None:
                problems.append(wrong._replace(where=f"{where}: {key}"))
            if key in levers:
                problems.append(Problem(f"{where}: {key}", "is a lever too", "one of the two"))
        points.append({key: value for key, value in flat if key in knobs()})
    keys = sorted({key for point in points for key in point}, key=list(knobs()).index)
    for number, point in enumerate(points):
        missing = [key for key in keys if key not in point]
        if missing:
            what = "lacks " + ", ".join(missing)
            problems.append(Problem(f"design.points[{number}]", what, "the same keys everywhere"))
    if problems:
        return design
    listed = tuple(
        tuple((key, as_value(knobs()[key], point[key])) for key in keys) for point in points
    )
    return Design("list", listed=listed)
