"""What a story is made of: sentences with their place in time, and the world they tell of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim import words
from race_sim.yearly import StepRow, Year

if TYPE_CHECKING:
    from race_sim.model import Event
    from race_sim.scenario import Scenario


class Place(IntEnum):
    """In what order things that fall into the same step are told."""

    YEAR = 0  # of the year as a whole
    SCENARIO = 1
    FREEZE_ENDS = 2
    TALKS = 3
    GAME = 4
    CHOICE = 5
    INCIDENT = 6
    AFTERMATH = 7
    BREACH = 8
    AGREEMENT = 9
    CHOICES = 10  # over the year, where they cannot be told by one turn
    YEAR_END = 11


_UNDATED = (Place.YEAR, Place.CHOICES, Place.YEAR_END)


class Sentence(NamedTuple):
    """A sentence without capital, date and full stop, and where it belongs."""

    step: int
    place: Place
    text: str


def joined(world: World, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The sentences of a year in order, each date put in front of the first one that has it."""
    told: list[str] = []
    step_told = 0  # the first step of a race is told without a date
    for one in sorted(sentences, key=lambda one: (one.step, one.place)):
        text = one.text
        if one.place not in _UNDATED and one.step != step_told:
            step_told = one.step
            when = words.part_of_year(world.rows[one.step]["year"], world.step_length)
            text = f"{when} {text}" if when else text
        told.append(words.capital(text) + ".")
    return tuple(told)


@dataclass(frozen=True)
class World:
    """One finished world, as its story needs it."""

    scenario: Scenario
    years: Sequence[Year]
    events: Sequence[Event]
    outcome: Mapping[str, Any]

    @cached_property
    def rows(self) -> list[StepRow]:
        """All steps in order; the number of a step is its place in this list."""
        return [row for year in self.years for row in year.rows]

    @property
    def step_length(self) -> float:
        """Length of a step in years."""
        return self.scenario.parameters.time.step
