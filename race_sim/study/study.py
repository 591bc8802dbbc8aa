"""A study: a scenario, what is varied in it, how many worlds are played, and what is asked of them.

>>> study = Study(
...     scenario="baseline",
...     uncertainties={"payoffs.rivalry": [0.0, 1.2], "exchange.openness": [0.0, 0.6]},
...     design={"kind": "sobol", "points": 32},
...     worlds=500,
... )
>>> len(study.points())
32

Levers are what somebody can choose, uncertainties what nobody knows. The design says which points
of the uncertainties are tried; every combination of the levers is tried at each of them.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim.parameters.checking import Value
from race_sim.problems import InputError, Problem
from race_sim.scenario import Scenario
from race_sim.study.copula import Correlation
from race_sim.study.distributions import Distribution
from race_sim.study.points import CORRELATED, MOST_POINTS, Design
from race_sim.study.prior_use import PriorUse
from race_sim.study.requests import AnalysisRequest, Stopping, misfits
from race_sim.study.study_table import checked_fields

if TYPE_CHECKING:
    from race_sim.study.engines import Engine
    from race_sim.study.result import StudyResult

__all__ = [
    "AnalysisRequest",
    "Correlation",
    "Design",
    "DesignPoint",
    "Distribution",
    "PriorUse",
    "Stopping",
    "Study",
]


class DesignPoint(NamedTuple):
    """One point of a study."""

    number: int
    lever_point: int
    uncertainty_point: int
    values: dict[str, Value]


@dataclass(frozen=True, init=False)
class Study:
    """A checked study. It cannot be changed.

    Parameters are as in a study file (docs/study-files.md); `scenario` is a `Scenario`, its name,
    or the path of its file.

    Attributes
    ----------
    name, title, question : str
    scenario : Scenario
        In which nothing is varied yet.
    levers : dict of str to tuple
        Keys that somebody can choose, and the values to try.
    uncertainties : dict of str to Distribution
        Keys that nobody knows, those of the prior included.
    correlations : tuple of Correlation
        Between uncertainties.
    prior : PriorUse or None
        The prior that laws of `uncertainties` were taken from.
    design : Design
    worlds : int
        A point; with a stopping rule, its ceiling.
    seed, first_world : int
    independent : bool
        Whether every point has luck of its own; by default all share luck world by world.
    stopping : Stopping or None
    outcomes : tuple of str
        Columns to keep; all if empty.
    analyses : tuple of AnalysisRequest
    figures : tuple of str
        Pictures to draw; chosen by what is varied if empty.
    model : str
        A `RaceModel` of the user's own, "package.module:Class" or "file.py:Class"; the compiled
        loop if empty.

    Raises
    ------
    InputError
        With all that is wrong.
    """

    name: str
    title: str
    question: str
    scenario: Scenario
    levers: dict[str, tuple[Value, ...]]
    uncertainties: dict[str, Distribution]
    correlations: tuple[Correlation, ...]
    prior: PriorUse | None
    design: Design
    worlds: int
    seed: int
    first_world: int
    independent: bool
    stopping: Stopping | None
    outcomes: tuple[str, ...]
    analyses: tuple[AnalysisRequest, ...]
    figures: tuple[str, ...]
    model: str

    def __init__(self, /, **given: Any):
        self._fill("study", given, [])

    def _fill(self, source: str, given: Mapping[str, Any], problems: list[Problem]) -> None:
        fields = checked_fields(given, problems)
        if problems:
            raise InputError(source, problems)
        for name, value in fields.items():
            object.__setattr__(self, name, value)
        problems = _misfits(self)
        if problems:
            raise InputError(source, problems)

    @classmethod
    def load(cls, name: str | Path) -> Study:
        """A study by the path of its TOML file, or a ready-made one by its name.

        Raises
        ------
        InputError
            With all that is wrong with it.
        """
        from race_sim.study.study_file import folder_of, read_study

        problems: list[Problem] = []
        source, table = read_study(name, problems)
        study = cls.__new__(cls)
        study._fill(source, table, problems)
        # Where it comes from, not what it is: no field, so that copies elsewhere are equal.
        object.__setattr__(study, "_folder", folder_of(name))
        return study

    @classmethod
    def from_dictionary(cls, content: Mapping[str, Any]) -> Study:
        """The study that `as_dictionary` gave.

        Raises
        ------
        InputError
            If it has been changed and cannot be used.
        """
        table = dict(content)
        scenario = table.get("scenario")
        if isinstance(scenario, Mapping):
            from pydantic import ValidationError

            try:
                table["scenario"] = Scenario.model_validate_json(json.dumps(scenario))
            except ValidationError as error:
                places = (".".join(map(str, item["loc"])) for item in error.errors())
                problems = [Problem(f"scenario.{place}", "cannot be used") for place in places]
                raise InputError("study", problems) from None
        return cls(**table)

    def as_dictionary(self) -> dict[str, Any]:
        """All of it, with the scenario in full, as JSON can hold it. The way back is exact."""
        return {
            "name": self.name,
            "title": self.title,
            "question": self.question,
            "scenario": self.scenario.model_dump(mode="json", by_alias=True),
            "levers": {key: {"values": list(values)} for key, values in self.levers.items()},
            "uncertainties": {
                key: spread.as_dictionary() for key, spread in self.uncertainties.items()
            },
            "correlations": [one.as_dictionary() for one in self.correlations],
            "prior": None if self.prior is None else self.prior.as_dictionary(),
            "design": self.design.as_dictionary(),
            "worlds": self.worlds,
            "seed": self.seed,
            "first_world": self.first_world,
            "independent": self.independent,
            "stopping": None if self.stopping is None else self.stopping.as_dictionary(),
            "outcomes": list(self.outcomes),
            "analyses": [request.as_dictionary() for request in self.analyses],
            "figures": list(self.figures),
            "model": self.model,
        }

    def lever_points(self) -> list[dict[str, Value]]:
        """Every combination of the levers, the last changing fastest; one if there are none."""
        return [
            dict(zip(self.levers, values, strict=True))
            for values in itertools.product(*self.levers.values())
        ]

    def uncertainty_points(self) -> list[dict[str, Value]]:
        """The points of the design; one if nothing is uncertain."""
        return self.design.uncertainty_points(self.uncertainties, self.seed, self.correlations)

    def points(self) -> tuple[DesignPoint, ...]:
        """All points: every lever point, and at each every uncertainty point.

        Raises
        ------
        InputError
            If there are too many, or a design needs a library that is not there.
        """
        chosen = self.lever_points()
        unknown = self.uncertainty_points()
        pairs = itertools.product(enumerate(chosen), enumerate(unknown))
        return tuple(
            DesignPoint(number, lever, uncertainty, levers | uncertainties)
            for number, ((lever, levers), (uncertainty, uncertainties)) in enumerate(pairs)
        )

    def number_of_points(self) -> tuple[int, int]:
        """How many lever points and uncertainty points there are, without making them."""
        levers = math.prod(len(values) for values in self.levers.values())
        return levers, self.design.number_of_points(self.uncertainties)

    def scenario_at(self, point: DesignPoint) -> Scenario:
        """The scenario of a point.

        Raises
        ------
        ScenarioError
            If its values contradict each other.
        """
        return self.scenario.with_values(point.values)

    def run(
        self,
        out: Path | str | None = None,
        engine: str | Engine | None = None,
        workers: int | None = None,
        scheduler: str | None = None,
        chunk: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> StudyResult:
        """Run the study: see `race_sim.study.run.run`.

        The path of a model of one's own is relative to the file that the study was loaded from.
        """
        from race_sim.study.run import run

        base: Path | None = getattr(self, "_folder", None)
        return run(self, out, engine, workers, scheduler, chunk, progress, base)


def _misfits(study: Study) -> list[Problem]:
    """What does not fit together in a study whose fields are good."""
    levers, uncertainties = study.number_of_points()
    problems = misfits(study.analyses, study.design, levers, uncertainties)
    if levers * uncertainties > MOST_POINTS:
        count = levers * uncertainties
        what = f"{count} points" if count < 10**12 else f"{float(count):.0e} points"
        problems.append(Problem("design", what, f"at most {MOST_POINTS}"))
    if not study.uncertainties and study.design.kind not in ("grid", "list"):
        problems.append(Problem("design", f"{study.design.kind} without uncertainties", "grid"))
    if study.correlations and study.design.kind not in CORRELATED:
        what = f"{study.design.kind} with correlations between uncertainties"
        allowed = f"{' or '.join(CORRELATED)}, or correlations = []"
        problems.append(Problem("design", what, allowed))
    changed = {key for change in study.scenario.changes for key in change.values}
    listed = dict(study.design.listed[0]) if study.design.listed else {}
    for key in [*study.levers, *study.uncertainties, *listed]:
        if key in changed:
            what = "is varied, and the scenario changes it at a date"
            problems.append(Problem(key, what, "one of the two"))
    return problems
