"""Scenarios: what varies, what changes on the way, and reading and checking a scenario file.

>>> from race_sim import load_scenario
>>> load_scenario("no-rivalry").parameters.payoffs.rivalry
0.0
>>> load_scenario("baseline").with_values({"payoffs.rivalry": 0.5})["payoffs.rivalry"]
0.5
"""

from __future__ import annotations

import datetime
import difflib
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from race_sim.parameters import Parameters, knobs
from race_sim.problems import Problem, ScenarioError
from race_sim.resolve import KIND_KEYS, step_of

Value = float | int | bool | str

_EVENT_KEYS = ("changes", "shocks", "pauses")
_TEXT_KEYS = ("title", "question", "claim")


def _year_of(value: object) -> object:
    """A TOML date as a year with a fraction; anything else as it is."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        begin = datetime.date(value.year, 1, 1)
        days = (datetime.date(value.year + 1, 1, 1) - begin).days
        return value.year + (value - begin).days / days
    return value


Year = Annotated[float, BeforeValidator(_year_of)]
SideName = Literal["us", "cn"]
KindName = Literal[
    "misaligned_system", "financial_meltdown", "weaponised_use", "societal_disruption"
]


class Event(BaseModel):
    """Something that a scenario makes happen at a date."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True
    )


class Change(Event):
    """Parameters that take new values at a date, and keep them."""

    date: Year = Field(description="year, or a date")
    values: dict[str, Value] = Field(alias="set", description="dotted key = value")


class Shock(Event):
    """An incident that happens at a date, whatever the dice say."""

    date: Year = Field(description="year, or a date")
    side: SideName = Field(description="where it happens")
    severity: float = Field(ge=1.0, le=1e9, description="in units of the smallest serious incident")
    kind: KindName = Field("misaligned_system", description="what kind of incident")


class Pause(Event):
    """A stop of progress on one side or both, from a date to a date."""

    sides: tuple[SideName, ...] = Field(min_length=1, description="who pauses")
    begin: Year = Field(alias="from", description="year, or a date")
    until: Year = Field(description="year, or a date")
    share: float = Field(1.0, ge=0.0, le=1.0, description="share of progress that is stopped")


class Scenario(BaseModel):
    """A checked scenario. It cannot be changed; `with_values` makes another one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str = ""
    question: str = ""
    claim: str = ""
    parameters: Parameters = Parameters()
    changes: tuple[Change, ...] = ()
    shocks: tuple[Shock, ...] = ()
    pauses: tuple[Pause, ...] = ()

    def __getitem__(self, key: str) -> Value:
        """The value at the start of the parameter with this dotted key.

        Raises
        ------
        KeyError
            If there is no such parameter.
        """
        if key not in knobs():
            raise KeyError(key)
        value: Any = self.parameters
        for part in key.split("."):
            value = getattr(value, part)
        return value  # type: ignore[no-any-return]

    def with_values(self, values: Mapping[str, Value]) -> Scenario:
        """The same scenario with other values at the start, by dotted key.

        A change that the scenario makes to such a key at a date still happens.

        Raises
        ------
        ScenarioError
            Naming every key that is unknown and every value that is not allowed.
        """
        if not values:
            return self
        source = f"scenario {self.name!r} with changed values"
        parameters = _checked_parameters(
            _nested(flat_values(self.parameters) | dict(values)), source
        )
        scenario = self.model_copy(update={"parameters": parameters})
        _refuse(source, _contradictions(scenario))
        return scenario

    def parameters_at(self, step: int) -> Parameters:
        """The parameters in force in a step."""
        values: dict[str, Value] = {}
        for change in sorted(self.changes, key=lambda change: change.date):
            if step_of(self.parameters, change.date) <= step:
                values.update(change.values)
        if not values:
            return self.parameters
        return _checked_parameters(
            _nested(flat_values(self.parameters) | values), f"scenario {self.name!r}"
        )

    def differences(self, other: Scenario) -> dict[str, tuple[Value, Value]]:
        """The parameters in which two scenarios differ at the start: key to (own, other's)."""
        return {key: (self[key], other[key]) for key in knobs() if self[key] != other[key]}


def flat_values(parameters: Parameters) -> dict[str, Value]:
    """Every parameter by its dotted key."""
    return dict(_flat(parameters.model_dump()))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        dotted = f"{prefix}.{key}" if prefix else key
        if isinstance(value, Mapping):
            yield from _flat(value, dotted)
        else:
            yield dotted, value


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted keys as tables in tables."""
    table: dict[str, Any] = {}
    for dotted, value in values.items():
        *path, last = dotted.split(".")
        place = table
        for part in path:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                inner = {}
            place = inner
        place[last] = value
    return table


def _refuse(source: str, problems: list[Problem]) -> None:
    if problems:
        raise ScenarioError(source, problems)


def unknown_key(key: str, known: list[str]) -> Problem:
    """The problem of a key that does not exist, with the nearest one that does."""
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    same_last = [other for other in known if other.split(".")[-1] == key.split(".")[-1]]
    hint = near or same_last
    return Problem(key, "unknown key", f"did you mean {hint[0]}?" if hint else "")


def _parameter_problems(error: ValidationError) -> list[Problem]:
    problems = []
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            problems.append(unknown_key(key, list(knobs())))
        elif key in knobs():
            problems.append(Problem(key, f"{item['input']!r}", knobs()[key].allowed()))
        else:
            inside = [name for name in knobs() if name.startswith(key + ".")]
            problems.append(Problem(key, f"{item['input']!r}", "a table with " + ", ".join(inside)))
    return problems


def _checked_parameters(table: Mapping[str, Any], source: str) -> Parameters:
    try:
        return Parameters.model_validate(table)
    except ValidationError as error:
        raise ScenarioError(source, _parameter_problems(error)) from None


_EVENT_MODELS: dict[str, type[Event]] = {"changes": Change, "shocks": Shock, "pauses": Pause}
_ALLOWED_EVENT_VALUES = {
    "date": "a year such as 2028.25, or a date such as 2028-04-01",
    "from": "a year such as 2028.25, or a date such as 2028-04-01",
    "until": "a year such as 2028.25, or a date such as 2028-04-01",
    "side": "us or cn",
    "sides": "a list of us and cn",
    "severity": "a number from 1 to 1e+09 (smallest serious incident)",
    "kind": ", ".join(KIND_KEYS),
    "share": "a number from 0 to 1",
    "set": "a table of dotted keys and values",
}


def _event_problems(where: str, error: ValidationError) -> list[Problem]:
    problems = []
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        key = f"{where}.{name}" if name else where
        if item["type"] == "missing":
            problems.append(Problem(key, "missing", _ALLOWED_EVENT_VALUES.get(name, "")))
        elif item["type"] == "extra_forbidden":
            fields = _EVENT_MODELS[where.split("[")[0]].model_fields
            known = [field.alias or name for name, field in fields.items()]
            problems.append(Problem(key, "unknown key", ", ".join(known)))
        else:
            allowed = _ALLOWED_EVENT_VALUES.get(name, "a table")
            problems.append(Problem(key, f"{item['input']!r}", allowed))
    return problems


def _checked_events(
    kind: type[Event], key: str, entries: object, problems: list[Problem]
) -> tuple[Any, ...]:
    if not isinstance(entries, list):
        problems.append(Problem(key, f"{entries!r}", f"a list of tables, written [[{key}]]"))
        return ()
    events = []
    for number, entry in enumerate(entries):
        where = f"{key}[{number}]"
        if isinstance(entry, dict) and isinstance(entry.get("set"), dict):
            entry = entry | {"set": dict(_flat(entry["set"]))}
        if isinstance(entry, dict) and isinstance(entry.get("sides"), list):
            entry = entry | {"sides": tuple(entry["sides"])}
        try:
            events.append(kind.model_validate(entry))
        except ValidationError as error:
            problems.extend(_event_problems(where, error))
    return tuple(events)


def _contradictions(scenario: Scenario) -> list[Problem]:
    """What single values cannot show: dates and steps that do not fit together."""
    time = scenario.parameters.time
    if time.end - time.start < time.step:
        return [Problem("time.end", f"{time.end:g} leaves no step", f"later than {time.start:g}")]
    problems = []
    if not _is_multiple(time.end - time.start, time.step):
        problems.append(
            Problem("time.end", f"{time.end:g}", f"whole steps of {time.step:g} years after start")
        )
    if not _is_multiple(time.decision_period, time.step):
        problems.append(
            Problem(
                "time.decision_period",
                f"{time.decision_period:g}",
                f"a whole number of steps of {time.step:g} years",
            )
        )
    weights = [scenario[f"incidents.{kind}.weight"] for kind in KIND_KEYS]
    if not any(weights):
        problems.append(
            Problem("incidents", "all weights of kinds are 0", "at least one weight above 0")
        )
    ceiling = scenario.parameters.incidents.severity_ceiling
    if scenario.parameters.incidents.chernobyl_severity >= ceiling:
        problems.append(
            Problem("incidents.chernobyl_severity", "not below the ceiling", f"below {ceiling:g}")
        )
    problems.extend(_contradicting_changes(scenario))
    problems.extend(_contradicting_shocks(scenario))
    problems.extend(_contradicting_pauses(scenario))
    return problems


def _is_multiple(length: float, step: float) -> bool:
    count = length / step
    return round(count) >= 1 and abs(count - round(count)) < 1e-6


def _span(scenario: Scenario) -> str:
    time = scenario.parameters.time
    return f"from {time.start:g}, before {time.end:g}"


def _inside(scenario: Scenario, year: float) -> bool:
    time = scenario.parameters.time
    return time.start <= year < time.end


def _contradicting_changes(scenario: Scenario) -> Iterator[Problem]:
    seen: set[tuple[int, str]] = set()
    for number, change in enumerate(scenario.changes):
        where = f"changes[{number}]"
        if not _inside(scenario, change.date):
            yield Problem(f"{where}.date", f"{change.date:g}", _span(scenario))
            continue
        step = step_of(scenario.parameters, change.date)
        for key, value in change.values.items():
            if key not in knobs():
                problem = unknown_key(key, list(knobs()))
                yield problem._replace(where=f"{where}.set.{key}")
            elif knobs()[key].start_only:
                yield Problem(f"{where}.set.{key}", "is read only at the start of a race")
            elif (step, key) in seen:
                yield Problem(f"{where}.set.{key}", f"changed twice in the step of {change.date:g}")
            else:
                try:
                    _checked_parameters(
                        _nested(flat_values(scenario.parameters) | {key: value}), ""
                    )
                except ScenarioError as error:
                    for problem in error.problems:
                        yield problem._replace(where=f"{where}.set.{problem.where}")
            seen.add((step, key))


def _contradicting_shocks(scenario: Scenario) -> Iterator[Problem]:
    seen: set[tuple[int, str]] = set()
    ceiling = scenario.parameters.incidents.severity_ceiling
    for number, shock in enumerate(scenario.shocks):
        where = f"shocks[{number}]"
        if not _inside(scenario, shock.date):
            yield Problem(f"{where}.date", f"{shock.date:g}", _span(scenario))
            continue
        step = step_of(scenario.parameters, shock.date)
        if (step, shock.side) in seen:
            yield Problem(f"{where}.date", f"a second shock to {shock.side} in the same step")
        if shock.severity > ceiling:
            yield Problem(f"{where}.severity", f"{shock.severity:g}", f"at most {ceiling:g}")
        seen.add((step, shock.side))


def _contradicting_pauses(scenario: Scenario) -> Iterator[Problem]:
    end = scenario.parameters.time.end
    for number, pause in enumerate(scenario.pauses):
        where = f"pauses[{number}]"
        if not _inside(scenario, pause.begin):
            yield Problem(f"{where}.from", f"{pause.begin:g}", _span(scenario))
        if not pause.begin < pause.until <= end:
            yield Problem(
                f"{where}.until", f"{pause.until:g}", f"after {pause.begin:g}, up to {end:g}"
            )
        for before, other in enumerate(scenario.pauses[:number]):
            both = sorted(set(pause.sides) & set(other.sides))
            if both and pause.begin < other.until and other.begin < pause.until:
                yield Problem(where, f"overlaps pauses[{before}] for {', '.join(both)}")


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the package; the baseline first."""
    folder = resources.files("race_sim").joinpath("scenarios")
    names = sorted(
        item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")
    )
    return sorted(names, key=lambda name: name != "baseline")


def _read(source: str, content: bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ScenarioError(
            source, [Problem("", f"not a text file: byte {error.start} is not UTF-8", "UTF-8 TOML")]
        ) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(source, [Problem("", f"broken TOML: {error}")]) from None


def _locate(name: str | Path, beside: Path | None) -> tuple[str, str, bytes, Path | None]:
    """Short name, source, content and folder of a named scenario or of a file."""
    text = str(name)
    if isinstance(name, str) and name in scenario_names():
        file = resources.files("race_sim").joinpath("scenarios", f"{name}.toml")
        return name, f"scenario {name!r}", file.read_bytes(), None
    path = Path(text)
    if beside is not None and not path.is_absolute():
        path = beside / path
    looks_like_path = path.suffix == ".toml" or "/" in text or "\\" in text
    if not looks_like_path and not path.is_file():
        known = scenario_names()
        near = difflib.get_close_matches(text, known, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise ScenarioError(
            f"scenario {text!r}",
            [Problem("", "no such scenario", f"{hint}a path, or one of {', '.join(known)}")],
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScenarioError(str(path), [Problem("", f"cannot be read: {reason}")]) from None
    return path.stem, str(path), content, path.parent


def _layers(name: str | Path, beside: Path | None, above: tuple[str, ...]) -> list[dict[str, Any]]:
    """The tables of a scenario and of all it starts from, the deepest first."""
    short, source, content, folder = _locate(name, beside)
    if source in above:
        raise ScenarioError(source, [Problem("from", "starts from itself: " + " > ".join(above))])
    table = _read(source, content)
    parent = table.pop("from", None)
    own = [{"name": short, "source": source, "table": table}]
    if parent is None:
        return own
    if not isinstance(parent, str):
        raise ScenarioError(
            source, [Problem("from", f"{parent!r}", "the name or path of a scenario")]
        )
    return _layers(parent, folder, (*above, source)) + own


def load_scenario(name: str | Path, values: Mapping[str, Value] | None = None) -> Scenario:
    """A scenario by its name or the path of its TOML file, with some values replaced.

    Parameters
    ----------
    name : str or Path
        One of `scenario_names()`, or a path.
    values : mapping, optional
        Dotted keys and values that replace those of the scenario at its start.

    Raises
    ------
    ScenarioError
        With all that is wrong: unknown keys, wrong types, values out of range, contradictory
        dates, a missing file, broken TOML or unreadable bytes.
    """
    layers = _layers(name, None, ())
    source = layers[-1]["source"]
    merged: dict[str, Any] = {}
    texts: dict[str, str] = {}
    events: dict[str, list[Any]] = {key: [] for key in _EVENT_KEYS}
    problems: list[Problem] = []
    for layer in layers:
        table = layer["table"]
        for key in _TEXT_KEYS:
            if key in table:
                text = table.pop(key)
                if not isinstance(text, str):
                    problems.append(Problem(key, f"{text!r}", "text in quotes"))
                else:
                    texts[key] = text
        for key in _EVENT_KEYS:
            entries = table.pop(key, [])
            if isinstance(entries, list):
                events[key] = events[key] + entries
            else:
                problems.append(Problem(key, f"{entries!r}", f"tables, written [[{key}]]"))
        merged.update(_flat(table))
    parameters = Parameters()
    try:
        parameters = _checked_parameters(_nested(merged), source)
    except ScenarioError as error:
        problems.extend(error.problems)
    found = {
        "changes": _checked_events(Change, "changes", events["changes"], problems),
        "shocks": _checked_events(Shock, "shocks", events["shocks"], problems),
        "pauses": _checked_events(Pause, "pauses", events["pauses"], problems),
    }
    scenario = Scenario(
        name=layers[-1]["name"],
        title=texts.get("title", ""),
        question=texts.get("question", ""),
        claim=texts.get("claim", ""),
        parameters=parameters,
        **found,
    )
    problems.extend(_contradictions(scenario))
    _refuse(source, problems)
    return scenario.with_values(values or {})
