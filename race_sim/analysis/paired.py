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
from scipy.optimize import brentq
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


def _upper_limit(more: int, less: int, pairs: int, z: float) -> float:
    """The largest difference of paired shares that the score test does not refuse."""
    reached = (more - less) / pairs
    if reached == 1.0:
        return 1.0

    def excess(change: float) -> float:
        # The share of pairs of the one sort that is likeliest, given the difference.
        a = 2.0 * pairs
        b = -more - less + (2.0 * pairs - more + less) * change
        c = -less * change * (1.0 - change)
        likeliest = (math.sqrt(max(b * b - 4.0 * a * c, 0.0)) - b) / (2.0 * a)
        variance = pairs * (2.0 * likeliest + change * (1.0 - change))
        return float((more - less - pairs * change) ** 2 - z * z * variance)

    begin = reached + 1e-10 * (1.0 - reached)  # at `reached` itself, nothing may be in excess
    return float(brentq(excess, begin, 1.0, xtol=1e-12))


def share_difference(counts: Turned, confidence: float = 0.95) -> Estimate:
    """Difference of two paired shares, second less first, with its score interval.

    The interval is that of Tango (1998, Statistics in Medicine 17, 891-908): all differences
    that the score test does not refuse. It holds zero exactly if McNemar's test finds nothing,
    and keeps its coverage for rare events. NaN when there are no pairs.
    """
    pairs = sum(counts)
    if pairs == 0:
        return Estimate(math.nan, math.nan, math.nan)
    z = float(ndtri(0.5 + confidence / 2))
    more, less = counts.only_second, counts.only_first
    return Estimate(
        (more - less) / pairs,
        -_upper_limit(less, more, pairs, z),
        _upper_limit(more, less, pairs, z),
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


def columns(name: str, estimate: Estimate) -> dict[str, float]:
    """An estimate as three columns of a table: `<name>_value`, `<name>_low`, `<name>_high`."""
    return {f"{name}_{part}": value for part, value in estimate._asdict().items()}


def from_columns(row: pd.Series, name: str) -> Estimate:
    """The estimate that `columns` put into a row of a table."""
    return Estimate(*(float(row[f"{name}_{part}"]) for part in Estimate._fields))
