"""A population of individuals who imitate each other, one update at a time.

Every individual has a strategy and gets the mean payoff of it against all others. In an update one
individual, drawn at random, turns to another strategy with the chance `mutation`, and else compares
itself with another individual, drawn at random, and imitates it with the chance
1 / (1 + exp(-beta (the other's payoff - its own))). This is the process whose law for two
strategies is `finite_population.imitation_law`, played out rather than worked out.

>>> import numpy as np
>>> hawk_and_dove = np.array([[-1.0, 2.0], [0.0, 1.0]])
>>> start = from_each_end(replicas=4, strategies=2, population=10)
>>> start.tolist()
[[10, 0], [0, 10], [10, 0], [0, 10]]
>>> found = simulate_imitation(hawk_and_dove, 10, 1.0, 0.1, updates=50, start=start, seed=1)
>>> found.shares.shape, bool((found.counts.sum(axis=1) == 10).all())
((4, 2), True)
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from race_sim.games.finite_population import check, tables
from race_sim.problems import InputError, Problem

_BLOCK = 1 << 20  # random numbers drawn at a time
_DRAWS = 5  # of an update: who, whom, whether it imitates, whether it mutates, to what


class Imitation(NamedTuple):
    """What populations came to.

    Attributes
    ----------
    shares : ndarray of float, shape (replicas, n)
        Mean share of each strategy over the updates after the warm-up.
    counts : ndarray of int, shape (replicas, n)
        How many individuals have each strategy at the end.
    """

    shares: np.ndarray
    counts: np.ndarray


def from_each_end(replicas: int, strategies: int, population: int) -> np.ndarray:
    """Populations of one strategy each, the strategies in turn.

    Where every strategy holds its ground, no population leaves its end for long: the mean over
    replicas can be told from the law only if as many start from each end.

    Returns
    -------
    ndarray of int, shape (replicas, strategies)
    """
    ends = population * np.eye(strategies, dtype=np.int64)
    return np.asarray(ends[np.arange(replicas) % strategies])


def simulate_imitation(
    payoffs: np.ndarray,
    population: int,
    intensity: float,
    mutation: float,
    updates: int,
    start: np.ndarray,
    seed: int,
    *,
    warm_up: int = 0,
) -> Imitation:
    """Play populations, many at a time.

    Parameters
    ----------
    payoffs : ndarray of float, shape (n, n)
        What the row gets against the column. Nobody plays against itself.
    population : int
        Individuals, 2 or more.
    intensity : float
        beta, in units of one over payoff.
    mutation : float
        The chance, from 0 to 1, that an individual whose turn it is tries another strategy, each
        with the same chance, instead of imitating.
    updates : int
        Of one individual each.
    start : ndarray of int, shape (replicas, n)
        How many individuals have each strategy at first, for example `from_each_end`.
    seed : int
    warm_up : int
        Updates at the beginning that do not count for the shares.

    Raises
    ------
    InputError
        Naming what cannot be used.
    """
    payoffs = tables(payoffs)
    check(population, intensity)
    counts = np.array(start, dtype=np.int64)
    _check_run(payoffs, population, mutation, updates, warm_up, np.asarray(start))
    replicas, count = counts.shape
    # Individuals of each replica, in the order of their strategies.
    kinds = np.array([np.repeat(np.arange(count), one) for one in counts], dtype=np.int64)
    itself = np.diag(payoffs)
    rows = np.arange(replicas)
    generator = np.random.default_rng(seed)
    total = np.zeros((replicas, count), dtype=np.int64)
    block = max(1, _BLOCK // (_DRAWS * replicas))
    for begin in range(0, updates, block):
        length = min(block, updates - begin)
        draws = generator.random((length, _DRAWS, replicas))
        for turn in range(length):
            who, whom, imitates, mutates, to = draws[turn]
            one = (who * population).astype(np.int64)
            other = (whom * (population - 1)).astype(np.int64)
            other += other >= one
            own, theirs = kinds[rows, one], kinds[rows, other]
            gains = (counts @ payoffs.T - itself) / (population - 1)
            takes = imitates < expit(intensity * (gains[rows, theirs] - gains[rows, own]))
            new = np.where(takes, theirs, own)
            if count > 1:
                mutant = (own + 1 + (to * (count - 1)).astype(np.int64)) % count
                new = np.where(mutates < mutation, mutant, new)
            kinds[rows, one] = new
            counts[rows, own] -= 1
            counts[rows, new] += 1
            if begin + turn >= warm_up:
                total += counts
    return Imitation(total / ((updates - warm_up) * population), counts)


def _check_run(
    payoffs: np.ndarray,
    population: int,
    mutation: float,
    updates: int,
    warm_up: int,
    start: np.ndarray,
) -> None:
    problems = []
    if payoffs.ndim != 2:
        problems.append(Problem("payoffs", f"shape {payoffs.shape}", "(n, n)"))
    if not (0.0 <= mutation <= 1.0 and math.isfinite(mutation)):
        problems.append(Problem("mutation", f"{mutation}", "from 0 to 1"))
    if not 0 <= warm_up < updates:
        problems.append(Problem("updates", f"{updates}, {warm_up} of them warm-up", "more"))
    count = payoffs.shape[-1]
    if start.ndim != 2 or start.shape[1] != count or len(start) == 0:
        problems.append(Problem("start", f"shape {start.shape}", f"(replicas, {count})"))
    elif not np.issubdtype(start.dtype, np.integer) or np.any(start < 0):
        problems.append(Problem("start", "not counts", "whole numbers, 0 or above"))
    elif np.any(start.sum(axis=1) != population):
        problems.append(Problem("start", "another number", f"{population} individuals each"))
    if problems:
        raise InputError("imitation", problems)
