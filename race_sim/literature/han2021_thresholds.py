"""Above which setback risk punishers and rewarders are taken up, in the model of Han et al. (2021).

See `han2021` for the model. A threshold is a setback risk: above it, safety. It may lie below 0
(safety whatever the risk) or above 1 (never). Both lines are lines of risk dominance: who earns
more against a partner drawn from the safe strategy and AU alike. All functions take numbers or
arrays that broadcast.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature import han2020_payoffs as base
from race_sim.literature.han2020_thresholds import if_given, line, own_kind, society_threshold
from race_sim.literature.han2021_payoffs import Parameters, safe_pair
from race_sim.literature.han2021_race import Race, moving, punished


def punishment_threshold(
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    slowdown_own: ArrayLike = 0.3,
    slowdown_rival: ArrayLike = 1.0,
    population: ArrayLike | None = None,
) -> Any:
    """The setback risk above which punishers take over from AU more easily than AU from them.

    From the payoffs: PS-PS + PS-AU > AU-PS + AU-AU. Of the right side only what AU has where it is
    first, or ties, shrinks as the risk grows.

    Parameters
    ----------
    population : array_like of int, optional
        Z, whose members do not play against themselves; a large population unless given.

    Returns
    -------
    ndarray of float, or float
        A setback risk; below 0 or above 1 if PS, or AU, is chosen at every risk.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    s, b, c, price, length, caught, own, rival = Parameters.arrays(
        "punishment_threshold",
        speed=speed,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
        slowdown_own=slowdown_own,
        slowdown_rival=slowdown_rival,
        **if_given(population),
    )[:8]
    same = own_kind(population)
    pays = base.round_payoffs(s, benefit=b, cost=c, found_out=caught)
    duel = punished(Race(s, b, c, price, length, caught), own, rival)
    both_safe = price / (2.0 * length) + pays.p11
    both_unsafe = s * price / (2.0 * length) + pays.p22
    kept = same * both_safe + duel.safe - np.where(duel.at_risk, 0.0, duel.unsafe)
    return line(kept, same * both_unsafe + np.where(duel.at_risk, duel.unsafe, 0.0))


def reward_threshold(
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    reward_cost: ArrayLike = 0.1,
    reward_gain: ArrayLike = 0.3,
    population: ArrayLike | None = None,
) -> Any:
    """The setback risk above which rewarders take over from AU more easily than AU from them.

    p_r = 1 - (p11 + (1 + s_b - s_a) B/2W + p12) / (3sB/2W + p21 + p22).

    Parameters
    ----------
    population : array_like of int, optional
        Z, whose members do not play against themselves; a large population unless given.

    Returns
    -------
    ndarray of float, or float
        A setback risk; below 0 or above 1 if RS, or AU, is chosen at every risk.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    s, b, c, price, length, caught, fee, gift = Parameters.arrays(
        "reward_threshold",
        speed=speed,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
        reward_cost=reward_cost,
        reward_gain=reward_gain,
        **if_given(population),
    )[:8]
    same = own_kind(population)
    pays = base.round_payoffs(s, benefit=b, cost=c, found_out=caught)
    both_safe = price / (2.0 * length) + pays.p11
    rewarders = safe_pair("RS", "RS", both_safe, pays.p11, price / length, fee, gift)
    both_unsafe = s * price / (2.0 * length) + pays.p22
    kept = same * rewarders + pays.p12
    return line(kept, s * price / length + pays.p21 + same * both_unsafe)


def large_prize_punishment_threshold(
    speed: ArrayLike = 1.5,
    *,
    rounds: ArrayLike = 100.0,
    slowdown_own: ArrayLike = 0.3,
    slowdown_rival: ArrayLike = 1.0,
) -> Any:
    """What `punishment_threshold` tends to if the prize is large.

    1 - 1/(s + 2W/R) if the punished developer is still first, 1 - (1 + W/R)/(s + W/R) if the two
    tie, 1 - (1 + 2W/R)/s if the punisher is first, 1 - 1/s if both stand still. Of these the first
    and the third are published (the first is reported to be printed with 2W R).

    Returns
    -------
    ndarray of float, or float

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    s, length, own, rival = Parameters.arrays(
        "large_prize_punishment_threshold",
        speed=speed,
        rounds=rounds,
        slowdown_own=slowdown_own,
        slowdown_rival=slowdown_rival,
    )
    nothing = np.asarray(0.0)
    duel = punished(Race(s, nothing, nothing, length, length, nothing), own, rival)
    kept = 0.5 + duel.safe - np.where(duel.at_risk, 0.0, duel.unsafe)
    return line(kept, s / 2.0 + np.where(duel.at_risk, duel.unsafe, 0.0))


def large_prize_reward_threshold(
    speed: ArrayLike = 1.5, *, reward_cost: ArrayLike = 0.1, reward_gain: ArrayLike = 0.3
) -> Any:
    """What `reward_threshold` tends to if the prize is large: 1 - (1 + s_b - s_a)/(3s).

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    s, fee, gift = Parameters.arrays(
        "large_prize_reward_threshold",
        speed=speed,
        reward_cost=reward_cost,
        reward_gain=reward_gain,
    )
    return (1.0 - moving(1.0 + gift - fee) / (3.0 * s))[()]


class OverRegulation(NamedTuple):
    """At which setback risks safety is taken up, and at which it is wanted.

    Attributes
    ----------
    selected_from, wanted_from : ndarray of float, or float
        From 0 to 1.
    share : ndarray of float, or float
        Of all setback risks, how many lie between the two: safety is taken up, and all would be
        better off unsafe.
    """

    selected_from: Any
    wanted_from: Any
    share: Any


def over_regulation(
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    slowdown_own: ArrayLike = 0.3,
    slowdown_rival: ArrayLike = 1.0,
    population: ArrayLike | None = None,
) -> OverRegulation:
    """How far punishment forces safety where it is not wanted.

    The two lines are `punishment_threshold` and `han2020.society_threshold`, cut off at 0 and 1.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    race = {
        "benefit": benefit,
        "cost": cost,
        "prize": prize,
        "rounds": rounds,
        "found_out": found_out,
    }
    selected = punishment_threshold(
        speed,
        slowdown_own=slowdown_own,
        slowdown_rival=slowdown_rival,
        population=population,
        **race,
    )
    selected_from = np.clip(selected, 0.0, 1.0)
    wanted_from = np.clip(society_threshold(speed, **race), 0.0, 1.0)
    return OverRegulation(selected_from, wanted_from, np.maximum(wanted_from - selected_from, 0.0))
