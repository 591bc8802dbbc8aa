"""Replay: the choices of one scenario, played again in another under the same luck.

A change of a scenario works in two ways: on the same choices, and through the choices that it
changes. Playing the choices of the first scenario in the second keeps the two apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from race_sim.address import check_address
from race_sim.compiled import OUTCOME_COLUMNS, record_worlds, run_worlds
from race_sim.ensemble import as_scenario
from race_sim.outcomes import outcome_frame
from race_sim.policies import NUMBERS
from race_sim.record import Row
from race_sim.resolve import Plan, Stretch, plan_of, with_policies
from race_sim.rules.settings import RaceSettings

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from race_sim.scenario import Scenario

_FORCED = (NUMBERS["always-accelerate"], NUMBERS["always-safe"])
_BLOCK = 1024
_YEAR = Row._fields.index("year")
_US = Row._fields.index("us_invests")
_CN = Row._fields.index("cn_invests")


def _forced(settings: RaceSettings, us_invests: int, cn_invests: int) -> RaceSettings:
    told = with_policies(settings, _FORCED[us_invests], _FORCED[cn_invests])
    return told._replace(error=0.0)


def plan_with_choices(plan: Plan, us_invests: np.ndarray, cn_invests: np.ndarray) -> Plan:
    """A plan in which both sides do what they are told in the first steps.

    Parameters
    ----------
    plan : Plan
    us_invests, cn_invests : ndarray of int, shape (n,), n at most `plan.steps`
        1 to invest, 0 to accelerate. After step n the sides follow their own policies.
    """
    told = len(us_invests)
    stretches = []
    for stretch in plan.stretches:
        step = stretch.first_step
        while step < stretch.last_step:
            last = step + 1
            if step >= told:
                stretches.append(Stretch(step, stretch.last_step, stretch.settings))
                break
            us, cn = int(us_invests[step]), int(cn_invests[step])
            while last < min(stretch.last_step, told) and (
                (us_invests[last], cn_invests[last]) == (us, cn)
            ):
                last += 1
            stretches.append(Stretch(step, last, _forced(stretch.settings, us, cn)))
            step = last
    return plan._replace(stretches=tuple(stretches))


def replay(
    choices_of: Scenario | str | Path,
    scenario: Scenario | str | Path,
    worlds: int = 1000,
    seed: int = 0,
    first_world: int = 0,
) -> pd.DataFrame:
    """Play a scenario with the choices that both sides make, world by world, in another one.

    Where a world lasts longer than it did there, both go on by their own policies.

    Parameters
    ----------
    choices_of : Scenario, str or Path
        The scenario that the choices are taken from; its steps must be the same.
    scenario : Scenario, str or Path
        The scenario that is played.
    worlds, seed, first_world : int
        As in `race_sim.simulate`.

    Returns
    -------
    DataFrame
        As from `race_sim.simulate`.

    Raises
    ------
    InputError
        If an argument cannot be used.
    ValueError
        If the two scenarios do not have the same steps.
    """
    check_address("replay", seed, worlds, first_world)
    source, target = as_scenario(choices_of), as_scenario(scenario)
    if source.parameters.time != target.parameters.time:
        raise ValueError("the two scenarios do not have the same steps")
    source_plan, plan = plan_of(source), plan_of(target)
    numbers = np.arange(first_world, first_world + worlds, dtype=np.int64)
    table = np.empty((worlds, len(OUTCOME_COLUMNS)))
    for start in range(0, worlds, _BLOCK):
        block = numbers[start : start + _BLOCK]
        _, rows = record_worlds(source_plan, seed, block)
        for place in range(len(block)):
            steps = int((~np.isnan(rows[place, :, _YEAR])).sum())
            us, cn = rows[place, :steps, _US], rows[place, :steps, _CN]
            told = plan_with_choices(plan, us.astype(int), cn.astype(int))
            number = start + place
            run_worlds(told, seed, block[place : place + 1], table[number : number + 1])
    return outcome_frame(numbers, table)
