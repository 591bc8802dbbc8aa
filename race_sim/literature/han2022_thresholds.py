"""Above which setback risk pledging is taken up, in the model of Han et al. (2022).

See `han2022` for the model. A threshold is a setback risk. All functions take numbers or arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature import han2020_payoffs as base
from race_sim.literature.han2020_thresholds import if_given, line, own_kind
from race_sim.literature.han2021_race import Race, both_punished, punished
from race_sim.literature.han2021_thresholds import punishment_threshold
from race_sim.literature.han2022_payoffs import SANCTIONS, Parameters
from race_sim.literature.parameter import one_of


def pledge_threshold(
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    pledge_cost: ArrayLike = 1.0,
) -> Any:
    """The setback risk above which those who pledge and keep it are taken up instead of AU.

    1 - (B/2W + p11 - epsilon) / (sB/2W + p22): the line above which society prefers safety
    (`han2020.society_threshold`), moved by the cost of a pledge. It holds in a population of any
    size, since AU and pledgers get the same of each other as AU of its own kind. Derived by us.

    Returns
    -------
    ndarray of float, or float
        A setback risk; below 0 or above 1 if pledgers, or AU, are taken up at every risk.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    s, b, c, price, length, caught, fee = Parameters.arrays(
        "pledge_threshold",
        speed=speed,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
        pledge_cost=pledge_cost,
    )
    pays = base.round_payoffs(s, benefit=b, cost=c, found_out=caught)
    both_unsafe = s * price / (2.0 * length) + pays.p22
    return line(price / (2.0 * length) + pays.p11 - fee, both_unsafe)


def break_threshold(
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    slowdown_own: ArrayLike = 0.3,
    slowdown_rival: ArrayLike = 1.0,
    sanctions: str = "peers",
    population: ArrayLike | None = None,
) -> Any:
    """The setback risk above which sanctions hold those down who pledge and break it.

    Where "pledge_punish" takes over from "pledge_break" more easily than the other way round. With
    sanctions by peers it is `han2021.punishment_threshold`: both pay epsilon, which falls out. With
    an institution two who break are slowed down as well, and nobody gives up speed.

    Parameters
    ----------
    sanctions : {"peers", "institution"}
    population : array_like of int, optional
        Z, whose members do not play against themselves; a large population unless given.

    Returns
    -------
    ndarray of float, or float
        A setback risk; below 0 or above 1 if the pledge is kept, or broken, at every risk.

    Raises
    ------
    InputError
        If sanctions are by none of the two, or naming every parameter that is out of range.
    """
    if one_of("break_threshold", "sanctions", sanctions, SANCTIONS) == "peers":
        return punishment_threshold(
            speed,
            benefit=benefit,
            cost=cost,
            prize=prize,
            rounds=rounds,
            found_out=found_out,
            slowdown_own=slowdown_own,
            slowdown_rival=slowdown_rival,
            population=population,
        )
    s, b, c, price, length, caught, _, rival = Parameters.arrays(
        "break_threshold",
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
    race = Race(s, b, c, price, length, caught)
    pays = base.round_payoffs(s, benefit=b, cost=c, found_out=caught)
    duel, both = punished(race, np.asarray(0.0), rival), both_punished(race, rival)
    both_safe = price / (2.0 * length) + pays.p11
    kept = same * both_safe + duel.safe - np.where(duel.at_risk, 0.0, duel.unsafe)
    # Two who break tie, or stand still and get nothing: all they have is at risk.
    return line(kept, np.where(duel.at_risk, duel.unsafe, 0.0) + same * both.unsafe)
