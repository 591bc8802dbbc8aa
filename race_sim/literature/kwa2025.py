"""Kwa: racers split their resources between safety and capability.

Assumptions. Each of `n` racers has one unit of resources, of which it puts the share `s` into
safety and the rest into capability. Its technology is aligned with the chance

    p = k s^a / (k s^a + 1 - s),

where `k` says how effective safety work is and `a` how soon its returns diminish. If any is
misaligned, all get nothing. Otherwise a prize of 100 is split by `(1-s)^w`: the larger `w`, the
more goes to the most capable.

Equilibrium. In the symmetric one, with `g = w(n-1)`,

    (1-p) (a (1-s)/s + 1) = g/n.

For `a = 1` this is `n(k-1)y^2 + (n+g)y - g = 0` in `y = 1-p`, whose positive root is

    y = 2g / (n + g + sqrt((n-g)^2 + 4nkg)),        s = p / (p + k y),

the author's quadratic in `p`, in a form that loses no digits for any `k`, also `k = 1`. For other
`a` the left side falls from infinity to zero as `s` rises, so bisection finds the only root. The
slope of the logarithm of a racer's payoff in its own `s` is `1/(1-s)` times a function that falls,
so nobody gains by another share. Survival is `p^n`, the payoff of each `100 p^n / n`.

Published: the assumptions, the equation and the quadratic. Ours: the form of the root, that the
equilibrium exists for all `a`, and amity. A racer may value what rivals get: `amity` is the
worth of a point of theirs beside one of its own (in the author's full model a matrix with
entries of either sign; here one number from 0, and enmity is `1 - amity`). Then

    g = w(n-1)(1-amity) / (1 + amity (n-1)),

and a racer may prefer to give up capability altogether; the regret of what is returned comes from a
search over all shares, and a point with regret is refused.

For large `k` the author gives survival `1 - sqrt(n g / k)`, which is right, and `s` near `1/k`,
which is not: the formula above gives `s` near `sqrt(n / (g k))`.

>>> equilibrium(2, [1.0, 100.0], 1.0, 1.0).survival.round(6)
array([0.444444, 0.876295])
>>> print(equilibrium(2, 33.9, 2.0, 0.466).survival.round(6))
0.807097

More effective safety is partly spent on capability:

>>> equilibrium(2, [0.1, 10.0, 1000.0], 1.0, 1.0).safety_share.round(6)
array([0.921311, 0.333333, 0.043267])
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from race_sim.literature.catalogue import Measure
from race_sim.literature.deviations import NoEquilibrium, highest, negligible
from race_sim.literature.parameter import ParameterSet, arrays_of, parameter

PRIZE = 100.0
REACH = 700.0  # logarithms of odds of s beyond it are not looked at
HALVINGS = 64


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Parameters of the race.

    Attributes
    ----------
    players : int
        n.
    k : float
        How effective safety work is: with `a = 1` and as much for safety as for capability, the
        odds of alignment.
    w : float
        How steeply the prize rises with capability; 0: it is split evenly.
    a : float
        Below 1 the first units of safety work count most.
    amity : float
        What a point of a rival is worth to a racer, in points of its own.
    """

    players: int = parameter(2, "racers", 2, 1e6, "how many race", whole=True)
    k: float = parameter(33.9, "odds", 0.0, 1e12, "how effective safety is", low_included=False)
    w: float = parameter(2.0, "exponent", 0.0, 1e6, "how far the most capable takes all")
    a: float = parameter(
        0.466, "exponent", 0.0, 100.0, "how slowly returns to safety diminish", low_included=False
    )
    amity: float = parameter(0.0, "share", 0.0, 1.0, "worth of a rival's share; 1 - enmity")


@dataclass(frozen=True)
class _Share(ParameterSet):
    safety_share: float = parameter(0.5, "share", 0.0, 1.0, "of resources for safety")


class Equilibrium(NamedTuple):
    """The symmetric equilibrium, of the shape of the points; all are alike."""

    aligned: np.ndarray  # chance that the technology of one racer is aligned
    safety_share: np.ndarray  # of its resources
    survival: np.ndarray  # chance that all are aligned
    payoff: np.ndarray  # of each, in points of 100; with amity, rivals' points count too
    regret: np.ndarray  # the most that a racer gains by another share


def _log_odds(safety_odds: np.ndarray, k: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Logarithm of the odds of alignment, from that of the odds of s."""
    log_s, log_rest = -np.logaddexp(0.0, -safety_odds), -np.logaddexp(0.0, safety_odds)
    return np.asarray(np.log(k) + a * log_s - log_rest)


def _log_chance(log_of_odds: np.ndarray) -> np.ndarray:
    return np.asarray(-np.logaddexp(0.0, -log_of_odds))


def aligned(safety_share: Any, k: Any = 33.9, a: Any = 0.466) -> Any:
    """The chance that a racer's technology is aligned.

    Parameters
    ----------
    safety_share : array_like
        What share of its resources goes into safety, 0 to 1.
    k, a : array_like
        See `Parameters`; all broadcast.

    Returns
    -------
    ndarray of float
        `k s^a / (k s^a + 1 - s)`.

    Raises
    ------
    InputError
        If a value is out of range or no number, or shapes do not fit.
    """
    s, slope, power = arrays_of(
        "aligned", (_Share, {"safety_share": safety_share}), (Parameters, {"k": k, "a": a})
    )
    safety = slope * s**power
    return (safety / (safety + (1.0 - s)))[()]


class _Point(NamedTuple):
    n: np.ndarray
    k: np.ndarray
    w: np.ndarray
    a: np.ndarray
    amity: np.ndarray

    def rivalry(self) -> np.ndarray:
        """g: how much of capability is at the expense of others."""
        others = self.n - 1.0
        return np.asarray(self.w * others * (1.0 - self.amity) / (1.0 + self.amity * others))


def _exact(point: _Point) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Chances of alignment and misalignment, and the share for safety, for `a = 1`."""
    n, k, g = point.n, point.k, point.rivalry()
    root = np.sqrt((n - g) ** 2 + 4.0 * n * k * g)
    wrong = 2.0 * g / (n + g + root)
    b = n * (2.0 * k - 1.0) + g
    # Both are the same root; each loses no digits where it is used.
    direct = np.where(b >= 0.0, 2.0 * n * k, root - b)
    below = np.where(b >= 0.0, b + root, 2.0 * n * (1.0 - k))
    right = np.where(wrong < 0.5, 1.0 - wrong, direct / below)
    return right, wrong, right / (right + k * wrong)


def _numeric(point: _Point) -> np.ndarray:
    """Logarithm of the odds of s in equilibrium, by bisection; infinite without rivalry."""
    n, k, a, g = point.n, point.k, point.a, point.rivalry()
    rival = g > 0.0
    target = np.log(np.where(rival, g, 1.0) / n)
    low, high = np.full_like(n, -REACH), np.full_like(n, REACH)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        wrong = _log_chance(-_log_odds(middle, k, a))
        above = wrong + np.logaddexp(0.0, np.log(a) - middle) >= target
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.where(rival, 0.5 * (low + high), np.inf)


def _regret(
    point: _Point, safety_odds: np.ndarray, payoff: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What a racer gains by its best other share, and that share."""
    n, k, w, a, amity = (one[..., None] for one in point)
    # Without rivalry all is spent on safety; the limit of that is close enough to compare with.
    played = np.minimum(safety_odds, REACH / 2.0)[..., None]
    others = np.exp((n - 1.0) * _log_chance(_log_odds(played, k, a)))
    theirs = np.log(n - 1.0) - w * np.logaddexp(0.0, played)

    def of(odds: np.ndarray) -> np.ndarray:
        own = -w * np.logaddexp(0.0, odds)
        share = np.exp(_log_chance(own - theirs))
        worth = amity + (1.0 - amity) * share
        return np.asarray(PRIZE * np.exp(_log_chance(_log_odds(odds, k, a))) * others * worth)

    # All for safety is as good as the end of the grid, where the rest is next to nothing.
    spread = 60.0 + np.abs(np.minimum(safety_odds, REACH / 2.0))
    place, best = highest(of, -spread, spread)
    return np.maximum(best - payoff, 0.0), np.exp(-np.logaddexp(0.0, -place))


def equilibrium(
    players: Any = 2,
    k: Any = 33.9,
    w: Any = 2.0,
    a: Any = 0.466,
    amity: Any = 0.0,
    check: bool = True,
) -> Equilibrium:
    """The symmetric equilibrium of racers who split resources between safety and capability.

    Parameters
    ----------
    players, k, w, a, amity : array_like
        See `Parameters`; they broadcast.
    check : bool
        Whether to refuse what is no equilibrium; without it the point comes with its regret.

    Returns
    -------
    Equilibrium
        Exact where `a` is 1, to rounding elsewhere; `regret` by a search over all shares.

    Raises
    ------
    InputError
        If a parameter is out of range or no number, or shapes do not fit.
    NoEquilibrium
        If a racer gains by another share; this needs amity.
    """
    values = Parameters.arrays("equilibrium", players=players, k=k, w=w, a=a, amity=amity)
    point = _Point(*np.broadcast_arrays(*values))
    simple = point.a == 1.0
    odds = _numeric(point)
    right, wrong, share = _exact(point)
    small = wrong < 0.5
    log_exact = np.where(small, np.log1p(-np.where(small, wrong, 0.0)), np.log(right))
    log_right = np.where(simple, log_exact, _log_chance(_log_odds(odds, point.k, point.a)))
    right = np.where(simple, right, np.exp(log_right))
    share = np.where(simple, share, np.exp(_log_chance(odds)))
    survival = np.exp(point.n * log_right)
    worth = (1.0 + point.amity * (point.n - 1.0)) / point.n
    payoff = PRIZE * survival * worth
    regret, place = _regret(point, odds, payoff)
    if check:
        good = negligible(regret, survival, np.asarray(PRIZE * survival))
        bad = np.flatnonzero(~good)
        if bad.size:
            at = int(bad[0])
            text = f"safety share {share.flat[at]:.6g} of all (" + ", ".join(
                f"{name}={value.flat[at]:g}"
                for name, value in zip(Parameters.quantities(), point, strict=True)
            )
            move = f"safety share {place.flat[at]:.6g}"
            raise NoEquilibrium("equilibrium", f"{text})", float(regret.flat[at]), move)
    return Equilibrium(*(one[()] for one in (right, share, survival, payoff, regret)))


def large_k_survival(players: Any = 2, k: Any = 33.9, w: Any = 2.0) -> Any:
    """What survival comes near for large `k` if `a` is 1: `1 - sqrt(n w (n-1) / k)`.

    Parameters
    ----------
    players, k, w : array_like
        See `Parameters`; they broadcast.

    Returns
    -------
    ndarray of float
        The author's rule; it may be below zero where `k` is not large.

    Raises
    ------
    InputError
        If a parameter is out of range or no number, or shapes do not fit.
    """
    n, slope, power = Parameters.arrays("large_k_survival", players=players, k=k, w=w)
    return (1.0 - np.sqrt(n * power * (n - 1.0) / slope))[()]


def _measured(part: str, **values: Any) -> Any:
    """A part of the equilibrium; NaN where there is none."""
    found = equilibrium(**values, check=False)
    value = 1.0 - found.survival if part == "disaster" else getattr(found, part)
    good = negligible(found.regret, found.survival, np.asarray(PRIZE * found.survival))
    return np.where(good, value, np.nan)[()]


MEASURES: tuple[Measure, ...] = (
    Measure("disaster", "chance of a disaster", "share", partial(_measured, "disaster")),
    Measure("safety_share", "resources for safety", "share", partial(_measured, "safety_share")),
    Measure("payoff", "payoff of each", "points of 100", partial(_measured, "payoff")),
)
