"""All parameters as tables, section by section: for the documentation."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from race_sim.documents import table

if TYPE_CHECKING:
    from race_sim.parameters import Knob

HEADINGS = ("key", "default", "unit", "range", "meaning", "kind", "source")
# The first word of a source, and the kind of knowledge that it stands for.
KINDS = {
    "measured": "measured",
    "published": "published",
    "calibrated": "calibrated",
    "guess": "guess",
    "by definition": "definition",
}
OTHER = "choice"
_MOST_CHOICES = 5


def kind_of(source: str) -> str:
    """How well a value is known, by how its source begins: a value of `KINDS`, or "choice".

    >>> kind_of("measured: 19 freezes"), kind_of("the baseline's policy")
    ('measured', 'choice')
    """
    return next((kind for start, kind in KINDS.items() if source.startswith(start)), OTHER)


def _rest_of(source: str) -> str:
    """What a source says besides the kind."""
    start = next((start for start in KINDS if source.startswith(start)), "")
    return source.removeprefix(start).lstrip(":, ")


def _number(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e6 or value != int(value) else f"{value:.0e}"


def _default(knob: Knob) -> str:
    if isinstance(knob.default, bool):
        return "on" if knob.default else "off"
    return f"`{knob.default}`" if isinstance(knob.default, str) else _number(knob.default)


def _range(knob: Knob) -> str:
    if knob.choices:
        few = len(knob.choices) <= _MOST_CHOICES
        return ", ".join(knob.choices) if few else f"{len(knob.choices)} names"
    if knob.low is None or knob.high is None:
        return "on or off"
    return f"{_number(knob.low)} to {_number(knob.high)}"


def index_row(knob: Knob) -> tuple[str, ...]:
    """A parameter as a row under `HEADINGS`."""
    return (
        f"`{knob.key}`",
        _default(knob),
        "" if isinstance(knob.default, bool | str) else knob.unit,
        _range(knob),
        knob.meaning,
        kind_of(knob.source),
        _rest_of(knob.source),
    )


def index_table() -> str:
    """All parameters as Markdown tables, one a section, in the order in which they are declared."""
    from race_sim.parameters import Parameters, knobs

    parts = []
    for section, members in groupby(knobs().values(), lambda knob: knob.key.split(".")[0]):
        about = type(Parameters.model_fields[section].default).__doc__ or ""
        cells = [[cell.replace("|", "\\|") for cell in index_row(knob)] for knob in members]
        title = f"**`{section}`**: {about.strip().splitlines()[0]}"
        parts.append(f"{title}\n\n{table(HEADINGS, cells)}")
    return "\n\n".join(parts)
