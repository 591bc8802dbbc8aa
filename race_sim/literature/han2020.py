"""To regulate or not: a race between pairs of developers in a population that imitates.

Han, T. A., Pereira, L. M., Santos, F. C. and Lenaerts, T. (2020), Journal of Artificial
Intelligence Research 69, 881-921 (arXiv 1907.12393); the model is known as DSAIR.

Two developers take rounds until one has made W steps. To be safe costs c and makes one step a
round; to be unsafe costs nothing and makes s > 1 steps. The benefit b of a round is shared in
proportion to speed, the first to finish gets the prize B, and a tie shares it. With the chance p_r
a setback takes everything from a winner, or a tied developer, who was ever unsafe; with the chance
p_fo an unsafe round is found out and earns no benefit. AS is always safe and AU never. CS is safe
in the first round and then does what the other did in the round before.

A large or finite population of such developers imitates those who do well (pairwise comparison,
intensity beta; see `race_sim.games.finite_population`). Two lines divide the plane of s and p_r: on
one, all are as well off safe as unsafe (near p_r = 1 - 1/s for a large prize); on the other, AS and
AU take over from each other equally easily (near 1 - 1/(3s)). Between them lies the dilemma.

What could be read is public code that says it replicates the papers, with payoffs, thresholds and
defaults; the row and column of CS and the numbers of the regions are from memory of the paper. Our
readings: CS keeps its round payoffs against AU, which always finishes first; a shared setback takes
the loser's round payoffs too; a race of less than one round (s > W) has no second round; at s = 1
the unsafe are ahead by a hair.

>>> import numpy as np
>>> society_threshold(speed=1.5).round(6), risk_dominance_threshold(speed=1.5).round(6)
(np.float64(0.337662), np.float64(0.775065))
>>> regions(speed=1.5, setback_risk=[0.2, 0.6, 0.9])  # unsafe and rightly so; dilemma; safe
array([3, 2, 1])
>>> payoff_matrix(("AS", "AU"), speed=1.5, setback_risk=0.3).round(2)
array([[ 51.  ,   0.6 ],
       [106.68,  53.9 ]])
>>> stationary_distribution(speed=1.5, setback_risk=[0.6, 0.9]).round(3)
array([[0. , 1. , 0. ],
       [0.5, 0. , 0.5]])
>>> mean_safety(speed=1.5, setback_risk=0.7, mutation=[1e-3, 1e-2]).round(6)
array([0.010132, 0.105981])
"""

from __future__ import annotations

from typing import Any

import numpy as np

from race_sim.literature.catalogue import Measure
from race_sim.literature.han2020_payoffs import STRATEGIES as STRATEGIES
from race_sim.literature.han2020_payoffs import Parameters as Parameters
from race_sim.literature.han2020_payoffs import RoundPayoffs as RoundPayoffs
from race_sim.literature.han2020_payoffs import payoff_matrix as payoff_matrix
from race_sim.literature.han2020_payoffs import round_payoffs as round_payoffs
from race_sim.literature.han2020_population import expected
from race_sim.literature.han2020_population import fixation_probability as fixation_probability
from race_sim.literature.han2020_population import mean_safety as mean_safety
from race_sim.literature.han2020_population import (
    stationary_distribution as stationary_distribution,
)
from race_sim.literature.han2020_regions import RegionMap as RegionMap
from race_sim.literature.han2020_regions import region_map as region_map
from race_sim.literature.han2020_regions import regions as regions
from race_sim.literature.han2020_thresholds import collective_threshold as collective_threshold
from race_sim.literature.han2020_thresholds import (
    large_prize_risk_dominance_threshold as large_prize_risk_dominance_threshold,
)
from race_sim.literature.han2020_thresholds import (
    large_prize_society_threshold as large_prize_society_threshold,
)
from race_sim.literature.han2020_thresholds import (
    risk_dominance_threshold as risk_dominance_threshold,
)
from race_sim.literature.han2020_thresholds import society_threshold as society_threshold
from race_sim.literature.strategies import prepared


def setback_chance(**parameters: Any) -> Any:
    """The chance that a race between two developers, drawn at random, ends in a setback.

    One unsafe developer against a safe one wins, and has a setback with the chance p_r; two unsafe
    ones tie, and each has one of its own. The population is that of AS and AU in the long run.
    This is our measure of danger, made of the model's parts; the paper looks at strategies.

    Parameters
    ----------
    **parameters
        As in `mean_safety`.

    Returns
    -------
    ndarray of float, or float
        A chance.

    Raises
    ------
    InputError
        Naming every parameter that is unknown or out of range.
    """
    names = ("AS", "AU")
    values = Parameters.defaults() | parameters
    pays, values = prepared("setback_chance", names, Parameters, payoff_matrix, values)
    spared = 1.0 - values["setback_risk"]
    one = expected(_mixed_pairs, pays, names, values)
    both = expected(_unsafe_pairs, pays, names, values)
    return (one * (1.0 - spared) + both * (1.0 - spared**2))[()]


def _mixed_pairs(counts: np.ndarray, safe: np.ndarray, population: float) -> np.ndarray:
    cautious = counts @ safe
    return np.asarray(2.0 * cautious * (population - cautious) / (population * (population - 1.0)))


def _unsafe_pairs(counts: np.ndarray, safe: np.ndarray, population: float) -> np.ndarray:
    reckless = population - counts @ safe
    return np.asarray(reckless * (reckless - 1.0) / (population * (population - 1.0)))


def _of_all_parameters(function: Any, *names: str) -> Any:
    """A function of some parameters as one that takes, and checks, them all."""

    def measure(**parameters: Any) -> Any:
        values = Parameters.defaults() | parameters
        Parameters.arrays("han2020", **values)
        return function(**{name: values[name] for name in names})

    return measure


_safety = _of_all_parameters(mean_safety, *Parameters.quantities())


def _share_unsafe(**parameters: Any) -> Any:
    return 1.0 - _safety(**parameters)


_RACE = ("speed", "benefit", "cost", "prize", "rounds", "found_out")
MEASURES: tuple[Measure, ...] = (
    Measure("setback_chance", "chance that a race ends in a setback", "share", setback_chance),
    Measure("unsafe_share", "mean share of unsafe developers", "share", _share_unsafe),
    Measure("mean_safety", "mean share of safe developers", "share", _safety),
    Measure(
        "society_threshold",
        "setback risk above which safety is better for all",
        "chance",
        _of_all_parameters(society_threshold, *_RACE, "shared_setback"),
    ),
    Measure(
        "risk_dominance_threshold",
        "setback risk above which safety is chosen",
        "chance",
        _of_all_parameters(risk_dominance_threshold, *_RACE, "population"),
    ),
)
