"""The symmetric equilibrium of the contest, for many points of its parameters at once.

If all are alike and invest in both, the first-order conditions say what the inputs are given the
odds of safety `s`. With `t = 1/(1+s)` and `sigma = 1 - t`

    Xs = (alpha/r) e sigma^m t        Xp = (beta/r) sigma^m (g - theta e t)

where `g = (1-rho)(n-1)/n^2`, and under winner's risk `m = 1`, `e = (1+d)/n`, under multiplicative
risk `m = n`, `e = rho + (1-rho)/n + d`. The odds close the system, one equation in one unknown:

    s = A Xs^alpha / (B Xp^beta)^theta

The slope of its logarithm has the sign of a quadratic in `t`, so it is monotone between at most two
known places, and bisection there cannot miss a root. Under winner's risk there is at most one;
under multiplicative risk there may be more, and the safest is taken.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from race_sim.literature.deviations import NoEquilibrium, negligible
from race_sim.literature.parameter import one_of
from race_sim.literature.spt2023_contest import RISKS, Parameters, chance, chance_of
from race_sim.literature.spt2023_response import Player, Response, Rivals, best_response

REACH = 700.0  # logarithms of odds beyond it are not looked at
HALVINGS = 64
CHUNK = 2000  # points searched for deviations at once


class Equilibrium(NamedTuple):
    """An equilibrium, or a candidate for one; NaN where there is none.

    From `symmetric_equilibrium` everything has the shape of the points and holds for each player.
    From `equilibrium` players are on the last axis, and `safe` is one number.
    """

    safety_inputs: np.ndarray  # units
    performance_inputs: np.ndarray  # units
    odds: np.ndarray  # of safety
    performances: np.ndarray
    win_chances: np.ndarray
    safe: np.ndarray  # chance that there is no disaster
    payoffs: np.ndarray  # in units of the prize
    regret: np.ndarray  # the most that a player gains by another choice; 0 in an equilibrium


class _Point(NamedTuple):
    """What the equation is made of, one of each a point."""

    player: Player
    power: np.ndarray  # m
    stake: np.ndarray  # e
    rivalry: np.ndarray  # g
    harm: np.ndarray  # theta e, or 0 if performance cannot be chosen
    most: np.ndarray  # the largest t at which players still perform


class _Values(NamedTuple):
    log_safety_input: np.ndarray
    log_performance_input: np.ndarray
    log_performance: np.ndarray
    log_odds: np.ndarray
    gap: np.ndarray  # logarithm of the odds that the inputs give, less that of the odds assumed


def _point(players: np.ndarray, player: Player, risk: str) -> _Point:
    n, d, rho = players, player.disaster_cost, player.loser_share
    rivalry = (1.0 - rho) * (n - 1.0) / n**2
    if risk == "winner":
        power, stake = np.ones_like(n), (1.0 + d) / n
    else:
        power, stake = n, rho + (1.0 - rho) / n + d
    harm = np.where(player.performance_exponent > 0.0, player.safety_sensitivity * stake, 0.0)
    most = np.minimum(rivalry / np.where(harm > 0.0, harm, rivalry), 1.0)
    return _Point(player, power, stake, rivalry, harm, np.where(harm > 0.0, most, 1.0))


def _values(point: _Point, z: np.ndarray) -> _Values:
    """Inputs and the gap at `t = most / (1 + exp(z))`: no digits are lost at either end."""
    player, top = point.player, point.most
    up, down = -np.logaddexp(0.0, -z), -np.logaddexp(0.0, z)
    log_t = np.log(top) + down
    log_sigma = np.where(top < 1.0, np.log((1.0 - top) + top * np.exp(up)), up)
    spare = np.maximum(point.rivalry - point.harm * top, 0.0)
    # Where `most` is below 1 the spare is zero but for rounding.
    narrow = (top < 1.0) & (point.harm > 0.0)
    log_margin = np.where(
        narrow,
        np.log(np.where(narrow, point.harm * top, 1.0)) + up,
        np.log(np.where(narrow, 1.0, spare + point.harm * top * np.exp(up))),
    )
    alpha, beta = player.safety_exponent, player.performance_exponent
    common = point.power * log_sigma - np.log(player.price)
    log_xs = np.log(np.where(alpha > 0.0, alpha, 1.0)) + np.log(point.stake) + common + log_t
    log_xp = np.log(np.where(beta > 0.0, beta, 1.0)) + common + log_margin
    log_p = np.log(player.performance_productivity) + beta * log_xp
    log_s = log_sigma - log_t
    given = np.log(player.safety_productivity) + alpha * log_xs - player.safety_sensitivity * log_p
    return _Values(
        np.where(alpha > 0.0, log_xs, -np.inf),
        np.where(beta > 0.0, log_xp, -np.inf),
        log_p,
        log_s,
        given - log_s,
    )


def _turns(point: _Point) -> tuple[np.ndarray, np.ndarray]:
    """Between which `z` the gap may rise; the same if it falls everywhere."""
    alpha = point.player.safety_exponent
    pull = np.where(point.harm > 0.0, point.player.safety_sensitivity, 0.0)
    pull = pull * point.player.performance_exponent
    slope = alpha * (point.power + 1.0) - pull * point.power
    c, g = point.harm, point.rivalry
    # square t^2 + linear t + constant, which has the sign of the slope of the gap in log s
    square = (pull - slope) * c
    linear = slope * g + (1.0 + alpha) * c - pull * c
    constant = -(1.0 + alpha) * g
    inside = linear * linear - 4.0 * square * constant
    half = -0.5 * (linear + np.copysign(np.sqrt(np.maximum(inside, 0.0)), linear))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        roots = np.stack([half / square, constant / half])
        good = (inside > 0.0) & (roots > 0.0) & (roots < point.most)
        places = np.log(point.most - roots) - np.log(roots)
    places = np.where(good, np.clip(places, -REACH, REACH), -REACH)
    return places.min(axis=0), places.max(axis=0)


def _root(point: _Point) -> np.ndarray:
    """The highest `z` at which the gap closes; NaN if it never does."""
    first, last = _turns(point)
    end = np.full_like(last, REACH)
    upper = (_values(point, last).gap >= 0.0) & (_values(point, end).gap < 0.0)
    low, high = np.where(upper, last, -end), np.where(upper, end, first)
    lower = (_values(point, low).gap >= 0.0) & (_values(point, high).gap < 0.0)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        above = _values(point, middle).gap >= 0.0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.where(upper | lower, 0.5 * (low + high), np.nan)


def _regret(
    players: np.ndarray,
    player: Player,
    found: Equilibrium,
    log_performance: np.ndarray,
    risk: str,
) -> tuple[np.ndarray, Response]:
    sigma = chance_of(found.odds)
    others = np.log(players - 1.0) + log_performance
    safe = sigma if risk == "winner" else sigma ** (players - 1.0)
    best = best_response(player, Rivals(others, safe), risk)
    return np.maximum(best.payoff - found.payoffs, 0.0), best


def _candidates(values: list[np.ndarray], risk: str) -> tuple[Equilibrium, Response]:
    """The symmetric candidate at each of many points, with the best deviation from it.

    `values` are the parameters in their order, as flat arrays of one length.
    """
    players, player = values[0], Player(*values[1:])
    point = _point(players, player, risk)
    z = _root(point)
    there = np.isfinite(z)
    raw = _values(point, np.where(there, z, 0.0))
    d, rho = player.disaster_cost, player.loser_share
    safe = chance(raw.log_odds) ** point.power
    xs, xp = np.exp(raw.log_safety_input), np.exp(raw.log_performance_input)
    prize = rho + (1.0 - rho) / players
    payoff = prize * safe - (1.0 - safe) * d - player.price * (xs + xp)
    with np.errstate(over="ignore"):
        odds, performance = np.exp(raw.log_odds), np.exp(raw.log_performance)
    zero = np.zeros_like(safe)
    found = Equilibrium(xs, xp, odds, performance, 1.0 / players, safe, payoff, zero)
    regret, best = _regret(players, player, found, raw.log_performance, risk)
    found = found._replace(regret=regret)
    return Equilibrium(*(np.where(there, one, np.nan) for one in found)), best


def stands(found: Equilibrium, disaster_cost: Any, price: Any) -> np.ndarray:
    """Where a candidate is an equilibrium: nobody gains more than numerical error."""
    spent = price * (found.safety_inputs + found.performance_inputs)
    return negligible(found.regret, np.asarray(found.safe + spent), np.asarray(1.0 + disaster_cost))


def _refuse(
    source: str, found: Equilibrium, best: Response, good: np.ndarray, shown: list[str]
) -> None:
    """Raise `NoEquilibrium` for the first of the points that is none."""
    bad = np.flatnonzero(~good)
    if bad.size == 0:
        return
    at = int(bad[0])
    more = f"; one of {bad.size} such points" if bad.size > 1 else ""
    if np.isnan(found.regret[at]):
        text = f"at no point do all do the same and invest in both ({shown[at]}{more})"
        raise NoEquilibrium(source, text, float("nan"), "")
    inputs = f"safety input {found.safety_inputs[at]:.6g} and performance input "
    text = f"{inputs}{found.performance_inputs[at]:.6g} of all ({shown[at]}{more})"
    other = f"safety input {best.safety_input[at]:.6g} and performance input "
    other += f"{best.performance_input[at]:.6g} (or ever closer to zero)"
    raise NoEquilibrium(source, text, float(found.regret[at]), other)


def symmetric_equilibrium(
    players: Any = 2,
    safety_productivity: Any = 10.0,
    performance_productivity: Any = 10.0,
    safety_exponent: Any = 0.5,
    performance_exponent: Any = 0.5,
    safety_sensitivity: Any = 0.25,
    disaster_cost: Any = 0.0,
    price: Any = 0.1,
    loser_share: Any = 0.0,
    risk: str = "winner",
    check: bool = True,
) -> Equilibrium:
    """The equilibrium in which all players are alike and invest, at many points at once.

    Parameters
    ----------
    players, safety_productivity, performance_productivity, safety_exponent : array_like
    performance_exponent, safety_sensitivity, disaster_cost, price, loser_share : array_like
        See `Parameters`; they broadcast.
    risk : {"winner", "multiplicative"}
        Whether the winner's technology has to be safe, or that of every player.
    check : bool
        Whether to refuse what is no equilibrium. Without it the candidate comes with its regret,
        and NaN where there is none.

    Returns
    -------
    Equilibrium
        Of the shape of the points, what holds for each player. `regret` comes from a search over
        all deviations of one player.

    Raises
    ------
    InputError
        If a parameter is out of range or no number, shapes do not fit, or the risk is unknown.
    NoEquilibrium
        If at some point there is no candidate, or a player gains by deviating.
    """
    source = "symmetric_equilibrium"
    one_of(source, "risk", risk, RISKS)
    named = {
        "players": players,
        "safety_productivity": safety_productivity,
        "performance_productivity": performance_productivity,
        "safety_exponent": safety_exponent,
        "performance_exponent": performance_exponent,
        "safety_sensitivity": safety_sensitivity,
        "disaster_cost": disaster_cost,
        "price": price,
        "loser_share": loser_share,
    }
    values = np.broadcast_arrays(*Parameters.arrays(source, **named))
    shape = values[0].shape
    flat = [one.ravel() for one in values]
    parts = []
    for begin in range(0, max(flat[0].size, 1), CHUNK):
        chunk = [one[begin : begin + CHUNK] for one in flat]
        found, best = _candidates(chunk, risk)
        if check:
            shown = [_shown(named, one) for one in zip(*chunk, strict=True)]
            _refuse(source, found, best, stands(found, chunk[6], chunk[7]), shown)
        parts.append(found)
    joined = (np.concatenate(one) for one in zip(*parts, strict=True))
    return Equilibrium(*(one.reshape(shape)[()] for one in joined))


def _shown(names: Any, values: tuple[Any, ...]) -> str:
    """The parameters of a point that are not at their defaults."""
    usual = Parameters.defaults()
    other = [
        f"{name}={value:g}"
        for name, value in zip(names, values, strict=True)
        if value != usual[name]
    ]
    return ", ".join(other) or "defaults"
