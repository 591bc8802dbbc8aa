"""What a scenario makes happen at a date: changes of parameters, shocks, pauses."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
)

from race_sim.parameters.checking import Value, flatten, shown
from race_sim.problems import Problem
from race_sim.resolve import KIND_KEYS


def _year_of(value: object) -> object:
    """A TOML date as a year with a fraction; anything else as it is.

    All months are taken to be equally long, so that the first of April is a quarter of a year,
    and falls into the step that begins there.
    """
    if isinstance(value, datetime.date):  # a datetime is one too
        days = calendar.monthrange(value.year, value.month)[1]
        return value.year + (value.month - 1 + (value.day - 1) / days) / 12
    return value


def _assignments_of(value: object) -> object:
    """A table of keys and values, nested or dotted, as pairs: what is frozen can be hashed."""
    return tuple(flatten(value)) if isinstance(value, Mapping) else value


def _tuple_of(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Year = Annotated[float, BeforeValidator(_year_of)]
SideName = Literal["us", "cn"]
KindName = Literal[
    "misaligned_system", "financial_meltdown", "weaponised_use", "societal_disruption"
]
# Values are checked with the parameters: what is allowed depends on the key.
Assignments = Annotated[
    tuple[tuple[str, Any], ...], BeforeValidator(_assignments_of), PlainSerializer(dict)
]
Sides = Annotated[tuple[SideName, ...], BeforeValidator(_tuple_of)]


class Event(BaseModel):
    """Something that a scenario makes happen at a date."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True
    )


class Change(Event):
    """Parameters that take new values at a date, and keep them."""

    date: Year = Field(description="year, or a date")
    assignments: Assignments = Field(alias="set", min_length=1, description="key = value")

    @property
    def values(self) -> dict[str, Value]:
        """The new values by dotted key."""
        return dict(self.assignments)


class Shock(Event):
    """An incident that happens at a date, whatever the dice say."""

    date: Year = Field(description="year, or a date")
    side: SideName = Field(description="where it happens")
    severity: float = Field(ge=1.0, le=1e9, description="in units of the smallest serious incident")
    kind: KindName = Field("misaligned_system", description="what kind of incident")


class Pause(Event):
    """A stop of progress on one side or both, from a date to a date."""

    sides: Sides = Field(min_length=1, description="who pauses")
    begin: Year = Field(alias="from", description="year, or a date")
    until: Year = Field(description="year, or a date")
    share: float = Field(1.0, ge=0.0, le=1.0, description="share of progress that is stopped")


EVENT_MODELS: dict[str, type[Event]] = {"changes": Change, "shocks": Shock, "pauses": Pause}

_DATE = "a year such as 2028.25, or a date such as 2028-04-01"
_ALLOWED = {
    "date": _DATE,
    "from": _DATE,
    "until": _DATE,
    "side": "us or cn",
    "sides": "a list of us and cn",
    "severity": "a number from 1 to 1e+09 (smallest serious incident)",
    "kind": ", ".join(KIND_KEYS),
    "share": "a number from 0 to 1",
    "set": "a table of one key and value or more",
}


def _problems(key: str, where: str, entry: object, error: ValidationError) -> list[Problem]:
    fields = EVENT_MODELS[key].model_fields
    known = [field.alias or name for name, field in fields.items()]
    problems = []
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        value = item["input"]
        if len(item["loc"]) == 1 and isinstance(entry, Mapping):
            value = entry.get(name, value)  # as it was written
        place = f"{where}.{name}" if name else where
        if item["type"] == "missing":
            problem = Problem(place, "missing", _ALLOWED[name])
        elif item["type"] == "extra_forbidden":
            problem = Problem(place, "unknown key", ", ".join(known))
        elif name:
            problem = Problem(place, shown(value), _ALLOWED[name])
        else:
            problem = Problem(place, shown(value), "a table with " + ", ".join(known))
        if problem not in problems:
            problems.append(problem)
    return problems


def event_from(key: str, where: str, entry: object, problems: list[Problem]) -> Event | None:
    """One entry of `changes`, `shocks` or `pauses` as an event; None if it cannot be one.

    What is wrong with it is added to `problems`, each with its place in the file: `where`.
    """
    try:
        return EVENT_MODELS[key].model_validate(entry)
    except ValidationError as error:
        problems.extend(_problems(key, where, entry, error))
        return None
