"""What a question to all models is made of: panels, their lines, and what decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from race_sim.events import Change, Shock
from race_sim.literature.catalogue import Measure
from race_sim.scenario import Value

OURS = "race_sim"
# Of punishers (Han et al. 2021, 2022): what it costs them in speed, and what it takes from the
# punished, who is still first, or is not any more.
LENIENT = {"slowdown_own": 0.1, "slowdown_rival": 0.3}
HARD = {"slowdown_own": 0.3, "slowdown_rival": 1.0}
ASIDE = " (aside)"  # after the name of a model where its panel is no answer


class Line(NamedTuple):
    """One curve of a published model: a measure of danger while one thing is moved."""

    label: str  # under which assumption, in a few words; "" where a panel has one line
    # The name of the measure, "" if the levels are measures; or a measure that is not among the
    # model's own, and takes only the parameters named.
    measure: str | Measure
    fixed: Mapping[str, float]  # other parameters that are not at their defaults


class Panel(NamedTuple):
    """What one model says: what is moved from where to where, and the curves.

    What is moved is a parameter (`parameter`, `levels`), or which measure is read (`measures`), for
    an assumption that is no number, such as who knows what.
    """

    model: str
    moved: str  # in words, for the axis and the table
    lines: tuple[Line, ...]
    parameter: str = ""
    levels: tuple[float, ...] = ()
    measures: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # of the levels, if these are measures
    danger: str = ""  # what is measured, if the title of the measure says too much
    safer: bool = False  # whether more of the measure is less danger
    # Whether something else than what is asked about is moved: shown beside the answers, and not
    # counted among them.
    beside: bool = False

    def level_names(self) -> tuple[str, ...]:
        """The levels as they are written."""
        return self.names or tuple(f"{level:g}" for level in self.levels)

    def places(self) -> tuple[float, ...]:
        """Where the levels stand on an axis."""
        return self.levels or tuple(float(place) for place in range(len(self.measures)))


class OurLine(NamedTuple):
    """One curve of our race."""

    label: str
    values: Mapping[str, Value] = {}  # from the start
    switched_off: Mapping[str, Value] = {}  # from the date of the incident on
    values_at: Callable[[float], Mapping[str, Value]] = lambda _: {}  # besides what is moved


class OurPanel(NamedTuple):
    """What our race says: the same worlds at every level."""

    moved: str
    levels: tuple[float, ...]
    values_at: Callable[[float], Mapping[str, Value]]
    lines: tuple[OurLine, ...]
    names: tuple[str, ...] = ()
    since: float = float("-inf")  # from which year on danger counts
    shocks_at: Callable[[float], tuple[Shock, ...]] = lambda _: ()
    changes: Callable[[OurLine], tuple[Change, ...]] = lambda _: ()

    def level_names(self) -> tuple[str, ...]:
        """The levels as they are written."""
        return self.names or tuple(f"{level:g}" for level in self.levels)

    def places(self) -> tuple[float, ...]:
        """Where the levels stand on an axis: names of levels at equal distances."""
        return tuple(float(place) for place in range(len(self.names))) or self.levels


class Decider(NamedTuple):
    """An assumption that decides: two curves of one model that differ in nothing else."""

    model: str
    first: str  # label of a line
    second: str
    assumption: str  # what is switched between them, for the middle of a sentence


class Silent(NamedTuple):
    """A model that says nothing to a question."""

    model: str
    why: str


class Question(NamedTuple):
    """One question, asked of all models and of our race."""

    name: str
    title: str  # a question
    panels: tuple[Panel, ...]
    ours: tuple[OurPanel, ...]
    deciders: tuple[Decider, ...]
    silent: tuple[Silent, ...]
    why_not_ours: str = ""
    notes: Callable[[], Iterable[str]] = tuple  # more that models say, computed, in sentences
