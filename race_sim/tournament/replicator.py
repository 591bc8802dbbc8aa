"""Replicator dynamics: in a large population, what earns more than the average spreads.

With shares x and payoffs M, dx_i/dt = x_i ((M x)_i - x'M x) (Taylor, P. D. and Jonker, L. B.,
1978, Mathematical Biosciences 40, 145-156). With two populations, one a chair,
dx_i/dt = x_i ((A y)_i - x'A y) and dy_j/dt = y_j ((x'B)_j - x'B y).

Both are integrated by the logarithms of the shares, so that no share turns negative and their sum
stays 1. A share never quite gets to zero here: in a finite population it would.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import softmax

from race_sim.problems import InputError, Problem

SURVIVES = 0.01  # a share that counts as alive


def uniform(count: int) -> np.ndarray:
    """Equal shares."""
    return np.full(count, 1.0 / count)


def _logarithms(start: np.ndarray) -> np.ndarray:
    shares = np.asarray(start, dtype=float)
    if not (np.all(shares > 0.0) and np.isclose(shares.sum(), 1.0)):
        problem = Problem("start", "not all above 0 with sum 1", "shares of a population")
        raise InputError("replicator dynamics", [problem])
    return np.asarray(np.log(shares))


def _solved(fitness: object, start: np.ndarray, times: np.ndarray) -> np.ndarray:
    found = solve_ivp(
        fitness,
        (0.0, float(times[-1])),
        start,
        method="LSODA",
        t_eval=times,
        rtol=1e-8,
        atol=1e-10,
    )
    if not found.success:
        raise ArithmeticError(f"replicator dynamics: {found.message}")
    return np.asarray(found.y.T)


def one_population(
    payoffs: np.ndarray, times: np.ndarray, start: np.ndarray | None = None
) -> np.ndarray:
    """Shares over time in one population that plays a symmetric game against itself.

    Parameters
    ----------
    payoffs : ndarray of float, shape (n, n)
        What the row gets against the column.
    times : ndarray of float, shape (t,)
        Ascending, from 0; in units of one over payoff.
    start : ndarray of float, shape (n,), optional
        Shares, all above zero; equal ones unless given.

    Returns
    -------
    ndarray of float, shape (t, n)

    Raises
    ------
    InputError
        If the start is no set of shares.
    """
    payoffs = np.asarray(payoffs, dtype=float)
    begin = _logarithms(uniform(len(payoffs)) if start is None else start)

    def fitness(_: float, logarithms: np.ndarray) -> np.ndarray:
        shares = softmax(logarithms)
        earned = payoffs @ shares
        return np.asarray(earned - shares @ earned)

    return np.asarray(softmax(_solved(fitness, begin, times), axis=1))


def two_populations(
    us: np.ndarray, cn: np.ndarray, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Shares over time in two populations, one for each chair, from equal shares.

    Parameters
    ----------
    us, cn : ndarray of float, shape (n, m)
        What both get when the United States plays the row and China the column.
    times : ndarray of float, shape (t,)

    Returns
    -------
    us_shares : ndarray of float, shape (t, n)
    cn_shares : ndarray of float, shape (t, m)
    """
    rows, columns = us.shape
    begin = np.concatenate([_logarithms(uniform(rows)), _logarithms(uniform(columns))])

    def fitness(_: float, logarithms: np.ndarray) -> np.ndarray:
        x, y = softmax(logarithms[:rows]), softmax(logarithms[rows:])
        us_earned, cn_earned = us @ y, x @ cn
        return np.concatenate([us_earned - x @ us_earned, cn_earned - cn_earned @ y])

    found = _solved(fitness, begin, times)
    return np.asarray(softmax(found[:, :rows], axis=1)), np.asarray(
        softmax(found[:, rows:], axis=1)
    )


def standard_times(spread: float, count: int = 241, last: float = 1000.0) -> np.ndarray:
    """Times at which to look: 0, then evenly on a logarithmic scale.

    Parameters
    ----------
    spread : float
        Standard deviation of the payoffs. The last time is `last / spread`: long enough that what
        earns a hundredth of a standard deviation less has lost all but e^-10 of its ground.
    count : int
    last : float
    """
    unit = 1.0 / spread if spread > 0.0 else 1.0
    return np.concatenate([[0.0], np.geomspace(0.01, last, count - 1) * unit])


def survivors(shares: np.ndarray, least: float = SURVIVES) -> list[int]:
    """Who has at least this share in the end, the largest first; shares of shape (t, n)."""
    order = np.argsort(-shares[-1], kind="stable")
    return [int(number) for number in order if shares[-1, number] >= least]
