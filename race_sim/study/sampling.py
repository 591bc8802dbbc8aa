"""Point sets of the unit cube: one row a point, one column an uncertainty."""

from __future__ import annotations

from typing import Any

import numpy as np

from race_sim.problems import InputError, Problem


def latin_hypercube(points: int, dimensions: int, seed: int) -> np.ndarray:
    """A Latin hypercube: in every column, each of `points` equal parts holds one point.

    McKay, Beckman and Conover (1979), Technometrics 21, 239-245.

    Returns
    -------
    ndarray of float64, shape (points, dimensions)
    """
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(dimensions, rng=seed).random(points))


def sobol(points: int, dimensions: int, seed: int) -> np.ndarray:
    """A scrambled Sobol' sequence (Sobol' 1967; Owen 1998); `points` is a power of two.

    Returns
    -------
    ndarray of float64, shape (points, dimensions)
    """
    from scipy.stats import qmc

    return np.asarray(qmc.Sobol(dimensions, rng=seed).random_base2(points.bit_length() - 1))


def _problem(dimensions: int) -> dict[str, Any]:
    return {
        "num_vars": dimensions,
        "names": [f"x{number}" for number in range(dimensions)],
        "bounds": [[0.0, 1.0]] * dimensions,
    }


def _without_salib() -> InputError:
    problem = Problem("design", "SALib is not installed", 'pip install "race-sim[analysis]"')
    return InputError("study", [problem])


def saltelli(base: int, dimensions: int, seed: int) -> np.ndarray:
    """The sample for Sobol' indices of first and total order, without second order.

    Saltelli (2002), Computer Physics Communications 145, 280-297; made by SALib.

    Returns
    -------
    ndarray of float64, shape (base * (dimensions + 2), dimensions)

    Raises
    ------
    InputError
        If SALib is not installed.
    """
    try:
        from SALib.sample import sobol as salib
    except ImportError:
        raise _without_salib() from None
    return np.asarray(salib.sample(_problem(dimensions), base, calc_second_order=False, seed=seed))


def morris(trajectories: int, levels: int, dimensions: int, seed: int) -> np.ndarray:
    """Trajectories for elementary effects (Morris 1991, Technometrics 33, 161-174); by SALib.

    Returns
    -------
    ndarray of float64, shape (trajectories * (dimensions + 1), dimensions)

    Raises
    ------
    InputError
        If SALib is not installed.
    """
    try:
        from SALib.sample import morris as salib
    except ImportError:
        raise _without_salib() from None
    return np.asarray(
        salib.sample(_problem(dimensions), trajectories, num_levels=levels, seed=seed)
    )
