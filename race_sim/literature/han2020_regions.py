"""Where safety is wanted, and where it is chosen, in the race of Han et al. (2020).

See `han2020` for the model, and `han2020_thresholds` for the lines between the regions.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.han2020_payoffs import Parameters, payoff_matrix
from race_sim.literature.han2020_thresholds import if_given, own_kind
from race_sim.problems import InputError, Problem

SAFE, DILEMMA, UNSAFE, OVER_SAFE = 1, 2, 3, 4


def sorted_out(wanted: np.ndarray, chosen: np.ndarray) -> Any:
    """The region of each point, from whether safety is wanted there and whether it is chosen."""
    found = np.where(wanted, np.where(chosen, SAFE, DILEMMA), np.where(chosen, OVER_SAFE, UNSAFE))
    return found[()]


def regions(
    speed: ArrayLike = 1.5,
    setback_risk: ArrayLike = 0.6,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    shared_setback: ArrayLike = 0.0,
    population: ArrayLike | None = None,
) -> Any:
    """Which region of the race a point lies in.

    1 (I): safety is wanted and chosen. 2 (II): it is wanted, and unsafety is chosen: the dilemma.
    3 (III): unsafety is wanted and chosen. 4: the lines have crossed, as they can in a slow race
    where unsafety is often found out: safety is chosen, though all would be better off unsafe. On
    a line nobody prefers safety: a point on the society line counts as not wanted, a point on the
    line of risk dominance as not chosen.

    It is found from the payoffs of AS and AU, not from the thresholds, and so also holds for
    shared setbacks.

    Parameters
    ----------
    population : array_like of int, optional
        Z; a large population unless given.

    Returns
    -------
    ndarray of int, or int

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    values = {
        "benefit": benefit,
        "cost": cost,
        "prize": prize,
        "rounds": rounds,
        "found_out": found_out,
        "shared_setback": shared_setback,
    }
    Parameters.arrays(
        "regions", speed=speed, setback_risk=setback_risk, **values, **if_given(population)
    )
    pays = payoff_matrix(("AS", "AU"), speed, setback_risk, **values)
    same = own_kind(population)
    wanted = pays[..., 0, 0] > pays[..., 1, 1]
    safe = same * pays[..., 0, 0] + pays[..., 0, 1]
    chosen = safe > pays[..., 1, 0] + same * pays[..., 1, 1]
    return sorted_out(wanted, chosen)


class RegionMap(NamedTuple):
    """Regions over a grid.

    Attributes
    ----------
    speed : ndarray of float, shape (n,)
    setback_risk : ndarray of float, shape (m,)
    region : ndarray of int, shape (m, n)
        Of `regions`: a row a setback risk, a column a speed.
    """

    speed: np.ndarray
    setback_risk: np.ndarray
    region: np.ndarray


def region_map(
    speed: ArrayLike | None = None,
    setback_risk: ArrayLike | None = None,
    *,
    size: Any = 400,
    **others: Any,
) -> RegionMap:
    """The map of regions over speed and setback risk.

    Parameters
    ----------
    speed, setback_risk : array_like of float, optional
        The grid; unless given, `size` even steps from 1 to 5 and from 0 to 1.
    size : int
    **others
        As in `regions`.

    Raises
    ------
    InputError
        If the size is no whole number from 1 or a grid no row of numbers, or naming every parameter
        that is out of range.
    """
    if isinstance(size, bool) or not isinstance(size, int | np.integer) or size < 1:
        raise InputError("region_map", [Problem("size", repr(size), "a whole number, 1 or more")])
    across = np.linspace(1.0, 5.0, size) if speed is None else np.atleast_1d(speed)
    up = np.linspace(0.0, 1.0, size) if setback_risk is None else np.atleast_1d(setback_risk)
    problems = [
        Problem(name, f"shape {one.shape}", "one row of numbers")
        for name, one in (("speed", across), ("setback_risk", up))
        if one.ndim > 1
    ]
    if problems:
        raise InputError("region_map", problems)
    found = regions(across[None, :], up[:, None], **others)
    return RegionMap(across, up, np.asarray(found))
