"""Parameters and payoffs of the race with voluntary commitments of Han et al. (2022).

See `han2022` for the model. All functions take numbers or arrays that broadcast.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature import han2020_payoffs as base
from race_sim.literature.han2021_payoffs import as_in_han2020
from race_sim.literature.han2021_race import Race, both_punished, punished
from race_sim.literature.parameter import ParameterSet, one_of, parameter
from race_sim.literature.strategies import checked_strategies, table

PLEDGING = ("pledge_keep", "pledge_break", "pledge_punish")
STRATEGIES = ("AS", "AU", *PLEDGING)
UNSAFE = ("AU", "pledge_break")  # what they do among themselves
SANCTIONS = ("peers", "institution")


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """What varies in the model; those of the race are as in `han2020`."""

    speed: float = as_in_han2020("speed")
    setback_risk: float = as_in_han2020("setback_risk")
    benefit: float = as_in_han2020("benefit")
    cost: float = as_in_han2020("cost")
    prize: float = as_in_han2020("prize")
    rounds: float = as_in_han2020("rounds")
    found_out: float = as_in_han2020("found_out")
    slowdown_own: float = parameter(
        0.3, "steps a round", 0.0, 1e6, "s_a, speed that a peer gives up to punish"
    )
    slowdown_rival: float = parameter(
        1.0, "steps a round", 0.0, 1e6, "s_b, speed that who breaks a pledge loses"
    )
    pledge_cost: float = parameter(
        1.0, "payoff a round", 0.0, 1e12, "epsilon, of a pledge that is set up, to each of the two"
    )
    population: int = as_in_han2020("population")
    intensity: float = as_in_han2020("intensity")


def payoff_matrix(
    strategies: Iterable[str] = STRATEGIES,
    speed: ArrayLike = 1.5,
    setback_risk: ArrayLike = 0.6,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    slowdown_own: ArrayLike = 0.3,
    slowdown_rival: ArrayLike = 1.0,
    pledge_cost: ArrayLike = 1.0,
    sanctions: str = "peers",
) -> np.ndarray:
    """Mean payoff a round of each strategy (row) against each (column).

    The table is in `han2022`.

    Parameters
    ----------
    strategies : iterable of str
        Of "AS", "AU", "pledge_keep", "pledge_break", "pledge_punish", in the order of rows and
        columns; each once.
    sanctions : {"peers", "institution"}
        Who slows down a developer that breaks a pledge. With an institution `slowdown_own` does
        not matter, and "pledge_punish" is "pledge_keep".

    Returns
    -------
    ndarray of float, shape (..., n, n)
        Payoff a round.

    Raises
    ------
    InputError
        If a strategy is unknown or comes twice, sanctions are by none of the two, or a parameter
        is out of range.
    """
    names = checked_strategies("payoff_matrix", strategies, STRATEGIES)
    by_peers = one_of("payoff_matrix", "sanctions", sanctions, SANCTIONS) == "peers"
    s, risk, b, c, price, length, caught, own, rival, fee = Parameters.arrays(
        "payoff_matrix",
        speed=speed,
        setback_risk=setback_risk,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
        slowdown_own=slowdown_own,
        slowdown_rival=slowdown_rival,
        pledge_cost=pledge_cost,
    )
    first = base.payoff_matrix(
        ("AS", "AU"), s, risk, benefit=b, cost=c, prize=price, rounds=length, found_out=caught
    )
    safe_safe, safe_unsafe = first[..., 0, 0], first[..., 0, 1]
    unsafe_safe, unsafe_unsafe = first[..., 1, 0], first[..., 1, 1]
    race = Race(s, b, c, price, length, caught)
    duel = punished(race, own if by_peers else np.asarray(0.0), rival)
    answered = np.where(duel.at_risk, 1.0 - risk, 1.0) * duel.unsafe
    both = both_punished(race, rival)
    breakers = unsafe_unsafe if by_peers else np.where(both.at_risk, 1.0 - risk, 1.0) * both.unsafe

    cells = {
        ("AS", "AS"): safe_safe,
        ("AS", "AU"): safe_unsafe,
        ("AU", "AS"): unsafe_safe,
        ("AU", "AU"): unsafe_unsafe,
    }
    for one in PLEDGING:
        # Who does not pledge meets an unsafe developer, and nobody pays for a pledge.
        cells["AS", one], cells[one, "AS"] = safe_unsafe, unsafe_safe
        cells["AU", one], cells[one, "AU"] = unsafe_unsafe, unsafe_unsafe
        for two in PLEDGING:
            cells[one, two] = safe_safe - fee
    cells["pledge_break", "pledge_break"] = breakers - fee
    cells["pledge_punish", "pledge_break"] = duel.safe - fee
    cells["pledge_break", "pledge_punish"] = answered - fee
    cells["pledge_keep", "pledge_break"] = (safe_unsafe if by_peers else duel.safe) - fee
    cells["pledge_break", "pledge_keep"] = (unsafe_safe if by_peers else answered) - fee
    shape = np.broadcast_shapes(first.shape[:-2], duel.safe.shape, own.shape, fee.shape)
    return table(names, cells, shape)
