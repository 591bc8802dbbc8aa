"""The table of a study file, read and checked field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from race_sim.outcomes import COLUMNS
from race_sim.parameters import knobs
from race_sim.parameters.checking import Value, shown
from race_sim.problems import InputError, Problem
from race_sim.scenario import Scenario, load_scenario
from race_sim.study.copula import Correlation, correlations_of
from race_sim.study.distribution_table import checked_values, distribution_of
from race_sim.study.distributions import Distribution
from race_sim.study.points import MOST_POINTS, Design, design_of
from race_sim.study.prior_use import prior_of
from race_sim.study.reader import LARGEST_SEED, Reader, by_key
from race_sim.study.requests import (
    FIGURE_OUTCOMES,
    MOST_WORLDS,
    AnalysisRequest,
    Stopping,
    analyses_of,
    stopping_of,
)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# "package.module:Class" or "path/to/file.py:Class".
_MODEL = re.compile(r"([^:\s]+|.+\.py):[^\W\d]\w*")
FIGURES = ("sweep_curve", "sweep_map", "endings", "harm", "first_chernobyl")
_WORLDS = 1000
_FIELDS = (
    "name",
    "title",
    "question",
    "scenario",
    "set",
    "levers",
    "uncertainties",
    "correlations",
    "prior",
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


def checked_fields(given: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Every field of a study in its checked form; what is wrong is added to `problems`."""
    read = Reader("", given, problems)
    settings = by_key(read.table.pop("set", {}), "set", problems)
    scenario = _scenario(read, settings, problems)
    uncertainties: dict[str, Distribution] = {}
    for key, value in by_key(
        read.table.pop("uncertainties", {}), "uncertainties", problems
    ).items():
        spread = distribution_of(knobs()[key], value, problems)
        if spread is not None:
            uncertainties[key] = spread
    levers = {
        key: _lever(key, value, problems)
        for key, value in by_key(read.table.pop("levers", {}), "levers", problems).items()
    }
    own = read.table.pop("correlations", None)
    use = prior_of(read.table.pop("prior", None), problems)
    prior = use.laws_for(scenario, {*settings, *levers}) if use and scenario else None
    if prior is not None:
        uncertainties = prior.laws | uncertainties
    if own is None:
        correlations = () if prior is None else prior.correlations
    else:
        correlations = correlations_of(own, "correlations", problems)
        problems.extend(_of_none(correlations, uncertainties))
    design = design_of(read.table.pop("design", {}), problems)
    problems.extend(_told_twice(levers, uncertainties, design))
    stopping, worlds = _stopping_and_worlds(read, problems)
    analyses = analyses_of(read.table.pop("analyses", ()), problems)
    name = read.text("name") or (f"study-of-{scenario.name}" if scenario else "study")
    if not _NAME.fullmatch(name):
        read.wrong("name", shown(name), "letters, digits, dots, dashes and underscores")
    model = read.text("model")
    if model and not _MODEL.fullmatch(model):
        read.wrong("model", shown(model), '"package.module:Class" or "file.py:Class"')
    figures = read.names("figures", FIGURES)
    fields = {
        "name": name,
        "title": read.text("title") or name,
        "question": read.text("question"),
        "scenario": scenario,
        "levers": levers,
        "uncertainties": uncertainties,
        "correlations": correlations,
        "prior": use,
        "design": design,
        "worlds": worlds,
        "seed": read.whole("seed", 0, 0, LARGEST_SEED),
        "first_world": read.whole("first_world", 0, 0, 2**62),
        "independent": read.switch("independent"),
        "stopping": stopping,
        "outcomes": _with_needed(
            read.names("outcomes", tuple(COLUMNS)), stopping, analyses, figures
        ),
        "analyses": analyses,
        "figures": figures,
        "model": model,
    }
    read.done(_FIELDS)
    return fields


def _scenario(
    read: Reader, settings: Mapping[str, Any], problems: list[Problem]
) -> Scenario | None:
    """The scenario, with the values of `set` in the place of its own."""
    given = read.table.pop("scenario", None)
    where = "scenario"
    try:
        if isinstance(given, str | Path):
            scenario = load_scenario(given)
        elif isinstance(given, Scenario):
            scenario = given
        else:
            read.wrong(where, "missing" if given is None else shown(given), "a name or a path")
            return None
        where = "set"
        return scenario.with_values(settings)
    except InputError as error:
        source = f"{error.source.removeprefix('scenario ')}: " if where == "scenario" else ""
        for problem in error.problems:
            key = f": {problem.where}" if problem.where else ""
            problems.append(Problem(f"{where}{key}", f"{source}{problem.what}", problem.allowed))
        return None


def _stopping_and_worlds(read: Reader, problems: list[Problem]) -> tuple[Stopping | None, int]:
    given = read.table.pop("stopping", None)
    stopping = stopping_of(given, problems)
    if given is None:
        return None, read.whole("worlds", _WORLDS, 1, MOST_WORLDS)
    worlds = read.table.pop("worlds", None)
    # What `as_dictionary` writes is no contradiction.
    if worlds is not None and (stopping is None or worlds != stopping.ceiling):
        read.wrong("worlds", "beside a stopping rule", "one of the two")
    return stopping, _WORLDS if stopping is None else stopping.ceiling


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


def _of_none(
    correlations: tuple[Correlation, ...], uncertainties: Mapping[str, Any]
) -> list[Problem]:
    """Correlations of keys that are not uncertain."""
    return [
        Problem(f"correlations: {key}", "is no uncertainty", "two keys that are uncertain")
        for key in dict.fromkeys(key for one in correlations for key in one.keys)
        if key not in uncertainties
    ]


def _told_twice(
    levers: Mapping[str, Any], uncertainties: Mapping[str, Any], design: Design
) -> list[Problem]:
    """Keys whose values more than one part of a study gives, or none."""
    found = [
        Problem(key, "is a lever and an uncertainty", "one of the two")
        for key in levers
        if key in uncertainties
    ]
    points = dict(design.listed[0]) if design.listed else {}
    found += [
        Problem(f"design.points: {key}", "is a lever too", "one of the two")
        for key in points
        if key in levers
    ]
    if design.kind == "list" and uncertainties:
        what = "beside a list of points, which say their values themselves"
        found.append(Problem("uncertainties", what, "one of the two"))
    found += [
        Problem(f"design.levels: {key}", "is no uncertainty", ", ".join(uncertainties))
        for key, _ in design.levels_of
        if key not in uncertainties
    ]
    return found


def _with_needed(
    outcomes: tuple[str, ...],
    stopping: Stopping | None,
    analyses: tuple[AnalysisRequest, ...],
    figures: tuple[str, ...],
) -> tuple[str, ...]:
    """The columns to keep, with those that the study itself needs."""
    if not outcomes:
        return ()
    needed = [request.outcome for request in analyses]
    if stopping is not None:
        needed.append(stopping.outcome)
    for figure in figures:
        needed += FIGURE_OUTCOMES.get(figure, ())
    if any(request.outcome == "loss_risk" for request in analyses):
        needed += ["lost_at_finish"]
    if any(request.kind == "rare" for request in analyses):
        needed += ["catastrophe", "catastrophe_risk"]
    wanted = {*outcomes, *needed}
    return tuple(name for name in COLUMNS if name in wanted)
