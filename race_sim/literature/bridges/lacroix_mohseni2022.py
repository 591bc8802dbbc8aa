"""Bridge to LaCroix and Mohseni: one step of two who both have to invest, or either.

The limit, term by term, for groups of two:

- the endowment, 1: what a year of full effort brings, at a growth of 1 OOM and a prosperity of 1;
- contributing at the cost `c`: to invest, with the share `c` of the budget, so that welfare is
  `1 - c`;
- too few contribute and all is lost with the chance `r`: the finish line lies behind both, and the
  leader's gap decides. With an open exchange safety work comes threefold where both invest (one's
  own, the rival's and joint work) and once, at both sides, where one does. So both have to invest
  for the gap to fall to its floor if safety work is little productive (a threshold of 2), and one
  is enough if it is productive (a threshold of 1). At the floor the chance of loss is 0, else `r`;
- the cost is borne whether or not all is lost, so a payoff is welfare less `r` times the endowment:
  the harm adds up in our form too.

The population is theirs: it imitates on the payoffs that the race gave.

Not matched: groups of more than two, and thresholds above two. Our race has two sides. Nor does the
race have a chance of disaster that depends on how many contribute but for the two steps above.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from race_sim.games.finite_population import imitation_law
from race_sim.literature import lacroix_mohseni2022
from race_sim.literature.bridges.limit import WIDE, Docked, Position, plan_at, still_settings
from race_sim.literature.bridges.playing import many, played
from race_sim.policies import NUMBERS
from race_sim.resolve import Plan
from race_sim.rules.state import ACCELERATE, INVEST

CHOICES = {ACCELERATE: "always-accelerate", INVEST: "always-safe"}
CEILING = 1.0  # OOM: the gap ends at it or at 0
START = 1.5  # OOM
UNFELT = 1e-18  # 1 - exp(-UNFELT) is 0 to the last bit
CERTAIN = 745.0  # exp(-CERTAIN) is all but 0
WORLDS = 20_000
SEED = 62


def race_of(cost: float, risk: float, threshold: int, us: int, cn: int, **mechanisms: Any) -> Plan:
    """One year of two, with the actions that they take.

    Parameters
    ----------
    cost : float
        c, above 0 and below 1.
    risk : float
        r.
    threshold : int
        How many of the two have to invest: 1 or 2.
    us, cn : int
        ACCELERATE or INVEST.
    **mechanisms : float
        Fields of `RaceSettings` that are to be other than the limit has them.
    """
    settings = still_settings()
    lost = CERTAIN if risk >= 1.0 else -math.log1p(-risk)
    # The leader's gap, 1.5 at the start, gains 1 or 1 - c in the year. It ends at 2.5 if nobody
    # invests, `work` lower if one does, and 3 times `work` and c lower if both do.
    work = 4.0 if threshold == 1 else 1.0
    settings = settings._replace(
        us=settings.us._replace(growth=1.0, policy=NUMBERS[CHOICES[us]]),
        cn=settings.cn._replace(growth=1.0, policy=NUMBERS[CHOICES[cn]]),
        share_investing=float(cost),
        safety_productivity=work / cost,
        openness=1.0,
        exchange_non_binding=1.0,
        prosperity=1.0,
        finish_line=1,
        transformative=-WIDE,
        finish_risk=UNFELT if lost > 0.0 else 0.0,
        finish_elasticity=math.log10(lost / UNFELT) / CEILING if lost > 0.0 else 0.0,
        gap_floor=0.0,
        gap_ceiling=CEILING,
    )
    start = Position(0.0, START)
    return plan_at(start, start, (1, settings._replace(**mechanisms)))


def payoff_matrix(cost: float, risk: float, threshold: int = 2, **mechanisms: Any) -> np.ndarray:
    """What contributing (first) and not contributing (second) get against each other.

    Returns
    -------
    ndarray of float, shape (2, 2)
        Row against column: welfare less the chance of loss, the mean over the two chairs.
    """
    actions = (INVEST, ACCELERATE)
    us, cn = np.zeros((2, 2)), np.zeros((2, 2))
    for row, first in enumerate(actions):
        for column, second in enumerate(actions):
            found = played(race_of(cost, risk, threshold, first, second, **mechanisms))
            us[row, column] = found.us_welfare - found.loss_risk
            cn[column, row] = found.cn_welfare - found.loss_risk
    return np.asarray((us + cn) / 2.0)


def law(payoffs: np.ndarray, population: int, intensity: float, mutation: float) -> np.ndarray:
    """How many of a population contribute, if pairs of it race for these payoffs."""
    some = np.arange(1, population)
    contributing = (some - 1) * payoffs[0, 0] + (population - some) * payoffs[0, 1]
    others = some * payoffs[1, 0] + (population - some - 1) * payoffs[1, 1]
    return imitation_law((contributing - others) / (population - 1), intensity, mutation)


# Cost and perceived risk of the rows; the population's other parameters are the defaults.
POINTS = ((0.1, 0.5), (0.3, 0.5), (0.3, 0.8))
POPULATION = 100
INTENSITY = 5.0
MUTATION = 0.01
EXACT = 1e-9


def _population_rows(cost: float, risk: float, threshold: int) -> list[Docked]:
    known = lacroix_mohseni2022.long_run(2, threshold, perceived_risk=risk, cost=cost)
    ours = law(payoff_matrix(cost, risk, threshold), POPULATION, INTENSITY, MUTATION)
    count = np.arange(POPULATION + 1.0)
    pairs = POPULATION * (POPULATION - 1.0)
    both = count * (count - 1.0) / pairs
    none = (POPULATION - count) * (POPULATION - count - 1.0) / pairs
    success = ours @ (both if threshold == 2 else 1.0 - none)
    at = f"{threshold} of 2, cost {cost:g}, risk {risk:g}"
    return [
        Docked(
            f"mean cooperation, {at}",
            float(known.cooperation),
            float(ours @ count) / POPULATION,
            EXACT,
            "rounding",
        ),
        Docked(
            f"groups that succeed, {at}", float(known.success), float(success), EXACT, "rounding"
        ),
    ]


def _loss_row(threshold: int) -> Docked:
    """Losses as the race draws them, where one of two contributes."""
    cost, risk = POINTS[-1]
    lost = many(race_of(cost, risk, threshold, INVEST, ACCELERATE), WORLDS, SEED)
    expected = risk if threshold == 2 else 0.0
    spread = max(4.0 * math.sqrt(expected * (1.0 - expected) / WORLDS), EXACT)
    what = f"share of worlds lost, one of two contributes, {threshold} needed"
    why = f"4 standard errors of {WORLDS:,} worlds" if threshold == 2 else "never"
    return Docked(what, expected, float(lost["lost_at_finish"].mean()), spread, why)


def _shot_row() -> Docked:
    """A warning shot: the perceived risk goes from the second to the third of the points."""
    times = []
    for find in (_theirs, _ours):
        before, after = (find(cost, risk) for cost, risk in POINTS[1:])
        times.append(after / before)
    what = "cooperation after a warning shot over that before, 2 of 2"
    return Docked(what, times[0], times[1], 1e-7, "rounding")


def _theirs(cost: float, risk: float) -> float:
    found = lacroix_mohseni2022.mean_cooperation(2, 2, perceived_risk=risk, cost=cost)
    return float(found)


def _ours(cost: float, risk: float) -> float:
    ours = law(payoff_matrix(cost, risk), POPULATION, INTENSITY, MUTATION)
    return float(ours @ np.arange(POPULATION + 1.0)) / POPULATION


@cache
def docked() -> list[Docked]:
    """The gain from contributing, the population, a warning shot, and losses drawn."""
    rows = []
    for threshold in (2, 1):
        cost, risk = POINTS[0]
        known = lacroix_mohseni2022.advantage(2, threshold, perceived_risk=risk, cost=cost)
        payoffs = payoff_matrix(cost, risk, threshold)
        # With one contributor all others are none, with Z - 1 all others of the rest contribute.
        others = POPULATION - 1.0
        alone = payoffs[0, 1] - (payoffs[1, 0] + (others - 1.0) * payoffs[1, 1]) / others
        met = ((others - 1.0) * payoffs[0, 0] + payoffs[0, 1]) / others - payoffs[1, 0]
        for name, one, other in (("first", known[0], alone), ("last", known[-1], met)):
            what = (
                f"gain of the {name} to contribute, {threshold} of 2, cost {cost:g}, risk {risk:g}"
            )
            rows.append(Docked(what, float(one), float(other), EXACT, "rounding"))
        for point in POINTS:
            rows += _population_rows(*point, threshold)
        rows.append(_loss_row(threshold))
    return [*rows, _shot_row()]
