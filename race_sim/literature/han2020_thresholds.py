"""The lines between safety and its absence in the race of Han et al. (2020).

See `han2020` for the model. A threshold is a setback risk: above it, safety. It may lie below 0
(safety whatever the risk) or above 1 (never). All functions take numbers or arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.han2020_payoffs import Parameters, round_payoffs


def _ratio(safe: np.ndarray, unsafe: np.ndarray) -> np.ndarray:
    """Payoff of the safe over that of the unsafe who are spared.

    If the unsafe get nothing anyway, their risk does not matter: infinity if the safe get
    something, minus infinity if they get nothing or less.
    """
    safe, unsafe = np.broadcast_arrays(safe, unsafe)
    found = np.where(safe > 0.0, np.inf, -np.inf)
    with np.errstate(over="ignore"):  # infinity is right there too
        np.divide(safe, unsafe, out=found, where=unsafe > 0.0)
    return found


def line(safe: np.ndarray, unsafe: np.ndarray) -> Any:
    """The setback risk above which `unsafe`, less that risk of it, is less than `safe`.

    If nothing is at risk the risk does not matter: minus infinity if the safe get something, else
    infinity.
    """
    return (1.0 - _ratio(safe, unsafe))[()]


def if_given(population: ArrayLike | None) -> dict[str, ArrayLike]:
    """The population by name, to be checked with the rest; nothing for a large one."""
    return {} if population is None else {"population": population}


def own_kind(population: ArrayLike | None) -> np.ndarray:
    """The weight of meetings with the own kind, that with the other being 1: (Z - 2)/Z."""
    if population is None:
        return np.asarray(1.0)
    size = np.asarray(population, dtype=float)
    return np.asarray((size - 2.0) / size)


def collective_threshold(
    shared: ArrayLike = 0.0,
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
) -> Any:
    """The setback risk above which all are better off safe, if setbacks are shared.

    With x = 1 - p_r, it solves (1 - phi) x + phi x^2 = (B/2W + p11)/(sB/2W + p22): the chance that
    an unsafe developer is spared its own setback and the other's.

    Parameters
    ----------
    shared : array_like of float
        phi, the chance that a setback also takes all from the other developer.

    Returns
    -------
    ndarray of float, or float
        A setback risk. Above 1 if safety does not pay at any risk (then it is 1 less the ratio on
        the right), minus infinity if unsafe developers get nothing at any risk.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    return _society_line(
        "collective_threshold",
        shared,
        speed=speed,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
    )


def _society_line(source: str, shared: ArrayLike, **race: ArrayLike) -> Any:
    phi, s, b, c, price, length, caught = Parameters.arrays(source, shared_setback=shared, **race)
    pays = round_payoffs(s, benefit=b, cost=c, found_out=caught)
    ratio = _ratio(price / (2.0 * length) + pays.p11, s * price / (2.0 * length) + pays.p22)
    ratio, phi = np.broadcast_arrays(ratio, phi)
    inside = (ratio > 0.0) & np.isfinite(ratio)
    right = np.where(inside, ratio, 1.0)
    # The root of the quadratic without a difference of like numbers.
    root = 2.0 * right / ((1.0 - phi) + np.sqrt((1.0 - phi) ** 2 + 4.0 * phi * right))
    return (1.0 - np.where(inside, root, ratio))[()]


def society_threshold(
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    shared_setback: ArrayLike = 0.0,
) -> Any:
    """The setback risk above which all are better off if all are safe than if none is.

    p_r = 1 - (B/2W + p11)/(sB/2W + p22) (Han et al. 2020), near 1 - 1/s if the prize is large; with
    shared setbacks it is `collective_threshold`.

    Returns
    -------
    ndarray of float, or float
        A setback risk; below 0 or above 1 if safety is better, or worse, at every risk.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    return _society_line(
        "society_threshold",
        shared_setback,
        speed=speed,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
    )


def risk_dominance_threshold(
    speed: ArrayLike = 1.5,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    population: ArrayLike | None = None,
) -> Any:
    """The setback risk above which AS is chosen rather than AU: it takes over more easily.

    In a large population p_r = 1 - (B/2W + p11 + p12)/(3sB/2W + p21 + p22) (Han et al. 2020), near
    1 - 1/(3s) if the prize is large. In one of Z developers, who do not play against themselves,
    p_r = 1 - [(Z-2)(B/2W + p11) + Z p12]/[Z (sB/W + p21) + (Z-2)(sB/2W + p22)]: there one AS takes
    over a population of AU exactly as easily as one AU takes over a population of AS, whatever the
    intensity of selection. Setbacks are not shared here.

    Parameters
    ----------
    population : array_like of int, optional
        Z; a large population unless given.

    Returns
    -------
    ndarray of float, or float
        A setback risk; below 0 or above 1 if AS, or AU, is chosen at every risk.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    s, b, c, price, length, caught = Parameters.arrays(
        "risk_dominance_threshold",
        speed=speed,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
        **if_given(population),
    )[:6]
    p11, p12, p21, p22 = round_payoffs(s, benefit=b, cost=c, found_out=caught)
    same = own_kind(population)
    safe = same * (price / (2.0 * length) + p11) + p12
    unsafe = s * price / length + p21 + same * (s * price / (2.0 * length) + p22)
    return line(safe, unsafe)


def large_prize_society_threshold(speed: ArrayLike = 1.5) -> Any:
    """What `society_threshold` tends to if the prize a round is large: 1 - 1/s."""
    (s,) = Parameters.arrays("large_prize_society_threshold", speed=speed)
    return (1.0 - 1.0 / s)[()]


def large_prize_risk_dominance_threshold(speed: ArrayLike = 1.5) -> Any:
    """What `risk_dominance_threshold` tends to if the prize a round is large: 1 - 1/(3s)."""
    (s,) = Parameters.arrays("large_prize_risk_dominance_threshold", speed=speed)
    return (1.0 - 1.0 / (3.0 * s))[()]
