"""A finite population that imitates what does well, and rarely tries something else.

Two individuals are drawn; the first takes over the second's policy with the chance
1 / (1 + exp(-beta (payoff of the second - payoff of the first))) (the pairwise comparison, or
Fermi, process: Traulsen, A., Nowak, M. A. and Pacheco, J. M., 2006, Physical Review E 74, 011909).
beta is the intensity of selection. Nobody plays against itself.

If mutation is rare, one policy at a time has the whole population, and a mutant either takes it
over or dies out. The population then moves between policies as a Markov chain with the chances of
fixation (Fudenberg, D. and Imhof, L. A., 2006, Journal of Economic Theory 131, 251-262). Its
stationary distribution says how often each policy is the one that all follow. It is found by
elimination without subtraction (Grassmann, W. K., Taksar, M. I. and Heyman, D. P., 1985,
Operations Research 33, 1107-1116), on logarithms, so that chances far below the smallest number
that a computer holds do no harm.

Payoffs may have leading dimensions: (..., n, n) are many games, and everything else broadcasts
with them. Working memory stays bounded however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from race_sim.games.elimination import stationary_of as stationary_of
from race_sim.problems import InputError, Problem

POPULATION = 100
STRENGTH = 0.1  # the intensity of selection that is used, times the payoffs' standard deviation
SOURCE = "finite population"
_AT_ONCE = 1 << 19  # numbers of one working array: 4 MB, which a processor's cache can nearly hold


def standard_intensity(payoffs: np.ndarray, strength: float = STRENGTH) -> Any:
    """An intensity of selection by the spread of the payoffs.

    At the default, the better of two individuals whose payoffs differ by one standard deviation
    of the table is imitated with the chance 0.525, against 0.475 the other way round. In a
    population of 100 a policy with such a lead over the one that all others follow takes over
    with a chance near 0.1, ten times as often as by drift alone; one with such a lag practically
    never does. Zero if all payoffs are the same: drift alone.

    Parameters
    ----------
    payoffs : ndarray of float, shape (..., n, n)
    strength : float
        The intensity times the standard deviation of the payoffs.

    Returns
    -------
    ndarray of float, shape (...)
        A plain number for one table.
    """
    spread = np.std(np.asarray(payoffs, dtype=float), axis=(-2, -1))
    found = np.zeros_like(spread)
    np.divide(strength, spread, out=found, where=spread > 0.0)
    return found[()]


def _first(values: np.ndarray, bad: np.ndarray) -> str:
    """The first of the bad values, for an error."""
    return f"{values[bad].flat[0]:.15g}"


def numbers(name: str, values: ArrayLike) -> np.ndarray:
    """Values as an array of floats.

    Raises
    ------
    InputError
        If they are no numbers, or lists of unequal length.
    """
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise InputError(SOURCE, [Problem(name, repr(values), "numbers")]) from None


def check(population: ArrayLike, intensity: ArrayLike) -> None:
    """Refuse a population or an intensity of selection that cannot be used.

    Parameters
    ----------
    population, intensity : array_like

    Raises
    ------
    InputError
    """
    sizes, betas = numbers("population", population), numbers("intensity", intensity)
    problems = []
    bad = ~((sizes >= 2.0) & np.isfinite(sizes) & (sizes == np.floor(sizes)))
    if np.any(bad):
        problems.append(Problem("population", _first(sizes, bad), "2 or more, whole"))
    bad = ~((betas >= 0.0) & np.isfinite(betas))
    if np.any(bad):
        problems.append(Problem("intensity", _first(betas, bad), "0 or above"))
    if problems:
        raise InputError(SOURCE, problems)


def tables(payoffs: ArrayLike) -> np.ndarray:
    """Payoffs as an array of square tables.

    Raises
    ------
    InputError
        If they are not finite numbers of shape (..., n, n).
    """
    found = numbers("payoffs", payoffs)
    if found.ndim < 2 or found.shape[-1] != found.shape[-2] or found.shape[-1] == 0:
        raise InputError(SOURCE, [Problem("payoffs", f"shape {found.shape}", "(..., n, n)")])
    if not np.all(np.isfinite(found)):
        bad = ~np.isfinite(found)
        raise InputError(SOURCE, [Problem("payoffs", _first(found, bad), "finite numbers")])
    return found


def _shape(**shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The shape to which all of these broadcast."""
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        what = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        problem = Problem("", f"shapes do not fit: {what}", "shapes that broadcast")
        raise InputError(SOURCE, [problem]) from None


def _parts(points: int, width: int) -> Iterator[slice]:
    """Slices of so many points, each `width` numbers wide, that memory stays bounded."""
    step = max(1, _AT_ONCE // max(1, width))
    for begin in range(0, points, step):
        yield slice(begin, begin + step)


def log_fixation(
    payoffs: np.ndarray, mutant: int, resident: int, population: ArrayLike, intensity: ArrayLike
) -> Any:
    """Logarithm of `fixation`, which may be too small for a number of its own."""
    payoffs = tables(payoffs)
    check(population, intensity)
    sizes, betas = np.asarray(population, dtype=float), np.asarray(intensity, dtype=float)
    shape = _shape(payoffs=payoffs.shape[:-2], population=sizes.shape, intensity=betas.shape)

    def flat(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values, shape).reshape(-1)

    own, against = flat(payoffs[..., mutant, mutant]), flat(payoffs[..., mutant, resident])
    facing, among = flat(payoffs[..., resident, mutant]), flat(payoffs[..., resident, resident])
    sizes, betas = flat(sizes), flat(betas)
    # With k mutants, Z - 1 times the payoff of a mutant less that of a resident is
    # (k - 1) (own - facing) + (Z - k - 1) (against - among) + against - facing: differences only,
    # so that two strategies with the same payoffs are neutral to the last bit. T-/T+ is
    # exp(-beta (that difference)); the logarithm of its product for k up to i is a sum of three
    # products of something of the game with something of i.
    often = (against - among) * (sizes - 1.0) + (against - facing)
    weights = np.stack([own - facing, often, among - against], axis=1)
    weights *= (-betas / (sizes - 1.0))[:, None]
    largest = int(sizes.max()) if sizes.size else 2
    up_to = np.arange(1, largest, dtype=float)
    powers = np.stack([up_to * (up_to - 1.0) / 2.0, up_to, up_to * (up_to + 1.0) / 2.0])
    mixed = bool(np.any(sizes < largest))
    found = np.empty(len(sizes))
    for part in _parts(len(sizes), largest):
        log_products = weights[part] @ powers
        if mixed:  # past the end of a smaller population there is nothing
            log_products[up_to >= sizes[part, None]] = -np.inf
        highest = np.maximum(log_products.max(axis=1), 0.0)
        log_products -= highest[:, None]
        np.exp(log_products, out=log_products)
        found[part] = -highest - np.log(np.exp(-highest) + log_products.sum(axis=1))
    return found.reshape(shape)[()]


def fixation(
    payoffs: np.ndarray, mutant: int, resident: int, population: ArrayLike, intensity: ArrayLike
) -> Any:
    """The chance that one mutant takes over a population of residents.

    rho = 1 / (1 + sum over i from 1 to Z - 1 of the product over k up to i of T-(k) / T+(k)).

    Parameters
    ----------
    payoffs : ndarray of float, shape (..., n, n)
        What the row gets against the column.
    mutant, resident : int
    population : array_like of int
        Z, the number of individuals. Broadcasts with the leading dimensions of the payoffs.
    intensity : array_like of float
        beta, in units of one over payoff; broadcasts too. At 0 the chance is 1 / Z.

    Returns
    -------
    ndarray of float, shape (...)
        A plain number if there is one table.

    Raises
    ------
    InputError
        If payoffs, population or intensity cannot be used.
    """
    return np.exp(log_fixation(payoffs, mutant, resident, population, intensity))


def log_fixations(payoffs: np.ndarray, population: ArrayLike, intensity: ArrayLike) -> np.ndarray:
    """Logarithms of the chances of fixation: resident the row, mutant the column.

    Returns
    -------
    ndarray of float, shape (..., n, n)
        The diagonal is minus infinity.

    Raises
    ------
    InputError
        If payoffs, population or intensity cannot be used.
    """
    payoffs = tables(payoffs)
    count = payoffs.shape[-1]
    check(population, intensity)
    shape = _shape(
        payoffs=payoffs.shape[:-2], population=np.shape(population), intensity=np.shape(intensity)
    )
    found = np.full((*shape, count, count), -np.inf)
    for resident in range(count):
        for mutant in range(count):
            if mutant != resident:
                found[..., resident, mutant] = log_fixation(
                    payoffs, mutant, resident, population, intensity
                )
    return found


def stationary(
    payoffs: np.ndarray, population: ArrayLike = POPULATION, intensity: ArrayLike | None = None
) -> np.ndarray:
    """How often each policy is the one that the whole population follows, mutation being rare.

    Parameters
    ----------
    payoffs : ndarray of float, shape (..., n, n)
        What the row gets against the column.
    population : array_like of int
        Broadcasts with the leading dimensions of the payoffs.
    intensity : array_like of float, optional
        `standard_intensity` of each table unless given; broadcasts too.

    Returns
    -------
    ndarray of float, shape (..., n)
        With sum 1. By drift alone each has 1 / n.

    Raises
    ------
    InputError
        If payoffs, population or intensity cannot be used.
    """
    payoffs = tables(payoffs)
    betas = np.asarray(standard_intensity(payoffs) if intensity is None else intensity, dtype=float)
    check(population, betas)
    sizes = np.asarray(population, dtype=float)
    shape = _shape(payoffs=payoffs.shape[:-2], population=sizes.shape, intensity=betas.shape)
    count = payoffs.shape[-1]
    payoffs = np.broadcast_to(payoffs, (*shape, count, count)).reshape(-1, count, count)
    sizes = np.broadcast_to(sizes, shape).reshape(-1)
    betas = np.broadcast_to(betas, shape).reshape(-1)
    found = np.empty((len(payoffs), count))
    for part in _parts(len(payoffs), count * count):
        found[part] = stationary_of(log_fixations(payoffs[part], sizes[part], betas[part]))
    return found.reshape(*shape, count)


def imitation_law(advantages: np.ndarray, intensity: ArrayLike, mutation: ArrayLike) -> np.ndarray:
    """How many of a population play the first of two strategies, mutation being frequent.

    In a step one individual, drawn at random, turns to the other strategy with the chance
    `mutation`, and else compares itself with another, drawn at random, and imitates it with the
    chance 1 / (1 + exp(-beta (the other's payoff - its own))). A birth-death chain: its stationary
    law is a product of ratios, taken on logarithms.

    Parameters
    ----------
    advantages : ndarray of float, shape (..., Z - 1)
        Payoff of the first strategy less that of the second with 1, 2, ..., Z - 1 individuals
        that play the first.
    intensity : array_like of float
        beta, in units of one over payoff. Broadcasts with the leading dimensions.
    mutation : array_like of float
        Above 0, to 1; broadcasts too.

    Returns
    -------
    ndarray of float, shape (..., Z + 1)
        The chance of 0, 1, ..., Z individuals that play the first, with sum 1.

    Raises
    ------
    InputError
        If advantages, intensity or mutation cannot be used.
    """
    advantages = np.atleast_1d(numbers("advantages", advantages))
    population = advantages.shape[-1] + 1
    check(population, intensity)
    betas, chances = np.asarray(intensity, dtype=float), numbers("mutation", mutation)
    bad = ~((chances > 0.0) & (chances <= 1.0))
    if np.any(bad):
        raise InputError(SOURCE, [Problem("mutation", _first(chances, bad), "above 0, to 1")])
    if not np.all(np.isfinite(advantages)):
        raise InputError(SOURCE, [Problem("advantages", "not finite", "finite numbers")])
    shape = _shape(advantages=advantages.shape[:-1], intensity=betas.shape, mutation=chances.shape)
    advantages = np.broadcast_to(advantages, (*shape, population - 1)).reshape(-1, population - 1)
    betas = np.broadcast_to(betas, shape).reshape(-1)
    chances = np.broadcast_to(chances, shape).reshape(-1)
    found = np.empty((len(betas), population + 1))
    for part in _parts(len(betas), population + 1):
        found[part] = _birth_death_law(advantages[part], betas[part, None], chances[part, None])
    return found.reshape(*shape, population + 1)


def _birth_death_law(
    advantages: np.ndarray, intensity: np.ndarray, mutation: np.ndarray
) -> np.ndarray:
    population = advantages.shape[1] + 1
    first = np.arange(population + 1, dtype=float)
    second = population - first
    others = population - 1.0
    # With none or all of them there is nobody to imitate: the advantage does not matter.
    lead = np.pad(intensity * advantages, ((0, 0), (1, 1)))
    with np.errstate(divide="ignore"):
        log_mutation, log_kept = np.log(mutation), np.log1p(-mutation)
        up = np.log(second / population) + np.logaddexp(
            log_kept + np.log(first / others) - np.logaddexp(0.0, -lead), log_mutation
        )
        down = np.log(first / population) + np.logaddexp(
            log_kept + np.log(second / others) - np.logaddexp(0.0, lead), log_mutation
        )
    steps = np.cumsum(up[:, :-1] - down[:, 1:], axis=1)
    logarithms = np.pad(steps, ((0, 0), (1, 0)))
    return np.asarray(np.exp(logarithms - logsumexp(logarithms, axis=1)[:, None]))
