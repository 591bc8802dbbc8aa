"""The regret test of Armstrong, Bostrom and Shulman: what a team gains by another safety.

All play the equilibrium's safety times a factor, at most 1, and one team deviates. With the factor
1 nobody gains. Expected payoffs are exact; the search goes over a grid of a team's safety and,
where it knows something, of what it knows.

Learning does not lead to these equilibria (best replies undercut each other in cycles, as in
auctions), so this is how they are tested.

>>> float(regret(2, 0.5, 1.0, "private")) < 1e-12
True
>>> float(regret(2, 0.5, 1.0, "private", factor=0.9)) > 0.001
True
"""

from __future__ import annotations

from typing import Any

import numpy as np

from race_sim.literature.armstrong2016_equilibria import (
    INFORMATION,
    Parameters,
    disaster_risk,
    safety,
)
from race_sim.literature.armstrong2016_play import ahead, checked_play
from race_sim.literature.parameter import one_of
from race_sim.problems import InputError, Problem

SAFETIES = 1001  # on the grid of a deviation
KINDS = 101  # abilities, or gaps, on the grid of what a team knows
SEEN = 4  # under public information: teams beyond the third gain no more than the third


def deviation_gains(abilities: Any, played: Any, enmity: Any = 0.5) -> Any:
    """What each team could gain at most by another safety, when it knows all and others stay.

    A team that wants to win plays the largest safety that still does; one that does not want to
    gets `1 - e` of the safety of the best of the others.

    Parameters
    ----------
    abilities, played : array_like, shape (..., teams)
    enmity : array_like
        e; it broadcasts with the axes before the last.

    Returns
    -------
    ndarray of float, shape (..., teams)
        The least upper bound, which need not be reached; 0 or above, but for rounding.

    Raises
    ------
    InputError
        If these are no such arrays, or the enmity is out of range.
    """
    able, found = checked_play("deviation_gains", abilities, played)
    (e,) = Parameters.arrays("deviation_gains", enmity=enmity)
    gains = np.empty(np.broadcast_shapes(able.shape, (*e.shape, 1)))
    first = np.asarray(ahead(able, found))
    for team in range(able.shape[-1]):
        others = np.delete(np.arange(able.shape[-1]), team)
        rival = np.take(able, others, axis=-1)
        plays = np.take(found, others, axis=-1)
        best = np.asarray(ahead(rival, plays))[..., np.newaxis]
        theirs = np.take_along_axis(plays, best, axis=-1)[..., 0]
        score = (rival - plays).max(axis=-1)
        room = able[..., team] - score  # the largest safety that draws level
        winning = np.where(room >= 0.0, np.minimum(room, 1.0), 0.0)
        losing = np.where(room <= 1.0, (1.0 - e) * theirs, 0.0)
        now = np.where(first == team, found[..., team], (1.0 - e) * theirs)
        gains[..., team] = np.maximum(np.maximum(winning, losing), now) - now
    return gains


def _levels(most: float, telling: float) -> np.ndarray:
    """A grid from 0 to `most`, and a finer one to where something happens."""
    fine = np.linspace(0.0, min(most, telling), KINDS)
    return np.concatenate([np.linspace(0.0, most, KINDS), fine])


def _gain_none(teams: int, enmity: float, skill_weight: float, level: float) -> float:
    """Nobody knows anything: all play `level`, one plays every safety on the grid.

    Playing `d` less safely than the others wins with the chance `(1 - d^n)/n + d` (d in units of
    mu, at most 1), and playing `d` more safely with `(1 - d)^n / n`.
    """
    near = level + skill_weight * np.linspace(-1.0, 1.0, SAFETIES)  # and level itself
    safeties = np.clip(np.concatenate([np.linspace(0.0, 1.0, SAFETIES), near]), 0.0, 1.0)
    bolder = np.clip((level - safeties) / skill_weight, -1.0, 1.0)
    less = np.maximum(bolder, 0.0)
    more = np.maximum(-bolder, 0.0)
    wins = np.where(
        bolder >= 0.0, (1.0 - less**teams) / teams + less, (1.0 - more) ** teams / teams
    )
    value = wins * safeties + (1.0 - wins) * (1.0 - enmity) * level
    now = level / teams + (1.0 - 1.0 / teams) * (1.0 - enmity) * level
    return float(np.max(value) - now)


def _gain_private(teams: int, enmity: float, skill_weight: float, slope: float) -> float:
    """Each knows its own ability: all play `min(1, slope x)`, slope at most 1.

    Scores then rise with ability, so whoever deviates to a score beats all whose ability is below
    a `limit`, and else the best of the others wins.
    """
    others = teams - 1.0
    full = 1.0 / slope if slope > 0.0 else np.inf  # the ability of those who play 1
    own = _levels(skill_weight, 2.0 * full)[:, np.newaxis]
    now = np.minimum(1.0, slope * own)
    near = np.clip(now + skill_weight * np.linspace(-1.0, 1.0, SAFETIES), 0.0, 1.0)
    wide = np.broadcast_to(np.linspace(0.0, 1.0, SAFETIES), near.shape)
    safeties = np.concatenate([wide, near, now], axis=1)
    score = own - safeties
    steep = score / (1.0 - slope) if slope < 1.0 else np.where(score > 0.0, full, 0.0)
    limit = np.where(score >= full - 1.0, score + 1.0, steep)
    if slope == 1.0:  # all below `full` score 0: ties go to the more able
        limit = np.where(score == 0.0, np.minimum(own, full), limit)
    limit[:, -1:] = own  # as the others do: beats all who are less able
    limit = np.clip(limit, 0.0, skill_weight)
    wins = (limit / skill_weight) ** others
    knee = min(full, skill_weight)
    # Mean safety of the best of the others, where it is more able than the limit.
    at_knee = (knee / skill_weight) ** others
    low = np.minimum(limit, knee)
    part = knee * at_knee - low * (low / skill_weight) ** others
    rising = slope * others / teams * part
    rivals = rising + 1.0 - np.maximum(wins, at_knee)
    value = wins * safeties + (1.0 - enmity) * rivals
    return float(np.max(value - value[:, -1:]))


def _gain_public(teams: int, enmity: float, skill_weight: float, factor: float) -> float:
    """All know all: the best plays its safety times the factor, and the others follow it."""
    count = min(teams, SEEN)
    gap = _levels(skill_weight, 2.0)
    shares = np.linspace(1.0, 0.0, count - 1)
    behind = (skill_weight - gap)[:, np.newaxis] * shares
    able = np.concatenate([np.full((gap.size, 1), skill_weight), behind], axis=1)
    played = safety(able, enmity, skill_weight, "public")
    best = np.minimum(1.0, factor * played[:, :1])
    played = np.maximum(0.0, best - (skill_weight - able))
    return float(np.max(deviation_gains(able, played, enmity)))


def regret(
    teams: int = 2,
    enmity: float = 0.5,
    skill_weight: float = 1.0,
    information: str = "private",
    factor: float = 1.0,
) -> float:
    """The most that any team gains by another safety, whatever it knows.

    Parameters
    ----------
    teams, enmity, skill_weight : numbers
        See `Parameters`.
    information : {"none", "private", "public"}
    factor : float
        All play the equilibrium's safety times this, at most 1; under public information the best
        does, and the others play what draws level. From 0; under private information up to K,
        beyond which the less able would win.

    Returns
    -------
    float
        0 at an equilibrium, but for rounding. Under public information also at factors that stay
        within the continuum of equilibria.

    Raises
    ------
    InputError
        If something is out of range.
    """
    Parameters(teams=teams, enmity=enmity, skill_weight=skill_weight)
    one_of("regret", "information", information, INFORMATION)
    bound = (teams - 1.0) * enmity + 1.0
    most = bound if information == "private" else np.inf
    number = isinstance(factor, int | float | np.integer | np.floating)
    if not number or isinstance(factor, bool) or not (0.0 <= factor <= most and factor < np.inf):
        allowed = f"a number from 0 to {most:g}" if most < np.inf else "a number, 0 or above"
        raise InputError("regret", [Problem("factor", repr(factor), allowed)])
    if information == "none":
        level = 1.0 - float(disaster_risk(teams, enmity, skill_weight, "none"))
        return _gain_none(teams, enmity, skill_weight, min(1.0, factor * level))
    if information == "private":
        return _gain_private(teams, enmity, skill_weight, min(1.0, factor / bound))
    return _gain_public(teams, enmity, skill_weight, factor)
