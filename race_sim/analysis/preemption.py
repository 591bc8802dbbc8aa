"""Preemption under shared harm: which part of the harm cancels when an actor weighs going first.

In a preemption game a side compares being the leader with being the follower. Harm that falls on
both alike is the same in either place, so it cancels, and no warning shot changes who goes when
(Tan, D., 2025, Strategic preemption under shared catastrophic risk, arXiv 2512.07526). In a stage
game a side compares its own two actions, given the rival's. What cancels there is the harm that
comes whichever it takes.

>>> triggers(leader=1.0, follower=0.2, cost=1.0, chance=0.3, harm=10.0, shared=1.0)
Triggers(preemption=1.25, zero_value=4.0)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from race_sim.game import Payoffs
from race_sim.games.from_scenario import at_start
from race_sim.problems import InputError, Problem
from race_sim.resolve import KIND_KEYS, plan_of

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.scenario import Scenario, Value

AVERSION = "payoffs.harm_aversion"
ELASTICITY = "incidents.gap_elasticity"
# China with the endowments of the United States, and no controls on its chips.
EQUAL_SIDES: Mapping[str, Value] = {
    "cn.capability": 0.0,
    "cn.research": 1.0,
    "cn.chips": 1.0,
    "cn.data": 1.0,
    "cn.scale": 1.0,
    "export_control.chip_dependency": 0.0,
}


class Triggers(NamedTuple):
    """The states of the market x from which on going first pays.

    Attributes
    ----------
    preemption : float
        From here on a side would rather be the leader than the follower.
    zero_value : float
        From here on being the leader is worth more than nothing.
    """

    preemption: float
    zero_value: float


def triggers(
    leader: float, follower: float, cost: float, chance: float, harm: float, shared: float
) -> Triggers:
    """The smallest preemption game with shared harm.

    The leader gets `leader` x - `cost` - `chance` `harm`, the follower `follower` x - `shared`
    `chance` `harm`. It is our reduction of the published argument, not the published model, which
    is in continuous time: where all harm is shared, the state from which on both want to go first
    does not depend on the harm, while the state from which on going first is worth anything does.

    Raises
    ------
    InputError
        If the follower does not get less than the leader.
    """
    if not 0.0 <= follower < leader:
        problem = Problem("follower", f"{follower:g}", f"from 0 to below {leader:g}, the leader's")
        raise InputError("preemption", [problem])
    at_stake = chance * harm
    return Triggers(
        (cost + at_stake * (1.0 - shared)) / (leader - follower), (cost + at_stake) / leader
    )


def spillovers(share: float) -> dict[str, Value]:
    """The same share of harm falls on the rival as well, whatever the kind of incident."""
    return {f"incidents.{kind}.spillover": share for kind in KIND_KEYS}


def harms(scenario: Scenario) -> dict[str, Payoffs]:
    """The harm that each side expects from each joint action at the start, as a loss of payoff."""
    harmed = at_start(scenario)
    unharmed = at_start(scenario.with_values({AVERSION: 0.0}))
    return {
        side: Payoffs(
            *(
                free - paid
                for free, paid in zip(getattr(unharmed, side), getattr(harmed, side), strict=True)
            )
        )
        for side in ("us", "cn")
    }


def common_part(first: float, second: float) -> float:
    """The part of two harms that is in both, as a share of the larger; 1 if there is none."""
    larger = max(first, second)
    return min(first, second) / larger if larger > 0.0 else 1.0


def alarm_needed(free: Payoffs, harm: Payoffs, alarm: float) -> float:
    """The alarm from which on investing is the best reply to a rival that accelerates.

    Zero if it is so without any harm, infinite if no alarm is enough.

    Parameters
    ----------
    free : Payoffs
        Without harm.
    harm : Payoffs
        At the present alarm, to which it is proportional.
    alarm : float
    """
    gain = free.both_accelerate - free.invest_alone
    more_harm = harm.both_accelerate - harm.invest_alone
    if gain <= 0.0:
        return 0.0
    # Payoffs of order one are known to about 1e-15; less than this is none.
    return alarm * gain / more_harm if more_harm > 1e-12 else math.inf


def cancelling(scenario: Scenario, shares: Iterable[float]) -> pd.DataFrame:
    """What cancels at the start of a scenario, side by side with how much of the harm is shared.

    Returns
    -------
    DataFrame
        A row a side and share: `shared`, `side`; `choice_cancels`, the part of the harm of
        accelerating beside a rival that accelerates that investing would bring as well;
        `place_cancels`, the part that is the same whether one races ahead alone or is raced
        ahead of; and `alarm_needed`.
    """
    import pandas as pd

    rows = []
    for share in shares:
        now = scenario.with_values(spillovers(share))
        free = at_start(now.with_values({AVERSION: 0.0}))
        alarm = plan_of(now).settings_at(0).alarm_prior  # nothing has been seen yet
        for side, harm in harms(now).items():
            rows.append(
                {
                    "shared": share,
                    "side": side,
                    "choice_cancels": common_part(harm.invest_alone, harm.both_accelerate),
                    "place_cancels": common_part(harm.invest_alone, harm.accelerate_alone),
                    "alarm_needed": alarm_needed(getattr(free, side), harm, alarm),
                }
            )
    return pd.DataFrame(rows)
