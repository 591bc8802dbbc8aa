"""Logit quantal-response equilibria, and the branch of them that begins at indifference.

In a logit equilibrium of rationality lambda each side invests with the chance that a noisy best
reply to the other's true chance gives, so beliefs are right and choices are not perfect:

    p = 1 / (1 + exp(-lambda A(q))),   q = 1 / (1 + exp(-lambda B(p))),

A(q) being what the United States gains from investing when China invests with the chance q, and
B(p) the same for China (McKelvey and Palfrey, 1995, Games and Economic Behavior 10, 6-38). At
lambda = 0 both toss a coin. From there one curve of equilibria leads on, the principal branch; in
almost every game it ends, as lambda grows, at one Nash equilibrium, which it so selects. It
need not be the risk-dominant one (Zhang and Hofbauer, 2016, Games and Economic Behavior 97, 19-31).

The curve is followed by its length, in log odds x = ln(p / (1 - p)), y and lambda, with a step
along its tangent and Newton steps back to it (Turocy, 2005, Games and Economic Behavior 51,
243-263; Allgower and Georg, 1990, Numerical Continuation Methods), so that it may turn back in
lambda. Log odds keep the curve tame: near a pure equilibrium it is a straight line. Where the
symmetry of a game makes branches cross, the curve goes straight on, and stays symmetric.

>>> prisoner = Payoffs(both_invest=3.0, invest_alone=0.0, accelerate_alone=5.0,
...                    both_accelerate=1.0)
>>> found = logit_equilibrium(prisoner, prisoner, 1.0)
>>> round(found.us_invests, 3), round(found.cn_invests, 3)
(0.227, 0.227)
"""

from __future__ import annotations

from typing import NamedTuple

from race_sim.game import Payoffs
from race_sim.games.continuation import GainLines, chance, trace
from race_sim.games.equilibria import Profile, gains, is_continuum, nash_equilibria
from race_sim.problems import InputError, Problem

_FAR = 1e4  # a rationality, in one over the largest gain, at which hardly any noise is left
_NEAR = 0.01  # how close in chances the branch must then be to a Nash equilibrium


class LogitEquilibrium(NamedTuple):
    """One point of a branch."""

    rationality: float
    us_invests: float  # chance that the United States invests
    cn_invests: float


def logit_reply(payoffs: Payoffs, rationality: float, rival_invests: float) -> float:
    """The chance of investing that answers the rival's chance of investing."""
    against_investing, against_accelerating = gains(payoffs)
    return chance(
        rationality
        * (against_accelerating + (against_investing - against_accelerating) * rival_invests)
    )


def _scaled(us: Payoffs, cn: Payoffs) -> tuple[GainLines, float]:
    """The game with its largest gain scaled to one, and the scale."""
    us_invest, us_accelerate = gains(us)
    cn_invest, cn_accelerate = gains(cn)
    scale = max(abs(gain) for gain in (us_invest, us_accelerate, cn_invest, cn_accelerate)) or 1.0
    return (
        GainLines(
            us_accelerate / scale,
            (us_invest - us_accelerate) / scale,
            cn_accelerate / scale,
            (cn_invest - cn_accelerate) / scale,
        ),
        scale,
    )


def principal_branch(us: Payoffs, cn: Payoffs, rationality: float) -> tuple[LogitEquilibrium, ...]:
    """The principal branch of logit equilibria, from rationality 0 to where it first reaches this.

    Parameters
    ----------
    us, cn : Payoffs
        Each from its own chair.
    rationality : float
        In one over the unit of payoffs; 0 or more.

    Returns
    -------
    tuple of LogitEquilibrium
        The first at rationality 0, the last at the one asked for. If the branch turns back on its
        way, rationality does not grow from each to the next.

    Raises
    ------
    InputError
        If the rationality is negative, or not a number.
    EngineError
        If the branch cannot be followed so far, which has not been met.
    """
    if not 0.0 <= rationality < float("inf"):
        allowed = "a number from 0"
        raise InputError("logit equilibrium", [Problem("rationality", f"{rationality:g}", allowed)])
    game, scale = _scaled(us, cn)
    *before, last = trace(game, rationality * scale)
    return (
        *(LogitEquilibrium(z / scale, chance(x), chance(y)) for x, y, z in before),
        LogitEquilibrium(rationality, chance(last[0]), chance(last[1])),
    )


def logit_equilibrium(us: Payoffs, cn: Payoffs, rationality: float) -> LogitEquilibrium:
    """The logit equilibrium of this rationality on the principal branch.

    Raises
    ------
    InputError
        If the rationality is negative, or not a number.
    """
    return principal_branch(us, cn, rationality)[-1]


def logit_selection(us: Payoffs, cn: Payoffs) -> Profile | None:
    """The Nash equilibrium to which the principal branch leads as choices become perfect.

    The branch is followed until rationality is ten thousand over the largest gain of a side.
    None if it is not yet within a hundredth of an equilibrium there, as in games so near to a
    tie that the noise still tells, or if the game has infinitely many.
    """
    if is_continuum(us, cn):
        return None
    game, _ = _scaled(us, cn)
    x, y, _ = trace(game, _FAR)[-1]
    found = [
        profile
        for profile in nash_equilibria(us, cn)
        if max(abs(chance(x) - profile[0]), abs(chance(y) - profile[1])) <= _NEAR
    ]
    return found[0] if len(found) == 1 else None
