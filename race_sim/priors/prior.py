"""A prior: what is plausible for each parameter, which of them go together, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from race_sim.parameters import knobs
from race_sim.problems import InputError, Problem
from race_sim.study.copula import Correlation
from race_sim.study.distributions import Distribution
from race_sim.study.points import Design

if TYPE_CHECKING:
    from race_sim.parameters.checking import Value
    from race_sim.scenario import Scenario


@dataclass(frozen=True)
class Law:
    """What one parameter may be, and why.

    Attributes
    ----------
    distribution : Distribution
    why : str
        The reason, in words.
    source : str
        A file of data, a publication, or "guess".
    estimate : str
        Key of the estimate that speaks for the parameter; "" if there is none. The law takes over
        its 90 % interval, unless `differs` says why not.
    differs : str
    """

    distribution: Distribution
    why: str
    source: str
    estimate: str = ""
    differs: str = ""


@dataclass(frozen=True)
class Prior:
    """Laws of all that is uncertain. It cannot be changed.

    Attributes
    ----------
    name, title : str
    entries : mapping of str to Law
        By the parameter's key.
    certain : mapping of str to str
        Keys that are held fixed, and why.
    correlations : tuple of Correlation
    reasons : tuple of str
        Why, one a correlation.
    """

    name: str
    title: str
    entries: Mapping[str, Law]
    certain: Mapping[str, str] = field(default_factory=dict)
    correlations: tuple[Correlation, ...] = ()
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("entries", "certain"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def laws(self) -> dict[str, Distribution]:
        """The distribution of each uncertain parameter, by its key."""
        return {key: law.distribution for key, law in self.entries.items()}

    def with_only(self, names: Iterable[str]) -> Prior:
        """The same prior for some parameters; the others are not uncertain in it.

        Parameters
        ----------
        names : iterable of str
            Keys such as "talks.pace", or sections such as "payoffs".

        Raises
        ------
        InputError
            If a name stands for no law.
        """
        chosen: set[str] = set()
        problems = []
        for name in names:
            found = [key for key in self.entries if key == name or key.startswith(f"{name}.")]
            chosen.update(found)
            if not found:
                known = "is held fixed in it" if name in self.certain else "has no law in it"
                allowed = "keys or sections of parameters that are uncertain"
                problems.append(Problem(f"only: {name}", known, allowed))
        if problems:
            raise InputError(f"prior {self.name!r}", problems)
        return self._keeping(chosen)

    def for_scenario(self, scenario: Scenario) -> Prior:
        """The same prior without what the scenario sets on purpose: see `set_on_purpose`."""
        return self._keeping(self.entries.keys() - set_on_purpose(scenario))

    def _keeping(self, keys: Iterable[str]) -> Prior:
        kept = set(keys)
        pairs = [
            (one, why)
            for one, why in zip(self.correlations, self.reasons, strict=True)
            if kept.issuperset(one.keys)
        ]
        return replace(
            self,
            entries={key: law for key, law in self.entries.items() if key in kept},
            correlations=tuple(one for one, _ in pairs),
            reasons=tuple(why for _, why in pairs),
        )

    def points(self, points: int, seed: int) -> list[dict[str, Value]]:
        """Points of a Latin hypercube: values of all uncertain parameters, by key.

        Parameters
        ----------
        points : int
        seed : int
            The same seed gives the same points.
        """
        design = Design("latin-hypercube", points=points)
        return design.uncertainty_points(self.laws, seed, self.correlations)


def set_on_purpose(scenario: Scenario) -> set[str]:
    """Keys that a scenario sets: at its start to another value than the default, or at a date.

    No law of a prior replaces these: "no export controls" stays without export controls.
    """
    keys = {key for key, knob in knobs().items() if scenario[key] != knob.default}
    return keys.union(*(change.values for change in scenario.changes))


def at_point(scenario: Scenario, point: Mapping[str, Value]) -> Scenario:
    """A scenario at a point of a prior; what it sets on purpose stays as it is.

    Two scenarios at the same point differ in what they set, and in nothing else.
    """
    own = set_on_purpose(scenario)
    return scenario.with_values({key: value for key, value in point.items() if key not in own})
