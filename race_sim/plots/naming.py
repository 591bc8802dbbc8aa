"""Parameters, settings and amounts in words, for the sentences and pictures of a study."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from race_sim.parameters import knobs
from race_sim.plots import words

if TYPE_CHECKING:
    from race_sim.plots.sweeps import Outcome

_SHORT = 12  # letters
_SIDES = {"us": "United States", "cn": "China"}


def meaning(key: str) -> str:
    """What a parameter is, in a few words; its key if it is none of a scenario.

    >>> meaning("exchange.openness")
    "share of the rival's safety work that arrives"
    >>> meaning("us.talent")
    'United States: talent at the start'
    """
    knob = knobs().get(key)
    if knob is None:
        return key
    section, *middle, _ = key.split(".")
    # What comes after these marks can be done without, unless little comes before it.
    text = knob.meaning
    for mark in (": ", "; ", ", "):
        head, _, _ = text.partition(mark)
        text = head if len(head) > _SHORT else text.replace(mark, ", ", 1)
    if len(text) < _SHORT and section not in _SIDES:
        return f"{section.replace('_', ' ')}, {text}"
    if section in _SIDES:
        return f"{_SIDES[section]}: {text}"
    if middle:
        return f"{middle[0].replace('_', ' ')}: {text}"
    return text


def in_words(key: str) -> str:
    """A parameter in words, with its key: `talent at the start (us.talent)`."""
    said = meaning(key)
    return said if said == key else f"{said} ({key})"


def label(key: str) -> str:
    """A parameter for the axis of a picture: its meaning, and its key under it."""
    said = meaning(key)
    return said if said == key else f"{words.first_capital(said)}\n{key}"


def unit_of(key: str) -> str:
    """The unit of a parameter, empty if a number of it is written without one."""
    knob = knobs().get(key)
    bare = ("1", "share", "probability", "factor", "name", "on or off")
    return "" if knob is None or knob.unit in bare else knob.unit


def setting(values: Mapping[str, Any]) -> str:
    """What is chosen, for example `us.policy = always-safe, exchange.openness = 0.3`."""
    from race_sim.plots.sweeps import value_name

    if not values:
        return "as the scenario has it"
    return ", ".join(f"{key} = {value_name(value)}" for key, value in values.items())


def quantity(name: str) -> str:
    """What the estimate of an outcome is, for the middle of a sentence.

    >>> quantity("catastrophe")
    'the share of worlds in which the race ends in a catastrophe'
    >>> quantity("us_welfare")
    'mean US welfare'
    """
    from race_sim.outcomes import COLUMNS

    column = COLUMNS[name]
    said = column.meaning.split(":")[0]
    if column.kind == "yes or no":
        said = said.removeprefix("whether ").replace("it ended", "the race ends")
        return f"the share of worlds in which {said}"
    if column.kind == "year":
        return f"the share of worlds that reach {said}" if name != "end_year" else said
    if column.kind == "count":
        return f"the mean number of {said}"
    if column.unit == "probability":
        return f"the {said.split(', ')[0]}"
    return f"mean {said}"


def amount_unit(outcome: Outcome) -> str:
    """In what differences of an outcome are written; also the label of an axis."""
    if outcome.scale == 100.0:
        return "percentage points"
    return outcome.unit.removeprefix("mean, ").removeprefix("mean ")


def amount(outcome: Outcome, value: float) -> str:
    """A difference between two values of an outcome, with its unit."""
    if math.isnan(value):
        return "not known"
    return f"{words.number(_tidy(outcome.scale * value))}{words.NO_BREAK}{amount_unit(outcome)}"


def amount_with_interval(outcome: Outcome, value: float, low: float, high: float) -> str:
    """A difference with its interval: `1.2 percentage points (0.9 to 1.4)`."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return amount(outcome, value)
    ends = [words.number(_tidy(outcome.scale * end)) for end in (low, high)]
    return f"{amount(outcome, value)} ({ends[0]} to {ends[1]})"


def _tidy(value: float) -> float:
    """Without the dust of floating-point arithmetic, and without a negative zero."""
    return 0.0 if abs(value) < 1e-12 else value


def intervals(confidence: float) -> str:
    """What the intervals of a picture are, to go before "intervals": `95 %`."""
    return f"{100.0 * confidence:g}{words.NO_BREAK}%"


def listed(parts: list[str]) -> str:
    """Several things in a sentence: `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
