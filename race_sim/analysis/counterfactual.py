"""Counterfactuals: the same world under another choice, and where the two histories part.

Luck has addresses, so the counterfactual meets the very luck of the factual: the two are equal bit
for bit until the change makes a difference (the definition of a counterfactual by Lewis, D., 1973,
Counterfactuals: as the world was until the antecedent, and on by its own laws from there).

>>> found = counterfactual("baseline", {"us.policy": "always-safe"}, seed=1, world=7)
>>> found.parting.year, found.partings[0].kind
(2026.0, 'choice')
>>> counterfactual("baseline", {"us.policy": "logit-response"}, seed=1, world=7).parting is None
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim.outcomes import OUTCOMES
from race_sim.problems import InputError, Problem
from race_sim.record import Row
from race_sim.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd

    from race_sim.model import Event, RaceModel
    from race_sim.parameters.checking import Value

_BOTH = ("us", "cn")


def _of_both(*names: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for name in names for side in _BOTH)


# What is compared in each step, in the order in which a step is played. Columns of `Row`.
STATE = (
    *_of_both("capability", "safety", "talent", "restriction", "belief"),
    "chip_dependency",
    "talks",
    "treaty",
)
CHOICE = _of_both("invests")
HAPPENING = (
    *_of_both("incidents", "chernobyl_moments", "worst_severity", "harm"),
    "treaty_signed",
    "treaty_ended",
    "breach",
    "catastrophe",
    "winner",
)
# What both face and believe follows from state and parameters. It may differ without anything
# else doing so, and is then no parting of the two histories.
_SEEN = frozenset(("year", *STATE, *CHOICE, *HAPPENING))
OUTLOOK = tuple(name for name in Row._fields if name not in _SEEN)
KINDS = {"state": STATE, "outlook": OUTLOOK, "choice": CHOICE, "happening": HAPPENING}
_CLOCK = ("time.start", "time.end", "time.step")


class Parting(NamedTuple):
    """The first step in which something of one kind differs."""

    kind: str  # "state", "outlook", "choice" or "happening", as in `KINDS`
    step: int
    year: float  # at which the step begins
    columns: tuple[str, ...]  # of the history, that differ there


def check_clock(source: str, factual: Scenario, other: Scenario) -> None:
    """Refuse two scenarios whose steps are not the same: step 5 must be the same quarter in both.

    Raises
    ------
    InputError
    """
    problems = [
        Problem(key, f"{other[key]:g}", f"as it was, {factual[key]:g}: luck goes by steps")
        for key in _CLOCK
        if factual[key] != other[key]
    ]
    if problems:
        raise InputError(source, problems)


def first_steps(first: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
    """In which step two histories first differ in anything of each kind.

    Parameters
    ----------
    first, second : ndarray of float, shape (worlds, steps, columns of `Row`)
        NaN after a world's end.

    Returns
    -------
    dict of str to ndarray of int, shape (worlds,)
        By the kinds of `KINDS`; -1 where nothing differs. Steps that only one of them has are
        not compared: what ended the other has happened in an earlier one.
    """
    import numpy as np

    both = ~(np.isnan(first[:, :, 0]) | np.isnan(second[:, :, 0]))
    found = {}
    for kind, names in KINDS.items():
        columns = [Row._fields.index(name) for name in names]
        differs = (first[:, :, columns] != second[:, :, columns]).any(axis=2) & both
        found[kind] = np.where(differs.any(axis=1), differs.argmax(axis=1), -1)
    return found


def history_array(history: pd.DataFrame) -> np.ndarray:
    """`RaceModel.history` as numbers, shape (1, steps, columns of `Row`)."""
    import numpy as np

    columns = [
        history[name].cat.codes if history[name].dtype == "category" else history[name]
        for name in Row._fields
    ]
    return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)[None]


def _partings(factual: pd.DataFrame, other: pd.DataFrame) -> tuple[Parting, ...]:
    steps = min(len(factual), len(other))
    first, second = history_array(factual)[:, :steps], history_array(other)[:, :steps]
    found = []
    for kind, at in first_steps(first, second).items():
        step = int(at[0])
        if step < 0:
            continue
        differing = tuple(
            name
            for name in KINDS[kind]
            if first[0, step, Row._fields.index(name)] != second[0, step, Row._fields.index(name)]
        )
        found.append(Parting(kind, step, float(factual["year"].iloc[step]), differing))
    return tuple(sorted(found, key=lambda parting: parting.step))


@dataclass(frozen=True)
class Counterfactual:
    """One world as it happened, and as it would have been but for some values.

    Attributes
    ----------
    values : mapping of str to value
        What is changed in the counterfactual, by dotted key.
    factual, other : RaceModel
        Both played to their ends, with the same seed and world.
    partings : tuple of Parting
        At most one of each kind, in order of time.
    """

    values: Mapping[str, Value]
    factual: RaceModel
    other: RaceModel
    partings: tuple[Parting, ...]

    def first(self, kind: str) -> Parting | None:
        """The first difference of a kind of `KINDS`, or None."""
        return next((parting for parting in self.partings if parting.kind == kind), None)

    @property
    def parting(self) -> Parting | None:
        """Where the two histories part: the first difference of state, choice or happening.

        None if they never do.
        """
        return next((one for one in self.partings if one.kind != "outlook"), None)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """The outcomes that differ: columns `outcome`, `factual`, `but` and `difference`.

        `difference` is the counterfactual's less the factual's; NaN for names and for dates that
        only one of them has.
        """
        import pandas as pd

        first, second = self.factual.outcome, self.other.outcome
        rows = []
        for column in OUTCOMES:
            one, two = first[column.name], second[column.name]
            if one == two or (one != one and two != two):
                continue
            numeric = column.kind in ("count", "number", "year")
            gap = float(two) - float(one) if numeric else float("nan")
            rows.append((column.name, one, two, gap))
        return pd.DataFrame(rows, columns=["outcome", "factual", "but", "difference"])

    @cached_property
    def side_by_side(self) -> pd.DataFrame:
        """Both histories: `world`, `step`, `year`, `same`, then each column and its `_but`.

        `same` says whether everything of the step, outlook included, is equal. Steps that only
        one of the two has are there too, with missing values for the other.
        """
        history, other = self.factual.history, self.other.history
        both = history.merge(
            other, on=["world", "step", "year"], how="outer", suffixes=("", "_but")
        )
        both = both.sort_values("step", ignore_index=True)
        names = [name for name in Row._fields if name != "year"]
        steps = min(len(history), len(other))
        equal = (history_array(history)[0, :steps] == history_array(other)[0, :steps]).all(axis=1)
        both.insert(3, "same", [bool(equal[n]) if n < steps else False for n in range(len(both))])
        ordered = [column for name in names for column in (name, f"{name}_but")]
        return both[["world", "step", "year", "same", *ordered]]

    def events_at(self, step: int) -> tuple[list[Event], list[Event]]:
        """The events of a step that only the factual has, and those only the counterfactual has."""
        first = [event for event in self.factual.events if event.step == step]
        second = [event for event in self.other.events if event.step == step]
        shared = [event for event in first if event in second]
        return (
            [event for event in first if event not in shared],
            [event for event in second if event not in shared],
        )

    def sentences(self) -> tuple[str, ...]:
        """Where the two part, what differs first, and what became of each."""
        from race_sim.analysis.counterfactual_words import sentences_on

        return tuple(sentences_on(self))

    def as_dictionary(self) -> dict[str, Any]:
        """What a program may want to know: values, partings, outcomes, sentences."""
        return {
            "values": dict(self.values),
            "part": self.parting is not None,
            "parting": None if self.parting is None else self.parting._asdict(),
            "partings": [parting._asdict() for parting in self.partings],
            "outcome": self.other.outcome,
            "events": [event._asdict() for event in self.other.events],
            "differences": self.outcomes.to_dict("records"),
            "sentences": list(self.sentences()),
        }


def counterfactual(
    scenario: Scenario | str | Path, values: Mapping[str, Value], seed: int = 0, world: int = 0
) -> Counterfactual:
    """Play one world as a scenario has it, and again with some values changed.

    Parameters
    ----------
    scenario : Scenario, str or Path
    values : mapping of str to value
        What is changed at the start, by dotted key, for example `{"us.policy": "always-safe"}`.
    seed, world : int
        As in `RaceModel`.

    Raises
    ------
    InputError
        If an argument cannot be used, or a value changes the clock.
    """
    from race_sim.model import RaceModel

    source = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    changed = source.with_values(values)
    check_clock("counterfactual", source, changed)
    models = []
    for one in (source, changed):
        model = RaceModel(one, seed=seed, world=world)
        model.run()
        models.append(model)
    factual, other = models
    return Counterfactual(dict(values), factual, other, _partings(factual.history, other.history))
