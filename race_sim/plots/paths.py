"""Paths in time: how many worlds are left at each step, and their spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from scipy.special import ndtri

from race_sim.plots import words
from race_sim.problems import InputError, Problem

_FEWEST = 20


class Paths(NamedTuple):
    """Trajectories as arrays, one row a world and one column a step; NaN once a world is over."""

    worlds: np.ndarray  # int64, shape (n,)
    years: np.ndarray  # float64, shape (steps,)
    row: np.ndarray  # for each row of the frame, its world's place
    column: np.ndarray  # and its step's place

    def spread_out(self, values: pd.Series | np.ndarray) -> np.ndarray:
        """A column of the frame as an array of floats, shape (n, steps)."""
        table = np.full((len(self.worlds), len(self.years)), np.nan)
        table[self.row, self.column] = np.asarray(values, dtype=float)
        return table

    def left(self) -> np.ndarray:
        """How many worlds are still running at each step, shape (steps,)."""
        return np.bincount(self.column, minlength=len(self.years))

    def fewest(self) -> int:
        """With how many worlds left one can still speak of shares and bands.

        Twenty; half of the worlds if there were fewer than forty to begin with.
        """
        return min(_FEWEST, math.ceil(len(self.worlds) / 2))

    def enough(self) -> np.ndarray:
        """At which steps so many worlds are left, shape (steps,)."""
        return self.left() >= self.fewest()

    def cut_note(self) -> list[str]:
        """What to say of the steps that are not shown, if there are any."""
        if self.enough().all():
            return []
        return [f"Drawn while at least {words.counted(self.fewest(), 'world')} are left"]


def paths_of(trajectories: pd.DataFrame) -> Paths:
    """The arrangement of a frame of `race_sim.trajectories`."""
    worlds, row = np.unique(trajectories["world"].to_numpy(), return_inverse=True)
    years, column = np.unique(trajectories["year"].to_numpy(dtype=float), return_inverse=True)
    return Paths(worlds, years, row, column)


def wilson(
    successes: np.ndarray, trials: np.ndarray, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Wilson intervals of many shares at once (Wilson, E. B., 1927, JASA 22, 209-212)."""
    z = float(ndtri(0.5 + confidence / 2))
    share = successes / trials
    centre = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    reach = z * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2)) / (1 + z**2 / trials)
    low = np.where(successes == 0, 0.0, centre - reach)
    high = np.where(successes == trials, 1.0, centre + reach)
    return low, high


def chosen_worlds(
    picture: str, paths: Paths, samples: Sequence[int] | None, count: int
) -> list[int]:
    """The sample worlds asked for, or the first few: as good as drawn by lot.

    Raises
    ------
    InputError
        If a world that is asked for is not there, or too many are.
    """
    if samples is None:
        return [int(world) for world in paths.worlds[:count]]
    missing = [world for world in samples if world not in paths.worlds]
    problems = [
        Problem("samples", f"no world {world}", "worlds of the trajectories") for world in missing
    ]
    if len(samples) > count:
        problems.append(Problem("samples", f"{len(samples)} worlds", f"at most {count}"))
    if problems:
        raise InputError(f"plots.{picture}", problems)
    return [int(world) for world in samples]


def set_year_axis(axes: Axes, paths: Paths, last: float) -> None:
    """Whole years up to `last` along the axis; if worlds end early, with how many are left."""
    show_left = len(paths.worlds) > 1 and paths.left()[-1] < len(paths.worlds)
    left = paths.left()

    def name(year: float, _: int | None = None) -> str:
        if not show_left:
            return words.year(year)
        place = min(int(np.searchsorted(paths.years, year - 1e-9)), len(left) - 1)
        return f"{words.year(year)}\n{left[place]:,}"

    axes.set_xlim(paths.years[0], last)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(name))
    axes.set_xlabel("year, and worlds still running" if show_left else "year")


def step_length(paths: Paths) -> float:
    """The length of a step in years; a quarter if there is only one step to go by."""
    return float(np.diff(paths.years).min()) if len(paths.years) > 1 else 0.25
