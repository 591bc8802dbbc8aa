"""Naudé and Dimitri 2020 as a limit of our race: effort is capability, and only standing counts.

The limit, term by term:

- two teams, the two sides; the model's further teams have no place in our race.
- effort: a side of strength a that has put in x stands at the capability log10(a x), OOM, and
  stays there: no progress, no diffusion.
- winning without a chance that nobody does (b = 0): the worth of being ahead is 1/2 tanh(lead /
  scale), with a scale of 2 / ln 10 OOM, and 1/2 more is a1 x1 / (a1 x1 + a2 x2), exactly.
- winning with it (b > 0): a race of arrivals. Success is an incident that ends the race, at the
  constant rate a x at each side (all severities at the ceiling, no elasticity), and the race is
  called off at the rate b. The first of three clocks that rings is a side's with the chance
  a x / (b + a1 x1 + a2 x2), the model's. Our horizon is fixed, so a world in which success comes
  after t years counts by exp(-b t), the chance that it had not been called off.
- payoff: the chance of winning less effort. Effort has no price in our race and is put to account.

What cannot be matched: teams that stay out because there are others, which takes three.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from race_sim.literature.bridges.contest_limit import (
    ALL_AT_THE_CEILING,
    line_settings,
    position,
    standard_error,
    winning_chance,
)
from race_sim.literature.bridges.limit import Docked, Position, plan_at, still_settings
from race_sim.literature.bridges.playing import many
from race_sim.literature.naude_dimitri2020 import equilibrium
from race_sim.resolve import Plan
from race_sim.rules.state import US

# Of a world's steps: how many arrivals are to be expected in one, and after how many it stops.
ARRIVALS_A_STEP = 0.02
ARRIVALS_IN_ALL = 12.0


def chance_of_winning(strengths: tuple[float, float], efforts: tuple[float, float]) -> float:
    """The chance that the first team wins, from what being ahead is worth in one step."""
    us, cn = (
        position(strength * effort, 0.0)
        for strength, effort in zip(strengths, efforts, strict=True)
    )
    return winning_chance(us, cn, line_settings()._replace(finish_line=0))


def best_effort(strength: float, rival_strength: float, rival_effort: float) -> float:
    """The effort that pays best in our contest, by bounded search (Brent, R. P., 1973)."""
    from scipy.optimize import minimize_scalar

    def loss(effort: float) -> float:
        chance = chance_of_winning((strength, rival_strength), (effort, rival_effort))
        return effort - chance

    found = minimize_scalar(loss, bounds=(1e-9, 1.0), method="bounded", options={"xatol": 1e-12})
    return float(found.x)


def replied(strengths: tuple[float, float], rounds: int = 30) -> tuple[float, float]:
    """The efforts to which best replies in our contest lead, from equal efforts.

    They may lead nowhere: too weak a side drops out in between, and the other then stops trying.
    """
    first, second = 0.1, 0.1
    for _ in range(rounds):
        first = best_effort(strengths[0], strengths[1], second)
        second = best_effort(strengths[1], strengths[0], first)
    return first, second


def arrivals_plan(rates: tuple[float, float]) -> Plan:
    """A race of arrivals at these rates a year, in short steps, that ends with the first."""
    step = ARRIVALS_A_STEP / sum(rates)
    settings = still_settings(step)
    settings = settings._replace(
        us=settings.us._replace(deployment=rates[0]),
        cn=settings.cn._replace(deployment=rates[1]),
        hazard=1.0,
        severity_exponent=ALL_AT_THE_CEILING,
        ceiling_chance=1.0,
    )
    return plan_at(Position(), Position(), (round(ARRIVALS_IN_ALL / ARRIVALS_A_STEP), settings))


class Arrivals(NamedTuple):
    """Of each world, the chance that a team's success came first and was not called off."""

    us: np.ndarray
    cn: np.ndarray
    step: float  # years


def arrivals(rates: tuple[float, float], called_off: float, worlds: int, seed: int) -> Arrivals:
    """Play races of arrivals that are called off at a rate; ties are split."""
    plan = arrivals_plan(rates)
    found = many(plan, worlds, seed)
    settings = plan.settings_at(0)
    kept = np.exp(-called_off * (found["end_year"] - settings.start - 0.5 * settings.step))
    tie = (found["us_incidents"] > 0) & (found["cn_incidents"] > 0)
    us = np.where(tie, 0.5, found["catastrophe_host"] == US)
    return Arrivals(
        us * kept * found["catastrophe"], (1.0 - us) * kept * found["catastrophe"], settings.step
    )


@cache
def docked(worlds: int = 20_000, seed: int = 20) -> list[Docked]:
    """The model's equilibria beside those of our race in this limit."""
    rows = []
    for strengths in ((1.0, 1.0), (2.0, 1.0), (10.0, 1.0)):
        theirs = equilibrium(list(strengths), entry=0.0)
        a, b = strengths
        where = f"a = ({a:g}, {b:g}), b = 0"
        efforts = (float(theirs.efforts[0]), float(theirs.efforts[1]))
        ours = chance_of_winning(strengths, efforts)
        first = float(theirs.win_chances[0])
        rows.append(Docked(f"chance that the first wins, {where}", first, ours, 1e-12, "rounding"))
        for name, known, effort in (
            ("first", efforts[0], best_effort(a, b, efforts[1])),
            ("second", efforts[1], best_effort(b, a, efforts[0])),
        ):
            what = f"effort of the {name} that pays best against the other's, {where}"
            rows.append(Docked(what, known, effort, 1e-6, "the search for the best reply"))
    strengths, entry = (2.0, 1.0), 0.1
    theirs = equilibrium(list(strengths), entry=entry)
    weights = theirs.efforts * strengths
    found = arrivals((float(weights[0]), float(weights[1])), entry, worlds, seed)
    # Within a step the first of two is not known: ties, and when in it, to the second order.
    late = ARRIVALS_A_STEP**2 + math.exp(-ARRIVALS_IN_ALL)
    why = f"4 standard errors of {worlds:,} worlds, and the length of a step"
    for name, known, sample in zip(
        ("first", "second"), theirs.win_chances, (found.us, found.cn), strict=True
    ):
        what = f"chance that the {name} wins, a = (2, 1), b = 0.1, as arrivals"
        tolerance = 4.0 * standard_error(sample) + late
        rows.append(Docked(what, float(known), float(sample.mean()), tolerance, why))
    somebody = found.us + found.cn
    rows.append(
        Docked(
            "chance that somebody succeeds, a = (2, 1), b = 0.1, as arrivals",
            float(theirs.somebody),
            float(somebody.mean()),
            4.0 * standard_error(somebody) + late,
            why,
        )
    )
    return rows
