"""The exact law of a population with three strategies that imitate, mutation being frequent.

The process is that of `finite_population.imitation_law`, with a mutant turning to either of the
other strategies with the same chance. Its states are the triangle of counts (i, j, Z - i - j), some
Z^2 / 2 of them. They are taken out one after another as in `elimination`, without subtraction and
on logarithms, a level of constant i at a time: only neighbouring levels exchange anything, so that
a window of two levels is all that is held.

>>> import numpy as np
>>> law = three_strategies_law(np.zeros((3, 3)), population=3, intensity=0.0, mutation=1.0)
>>> law.shape, round(float(law[3, 0] / law.sum()), 6)  # by mutation alone: (1/3)^3
((4, 4), 0.037037)
"""

from __future__ import annotations

import numpy as np

from race_sim.games.finite_population import check, tables
from race_sim.problems import InputError, Problem

LARGEST = 120  # developers; the work grows with the fourth power


def three_strategies_law(
    payoffs: np.ndarray, population: int, intensity: float, mutation: float
) -> np.ndarray:
    """How often there are how many of each of three strategies.

    Parameters
    ----------
    payoffs : ndarray of float, shape (3, 3)
        What the row gets against the column. Nobody plays against itself.
    population : int
        Z, to 120: about a second and a half of work at 100, a tenth of one at 50.
    intensity : float
        beta, in units of one over payoff.
    mutation : float
        Above 0, to 1.

    Returns
    -------
    ndarray of float, shape (Z + 1, Z + 1)
        The chance of i individuals with the first strategy and j with the second; 0 where they
        are more than Z. Sum 1.

    Raises
    ------
    InputError
        If payoffs, population, intensity or mutation cannot be used.
    """
    payoffs = tables(payoffs)
    check(population, intensity)
    problems = []
    if payoffs.shape != (3, 3):
        problems.append(Problem("payoffs", f"shape {payoffs.shape}", "(3, 3)"))
    if population > LARGEST:
        problems.append(Problem("population", f"{population:g}", f"to {LARGEST}"))
    if not 0.0 < mutation <= 1.0:
        problems.append(Problem("mutation", f"{mutation}", "above 0, to 1"))
    if problems:
        raise InputError("three strategies", problems)
    size = int(population)
    passed: list[tuple[np.ndarray, float]] = []  # of each state taken out: ways in, ways out
    inside = np.full((1, 1), -np.inf)  # log rates within the level above
    for level in range(size - 1, -1, -1):
        window, count = _window(level, payoffs, size, intensity, mutation)
        window[count:, count:] = np.logaddexp(window[count:, count:], inside)
        _take_out(window, count, passed)
        inside = window[:count, :count]
    _take_out(inside, 1, passed)
    return _put_back(passed, size)


def _take_out(rates: np.ndarray, keep: int, passed: list[tuple[np.ndarray, float]]) -> None:
    """Take out all states from number `keep` on; what went through them goes straight on."""
    for last in range(len(rates) - 1, keep - 1, -1):
        out = float(np.logaddexp.reduce(rates[last, :last]))
        into = rates[:last, last].copy()
        passed.append((into, out))
        through = into[:, None] + (rates[last, :last] - out)[None, :]
        np.logaddexp(rates[:last, :last], through, out=rates[:last, :last])


def _put_back(passed: list[tuple[np.ndarray, float]], size: int) -> np.ndarray:
    """The law, from the ways into each state from those that were still there."""
    chances = np.full((size + 1, size + 1), -np.inf)
    chances[0, 0] = 0.0
    for level in range(size + 1):
        below = chances[level - 1, : size - level + 2] if level else np.empty(0)
        for place in range(size - level + 1):
            if level == place == 0:
                continue
            into, out = passed.pop()
            before = np.concatenate([below, chances[level, :place]])
            chances[level, place] = np.logaddexp.reduce(before + into) - out
    total = np.logaddexp.reduce(chances, axis=None)
    return np.asarray(np.exp(chances - total))


def _moves(
    first: np.ndarray, payoffs: np.ndarray, size: int, intensity: float, mutation: float, level: int
) -> dict[tuple[int, int], np.ndarray]:
    """Logarithms of the chances that one individual turns from a strategy to another."""
    counts = np.stack([np.full_like(first, level), first, size - level - first], axis=1)
    gains = (counts @ payoffs.T - np.diag(payoffs)) / (size - 1.0)
    found = {}
    with np.errstate(divide="ignore"):
        shares, models = np.log(counts / size), np.log(counts / (size - 1.0))
        kept, tries = np.log1p(-mutation), np.log(mutation / 2.0)
    for own in range(3):
        for other in range(3):
            if other != own:
                lead = intensity * (gains[:, other] - gains[:, own])
                imitates = kept + models[:, other] - np.logaddexp(0.0, -lead)
                found[own, other] = shares[:, own] + np.logaddexp(imitates, tries)
    return found


def _window(
    level: int, payoffs: np.ndarray, size: int, intensity: float, mutation: float
) -> tuple[np.ndarray, int]:
    """Log rates among a level and the next (there, only those to this level), and its states."""
    count = size - level + 1
    window = np.full((2 * count - 1, 2 * count - 1), -np.inf)
    here = np.arange(count)
    moves = _moves(here.astype(float), payoffs, size, intensity, mutation, level)
    window[here[1:], here[:-1]] = moves[1, 2][1:]
    window[here[:-1], here[1:]] = moves[2, 1][:-1]
    window[here[:-1], count + here[:-1]] = moves[2, 0][:-1]
    window[here[1:], count + here[:-1]] = moves[1, 0][1:]
    above = np.arange(count - 1)
    moves = _moves(above.astype(float), payoffs, size, intensity, mutation, level + 1)
    window[count + above, above] = moves[0, 2]
    window[count + above, above + 1] = moves[0, 1]
    return window, count
