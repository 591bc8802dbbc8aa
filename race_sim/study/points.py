"""The design of a study: which points of what nobody knows are tried."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from race_sim.parameters import knobs
from race_sim.parameters.checking import Value, shown
from race_sim.problems import Problem
from race_sim.study import sampling
from race_sim.study.copula import Correlation, joined
from race_sim.study.distribution_table import as_value, value_problem
from race_sim.study.distributions import Distribution
from race_sim.study.reader import LARGEST_SEED, Reader, by_key

MOST_POINTS = 1_000_000
# What each kind of design reads.
_OPTIONS = {
    "grid": ("levels",),
    "list": ("points",),
    "latin-hypercube": ("points", "seed"),
    "sobol": ("points", "seed"),
    "saltelli": ("points", "seed"),
    "morris": ("trajectories", "levels", "seed"),
}
DESIGNS = tuple(_OPTIONS)
# The other kinds take their columns one by one, or need them to be independent.
CORRELATED = ("latin-hypercube", "sobol")
_GRID_LEVELS = 5
_MORRIS_LEVELS = 4  # the usual choice (Saltelli and others, 2004, Sensitivity Analysis in Practice)
_MORRIS_TRAJECTORIES = 20

Listed = tuple[tuple[tuple[str, Value], ...], ...]


@dataclass(frozen=True)
class Design:
    """Which points of the uncertainties are tried.

    Attributes
    ----------
    kind : str
        One of `DESIGNS`.
    points : int
        Of "latin-hypercube" and "sobol": how many; of "saltelli": the base number N, of which
        N (d + 2) points are made for d uncertainties.
    levels : int
        Of "grid": values of each uncertainty; of "morris": levels of the grid.
    levels_of : tuple of (str, int)
        Of "grid": keys that have another number of values.
    trajectories : int
        Of "morris": d + 1 points each.
    seed : int or None
        Of the points that are drawn; that of the study if None.
    listed : tuple of tuple of (str, Value)
        Of "list": the points.
    """

    kind: str = "grid"
    points: int = 0
    levels: int = 0
    trajectories: int = 0
    seed: int | None = None
    listed: Listed = ()
    levels_of: tuple[tuple[str, int], ...] = ()

    def as_dictionary(self) -> dict[str, Any]:
        """As it is written in a study file."""
        found: dict[str, Any] = {"kind": self.kind}
        for name in _OPTIONS[self.kind]:
            found[name] = getattr(self, name)
        if self.kind == "list":
            found["points"] = [dict(point) for point in self.listed]
        if self.levels_of:
            found["levels"] = dict(self.levels_of)
        return {name: value for name, value in found.items() if value is not None}

    def grid_columns(self, spreads: Mapping[str, Distribution]) -> list[list[Value]]:
        """Of "grid": the values of each uncertainty."""
        levels = dict(self.levels_of)
        return [spread.grid_values(levels.get(key, self.levels)) for key, spread in spreads.items()]

    def number_of_points(self, spreads: Mapping[str, Distribution]) -> int:
        """How many points of the uncertainties there are, without making them."""
        count = len(spreads)
        if self.kind == "list":
            return len(self.listed)
        if not count:
            return 1
        if self.kind == "grid":
            return math.prod(len(column) for column in self.grid_columns(spreads))
        if self.kind == "saltelli":
            return self.points * (count + 2)
        if self.kind == "morris":
            return self.trajectories * (count + 1)
        return self.points

    def uncertainty_points(
        self,
        spreads: Mapping[str, Distribution],
        seed: int,
        correlations: Sequence[Correlation] = (),
    ) -> list[dict[str, Value]]:
        """The points of the uncertainties; one if nothing is uncertain.

        Parameters
        ----------
        spreads : mapping of str to Distribution
        seed : int
            Of the study, for a design that has none of its own.
        correlations : sequence of Correlation
            For a design of `CORRELATED`.

        Raises
        ------
        InputError
            If the design needs SALib, and it is not installed.
        """
        if self.kind == "list":
            return [dict(point) for point in self.listed]
        if not spreads:
            return [{}]
        rows: Any
        if self.kind == "grid":
            rows = itertools.product(*self.grid_columns(spreads))
        else:
            cube = joined(self.cube(len(spreads), seed), list(spreads), correlations)
            laws = spreads.values()
            columns = [self._values(spread, u) for spread, u in zip(laws, cube.T, strict=True)]
            rows = zip(*columns, strict=True)
        return [dict(zip(spreads, row, strict=True)) for row in rows]

    def _values(self, spread: Distribution, chances: np.ndarray) -> list[Value]:
        if self.kind == "morris" and spread.is_cut:
            # The ends of its levels, at 0 and 1, would be where the law is cut, however far out:
            # the middles of as many equally likely parts take the place of the levels.
            chances = (chances * (self.levels - 1) + 0.5) / self.levels
        return spread.at(chances)

    def cube(self, dimensions: int, seed: int) -> np.ndarray:
        """Of a design that is drawn: its points in the unit cube, a row each."""
        seed = seed if self.seed is None else self.seed
        if self.kind == "latin-hypercube":
            return sampling.latin_hypercube(self.points, dimensions, seed)
        if self.kind == "sobol":
            return sampling.sobol(self.points, dimensions, seed)
        if self.kind == "saltelli":
            return sampling.saltelli(self.points, dimensions, seed)
        return sampling.morris(self.trajectories, self.levels, dimensions, seed)


def design_of(given: object, problems: list[Problem]) -> Design:
    """A design as a study file gives it; what is wrong is added to `problems`."""
    if isinstance(given, Design):
        given = given.as_dictionary()
    read = Reader("design", given, problems)
    kind = read.word("kind", "grid", DESIGNS)
    fields: dict[str, Any] = {"kind": kind}
    if kind == "list":
        fields["listed"] = _listed(read.table.pop("points", None), problems)
    elif "points" in _OPTIONS[kind]:
        fields["points"] = _number_of_points(read, kind)
    if kind == "grid":
        levels = read.table.get("levels")
        if isinstance(levels, Mapping):
            fields["levels"] = _GRID_LEVELS
            fields["levels_of"] = _levels_of(read.table.pop("levels"), problems)
        else:
            fields["levels"] = read.whole("levels", _GRID_LEVELS, 2, MOST_POINTS)
    if kind == "morris":
        # An odd number of levels has no jump that leaves every level equally likely.
        fields["levels"] = read.whole("levels", _MORRIS_LEVELS, 2, 100, multiple=2)
        fields["trajectories"] = read.whole("trajectories", _MORRIS_TRAJECTORIES, 2, MOST_POINTS)
    if "seed" in _OPTIONS[kind] and "seed" in read.table:
        fields["seed"] = read.whole("seed", 0, 0, LARGEST_SEED)
    read.done(("kind", *_OPTIONS[kind]))
    return Design(**fields)


def _number_of_points(read: Reader, kind: str) -> int:
    if "points" not in read.table:
        read.wrong("points", "missing", "how many")
        return 1
    count = read.whole("points", 1, 1, MOST_POINTS)
    if kind in ("sobol", "saltelli") and count & (count - 1):
        # Other numbers are out of balance: Owen (2020), On dropping the first Sobol' point.
        below = 1 << (count.bit_length() - 1)
        near = f"{below} or {2 * below}" if 2 * below <= MOST_POINTS else f"{below}"
        read.wrong("points", f"{count}", f"a power of two, such as {near}")
        return below
    return count


def _levels_of(given: object, problems: list[Problem]) -> tuple[tuple[str, int], ...]:
    entries = by_key(given, "design.levels", problems)
    read = Reader("design.levels", entries, problems)
    return tuple((key, read.whole(key, _GRID_LEVELS, 2, MOST_POINTS)) for key in entries)


def _listed(given: object, problems: list[Problem]) -> Listed:
    """The points of a list, each value checked and in the type of its parameter."""
    good = isinstance(given, list | tuple) and given
    if not good or not all(isinstance(point, Mapping) for point in given):  # type: ignore[attr-defined]
        what = "missing" if given is None else shown(given)
        allowed = "tables, written [[design.points]], or `file`, a CSV file"
        problems.append(Problem("design.points", what, allowed))
        return ()
    before = len(problems)
    points = []
    for number, point in enumerate(given):  # type: ignore[arg-type, var-annotated]
        where = f"design.points[{number}]"
        points.append(by_key(point, where, problems))
        for key, value in points[-1].items():
            wrong = value_problem(knobs()[key], value)
            if wrong is not None:
                problems.append(wrong._replace(where=f"{where}: {key}"))
    keys = list(dict.fromkeys(key for point in points for key in point))
    for number, point in enumerate(points):
        missing = [key for key in keys if key not in point]
        if missing:
            what = "lacks " + ", ".join(missing)
            problems.append(Problem(f"design.points[{number}]", what, "the same keys everywhere"))
    if len(problems) > before:
        return ()
    return tuple(
        tuple((key, as_value(knobs()[key], point[key])) for key in keys) for point in points
    )
