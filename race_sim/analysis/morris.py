"""Elementary effects: which uncertainties matter at all, from few points.

An elementary effect is the change of the outcome when one uncertainty alone is moved over the
levels of a grid, divided by the step, at some place of the others (Morris, M. D., 1991, Factorial
sampling plans for preliminary computational experiments, Technometrics 33, 161-174). The mean of
their absolute values, mu*, says how much an uncertainty matters; their standard deviation, sigma,
how much that depends on where it and the others are (Campolongo, F., Cariboni, J. and Saltelli, A.,
2007, Environmental Modelling & Software 22, 1509-1518). Analysed by SALib.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis.salib import salib, unit_cube, whole_blocks

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.analysis.section import Section
    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

LEAST_TRAJECTORIES = 4
# With as large a share of its effects in one direction, an uncertainty is said to have one.
_ONE_WAY = 0.9


def step_of(levels: int) -> float:
    """The step of a trajectory, as a part of an uncertainty's range: p / (2 (p - 1)).

    >>> step_of(4)
    0.6666666666666666
    """
    return levels / (2.0 * (levels - 1.0))


def effects(inputs: np.ndarray, values: np.ndarray, levels: int) -> np.ndarray:
    """The elementary effects, a row a trajectory.

    Parameters
    ----------
    inputs : ndarray of float, shape (trajectories * (d + 1), d)
        Along a trajectory, every uncertainty is moved once. Where a move leads to the same value
        again, which happens in short lists, the effect is 0.
    values : ndarray of float, shape (trajectories * (d + 1),)
        The outcome, without NaN.
    levels : int
        Of the grid.

    Returns
    -------
    ndarray of float, shape (trajectories, d)
        In the outcome's unit, for the whole range of an uncertainty.
    """
    d = inputs.shape[1]
    moves = np.sign(np.diff(inputs.reshape(-1, d + 1, d), axis=1))
    changes = np.diff(np.asarray(values, dtype=float).reshape(-1, d + 1), axis=1)
    found: np.ndarray = np.einsum("tij,ti->tj", moves, changes) / step_of(levels)
    return found


def measures(
    names: Sequence[str],
    inputs: np.ndarray,
    values: np.ndarray,
    levels: int = 4,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean, mean absolute value and standard deviation of the elementary effects.

    Parameters
    ----------
    names : sequence of str
        The uncertainties, d of them.
    inputs : ndarray of float, shape (trajectories * (d + 1), d)
        The sample, in its order; in any unit that rises with the uncertainty.
    values : ndarray of float, shape (trajectories * (d + 1),)
        The outcome. A trajectory with a NaN is left out as a whole.
    levels : int
        Of the grid.
    resamples : int
    confidence : float
    seed : int
        Of the resamples. The global state of NumPy's generator is neither read nor changed.

    Returns
    -------
    DataFrame
        One row an uncertainty, in the order of the names: `parameter`, `mu`, `mu_star` with
        `mu_star_low` and `mu_star_high`, `sigma`, all in the outcome's unit for the whole range
        of the uncertainty; `rank` by `mu_star`; `raised_share`, the share of its effects other
        than zero that are positive. The interval is SALib's, from the standard deviation of
        resampled means, cut at zero.

    Raises
    ------
    InputError
        If the values do not fill trajectories, fewer than 4 are whole, or SALib is not installed.
    """
    import pandas as pd

    d = len(names)
    blocks = whole_blocks(values, d + 1, "morris", LEAST_TRAJECTORIES)
    kept = inputs.reshape(-1, d + 1, d)[blocks.kept].reshape(-1, d).astype(float)
    found = salib("analyze.morris").analyze(
        unit_cube(names),
        kept,
        blocks.values.ravel(),
        num_resamples=resamples,
        conf_level=confidence,
        num_levels=levels,
        seed=seed,
    )
    mu, mu_star, sigma, reach = (
        np.asarray(found[name], dtype=float) for name in ("mu", "mu_star", "sigma", "mu_star_conf")
    )
    single = effects(kept, blocks.values.ravel(), levels)
    moved = np.abs(single) > 1e-12 * np.abs(single).max(initial=0.0)
    with np.errstate(invalid="ignore"):  # 0 / 0 is not known
        raised = (single * moved > 0.0).sum(axis=0) / moved.sum(axis=0)
    table = pd.DataFrame(
        {
            "parameter": list(names),
            "mu": mu,
            "mu_star": mu_star,
            "mu_star_low": np.maximum(mu_star - reach, 0.0),
            "mu_star_high": mu_star + reach,
            "sigma": sigma,
        }
    )
    table["rank"] = table["mu_star"].rank(ascending=False, method="first").astype(int)
    table["raised_share"] = raised
    return table


def resampled(single: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """`mu_star` from trajectories drawn with replacement, shape (resamples, uncertainties)."""
    drawn = np.random.default_rng(seed).integers(len(single), size=(resamples, len(single)))
    found: np.ndarray = np.abs(single)[drawn].mean(axis=1)
    return found


def direction(raised_share: float) -> int:
    """1 if nearly all effects are positive, -1 if nearly all are negative, else 0."""
    return int(raised_share >= _ONE_WAY) - int(raised_share <= 1.0 - _ONE_WAY)


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """Which uncertainties matter for an outcome at all: words, tables and a picture.

    Raises
    ------
    InputError
        If there are too few points with an estimate, or SALib is not installed.
    """
    from race_sim.analysis.morris_section import section as make

    return make(result, request)
