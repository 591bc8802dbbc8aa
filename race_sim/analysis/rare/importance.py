"""Importance sampling: severe incidents are drawn more often, and worlds weighted for it.

A severity is Pareto with exponent a, cut at the ceiling M. Drawn with exponent b instead, an
incident of severity s below M has the likelihood ratio (a/b) s^(b-a), and one at M has M^(b-a).
The weight of a world is the product over its incidents. Only draws are tilted: what policies
expect, and all else, stays as it is. (Asmussen and Glynn 2007, Stochastic Simulation, chapter V;
Glasserman 2003, Monte Carlo Methods in Financial Engineering, section 4.6.)

Weights of worlds with very many incidents scatter widely. `RareEstimate.effective` tells.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from race_sim.address import check_address
from race_sim.analysis.rare.estimators import RareEstimate, of_contributions
from race_sim.analysis.rare.events import RareEvent
from race_sim.ensemble import as_scenario, blocks
from race_sim.outcomes import outcome_frame
from race_sim.problems import InputError, Problem
from race_sim.resolve import Plan, plan_of, step_of
from race_sim.rules.incidents import ceiling_chance

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from race_sim.scenario import Scenario

# Tilts that the pilot tries, as shares of the exponent. Below one half of it, the variance of a
# weight grows without bound as the ceiling does.
TILTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.52)
PILOT_WORLDS = 16384


def _law(plan: Plan) -> tuple[float, float]:
    """The exponent and the ceiling of severities, which must be the same all along."""
    laws = {
        (stretch.settings.severity_exponent, stretch.settings.severity_ceiling)
        for stretch in plan.stretches
    }
    if len(laws) > 1:
        what = "the law of severities changes at a date"
        raise InputError("importance", [Problem("incidents", what, "one law all along")])
    return laws.pop()


def tilted(plan: Plan, exponent: float) -> Plan:
    """The plan with severities drawn with another exponent, and all else as it is."""
    _, ceiling = _law(plan)
    chance = ceiling_chance(exponent, ceiling)
    return plan._replace(
        stretches=tuple(
            stretch._replace(
                settings=stretch.settings._replace(
                    severity_exponent=exponent, ceiling_chance=chance
                )
            )
            for stretch in plan.stretches
        )
    )


def weights(
    worlds: pd.DataFrame, scenario: Scenario, exponent: float, ceiling: float, tilt: float
) -> np.ndarray:
    """The likelihood ratio of each world, drawn with the exponent `tilt` in place of `exponent`.

    Parameters
    ----------
    worlds : DataFrame
        Played with the tilted plan.
    scenario : Scenario
    exponent, ceiling, tilt : float

    Returns
    -------
    ndarray of float64, shape (n,)
    """
    parameters = scenario.parameters
    drawn = worlds["incidents"].to_numpy(dtype=float)
    for shock in scenario.shocks:
        begin = parameters.time.start + step_of(parameters, shock.date) * parameters.time.step
        drawn -= worlds["end_year"].to_numpy() > begin + 1e-9  # it was forced, not drawn
    below = drawn - worlds["drawn_at_ceiling"].to_numpy(dtype=float)
    logarithms = worlds["drawn_scores"].to_numpy() * math.log(ceiling)
    ratio: np.ndarray = np.exp(below * math.log(exponent / tilt) + (tilt - exponent) * logarithms)
    return ratio


def _played(
    plan: Plan, worlds: int, seed: int, first_world: int, threads: int | None
) -> pd.DataFrame:
    parts = list(blocks(plan, worlds, seed, first_world, threads))
    numbers = np.concatenate([part for part, _ in parts])
    return outcome_frame(numbers, np.concatenate([table for _, table in parts]))


def with_tilt(
    scenario: Scenario,
    event: RareEvent,
    worlds: int,
    seed: int,
    first_world: int,
    tilt: float,
    threads: int | None = None,
    confidence: float = 0.95,
) -> RareEstimate:
    """An estimate with severities drawn with the exponent `tilt`."""
    plan = plan_of(scenario)
    exponent, ceiling = _law(plan)
    table = _played(tilted(plan, tilt), worlds, seed, first_world, threads)
    values = weights(table, scenario, exponent, ceiling, tilt) * event.happened(table)
    return of_contributions(event, "importance", values, confidence, tilt)


def pilots(
    scenario: Scenario,
    event: RareEvent,
    seed: int,
    first_world: int,
    worlds: int = PILOT_WORLDS,
    threads: int | None = None,
) -> list[RareEstimate]:
    """A short run with each tilt of `TILTS`; the first is brute force."""
    exponent, _ = _law(plan_of(scenario))
    return [
        with_tilt(scenario, event, worlds, seed, first_world, exponent * part, threads)
        for part in TILTS
    ]


def best_tilt(tried: list[RareEstimate]) -> RareEstimate:
    """The pilot with the least variance among those that a fair number of worlds carry.

    If there is none, the one that most worlds carry: a pilot that met the event once or not at
    all says nothing about its variance.
    """
    carried = [one for one in tried if one.effective >= 10.0]
    if carried:
        return min(carried, key=lambda one: one.variance)
    return max(tried, key=lambda one: one.effective)


def importance(
    scenario: Scenario | str | Path,
    event: RareEvent,
    worlds: int = 20_000,
    seed: int = 0,
    first_world: int = 0,
    tilt: float | None = None,
    threads: int | None = None,
    confidence: float = 0.95,
) -> RareEstimate:
    """The chance of an event by importance sampling of severities.

    Parameters
    ----------
    scenario : Scenario, str or Path
    event : RareEvent
    worlds : int
        For the estimate; the pilot plays others, after these.
    seed, first_world : int
    tilt : float, optional
        The exponent to draw severities with, at most that of the scenario. By default a pilot
        chooses it; it plays worlds of its own, so that the choice does not bias the estimate.
    threads : int, optional
    confidence : float

    Raises
    ------
    InputError
        If an argument cannot be used, or the law of severities changes at a date.
    """
    check_address("importance", seed, worlds, first_world)
    scenario = as_scenario(scenario)
    exponent, _ = _law(plan_of(scenario))
    if tilt is None:
        chosen = best_tilt(pilots(scenario, event, seed, first_world + worlds, threads=threads))
        tilt = chosen.tilt
    if not 0.0 < tilt <= exponent:
        problem = Problem("tilt", f"{tilt:g}", f"above 0, at most {exponent:g}")
        raise InputError("importance", [problem])
    return with_tilt(scenario, event, worlds, seed, first_world, tilt, threads, confidence)
