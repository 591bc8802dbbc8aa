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
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import logsumexp

from race_sim.problems import InputError, Problem

POPULATION = 100
STRENGTH = 0.1  # the intensity of selection that is used, times the payoffs' standard deviation


def standard_intensity(payoffs: np.ndarray, strength: float = STRENGTH) -> float:
    """An intensity of selection by the spread of the payoffs.

    At the default, the better of two individuals whose payoffs differ by one standard deviation
    of the table is imitated with the chance 0.525, against 0.475 the other way round. In a
    population of 100 a policy with such a lead over the one that all others follow takes over
    with a chance near 0.1, ten times as often as by drift alone; one with such a lag practically
    never does. Zero if all payoffs are the same: drift alone.
    """
    spread = float(np.std(payoffs))
    return strength / spread if spread > 0.0 else 0.0


def check(population: int, intensity: float) -> None:
    """Refuse a population or an intensity of selection that cannot be used.

    Raises
    ------
    InputError
    """
    problems = []
    if population < 2:
        problems.append(Problem("population", f"{population}", "2 or more"))
    if not (intensity >= 0.0 and math.isfinite(intensity)):
        problems.append(Problem("intensity", f"{intensity}", "0 or above"))
    if problems:
        raise InputError("finite population", problems)


def log_fixation(
    payoffs: np.ndarray, mutant: int, resident: int, population: int, intensity: float
) -> float:
    """Logarithm of `fixation`, which may be too small for a number of its own."""
    check(population, intensity)
    mutants = np.arange(1, population, dtype=float)  # k of them
    residents = population - mutants
    others = population - 1.0
    of_mutant = (
        (mutants - 1.0) * payoffs[mutant, mutant] + residents * payoffs[mutant, resident]
    ) / others
    of_resident = (
        mutants * payoffs[resident, mutant] + (residents - 1.0) * payoffs[resident, resident]
    ) / others
    # T-/T+ with k mutants is exp(-beta (payoff of a mutant - payoff of a resident)).
    log_ratios = np.cumsum(-intensity * (of_mutant - of_resident))
    return -float(logsumexp(np.concatenate([[0.0], log_ratios])))


def fixation(
    payoffs: np.ndarray, mutant: int, resident: int, population: int, intensity: float
) -> float:
    """The chance that one mutant takes over a population of residents.

    rho = 1 / (1 + sum over i from 1 to Z - 1 of the product over k up to i of T-(k) / T+(k)).

    Parameters
    ----------
    payoffs : ndarray of float, shape (n, n)
        What the row gets against the column.
    mutant, resident : int
    population : int
        Z, the number of individuals.
    intensity : float
        beta, in units of one over payoff. At 0 the chance is 1 / Z.

    Raises
    ------
    InputError
        If population or intensity cannot be used.
    """
    return math.exp(log_fixation(payoffs, mutant, resident, population, intensity))


def log_fixations(payoffs: np.ndarray, population: int, intensity: float) -> np.ndarray:
    """Logarithms of the chances of fixation, shape (n, n): resident the row, mutant the column.

    The diagonal is minus infinity.
    """
    count = len(payoffs)
    found = np.full((count, count), -np.inf)
    for resident in range(count):
        for mutant in range(count):
            if mutant != resident:
                found[resident, mutant] = log_fixation(
                    payoffs, mutant, resident, population, intensity
                )
    return found


def stationary_of(log_rates: np.ndarray) -> np.ndarray:
    """The stationary distribution of a Markov chain, from the logarithms of its rates.

    Parameters
    ----------
    log_rates : ndarray of float, shape (n, n)
        Of moving from the row to the column; the diagonal is not looked at. Every state must be
        within reach of every other.

    Returns
    -------
    ndarray of float, shape (n,)
        Positive, with sum 1.
    """
    rates = np.array(log_rates, dtype=float)
    count = len(rates)
    out = np.zeros(count)
    for last in range(count - 1, 0, -1):
        # State `last` is left out: what went through it goes straight on.
        out[last] = logsumexp(rates[last, :last])
        through = rates[:last, last][:, None] + rates[last, :last][None, :] - out[last]
        rates[:last, :last] = np.logaddexp(rates[:last, :last], through)
    logarithms = np.zeros(count)
    for state in range(1, count):
        logarithms[state] = logsumexp(logarithms[:state] + rates[:state, state]) - out[state]
    return np.asarray(np.exp(logarithms - logsumexp(logarithms)))


def stationary(
    payoffs: np.ndarray, population: int = POPULATION, intensity: float | None = None
) -> np.ndarray:
    """How often each policy is the one that the whole population follows, mutation being rare.

    Parameters
    ----------
    payoffs : ndarray of float, shape (n, n)
        What the row gets against the column.
    population : int
    intensity : float, optional
        `standard_intensity` unless given.

    Returns
    -------
    ndarray of float, shape (n,)
        With sum 1. By drift alone each has 1 / n.

    Raises
    ------
    InputError
        If population or intensity cannot be used.
    """
    payoffs = np.asarray(payoffs, dtype=float)
    beta = standard_intensity(payoffs) if intensity is None else intensity
    return stationary_of(log_fixations(payoffs, population, beta))


def imitation_law(advantages: np.ndarray, intensity: float, mutation: float) -> np.ndarray:
    """How many of a population play the first of two strategies, mutation being frequent.

    In a step one individual, drawn at random, turns to the other strategy with the chance
    `mutation`, and else compares itself with another, drawn at random, and imitates it with the
    chance 1 / (1 + exp(-beta (the other's payoff - its own))). A birth-death chain: its stationary
    law is a product of ratios, taken on logarithms.

    Parameters
    ----------
    advantages : ndarray of float, shape (Z - 1,)
        Payoff of the first strategy less that of the second with 1, 2, ..., Z - 1 individuals
        that play the first.
    intensity : float
        beta, in units of one over payoff.
    mutation : float
        Above 0, to 1.

    Returns
    -------
    ndarray of float, shape (Z + 1,)
        The chance of 0, 1, ..., Z individuals that play the first, with sum 1.

    Raises
    ------
    InputError
        If population, intensity or mutation cannot be used.
    """
    advantages = np.asarray(advantages, dtype=float)
    population = len(advantages) + 1
    check(population, intensity)
    if not 0.0 < mutation <= 1.0:
        problem = Problem("mutation", f"{mutation}", "above 0, to 1")
        raise InputError("finite population", [problem])
    first = np.arange(population + 1, dtype=float)
    second = population - first
    others = population - 1.0
    # With none or all of them there is nobody to imitate: the advantage does not matter.
    lead = intensity * np.concatenate([[0.0], advantages, [0.0]])
    log_mutation = math.log(mutation)
    with np.errstate(divide="ignore"):
        log_kept = np.log1p(-mutation) if mutation < 1.0 else -np.inf
        up = np.log(second / population) + np.logaddexp(
            log_kept + np.log(first / others) - np.logaddexp(0.0, -lead), log_mutation
        )
        down = np.log(first / population) + np.logaddexp(
            log_kept + np.log(second / others) - np.logaddexp(0.0, lead), log_mutation
        )
    logarithms = np.concatenate([[0.0], np.cumsum(up[:-1] - down[1:])])
    return np.asarray(np.exp(logarithms - logsumexp(logarithms)))
