"""Who enters the contest of `race_sim.literature.naude_dimitri2020`, and what a team could gain.

Functions of arrays that have been checked: strengths, shape (..., n), and entry and prize, shape
(...). Strengths are taken as shares of the strongest team's, and X in units of the prize times
its strength, so that the scales of strength and prize do not matter.
"""

from __future__ import annotations

import numpy as np

# Strengths below this share of the strongest team's count as zero: one over them overflows.
LEAST = 1e-300
# Teams this close to the bound, in units of rounding, stay out: their effort would be noise.
_ROUNDING = 8.0 * np.finfo(float).eps


def relative(teams: np.ndarray) -> np.ndarray:
    """Strengths as shares of the strongest team's."""
    most = teams.max(axis=-1, keepdims=True)
    shares = np.divide(teams, most, out=np.zeros_like(teams), where=most > 0.0)
    return np.where(shares < LEAST, 0.0, shares)


def level(teams: np.ndarray, entry: np.ndarray, prize: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """X over the prize times the largest strength (1 if nobody enters), and who is active."""
    shares = relative(teams)
    order = np.argsort(-shares, axis=-1, kind="stable")
    ranked = np.take_along_axis(shares, order, axis=-1)
    able = ranked > 0.0
    inverses = np.divide(1.0, ranked, out=np.zeros_like(ranked), where=able)
    most = prize * teams.max(axis=-1)
    with np.errstate(over="ignore"):
        need = np.divide(entry, most, out=np.ones_like(most), where=most > 0.0)
    need = np.minimum(need, 1.0)  # from 1 on nobody enters
    # Each of the k - 1 stronger teams j takes 1 - a_k / a_j: k - 1 less a_k sum 1 / a_j.
    stronger = np.arange(ranked.shape[-1], dtype=float)
    sums = np.cumsum(inverses, axis=-1)
    behind = ranked * np.pad(sums[..., :-1], [(0, 0)] * (sums.ndim - 1) + [(1, 0)])
    hard = need[..., None] * inverses
    room = (1.0 - stronger) + behind - hard
    rounding = _ROUNDING * (np.abs(1.0 - stronger) + behind + hard)
    rounding[..., 0] = 0.0  # the strongest enters if b < v a: nothing is rounded
    enters = np.logical_and.accumulate((room > rounding) & able, axis=-1)
    count = np.count_nonzero(enters, axis=-1)
    some = count > 0
    rivals = np.where(some, count - 1.0, 0.0)
    total = np.where(enters, inverses, 0.0).sum(axis=-1)
    found = np.divide(
        rivals + np.sqrt(rivals**2 + 4.0 * need * total),
        2.0 * total,
        out=np.ones_like(total),
        where=some,
    )
    active = np.zeros(shares.shape, dtype=bool)
    np.put_along_axis(active, order, enters, axis=-1)
    return found, active


def solved(
    teams: np.ndarray, entry: np.ndarray, prize: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Efforts, chances of winning, and which teams are active."""
    whole, active = level(teams, entry, prize)
    shares = relative(teams)
    # X / (v a_i), the chance that i does not win.
    misses = np.divide(whole[..., None], shares, out=np.ones_like(shares), where=active)
    chances = np.where(active, np.maximum(1.0 - misses, 0.0), 0.0)
    return prize[..., None] * misses * chances, chances, active


def best_gain(
    teams: np.ndarray, efforts: np.ndarray, entry: np.ndarray, prize: np.ndarray
) -> np.ndarray:
    """The most that each team could gain by another effort.

    With Y the weight of all but the team, the best of v a x / (Y + a x) - x over x >= 0 is
    (sqrt(v) - sqrt(Y / a))^2, or 0 from Y / a = v on.
    """
    weights = teams * efforts
    wholes = entry[..., None] + weights.sum(axis=-1, keepdims=True)
    others = entry[..., None] + _sum_of_others(weights)
    value = np.broadcast_to(prize[..., None], weights.shape)
    wins = np.divide(weights, wholes, out=np.zeros_like(weights), where=wholes > 0.0)
    able = teams > 0.0
    with np.errstate(over="ignore"):
        need = np.divide(others, teams, out=np.full(weights.shape, np.inf), where=able)
    # Not below 0, and no root of infinity less one of it.
    best = (np.sqrt(value) - np.sqrt(np.minimum(need, value))) ** 2
    return np.asarray(np.maximum(best - (value * wins - efforts), 0.0))


def _sum_of_others(weights: np.ndarray) -> np.ndarray:
    """For each team the sum of all others', without subtracting its own from the whole."""
    zero = np.zeros_like(weights[..., :1])
    before = np.concatenate([zero, np.cumsum(weights, axis=-1)[..., :-1]], axis=-1)
    turned = np.cumsum(weights[..., ::-1], axis=-1)[..., ::-1]
    return np.asarray(before + np.concatenate([turned[..., 1:], zero], axis=-1))
