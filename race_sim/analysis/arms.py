"""Experiments with named arms: settings played under common luck, and compared world by world.

>>> from race_sim.analysis import arms, measures
>>> plain = arms.Arm("plain", "as in the baseline")
>>> calm = arms.Arm("calm", "no rivalry", {"payoffs.rivalry": 0.0}, against="plain")
>>> found = arms.play([plain, calm], [measures.RISK], worlds=300, seed=1)
>>> found.change("calm", "catastrophe_risk").high < 0.0
True
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from race_sim.address import check_address
from race_sim.analysis.arm_results import Results
from race_sim.analysis.arm_worlds import Setting, nameless, numbers_of
from race_sim.analysis.measures import Measure
from race_sim.contradictions import contradictions
from race_sim.events import Change, Pause, Shock
from race_sim.problems import InputError, Problem, ScenarioError
from race_sim.scenario import Scenario, Value, load_scenario


@dataclass(frozen=True)
class Arm:
    """One setting of an experiment.

    Attributes
    ----------
    key : str
        Its name in tables.
    label : str
        Its name in figures and sentences.
    values : mapping of str to Value
        Parameters that differ from the scenario's, from the start.
    scenario : str
        The scenario that it starts from.
    changes, shocks, pauses : tuple
        What happens besides, see `change`, `shock` and `pause`.
    against : str
        The key of the arm that it is compared with; empty for one that others are compared with.
    group : str
        A heading over several arms in a figure, or the line of a sweep that it belongs to.
    at : float
        Its place on the axis of a sweep.
    since : float
        Year from which on it is looked at, and from which measures count years: worlds that have
        ended by then do not count. So arms that differ from a date on are compared like with like.
        By default the start of the race.
    """

    key: str
    label: str
    values: Mapping[str, Value] = field(default_factory=dict)
    scenario: str = "baseline"
    changes: tuple[Change, ...] = ()
    shocks: tuple[Shock, ...] = ()
    pauses: tuple[Pause, ...] = ()
    against: str = ""
    group: str = ""
    at: float = math.nan
    since: float = -math.inf

    def built(self) -> Scenario:
        """The scenario that is played.

        Raises
        ------
        ScenarioError
            If a key, value or date is not allowed.
        """
        base = load_scenario(self.scenario, self.values)
        events = {
            kind: (*getattr(base, kind), *getattr(self, kind))
            for kind in ("changes", "shocks", "pauses")
        }
        scenario = base.model_copy(update=events)
        problems = contradictions(scenario)
        if problems:
            raise ScenarioError(f"arm {self.key!r}", problems)
        return scenario


def change(date: float, values: Mapping[str, Value]) -> Change:
    """Parameters that take new values at a date."""
    return Change.model_validate({"date": float(date), "set": dict(values)})


def shock(
    date: float, side: str, severity: float = 100.0, kind: str = "misaligned_system"
) -> Shock:
    """An incident that is forced; a severity of 100 is halfway to a catastrophe."""
    return Shock.model_validate(
        {"date": float(date), "side": side, "severity": float(severity), "kind": kind}
    )


def pause(sides: Iterable[str], begin: float, until: float, share: float = 1.0) -> Pause:
    """A stop of progress from a date to a date."""
    return Pause.model_validate(
        {"sides": list(sides), "from": float(begin), "until": float(until), "share": float(share)}
    )


def _check(arms: Sequence[Arm], measures: Sequence[Measure]) -> None:
    problems = []
    for what, keys in (
        ("arms", [arm.key for arm in arms]),
        ("measures", [measure.key for measure in measures]),
    ):
        if not keys:
            problems.append(Problem(what, "none", "at least one"))
        twice = sorted({key for key in keys if keys.count(key) > 1})
        problems.extend(Problem(f"{what}.{key}", "given twice") for key in twice)
    known = {arm.key for arm in arms}
    problems.extend(
        Problem(f"arms.{arm.key}.against", arm.against, ", ".join(sorted(known)))
        for arm in arms
        if arm.against and arm.against not in known
    )
    if problems:
        raise InputError("experiment", problems)


def play(
    arms: Iterable[Arm], measures: Iterable[Measure], worlds: int = 1000, seed: int = 0
) -> Results:
    """Play every arm under the same luck, and read every measure off every world.

    Arms that come to the same scenario are played once.

    Parameters
    ----------
    arms : iterable of Arm
    measures : iterable of Measure
    worlds, seed : int

    Raises
    ------
    InputError
        If an argument, an arm or a measure cannot be used.
    """
    arms, measures = tuple(arms), tuple(measures)
    check_address("simulate", seed, worlds, 0)
    _check(arms, measures)
    # All are checked before any is played.
    settings = {arm.key: Setting(nameless(arm.built()), arm.since) for arm in arms}
    found: dict[Setting, dict[str, np.ndarray]] = {}
    risks: dict[Scenario, np.ndarray] = {}
    for setting in settings.values():
        if setting not in found:
            found[setting] = numbers_of(setting, measures, worlds, seed, risks)
    values = {key: found[setting] for key, setting in settings.items()}
    return Results(arms, measures, values, worlds, seed)
