"""Parameters and payoffs of the race with punishers and rewarders of Han et al. (2021).

See `han2021` for the model. All functions take numbers or arrays that broadcast.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature import han2020_payoffs as base
from race_sim.literature.han2021_race import Race, moving, punished
from race_sim.literature.parameter import ParameterSet, parameter
from race_sim.literature.strategies import checked_strategies, table

# Always safe, always unsafe, conditionally safe, punishes the unsafe, rewards the safe.
STRATEGIES = ("AS", "AU", "CS", "PS", "RS")
PUNISHMENT = ("AS", "AU", "PS")
REWARD = ("AS", "AU", "RS")


def as_in_han2020(name: str) -> Any:
    """A field of a class of parameters that is the same in the first model."""
    one = {field.name: field for field in dataclasses.fields(base.Parameters)}[name]
    return dataclasses.field(default=one.default, metadata=dict(one.metadata))


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
        0.3, "steps a round", 0.0, 1e6, "s_a of PS, speed that a punisher gives up"
    )
    slowdown_rival: float = parameter(
        1.0, "steps a round", 0.0, 1e6, "s_b of PS, speed that who is punished loses"
    )
    reward_cost: float = parameter(
        0.1, "steps a round", 0.0, 1e6, "s_a of RS, speed that a rewarder gives up"
    )
    reward_gain: float = parameter(
        0.3, "steps a round", 0.0, 1e6, "s_b of RS, speed that who is rewarded gains"
    )
    population: int = as_in_han2020("population")
    intensity: float = as_in_han2020("intensity")


def safe_pair(
    own: str,
    other: str,
    both_safe: np.ndarray,
    p11: np.ndarray,
    prize: np.ndarray,
    cost: np.ndarray,
    gain: np.ndarray,
) -> np.ndarray:
    """What a safe developer gets a round against a safe one; the prize is B/W, all of it a round.

    Parameters
    ----------
    own, other : str
        Strategies.
    both_safe : ndarray of float
        What two get who are safe and do no more.
    p11, prize, cost, gain : ndarray of float
        Payoff of a safe round, prize a round at speed 1, and what a reward costs and gives.
    """
    if own == other == "RS":
        return np.asarray(p11 + moving(1.0 + gain - cost) * prize / 2.0)
    if "RS" not in (own, other):
        return both_safe
    # A reward that costs nothing and gives nothing leaves the two together.
    apart = (gain > 0.0) | (cost > 0.0)
    ahead = (1.0 + gain) * prize if other == "RS" else np.asarray(0.0)
    return np.where(apart, p11 + ahead, both_safe)


def payoff_matrix(
    strategies: Iterable[str] = PUNISHMENT,
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
    reward_cost: ArrayLike = 0.1,
    reward_gain: ArrayLike = 0.3,
) -> np.ndarray:
    """Mean payoff a round of each strategy (row) against each (column).

    The formulas are in `han2021`; those among AS, AU and CS are those of `han2020`.

    Parameters
    ----------
    strategies : iterable of str
        Of "AS", "AU", "CS", "PS", "RS", in the order of rows and columns; each once.

    Returns
    -------
    ndarray of float, shape (..., n, n)
        Payoff a round.

    Raises
    ------
    InputError
        If a strategy is unknown or comes twice, or a parameter is out of range.
    """
    names = checked_strategies("payoff_matrix", strategies, STRATEGIES)
    s, risk, b, c, price, length, caught, own, rival, fee, gift = Parameters.arrays(
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
        reward_cost=reward_cost,
        reward_gain=reward_gain,
    )
    game = {"benefit": b, "cost": c, "prize": price, "rounds": length, "found_out": caught}
    first = base.payoff_matrix(base.STRATEGIES, s, risk, **game)
    before = {
        (one, two): first[..., row, column]
        for row, one in enumerate(base.STRATEGIES)
        for column, two in enumerate(base.STRATEGIES)
    }
    duel = punished(Race(s, b, c, price, length, caught), own, rival)
    p11 = base.round_payoffs(s, benefit=b, cost=c, found_out=caught).p11
    cells: dict[tuple[str, str], np.ndarray] = {}
    for one in STRATEGIES:
        for two in STRATEGIES:
            if (one, two) in before:
                cells[one, two] = before[one, two]
            elif "AU" not in (one, two):
                cells[one, two] = safe_pair(
                    one, two, before["AS", "AS"], p11, price / length, fee, gift
                )
    cells["PS", "AU"] = duel.safe
    cells["AU", "PS"] = np.where(duel.at_risk, 1.0 - risk, 1.0) * duel.unsafe
    cells["RS", "AU"] = before["AS", "AU"]
    cells["AU", "RS"] = before["AU", "AS"]
    shape = np.broadcast_shapes(first.shape[:-2], duel.safe.shape, fee.shape, gift.shape)
    return table(names, cells, shape)
