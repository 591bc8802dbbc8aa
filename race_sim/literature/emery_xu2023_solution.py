"""Equilibria of a race decided by a noisy contest, for each level of information.

`emery_xu2023` says what the race is. With `P` the chance to win, `l` the loser's share and `e` the
enmity, a team that plays `s` against `t` gets

    P ((1-l) s + l t) + (1-P)(1-e)((1-l) t + l s),  P = 1 / (1 + exp(-g (ahead - s + t)))

- No information: both play the same, and the first-order condition is solved in closed form.
- Public: a pair of safeties for each gap. Where `l (1-e) = 0` the best reply is unique,
  `s = c + (1 + w) / g` with `w + log(w) = g (ahead + t - c) - 1` and `c = (1 - e - l/(1-l)) t` (one
  of its two terms is 0). Its slope in `t` is between -1 and 1, so there is one equilibrium, found
  by bisection. Else Newton's method follows an equilibrium from weak contests to the contest asked.
- Private: as many abilities as nodes of a quadrature, each with its safety; Newton's method again.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.special import expit, spence, wrightomega

from race_sim.literature.deviations import highest

# Abilities that a team may have under private information: at least so many, and as many as the
# contest could tell apart, up to a limit.
FEWEST, MOST = 24, 96
PANELS, NODES = 15, 8  # of the quadrature over gaps, finer near 0
WEAK = 0.5  # decisiveness at which the path begins
STRIDE = 1.15  # from one decisiveness on the path to the next
STEPS = 100  # of Newton's method at most, at each
LONGEST = 0.1  # step of a safety
SETTLED = 1e-12  # residual
HALVINGS = 60
SPREAD = 1.0  # decisiveness times skill weight


class Race(NamedTuple):
    """One point of the parameters."""

    enmity: float
    skill_weight: float
    decisiveness: float
    loser_share: float


class Equilibrium(NamedTuple):
    """What is played, and what it comes to."""

    known: np.ndarray  # what a team knows: its ability, or how far it is ahead; one 0 for nothing
    safety: np.ndarray  # what it then plays
    mean_safety: float  # of a team, whether it wins or not
    risk: float  # chance of a disaster
    regret: float  # the most that a team gains by another safety


class _Slopes(NamedTuple):
    """How a team's payoff changes with its own safety, and how that changes."""

    slope: np.ndarray
    own: np.ndarray  # of the slope, in the own safety
    cross: np.ndarray  # of the slope, in the other's


def payoff(race: Race, ahead: np.ndarray, own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """What a team gets that is `ahead` by so much and plays `own` against `other`.

    Parameters
    ----------
    race : Race
    ahead, own, other : ndarray
        They broadcast.
    """
    wins = expit(race.decisiveness * (ahead - own + other))
    share, kept = race.loser_share, 1.0 - race.enmity
    if_lost = kept * ((1.0 - share) * other + share * own)
    stake = (1.0 - share) * own + share * other - if_lost
    return np.asarray(if_lost + wins * stake)


def slopes_of(race: Race, ahead: np.ndarray, own: np.ndarray, other: np.ndarray) -> _Slopes:
    """How the payoff of such a team changes with safeties."""
    g, share, kept = race.decisiveness, race.loser_share, 1.0 - race.enmity
    wins = expit(g * (ahead - own + other))
    loses = 1.0 - wins
    alpha = 1.0 - share - kept * share
    beta = kept * (1.0 - share) - share
    stake = alpha * own - beta * other
    density = g * wins * loses
    bend = g * (loses - wins) * stake
    return _Slopes(
        -density * stake + wins * (1.0 - share) + loses * kept * share,
        density * (bend - 2.0 * alpha),
        density * (alpha + beta - bend),
    )


def safe_chance(race: Race, ahead: np.ndarray, own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The chance that nothing goes wrong, whoever wins."""
    wins = expit(race.decisiveness * (ahead - own + other))
    mine = wins * (1.0 - race.loser_share) + (1.0 - wins) * race.loser_share
    return np.asarray(mine * own + (1.0 - mine) * other)


@cache
def gaps() -> tuple[np.ndarray, np.ndarray]:
    """Gaps between two abilities as shares of the largest, and their weights: density 2 (1 - d)."""
    edges = np.concatenate([[0.0], 2.0 ** -np.arange(PANELS - 1.0, -1.0, -1.0)])
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    low, wide = edges[:-1, np.newaxis], np.diff(edges)[:, np.newaxis]
    gap = (low + wide * (nodes + 1.0) / 2.0).ravel()
    return gap, (wide * weights / 2.0).ravel() * 2.0 * (1.0 - gap)


def _newton(
    slopes: Callable[[np.ndarray, Race], tuple[np.ndarray, np.ndarray]],
    start: np.ndarray,
    race: Race,
) -> np.ndarray:
    """Safeties at which no slope leads further within 0 to 1, followed from a weak contest.

    `slopes` gives them, and their derivatives in all safeties of a system, on the last axis.
    """
    steps = max(0, math.ceil(math.log(race.decisiveness / WEAK) / math.log(STRIDE)))
    safety, one = start, np.eye(start.shape[-1])
    for step in range(steps, -1, -1):
        at = race._replace(decisiveness=race.decisiveness / STRIDE**step)
        for _ in range(STEPS):
            slope, bend = slopes(safety, at)
            residual = safety - np.clip(safety + slope, 0.0, 1.0)
            if np.abs(residual).max() < SETTLED:
                break
            inside = (safety + slope > 0.0) & (safety + slope < 1.0)
            matrix = np.where(inside[..., np.newaxis], -bend, one)
            move = np.linalg.solve(matrix, residual[..., np.newaxis])[..., 0]
            size = np.abs(move).max(axis=-1, keepdims=True)
            safety = np.clip(safety - move * np.minimum(1.0, LONGEST / (size + 1e-300)), 0.0, 1.0)
    return safety


def mean_density(spread: float) -> float:
    """The mean of P (1-P) when both play the same: `2 log cosh(y/2) / y^2`, `y = g mu`; ours."""
    half = spread / 2.0
    if half < 1e-4:
        return 0.25 - half * half / 24.0
    if half < 1.0:
        return math.log1p(2.0 * math.sinh(half / 2.0) ** 2) / (2.0 * half * half)
    logarithm = half + math.log1p(math.exp(-2.0 * half)) - math.log(2.0)
    return logarithm / half / (2.0 * half)


def _twice_integrated(y: np.ndarray) -> np.ndarray:
    """The integral of the integral of the logistic function: `-Li2(-exp(y))`."""
    tail = spence(1.0 + np.exp(-np.abs(y)))  # Li2(-exp(-|y|))
    return np.asarray(np.where(y > 0.0, y * y / 2.0 + np.pi**2 / 6.0 + tail, -tail))


def mean_chance(race: Race, bolder: np.ndarray) -> np.ndarray:
    """The chance to win of a team that knows no ability and plays `bolder` less than the other.

    The difference of two abilities has a triangular density, whose second derivative is three
    points: so it is a second difference of what is integrated twice.
    """
    g, mu = race.decisiveness, race.skill_weight
    if g * mu < SPREAD:  # the difference would cancel, and a quadrature is exact
        share, weight = gaps()
        up, down = (expit(g * (bolder[..., np.newaxis] + sign * mu * share)) for sign in (1, -1))
        return np.asarray((up + down) @ weight / 2.0)
    ends = _twice_integrated(g * (bolder + mu)) + _twice_integrated(g * (bolder - mu))
    return np.asarray((ends - 2.0 * _twice_integrated(g * bolder)) / (g * mu) ** 2)


def none(race: Race) -> Equilibrium:
    """Nobody knows an ability: `s = min(1, (1 - e l) / (2 e g E[P (1-P)]))`."""
    needed = mean_density(race.decisiveness * race.skill_weight) * race.decisiveness
    needed *= 2.0 * race.enmity
    gain = 1.0 - race.enmity * race.loser_share
    level = gain / needed if needed > gain else 1.0
    share, kept = race.loser_share, 1.0 - race.enmity

    def value(own: np.ndarray) -> np.ndarray:
        wins = mean_chance(race, level - own)
        if_lost = kept * ((1.0 - share) * level + share * own)
        return np.asarray(if_lost + wins * ((1.0 - share) * own + share * level - if_lost))

    _, best = highest(value, np.zeros(1), np.ones(1))
    regret = float(best[0] - value(np.array(level)))
    return Equilibrium(np.zeros(1), np.array([level]), level, 1.0 - level, max(regret, 0.0))


def best_reply(race: Race, ahead: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The best reply to a known team, where a loser has no interest in its own share.

    That is where `l (1-e) = 0`.
    """
    g, share = race.decisiveness, race.loser_share
    least = (1.0 - race.enmity - share / (1.0 - share)) * other
    root = wrightomega(g * (ahead + other - least) - 1.0)
    return np.asarray(np.clip(least + (1.0 + root) / g, 0.0, 1.0))


def public(race: Race) -> Equilibrium:
    """All abilities are known: a pair of safeties for each gap, the leader's and the other's."""
    share, weight = gaps()
    gap = share * race.skill_weight
    if race.loser_share * (1.0 - race.enmity) == 0.0:
        low, high = np.zeros_like(gap), np.ones_like(gap)
        for _ in range(HALVINGS):
            leader = (low + high) / 2.0
            further = best_reply(race, gap, best_reply(race, -gap, leader)) > leader
            low, high = np.where(further, leader, low), np.where(further, high, leader)
        leader = (low + high) / 2.0
        both = np.stack([leader, best_reply(race, -gap, leader)], axis=-1)
    else:
        both = _newton(_slopes_of_pairs(gap), np.ones((gap.size, 2)), race)
    ahead = np.stack([gap, -gap], axis=-1)
    other = both[:, ::-1]

    def value(own: np.ndarray) -> np.ndarray:
        return payoff(race, ahead[..., np.newaxis], own, other[..., np.newaxis])

    _, best = highest(value, np.zeros_like(ahead), np.ones_like(ahead))
    regret = float((best - value(both[..., np.newaxis])[..., 0]).max())
    risk = 1.0 - float(weight @ safe_chance(race, gap, both[:, 0], both[:, 1]))
    known = np.concatenate([-gap[::-1], gap])
    played = np.concatenate([both[::-1, 1], both[:, 0]])
    mean = float(weight @ both.mean(axis=-1))
    return Equilibrium(known, played, mean, max(risk, 0.0), max(regret, 0.0))


def _slopes_of_pairs(
    gap: np.ndarray,
) -> Callable[[np.ndarray, Race], tuple[np.ndarray, np.ndarray]]:
    ahead = np.stack([gap, -gap], axis=-1)

    def slopes(safety: np.ndarray, race: Race) -> tuple[np.ndarray, np.ndarray]:
        found = slopes_of(race, ahead, safety, safety[:, ::-1])
        bend = np.stack(
            [
                np.stack([found.own[:, 0], found.cross[:, 0]], axis=-1),
                np.stack([found.cross[:, 1], found.own[:, 1]], axis=-1),
            ],
            axis=-2,
        )
        return found.slope, bend

    return slopes


def private(race: Race) -> Equilibrium:
    """Each knows its own ability, one of several types that stand for the uniform law."""
    told_apart = math.ceil(race.decisiveness * race.skill_weight / 2.0)
    types = min(max(FEWEST, told_apart), MOST)
    nodes, weights = np.polynomial.legendre.leggauss(types)
    able, weight = (nodes + 1.0) * race.skill_weight / 2.0, weights / 2.0
    ahead = able[:, np.newaxis] - able

    def slopes(safety: np.ndarray, at: Race) -> tuple[np.ndarray, np.ndarray]:
        found = slopes_of(at, ahead, safety[:, np.newaxis], safety)
        return found.slope @ weight, np.diag(found.own @ weight) + found.cross * weight

    safety = _newton(slopes, np.ones(types), race)

    def value(own: np.ndarray) -> np.ndarray:
        found = payoff(race, ahead[:, np.newaxis, :], own[..., np.newaxis], safety)
        return np.asarray(found @ weight)

    _, best = highest(value, np.zeros(types), np.ones(types))
    regret = float((best - value(safety[:, np.newaxis])[:, 0]).max())
    safe = safe_chance(race, ahead, safety[:, np.newaxis], safety)
    risk = 1.0 - float(weight @ safe @ weight)
    return Equilibrium(able, safety, float(weight @ safety), max(risk, 0.0), max(regret, 0.0))
