"""Equilibria of the race of Armstrong, Bostrom and Shulman: what is played, and what it risks.

`armstrong2016` says what the race is, what is published and what is chosen.

>>> safety([0.9, 0.6], 0.5, 1.0, "private").round(6), mean_safety(2, 0.5, 1.0).round(6)
(array([0.6, 0.4]), np.float64(0.333333))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from race_sim.literature.parameter import ParameterSet, one_of, parameter
from race_sim.problems import InputError, Problem

INFORMATION = ("none", "private", "public")
# Below it a sum of powers of (n+1) r, cut off after TERMS, is more exact than the closed form.
SMALL = 0.1
TERMS = 9
# Up to here the two risks of two teams cross where mu is above 1 + e: (sqrt(5) - 1) / 2.
GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Parameters of the race.

    Attributes
    ----------
    teams : int
        n.
    enmity : float
        e; 1: that a rival wins is as bad as a disaster.
    skill_weight : float
        mu, the largest ability, in units of the advantage of full risk-taking.
    """

    teams: int = parameter(2, "teams", 2, 1e9, "how many race", whole=True)
    enmity: float = parameter(0.5, "share", 0.0, 1.0, "how bad it is that a rival wins safely")
    skill_weight: float = parameter(
        1.0, "score", 0.0, 1e12, "how much ability counts beside risk-taking", low_included=False
    )


def _risk_none(teams: np.ndarray, enmity: np.ndarray, skill_weight: np.ndarray) -> np.ndarray:
    needed = teams * enmity
    short = np.maximum(needed - skill_weight, 0.0)
    return np.asarray(short / np.where(needed > 0.0, needed, 1.0))


def _slope_bound(teams: np.ndarray, enmity: np.ndarray) -> np.ndarray:
    """K: from this ability on, a team that knows only its own is perfectly safe."""
    return np.asarray((teams - 1.0) * enmity + 1.0)


def _risk_private(teams: np.ndarray, enmity: np.ndarray, skill_weight: np.ndarray) -> np.ndarray:
    bound = _slope_bound(teams, enmity)
    # Where mu is K both branches are 1 / (n+1).
    missing = np.maximum(bound - skill_weight, 0.0)
    reached = np.minimum(skill_weight, bound)
    below = (missing + reached / (teams + 1.0)) / bound
    beyond = np.maximum(skill_weight - bound, 0.0) / skill_weight
    far = beyond > 0.5
    ratio = np.where(far, bound, skill_weight) / skill_weight
    logarithm = np.where(far, np.log(ratio), np.log1p(-np.where(far, 0.0, beyond)))
    above = np.exp(teams * logarithm) / (teams + 1.0)
    return np.asarray(np.where(skill_weight <= bound, below, above))


def _one_less_mean_power(count: np.ndarray, share: np.ndarray) -> np.ndarray:
    """`1 - (1 - (1-r)^N) / (N r)` for 0 <= r < 1: the mean of `1 - (1-u)^(N-1)`, u from 0 to r."""
    product = count * share
    small = product < SMALL
    safe = np.where(small, 0.5, share)
    closed = 1.0 + np.expm1(count * np.log1p(-safe)) / (count * safe)
    if not np.any(small):
        return np.asarray(closed)
    few, less = np.broadcast_arrays(count, share)
    few, less = few[small], less[small]
    term = (few - 1.0) * less / 2.0
    total = term.copy()
    for power in range(3, TERMS + 2):
        term = -term * (few - power + 1.0) * less / power
        total += term
    result = np.array(np.broadcast_to(closed, small.shape))
    result[small] = total
    return result


def _risk_public(teams: np.ndarray, enmity: np.ndarray, skill_weight: np.ndarray) -> np.ndarray:
    count = teams + 1.0
    always = enmity >= skill_weight  # the gap is always below e
    ratio = np.where(always, skill_weight, enmity) / np.where(always, enmity, skill_weight)
    tight = 1.0 - ratio / count
    return np.asarray(np.where(always, tight, _one_less_mean_power(count, ratio * ~always)))


_RISKS = {"none": _risk_none, "private": _risk_private, "public": _risk_public}


def disaster_risk(
    teams: Any = 2, enmity: Any = 0.5, skill_weight: Any = 1.0, information: str = "private"
) -> Any:
    """The chance that the winner's technology ends in a disaster, in equilibrium.

    Parameters
    ----------
    teams, enmity, skill_weight : array_like
        See `Parameters`; they broadcast.
    information : {"none", "private", "public"}
        What teams know of abilities: nothing, each its own, or all.

    Returns
    -------
    ndarray of float
        Exact, by the closed forms of `armstrong2016`.

    Raises
    ------
    InputError
        If a parameter is out of range or the information is unknown.
    """
    one_of("disaster_risk", "information", information, INFORMATION)
    values = Parameters.arrays(
        "disaster_risk", teams=teams, enmity=enmity, skill_weight=skill_weight
    )
    return _RISKS[information](*values)[()]


def mean_safety(
    teams: Any = 2, enmity: Any = 0.5, skill_weight: Any = 1.0, information: str = "private"
) -> Any:
    """What safety a team plays on average, whether it wins or not.

    Parameters
    ----------
    teams, enmity, skill_weight : array_like
        See `Parameters`; they broadcast.
    information : {"none", "private"}
        Under public information those who cannot win may play anything, so there is no answer.

    Returns
    -------
    ndarray of float
        `min(1, mu/(ne))`, or the mean of `min(1, x/K)`: `mu/(2K)`, `1 - K/(2mu)` if `mu > K`.

    Raises
    ------
    InputError
        If a parameter is out of range or the information is another.
    """
    one_of("mean_safety", "information", information, INFORMATION[:2])
    n, e, mu = Parameters.arrays(
        "mean_safety", teams=teams, enmity=enmity, skill_weight=skill_weight
    )
    if information == "none":
        return (1.0 - _risk_none(n, e, mu))[()]
    bound = _slope_bound(n, e)
    least, most = np.minimum(mu, bound), np.maximum(mu, bound)
    half = least / most / 2.0
    return np.where(mu <= bound, half, 1.0 - half)[()]


def checked_abilities(source: str, abilities: Any, skill_weight: np.ndarray) -> np.ndarray:
    """Abilities of all teams on the last axis, each from 0 to `skill_weight`.

    Raises
    ------
    InputError
        If they are not.
    """
    allowed = "at least two teams on the last axis, each a number from 0 to skill_weight"
    try:
        found = np.asarray(abilities)
    except ValueError:  # lists of unequal length
        found = np.asarray("")
    if found.dtype.kind not in "iuf" or found.ndim == 0 or found.shape[-1] < 2:
        raise InputError(source, [Problem("abilities", "are no such array", allowed)])
    found = found.astype(float)
    try:
        good = (found >= 0.0) & (found <= skill_weight[..., np.newaxis])
    except ValueError as error:
        shapes = f"abilities {found.shape}, skill_weight {skill_weight.shape}"
        raise InputError(
            source, [Problem("", f"shapes do not fit: {shapes}", "shapes that broadcast")]
        ) from error
    if not np.all(good):
        raise InputError(source, [Problem("abilities", "out of range or NaN", allowed)])
    return found


def safety(
    abilities: Any, enmity: Any = 0.5, skill_weight: Any = 1.0, information: str = "private"
) -> Any:
    """What safety each team plays in equilibrium.

    Parameters
    ----------
    abilities : array_like, shape (..., teams)
        From 0 to `skill_weight`. Their number is that of the teams.
    enmity, skill_weight : array_like
        See `Parameters`; they broadcast with the axes of `abilities` before the last.
    information : {"none", "private", "public"}
        Under public information all but the best play what brings them to the winner's score, or 0
        if nothing does; only the second has to. Of equally able teams the first counts as best.

    Returns
    -------
    ndarray of float, shape (..., teams)

    Raises
    ------
    InputError
        If a parameter is out of range, an ability is, or the information is unknown.
    """
    one_of("safety", "information", information, INFORMATION)
    e, mu = Parameters.arrays("safety", enmity=enmity, skill_weight=skill_weight)
    able = checked_abilities("safety", abilities, mu)
    try:
        shape = np.broadcast_shapes(able.shape[:-1], e.shape, mu.shape)
    except ValueError as error:
        shapes = f"abilities {able.shape}, enmity {e.shape}, skill_weight {mu.shape}"
        raise InputError(
            "safety", [Problem("", f"shapes do not fit: {shapes}", "shapes that broadcast")]
        ) from error
    able = np.broadcast_to(able, (*shape, able.shape[-1]))
    teams = np.asarray(float(able.shape[-1]))
    if information == "none":
        level = 1.0 - _risk_none(teams, e, mu)
        return np.broadcast_to(level[..., np.newaxis], able.shape).copy()
    if information == "private":
        return np.asarray(np.minimum(1.0, able / _slope_bound(teams, e)[..., np.newaxis]))
    return _public_safety(able, np.broadcast_to(e, shape))


def _public_safety(able: np.ndarray, enmity: np.ndarray) -> np.ndarray:
    ranked = np.sort(able, axis=-1)
    top, gap = ranked[..., -1], ranked[..., -1] - ranked[..., -2]
    close = gap < enmity  # else, and without enmity, the best is perfectly safe
    best = np.where(close, gap / np.where(close, enmity, 1.0), 1.0)
    behind = top[..., np.newaxis] - able
    played = np.asarray(np.maximum(0.0, best[..., np.newaxis] - behind))
    first = np.argmax(able, axis=-1)[..., np.newaxis]
    np.put_along_axis(played, first, best[..., np.newaxis], axis=-1)
    return played


def crossing(enmity: Any = 0.5) -> Any:
    """The skill weight of two teams above which public knowledge is more dangerous than private.

    Below it, private is. Closed forms, ours: `(1 + 2e + 2e^2) / (3e)` while that is at least
    `1 + e`, for e up to `(sqrt(5) - 1) / 2`; beyond, the only real root of
    `2 mu^3 - 3(1+e) mu^2 + 3e(1+e) mu - e^2 (1+e)`, by Cardano's formula.

    Parameters
    ----------
    enmity : array_like
        e.

    Returns
    -------
    ndarray of float
        Infinite without enmity: private is always the more dangerous. With e = 1 both are equal up
        to the crossing, which is 1.

    Raises
    ------
    InputError
        If the enmity is out of range.
    """
    (e,) = Parameters.arrays("crossing", enmity=enmity)
    with np.errstate(over="ignore", divide="ignore"):  # to infinity, as e goes to 0
        low = (1.0 + 2.0 * e + 2.0 * e * e) / (3.0 * e)
    rest = 1.0 - e * e
    high = (1.0 + e + np.cbrt(rest * (1.0 + e)) + np.cbrt(rest * (1.0 - e))) / 2.0
    return np.where(e <= GOLDEN, low, high)[()]
