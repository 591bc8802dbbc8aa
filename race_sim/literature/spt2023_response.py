"""One player's best response in the contest, found over all inputs.

Given its performance `p`, a player's payoff is `K sigma(Xs) - r Xs` and what does not depend on its
safety input: `K` is what it is worth that its own technology is safe. This is concave in `Xs`, so
its first-order condition gives the best of it. What is left is a function of `p` alone, which is
searched on a grid of logarithms and at zero. Nothing above `(1 + d) / r` units can pay.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from race_sim.literature.deviations import highest
from race_sim.literature.spt2023_contest import chance, log_odds

DEPTH = 40.0  # the grid begins at exp(-40) of the rivals' performance: no chance to win below it
STEPS = 60
CLOSE = 1e-14


class Player(NamedTuple):
    """Parameters of a player, or of one for each of many points."""

    safety_productivity: np.ndarray
    performance_productivity: np.ndarray
    safety_exponent: np.ndarray
    performance_exponent: np.ndarray
    safety_sensitivity: np.ndarray
    disaster_cost: np.ndarray
    price: np.ndarray
    loser_share: np.ndarray

    def each(self) -> Player:
        """The same with a new last axis, for many trials at each point."""
        return Player(*(np.asarray(one)[..., None] for one in self))


class Rivals(NamedTuple):
    """What counts of the others."""

    log_performance: np.ndarray  # logarithm of the sum
    # Winner's risk: the chance that it is safe given that a rival wins. Multiplicative risk: that
    # all rivals are safe.
    safe: np.ndarray


class Response(NamedTuple):
    """What is best for a player, and what it then gets."""

    payoff: np.ndarray
    safety_input: np.ndarray
    performance_input: np.ndarray


def _log_odds_at_best(player: Player, log_worth: np.ndarray, log_scale: np.ndarray) -> np.ndarray:
    """The odds `y` at the best safety input: `alpha K y / (1+y)^2 = r Xs(y)`, in logarithms.

    The difference of the two sides is concave and falls in `log y`, and the start is right of its
    root: Newton's steps then go left without ever passing it.
    """
    inverse = 1.0 / np.where(player.safety_exponent > 0.0, player.safety_exponent, 1.0)
    level = np.log(np.where(player.safety_exponent > 0.0, player.safety_exponent, 1.0))
    level = level + log_worth - np.log(player.price) + inverse * log_scale
    slow = inverse - 1.0
    flat = (slow <= 0.0) & (level <= 0.0)  # alpha = 1 and not worth the first unit
    divisor = np.where((level > 0.0) | (slow <= 0.0), inverse + 1.0, slow)
    y = np.where(flat, 0.0, level / divisor)
    for _ in range(STEPS):
        value = level - slow * y - 2.0 * np.logaddexp(0.0, y)
        step = value / (slow + 2.0 * chance(y))
        step = np.where(flat, 0.0, step)
        y = y + step
        if np.all(np.abs(step) <= CLOSE * (1.0 + np.abs(y))):
            break
    return np.where(flat, -np.inf, y)


def _best_given(
    player: Player, worth: np.ndarray, log_performance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Worth of safety less its cost at the best safety input, and that input."""
    free = log_odds(
        np.log(player.safety_productivity),
        np.zeros(()),
        player.safety_sensitivity,
        np.zeros(()),
        log_performance,
    )
    none = worth <= 0.0
    at_best = _log_odds_at_best(player, np.log(np.where(none, 1.0, worth)), free)
    fixed = player.safety_exponent <= 0.0
    logs = np.where(fixed, free, np.where(none, -np.inf, at_best))
    alpha = np.where(fixed, 1.0, player.safety_exponent)
    units = np.where(fixed, 0.0, np.exp((logs - free) / alpha))
    return worth * chance(logs) - player.price * units, units


def _payoff(
    player: Player, rivals: Rivals, log_performance: np.ndarray, cost: np.ndarray, risk: str
) -> tuple[np.ndarray, np.ndarray]:
    wins = chance(log_performance - rivals.log_performance)
    d, rho = player.disaster_cost, player.loser_share
    if risk == "winner":
        worth = (1.0 + d) * wins
        rest = (rho + d) * (1.0 - wins) * rivals.safe - d
    else:
        worth = (rho + d + (1.0 - rho) * wins) * rivals.safe
        rest = -d
    gained, units = _best_given(player, worth, log_performance)
    return gained + rest - cost, units


def _idle(player: Player, rivals: Rivals, risk: str) -> Response:
    """No performance at all: no chance to win, and safe if performance harms safety."""
    d, rho = player.disaster_cost, player.loser_share
    if risk == "winner":
        payoff = (rho + d) * rivals.safe - d
        return Response(payoff, np.zeros_like(payoff), np.zeros_like(payoff))
    worth = (rho + d) * rivals.safe
    harmless = player.safety_sensitivity > 0.0
    gained, units = _best_given(player, worth, np.zeros_like(worth))
    gained, units = np.where(harmless, worth, gained), np.where(harmless, 0.0, units)
    return Response(gained - d, units, np.zeros_like(units))


def best_response(player: Player, rivals: Rivals, risk: str) -> Response:
    """The best of all inputs of a player against given rivals, for many points at once."""
    shape = np.broadcast_shapes(*(np.shape(one) for one in (*player, *rivals)))
    player = Player(*(np.broadcast_to(one, shape) for one in player))
    rivals = Rivals(*(np.broadcast_to(one, shape) for one in rivals))
    each = player.each()
    others = Rivals(*(one[..., None] for one in rivals))
    moves = each.performance_exponent > 0.0
    log_productivity = np.log(each.performance_productivity)
    beta = np.where(moves, each.performance_exponent, 1.0)

    def inputs(log_performance: np.ndarray) -> np.ndarray:
        units = np.exp((log_performance - log_productivity) / beta)
        return np.where(moves, units, 0.0)

    def of(log_performance: np.ndarray) -> np.ndarray:
        cost = each.price * inputs(log_performance)
        return _payoff(each, others, log_performance, cost, risk)[0]

    most = np.log((1.0 + player.disaster_cost) / player.price)
    high = log_productivity[..., 0] + player.performance_exponent * most
    start = np.minimum(
        np.where(np.isfinite(rivals.log_performance), rivals.log_performance, high), high
    )
    low = np.where(moves[..., 0], start - DEPTH, high)
    low = np.where(moves[..., 0], low, log_productivity[..., 0])
    high = np.where(moves[..., 0], high, log_productivity[..., 0])
    place, value = highest(of, low, high)
    units = inputs(place[..., None])
    _, safety = _payoff(each, others, place[..., None], each.price * units, risk)
    found = Response(value, safety[..., 0], units[..., 0])
    idle = _idle(player, rivals, risk)
    stays_out = moves[..., 0] & (idle.payoff > found.payoff)
    return Response(*(np.where(stays_out, i, f) for i, f in zip(idle, found, strict=True)))
