"""Paired comparisons: two scenarios, policies or settings under the same luck, world by world.

World 7 of a seed meets the same luck in every scenario. So two tables of worlds are pairs, and
the difference within a pair is due to what was changed. Its mean is known far better than the
means themselves.

>>> import race_sim
>>> from race_sim.analysis import paired
>>> race = race_sim.simulate("all-out-race", worlds=500, seed=1)
>>> safe = race_sim.simulate("mutual-safety", worlds=500, seed=1)
>>> change = paired.difference(race, safe, "catastrophe")
>>> change.high < 0.0   # safety on both sides prevents catastrophes
True
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

from race_sim.outcomes import COLUMNS, Estimate, mean
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd


class Turned(NamedTuple):
    """In how many worlds something happens in both tables, in one of them, or in neither."""

    both: int
    only_first: int  # prevented by what was changed
    only_second: int  # brought about by it
    neither: int


def check_pairs(first: pd.DataFrame, second: pd.DataFrame) -> None:
    """Refuse two tables that do not hold the same worlds in the same order.

    Raises
    ------
    InputError
    """
    if not np.array_equal(first["world"].to_numpy(), second["world"].to_numpy()):
        problem = Problem("world", "the two tables hold different worlds", "the same, in order")
        raise InputError("paired comparison", [problem])


def indicator(worlds: pd.DataFrame, outcome: str) -> np.ndarray | None:
    """Whether it happened, for a yes-or-no outcome or a date; None for any other.

    Raises
    ------
    KeyError
        If there is no such outcome, or it is a name.
    """
    kind = COLUMNS[outcome].kind
    if kind == "name":
        raise KeyError(f"{outcome} is a name; compare one of its values instead")
    if kind == "yes or no":
        return worlds[outcome].to_numpy(dtype=bool)
    if kind == "year":
        return worlds[outcome].notna().to_numpy(dtype=bool)
    return None


def turned(first: np.ndarray, second: np.ndarray) -> Turned:
    """How many pairs of yes and no there are of each sort; arrays of bool, shape (n,)."""
    return Turned(
        int((first & second).sum()),
        int((first & ~second).sum()),
        int((~first & second).sum()),
        int((~first & ~second).sum()),
    )


def share_difference(counts: Turned, confidence: float = 0.95) -> Estimate:
    """Difference of two paired shares, second less first, with its interval.

    Half a pair is added to each of the four counts before the normal interval is taken, which
    keeps the stated coverage for rare events too (Agresti, A. and Min, Y., 2005, Statistics in
    Medicine 24, 729-740). NaN when there are no pairs.
    """
    pairs = sum(counts)
    if pairs == 0:
        return Estimate(math.nan, math.nan, math.nan)
    more = counts.only_second + 0.5
    less = counts.only_first + 0.5
    centre = (more - less) / (pairs + 2)
    reach = float(ndtri(0.5 + confidence / 2)) * (
        math.sqrt(more + less - (more - less) ** 2 / (pairs + 2)) / (pairs + 2)
    )
    return Estimate(
        (counts.only_second - counts.only_first) / pairs,
        max(centre - reach, -1.0),
        min(centre + reach, 1.0),
    )


def mean_difference(first: np.ndarray, second: np.ndarray, confidence: float = 0.95) -> Estimate:
    """Mean of second less first, with the normal interval; arrays of float, shape (n,)."""
    return mean(np.asarray(second, dtype=float) - np.asarray(first, dtype=float), confidence)


def difference(
    first: pd.DataFrame, second: pd.DataFrame, outcome: str, confidence: float = 0.95
) -> Estimate:
    """By how much an outcome is larger in the second table than in the first.

    Parameters
    ----------
    first, second : DataFrame
        From `race_sim.simulate`, with the same seed and the same worlds.
    outcome : str
        A column of `race_sim.outcomes.OUTCOMES`. For a yes-or-no outcome or a date it is the
        difference of the shares of worlds in which it happens, for any other that of the means.

    Raises
    ------
    InputError
        If the worlds are not the same.
    KeyError
        If there is no such outcome, or it is a name.
    """
    check_pairs(first, second)
    before, after = indicator(first, outcome), indicator(second, outcome)
    if before is None or after is None:
        return mean_difference(first[outcome].to_numpy(), second[outcome].to_numpy(), confidence)
    return share_difference(turned(before, after), confidence)


def ratio(numerator: np.ndarray, denominator: np.ndarray, confidence: float = 0.95) -> Estimate:
    """Ratio of two paired means, with the interval of the delta method.

    Good only where the mean of the denominator is known to be far from zero.

    Parameters
    ----------
    numerator, denominator : ndarray of float, shape (n,)

    Raises
    ------
    ZeroDivisionError
        If the mean of the denominator is zero.
    """
    top = np.asarray(numerator, dtype=float)
    bottom = np.asarray(denominator, dtype=float)
    below = float(bottom.mean())
    if below == 0.0:
        raise ZeroDivisionError("the mean of the denominator is zero")
    value = float(top.mean()) / below
    spread = mean((top - value * bottom) / below, confidence)
    reach = spread.high - spread.value
    return Estimate(value, value - reach, value + reach)
