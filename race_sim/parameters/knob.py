"""A knob: one parameter of a scenario, with its unit, range, default, meaning and source."""

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

GUESS = "guess: no data fix it; sweep it"


class Section(BaseModel):
    """A group of knobs. Frozen; unknown keys and wrong types are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Knob(NamedTuple):
    """All that is known of one parameter."""

    key: str  # dotted, for example "payoffs.rivalry"
    default: float | int | bool | str
    unit: str
    low: float | None
    high: float | None
    meaning: str
    source: str
    start_only: bool  # read only at the start of a race, so it cannot change at a date
    choices: tuple[str, ...] = ()

    def allowed(self) -> str:
        """What values are allowed, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if isinstance(self.default, bool):
            return "true or false"
        number = "a whole number" if isinstance(self.default, int) else "a number"
        return f"{number} from {self.low:g} to {self.high:g} ({self.unit})"


def knob(
    default: float | int,
    low: float,
    high: float,
    unit: str,
    meaning: str,
    source: str,
    *,
    start_only: bool = False,
) -> Any:
    """A numeric knob, allowed from `low` to `high`, both included."""
    return Field(
        default,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source, "start_only": start_only},
    )


def switch(default: bool, meaning: str, source: str, *, start_only: bool = False) -> Any:
    """A knob that is on or off."""
    return Field(
        default,
        description=meaning,
        json_schema_extra={"unit": "on or off", "source": source, "start_only": start_only},
    )


def choice(
    default: str,
    choices: tuple[str, ...],
    meaning: str,
    source: str,
    *,
    start_only: bool = False,
    others: bool = False,
) -> Any:
    """A knob that is one of a few words; with `others`, its section judges any other word."""
    return Field(
        default,
        pattern=None if others else f"^({'|'.join(choices)})$",
        description=meaning,
        json_schema_extra={
            "unit": "name",
            "source": source,
            "start_only": start_only,
            "choices": list(choices),
        },
    )


def _bound(field: FieldInfo, name: str) -> float | None:
    for constraint in field.metadata:
        value = getattr(constraint, name, None)
        if value is not None:
            return float(value)
    return None


def knob_of(section: str, name: str, field: FieldInfo) -> Knob:
    """What a field of a section says of its knob."""
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    choices = extra.get("choices", [])
    assert isinstance(choices, list)
    return Knob(
        key=f"{section}.{name}",
        default=field.default,
        unit=str(extra["unit"]),
        low=_bound(field, "ge"),
        high=_bound(field, "le"),
        meaning=str(field.description),
        source=str(extra["source"]),
        start_only=bool(extra["start_only"]),
        choices=tuple(str(word) for word in choices),
    )
