"""The smallest contest with a safety valley: making technology safer can cost safety.

Two players choose performance `p` up to a bound; each is safe with the chance `1 - k p`, and all is
well with `S`, the product. `k` is the steepness of the tradeoff: lower is better technology. A
player gets `q S - d (1 - S)`, where its chance `q` to win is `p1/(p1+p2)` (ratio contest) or
`1/(1+exp(-g(p1-p2)))` (logistic contest, `g` its decisiveness). In equilibrium

    ratio:     k p = 1/(3+4d)             so S = ((2+4d)/(3+4d))^2 for every k
    logistic:  1 - k p = 4k(1/2+d)/g      so S = (4k(1/2+d)/g)^2 falls as technology gets better

until the bound binds; from there on `S = (1 - k bound)^2` rises. The form is ours: it has the
properties that the authors state for theirs, which we have not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from race_sim.literature.deviations import NoEquilibrium, highest, negligible
from race_sim.literature.parameter import ParameterSet, one_of, parameter
from race_sim.literature.spt2023_contest import chance

CONTESTS = ("ratio", "logistic")


@dataclass(frozen=True)
class ValleyParameters(ParameterSet):
    """Parameters of the smallest contest with a safety valley.

    Attributes
    ----------
    steepness : float
        k: the chance of an accident that a unit of performance costs.
    disaster_cost : float
        d, in units of the prize.
    decisiveness : float
        g, of the logistic contest: how much a unit of performance moves the odds of winning.
    performance_limit : float
        The bound of performance.
    """

    steepness: float = parameter(
        1.0, "chance per unit", 0.0, 1e9, "risk that a unit of performance adds", low_included=False
    )
    disaster_cost: float = parameter(0.0, "prize", 0.0, 1e9, "what a disaster costs each player")
    decisiveness: float = parameter(
        4.0, "1/unit", 0.0, 1e9, "how much performance decides who wins", low_included=False
    )
    performance_limit: float = parameter(
        1.0, "units", 0.0, 1e9, "the most that can be reached", low_included=False
    )


class Valley(NamedTuple):
    """The symmetric equilibrium, of the shape of the points."""

    performance: np.ndarray  # of each player
    safe: np.ndarray  # chance that there is no disaster
    payoff: np.ndarray  # of each player, in units of the prize
    at_limit: np.ndarray  # whether the bound binds
    regret: np.ndarray  # the most that a player gains by another performance


def _wins(own: np.ndarray, rival: np.ndarray, decisiveness: np.ndarray, contest: str) -> np.ndarray:
    if contest == "logistic":
        return chance(decisiveness * (own - rival))
    total = own + rival
    return np.asarray(np.where(total > 0.0, own / np.where(total > 0.0, total, 1.0), 0.5))


def valley(
    steepness: Any = 1.0,
    disaster_cost: Any = 0.0,
    performance_limit: Any = None,
    contest: str = "ratio",
    decisiveness: Any = 4.0,
    check: bool = True,
) -> Valley:
    """The symmetric equilibrium of the smallest contest with a safety valley.

    Parameters
    ----------
    steepness, disaster_cost, decisiveness : array_like
        See `ValleyParameters`; they broadcast. `decisiveness` counts in the logistic contest only.
    performance_limit : array_like, optional
        The bound of performance; without it only `1 - k p >= 0` bounds it.
    contest : {"ratio", "logistic"}
        How performance decides who wins.
    check : bool
        Whether to refuse what is no equilibrium; without it the point comes with its regret.

    Returns
    -------
    Valley
        Exact, by the closed forms of the module; `regret` by a search over all performances.

    Raises
    ------
    InputError
        If a parameter is out of range or no number, shapes do not fit, or the contest is unknown.
    NoEquilibrium
        If a player gains by deviating: in a decisive contest where a disaster costs much, by
        giving up the race.

    Notes
    -----
    Without a bound there is a second, hopeless equilibrium: `p = 1/k` of both, certain disaster.
    """
    one_of("valley", "contest", contest, CONTESTS)
    named = {"steepness": steepness, "disaster_cost": disaster_cost, "decisiveness": decisiveness}
    if performance_limit is not None:
        named["performance_limit"] = performance_limit
    found = np.broadcast_arrays(*ValleyParameters.arrays("valley", **named))
    k, d, g = found[:3]
    most = 1.0 / k if performance_limit is None else np.minimum(found[3], 1.0 / k)
    kept = 1.0 - 1.0 / (3.0 + 4.0 * d) if contest == "ratio" else (2.0 + 4.0 * d) * k / g
    free = np.maximum(1.0 - kept, 0.0) / k
    at_limit = free > most
    p = np.where(at_limit, most, free)
    # 1 - k p, without the rounding of p where the bound does not bind
    alone = np.where(at_limit, 1.0 - k * most, np.minimum(kept, 1.0))
    safe = alone**2
    payoff = 0.5 * safe - d * (1.0 - safe)

    def of(own: np.ndarray) -> np.ndarray:
        each = [one[..., None] for one in (k, d, g, p, alone)]
        joint = (1.0 - each[0] * own) * each[4]
        wins = _wins(own, each[3], each[2], contest)
        return np.asarray(wins * joint - each[1] * (1.0 - joint))

    place, best = highest(of, np.zeros_like(most), most)
    regret = np.maximum(best - payoff, 0.0)
    if check:
        good = negligible(regret, safe, 1.0 + d)
        bad = np.flatnonzero(~good)
        if bad.size:
            at = int(bad[0])
            text = f"performance {p.flat[at]:.6g} of both (steepness {k.flat[at]:g})"
            move = f"performance {place.flat[at]:.6g}"
            raise NoEquilibrium("valley", text, float(regret.flat[at]), move)
    return Valley(*(one[()] for one in (p, safe, payoff, at_limit, regret)))


def valley_floor(
    performance_limit: Any = 1.0,
    disaster_cost: Any = 0.0,
    contest: str = "logistic",
    decisiveness: Any = 4.0,
) -> Any:
    """The steepness at which the bound begins to bind; the logistic contest is least safe there.

    Parameters
    ----------
    performance_limit, disaster_cost, decisiveness : array_like
        See `ValleyParameters`; they broadcast.
    contest : {"ratio", "logistic"}

    Returns
    -------
    ndarray of float
        `1/(bound + (2+4d)/g)` in the logistic contest, `1/((3+4d) bound)` in the ratio contest.

    Raises
    ------
    InputError
        If a parameter is out of range or no number, shapes do not fit, or the contest is unknown.
    """
    one_of("valley_floor", "contest", contest, CONTESTS)
    bound, d, g = ValleyParameters.arrays(
        "valley_floor",
        performance_limit=performance_limit,
        disaster_cost=disaster_cost,
        decisiveness=decisiveness,
    )
    if contest == "ratio":
        return (1.0 / ((3.0 + 4.0 * d) * bound))[()]
    return (1.0 / (bound + (2.0 + 4.0 * d) / g))[()]
