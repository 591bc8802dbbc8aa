"""Correlations between uncertainties: a Gaussian copula that joins laws without changing them.

A point of the unit cube, whose columns are independent, becomes one whose columns have the given
rank correlations; each column stays uniform, so that every law keeps its own distribution
(Nelsen, R. B., 2006, An Introduction to Copulas, section 2.3; Gaussian: Li, D. X., 2000, On default
correlation, Journal of Fixed Income 9, 43-54). For normal scores with correlation r, Spearman's
rank correlation is 6/pi arcsin(r/2) (Pearson, K., 1907), which is turned round here.

>>> pair = Correlation(("us.scar", "cn.scar"), 0.5)
>>> joined(np.array([[0.9, 0.5]]), ["us.scar", "cn.scar"], [pair]).round(2).tolist()
[[0.9, 0.75]]
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from race_sim.parameters import knobs
from race_sim.parameters.checking import shown, unknown_key
from race_sim.problems import Problem
from race_sim.study.reader import is_number

# Smaller eigenvalues than this are rounding: the matrix is as good as singular.
_LEAST_EIGENVALUE = 1e-9
_EDGE = 1e-16  # of the unit interval: the normal quantiles of 0 and 1 are infinite


@dataclass(frozen=True)
class Correlation:
    """How two uncertainties go together.

    Attributes
    ----------
    keys : tuple of str
        Two keys.
    rank : float
        Spearman's rank correlation, between -1 and 1.
    """

    keys: tuple[str, str]
    rank: float

    def as_dictionary(self) -> dict[str, Any]:
        """As it is written in a study file."""
        return {"keys": list(self.keys), "rank": self.rank}


def correlation_matrix(keys: Sequence[str], correlations: Sequence[Correlation]) -> np.ndarray:
    """Correlations of the normal scores, shape (keys, keys); pairs that are not named have none.

    Pairs with a key that is not among `keys` are left out.
    """
    place = {key: number for number, key in enumerate(keys)}
    matrix = np.eye(len(keys))
    for one in correlations:
        if all(key in place for key in one.keys):
            first, second = (place[key] for key in one.keys)
            matrix[first, second] = matrix[second, first] = 2.0 * math.sin(math.pi * one.rank / 6.0)
    return matrix


def joined(
    cube: np.ndarray, keys: Sequence[str], correlations: Sequence[Correlation]
) -> np.ndarray:
    """Points of the unit cube whose columns go together.

    Columns that no correlation names, and the first of each that are joined, stay as they are.

    Parameters
    ----------
    cube : ndarray of float, shape (points, keys)
        Independent columns.
    keys : sequence of str
        Of the columns.
    correlations : sequence of Correlation
        Checked: together they are positive definite.
    """
    from scipy.special import ndtr, ndtri

    factor = np.linalg.cholesky(correlation_matrix(keys, correlations))
    mixed = [row for row in range(len(keys)) if np.count_nonzero(factor[row]) > 1]
    if not mixed:
        return cube
    scores = ndtri(np.clip(cube, _EDGE, 1.0 - _EDGE))
    found = cube.copy()
    for row in mixed:
        found[:, row] = ndtr((scores * factor[row]).sum(axis=1))
    return found


def correlations_of(
    given: object, where: str, problems: list[Problem], also: Sequence[str] = ()
) -> tuple[Correlation, ...]:
    """Correlations as a file gives them; what is wrong is added to `problems`.

    Parameters
    ----------
    given : object
        Should be a list of tables with `keys` and `rank`, or of `Correlation`.
    where : str
        What messages call the list.
    problems : list of Problem
    also : sequence of str
        Further entries that a table may have.
    """
    if not isinstance(given, list | tuple):
        problems.append(Problem(where, shown(given), f"tables, written [[{where}]]"))
        return ()
    before = len(problems)
    found = []
    for number, entry in enumerate(given):
        one = _correlation(f"{where}[{number}]", entry, problems, also)
        if one is not None:
            found.append(one)
    pairs = [frozenset(one.keys) for one in found]
    for pair in dict.fromkeys(pair for pair in pairs if pairs.count(pair) > 1):
        problems.append(Problem(where, f"{' and '.join(sorted(pair))} given twice", "once"))
    if len(problems) == before:
        problems.extend(matrix_problems(where, found))
    return tuple(found)


def _correlation(
    where: str, entry: object, problems: list[Problem], also: Sequence[str]
) -> Correlation | None:
    if isinstance(entry, Correlation):
        entry = entry.as_dictionary()
    if not isinstance(entry, Mapping):
        problems.append(Problem(where, shown(entry), "a table with keys and rank"))
        return None
    before = len(problems)
    allowed = ("keys", "rank", *also)
    problems.extend(
        Problem(f"{where}.{name}", "unknown here", ", ".join(allowed))
        for name in entry
        if name not in allowed
    )
    keys, rank = entry.get("keys"), entry.get("rank")
    if not isinstance(keys, list | tuple) or len(keys) != 2 or keys[0] == keys[1]:
        problems.append(Problem(f"{where}.keys", shown(keys), "two different keys"))
    else:
        for key in keys:
            if key not in knobs():
                wrong = unknown_key(str(key), knobs())
                problems.append(wrong._replace(where=f"{where}.keys: {wrong.where}"))
    if not is_number(rank) or not -1.0 < rank < 1.0:  # type: ignore[operator]
        problems.append(Problem(f"{where}.rank", shown(rank), "a number between -1 and 1"))
    if len(problems) > before:
        return None
    return Correlation((keys[0], keys[1]), float(rank))  # type: ignore[index, arg-type]


def matrix_problems(where: str, correlations: Sequence[Correlation]) -> list[Problem]:
    """What is wrong with correlations together: they must be positive definite."""
    keys = list(dict.fromkeys(key for one in correlations for key in one.keys))
    if not keys:
        return []
    least = float(np.linalg.eigvalsh(correlation_matrix(keys, correlations))[0])
    if least > _LEAST_EIGENVALUE:
        return []
    what = f"the matrix of {', '.join(keys)} is not positive definite (eigenvalue {least:.2g})"
    return [Problem(where, what, "correlations that can be true together")]
