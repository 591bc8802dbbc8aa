"""Where a curve goes, read off its numbers: rises, falls, rises then falls, or has no effect.

>>> direction([0.1, 0.2, 0.3])
'rises'
>>> direction([0.1, 0.4, 0.2])
'rises, then falls'
>>> direction([0.2, 0.2, 0.2])
'no effect'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from race_sim.outcomes import mean

NO_EFFECT = "no effect"
_NAMES = {
    (): NO_EFFECT,
    (1,): "rises",
    (-1,): "falls",
    (1, -1): "rises, then falls",
    (-1, 1): "falls, then rises",
}
MIXED = "rises and falls"
NO_EQUILIBRIUM = "has no equilibrium"
# A smaller change counts as none: in a chance or a share, and of the largest value in what is
# neither.
LEAST = 0.001
# A curve of chance is looked at in many places: each difference has to be this many times its
# standard error (two-sided chance of 1 in 1,000) before it counts.
SIGMAS = 3.29
_SIGMAS_OF_INTERVAL = 1.959963984540054

Sign = Callable[[int, int], int]  # of the value at the second place less that at the first


def turns(count: int, sign: Sign) -> tuple[int, ...]:
    """The ways that a curve goes, one after another: 1 up, -1 down; none if it is flat.

    A move counts once it can be told from nothing, seen from the highest or lowest place before.

    Parameters
    ----------
    count : int
        Number of places, in order.
    sign : callable
        Takes two places; 1 if the value at the second is higher beyond doubt, -1 if lower, else 0.
    """
    found: list[int] = []
    low = high = 0  # the lowest and highest place since the last turn
    for place in range(1, count):
        way = found[-1] if found else 0
        if way >= 0 and sign(high, place) < 0:
            found.append(-1)
            low = high = place
        elif way <= 0 and sign(low, place) > 0:
            found.append(1)
            low = high = place
        else:
            if sign(high, place) > 0:
                high = place
            if sign(low, place) < 0:
                low = place
    return tuple(found)


def exact_sign(values: Sequence[float], unit: str = "share") -> Sign:
    """For numbers that are known; what is smaller than `LEAST` counts as no change."""
    numbers = np.asarray(values, dtype=float)
    least = LEAST * (1.0 if unit == "share" else float(np.max(np.abs(numbers))))

    def sign(first: int, second: int) -> int:
        change = numbers[second] - numbers[first]
        return int(change > least) - int(change < -least)

    return sign


def sampled_sign(worlds: Sequence[np.ndarray]) -> Sign:
    """For chances as means over worlds: places are compared world by world under the same luck.

    A change counts if it is both beyond chance and no smaller than `LEAST`.

    Parameters
    ----------
    worlds : sequence of ndarray of float, shape (worlds,)
        A place each; NaN for a world that does not count.
    """

    def sign(first: int, second: int) -> int:
        change = worlds[second] - worlds[first]
        found = mean(change[~np.isnan(change)])
        reach = SIGMAS / _SIGMAS_OF_INTERVAL * (found.high - found.value)
        reach = max(reach, LEAST)  # NaN, of a single world, stays NaN
        return int(found.value > reach) - int(found.value < -reach)

    return sign


def named(ways: tuple[int, ...]) -> str:
    """The ways of a curve in words."""
    return _NAMES.get(ways, MIXED)


def direction(values: Sequence[float], unit: str = "share") -> str:
    """Where a curve of known numbers goes; levels without an equilibrium (NaN) are left out."""
    numbers = np.asarray(values, dtype=float)
    known = numbers[~np.isnan(numbers)]
    if len(known) < 2:
        return NO_EQUILIBRIUM
    return named(turns(len(known), exact_sign(list(known), unit)))


def sampled_direction(worlds: Sequence[np.ndarray]) -> str:
    """Where a curve of means over worlds goes."""
    return named(turns(len(worlds), sampled_sign(worlds)))
