"""Boxes in the space of parameters in which cases of interest are dense, and trying them.

The patient rule induction method peels thin slices off the space of parameters until a box is
left in which cases of interest are dense (PRIM; Friedman, J. H., Fisher, N. I., 1999, Bump hunting
in high-dimensional data, Statistics and Computing 9, 123-143; for scenarios: Bryant, B. P.,
Lempert, R. J., 2010, Thinking inside the box, Technological Forecasting & Social Change 77,
34-49). The peeling is that of the EMA workbench.

Coverage is the share of the cases of interest that lie in the box, density the share of the box
that they make up. Which box is taken, and when none is, is decided here:

- Of all boxes on the path that keep half of the cases of interest, the one with the highest
  harmonic mean of coverage and density (the F measure of van Rijsbergen, C. J., 1979, Information
  Retrieval, chapter 7). The densest one would give up many cases for the last few others.
- Limits whose quasi-p-value is above 0.05 are lifted, the weakest first, since density hardly
  depends on them. (A quasi-p-value is the chance of so many cases in the box if that limit did
  nothing. The same points have chosen the limit, hence "quasi".)
- A method that looks for dense boxes finds one in pure noise too. So the whole search is done a
  second time on half of the points, and its box tried on the other half with Fisher's exact test:
  unless that p-value is below 0.05, nothing counts as found.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from race_sim.analysis.workbench import quiet, workbench

if TYPE_CHECKING:
    import pandas as pd

LEAST_COVERAGE = 0.5
SIGNIFICANT = 0.05
_LEAST_MASS = 0.05  # of the points in a box


class Limit(NamedTuple):
    """One end of a box in one parameter, or the names that it keeps.

    Attributes
    ----------
    key : str
    low, high : float
        NaN for an end that is not restricted, and for names.
    low_p, high_p : float
        Quasi-p-values of the ends; for names, `low_p` is that of the whole.
    kept : tuple of str
        The names in the box; empty for a number.
    """

    key: str
    low: float
    high: float
    low_p: float
    high_p: float
    kept: tuple[str, ...] = ()

    @property
    def strength(self) -> float:
        """The smaller quasi-p-value."""
        return min(p for p in (self.low_p, self.high_p, 1.0) if not math.isnan(p))


class Box(NamedTuple):
    """A box, how well it describes the cases of interest, and the path to it.

    Attributes
    ----------
    limits : tuple of Limit
        The restricted parameters, the one that matters most first.
    inside : ndarray of bool, shape (points,)
    coverage, density : float
        On the points that it was fitted to, hence flattering.
    base : float
        The share of cases of interest among all points.
    step : int
        The row of `path` that the box comes from, before limits were lifted.
    path : DataFrame
        One row a step of peeling and pasting: `step`, `coverage`, `density`, `mass`,
        `restricted`, `points`, `cases`.
    """

    limits: tuple[Limit, ...]
    inside: np.ndarray
    coverage: float
    density: float
    base: float
    step: int
    path: pd.DataFrame


class Trial(NamedTuple):
    """How a box found on half of the points does on the other half.

    Attributes
    ----------
    coverage, density, base : float
        There; NaN where there is nothing to divide by.
    p_value : float
        Fisher's exact test, one-sided: cases of interest are no denser inside than outside.
    """

    coverage: float
    density: float
    base: float
    p_value: float


def _prepared(parameters: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """Numbers as floats, names as numbered categories, and which number is which name.

    The workbench rounds limits of integers, and goes through sets of names in an order that
    changes from process to process; neither happens to these.
    """
    import pandas as pd

    columns: dict[str, Any] = {}
    names = {}
    for key in parameters.columns:
        values = parameters[key]
        if values.nunique() < 2:
            continue
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            columns[key] = values.to_numpy(dtype=float)
        else:
            kinds, codes = np.unique(values.astype(str).to_numpy(dtype=str), return_inverse=True)
            names[key] = tuple(str(kind) for kind in kinds)
            columns[key] = pd.Categorical(codes.astype(int))
    return pd.DataFrame(columns), names


def find_box(
    parameters: pd.DataFrame, cases: np.ndarray, least_coverage: float = LEAST_COVERAGE
) -> Box | None:
    """The box with the best trade-off of coverage and density; None if no limit is left.

    Parameters
    ----------
    parameters : DataFrame
        One row a point, one column a parameter: numbers, names or switches.
    cases : ndarray of bool, shape (points,)
        Which points are of interest.
    least_coverage : float
        The share of them that the box must hold, before limits are lifted.

    Raises
    ------
    InputError
        If ema_workbench is not installed.
    """
    prim = workbench("analysis.prim")
    frame, names = _prepared(parameters)
    cases = np.asarray(cases, dtype=bool)
    if frame.shape[1] == 0 or not cases.any() or cases.all():
        return None
    with quiet():
        # The threshold must be above zero, or all points count as cases of interest; being tiny,
        # it refuses no box, and the choice is ours.
        search = prim.Prim(frame, cases.astype(int), threshold=1e-9, mass_min=_LEAST_MASS)
        found = search.find_box()
        path = _path(found)
        balance = 1.0 / (1.0 / path["coverage"] + 1.0 / path["density"])
        step = int(balance.where(path["coverage"] >= least_coverage, 0.0).to_numpy().argmax())
        limits, inside = _lifted(found, step, frame, names)
    if not limits:
        return None
    held = int(cases[inside].sum())
    return Box(
        limits,
        inside,
        held / int(cases.sum()),
        held / int(inside.sum()),
        float(cases.mean()),
        step,
        path,
    )


def _path(found: Any) -> pd.DataFrame:
    columns = {
        "coverage": "coverage",
        "density": "density",
        "mass": "mass",
        "res_dim": "restricted",
        "n": "points",
        "k": "cases",
    }
    path: pd.DataFrame = found.peeling_trajectory[list(columns)].rename(columns=columns)
    path = path.astype({"restricted": int, "points": int, "cases": int})
    path.insert(0, "step", np.arange(len(path)))
    return path


def _lifted(
    found: Any, step: int, frame: pd.DataFrame, names: dict[str, tuple[str, ...]]
) -> tuple[tuple[Limit, ...], np.ndarray]:
    """The limits of a step that matter, with their quasi-p-values, and the points inside them."""
    whole = found.box_lims[0]
    box = found.box_lims[step]
    while True:
        limits = _limits(box, whole, found.qp[step], names)
        ends = [
            (p, limit.key, end)
            for limit in limits
            for end, p in enumerate((limit.low_p, limit.high_p))
            if not math.isnan(p)
        ]
        weakest = max(ends, default=(0.0, "", 0))
        if weakest[0] <= SIGNIFICANT:
            break
        _, key, end = weakest
        box = box.copy()
        if key in names:
            box[key] = whole[key]
        else:
            box.loc[end, key] = whole.loc[end, key]
        found.update(box, np.flatnonzero(_inside(box, frame, names)))
        step = len(found.box_lims) - 1
    ordered = tuple(sorted(limits, key=lambda limit: (limit.strength, limit.key)))
    return ordered, _inside(box, frame, names)


def _inside(box: Any, frame: pd.DataFrame, names: dict[str, tuple[str, ...]]) -> np.ndarray:
    inside = np.ones(len(frame), dtype=bool)
    for key in frame.columns:
        values = frame[key].to_numpy()
        if key in names:
            inside &= np.isin(values, [int(code) for code in box.loc[0, key]])
        else:
            inside &= (values >= box.loc[0, key]) & (values <= box.loc[1, key])
    return inside


def _limits(
    box: Any,
    whole: Any,
    p_values: dict[str, list[float]],
    names: dict[str, tuple[str, ...]],
) -> list[Limit]:
    limits = []
    for key, found in p_values.items():
        # The workbench writes -1 for an end that is not restricted.
        low_p, high_p = (float(p) if p >= 0.0 else math.nan for p in found)
        if key in names:
            kept = tuple(names[key][int(code)] for code in sorted(box.loc[0, key]))
            limits.append(Limit(key, math.nan, math.nan, low_p, high_p, kept))
            continue
        low, high = (
            float(box.loc[end, key]) if box.loc[end, key] != whole.loc[end, key] else math.nan
            for end in (0, 1)
        )
        limits.append(Limit(key, low, high, low_p, high_p))
    return limits


def inside_limits(parameters: pd.DataFrame, limits: tuple[Limit, ...]) -> np.ndarray:
    """Which points lie within some limits, shape (points,)."""
    inside = np.ones(len(parameters), dtype=bool)
    for limit in limits:
        if limit.kept:
            inside &= parameters[limit.key].astype(str).isin(limit.kept).to_numpy()
            continue
        values = parameters[limit.key].to_numpy(dtype=float)
        inside &= ~(values < limit.low) & ~(values > limit.high)  # true for an end of NaN
    return inside


def tried_box(
    parameters: pd.DataFrame,
    cases: np.ndarray,
    groups: np.ndarray | None = None,
    seed: int = 0,
) -> Trial:
    """Search on half of the points, and try the box that is found on the other half.

    Parameters
    ----------
    parameters : DataFrame
    cases : ndarray of bool, shape (points,)
    groups : ndarray of int, shape (points,), optional
        Points of one group come into the same half, such as all choices under the same
        uncertainties.
    seed : int
        Of the division.
    """
    from scipy.stats import fisher_exact

    groups = np.arange(len(cases)) if groups is None else groups
    kinds, code = np.unique(groups, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(kinds))
    learn = (order < len(kinds) // 2)[code]
    asked = cases[~learn]
    base = float(asked.mean()) if len(asked) else math.nan
    box = find_box(parameters[learn].reset_index(drop=True), cases[learn])
    if box is None:
        return Trial(math.nan, math.nan, base, 1.0)
    inside = inside_limits(parameters[~learn], box.limits)
    held, count = int(asked[inside].sum()), int(inside.sum())
    table = [[held, count - held], [int(asked[~inside].sum()), int((~asked[~inside]).sum())]]
    p_value = float(fisher_exact(table, alternative="greater").pvalue)
    return Trial(
        held / int(asked.sum()) if asked.any() else math.nan,
        held / count if count else math.nan,
        base,
        p_value,
    )
