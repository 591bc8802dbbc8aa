"""The stationary distribution of a Markov chain by elimination without subtraction.

States are left out one after another; what went through them goes straight on (Grassmann, W. K.,
Taksar, M. I. and Heyman, D. P., 1985, Operations Research 33, 1107-1116). Nothing is ever
subtracted, so that nothing is lost to rounding, and on logarithms, so that chances far below the
smallest number that a computer holds do no harm. Eigenvectors lose both where states are almost
absorbing.
"""

from __future__ import annotations

import numpy as np

from race_sim.problems import InputError, Problem


def stationary_of(log_rates: np.ndarray) -> np.ndarray:
    """The stationary distribution of a Markov chain, from the logarithms of its rates.

    Parameters
    ----------
    log_rates : ndarray of float, shape (..., n, n)
        Of moving from the row to the column; the diagonal is not looked at. Every state must be
        within reach of every other.

    Returns
    -------
    ndarray of float, shape (..., n)
        Positive, with sum 1.

    Raises
    ------
    InputError
        If a state is out of reach, or a rate is no number.
    """
    rates = np.array(log_rates, dtype=float)
    if rates.ndim < 2 or rates.shape[-1] != rates.shape[-2] or rates.shape[-1] == 0:
        problem = Problem("log_rates", f"shape {rates.shape}", "(..., n, n)")
        raise InputError("elimination", [problem])
    count = rates.shape[-1]
    states = np.arange(count)
    rates[..., states, states] = -np.inf
    if np.any(np.isnan(rates) | (rates == np.inf)):
        raise InputError("elimination", [Problem("log_rates", "no number", "logarithms of rates")])
    out = np.zeros(rates.shape[:-1])
    for last in range(count - 1, 0, -1):
        # State `last` is left out: what went through it goes straight on.
        out[..., last] = np.logaddexp.reduce(rates[..., last, :last], axis=-1)
        _within_reach(out[..., last])
        # The part of what leaves it comes first: it is near 1 even if both are near nothing.
        onward = rates[..., last, :last] - out[..., last, None]
        through = rates[..., :last, last, None] + onward[..., None, :]
        rates[..., :last, :last] = np.logaddexp(rates[..., :last, :last], through)
    logarithms = np.zeros(rates.shape[:-1])
    for state in range(1, count):
        into = logarithms[..., :state] + rates[..., :state, state]
        reached = np.logaddexp.reduce(into, axis=-1)
        _within_reach(reached)
        logarithms[..., state] = reached - out[..., state]
    # Divided by their sum, and not by logsumexp: the logarithms may be too large to subtract well.
    shares = np.exp(logarithms - logarithms.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _within_reach(log_rate: np.ndarray) -> None:
    if np.any(np.isneginf(log_rate)):
        problem = Problem("log_rates", "a state that is never left or never reached", "none such")
        raise InputError("elimination", [problem])
