"""A pilot: a few worlds under several laws of severities, to choose how to estimate an event.

One set of worlds serves all choices. Weighted by the mixture of laws that it was drawn from, it
estimates the chance of the event, and the variance that importance sampling would have with any
exponent, also one that was not tried (Rubinstein, R. Y. and Kroese, D. P., 2004, The Cross-Entropy
Method, Springer, section 3.2, variance minimisation). So an exponent under which the event did
not come in the pilot cannot look good by chance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from race_sim.analysis.rare.events import Event
from race_sim.analysis.rare.played import Played, play, together
from race_sim.analysis.rare.severities import law_of, tilted, weights
from race_sim.analysis.rare.weights import Weighted, weighted_share
from race_sim.resolve import Plan

# Exponents that a pilot plays, and those that are considered, as multiples of the true one.
PLAYED = (1.0, 0.7, 0.5, 0.35, 0.25, 0.15)
CONSIDERED = tuple(np.geomspace(0.1, 1.0, 46).tolist())
DEFENSIVE_SHARE = 0.1
PILOT_WORLDS = 12_000
_NEAR_LEAST = 1.3


class Pilot(NamedTuple):
    """What a pilot has played.

    Attributes
    ----------
    played : Played
        All its worlds.
    exponent : float
        Of the true law.
    weights : ndarray of float, shape (worlds,)
        From the mixture of laws to the true law.
    found : Weighted
        The chance of the event, roughly.
    true_law : Played
        Those worlds that were drawn from the true law.
    steps : ndarray of float, shape (laws,)
        Steps a world, law by law.
    """

    played: Played
    exponent: float
    weights: np.ndarray
    found: Weighted
    true_law: Played
    steps: np.ndarray


def pilot(
    plan: Plan,
    event: Event,
    worlds: int,
    seed: int,
    first_world: int,
    threads: int | None = None,
) -> Pilot:
    """Play a pilot; `worlds` are shared out evenly among the laws, in order.

    Raises
    ------
    InputError
        If the law of severities changes on the way.
    """
    law = law_of(plan)
    exponents = law.exponent * np.array(PLAYED)
    edges = np.linspace(0, worlds, len(exponents) + 1).astype(int)
    counts = np.diff(edges)
    parts = [
        play(
            tilted(plan, float(exponent)), event, int(count), seed, first_world + int(edge), threads
        )
        for exponent, edge, count in zip(exponents, edges, counts, strict=False)
    ]
    played = together(parts)
    weight = weights(played.drawn, law.exponent, exponents, counts / worlds)
    groups = np.repeat(np.arange(len(exponents)), counts)
    steps = np.array([part.steps for part in parts]) / counts
    found = weighted_share(played.happened, weight, groups)
    return Pilot(played, law.exponent, weight, found, parts[0], steps)


def importance_variance(pilot: Pilot, exponent: float, defensive: float) -> float:
    """What the variance of one world's contribution would be with this exponent, roughly.

    E[1 W] - p^2 under the true law, with W the weight under the defensive mixture.
    """
    laws, shares = np.array([pilot.exponent, exponent]), np.array([defensive, 1.0 - defensive])
    then = weights(pilot.played.drawn, pilot.exponent, laws, shares)
    second = float(np.where(pilot.played.happened, pilot.weights * then, 0.0).mean())
    return max(second - pilot.found.estimate.value**2, 0.0)


def best_exponent(pilot: Pilot, defensive: float) -> float:
    """The exponent to draw with; the true one if the event never came in the pilot.

    The largest whose variance is near the least: a pilot misses large weights, and so flatters
    small exponents.
    """
    if pilot.found.events == 0:
        return pilot.exponent
    considered = pilot.exponent * np.array(CONSIDERED)
    variances = np.array([importance_variance(pilot, float(one), defensive) for one in considered])
    near = variances <= _NEAR_LEAST * variances.min()
    return float(considered[near].max())


def steps_at(pilot: Pilot, exponent: float, defensive: float) -> float:
    """Steps a world of the defensive mixture with this exponent, roughly."""
    order = np.argsort(PLAYED)
    laws = pilot.exponent * np.array(PLAYED)[order]
    other = float(np.interp(exponent, laws, pilot.steps[order]))
    return defensive * float(pilot.steps[0]) + (1.0 - defensive) * other
