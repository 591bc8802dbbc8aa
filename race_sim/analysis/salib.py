"""SALib, and a study's sample in the form that its analyses read.

Herman, J. and Usher, W. (2017), SALib: an open-source Python library for sensitivity analysis,
Journal of Open Source Software 2(9), 97; Iwanaga, T., Usher, W. and Herman, J. (2022),
Socio-Environmental Systems Modelling 4, 18155.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult


def salib(module: str) -> Any:
    """A module of SALib, for example "analyze.sobol".

    Raises
    ------
    InputError
        If SALib is not installed.
    """
    try:
        return importlib.import_module(f"SALib.{module}")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != "SALib":
            raise
        problem = Problem("", "SALib is not installed", 'pip install "race-sim[analysis]"')
        raise InputError("analysis", [problem]) from None


def unit_cube(names: Sequence[str]) -> dict[str, Any]:
    """A problem as SALib describes it: every uncertainty by its probability, from 0 to 1."""
    return {
        "num_vars": len(names),
        "names": list(names),
        "bounds": [[0.0, 1.0]] * len(names),
    }


class Blocks(NamedTuple):
    """A sample that is made of blocks of points which belong together.

    Attributes
    ----------
    values : ndarray of float, shape (blocks, size)
        The outcome, of blocks without a missing value only.
    kept : ndarray of bool, shape (all blocks,)
        Which blocks these are.
    """

    values: np.ndarray
    kept: np.ndarray

    @property
    def missing(self) -> int:
        """How many blocks are left out."""
        return int((~self.kept).sum())


def whole_blocks(values: np.ndarray, size: int, source: str, least: int) -> Blocks:
    """Cut a sample into blocks, and leave out those with a missing value.

    Parameters
    ----------
    values : ndarray of float, shape (points,)
        NaN where nothing is known.
    size : int
        Points of a block.
    source : str
        Named if something is wrong.
    least : int
        Blocks without a missing value that there must be.

    Raises
    ------
    InputError
        If the points do not fill blocks, or too few are whole.
    """
    values = np.asarray(values, dtype=float)
    if len(values) == 0 or len(values) % size:
        problem = Problem("points", f"{len(values)}", f"a multiple of {size}")
        raise InputError(source, [problem])
    rows = values.reshape(-1, size)
    kept = np.isfinite(rows).all(axis=1)
    if kept.sum() < least:
        what = f"{kept.sum()} blocks of {size} points without a missing value"
        raise InputError(source, [Problem("points", what, f"{least} or more")])
    return Blocks(rows[kept], kept)


class Sample(NamedTuple):
    """What is uncertain and what came out, at one lever point.

    Attributes
    ----------
    lever : str
        The lever point in words.
    names : tuple of str
        The uncertainties.
    inputs : ndarray of float, shape (points, uncertainties)
        Their values, in the order of the sample; a name by its place in its list.
    ordered : ndarray of bool, shape (uncertainties,)
        False for names, of which there is no more or less.
    values : ndarray of float, shape (points,)
        The outcome; NaN where every world failed.
    errors : ndarray of float, shape (points,)
        Its Monte-Carlo standard error.
    worlds : int
        Of the point that has most.
    """

    lever: str
    names: tuple[str, ...]
    inputs: np.ndarray
    ordered: np.ndarray
    values: np.ndarray
    errors: np.ndarray
    worlds: int


_NORMAL = 1.959963984540054  # half the width of a 95 % interval, in standard errors


def samples_of(result: StudyResult, outcome: str) -> dict[int, Sample]:
    """The sample at each lever point, in the order of the uncertainty points.

    Raises
    ------
    InputError
        If the outcome has no estimate.
    """
    from race_sim.analysis.lever_table import lever_names

    points = result.points.sort_values("point", ignore_index=True)
    values = result.values(outcome)
    rows = result.summary[result.summary["outcome"] == outcome].sort_values("point")
    # Intervals of a summary are 95 % intervals; Wilson's is close enough to 1.96 errors each way.
    errors = (rows["high"] - rows["low"]).to_numpy(dtype=float) / 2 / _NORMAL
    worlds = rows["worlds"].to_numpy()
    names = tuple(result.study.uncertainties)
    columns = [_numbers(result, points, key) for key in names]
    inputs = np.column_stack([column for column, _ in columns])
    ordered = np.array([is_ordered for _, is_ordered in columns])
    lever_points = np.unique(points["lever_point"])
    found = {}
    for lever_point, said in zip(lever_points, lever_names(result), strict=True):
        here = np.flatnonzero(points["lever_point"] == lever_point)
        here = here[np.argsort(points["uncertainty_point"].to_numpy()[here], kind="stable")]
        found[int(lever_point)] = Sample(
            said,
            names,
            inputs[here],
            ordered,
            values[here],
            errors[here],
            int(worlds[here].max()),
        )
    return found


def _numbers(result: StudyResult, points: pd.DataFrame, key: str) -> tuple[np.ndarray, bool]:
    column = points[key]
    if column.dtype.kind in "iufb":
        return column.to_numpy(dtype=float), True
    places = {value: place for place, value in enumerate(result.study.uncertainties[key].values)}
    switches = all(isinstance(value, bool) for value in places)
    numbers = {value: float(value) if switches else float(place) for value, place in places.items()}
    return column.map(numbers).to_numpy(dtype=float), switches


def noise_share(sample: Sample) -> float:
    """How much of the variance between points is the noise of finitely many worlds, at most.

    The mean square of the standard errors, over the variance of the estimates. Where all points
    share their luck, much of the noise is the same at neighbouring points and cancels in their
    differences, so that this is an upper bound; where every point has luck of its own, it is
    the expected share. NaN if the estimates do not vary.
    """
    known = np.isfinite(sample.values) & np.isfinite(sample.errors)
    if known.sum() < 2:
        return float("nan")
    variance = float(sample.values[known].var(ddof=1))
    if variance == 0.0:
        return float("nan")
    return float((sample.errors[known] ** 2).mean()) / variance
