"""Which policies spread: the two dynamics on the payoffs of a tournament."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from race_sim.games import finite_population
from race_sim.tournament import replicator
from race_sim.tournament.bimatrix import Bimatrix

ONE = "one population, both chairs"
US = "United States"
CN = "China"


class Evolution(NamedTuple):
    """What evolves from equal shares.

    Attributes
    ----------
    names : tuple of str
    times : ndarray of float, shape (t,)
        In units of one over the standard deviation of the payoffs.
    shares : ndarray of float, shape (t, n)
        Replicator dynamics in one population whose members sit in either chair with an even
        chance.
    us_shares, cn_shares : ndarray of float, shape (t, n)
        The same with one population a chair.
    stationary : ndarray of float, shape (n,)
        How often each policy is the one that all follow in a finite population, mutation being
        rare.
    log_fixations : ndarray of float, shape (n, n)
        Logarithms of the chances that one mutant (column) takes over residents (row).
    population : int
    intensity : float
        Of selection, in units of one over payoff.
    """

    names: tuple[str, ...]
    times: np.ndarray
    shares: np.ndarray
    us_shares: np.ndarray
    cn_shares: np.ndarray
    stationary: np.ndarray
    log_fixations: np.ndarray
    population: int
    intensity: float


def evolution_of(
    bimatrix: Bimatrix,
    population: int = finite_population.POPULATION,
    intensity: float | None = None,
) -> Evolution:
    """Both dynamics.

    Parameters
    ----------
    bimatrix : Bimatrix
    population : int
        Individuals of the finite population.
    intensity : float, optional
        Of selection; `finite_population.standard_intensity` unless given.

    Raises
    ------
    InputError
        If population or intensity cannot be used.
    """
    payoffs = bimatrix.symmetric
    spread = float(np.std(payoffs))
    beta = finite_population.standard_intensity(payoffs) if intensity is None else intensity
    rates = finite_population.log_fixations(payoffs, population, beta)
    times = replicator.standard_times(spread)
    us_shares, cn_shares = replicator.two_populations(bimatrix.us, bimatrix.cn, times)
    return Evolution(
        bimatrix.names,
        times * (spread or 1.0),
        replicator.one_population(payoffs, times),
        us_shares,
        cn_shares,
        finite_population.stationary_of(rates),
        rates,
        population,
        beta,
    )


def replicator_table(evolution: Evolution) -> pd.DataFrame:
    """One row a time, population and policy: its share."""
    count = len(evolution.names)
    parts = []
    for name, shares in (
        (ONE, evolution.shares),
        (US, evolution.us_shares),
        (CN, evolution.cn_shares),
    ):
        parts.append(
            pd.DataFrame(
                {
                    "population": name,
                    "time": np.repeat(evolution.times, count),
                    "policy": np.tile(np.array(evolution.names), len(evolution.times)),
                    "share": shares.ravel(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def finite_population_table(evolution: Evolution) -> pd.DataFrame:
    """One row a policy, the most frequent first.

    Columns: `policy`, `share` (of the time in which all follow it), `share_by_drift` (what it
    would be if payoffs did not matter), `strongest_mutant` (the policy that takes over from it
    most easily) and `fixation` (the chance with which one such mutant does), with
    `fixation_by_drift`.
    """
    rows = []
    for policy in np.argsort(-evolution.stationary, kind="stable"):
        rates = evolution.log_fixations[policy]
        mutant = int(np.argmax(rates))
        rows.append(
            {
                "policy": evolution.names[policy],
                "share": float(evolution.stationary[policy]),
                "share_by_drift": 1.0 / len(evolution.names),
                "strongest_mutant": evolution.names[mutant],
                "fixation": float(np.exp(rates[mutant])),
                "fixation_by_drift": 1.0 / evolution.population,
                "population": evolution.population,
                "intensity": evolution.intensity,
            }
        )
    return pd.DataFrame(rows)


def alive(evolution: Evolution, population: str = ONE) -> list[tuple[str, float]]:
    """The policies with at least one per cent in the end, with their shares, largest first."""
    shares = {ONE: evolution.shares, US: evolution.us_shares, CN: evolution.cn_shares}[population]
    return [
        (evolution.names[number], float(shares[-1, number]))
        for number in replicator.survivors(shares)
    ]
