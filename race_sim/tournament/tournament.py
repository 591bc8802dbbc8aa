"""A tournament as a whole: play it, and work out ranking, equilibria and what spreads.

>>> from race_sim.tournament.tournament import tournament
>>> found = tournament(["always-safe", "tit-for-tat", "always-accelerate"], worlds=100)
>>> found.ranking["policy"].tolist()
['always-safe', 'tit-for-tat', 'always-accelerate']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from race_sim.games import finite_population
from race_sim.scenario import Scenario
from race_sim.tournament import ranking
from race_sim.tournament.equilibria import Equilibria, equilibria_of
from race_sim.tournament.evolution import Evolution, evolution_of
from race_sim.tournament.play import Played, Progress, play


@dataclass(frozen=True)
class Tournament:
    """What a tournament comes to.

    Attributes
    ----------
    played : Played
        Mean payoffs of all pairs, with how they vary.
    ranking : DataFrame
        One row a policy; see `ranking.ranking_of`.
    equilibria : Equilibria
        Of the game in which each side chooses a policy.
    evolution : Evolution
        Which policies spread.
    """

    played: Played
    ranking: pd.DataFrame
    equilibria: Equilibria
    evolution: Evolution

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """One row an ordered pair; see `ranking.pairs_of`."""
        return ranking.pairs_of(self.played)


def tournament(
    names: Sequence[str] = (),
    scenario: Scenario | str | Path = "baseline",
    worlds: int = 1000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    population: int = finite_population.POPULATION,
    intensity: float | None = None,
) -> Tournament:
    """Play every ordered pair of policies, each against itself included, under common luck.

    Parameters
    ----------
    names : sequence of str
        Policies by name, from a file as `my_policy.py:name`, or strategies of the Axelrod library
        as `axelrod:TitForTat`; all of `race_sim.policies.POLICIES` if none is named.
    scenario : Scenario, str or Path
    worlds : int
        Of each pair.
    seed : int
    threads : int, optional
        By default as many as the process may use processors. The result does not depend on it.
    progress : callable, optional
        Called with the number of races played and their total.
    population : int
        Individuals of the finite population.
    intensity : float, optional
        Of selection in it; `finite_population.standard_intensity` unless given.

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    finite_population.check(population, intensity or 0.0)
    played = play(names, scenario, worlds, seed, threads, progress)
    return Tournament(
        played,
        ranking.ranking_of(played),
        equilibria_of(played.bimatrix),
        evolution_of(played.bimatrix, population, intensity),
    )
