"""The race of Armstrong, Bostrom and Shulman, played: who wins, what each gets, many worlds.

>>> abilities = [0.9, 0.6]
>>> played = safety(abilities, 0.5, 1.0, "public")
>>> int(winner(abilities, played)), payoffs(abilities, played, 0.5).round(6)
(0, array([0.6, 0.3]))
>>> found = simulate(2, 0.5, 1.0, "private", worlds=10_000, seed=1)
>>> abs(found.risk - 0.555556) < 4 * found.standard_error
True
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from race_sim.literature.armstrong2016_equilibria import (
    INFORMATION,
    Parameters,
    checked_abilities,
    safety,
)
from race_sim.literature.parameter import one_of
from race_sim.problems import InputError, Problem

# Scores of teams that play to draw level differ by rounding: fewer than so many units of the last
# digit of what was added up.
ROUNDING = 8.0 * np.finfo(float).eps
DRAWN_AT_ONCE = 1 << 20  # abilities, for memory
ANY = np.asarray(Parameters.quantities()["skill_weight"].high)


class Played(NamedTuple):
    """What many worlds came to."""

    risk: float  # mean of 1 - s of the winner
    standard_error: float  # of the risk
    disasters: int  # drawn, one draw a world with the chance 1 - s of the winner
    worlds: int


def checked_play(source: str, abilities: Any, played: Any) -> tuple[np.ndarray, np.ndarray]:
    """Abilities and safeties as arrays of one shape.

    Raises
    ------
    InputError
        If an ability is no number from 0, or a safety no number from 0 to 1.
    """
    able = checked_abilities(source, abilities, ANY)
    problem = Problem("played", "is no such array", "a number from 0 to 1 for each team")
    try:
        found = np.asarray(played)
        if found.dtype.kind not in "iuf":
            raise InputError(source, [problem])
        able, found = np.broadcast_arrays(able, found.astype(float))
    except InputError:
        raise
    except ValueError as error:  # shapes that do not fit, lists of unequal length
        raise InputError(source, [problem]) from error
    if not np.all((found >= 0.0) & (found <= 1.0)):
        raise InputError(source, [problem])
    return able, found


def winner(abilities: Any, played: Any) -> Any:
    """Which team has the top score; of equal scores the more able, then the first.

    Parameters
    ----------
    abilities, played : array_like, shape (..., teams)
        Scores closer than rounding count as equal.

    Returns
    -------
    ndarray of int, shape (...)
        From 0.

    Raises
    ------
    InputError
        If these are no such arrays.
    """
    able, found = checked_play("winner", abilities, played)
    return ahead(able, found)


def ahead(able: np.ndarray, played: np.ndarray) -> Any:
    """`winner` of arrays that were checked, and of a single team too."""
    score = able - played
    near = ROUNDING * (1.0 + able.max(axis=-1, keepdims=True))
    level = score >= score.max(axis=-1, keepdims=True) - near
    return np.argmax(np.where(level, able, -1.0), axis=-1)


def payoffs(abilities: Any, played: Any, enmity: Any = 0.5) -> Any:
    """What each team gets on average over the winner's luck, when all play so.

    Parameters
    ----------
    abilities, played : array_like, shape (..., teams)
    enmity : array_like
        e; it broadcasts with the axes before the last.

    Returns
    -------
    ndarray of float, shape (..., teams)
        The winner's safety for the winner, `1 - e` of it for the others.

    Raises
    ------
    InputError
        If these are no such arrays, or the enmity is out of range.
    """
    able, found = checked_play("payoffs", abilities, played)
    (e,) = Parameters.arrays("payoffs", enmity=enmity)
    first = np.asarray(ahead(able, found))[..., np.newaxis]
    safe = np.take_along_axis(found, first, axis=-1)
    won = np.arange(able.shape[-1]) == first
    try:
        return safe * np.where(won, 1.0, 1.0 - e[..., np.newaxis])
    except ValueError as error:
        shapes = f"abilities {able.shape}, enmity {e.shape}"
        raise InputError(
            "payoffs", [Problem("", f"shapes do not fit: {shapes}", "shapes that broadcast")]
        ) from error


def simulate(
    teams: int = 2,
    enmity: float = 0.5,
    skill_weight: float = 1.0,
    information: str = "private",
    worlds: int = 10_000,
    seed: int = 0,
) -> Played:
    """Draw teams, let them play the strategies of the information level, and count.

    Parameters
    ----------
    teams, enmity, skill_weight : numbers
        See `Parameters`.
    information : {"none", "private", "public"}
    worlds : int
        At least 2.
    seed : int
        From 0. The same seed draws the same abilities at every information level.

    Returns
    -------
    Played
        The risk as the mean of 1 - s of the winner, which is less noisy than counted disasters.

    Raises
    ------
    InputError
        If something is out of range.
    """
    Parameters(teams=teams, enmity=enmity, skill_weight=skill_weight)
    one_of("simulate", "information", information, INFORMATION)
    whole: dict[str, tuple[Any, int]] = {"worlds": (worlds, 2), "seed": (seed, 0)}
    problems = [
        Problem(name, repr(value), f"a whole number, {least} or above")
        for name, (value, least) in whole.items()
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least
    ]
    if problems:
        raise InputError("simulate", problems)
    draw = np.random.default_rng(seed)
    block = max(1, DRAWN_AT_ONCE // int(teams))
    risks = np.empty(worlds)
    disasters = 0
    for begin in range(0, worlds, block):
        count = min(block, worlds - begin)
        able = draw.random((count, int(teams))) * skill_weight
        played = safety(able, enmity, skill_weight, information)
        first = ahead(able, played)[:, np.newaxis]
        risk = 1.0 - np.take_along_axis(played, first, axis=-1)[:, 0]
        risks[begin : begin + count] = risk
        disasters += int(np.count_nonzero(draw.random(count) < risk))
    error = float(risks.std(ddof=1) / np.sqrt(worlds))
    return Played(float(risks.mean()), error, disasters, worlds)
