"""A study's estimates as a table: what can be chosen down, what nobody knows across."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.plots import naming, words

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult

# Worlds of all points together that are held in memory at once (about 100 MB with their index).
MOST_WORLDS = 3_000_000


class LeverTable(NamedTuple):
    """Estimates of one outcome at every lever point and uncertainty point.

    Attributes
    ----------
    values : ndarray of float, shape (levers, uncertainties)
        No NaN in it.
    points : ndarray of int, shape (levers, uncertainties)
        The number of each point.
    lever_points : ndarray of int, shape (levers,)
    names : tuple of str
        Each lever point in words.
    uncertainties : DataFrame
        One row a column of `values`: the values of the uncertain parameters.
    dropped : int
        Uncertainty points that are left out, because some estimate there is missing.
    """

    values: np.ndarray
    points: np.ndarray
    lever_points: np.ndarray
    names: tuple[str, ...]
    uncertainties: pd.DataFrame
    dropped: int


def varied(result: StudyResult) -> tuple[list[str], list[str]]:
    """The levers and the uncertain parameters that have a column in the table of points."""
    beside = ("point", "lever_point", "uncertainty_point", "seed")
    keys = [str(name) for name in result.points.columns if name not in beside]
    levers = [key for key in keys if key in result.study.levers]
    return levers, [key for key in keys if key not in levers]


def lever_table(result: StudyResult, outcome: str) -> LeverTable:
    """The estimates of an outcome as levers by uncertainties.

    An uncertainty point is left out as a whole if any estimate there is missing, so that lever
    points are compared on the same uncertainties.

    Raises
    ------
    InputError
        If the outcome has no estimate.
    """
    points = result.points.sort_values("point", ignore_index=True)
    estimates = result.values(outcome)
    lever_points, row = np.unique(points["lever_point"].to_numpy(), return_inverse=True)
    uncertain, column = np.unique(points["uncertainty_point"].to_numpy(), return_inverse=True)
    values = np.full((len(lever_points), len(uncertain)), np.nan)
    numbers = np.full(values.shape, -1, dtype=int)
    values[row, column] = estimates
    numbers[row, column] = points["point"].to_numpy()
    kept = ~np.isnan(values).any(axis=0)
    _, keys = varied(result)
    first = points.drop_duplicates("uncertainty_point").sort_values("uncertainty_point")
    return LeverTable(
        values[:, kept],
        numbers[:, kept],
        lever_points,
        lever_names(result),
        first[keys][kept].reset_index(drop=True),
        int((~kept).sum()),
    )


def lever_names(result: StudyResult) -> tuple[str, ...]:
    """Each lever point in words, in order; levers that never change are not told."""
    points = result.points.drop_duplicates("lever_point").sort_values("lever_point")
    levers, _ = varied(result)
    told = [key for key in levers if points[key].nunique() > 1]
    return tuple(naming.setting({key: row[key] for key in told}) for _, row in points.iterrows())


def choice_sentence(result: StudyResult) -> str:
    """Between how many settings of which levers one may choose."""
    levers, _ = varied(result)
    told = [naming.in_words(key) for key in levers if result.points[key].nunique() > 1]
    count = words.counted(int(result.points["lever_point"].nunique()), "setting")
    return f"The choice is between {count} of: {'; '.join(told)}."


def missing_sentences(result: StudyResult, dropped: int = 0) -> tuple[str, ...]:
    """What is missing from an analysis, in words; nothing if nothing is."""
    said = []
    if result.missing_share > 0.0:
        said.append(
            f"{words.percent(result.missing_share)} of the worlds failed and are left out: if "
            "they are not like the others, these numbers are biased."
        )
    if dropped:
        count = words.counted(dropped, "uncertainty point")
        verb = "is" if dropped == 1 else "are"
        said.append(f"{count} with a missing estimate {verb} left out.")
    return tuple(said)


class WorldValues(NamedTuple):
    """An outcome in each world that every point has.

    Attributes
    ----------
    worlds : ndarray of int, shape (worlds,)
    values : ndarray of float, shape (points, worlds)
        0 or 1 for what happens or not. A row of NaN for a point without any world.
    """

    worlds: np.ndarray
    values: np.ndarray


def world_values(result: StudyResult, outcome: str, most: int = MOST_WORLDS) -> WorldValues | None:
    """An outcome world by world, or None if there are too many worlds to hold, or none in common.

    Worlds that failed at some point are left out everywhere: pairs need both.
    """
    from race_sim.analysis.paired import indicator

    counts = result.summary.drop_duplicates("point")["worlds"]
    if int(counts.sum()) > most:
        return None
    frame = result.worlds(columns=[outcome]).sort_values(["point", "world"], ignore_index=True)
    happened = indicator(frame, outcome)
    column = frame[outcome].to_numpy(dtype=float) if happened is None else happened.astype(float)
    point = frame["point"].to_numpy()
    world = frame["world"].to_numpy()
    starts = np.searchsorted(point, np.arange(len(result.points) + 1))
    blocks = [slice(*ends) for ends in itertools.pairwise(starts)]
    held = [block for block in blocks if block.stop > block.start]
    if not held:
        return None
    common = world[held[0]]
    for block in held[1:]:
        if not np.array_equal(common, world[block]):
            common = np.intersect1d(common, world[block], assume_unique=True)
    if len(common) < 2:
        return None
    values = np.full((len(blocks), len(common)), np.nan)
    for number, block in enumerate(blocks):
        if block.stop > block.start:
            values[number] = column[block][np.searchsorted(world[block], common)]
    return WorldValues(common, values)
