"""The smallest contest with a safety valley as a limit of our race; see `bridges.spt2023`.

The limit, term by term:

- performance p: capability is log10 p in the ratio contest, and p itself, OOM, in the logistic one,
  with scales of leads of 2 / ln 10 and 2 / g OOM.
- safety 1 - k p of each, and both have to be safe: incidents at both sides, every one a
  catastrophe, at the rate at which none comes with this chance.
- payoffs: q S - d (1 - S), put to account from the chances of a played step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from race_sim.literature.bridges.contest_limit import (
    RATIO_SCALE,
    best_input,
    gap_of,
    incident_settings,
    safe_together,
    winning_chance,
)
from race_sim.literature.bridges.limit import Docked, Position
from race_sim.literature.spt2023 import valley


class Slope(NamedTuple):
    """A tradeoff and a contest."""

    contest: str  # "ratio" or "logistic"
    steepness: float  # k
    performance_limit: float
    disaster_cost: float = 0.0  # d
    decisiveness: float = 4.0  # g, of the logistic contest

    def words(self) -> str:
        """For the rows."""
        return f"{self.contest} contest, k = {self.steepness:.4g}, d = {self.disaster_cost:g}"


# From the ratio contest, where a flatter tradeoff changes nothing, down the slope into the valley
# of the logistic contest, to where the bound on performance leads out of it.
SLOPES = (
    Slope("ratio", 0.8, 1.25),
    Slope("ratio", 0.4, 2.5),
    Slope("ratio", 0.8, 1.25, disaster_cost=1.0),
    Slope("logistic", 1.0, 1.0),
    Slope("logistic", 0.8, 1.0),
    Slope("logistic", 0.5, 1.0),
)


def stand(performance: float, slope: Slope) -> Position:
    """Where a side of this performance stands."""
    ratio = slope.contest == "ratio"
    capability = math.log10(performance) if ratio else performance
    return Position(capability, gap_of(1.0 - slope.steepness * performance))


def worth(own: float, rival: float, slope: Slope) -> float:
    """What a performance gets against another, with the chances of a played step."""
    scale = RATIO_SCALE if slope.contest == "ratio" else 2.0 / slope.decisiveness
    settings = incident_settings(scale)
    us, cn = stand(own, slope), stand(rival, slope)
    safe = safe_together(us, cn, settings)
    return winning_chance(us, cn, settings) * safe - slope.disaster_cost * (1.0 - safe)


def best_performance(rival: float, slope: Slope) -> tuple[float, float]:
    """The performance below the bound that pays best in our race, and what it pays."""
    bound = slope.performance_limit

    def of(odds: Sequence[float]) -> float:
        return worth(bound * odds[0] / (1.0 + odds[0]), rival, slope)

    (odds,), most = best_input(of, [1.0], steps=41)
    return bound * odds / (1.0 + odds), most


def valley_rows() -> list[Docked]:
    """The equilibria of the model, and the best replies to them in our race."""
    rows = []
    for slope in SLOPES:
        theirs = valley(
            slope.steepness,
            slope.disaster_cost,
            slope.performance_limit,
            slope.contest,
            slope.decisiveness,
        )
        known = float(theirs.performance)
        best, most = best_performance(known, slope)
        safe = safe_together(stand(known, slope), stand(known, slope), incident_settings())
        search = "the search for the best reply"
        rows += [
            Docked(f"valley: {what}, {slope.words()}", float(one), ours, tolerance, why)
            for what, one, ours, tolerance, why in (
                ("chance that it ends safely", theirs.safe, safe, 1e-9, "rounding"),
                ("most that a player gets", theirs.payoff, most, 1e-8, search),
                ("performance that gets it", theirs.performance, best, 1e-5, search),
            )
        ]
    return rows
