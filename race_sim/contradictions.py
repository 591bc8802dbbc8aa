"""Contradictions: what does not fit together although each value by itself is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from race_sim.clashes import clashes
from race_sim.parameters import Parameters, knobs
from race_sim.parameters.checking import flat_values, parameters_from, unknown_key
from race_sim.problems import Problem
from race_sim.resolve import step_of

if TYPE_CHECKING:
    from race_sim.scenario import Scenario

Labels = Mapping[str, Sequence[str]]


def contradictions(scenario: Scenario, labels: Labels | None = None) -> list[Problem]:
    """Dates, steps and values that do not fit together.

    Parameters
    ----------
    scenario : Scenario
        Each of its values is allowed, except that the keys and values of changes are still
        to be checked.
    labels : mapping, optional
        How to call its changes, shocks and pauses: for each of the three, one name an event.
    """
    if labels is None:
        labels = {
            kind: [f"{kind}[{number}]" for number in range(len(getattr(scenario, kind)))]
            for kind in ("changes", "shocks", "pauses")
        }
    clock = list(_of_clock(scenario.parameters))
    problems = [*clock, *clashes(scenario.parameters)]
    if not clock:  # no date can be placed on a clock that does not run
        problems.extend(_of_changes(scenario, labels["changes"], blamed=bool(problems)))
        problems.extend(_of_shocks(scenario, labels["shocks"]))
        problems.extend(_of_pauses(scenario, labels["pauses"]))
    return problems


def _is_multiple(length: float, step: float) -> bool:
    count = length / step
    return round(count) >= 1 and abs(count - round(count)) < 1e-6


def _of_clock(parameters: Parameters) -> Iterator[Problem]:
    time = parameters.time
    if time.end <= time.start:
        yield Problem("time.end", f"{time.end:g}", f"after time.start, {time.start:g}")
    elif not _is_multiple(time.end - time.start, time.step):
        yield Problem(
            "time.end", f"{time.end:g}", f"whole steps of {time.step:g} years after {time.start:g}"
        )
    if not _is_multiple(time.decision_period, time.step):
        yield Problem(
            "time.decision_period",
            f"{time.decision_period:g}",
            f"a whole number of steps of {time.step:g} years",
        )


def _span(scenario: Scenario) -> str:
    time = scenario.parameters.time
    return f"from {time.start:g}, before {time.end:g}"


def _inside(scenario: Scenario, year: float) -> bool:
    time = scenario.parameters.time
    return time.start <= year < time.end


def _of_changes(scenario: Scenario, labels: Sequence[str], blamed: bool) -> Iterator[Problem]:
    """Problems of changes; `blamed` if the parameters at the start do not fit together already."""
    seen: set[tuple[int, str]] = set()
    in_force = flat_values(scenario.parameters)
    for change, where in sorted(
        zip(scenario.changes, labels, strict=True), key=lambda pair: pair[0].date
    ):
        if not _inside(scenario, change.date):
            yield Problem(f"{where}.date", f"{change.date:g}", _span(scenario))
            continue
        step = step_of(scenario.parameters, change.date)
        for key, value in change.values.items():
            if key not in knobs():
                yield unknown_key(key, knobs())._replace(where=f"{where}.set.{key}")
            elif knobs()[key].start_only:
                yield Problem(f"{where}.set.{key}", "is read only at the start of a race")
            elif (step, key) in seen:
                yield Problem(f"{where}.set.{key}", f"changed twice in the step of {change.date:g}")
            else:
                _, wrong = parameters_from({key: value})
                for problem in wrong:
                    yield problem._replace(where=f"{where}.set.{problem.where}")
                if not wrong:
                    in_force[key] = value
            seen.add((step, key))
        if not blamed:
            found = list(clashes(parameters_from(in_force)[0]))
            blamed = bool(found)
            for problem in found:
                yield problem._replace(where=f"{where}.set: {problem.where}")


def _of_shocks(scenario: Scenario, labels: Sequence[str]) -> Iterator[Problem]:
    seen: set[tuple[int, str]] = set()
    for shock, where in zip(scenario.shocks, labels, strict=True):
        if not _inside(scenario, shock.date):
            yield Problem(f"{where}.date", f"{shock.date:g}", _span(scenario))
            continue
        step = step_of(scenario.parameters, shock.date)
        if (step, shock.side) in seen:
            yield Problem(
                f"{where}.date", f"{shock.date:g}", f"one shock to {shock.side} in each step"
            )
        ceiling = _ceiling_at(scenario, step)
        if shock.severity > ceiling:
            yield Problem(
                f"{where}.severity",
                f"{shock.severity:g}",
                f"up to incidents.severity_ceiling, {ceiling:g}",
            )
        seen.add((step, shock.side))


def _ceiling_at(scenario: Scenario, step: int) -> float:
    """The highest severity in a step; changes that are not allowed are passed over."""
    ceiling = scenario.parameters.incidents.severity_ceiling
    for change in sorted(scenario.changes, key=lambda change: change.date):
        value = change.values.get("incidents.severity_ceiling", ceiling)
        if (
            _inside(scenario, change.date)
            and step_of(scenario.parameters, change.date) <= step
            and not parameters_from({"incidents.severity_ceiling": value})[1]
        ):
            ceiling = float(value)
    return ceiling


def _of_pauses(scenario: Scenario, labels: Sequence[str]) -> Iterator[Problem]:
    time = scenario.parameters.time
    for number, (pause, where) in enumerate(zip(scenario.pauses, labels, strict=True)):
        inside = _inside(scenario, pause.begin)
        ordered = pause.begin < pause.until <= time.end
        if not inside:
            yield Problem(f"{where}.from", f"{pause.begin:g}", _span(scenario))
        if not ordered:
            yield Problem(
                f"{where}.until", f"{pause.until:g}", f"after {pause.begin:g}, up to {time.end:g}"
            )
        elif inside and step_of(scenario.parameters, pause.begin) == step_of(
            scenario.parameters, pause.until
        ):
            yield Problem(
                f"{where}.until",
                f"{pause.until:g} is in the step in which the pause begins",
                f"in a later step; steps are {time.step:g} years",
            )
        for before, other in enumerate(scenario.pauses[:number]):
            both = sorted(set(pause.sides) & set(other.sides))
            if both and pause.begin < other.until and other.begin < pause.until:
                yield Problem(where, f"overlaps {labels[before]} for {', '.join(both)}")
