"""The race of a pair of developers in Han et al. (2020): its parameters and payoffs.

See `han2020` for the model. All functions take numbers or arrays that broadcast.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.parameter import ParameterSet, parameter
from race_sim.literature.strategies import checked_strategies, table

STRATEGIES = ("AS", "AU", "CS")  # always safe, always unsafe, conditionally safe


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """What varies in the model; the defaults are those of the authors' short race."""

    speed: float = parameter(
        1.5, "steps a round", 1.0, 1e6, "s, how fast an unsafe developer is; a safe one has 1"
    )
    setback_risk: float = parameter(
        0.6, "chance", 0.0, 1.0, "p_r, that a winner who was ever unsafe loses all"
    )
    benefit: float = parameter(4.0, "payoff", 0.0, 1e12, "b, of a round, shared by speed")
    cost: float = parameter(1.0, "payoff", 0.0, 1e12, "c, of being safe in a round")
    prize: float = parameter(1e4, "payoff", 0.0, 1e15, "B, of the first to finish; ties share it")
    rounds: float = parameter(100.0, "steps", 1.0, 1e12, "W, steps to the end of the race")
    found_out: float = parameter(
        0.0, "chance", 0.0, 1.0, "p_fo, that an unsafe round is found out and earns no benefit"
    )
    population: int = parameter(100, "developers", 2, 100_000, "Z, how many imitate", whole=True)
    intensity: float = parameter(0.01, "1 / payoff", 0.0, 1e6, "beta, of selection")
    mutation: float = parameter(
        0.0, "chance", 0.0, 1.0, "mu, of trying another strategy; 0 is the limit of rare mutation"
    )
    shared_setback: float = parameter(
        0.0, "chance", 0.0, 1.0, "phi, that a setback also takes all from the other developer"
    )


class RoundPayoffs(NamedTuple):
    """Payoffs of one round; the first number is the own move, 1 safe, 2 unsafe."""

    p11: np.ndarray
    p12: np.ndarray
    p21: np.ndarray
    p22: np.ndarray


def round_payoffs(
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    found_out: ArrayLike = 0.0,
) -> RoundPayoffs:
    """What a developer gets in one round, prize and setback aside.

    p11 = b/2 - c, p12 = (1 - p_fo) b/(s + 1) + p_fo b - c, p21 = (1 - p_fo) s b/(s + 1),
    p22 = (1 - p_fo^2) b/2 (Han et al. 2020).

    Returns
    -------
    RoundPayoffs
        Payoffs, each with the shape to which the parameters broadcast.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    s, b, c, caught = Parameters.arrays(
        "round_payoffs", speed=speed, benefit=benefit, cost=cost, found_out=found_out
    )
    s, b, c, caught = np.broadcast_arrays(s, b, c, caught)
    return RoundPayoffs(
        b / 2.0 - c,
        (1.0 - caught) * b / (s + 1.0) + caught * b - c,
        (1.0 - caught) * s * b / (s + 1.0),
        (1.0 - caught * caught) * b / 2.0,
    )


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
    shared_setback: ArrayLike = 0.0,
) -> np.ndarray:
    """Mean payoff a round of each strategy (row) against each (column).

    With x = 1 - p_r the chance that a developer is spared its own setback, and
    y = 1 - phi p_r that it is spared the other's (1 unless setbacks are shared):

    ==== ====================== ============================= ===================================
    row  against AS             against AU                    against CS
    ==== ====================== ============================= ===================================
    AS   B/2W + p11             y p12                         B/2W + p11
    AU   x (sB/W + p21)         x y (sB/2W + p22)             x (sB/W + m p21 + (1 - m) p22)
    CS   B/2W + p11             y (m p12 + (1 - m) p22)       B/2W + p11
    ==== ====================== ============================= ===================================

    where m = min(1, s/W) is the first round's part of the race. In a draw of two unsafe developers
    each has a setback of its own. The table without sharing is that of Han et al. (2020); that a
    shared setback takes all of the loser's payoff too is our reading.

    Parameters
    ----------
    strategies : iterable of str
        Of "AS", "AU", "CS", in the order of rows and columns; each once.

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
    s, risk, b, c, price, length, caught, shared = Parameters.arrays(
        "payoff_matrix",
        speed=speed,
        setback_risk=setback_risk,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
        shared_setback=shared_setback,
    )
    p11, p12, p21, p22 = round_payoffs(s, benefit=b, cost=c, found_out=caught)
    spared, others = 1.0 - risk, 1.0 - shared * risk
    first = np.minimum(1.0, s / length)
    alone = s * price / length  # the prize a round of an unsafe race, which is shorter
    both_safe = price / (2.0 * length) + p11
    cells = {
        ("AS", "AU"): others * p12,
        ("AU", "AS"): spared * (alone + p21),
        ("AU", "AU"): spared * others * (alone / 2.0 + p22),
        ("AU", "CS"): spared * (alone + first * p21 + (1.0 - first) * p22),
        ("CS", "AU"): others * (first * p12 + (1.0 - first) * p22),
    }
    shape = np.broadcast_shapes(*(one.shape for one in cells.values()), both_safe.shape)
    for own in names:
        for other in names:
            cells.setdefault((own, other), both_safe)
    return table(names, cells, shape)
