"""What developers come to do who imitate each other, in the race of Han et al. (2020).

See `han2020` for the model, and `race_sim.games.finite_population` for the process. All functions
take numbers or arrays that broadcast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from race_sim.games import finite_population
from race_sim.games.three_strategies import LARGEST, three_strategies_law
from race_sim.literature.han2020_payoffs import (
    STRATEGIES,
    Parameters,
    payoff_matrix,
)
from race_sim.literature.strategies import checked_strategies, prepared
from race_sim.problems import InputError, Problem


def fixation_probability(
    mutant: str = "AU",
    resident: str = "AS",
    speed: ArrayLike = 1.5,
    setback_risk: ArrayLike = 0.6,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    population: ArrayLike = 100,
    intensity: ArrayLike = 0.01,
    shared_setback: ArrayLike = 0.0,
) -> Any:
    """The chance that one developer with another strategy takes over the population.

    Parameters
    ----------
    mutant, resident : {"AS", "AU", "CS"}
        The strategy of the one, and that of all the others.

    Returns
    -------
    ndarray of float, or float
        1 / Z by drift alone, and always between AS and CS.

    Raises
    ------
    InputError
        If the strategies are unknown or the same, or a parameter is out of range.
    """
    names = checked_strategies("fixation_probability", (mutant, resident), STRATEGIES)
    pays, values = prepared(
        "fixation_probability",
        names,
        Parameters,
        payoff_matrix,
        {
            "speed": speed,
            "setback_risk": setback_risk,
            "benefit": benefit,
            "cost": cost,
            "prize": prize,
            "rounds": rounds,
            "found_out": found_out,
            "population": population,
            "intensity": intensity,
            "shared_setback": shared_setback,
        },
    )
    return finite_population.fixation(pays, 0, 1, values["population"], values["intensity"])


def stationary_distribution(
    strategies: Iterable[str] = STRATEGIES,
    speed: ArrayLike = 1.5,
    setback_risk: ArrayLike = 0.6,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    population: ArrayLike = 100,
    intensity: ArrayLike = 0.01,
    shared_setback: ArrayLike = 0.0,
) -> np.ndarray:
    """How often all developers have each strategy, if mutation is rare.

    Parameters
    ----------
    strategies : iterable of str
        Two or more of "AS", "AU", "CS".

    Returns
    -------
    ndarray of float, shape (..., n)
        In the order of the strategies, with sum 1.

    Raises
    ------
    InputError
        If a strategy is unknown, comes twice or is alone, or a parameter is out of range.
    """
    names = checked_strategies("stationary_distribution", strategies, STRATEGIES, least=2)
    pays, values = prepared(
        "stationary_distribution",
        names,
        Parameters,
        payoff_matrix,
        {
            "speed": speed,
            "setback_risk": setback_risk,
            "benefit": benefit,
            "cost": cost,
            "prize": prize,
            "rounds": rounds,
            "found_out": found_out,
            "population": population,
            "intensity": intensity,
            "shared_setback": shared_setback,
        },
    )
    return finite_population.stationary(pays, values["population"], values["intensity"])


def mean_safety(
    speed: ArrayLike = 1.5,
    setback_risk: ArrayLike = 0.6,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    population: ArrayLike = 100,
    intensity: ArrayLike = 0.01,
    mutation: ArrayLike = 0.0,
    shared_setback: ArrayLike = 0.0,
    strategies: Iterable[str] = ("AS", "AU"),
) -> Any:
    """The mean share of developers that are not AU, in the long run.

    With mutation it is exact: the law of a birth-death chain for two strategies, that of
    `race_sim.games.three_strategies` for three (populations of up to 120; there a point takes about
    a second at the default population). At mutation 0 it is the limit of rare mutation,
    `stationary_distribution`.

    Parameters
    ----------
    mutation : array_like of float
        The chance that a developer whose turn it is tries another strategy instead of imitating.
    strategies : iterable of str
        Two or more of "AS", "AU", "CS".

    Returns
    -------
    ndarray of float, or float
        A share.

    Raises
    ------
    InputError
        If a strategy is unknown, comes twice or is alone, a parameter is out of range, or the
        population is too large for three strategies with mutation.
    """
    names = checked_strategies("mean_safety", strategies, STRATEGIES, least=2)
    pays, values = prepared(
        "mean_safety",
        names,
        Parameters,
        payoff_matrix,
        {
            "speed": speed,
            "setback_risk": setback_risk,
            "benefit": benefit,
            "cost": cost,
            "prize": prize,
            "rounds": rounds,
            "found_out": found_out,
            "population": population,
            "intensity": intensity,
            "mutation": mutation,
            "shared_setback": shared_setback,
        },
    )
    return expected(_share_of_safe, pays, names, values)[()]


# Of counts of each strategy (..., n), the safe ones marked, in a population of so many.
CountsMeasure = Callable[[np.ndarray, np.ndarray, float], np.ndarray]


def _share_of_safe(counts: np.ndarray, safe: np.ndarray, population: float) -> np.ndarray:
    return np.asarray(counts @ safe / population)


def expected(
    of: CountsMeasure, pays: np.ndarray, names: tuple[str, ...], values: dict[str, np.ndarray]
) -> np.ndarray:
    """The mean in the long run of something of the counts of each strategy.

    Parameters
    ----------
    of : callable
        From counts, shape (..., n), which of the strategies are safe, and the population.
    pays : ndarray of float, shape (..., n, n)
    names : tuple of str
    values : dict
        `population`, `intensity` and `mutation`, arrays that broadcast with the payoffs.
    """
    sizes, betas, chances = (values[name] for name in ("population", "intensity", "mutation"))
    shape = np.broadcast_shapes(pays.shape[:-2], sizes.shape, betas.shape, chances.shape)
    count = len(names)
    pays = np.broadcast_to(pays, (*shape, count, count)).reshape(-1, count, count)
    sizes, betas, chances = (
        np.broadcast_to(one, shape).reshape(-1) for one in (sizes, betas, chances)
    )
    safe = np.array([float(name != "AU") for name in names])
    found = np.empty(len(pays))
    for size in np.unique(sizes):
        rare = (sizes == size) & (chances == 0.0)
        if np.any(rare):
            ends = of(size * np.eye(count), safe, float(size))
            found[rare] = finite_population.stationary(pays[rare], size, betas[rare]) @ ends
        states = (int(size) + 1) ** (count - 1)
        for part in _parts(np.flatnonzero((sizes == size) & (chances > 0.0)), states):
            law, counts = _law(pays[part], int(size), betas[part], chances[part])
            found[part] = law @ of(counts, safe, float(size))
    return found.reshape(shape)


def _parts(points: np.ndarray, states: int) -> list[np.ndarray]:
    """Points in parts whose laws fit into bounded memory."""
    step = max(1, (1 << 20) // states)
    return [points[begin : begin + step] for begin in range(0, len(points), step)]


def _law(
    pays: np.ndarray, population: int, intensity: np.ndarray, mutation: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The chances (points, states) of all states, and their counts (states, n)."""
    if pays.shape[-1] == 2:
        first = np.arange(population + 1.0)
        counts = np.stack([first, population - first], axis=1)
        law = finite_population.imitation_law(_advantages(pays, population), intensity, mutation)
        return law, counts
    if population > LARGEST:
        problem = Problem(
            "population",
            f"{population} with three strategies and mutation",
            f"to {LARGEST}, or mutation 0, or two strategies",
        )
        raise InputError("mean_safety", [problem])
    first, second = (one.ravel() for one in np.indices((population + 1, population + 1)))
    counts = np.stack([first, second, population - first - second], axis=1).astype(float)
    laws = [
        three_strategies_law(table, population, float(beta), float(chance)).ravel()
        for table, beta, chance in zip(pays, intensity, mutation, strict=True)
    ]
    return np.array(laws), counts


def _advantages(pays: np.ndarray, population: int) -> np.ndarray:
    """Payoff of the first of two strategies less that of the second, with 1 to Z - 1 of it."""
    first = np.arange(1.0, population)
    own = (pays[:, 0, 0] - pays[:, 1, 0])[:, None] * (first - 1.0)
    other = (pays[:, 0, 1] - pays[:, 1, 1])[:, None] * (population - first - 1.0)
    constant = (pays[:, 0, 1] - pays[:, 1, 0])[:, None]
    return np.asarray((own + other + constant) / (population - 1.0))
