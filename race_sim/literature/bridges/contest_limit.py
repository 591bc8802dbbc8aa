"""A contest in one step: the limit of our race that several published contests are.

Nothing moves. Each side stands where its inputs have put it, and one step is played:

- being ahead is worth 1/2 contest(lead / scale), rivalry being 1/2, so that 1/2 more is the chance
  of winning. With the tanh form and a scale of 2 / ln 10 OOM it is the ratio contest in what
  capability is the logarithm of: 1/2 (1 + tanh(ln(p1 / p2) / 2)) = p1 / (p1 + p2).
- the finish line lies behind both, so the leader crosses in this step, and the outcome is lost
  with the chance 1 - exp(-10^gap); or
- incidents come at both sides, each at the rate 10^gap in this one step, and every one is a
  catastrophe, so that none comes with the product of the two chances exp(-10^gap).

The race has no lottery at its line: whoever is ahead crosses. A contest with chances is one with
noise in the positions (Lazear and Rosen, 1981, Journal of Political Economy 89, 841-864); that of
the ratio form is Gumbel noise in the logarithm (McFadden, 1974, in Zarembka, ed., Frontiers in
Econometrics, 105-142), which `lottery` draws into the start of each world.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from race_sim.literature.bridges.limit import WIDE, Position, plan_at, still_settings
from race_sim.literature.bridges.playing import played
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import US

RATIO_SCALE = 2.0 / math.log(10.0)  # OOM
# So far behind that it plays no part.
AWAY = Position(capability=-1e6)
# An exponent this small makes every severity the highest.
ALL_AT_THE_CEILING = 1e-12


def line_settings(lead_scale: float = RATIO_SCALE) -> RaceSettings:
    """One step in which the leader crosses a finish line that lies behind both."""
    return still_settings()._replace(
        rivalry=0.5,
        lead_scale=lead_scale,
        finish_line=1,
        transformative=-WIDE,
        finish_risk=1.0,
        finish_elasticity=1.0,
    )


def incident_settings(lead_scale: float = RATIO_SCALE) -> RaceSettings:
    """The same with incidents at both sides, every one a catastrophe, and no loss at the line."""
    settings = line_settings(lead_scale)
    return settings._replace(
        us=settings.us._replace(deployment=1.0),
        cn=settings.cn._replace(deployment=1.0),
        hazard=1.0,
        gap_elasticity=1.0,
        severity_exponent=ALL_AT_THE_CEILING,
        ceiling_chance=1.0,
        finish_risk=0.0,
    )


def gap_of(safe: float) -> float:
    """The safety gap, OOM, at which exp(-10^gap) is this chance of safety, between 0 and 1."""
    return math.log10(-math.log(safe))


def position(performance: float, gap: float) -> Position:
    """Where a side of this performance stands: its logarithm is its capability."""
    return Position(math.log10(performance), gap)


def winning_chance(us: Position, cn: Position, settings: RaceSettings) -> float:
    """The chance that the United States wins, from what being ahead is worth to it."""
    return 0.5 + played(plan_at(us, cn, (1, settings))).us_payoff


def safe_if_first(own: Position, settings: RaceSettings) -> float:
    """The chance that the outcome is not lost if this side crosses the line."""
    return 1.0 - played(plan_at(own, AWAY, (1, settings))).loss_risk


def safe_together(us: Position, cn: Position, settings: RaceSettings) -> float:
    """The chance that no incident, on either side, is a catastrophe."""
    return 1.0 - played(plan_at(us, cn, (1, settings))).catastrophe_risk


class Lottery(NamedTuple):
    """Worlds whose positions were drawn with the noise of the ratio contest; each 0 or 1."""

    us_first: np.ndarray  # the United States crossed the line, and nothing was lost
    cn_first: np.ndarray
    lost: np.ndarray  # to both


def lottery(us: Position, cn: Position, settings: RaceSettings, worlds: int, seed: int) -> Lottery:
    """Play worlds in which each side's capability has Gumbel noise, and its gap has none."""
    noise = np.random.default_rng(seed).gumbel(size=(worlds, 2)) / math.log(10.0)
    found = np.zeros((3, worlds))
    for world, (us_noise, cn_noise) in enumerate(noise.tolist()):
        plan = plan_at(
            us._replace(capability=us.capability + us_noise),
            cn._replace(capability=cn.capability + cn_noise),
            (1, settings),
        )
        end = played(plan, seed, world)
        lost = end.catastrophe + end.lost_at_finish > 0.0
        found[2 if lost else 0 if end.winner == US else 1, world] = 1.0
    return Lottery(*found)


def standard_error(values: np.ndarray) -> float:
    """Of the mean of worlds."""
    return float(values.std(ddof=1) / math.sqrt(len(values)))


def best_input(
    payoff: Callable[[Sequence[float]], float], start: Sequence[float], steps: int = 11
) -> tuple[list[float], float]:
    """The inputs, all positive, at which a payoff is highest, and the payoff there.

    From a grid that goes from a thirtieth to thirty times `start`, then downhill simplex
    (Nelder, J. A. and Mead, R., 1965, Computer Journal 7, 308-313) in logarithms.
    """
    from scipy.optimize import minimize

    def loss(logs: np.ndarray) -> float:
        return -payoff([math.exp(one) for one in logs])

    around = np.linspace(-math.log(30.0), math.log(30.0), steps)
    logs = np.log(np.asarray(start, dtype=float))
    grid = np.stack(np.meshgrid(*(around for _ in logs)), axis=-1).reshape(-1, len(logs)) + logs
    nearest = min([logs, *grid], key=loss)
    found = minimize(loss, nearest, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-15})
    return [math.exp(one) for one in found.x], -float(found.fun)
