"""How a rate runs over the years after a shock, relative to the years before it.

Three shapes: a drop that fades, a drop that fades into a lasting scar, and the model's own freeze
and scar. Each gives the mean rate of every year, at every point of a grid of parameters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

QUARTERS = 4
_STEP = 1.0 / QUARTERS


def mean_decay(tau: Array, years: Array) -> Array:
    """Mean of exp(-t / tau) over each year, 0 before the shock; the years are the last axis."""
    tau = np.asarray(tau)[..., None]
    begin = np.maximum(years, 0.0)
    mean = tau * (np.exp(-begin / tau) - np.exp(-(begin + 1.0) / tau))
    return np.where(years >= 0.0, mean, 0.0)


def fading_drop(drop: Array, tau: Array, years: Array) -> Array:
    """1 - drop exp(-t / tau) after the shock, 1 before it."""
    return 1.0 - np.asarray(drop)[..., None] * mean_decay(tau, years)


def drop_into_scar(drop: Array, scar: Array, tau: Array, years: Array) -> Array:
    """1 - scar - (drop - scar) exp(-t / tau) after the shock, 1 before it."""
    drop, scar = np.asarray(drop)[..., None], np.asarray(scar)[..., None]
    return 1.0 - np.where(years >= 0.0, scar, 0.0) - (drop - scar) * mean_decay(tau, years)


def freeze_and_scar(
    depth: Array, freeze_years: Array, scar: Array, half_life: Array, years: Array
) -> Array:
    """What the model's freeze and scar let through in each year, in quarters as the model plays.

    The same as 1 - `rules.backlash.restriction` with a scar that halves in `half_life` years; a
    test holds the two together. Parameters broadcast; the years are the last axis.
    """
    shape = np.broadcast_shapes(*map(np.shape, (depth, freeze_years, scar, half_life)))
    passed = np.ones((*shape, len(years)))
    kept = 0.5 ** (_STEP / np.asarray(half_life))
    for place, year in enumerate(years):
        if year < 0.0:
            continue
        stopped = np.zeros(shape)
        for quarter in range(QUARTERS):
            number = year * QUARTERS + quarter
            now = scar * kept**number
            frozen = np.clip((freeze_years - number * _STEP) / _STEP, 0.0, 1.0)
            stopped = stopped + now + np.maximum(depth - now, 0.0) * frozen
        passed[..., place] = 1.0 - stopped / QUARTERS
    return passed


def trend(rate: Array, years: Array) -> Array:
    """exp(rate t) at the middle of each year; the years are the last axis."""
    return np.exp(np.asarray(rate)[..., None] * (years + 0.5))
