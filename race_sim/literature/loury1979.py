"""Loury's memoryless race: two successes and a disaster, whichever comes first.

Assumptions. Two racers succeed at the constant rates `h1` and `h2`, and a disaster comes at the
rate `m`, whatever has been done so far. The first event ends the race; after the horizon `T`
nothing comes. With `H = h1 + h2 + m` and `f = 1 - exp(-H T)`:

    P(first) = h1 f / H,  P(second) = h2 f / H,  P(disaster) = m f / H,  P(nothing) = exp(-H T)
    E[time, if there is an event] = (1 - exp(-H T) (1 + H T)) / (H f)

In steps of length `dt` each event has the chance `1 - exp(-rate dt)` a step. If the disaster is
resolved first and simultaneous successes are split, a step has

    P(disaster) = 1 - exp(-m dt),  P(first) = (1 - P(disaster)) p1 (1 - p2 / 2)

and all steps together a geometric sum of it. The chance that nothing happens is the same, and a
disaster is likelier than in continuous time: it wins every tie.

A hazard that grows, `h0 exp(g t)`, has its event by `T` with the chance
`1 - exp(-h0 (exp(g T) - 1) / g)`; with `g < 0` it is one that is learned away.

Published: the memoryless race and its chances are the algebra of patent races (Loury, 1979; Lee and
Wilde, 1980). Ours: the disaster as one more competing risk, the steps and the growing hazard, all
standard survival analysis. How much racers invest, which is Loury's question, is not here: the
rates are given.

>>> found = outcome_chances(0.2, 0.1, 0.05, 10.0)
>>> [round(float(value), 6) for value in found]
[0.554173, 0.277086, 0.138543, 0.030197, 2.545766]
>>> outcome_chances_in_steps(0.2, 0.1, 0.05, 10.0, step=[1.0, 0.25]).disaster.round(6)
array([0.160162, 0.143792])
>>> growing_hazard_chance([0.01, 0.05], [0.5, -0.1], [10.0, 20.0]).round(6)
array([0.947569, 0.351006])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from race_sim.literature.catalogue import Measure
from race_sim.literature.parameter import ParameterSet, parameter
from race_sim.problems import InputError, Problem

# Where `1/y - 1/(exp(y) - 1)` would cancel, its Taylor series: Bernoulli numbers over factorials.
SMALL = 0.5
TAYLOR = (1 / 12, -1 / 720, 1 / 30_240, -1 / 1_209_600, 1 / 47_900_160, -691 / 1_307_674_368_000)
WHOLE = 1e-9  # how far a number of steps may be from a whole number, relative
SURE = 50.0  # of an integrated hazard: the chance is 1 to the last bit


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Parameters of the race.

    Attributes
    ----------
    first_hazard, second_hazard, disaster_hazard : float
        h1, h2 and m, a year.
    horizon : float
        T, years.
    step : float
        dt, years; only for the race in steps, and the horizon is a whole number of them.
    """

    first_hazard: float = parameter(0.2, "1/year", 0.0, 1e6, "rate at which the first succeeds")
    second_hazard: float = parameter(0.1, "1/year", 0.0, 1e6, "rate at which the second succeeds")
    disaster_hazard: float = parameter(0.05, "1/year", 0.0, 1e6, "rate of a disaster")
    horizon: float = parameter(10.0, "years", 0.0, 1e6, "how long the race may last")
    step: float = parameter(
        0.25, "years", 0.0, 1e6, "length of a step, if time is cut in steps", low_included=False
    )


@dataclass(frozen=True)
class GrowingHazard(ParameterSet):
    """Parameters of one hazard that changes at a constant rate.

    Attributes
    ----------
    base : float
        h0, a year.
    growth : float
        g, a year; below 0 it falls.
    horizon : float
        T, years.
    """

    base: float = parameter(0.01, "1/year", 0.0, 1e6, "rate at the start")
    growth: float = parameter(0.5, "1/year", -1e6, 1e6, "relative growth of the rate")
    horizon: float = parameter(10.0, "years", 0.0, 1e6, "how long is waited")


class Outcome(NamedTuple):
    """Chances of what ends the race, and when."""

    first: Any  # that the first succeeds
    second: Any
    disaster: Any
    nothing: Any  # until the horizon
    mean_time: Any  # years, if there is an event; half the horizon in the limit of no hazard


def _share_of_time(exponent: np.ndarray) -> np.ndarray:
    """`(1 - exp(-y)) / y`: the mean chance to be still undecided; 1 at y = 0."""
    some = exponent > 0.0
    return np.asarray(np.where(some, -np.expm1(-exponent) / np.where(some, exponent, 1.0), 1.0))


def _mean_of_time(exponent: np.ndarray) -> np.ndarray:
    """`1/y - 1/(exp(y) - 1)`: when the event comes, as a share of the horizon; 1/2 at y = 0."""
    small = exponent < SMALL
    y = np.where(small, 1.0, np.minimum(exponent, 700.0))  # beyond, exp(-y) is nothing
    closed = 1.0 / np.where(small, 1.0, exponent) - 1.0 / np.expm1(y)
    less = np.where(small, exponent, 0.0)
    powers = sum(c * less ** (2 * power + 1) for power, c in enumerate(TAYLOR))
    return np.asarray(np.where(small, 0.5 - powers, closed))


def outcome_chances(
    first_hazard: Any = 0.2,
    second_hazard: Any = 0.1,
    disaster_hazard: Any = 0.05,
    horizon: Any = 10.0,
) -> Outcome:
    """Chances of who or what ends the race in continuous time.

    Parameters
    ----------
    first_hazard, second_hazard, disaster_hazard, horizon : array_like
        See `Parameters`; they broadcast.

    Returns
    -------
    Outcome
        Arrays of float, exact.

    Raises
    ------
    InputError
        If a parameter is out of range.
    """
    h1, h2, m, horizons = Parameters.arrays(
        "outcome_chances",
        first_hazard=first_hazard,
        second_hazard=second_hazard,
        disaster_hazard=disaster_hazard,
        horizon=horizon,
    )
    exponent = (h1 + h2 + m) * horizons
    time = horizons * _share_of_time(exponent)  # expected time under way
    mean = horizons * _mean_of_time(exponent)
    return Outcome(
        *(value[()] for value in (h1 * time, h2 * time, m * time, np.exp(-exponent), mean))
    )


def _number_of_steps(horizon: np.ndarray, step: np.ndarray) -> np.ndarray:
    steps = horizon / step
    whole = np.rint(steps)
    if np.any(np.abs(steps - whole) > WHOLE * np.maximum(whole, 1.0)):
        problem = Problem("step", "does not divide the horizon", "a whole number of steps")
        raise InputError("outcome_chances_in_steps", [problem])
    return np.asarray(whole)


def outcome_chances_in_steps(
    first_hazard: Any = 0.2,
    second_hazard: Any = 0.1,
    disaster_hazard: Any = 0.05,
    horizon: Any = 10.0,
    step: Any = 0.25,
) -> Outcome:
    """Chances of who or what ends the race in steps: disasters first, simultaneous wins split.

    Parameters
    ----------
    first_hazard, second_hazard, disaster_hazard, horizon, step : array_like
        See `Parameters`; they broadcast.

    Returns
    -------
    Outcome
        Arrays of float, exact. An event is dated to the end of its step; without a step the mean
        time is 0.

    Raises
    ------
    InputError
        If a parameter is out of range, or the horizon is no whole number of steps.
    """
    h1, h2, m, horizons, steps = Parameters.arrays(
        "outcome_chances_in_steps",
        first_hazard=first_hazard,
        second_hazard=second_hazard,
        disaster_hazard=disaster_hazard,
        horizon=horizon,
        step=step,
    )
    count = _number_of_steps(horizons, steps)
    one, two, lost = (-np.expm1(-rate * steps) for rate in (h1, h2, m))
    exponent = (h1 + h2 + m) * steps
    # The geometric sum (1 - q^N) / (1 - q) with q = exp(-H dt); N where nothing can happen.
    sums = count * _share_of_time(count * exponent) / _share_of_time(exponent)
    undisturbed = np.exp(-m * steps) * sums
    first = undisturbed * one * (1.0 - two / 2.0)
    second = undisturbed * two * (1.0 - one / 2.0)
    # The mean of a geometric law cut off at N: 1 / (1-q) - N q^N / (1 - q^N).
    mean = 1.0 - _mean_of_time(exponent) + count * _mean_of_time(count * exponent)
    mean = steps * np.where(count > 0.0, mean, 0.0)
    nothing = np.exp(-count * exponent)
    return Outcome(*(value[()] for value in (first, second, lost * sums, nothing, mean)))


def growing_hazard_chance(base: Any = 0.01, growth: Any = 0.5, horizon: Any = 10.0) -> Any:
    """The chance of an event by the horizon under the hazard `h0 exp(g t)`.

    Parameters
    ----------
    base, growth, horizon : array_like
        See `GrowingHazard`; they broadcast.

    Returns
    -------
    ndarray of float
        `1 - exp(-h0 (exp(g T) - 1) / g)`, exact; `1 - exp(-h0 T)` without growth.

    Raises
    ------
    InputError
        If a parameter is out of range.
    """
    h0, g, horizons = GrowingHazard.arrays(
        "growing_hazard_chance", base=base, growth=growth, horizon=horizon
    )
    exponent = g * horizons
    size = np.abs(exponent)
    # (exp(y) - 1) / y is exp(y) (1 - exp(-y)) / y: in logarithms, for exp(y) may be too large.
    steady = h0 * horizons * _share_of_time(size)
    possible = steady > 0.0
    logarithm = np.log(np.where(possible, steady, 1.0)) + np.maximum(exponent, 0.0)
    integrated = np.where(possible, np.exp(np.minimum(logarithm, np.log(SURE))), 0.0)
    return (-np.expm1(-integrated))[()]


def _outcome(part: str) -> Any:
    """A part of `outcome_chances` as a function of all parameters, whatever the step."""

    def of(
        first_hazard: Any = 0.2,
        second_hazard: Any = 0.1,
        disaster_hazard: Any = 0.05,
        horizon: Any = 10.0,
        step: Any = 0.25,
    ) -> Any:
        Parameters.arrays(part, step=step)
        return getattr(outcome_chances(first_hazard, second_hazard, disaster_hazard, horizon), part)

    return of


def _disaster_in_steps(**values: Any) -> Any:
    return outcome_chances_in_steps(**values).disaster


MEASURES: tuple[Measure, ...] = (
    Measure("disaster_risk", "chance of a disaster", "share", _outcome("disaster")),
    Measure(
        "disaster_risk_in_steps", "chance of a disaster, in steps", "share", _disaster_in_steps
    ),
    Measure("first_wins", "chance that the first succeeds", "share", _outcome("first")),
    Measure("second_wins", "chance that the second succeeds", "share", _outcome("second")),
    Measure("nothing", "chance that nothing happens", "share", _outcome("nothing")),
    Measure("mean_time", "mean time of the event", "years", _outcome("mean_time")),
)
