"""Groups drawn at random from a population, for `race_sim.literature.lacroix_mohseni2022`.

The hypergeometric laws are found in whole numbers and rounded once, so they are exact.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb

import numpy as np


def drawn_law(population: int, marked: int, drawn: int) -> np.ndarray:
    """The hypergeometric law, exact: how many marked ones are among those drawn.

    Parameters
    ----------
    population, marked, drawn : int
        Sizes of the population, of its marked part, and of what is drawn without replacement.

    Returns
    -------
    ndarray of float, shape (drawn + 1,)
        The chance of 0, 1, ..., drawn; with sum 1.
    """
    ways = comb(population, drawn)
    counts = (comb(marked, j) * comb(population - marked, drawn - j) for j in range(drawn + 1))
    return np.array([count / ways for count in counts])  # whole numbers: rounded once


@lru_cache(maxsize=64)
def too_few(group_size: int, needed: int, population: int) -> tuple[np.ndarray, np.ndarray]:
    """The chance that a group fails, for a cooperator and for another in it.

    Each has shape (Z - 1,): with 1, ..., Z - 1 cooperators in the population.
    """
    others, drawn = population - 1, group_size - 1
    cooperator, other = np.empty(others), np.empty(others)
    before = drawn_law(others, 0, drawn)
    for k in range(1, population):
        now = drawn_law(others, k, drawn)
        cooperator[k - 1] = before[: needed - 1].sum()
        other[k - 1] = now[:needed].sum()
        before = now
    return cooperator, other


@lru_cache(maxsize=64)
def groups_that_succeed(group_size: int, needed: int, population: int) -> np.ndarray:
    """The chance that a random group succeeds with 0, ..., Z cooperators, shape (Z + 1,)."""
    counts = range(population + 1)
    return np.array([drawn_law(population, k, group_size)[needed:].sum() for k in counts])
