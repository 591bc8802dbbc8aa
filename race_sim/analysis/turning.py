"""A side that turns to another policy on the way: at a date, or right after a Chernobyl moment.

Until it turns, every world is the same, bit for bit, as if it did not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from race_sim.address import check_address
from race_sim.compiled import OUTCOME_COLUMNS, run_worlds
from race_sim.ensemble import blocks
from race_sim.outcomes import outcome_frame
from race_sim.policies import NUMBERS
from race_sim.resolve import Plan, Stretch, plan_of, step_of, with_policies

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.scenario import Scenario


def plan_turning(plan: Plan, side: str, policy: str, step: int) -> Plan:
    """The plan of a race in which a side plays another policy from a step on.

    Parameters
    ----------
    plan : Plan
    side : {"us", "cn"}
    policy : str
        A name in `POLICIES`; one that is not solved beforehand.
    step : int
        From 0, for the whole race, to `plan.steps`, for never.
    """
    stretches: list[Stretch] = []
    for stretch in plan.stretches:
        turned = with_policies(stretch.settings, **{side: NUMBERS[policy]})
        if stretch.first_step < step:
            stretches.append(stretch._replace(last_step=min(step, stretch.last_step)))
        if stretch.last_step > step:
            first = max(step, stretch.first_step)
            stretches.append(stretch._replace(first_step=first, settings=turned))
    return plan._replace(stretches=tuple(stretches))


def turn_at(
    scenario: Scenario, side: str, policy: str, date: float, worlds: int, seed: int
) -> pd.DataFrame:
    """Play worlds in which a side turns to a policy at a date; as from `race_sim.simulate`.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    check_address("turn_at", seed, worlds, 0)
    plan = plan_turning(plan_of(scenario), side, policy, step_of(scenario.parameters, date))
    parts = [outcomes for _, outcomes in blocks(plan, worlds, seed)]
    return outcome_frame(np.arange(worlds, dtype=np.int64), np.concatenate(parts))


def turn_after_shock(
    scenario: Scenario, side: str, policy: str, host: str, worlds: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Play worlds in which a side turns to a policy right after the first Chernobyl moment.

    Parameters
    ----------
    scenario : Scenario
    side, policy : str
        Who turns, and to what.
    host : {"us", "cn"}
        Where the Chernobyl moment happens.
    worlds : DataFrame
        The same worlds if nobody turns, as from `race_sim.simulate(scenario, seed=seed)`. They
        tell when the Chernobyl moment comes, as until then nothing differs.
    seed : int

    Returns
    -------
    DataFrame
        As `worlds`; a world that sees no such moment is as it was.
    """
    plan = plan_of(scenario)
    numbers = worlds["world"].to_numpy()
    time = scenario.parameters.time
    dates = worlds[f"{host}_first_chernobyl_year"].to_numpy()
    steps = np.where(np.isnan(dates), plan.steps, np.round((dates - time.start) / time.step) + 1)
    table = np.empty((len(worlds), len(OUTCOME_COLUMNS)))
    for step in np.unique(steps):  # worlds that turn at the same step share a plan
        chosen = np.flatnonzero(steps == step)
        found = np.empty((len(chosen), len(OUTCOME_COLUMNS)))
        run_worlds(plan_turning(plan, side, policy, int(step)), seed, numbers[chosen], found)
        table[chosen] = found
    return outcome_frame(numbers, table)
