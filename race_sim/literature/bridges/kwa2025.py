"""Kwa 2025 as a limit of our race: a prize shared by capability, if no incident ends it.

The limit, term by term (see `contest_limit` for how it is played):

- resources: a share s of one unit goes to safety. Capability is w log10(1 - s), OOM, of the rest,
  and does not move in the step that is played.
- the prize: 100, split by the shares of (1 - s)^w. Half of it is what a side has at a lead of 0,
  and the worth of being ahead, with a rivalry of 50 and a scale of 2 / ln 10 OOM, is what more or
  less it gets: here our race has shares, as the model has, and no lottery.
- alignment: P = k s^a / (k s^a + 1 - s) is odds of k s^a / (1 - s). It sets the safety gap, and the
  gap the rate of incidents at home, every one of which is a catastrophe. Our chance of none is
  exp(-10^gap): matched exactly, the gap is log10(-ln P); the plain gap log10((1 - s) / (k s^a))
  agrees to the first order in the risk.
- survival: both have to be aligned, and so no incident may come at either side.
- payoff: the share of the prize if there is no catastrophe, else nothing. With amity, the rival's
  points are added at their worth; our actors have none, so it is put to account.

What cannot be matched: more than two actors; the public good of alignment and the correlation of
failures, which later versions of the model have.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from race_sim.literature.bridges.contest_limit import (
    best_input,
    gap_of,
    incident_settings,
    standard_error,
)
from race_sim.literature.bridges.limit import Docked, Position, plan_at
from race_sim.literature.bridges.playing import many, played
from race_sim.literature.kwa2025 import PRIZE, equilibrium

SETTINGS = incident_settings()._replace(rivalry=0.5 * PRIZE)


class Case(NamedTuple):
    """The parameters of the model, for two players."""

    k: float
    w: float
    a: float
    amity: float = 0.0

    def words(self) -> str:
        """For the rows."""
        friends = f", amity = {self.amity:g}" if self.amity else ""
        return f"k = {self.k:g}, w = {self.w:g}, a = {self.a:g}{friends}"


CASES = (
    Case(0.1, 1.0, 1.0),
    Case(1.0, 1.0, 1.0),
    Case(10.0, 2.0, 1.0),
    Case(33.9, 2.0, 0.466),
    Case(33.9, 2.0, 0.466, amity=0.2),
)


def odds_of(share: float, case: Case) -> float:
    """The odds that a side's system is aligned."""
    return float(case.k * share**case.a / (1.0 - share))


def place(share: float, case: Case) -> Position:
    """Where a side stands that spends this share on safety, its gap matched exactly."""
    odds = odds_of(share, case)
    return Position(case.w * math.log10(1.0 - share), gap_of(odds / (1.0 + odds)))


def plain_place(share: float, case: Case) -> Position:
    """The same with the plain gap, which is less the odds in OOM."""
    return Position(case.w * math.log10(1.0 - share), -math.log10(odds_of(share, case)))


def worth(us: Position, cn: Position, amity: float = 0.0) -> float:
    """What the United States gets on average in one played step, in points of the prize."""
    end = played(plan_at(us, cn, (1, SETTINGS)))
    own, rival = 0.5 * PRIZE + end.us_payoff, 0.5 * PRIZE + end.cn_payoff
    return (1.0 - end.catastrophe_risk) * (own + amity * rival)


def best_share(rival: Position, case: Case, start: float) -> tuple[float, float]:
    """The share that pays best in our race against a rival, and what it pays."""

    def payoff(odds: Sequence[float]) -> float:
        return worth(place(odds[0] / (1.0 + odds[0]), case), rival, case.amity)

    found, most = best_input(payoff, [start / (1.0 - start)], steps=41)
    return found[0] / (1.0 + found[0]), most


@cache
def docked(worlds: int = 10_000, seed: int = 26) -> list[Docked]:
    """The model's equilibria, and whether they are one in our race."""
    rows = []
    for number, case in enumerate(CASES):
        theirs = equilibrium(2, *case)
        share, where = float(theirs.safety_share), case.words()
        both = place(share, case)
        best, most = best_share(both, case, share)
        search = "the search for the best reply"
        found = many(plan_at(both, both, (1, SETTINGS)), worlds, seed + number)
        survived = 1.0 - found["catastrophe"]
        known = float(theirs.payoff)
        rows += [
            Docked(f"payoff, {where}", known, worth(both, both, case.amity), 1e-9, "rounding"),
            Docked(f"most that a reply gets, {where}", known, most, 1e-9, search),
            Docked(f"share for safety that gets it, {where}", share, best, 1e-5, search),
            Docked(
                f"share of worlds without a catastrophe, {where}",
                float(theirs.survival),
                float(survived.mean()),
                4.0 * standard_error(survived),
                f"4 standard errors of {worlds:,} worlds",
            ),
        ]
    return rows
