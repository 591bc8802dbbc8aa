"""Sobol' indices: which uncertainties the variance of an outcome goes back to.

The first-order index of an uncertainty is the share of the outcome's variance that would go, on
average, if it alone became known; the total index is the share that would be left if all but it
became known, and so counts its interactions too (Sobol', I. M., 1993, Mathematical Modelling and
Computational Experiment 1, 407-414; Homma, T. and Saltelli, A., 1996, Reliability Engineering and
System Safety 52, 1-17). They are estimated as Saltelli, A. et al. (2010, Computer Physics
Communications 181, 259-270) do, by SALib, from N blocks of d + 2 points: a point A, d points that
differ from it in one uncertainty each, which they have from a point B, and that point B.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.analysis.salib import Blocks, salib, unit_cube, whole_blocks

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.analysis.section import Section
    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

LEAST_BLOCKS = 8
# Resampled numbers that SALib holds at once: 2^21 of them are 16 MB an array, of which it has six.
_AT_ONCE = 2**21


class Indices(NamedTuple):
    """Sobol' indices of one outcome, and the resamples behind their intervals.

    Attributes
    ----------
    table : DataFrame
        One row an uncertainty, in the order of the names: `parameter`, `first`, `first_low`,
        `first_high`, `total`, `total_low`, `total_high`. NaN if the outcome does not vary.
    first, total : ndarray of float, shape (resamples, uncertainties)
        Resampled indices; the same blocks in a row, so that sums and ranks can be resampled too.
    blocks : int
        Blocks that were analysed.
    missing : int
        Blocks that were left out, because a value in them is missing.
    """

    table: pd.DataFrame
    first: np.ndarray
    total: np.ndarray
    blocks: int
    missing: int

    @property
    def varies(self) -> bool:
        """Whether there is any variance to share out."""
        return bool(self.table["total"].notna().all())


def estimate(
    names: Sequence[str],
    values: np.ndarray,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> Indices:
    """Sobol' indices with intervals by the percentile bootstrap over whole blocks.

    Archer, G. E. B., Saltelli, A. and Sobol', I. M. (1997), Sensitivity measures, ANOVA-like
    techniques and the use of bootstrap, Journal of Statistical Computation and Simulation 58,
    99-120. Blocks of a Sobol' sequence are evener than independent ones, which the bootstrap does
    not know, so that intervals are rather too wide than too narrow; docs/sensitivity.md has their
    measured coverage.

    Parameters
    ----------
    names : sequence of str
        The uncertainties, d of them.
    values : ndarray of float, shape (blocks * (d + 2),)
        The outcome at the points of a Saltelli sample without second order, in its order. A
        block with a NaN is left out as a whole.
    resamples : int
    confidence : float
    seed : int
        Of the resamples. The global state of NumPy's generator is neither read nor changed.

    Raises
    ------
    InputError
        If the values do not fill blocks, fewer than 8 blocks are whole, or SALib is not installed.
    """
    blocks = whole_blocks(values, len(names) + 2, "sobol", LEAST_BLOCKS)
    return _estimate(names, blocks, resamples, confidence, seed)


def _estimate(
    names: Sequence[str], blocks: Blocks, resamples: int, confidence: float, seed: int
) -> Indices:
    import pandas as pd

    count, size = blocks.values.shape
    outer = blocks.values[:, [0, size - 1]]  # the variance is that of the points A and B
    drawn: list[tuple[np.ndarray, np.ndarray]] = []
    found: dict[str, np.ndarray] = {}
    if np.ptp(outer) > 1e-12 * np.abs(outer).max():
        analyze = salib("analyze.sobol").analyze
        problem = unit_cube(names)
        generator = np.random.default_rng(seed)
        chunk = max(1, _AT_ONCE // count)
        for start in range(0, resamples, chunk):
            found = analyze(
                problem,
                blocks.values.ravel(),
                calc_second_order=False,
                num_resamples=max(2, min(chunk, resamples - start)),
                keep_resamples=True,
                # With 0 or nothing SALib would draw from NumPy's global generator.
                seed=int(generator.integers(1, 2**63)),
            )
            drawn.append((found["S1_conf_all"], found["ST_conf_all"]))
        first, total = (np.concatenate(part)[:resamples] for part in zip(*drawn, strict=True))
    else:
        nothing = np.full(len(names), np.nan)
        found = {"S1": nothing, "ST": nothing}
        first = total = np.full((resamples, len(names)), np.nan)
    tail = (1.0 - confidence) / 2
    table = pd.DataFrame({"parameter": list(names)})
    for name, point, again in (("first", found["S1"], first), ("total", found["ST"], total)):
        table[name] = point
        table[f"{name}_low"], table[f"{name}_high"] = np.quantile(again, [tail, 1.0 - tail], axis=0)
    return Indices(table, first, total, count, blocks.missing)


def indices(
    names: Sequence[str],
    values: np.ndarray,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """The table of `estimate` alone."""
    return estimate(names, values, resamples, confidence, seed).table


def directions(
    inputs: np.ndarray, values: np.ndarray, ordered: np.ndarray, confidence: float = 0.95
) -> pd.DataFrame:
    """Whether more of an uncertainty raises or lowers the outcome.

    Told from pairs of points that differ in this uncertainty alone: point A and the point that
    has it from B.

    Parameters
    ----------
    inputs : ndarray of float, shape (blocks * (d + 2), d)
    values : ndarray of float, shape (blocks * (d + 2),)
    ordered : ndarray of bool, shape (d,)
        False for an uncertainty of which there is no more or less; NaN and 0 are found for it.

    Returns
    -------
    DataFrame
        One row an uncertainty: `effect`, the mean change of the outcome from its smaller to its
        larger value, with `effect_low` and `effect_high`; `raised_share`, the share of the pairs
        that differ in outcome in which it is larger with more; `direction`, 1 or -1 if the
        interval lies above or below zero, else 0.
    """
    import pandas as pd
    from scipy import stats

    d = inputs.shape[1]
    outcome = np.asarray(values, dtype=float).reshape(-1, d + 2)
    known = np.isfinite(outcome).all(axis=1)
    outcome = outcome[known]
    points = inputs.reshape(-1, d + 2, d)[known]
    reach = stats.norm.ppf(0.5 + confidence / 2)
    rows = []
    for place in range(d):
        more = np.sign(points[:, place + 1, place] - points[:, 0, place])
        change = more * (outcome[:, place + 1] - outcome[:, 0])
        moved = change[change != 0.0]
        if not ordered[place]:
            rows.append((np.nan, np.nan, np.nan, np.nan, 0))
            continue
        middle = change.mean()
        error = reach * change.std(ddof=1) / np.sqrt(len(change))
        low, high = middle - error, middle + error
        share = float((moved > 0.0).mean()) if len(moved) else np.nan
        rows.append((middle, low, high, share, int(low > 0.0) - int(high < 0.0)))
    columns = ["effect", "effect_low", "effect_high", "raised_share", "direction"]
    return pd.DataFrame(rows, columns=columns)


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """Which uncertainties drive an outcome: words, tables and pictures.

    Raises
    ------
    InputError
        If there are too few points with an estimate, or SALib is not installed.
    """
    from race_sim.analysis.sobol_section import section as make

    return make(result, request)
