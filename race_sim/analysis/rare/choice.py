"""Which estimate serves an event best: counting, summed chances, or importance sampling.

A pilot predicts the variance of each per step played, which is what it costs; the least is used.
The pilot's worlds are not used again, so the choice does not bias the estimate.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.analysis.rare.conditional import factor_of
from race_sim.analysis.rare.events import Event, event
from race_sim.analysis.rare.importance import check, sampled
from race_sim.analysis.rare.pilot import (
    DEFENSIVE_SHARE,
    PILOT_WORLDS,
    Pilot,
    best_exponent,
    importance_variance,
    pilot,
    steps_at,
)
from race_sim.analysis.rare.played import cut, play
from race_sim.analysis.rare.severities import laws_of
from race_sim.analysis.rare.weights import LEAST_EVENTS
from race_sim.ensemble import as_scenario
from race_sim.outcomes import Estimate, mean, share
from race_sim.resolve import Plan, plan_of
from race_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

# A pilot misses large weights, and so promises more of importance sampling than it keeps.
_FLATTERY = 1.5
COUNTING, CONDITIONAL, IMPORTANCE = "counting", "conditional", "importance"


class Method(NamedTuple):
    """What a pilot expects of a method.

    Attributes
    ----------
    name : str
    variance : float
        Of one world's contribution.
    steps : float
        That a world takes.
    factor : float
        Variance of counting over that of this method, for as many steps.
    """

    name: str
    variance: float
    steps: float
    factor: float


class RareEvent(NamedTuple):
    """The chance of an event, by the method that serves it best.

    Attributes
    ----------
    event : Event
    method : str
        "counting", "conditional" or "importance".
    estimate : Estimate
    factor : float
        Variance-reduction factor against counting, per world, in the worlds of the estimate.
    worlds : int
    equal_worlds : float
        Worlds that counting would need to know it as well.
    reliable : bool
        Whether enough worlds with the event, or chances of it, stand behind the interval.
    exponent : float
        With which severities were drawn, a tenth of the worlds apart; NaN unless by importance
        sampling.
    methods : tuple of Method
        What the pilot expected of each.
    """

    event: Event
    method: str
    estimate: Estimate
    factor: float
    worlds: int
    equal_worlds: float
    reliable: bool
    exponent: float
    methods: tuple[Method, ...]

    def table(self) -> pd.DataFrame:
        """The methods: one row each, `method`, `variance`, `steps`, `factor`, `used`."""
        import pandas as pd

        rows = [(*method, method.name == self.method) for method in self.methods]
        return pd.DataFrame(rows, columns=["method", "variance", "steps", "factor", "used"])


def methods_of(tried: Pilot, wanted: Event) -> tuple[Method, ...]:
    """What a pilot expects of each method that the event allows."""
    # Of a very rare event the pilot may meet none, and its chances still add up.
    chance = float(tried.true_law.risk.mean()) if wanted.risk else tried.found.estimate.value
    plain_steps = float(tried.steps[0])
    counting = chance * (1.0 - chance) * plain_steps

    def method(name: str, variance: float, steps: float) -> Method:
        cost = variance * steps
        return Method(name, variance, steps, counting / cost if cost > 0.0 else math.inf)

    found = [Method(COUNTING, chance * (1.0 - chance), plain_steps, 1.0)]
    if wanted.risk:
        risks = tried.true_law.risk
        found.append(method(CONDITIONAL, float(risks.var()), plain_steps))
    if tried.found.events:
        exponent = best_exponent(tried, DEFENSIVE_SHARE)
        variance = importance_variance(tried, exponent, DEFENSIVE_SHARE)
        found.append(method(IMPORTANCE, variance, steps_at(tried, exponent, DEFENSIVE_SHARE)))
    return tuple(found)


def _counted(happened: np.ndarray, confidence: float) -> tuple[Estimate, float, bool]:
    events = int(happened.sum())
    return share(events, len(happened), confidence), 1.0, events >= LEAST_EVENTS


def _summed(risks: np.ndarray, confidence: float) -> tuple[Estimate, float, bool]:
    found = mean(risks, confidence)
    spread = float(risks.var())
    # As many equal chances would have the same standard error relative to the mean.
    effective = len(risks) * found.value**2 / (spread + found.value**2) if found.value else 0.0
    return found, factor_of(found.value, spread), effective >= LEAST_EVENTS


def _without_importance(
    plan: Plan, wanted: Event, worlds: int, seed: int, first_world: int, threads: int | None
) -> tuple[Method, ...]:
    """Methods where severities follow no one law: by a pilot of the true law alone."""
    played = play(plan, wanted, worlds, seed, first_world, threads)
    steps = played.steps / worlds
    chance = float(played.risk.mean() if wanted.risk else played.happened.mean())
    plain = chance * (1.0 - chance)
    found = [Method(COUNTING, plain, steps, 1.0)]
    if wanted.risk:
        variance = float(played.risk.var())
        found.append(Method(CONDITIONAL, variance, steps, factor_of(chance, variance)))
    return tuple(found)


def rare_event(
    scenario: Scenario | str | Path,
    name: str | Event,
    worlds: int = 20_000,
    seed: int = 0,
    first_world: int = 0,
    pilot_worlds: int = PILOT_WORLDS,
    confidence: float = 0.95,
    threads: int | None = None,
) -> RareEvent:
    """The chance of an event, by whichever method serves it best.

    Parameters
    ----------
    scenario : Scenario, str or Path
    name : str or Event
        See `race_sim.analysis.rare.events.EVENTS`.
    worlds : int
        Numbers `first_world` onwards. Those of the pilot follow them.
    seed, first_world : int
    pilot_worlds : int
    confidence : float
    threads : int, optional
        The result does not depend on it.

    Returns
    -------
    RareEvent

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    wanted = event(name)
    check("rare event", worlds, seed, first_world, pilot_worlds)
    plan = cut(plan_of(as_scenario(scenario)), wanted.until)
    after = first_world + worlds
    exponent = math.nan
    if len(laws_of(plan)) == 1:
        tried = pilot(plan, wanted, pilot_worlds, seed, after, threads)
        methods = methods_of(tried, wanted)
        exponent = best_exponent(tried, DEFENSIVE_SHARE)
    else:
        methods = _without_importance(plan, wanted, pilot_worlds, seed, after, threads)
    best = max(methods, key=_merit).name
    if best == IMPORTANCE:
        found = sampled(
            plan,
            wanted,
            worlds,
            seed,
            first_world,
            exponent,
            DEFENSIVE_SHARE,
            confidence,
            threads,
        )
        estimate, factor, reliable = found.weighted.estimate, found.factor, found.weighted.reliable
    else:
        exponent = math.nan
        played = play(plan, wanted, worlds, seed, first_world, threads)
        if best == CONDITIONAL:
            estimate, factor, reliable = _summed(played.risk, confidence)
        else:
            estimate, factor, reliable = _counted(played.happened, confidence)
    return RareEvent(
        wanted, best, estimate, factor, worlds, factor * worlds, reliable, exponent, methods
    )


def _merit(method: Method) -> float:
    """A factor for comparison: one that is not known counts for nothing."""
    if math.isnan(method.factor):
        return 0.0
    return method.factor / _FLATTERY if method.name == IMPORTANCE else method.factor
