"""Shorter steps, with decisions still taken each quarter: whether any headline moves.

Luck has an address for each step, so worlds of two lengths of step are not pairs: differences are
of independent estimates, under different seeds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scipy.special import ndtri

from race_sim.outcomes import Estimate
from race_sim.scenario import Scenario
from race_sim.structure.headlines import Measured, measure

BASE_STEP = 4  # steps a year
MOMENTS = ("us_moment", "cn_moment")
FINER = (8, 12, 16)


class StepRow(NamedTuple):
    """One headline at two lengths of step.

    Attributes
    ----------
    headline : str
        Its key.
    coarse, fine : int
        Steps a year.
    before, after : Estimate
    change : Estimate
        After less before.
    z : float
        The change in its standard errors; 0 where nothing varies.
    moved : bool
        Whether the change is told from nothing when all rows are looked at together (Holm).
    """

    headline: str
    coarse: int
    fine: int
    before: Estimate
    after: Estimate
    change: Estimate
    z: float
    moved: bool


def at_step(scenario: Scenario, steps: int) -> Scenario:
    """The scenario with so many steps a year, decisions as often as before."""
    return scenario.with_values({"time.step": 1.0 / steps})


def measured_by_step(scenario: Scenario, worlds: int, seed: int) -> dict[int, Measured]:
    """The headlines at each length of step, by steps a year; each under a seed of its own."""
    return {
        steps: measure(at_step(scenario, steps), worlds, seed + number)
        for number, steps in enumerate((BASE_STEP, *FINER))
    }


def moments_by_step(scenario: Scenario, worlds: int, seed: int) -> dict[int, Measured]:
    """The forced moments in the last step of their quarter, under the same seeds.

    What they set off begins with the next step, so it then begins at one date whatever the step,
    and with a decision.
    """
    return {
        steps: measure(
            at_step(scenario, steps),
            worlds,
            seed + number,
            MOMENTS,
            delay=1.0 / BASE_STEP - 1.0 / steps,
        )
        for number, steps in enumerate((BASE_STEP, *FINER))
    }


def _error(found: Measured, key: str) -> float:
    values = found.readings[key].values
    return float(values.std(ddof=1)) / math.sqrt(len(values))


def _holm(z: Mapping[int, float], level: float = 0.05) -> set[int]:
    """Which of many tests say no together (Holm, 1979, Scandinavian Journal of Statistics 6)."""
    refused: set[int] = set()
    ordered = sorted(z, key=lambda number: -abs(z[number]))
    for rank, number in enumerate(ordered):
        if abs(z[number]) <= float(ndtri(1.0 - level / (2 * (len(ordered) - rank)))):
            break
        refused.add(number)
    return refused


def step_rows(found: Mapping[int, Measured]) -> list[StepRow]:
    """Every headline measured at the baseline's step against each finer one, tested together."""
    rows = list(_compared(found))
    refused = _holm({number: row.z for number, row in enumerate(rows)})
    return [row._replace(moved=number in refused) for number, row in enumerate(rows)]


def _compared(found: Mapping[int, Measured]) -> Iterator[StepRow]:
    reach = float(ndtri(0.975))
    coarse = found[BASE_STEP]
    for fine in FINER:
        for key in coarse.readings:
            before = coarse.readings[key].estimate()
            after = found[fine].readings[key].estimate()
            change = after.value - before.value
            error = math.hypot(_error(coarse, key), _error(found[fine], key))
            yield StepRow(
                key,
                BASE_STEP,
                fine,
                before,
                after,
                Estimate(change, change - reach * error, change + reach * error),
                change / error if error > 0.0 else 0.0,
                False,
            )
