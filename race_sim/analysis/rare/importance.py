"""Importance sampling: severe incidents made commoner, and each world weighed for it.

Severities are drawn from a Pareto law with a smaller exponent, whose tail is heavier; the game and
all that the actors know stay as they are. A tenth of the worlds is drawn from the true law, so
that no weight exceeds ten and the estimate cannot be much worse than counting. Sources: Asmussen,
S. and Glynn, P. W. (2007), Stochastic Simulation, Springer, chapters V and VI; Glasserman, P.
(2003), Monte Carlo Methods in Financial Engineering, Springer, section 4.6; Rubino, G. and Tuffin,
B. (2009), Rare Event Simulation using Monte Carlo Methods, Wiley, chapter 2.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from race_sim.address import check_address
from race_sim.analysis.rare.conditional import factor_of
from race_sim.analysis.rare.events import Event, event
from race_sim.analysis.rare.pilot import DEFENSIVE_SHARE, PILOT_WORLDS, best_exponent, pilot
from race_sim.analysis.rare.played import cut, play, together
from race_sim.analysis.rare.severities import law_of, tilted, weights
from race_sim.analysis.rare.weights import Weighted, weighted_share
from race_sim.ensemble import as_scenario
from race_sim.problems import InputError, Problem
from race_sim.resolve import Plan, plan_of
from race_sim.scenario import Scenario


class Importance(NamedTuple):
    """An estimate by importance sampling.

    Attributes
    ----------
    event : Event
    weighted : Weighted
        The estimate, and how far to trust it.
    exponent : float
        With which severities were drawn, but for the defensive share.
    true_exponent : float
    defensive : float
        The share of worlds drawn from the true law.
    factor : float
        Variance-reduction factor against counting, per world.
    mean_steps : float
        Steps that a world took.
    """

    event: Event
    weighted: Weighted
    exponent: float
    true_exponent: float
    defensive: float
    factor: float
    mean_steps: float


def check(source: str, worlds: int, seed: int, first_world: int, pilot_worlds: int) -> None:
    """Refuse arguments of an estimate that cannot be used.

    Raises
    ------
    InputError
    """
    check_address(source, seed, worlds, first_world)
    check_address(source, seed, pilot_worlds, first_world)
    problems = [
        Problem(name, f"{value}", f"{least} or more")
        for name, value, least in (("worlds", worlds, 20), ("pilot_worlds", pilot_worlds, 120))
        if value < least
    ]
    if problems:
        raise InputError(source, problems)


def sampled(
    plan: Plan,
    wanted: Event,
    worlds: int,
    seed: int,
    first_world: int,
    exponent: float,
    defensive: float,
    confidence: float = 0.95,
    threads: int | None = None,
) -> Importance:
    """The estimate with a given exponent; the first worlds are those of the true law."""
    true = law_of(plan).exponent
    plain = round(defensive * worlds)
    counts = np.array([plain, worlds - plain])
    parts = []
    if plain:
        parts.append(play(plan, wanted, plain, seed, first_world, threads))
    if worlds > plain:
        heavier = tilted(plan, exponent)
        parts.append(play(heavier, wanted, worlds - plain, seed, first_world + plain, threads))
    played = together(parts)
    weight = weights(played.drawn, true, np.array([true, exponent]), counts / worlds)
    groups = np.repeat(np.arange(2), counts)
    found = weighted_share(played.happened, weight, groups, confidence)
    factor = factor_of(found.estimate.value, found.variance)
    return Importance(wanted, found, exponent, true, defensive, factor, played.steps / worlds)


def importance(
    scenario: Scenario | str | Path,
    name: str | Event,
    worlds: int = 20_000,
    seed: int = 0,
    first_world: int = 0,
    exponent: float | None = None,
    defensive: float = DEFENSIVE_SHARE,
    pilot_worlds: int = PILOT_WORLDS,
    confidence: float = 0.95,
    threads: int | None = None,
) -> Importance:
    """The chance of an event by importance sampling.

    Parameters
    ----------
    scenario : Scenario, str or Path
        Its law of severities must not change on the way.
    name : str or Event
        See `race_sim.analysis.rare.events.EVENTS`.
    worlds : int
        Numbers `first_world` onwards. Those of the pilot follow them.
    seed, first_world : int
    exponent : float, optional
        With which severities are drawn. By default one of nearly the least variance in a pilot.
    defensive : float
        The share of worlds drawn from the true law, from 0 to 1. With 0, weights have no bound.
    pilot_worlds : int
    confidence : float
    threads : int, optional
        The result does not depend on it.

    Raises
    ------
    InputError
        If an argument cannot be used, or the event did not come in the pilot.
    """
    wanted = event(name)
    check("importance sampling", worlds, seed, first_world, pilot_worlds)
    problems = []
    if exponent is not None and not exponent > 0.0:
        problems.append(Problem("exponent", f"{exponent:g}", "above 0"))
    if not 0.0 <= defensive <= 1.0:
        problems.append(Problem("defensive", f"{defensive:g}", "0 to 1"))
    if problems:
        raise InputError("importance sampling", problems)
    plan = cut(plan_of(as_scenario(scenario)), wanted.until)
    if exponent is None:
        tried = pilot(plan, wanted, pilot_worlds, seed, first_world + worlds, threads)
        if tried.found.events == 0:
            what = f"{wanted.meaning} did not come in {pilot_worlds} worlds"
            raise InputError("importance sampling", [Problem("pilot_worlds", what, "more of them")])
        exponent = best_exponent(tried, defensive)
    return sampled(
        plan, wanted, worlds, seed, first_world, exponent, defensive, confidence, threads
    )
