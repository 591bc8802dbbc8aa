"""Count, mean and sum of squared deviations of outcomes, kept so that they do not depend on order.

Floating-point sums depend on the order in which they are made. So sums are made leaf by leaf
(`LEAF` worlds), and leaves are merged in the order of their worlds: a study gives the same
estimates, to the last bit, however it was cut into chunks and in whatever order they came.

Leaves are merged by the pairwise rule of Chan, Golub and LeVeque (1979, Stanford technical report
STAN-CS-79-773), which loses no digits to large means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from race_sim.outcomes import OUTCOMES, OutcomeColumn
from race_sim.study.leaf import LEAF

_SHARE_KINDS = ("yes or no", "year")


class Moments(NamedTuple):
    """Moments of some outcomes over some worlds.

    Attributes
    ----------
    worlds : int
    mean, squares : ndarray of float64, shape (numeric outcomes,)
        Mean, and sum of squared deviations from it.
    """

    worlds: int
    mean: np.ndarray
    squares: np.ndarray


def numeric(columns: Sequence[OutcomeColumn] = OUTCOMES) -> tuple[OutcomeColumn, ...]:
    """The outcomes that have a mean or a share: all but names."""
    return tuple(column for column in columns if column.kind != "name")


def no_worlds(columns: Sequence[OutcomeColumn] = OUTCOMES) -> Moments:
    """The moments of no world."""
    count = len(numeric(columns))
    return Moments(0, np.zeros(count), np.zeros(count))


def _moments(values: np.ndarray) -> Moments:
    if len(values) == 0:
        return Moments(0, np.zeros(values.shape[1]), np.zeros(values.shape[1]))
    mean = values.mean(axis=0)
    return Moments(len(values), mean, ((values - mean) ** 2).sum(axis=0))


def leaf_moments(
    worlds: np.ndarray,
    outcomes: np.ndarray,
    first_world: int,
    columns: Sequence[OutcomeColumn] = OUTCOMES,
) -> list[Moments]:
    """The moments of each leaf of a block of worlds.

    Parameters
    ----------
    worlds : ndarray of int64, shape (n,)
        Numbers of the worlds, increasing; some may be missing.
    outcomes : ndarray of float64, shape (n, len(columns))
    first_world : int
        The world at which the first leaf begins.
    columns : sequence of OutcomeColumn
        What the columns of `outcomes` are.

    Returns
    -------
    list of Moments
        A leaf without a world is among them.
    """
    places = [number for number, column in enumerate(columns) if column.kind != "name"]
    values = outcomes[:, places]
    years = [number for number, column in enumerate(numeric(columns)) if column.kind == "year"]
    # Of a date, what is estimated is the share of worlds in which it comes.
    values[:, years] = ~np.isnan(values[:, years])
    if len(worlds) == 0:
        return []
    leaves = int(worlds[-1] - first_world) // LEAF + 1
    edges = np.searchsorted(worlds, first_world + LEAF * np.arange(leaves + 1))
    return [_moments(values[edges[number] : edges[number + 1]]) for number in range(leaves)]


def merged(first: Moments, second: Moments) -> Moments:
    """The moments of two sets of worlds taken together."""
    if second.worlds == 0:
        return first
    total = first.worlds + second.worlds
    shift = second.mean - first.mean
    return Moments(
        total,
        first.mean + shift * (second.worlds / total),
        first.squares + second.squares + shift**2 * (first.worlds * second.worlds / total),
    )


def merged_all(
    leaves: Iterable[Moments],
    columns: Sequence[OutcomeColumn] = OUTCOMES,
    begin: Moments | None = None,
) -> Moments:
    """The moments of all leaves, merged one after another, beginning with `begin`."""
    found = no_worlds(columns) if begin is None else begin
    for leaf in leaves:
        found = merged(found, leaf)
    return found


def wilson(
    shares: np.ndarray, worlds: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Wilson intervals of many shares (Wilson, E. B., 1927, JASA 22, 209-212)."""
    from scipy.special import ndtri

    z = float(ndtri(0.5 + confidence / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (shares + z * z / (2.0 * worlds)) / (1.0 + z * z / worlds)
        half = z * np.sqrt(shares * (1.0 - shares) / worlds + (z / (2.0 * worlds)) ** 2)
        half = half / (1.0 + z * z / worlds)
    # Exact at the ends, where rounding would leave a limit just beyond the share.
    return (
        np.where(shares == 0.0, 0.0, centre - half),
        np.where(shares == 1.0, 1.0, centre + half),
    )


def estimates(
    points: Sequence[Moments],
    columns: Sequence[OutcomeColumn] = OUTCOMES,
    confidence: float = 0.95,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimates of every numeric outcome at every point: a share for flags and dates, else a mean.

    Returns
    -------
    value, low, high : ndarray of float64, shape (points, numeric outcomes)
        NaN where no world was played. An interval of a mean needs two worlds.
    """
    from scipy.special import ndtri

    kept = numeric(columns)
    worlds = np.array([point.worlds for point in points], dtype=float)[:, None]
    mean = np.array([point.mean for point in points]).reshape(len(points), len(kept))
    squares = np.array([point.squares for point in points]).reshape(len(points), len(kept))
    is_share = np.array([column.kind in _SHARE_KINDS for column in kept], dtype=bool)
    reach = float(ndtri(0.5 + confidence / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.rint(mean * worlds) / worlds
        share_low, share_high = wilson(share, worlds, confidence)
        half = reach * np.sqrt(squares / (worlds - 1.0) / worlds)
    half = np.where(worlds < 2, np.nan, half)
    value = np.where(is_share, share, np.where(worlds < 1, np.nan, mean))
    low = np.where(is_share, share_low, mean - half)
    high = np.where(is_share, share_high, mean + half)
    return value, low, high
