"""The effect of a test in the baseline, in words' numbers: a change, or a level."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from race_sim.analysis import paired
from race_sim.claims.claim import Comparison
from race_sim.claims.margin import CONFIDENCE, Sums
from race_sim.outcomes import Estimate, mean


class Effect(NamedTuple):
    """A test in the baseline.

    Attributes
    ----------
    kind : str
        "ratio" (change as a share of the reference), "difference" or "level".
    measured : Estimate
        The change or, for a level, the outcome itself; with its 95 % interval.
    needed : float
        What it must be above, or below if the outcome should be lower.
    scaled : Estimate
        The same, so that 0 is no effect (of a level: of nothing) and 1 is what is needed: above 1
        the test holds. A difference whose threshold is 0 is 1 without an effect, at most 2.
    state : int
        1 if the interval lies on the side where the test holds, -1 if on the other, else 0.
    """

    kind: str
    measured: Estimate
    needed: float
    scaled: Estimate
    state: int


def effect(
    test: Comparison, outcome: np.ndarray, reference: np.ndarray, confidence: float = CONFIDENCE
) -> Effect:
    """The effect of a test, paired world by world.

    Parameters
    ----------
    test : Comparison
    outcome, reference : ndarray of float, shape (worlds,)
    confidence : float
    """
    sums = Sums(test, 1)
    sums.add(np.array([0]), outcome[None], reference[None])
    sign = 1.0 if test.higher else -1.0
    kind, needed, size = "difference", sign * test.threshold, test.threshold
    if not test.reference:
        kind, needed = "level", test.level + sign * test.threshold
        measured = mean(outcome, confidence)
        size = size or abs(test.level)
    elif test.times != 1.0:
        kind, needed = "ratio", test.times - 1.0
        size = abs(needed)
        ratio = paired.ratio(outcome, reference, confidence)
        measured = Estimate(*(part - 1.0 for part in ratio))
    else:
        measured = paired.mean_difference(reference, outcome, confidence)
    size = size or max(abs(part) for part in measured) or 1.0
    value, *ends = (1.0 + sign * (part - needed) / size for part in measured)
    state = int(sums.margins(confidence).states[0])
    return Effect(kind, measured, needed, Estimate(value, min(ends), max(ends)), state)
