"""One player's deviations from a candidate for an equilibrium, and the error if one of them pays.

>>> place, value = highest(lambda x: np.sin(x) + x / 10.0, np.array(0.0), np.array(10.0))
>>> f"{place:.6f} {value:.6f}"  # the second of two peaks
'7.954149 1.790402'
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

GRID = 257  # places tried first
ZOOM = 17  # places tried around a peak, and again around the best of them
ZOOMS = 7
PEAKS = 3  # how many peaks are looked at more closely
# A gain below this share of what is at stake is numerical error, as is one below a few units of the
# last place of the payoffs.
TOLERANCE = 1e-9
ROUNDING = 1e-14


class NoEquilibrium(RuntimeError):
    """A candidate from which a player gains by deviating, or no candidate at all.

    Attributes
    ----------
    source : str
        The function that was called.
    candidate : str
        The point, in words; or why there is none.
    regret : float
        What a player gains by its best deviation; NaN if there is no candidate.
    deviation : str
        That deviation, in words.
    """

    def __init__(self, source: str, candidate: str, regret: float, deviation: str):
        self.source = source
        self.candidate = candidate
        self.regret = regret
        self.deviation = deviation
        if np.isnan(regret):
            message = f"{source}: no equilibrium found: {candidate}"
        else:
            message = f"{source}: {candidate}: no equilibrium, "
            message += f"a player gains {regret:.3g} by {deviation}"
        super().__init__(message)

    def __reduce__(self) -> tuple[type, tuple[str, str, float, str]]:
        return type(self), (self.source, self.candidate, self.regret, self.deviation)


def negligible(regret: np.ndarray, stake: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """Whether a gain is no more than numerical error; NaN never is.

    Parameters
    ----------
    regret : ndarray
        What a player gains.
    stake : ndarray
        What is gained and spent at the candidate; it may be much less than the prize of one.
    largest : ndarray
        How large the numbers are that payoffs are sums of.
    """
    return np.asarray(regret <= TOLERANCE * np.minimum(stake, 1.0) + ROUNDING * largest)


def _refined(
    of: Callable[[np.ndarray], np.ndarray], low: np.ndarray, high: np.ndarray, places: int
) -> tuple[np.ndarray, np.ndarray]:
    """Places from `low` to `high` along a new last axis, and what `of` is there."""
    share = np.linspace(0.0, 1.0, places)
    x = low[..., None] + (high - low)[..., None] * share
    flat = x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])
    return x, of(flat).reshape(x.shape)


def highest(
    of: Callable[[np.ndarray], np.ndarray], low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where a function of one variable is highest between two bounds, for many points at once.

    It is computed on a grid; then its highest peaks there are looked at ever more closely. It uses
    no derivative, and a peak narrower than a step of the grid may be missed.

    Parameters
    ----------
    of : callable
        From an array of shape (*points, places) to the values there.
    low, high : ndarray
        The bounds, of shape (*points).

    Returns
    -------
    place, value : ndarray
        Of shape (*points).
    """
    low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
    x, value = _refined(of, low[..., None], high[..., None], GRID)
    x, value = x[..., 0, :], value[..., 0, :]
    wall = np.full((*low.shape, 1), -np.inf)
    around = np.concatenate([wall, value, wall], axis=-1)
    is_peak = (value >= around[..., :-2]) & (value >= around[..., 2:])
    peaks = np.argsort(np.where(is_peak, -value, np.inf), axis=-1, kind="stable")[..., :PEAKS]
    left = np.take_along_axis(x, np.maximum(peaks - 1, 0), axis=-1)
    right = np.take_along_axis(x, np.minimum(peaks + 1, GRID - 1), axis=-1)
    place = np.take_along_axis(x, peaks, axis=-1)
    best = np.take_along_axis(value, peaks, axis=-1)
    for _ in range(ZOOMS):
        x, value = _refined(of, left, right, ZOOM)
        at = np.argmax(value, axis=-1)[..., None]
        found = np.take_along_axis(value, at, axis=-1)[..., 0]
        where = np.take_along_axis(x, at, axis=-1)[..., 0]
        place, best = np.where(found > best, where, place), np.maximum(found, best)
        left = np.take_along_axis(x, np.maximum(at - 1, 0), axis=-1)[..., 0]
        right = np.take_along_axis(x, np.minimum(at + 1, ZOOM - 1), axis=-1)[..., 0]
    top = np.argmax(best, axis=-1)[..., None]
    return (
        np.take_along_axis(place, top, axis=-1)[..., 0],
        np.take_along_axis(best, top, axis=-1)[..., 0],
    )
