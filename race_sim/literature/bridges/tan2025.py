"""Tan 2025 as a limit of our race: who crosses the finish line first, when both see all that comes.

The limit, term by term:

- the state of the market x grows at a known rate, the same for both: capability grows by 1 OOM a
  year, and no incident, freeze, exchange or diffusion disturbs it. One OOM is one unit of x.
- deploying: a side that will deploy at x crosses the finish line there. A side's capability is
  counted from its own trigger, so that the line is at 0 for both, and the lower trigger is first.
- ruin with the chance q: the loss at the finish line, -ln(1 - q), with no elasticity.
- what ruin costs: an incident forced on the side that has deployed, at an aversion of 1. Its
  severity is the harm D to the leader, and the spillover of its kind is the share that reaches
  the follower. The private liability Lambda: the freeze that follows at home, without contagion,
  at what a year of restriction costs.
- payoffs: w x - I - q (harm) to the leader and l x - q (harm) to the follower, with x, q and both
  harms read from the ledger. The shares w and l of the market and the cost I are put to account.
- a warning shot: an incident below a Chernobyl moment, at either side. The alarm that it leaves
  multiplies the harm that both expect, as it does in our stage game.
- preemption: from a late trigger on, each side in turn deploys one step before the other, for as
  long as that pays at least what following would.

What cannot be matched: a moving market. The published model is in continuous time, so the
discretised undercutting ends within a step or so of the trigger. In our race as it is, a side
chooses between investing and accelerating, not when to deploy, so the harm that cancels is another
one: see `race_sim.analysis.preemption`.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from race_sim import quarter
from race_sim.literature.bridges.contest_limit import AWAY
from race_sim.literature.bridges.limit import Docked, Position, plan_at, still_settings
from race_sim.literature.bridges.playing import played
from race_sim.literature.tan2025 import triggers
from race_sim.resolve import Plan
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import NOBODY, US

STEP = 0.05  # years, and OOM of growth
AHEAD = 2  # steps from the start of a play to its first trigger
CRACKDOWN_YEARS = 2.0
WARNING_SHOT = 9.0  # severity, below a Chernobyl moment


class Market(NamedTuple):
    """The parameters of the model, in its order and by its names."""

    leader_share: float = 1.0  # w
    follower_share: float = 0.2  # l
    cost: float = 1.0  # I
    ruin_chance: float = 0.3  # q
    damage: float = 10.0  # D
    shared: float = 1.0  # phi
    liability: float = 0.0  # Lambda


class Harms(NamedTuple):
    """What ruin costs."""

    leader: float
    follower: float


def deployment_plan(us_trigger: float, cn_trigger: float, chance: float) -> Plan:
    """A race that begins shortly before the first trigger and ends when it is reached.

    Triggers lie in the middle of a step, so that rounding cannot move a crossing.
    """
    settings = still_settings(STEP)
    settings = settings._replace(
        us=settings.us._replace(growth=1.0),
        cn=settings.cn._replace(growth=1.0),
        finish_line=1,
        transformative=0.0,
        finish_risk=-math.log1p(-chance),
        finish_elasticity=0.0,
    )
    begin = min(us_trigger, cn_trigger) - (AHEAD + 0.5) * STEP
    us, cn = Position(begin - us_trigger), Position(begin - cn_trigger)
    return plan_at(us, cn, (AHEAD + 2, settings))


class Deployment(NamedTuple):
    """Who deployed, and where."""

    winner: int  # US or CN
    state: float  # x
    ruin: float  # chance


def deployed(us_trigger: float, cn_trigger: float, chance: float) -> Deployment:
    """Play the race between two triggers."""
    plan = deployment_plan(us_trigger, cn_trigger, chance)
    end = played(plan)
    assert end.winner != NOBODY
    state = end.us_capability + us_trigger
    if end.winner != US:
        state = end.cn_capability + cn_trigger
    return Deployment(int(end.winner), state, end.loss_risk)


def ruin_settings(harm: float, shared: float, crackdown_cost: float = 0.0) -> RaceSettings:
    """A year in which ruin strikes the United States, which has deployed.

    With a crackdown cost, a year of full restriction costs this much, and the ruin is followed by
    a freeze at home, of a known length.
    """
    settings = still_settings()
    kind = settings.misaligned_system._replace(spillover=shared)
    us = settings.us._replace(forced_severity=harm, forced_kind=0)
    if crackdown_cost > 0.0:
        us = us._replace(freeze_depth=1.0, freeze_log_median=math.log(CRACKDOWN_YEARS))
    return settings._replace(
        us=us,
        misaligned_system=kind,
        harm_aversion=1.0,
        restriction_cost=crackdown_cost,
        freeze_spread=0.0,
        never_lifted=0.0,
    )


def harms_of(harm: float, shared: float, crackdown_cost: float = 0.0) -> Harms:
    """What ruin costs the leader and the follower, from the welfare that both keep."""
    settings = ruin_settings(harm, shared, crackdown_cost)
    quiet = settings._replace(us=settings.us._replace(forced_severity=0.0))
    end = played(plan_at(Position(), Position(), (1, settings), (round(CRACKDOWN_YEARS), quiet)))
    return Harms(0.0 - end.us_welfare, 0.0 - end.cn_welfare)


def preempted(market: Market, harms: Harms) -> float:
    """The state at which undercutting ends, from a late trigger on down."""

    def leading(trigger: float) -> float:
        found = deployed(trigger, trigger + STEP, market.ruin_chance)
        assert found.winner == US
        return market.leader_share * found.state - market.cost - found.ruin * harms.leader

    def following(trigger: float) -> float:
        found = deployed(trigger + STEP, trigger, market.ruin_chance)
        assert found.winner != US
        return market.follower_share * found.state - found.ruin * harms.follower

    most = market.cost + market.ruin_chance * harms.leader
    step = math.ceil(1.1 * most / (market.leader_share - market.follower_share) / STEP)
    while step > 0 and leading((step - 1) * STEP) >= following(step * STEP):
        step -= 1
    return deployed(step * STEP, (step + 1) * STEP, market.ruin_chance).state


def worth_something(market: Market, harms: Harms) -> float:
    """The first state at which deploying alone is worth nothing or more."""
    low, high = 0, math.ceil(2.0 * (market.cost + harms.leader) / market.leader_share / STEP)
    while high - low > 1:
        middle = (low + high) // 2
        found = played(_alone(middle * STEP, market.ruin_chance))
        state = found.us_capability + middle * STEP
        worth = market.leader_share * state - market.cost - found.loss_risk * harms.leader
        low, high = (low, middle) if worth >= 0.0 else (middle, high)
    return played(_alone(high * STEP, market.ruin_chance)).us_capability + high * STEP


def _alone(trigger: float, chance: float) -> Plan:
    return deployment_plan(trigger, trigger - AWAY.capability, chance)


def alarm_after(severity: float) -> float:
    """How large both believe the hazard to be after a warning shot, abroad counting as at home.

    Before it, both are right, and the alarm is 1.
    """
    settings = still_settings()
    settings = settings._replace(
        us=settings.us._replace(forced_severity=severity),
        alarm_abroad=1.0,
        alarm_severity=3.0,
    )
    race = plan_at(Position(), Position(), (1, settings)).race
    outlook = quarter.look(settings, race, 0.0)
    after, _ = quarter.advance(settings, race, outlook, 0, 0, 0, 0, 0)
    later = quarter.look(settings, after, 1.0)
    assert later.us.alarm == later.cn.alarm
    return later.us.alarm


@cache
def docked() -> list[Docked]:
    """Triggers of the model beside the states at which our race is crossed in this limit."""
    rows = []
    # Undercutting ends between l / (w - l) and w / (w - l) steps above the trigger.
    market = Market()
    near = market.leader_share / (market.leader_share - market.follower_share) * STEP
    step = "a step of the race, and what it is worth"

    def preemption(what: str, market: Market, harms: Harms) -> None:
        known, ours = triggers(*market).preemption, preempted(market, harms)
        rows.append(Docked(f"state at deployment, {what}", float(known), ours, near, step))

    for harm in (10.0, 20.0):
        for shared in (1.0, 0.5, 0.0):
            market = Market(damage=harm, shared=shared)
            harms = harms_of(harm, shared)
            preemption(f"harm {harm:g}, share {shared:g} of it shared", market, harms)
        known = float(triggers(*market).zero_value)
        ours = worth_something(market, harms)
        what = f"first state at which deploying is worth anything, harm {harm:g}"
        rows.append(Docked(what, known, ours, STEP, "a step of the race"))

    harms = harms_of(10.0, 1.0, crackdown_cost=2.0)
    # A freeze of two years, at half depth after ruin this small, at 2 a year.
    liable = Market(liability=2.0)
    preemption("harm 10, all shared, and a crackdown at home", liable, harms)
    # A warning shot makes everybody expect more harm, in proportion to the alarm.
    for shared in (1.0, 0.5):
        harm = 10.0 * alarm_after(WARNING_SHOT)
        market = Market(damage=harm, shared=shared)
        harms = harms_of(harm, shared)
        preemption(f"after a warning shot, share {shared:g} of harm 10 shared", market, harms)
    return rows
