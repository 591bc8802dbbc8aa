"""The incentive-gradient condition in our race: when a unit moved to capability pays.

The smallest race as a limit, term by term (see `contest_limit` for how it is played):

- funds: a share r goes to capability, which is g log10 r, OOM, and does not move in the step that
  is played. With a scale of leads of 2 / ln 10 OOM the chance of being first is r^g / (sum).
- a friendly AI: the chance that the outcome is not lost if the side crosses the line, 1 - r. The
  safety gap is set so that it is; safety is a chance with them and a gap with us.
- values: 1 for one's own friendly AI, 1 - e for the rival's, nothing else. Our race says who is
  first and whether the outcome is lost; what that is worth is put to account.

The condition itself holds for any race with these values. So it is tried on our own rules as well:
a year in which one side spends a share on safety, with the progress, the productivity of safety
work, the contest and the line of our baseline, and no mechanism beside them. The chances and their
slopes are read from played races, and the condition says whether a little less for safety pays.

What cannot be matched: more than two developers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from race_sim.literature.bridges.contest_limit import (
    AWAY,
    best_input,
    gap_of,
    line_settings,
    safe_if_first,
    winning_chance,
)
from race_sim.literature.bridges.limit import Docked, Position, plan_at
from race_sim.literature.bridges.playing import played
from race_sim.literature.incentive_gradient import (
    capability_share,
    marginal_gain,
    shift_pays,
    utility,
)
from race_sim.policies import NUMBERS
from race_sim.resolve import settings_of
from race_sim.rules.settings import RaceSettings
from race_sim.scenario import load_scenario

LINE = line_settings()
DIFFERENCE = 1e-4  # of shares, for slopes
START_GAP = 3.0  # OOM, at which there is something to lose


class Chances(NamedTuple):
    """What the utility is made of."""

    win: float
    friendly: float
    rival_friendly: float

    def worth(self, enmity: float) -> float:
        """The utility, by the values of the outcomes."""
        own, rival = self.win * self.friendly, (1.0 - self.win) * self.rival_friendly
        return own + (1.0 - enmity) * rival


def standing(share: float, decisiveness: float) -> Position:
    """Where a side of the smallest race stands that spends this share on capability."""
    return Position(decisiveness * math.log10(share), gap_of(1.0 - share))


def smallest(share: float, rival_share: float, decisiveness: float) -> Chances:
    """The chances of the smallest race, from one played step of ours."""
    us, cn = standing(share, decisiveness), standing(rival_share, decisiveness)
    return Chances(winning_chance(us, cn, LINE), safe_if_first(us, LINE), safe_if_first(cn, LINE))


@cache
def _baseline() -> RaceSettings:
    return settings_of(load_scenario("baseline").parameters)


def year_settings(safety_share: float, rival_safety_share: float) -> RaceSettings:
    """A year of work by our rules of progress and safety, with the line behind both at its end."""
    usual = _baseline()
    return LINE._replace(
        us=LINE.us._replace(growth=usual.us.growth, policy=NUMBERS["always-accelerate"]),
        cn=LINE.cn._replace(growth=usual.us.growth, policy=NUMBERS["always-safe"]),
        share_accelerating=safety_share,
        share_investing=rival_safety_share,
        safety_productivity=usual.safety_productivity,
        lead_scale=usual.lead_scale,
        finish_risk=usual.finish_risk,
        finish_elasticity=usual.finish_elasticity,
    )


def year(safety_share: float, rival_safety_share: float = 0.3) -> Chances:
    """The chances at the end of such a year, from three played races."""
    settings = year_settings(safety_share, rival_safety_share)
    start = Position(0.0, START_GAP)
    us = played(plan_at(start, AWAY, (1, settings)))
    cn = played(plan_at(AWAY, start, (1, settings)))
    return Chances(winning_chance(start, start, settings), 1.0 - us.loss_risk, 1.0 - cn.loss_risk)


def slopes(safety_share: float) -> Chances:
    """How the chances change as funds move from safety to capability, by differences."""
    less, more = year(safety_share + DIFFERENCE), year(safety_share - DIFFERENCE)
    return Chances(*((up - down) / (2.0 * DIFFERENCE) for up, down in zip(more, less, strict=True)))


def stops_paying(enmity: float) -> float:
    """The share for safety above which a shift pays, by the condition at played races."""
    low, high = 2.0 * DIFFERENCE, 1.0 - 2.0 * DIFFERENCE
    for _ in range(30):
        middle = 0.5 * (low + high)
        now, change = year(middle), slopes(middle)
        pays = bool(
            shift_pays(
                now.win, change.win, now.friendly, change.friendly, now.rival_friendly, enmity
            )
        )
        low, high = (low, middle) if pays else (middle, high)
    return high


def best_year(enmity: float) -> float:
    """The share for safety at which a year of our race is worth most."""

    def payoff(odds: Sequence[float]) -> float:
        return year(odds[0] / (1.0 + odds[0])).worth(enmity)

    (odds,), _ = best_input(payoff, [0.3], steps=21)
    return odds / (1.0 + odds)


@cache
def docked() -> list[Docked]:
    """The model's numbers and its condition beside played races."""
    rows = []
    for enmity, decisiveness in ((0.5, 1.0), (1.0, 1.0), (0.5, 4.0)):
        where = f"enmity {enmity:g}, decisiveness {decisiveness:g}"
        share = float(capability_share(2, enmity, decisiveness))
        now = smallest(share, share, decisiveness)
        known = float(utility(0.5, 1.0 - share, 1.0 - share, enmity))
        rows.append(Docked(f"utility, {where}", known, now.worth(enmity), 1e-9, "rounding"))

        def payoff(
            odds: Sequence[float],
            share: float = share,
            enmity: float = enmity,
            decisiveness: float = decisiveness,
        ) -> float:
            mine = odds[0] / (1.0 + odds[0])
            return smallest(mine, share, decisiveness).worth(enmity)

        (odds,), _ = best_input(payoff, [share / (1.0 - share)], steps=21)
        what = f"share for capability that pays best, {where}"
        why = "the search for the best reply"
        rows.append(Docked(what, share, odds / (1.0 + odds), 1e-5, why))
    for enmity in (0.2, 0.5):
        what = f"share for safety above which a shift pays in a year of ours, enmity {enmity:g}"
        why = "slopes by differences, and a flat top"
        rows.append(Docked(what, stops_paying(enmity), best_year(enmity), 1e-4, why))
    for share in (0.05, 0.3, 0.9):
        now, change = year(share), slopes(share)
        known = float(
            marginal_gain(
                now.win, change.win, now.friendly, change.friendly, now.rival_friendly, 0.5
            )
        )
        less, more = (year(share + way).worth(0.5) for way in (DIFFERENCE, -DIFFERENCE))
        ours = (more - less) / (2.0 * DIFFERENCE)
        what = f"what a shift brings in a year of ours, share for safety {share:g}, enmity 0.5"
        rows.append(Docked(what, known, ours, 1e-7, "the second order of a difference"))
    return rows
