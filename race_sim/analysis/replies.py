"""One side's policy replaced by others, in the same worlds, while the rival keeps to its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.ensemble import blocks
from race_sim.outcomes import OUTCOMES
from race_sim.policies import NUMBERS
from race_sim.resolve import FAR_SIGHTED, Plan, plan_of

if TYPE_CHECKING:
    from race_sim.scenario import Scenario

REALISED, EXPECTED = "payoff", "expected_payoff"  # of outcomes, after the side's name


class Played(NamedTuple):
    """What one side's replies come to in the same worlds: arrays of shape (replies, worlds)."""

    replies: tuple[str, ...]  # the side's own policy first
    realised: np.ndarray
    expected: np.ndarray
    risk: np.ndarray  # chance of a catastrophe, summed over the steps


def plan_of_reply(scenario: Scenario, plan: Plan, side: str, reply: str) -> Plan:
    """The plan of a scenario in which one side plays another policy from start to end.

    Parameters
    ----------
    scenario : Scenario
    plan : Plan
        Its plan, from `plan_of`: only numbers of policies are replaced in it, which is much
        faster than checking another scenario.
    side : {"us", "cn"}
    reply : str
        A name in `POLICIES`.
    """
    if reply in FAR_SIGHTED:  # a plan has their table only if it is asked for
        plan = plan_of(scenario.with_values({f"{side}.policy": reply}))
    return plan.with_policies(**{side: NUMBERS[reply]})


def _columns(outcomes: np.ndarray, names: Sequence[str]) -> list[np.ndarray]:
    order = [column.name for column in OUTCOMES]
    return [outcomes[:, order.index(name)] for name in names]


def play_replies(
    scenario: Scenario,
    side: str,
    candidates: Sequence[str],
    worlds: int,
    seed: int,
    first_world: int = 0,
    threads: int | None = None,
    progress: Callable[[], None] | None = None,
) -> Played:
    """Play every candidate of a side in the same worlds; the scenario as it is comes first.

    Parameters
    ----------
    progress : callable, optional
        Called whenever a candidate has been played.
    """
    plan = plan_of(scenario)
    own = str(scenario[f"{side}.policy"])
    others = [name for name in candidates if name != own]
    plans = [plan, *(plan_of_reply(scenario, plan, side, name) for name in others)]
    names = (f"{side}_{REALISED}", f"{side}_{EXPECTED}", "catastrophe_risk")
    found = np.empty((3, len(plans), worlds))
    for place, one in enumerate(plans):
        done = 0
        for _, outcomes in blocks(one, worlds, seed, first_world, threads):
            found[:, place, done : done + len(outcomes)] = _columns(outcomes, names)
            done += len(outcomes)
        if progress is not None:
            progress()
    return Played((own, *others), *found)
