"""Brute force and conditional estimates, and how much better than brute force one is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.analysis.rare.events import RareEvent
from race_sim.outcomes import Estimate, mean, share
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

# With fewer worlds than this behind a weighted estimate, its interval is not to be trusted.
LEAST_EFFECTIVE = 100.0


class RareEstimate(NamedTuple):
    """The chance of an event.

    Attributes
    ----------
    event, method : str
        Method: "brute force", "conditional" or "importance".
    estimate : Estimate
        With its Monte-Carlo interval.
    worlds : int
    variance : float
        Of what one world contributes.
    factor : float
        The variance-reduction factor: that of brute force over `variance`, at this chance. So
        many worlds of brute force are as good as one of these.
    effective : float
        How many worlds carry the estimate: (sum of contributions)^2 / sum of squares.
    tilt : float
        For importance sampling: the severity exponent that was drawn with; else NaN.
    """

    event: str
    method: str
    estimate: Estimate
    worlds: int
    variance: float
    factor: float
    effective: float
    tilt: float = math.nan

    @property
    def is_reliable(self) -> bool:
        """Whether enough worlds carry the estimate for its interval to mean what it says."""
        return self.effective >= LEAST_EFFECTIVE

    @property
    def brute_force_worlds(self) -> float:
        """How many worlds brute force needs for the same precision."""
        return self.worlds * self.factor


def of_contributions(
    event: RareEvent, method: str, values: np.ndarray, confidence: float, tilt: float = math.nan
) -> RareEstimate:
    """An estimate from what each world contributes: ndarray of float64, shape (n,)."""
    found = mean(values, confidence)
    variance = float(values.var(ddof=1))
    brute = found.value * (1.0 - found.value)
    squares = float((values**2).sum())
    return RareEstimate(
        event.name,
        method,
        Estimate(found.value, max(0.0, found.low), min(1.0, found.high)),
        len(values),
        variance,
        brute / variance if variance > 0.0 else math.inf if brute > 0.0 else 1.0,
        float(values.sum()) ** 2 / squares if squares > 0.0 else 0.0,
        tilt,
    )


def brute_force(worlds: pd.DataFrame, event: RareEvent, confidence: float = 0.95) -> RareEstimate:
    """The share of worlds in which an event happens, with its Wilson interval."""
    happened = event.happened(worlds)
    count = int(happened.sum())
    found = share(count, len(happened), confidence)
    variance = found.value * (1.0 - found.value)
    return RareEstimate(
        event.name, "brute force", found, len(happened), variance, 1.0, float(count)
    )


def conditional(worlds: pd.DataFrame, event: RareEvent, confidence: float = 0.95) -> RareEstimate:
    """The mean of the chances that a world added up, step by step, while it was played.

    A catastrophe ends the race, so exactly one step can bring it, and the expected sum of the
    chances of the steps played is the chance of the event: the event less the sum of its chances
    is a martingale (Doob's decomposition; Asmussen and Glynn 2007, Stochastic Simulation, section
    V.4, on conditional Monte Carlo). What is left of the variance is that of the paths alone.

    Raises
    ------
    InputError
        If no outcome adds up the chance of this event.
    """
    if not event.risk:
        problem = Problem("event", f"no chance is added up for {event.title}", "importance")
        raise InputError("rare event", [problem])
    values = worlds[event.risk].to_numpy(dtype=float)
    return of_contributions(event, "conditional", values, confidence)
