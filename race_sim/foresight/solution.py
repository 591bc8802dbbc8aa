"""Solutions of the reduced race: solved once, kept in memory and on disk, read as a row."""

from __future__ import annotations

import logging
import math
import threading
import time
from dataclasses import dataclass

import numpy as np

from race_sim.foresight import kept
from race_sim.foresight.grids import Grid, grid_of
from race_sim.foresight.logit_equilibrium import Equilibrium, logit_equilibrium, planner
from race_sim.foresight.reduced import reduced_race
from race_sim.foresight.shocks import restrictions_of
from race_sim.foresight.stochastic_game import StochasticGame
from race_sim.parameters import Parameters
from race_sim.parameters.foresight import ForesightParameters
from race_sim.rules.settings import RaceSettings

logger = logging.getLogger("race_sim")

EQUILIBRIUM = "equilibrium"
PLANNER = "planner"
KINDS = (EQUILIBRIUM, PLANNER)
TOLERANCE = 1e-6
UNSETTLED_SHARE = 0.02  # of the states; see docs/far-sighted-play.md


@dataclass(frozen=True, eq=False)
class Solution:
    """What far-sighted actors do in every state of the grid.

    Attributes
    ----------
    kind : str
        `equilibrium` or `planner`.
    grid : Grid
    restrictions : ndarray of float64, shape (2, 5)
        Of the United States and of China in the five restriction states.
    strategies : ndarray of float64, shape (2, states)
        Chances of investing.
    values : ndarray of float64, shape (2 or 1, states)
        What each side, or both together for the planner, can expect: discounted payoff.
    value_residual, strategy_residual, unsettled, iterations
        As in `Equilibrium`.
    seconds : float
        Time that it took to solve.
    """

    kind: str
    grid: Grid
    restrictions: np.ndarray
    strategies: np.ndarray
    values: np.ndarray
    value_residual: float
    strategy_residual: float
    unsettled: int
    iterations: int
    seconds: float


def mean_chip_dependency(parameters: Parameters) -> float:
    """Share of China's chips that controls can reach, on average over the race.

    It falls at a steady rate; the reduced race does not follow it.
    """
    years = parameters.time.end - parameters.time.start
    fall = -math.log(1.0 - parameters.export_control.dependency_decline)
    share = parameters.export_control.chip_dependency
    return share if fall * years < 1e-9 else share * -math.expm1(-fall * years) / (fall * years)


def sharpness(settings: RaceSettings) -> float:
    """Rationality a unit of reward of one decision.

    In the stage game rationality counts payoffs over the horizon. A lasting advantage of x a year
    is worth x times the horizon there, and x times the decision period here, so rationality times
    horizon over decision period makes short- and far-sighted actors answer alike to it.
    """
    return settings.rationality * settings.horizon / (settings.step * settings.steps_per_decision)


def game_of(
    settings: RaceSettings, chip_dependency: float, foresight: ForesightParameters
) -> tuple[Grid, StochasticGame]:
    """The grid and the reduced race of these parameters."""
    grid = grid_of(foresight.grid, settings)
    rate, known = foresight.discount_rate, foresight.true_hazard
    return grid, reduced_race(settings, chip_dependency, grid, rate, known)


def solve(
    kind: str, settings: RaceSettings, chip_dependency: float, foresight: ForesightParameters
) -> Solution:
    """Solve the reduced race anew.

    Raises
    ------
    NotConvergedError
        If it does not come to rest.
    """
    begin = time.perf_counter()
    grid, game = game_of(settings, chip_dependency, foresight)
    method = planner if kind == PLANNER else logit_equilibrium
    found: Equilibrium = method(game, sharpness(settings), TOLERANCE, UNSETTLED_SHARE)
    if found.unsettled:
        logger.warning(
            "Far-sighted play (%s): %d of %d states have not come to rest.",
            kind,
            found.unsettled,
            game.states,
        )
    return Solution(
        kind,
        grid,
        restrictions_of(settings),
        found.strategies,
        found.values,
        found.value_residual,
        found.strategy_residual,
        found.unsettled,
        found.iterations,
        time.perf_counter() - begin,
    )


_lock = threading.Lock()
_memory: dict[str, Solution] = {}


def solution_of(kind: str, settings: RaceSettings, parameters: Parameters) -> Solution:
    """The solution of these parameters: from memory, from disk, or solved now and kept.

    Raises
    ------
    NotConvergedError
        If it does not come to rest.
    """
    foresight = parameters.foresight
    dependency = mean_chip_dependency(parameters)
    key = kept.key_of(kind, settings, dependency, foresight)
    with _lock:
        if key not in _memory:
            _memory[key] = kept.kept_or_made(
                key, kind, lambda: _announced(kind, settings, dependency, foresight)
            )
        return _memory[key]


def _announced(
    kind: str, settings: RaceSettings, dependency: float, foresight: ForesightParameters
) -> Solution:
    logger.warning("Solving far-sighted play (%s): once for these parameters ...", kind)
    return solve(kind, settings, dependency, foresight)


def table_row(solution: Solution) -> tuple[float, ...]:
    """A solution as a row of the table that `race_sim.policies.far_sighted` reads."""
    grid = solution.grid
    parts = (
        np.array([len(grid.lead), len(grid.gap), len(grid.alarm)], dtype=np.float64),
        grid.lead,
        grid.gap,
        grid.alarm,
        solution.restrictions.reshape(-1),
        solution.strategies.reshape(-1),
    )
    return tuple(np.concatenate(parts).tolist())


def rows_for(
    settings: RaceSettings, parameters: Parameters, kinds: tuple[str, ...] = KINDS
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Two rows of the table: equilibrium, planner; one that is not asked for is all zeros.

    Parameters
    ----------
    settings : RaceSettings
        The numbers in force in a stretch.
    parameters : Parameters
        The parameters in force in it.
    kinds : tuple of str
        What is needed: `equilibrium`, `planner`, or both. Only that is solved.

    Raises
    ------
    NotConvergedError
        If a solution does not come to rest.
    """
    rows = {kind: table_row(solution_of(kind, settings, parameters)) for kind in kinds}
    length = max((len(row) for row in rows.values()), default=0)
    zeros = (0.0,) * length
    return rows.get(EQUILIBRIUM, zeros), rows.get(PLANNER, zeros)
