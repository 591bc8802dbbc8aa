"""Katzke and Futerman 2025 as a case of our race: its stage game where harm weighs enough.

Nothing has to be switched off: the model says what a game between two actors is like, and our race
plays one at every step. Payoffs are those of the first step of the baseline scenario with

- equal sides, so that one condition speaks for both;
- safety work that is fully shared (openness 1, no friction, no export controls), so that a side's
  safety work is worth more if the other does its part: this is what makes for trust;
- a gap elasticity of 0.1 and a horizon of one year, with which the harm that acceleration adds
  depends little on how much there is already;
- an aversion to harm that is raised step by step, as the authors raise what a race itself risks:
  war, loss of control, concentration of power.

As it rises, the game turns from a Prisoner's Dilemma to a Stag Hunt, which is the trust dilemma of
the title, and on to Harmony. The actors are our own: best replies, and the logit response, which is
at one half where a side's belief that the other restrains itself is the model's threshold.

What cannot be matched: the risks are one harm here, not three. No formula is published; the
conditions are ours, and so are the payoffs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from race_sim.analysis.preemption import EQUAL_SIDES
from race_sim.game import GAMES, Payoffs, name_of
from race_sim.games.equilibria import pure_equilibria
from race_sim.literature.bridges.limit import Docked
from race_sim.literature.bridges.playing import many, played
from race_sim.literature.katzke2025 import kind, restraint_is_equilibrium, trust_needed
from race_sim.policies import NUMBERS
from race_sim.quarter import look
from race_sim.resolve import Plan, Stretch, plan_of
from race_sim.rules.state import INVEST
from race_sim.scenario import Scenario, Value, load_scenario

AVERSION = "payoffs.harm_aversion"
OPEN: Mapping[str, Value] = {
    **EQUAL_SIDES,
    "exchange.openness": 1.0,
    "exchange.visa_friction": 0.0,
    "exchange.data_friction": 0.0,
    "export_control.level": 0.0,
    "incidents.gap_elasticity": 0.1,
    "payoffs.horizon": 1.0,
}
AVERSIONS = (0.032, 0.6, 0.62, 0.65, 0.9)


@cache
def race_of(aversion: float) -> Scenario:
    """The baseline with equal and open sides, and this aversion to harm."""
    return load_scenario("baseline").with_values({**OPEN, AVERSION: aversion})


def first_step(aversion: float, belief: float, policy: str, rationality: float = 5.5) -> Plan:
    """The first step of that race, both with this belief and policy."""
    plan = plan_of(race_of(aversion))
    settings = plan.settings_at(0)._replace(rationality=rationality)
    race = plan.race._replace(
        us=plan.race.us._replace(belief=belief), cn=plan.race.cn._replace(belief=belief)
    )
    alone = plan._replace(race=race, steps=1, stretches=(Stretch(0, 1, settings),))
    return alone.with_policies(NUMBERS[policy], NUMBERS[policy])


def payoffs_of(aversion: float) -> Payoffs:
    """What either side stands to gain in the first step, from its own chair."""
    plan = plan_of(race_of(aversion))
    outlook = look(plan.settings_at(0), plan.race, 0.0)
    assert outlook.us_payoffs == outlook.cn_payoffs
    return outlook.us_payoffs


def _letters(payoffs: Payoffs) -> dict[str, float]:
    return {
        "reward": payoffs.both_invest,
        "temptation": payoffs.accelerate_alone,
        "punishment": payoffs.both_accelerate,
        "sucker": payoffs.invest_alone,
    }


def restrains(aversion: float, belief: float) -> bool:
    """Whether a side that replies best to this belief restrains itself, in a played step."""
    return played(first_step(aversion, belief, "best-reply")).us_accelerating == 0.0


def belief_needed(aversion: float) -> float:
    """The lowest belief at which a side restrains itself, by bisection of played steps.

    0 if it does so whatever it believes, NaN if it never does.
    """
    if restrains(aversion, 0.0):
        return 0.0
    if not restrains(aversion, 1.0):
        return math.nan
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if restrains(aversion, middle) else (middle, high)
    return high


def share_restrained(
    aversion: float, belief: float, worlds: int, seed: int, rationality: float = 100.0
) -> tuple[float, int]:
    """The share of sides that restrain themselves by a logit response, and of how many."""
    plan = first_step(aversion, belief, "logit-response", rationality)
    found = many(plan, worlds, seed)
    restrained = 2.0 - found["us_accelerating"] - found["cn_accelerating"]
    return float(restrained.mean() / 2.0), 2 * worlds


@cache
def docked(worlds: int = 10_000, seed: int = 25) -> list[Docked]:
    """The conditions beside what our stage game and our actors come to."""
    rows = []
    for number, aversion in enumerate(AVERSIONS):
        payoffs = payoffs_of(aversion)
        letters, where = _letters(payoffs), f"aversion to harm {aversion:g}"
        game = GAMES[name_of(payoffs, payoffs)].key
        both = (INVEST, INVEST) in pure_equilibria(payoffs, payoffs)
        for what, known, ours in (
            (
                "a trust dilemma (1) or not (0)",
                kind(**letters) == "trust dilemma",
                game == "stag_hunt",
            ),
            (
                "restraint by both an equilibrium (1) or not (0)",
                restraint_is_equilibrium(**letters),
                both,
            ),
        ):
            rows.append(Docked(f"{what}, {where}", float(known), float(ours), 0.0, "exact"))
        needed = float(trust_needed(**letters))
        if math.isnan(needed):
            continue  # nobody restrains itself: a test holds that our race agrees
        what = f"belief from which a best reply is restraint, {where}"
        rows.append(Docked(what, needed, belief_needed(aversion), 1e-9, "bisection"))
        if needed > 0.0:
            share, sides = share_restrained(aversion, needed, worlds, seed + number)
            rows.append(
                Docked(
                    f"share that restrain themselves by a logit response at it, {where}",
                    0.5,
                    share,
                    4.0 * math.sqrt(0.25 / sides),
                    f"4 standard errors of {sides:,} choices",
                )
            )
    return rows
