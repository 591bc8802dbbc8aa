"""A prior in a study: its laws become uncertainties, and the study remembers its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from race_sim.parameters.checking import shown
from race_sim.problems import InputError, Problem
from race_sim.study.reader import Reader

if TYPE_CHECKING:
    from race_sim.priors.prior import Prior
    from race_sim.scenario import Scenario


@dataclass(frozen=True)
class PriorUse:
    """The prior that a study takes laws from.

    Attributes
    ----------
    name : str
        As it was given: a ready-made prior, or the path of a file.
    only : tuple of str
        Keys and sections that it is restricted to; all of it if empty.
    """

    name: str
    only: tuple[str, ...] = ()
    # Not read yet; None once its laws are among the uncertainties, as in a manifest.
    _prior: Prior | None = field(default=None, compare=False, repr=False)

    def laws_for(self, scenario: Scenario, taken: Collection[str]) -> Prior | None:
        """The prior without what the scenario sets on purpose, or the study in another way.

        Parameters
        ----------
        scenario : Scenario
        taken : collection of str
            Keys of levers, and of what the study sets.
        """
        if self._prior is None:
            return None
        left = self._prior.for_scenario(scenario)
        kept = [key for key in left.entries if key not in taken]
        return left.with_only(kept)

    def as_dictionary(self) -> dict[str, Any]:
        """As a manifest holds it: its laws are written among the uncertainties, in full."""
        return {"name": self.name, "only": list(self.only), "taken_in": True}


def prior_of(given: object, problems: list[Problem]) -> PriorUse | None:
    """The prior that a study file names; what is wrong is added to `problems`.

    Parameters
    ----------
    given : object
        None, a name, a path, or a table with `name` and `only`.
    problems : list of Problem
    """
    if given is None:
        return None
    if isinstance(given, PriorUse):
        given = {"name": given.name, "only": given.only}
    if isinstance(given, str | Path):
        given = {"name": given}
    if not isinstance(given, Mapping):
        problems.append(Problem("prior", shown(given), "a name, a path, or { name, only }"))
        return None
    read = Reader("prior", given, problems)
    name = read.table.pop("name", None)
    only = read.table.pop("only", ())
    taken_in = read.switch("taken_in")
    read.done(("name", "only"))
    if not isinstance(name, str | Path):
        read.wrong("name", "missing" if name is None else shown(name), "a name or a path")
        return None
    if not isinstance(only, list | tuple) or not all(isinstance(one, str) for one in only):
        read.wrong("only", shown(only), "a list of keys and sections of parameters")
        return None
    if taken_in:
        return PriorUse(str(name), tuple(only))
    return _read(name, tuple(only), problems)


def _read(name: str | Path, only: tuple[str, ...], problems: list[Problem]) -> PriorUse | None:
    from race_sim.priors import load_prior

    try:
        prior = load_prior(name)
        return PriorUse(str(name), only, prior.with_only(only) if only else prior)
    except InputError as error:
        for problem in error.problems:
            parts = ["prior", error.source.removeprefix("prior "), problem.where]
            problems.append(problem._replace(where=": ".join(part for part in parts if part)))
        return None
