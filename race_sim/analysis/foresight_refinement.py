"""How much the grid matters: solutions of one race on different grids, compared.

The finest grid is the reference. Strategies and values are compared at its nodes, which count
alike, and in the states that are met when both sides play the reference in the race itself, which
count as often as they are met. What it comes to is measured there as well: the chance of a
catastrophe when each solution is played, under common luck.

Refining the grid shows what interpolation does. It does not show what the reduced state leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.interpolate import RegularGridInterpolator

from race_sim.analysis import paired
from race_sim.ensemble import simulate, trajectories
from race_sim.foresight.grids import bent
from race_sim.foresight.solution import KINDS, Solution, solution_of
from race_sim.outcomes import mean
from race_sim.policies.far_sighted import RESTRICTION_STATES, TREATIES
from race_sim.resolve import settings_of
from race_sim.scenario import Scenario, load_scenario

RISK = "catastrophe_risk"
AT_NODES, MET = "nodes", "met in the race"


class States(NamedTuple):
    """States of the reduced race; arrays of shape (n,)."""

    treaty: np.ndarray
    restriction: np.ndarray  # one of the five restriction states
    lead: np.ndarray  # OOM
    us_gap: np.ndarray  # OOM
    cn_gap: np.ndarray
    alarm: np.ndarray  # the mean of both sides'


class Refinement(NamedTuple):
    """What comparing grids gives.

    `compared` has a row for every kind, grid, place, and owner: mean and largest difference from
    the reference of the chance of investing (`strategy`) and of the value (`value`), and the
    standard deviation of the reference's values over the same states (`value_spread`). `played`
    has a row for every kind and grid: the chance of a catastrophe, its paired difference from the
    reference, and the shares of time spent accelerating.
    """

    compared: pd.DataFrame
    played: pd.DataFrame


def nodes_of(solution: Solution, within: Solution) -> States:
    """The nodes of a solution's grid that lie within another's."""
    grid, other = solution.grid, within.grid
    axes = (np.arange(TREATIES), np.arange(RESTRICTION_STATES), grid.lead, grid.gap, grid.gap)
    every = States(*(part.reshape(-1) for part in np.meshgrid(*axes, grid.alarm, indexing="ij")))
    inside = np.ones(grid.states, dtype=bool)
    for points, nodes in ((every.lead, other.lead), (every.alarm, other.alarm)):
        inside &= (points >= nodes[0]) & (points <= nodes[-1])
    return States(*(part[inside] for part in every))


def states_met(scenario: Scenario, solution: Solution, worlds: int, seed: int) -> States:
    """The states in which decisions are taken when a scenario is played.

    Parameters
    ----------
    scenario : Scenario
    solution : Solution
        Its restriction states are those that restrictions are told apart by.
    worlds, seed : int
    """
    history = trajectories(scenario, worlds, seed=seed)
    each = settings_of(scenario.parameters).steps_per_decision
    history = history[history["step"] % each == 0]
    off = [
        np.square(history[f"{side}_restriction"].to_numpy()[:, None] - solution.restrictions[row])
        for row, side in enumerate(("us", "cn"))
    ]
    return States(
        history["treaty"].cat.codes.to_numpy(),
        np.argmin(off[0] + off[1], axis=1),
        (history["us_capability"] - history["cn_capability"]).to_numpy(),
        history["us_gap"].to_numpy(),
        history["cn_gap"].to_numpy(),
        (0.5 * (history["us_alarm"] + history["cn_alarm"])).to_numpy(),
    )


def interpolated(
    solution: Solution, table: np.ndarray, states: States, elasticity: float
) -> np.ndarray:
    """A table over a solution's grid, between its nodes, and beyond them what it is at the end.

    Parameters
    ----------
    table : ndarray of float64, shape (rows, states of the grid)
    elasticity : float
        Of the coordinate of the gaps, see `grids.bent`: 0 for strategies, which are read along the
        gap itself.

    Returns
    -------
    ndarray of float64, shape (rows, n)
    """
    grid = solution.grid
    gaps = bent(grid.gap, elasticity)
    axes = (grid.lead, gaps, gaps, grid.alarm)
    ways = (states.lead, bent(states.us_gap, elasticity), bent(states.cn_gap, elasticity))
    points = np.stack(
        [
            np.clip(way, axis[0], axis[-1])
            for way, axis in zip((*ways, states.alarm), axes, strict=True)
        ],
        axis=1,
    )
    shaped = np.moveaxis(table.reshape(len(table), *grid.shape), 0, -1)
    found = np.empty((len(points), len(table)))
    for treaty in range(TREATIES):
        for restriction in range(RESTRICTION_STATES):
            here = (states.treaty == treaty) & (states.restriction == restriction)
            if here.any():
                between = RegularGridInterpolator(axes, shaped[treaty, restriction])
                found[here] = between(points[here])
    return found.T


def differences(
    solution: Solution, reference: Solution, states: States, elasticity: float
) -> list[dict[str, float | str]]:
    """Mean and largest differences of chances and values over states: a row a side.

    The planner's value is that of both sides together, and stands in both rows.
    """
    chances, values = (
        [interpolated(one, table, states, bend) for one, table in pair]
        for bend, pair in (
            (0.0, ((solution, solution.strategies), (reference, reference.strategies))),
            (elasticity, ((solution, solution.values), (reference, reference.values))),
        )
    )
    rows: list[dict[str, float | str]] = []
    for row, side in enumerate(("us", "cn")):
        owner = min(row, len(values[0]) - 1)
        chance_off = np.abs(chances[0][row] - chances[1][row])
        value_off = np.abs(values[0][owner] - values[1][owner])
        rows.append(
            {
                "side": side,
                "states": float(len(chance_off)),
                "strategy_mean": float(chance_off.mean()),
                "strategy_largest": float(chance_off.max()),
                "value_mean": float(value_off.mean()),
                "value_largest": float(value_off.max()),
                "value_spread": float(values[1][owner].std()),
            }
        )
    return rows


def _scenario(scenario: str, kind: str, grid: str) -> Scenario:
    values = {"us.policy": kind, "cn.policy": kind, "foresight.grid": grid}
    return load_scenario(scenario, values)


def refinement(
    grids: Sequence[str],
    scenario: str = "baseline",
    worlds: int = 20_000,
    seed: int = 1,
    traced: int = 200,
) -> Refinement:
    """Solve a race on several grids, compare the solutions, and play them.

    Parameters
    ----------
    grids : sequence of str
        The last one is the reference.
    scenario : str
        Name or file of a scenario; both sides play the far-sighted policies in it.
    worlds, seed : int
        Of the worlds that are played.
    traced : int
        In how many of them the states that are met are looked at.

    Raises
    ------
    InputError
        If the scenario, a grid or a number cannot be used.
    NotConvergedError
        If a solution does not come to rest.
    """
    compared, played = [], []
    for kind in KINDS:
        scenarios = {grid: _scenario(scenario, kind, grid) for grid in grids}
        settings = settings_of(scenarios[grids[-1]].parameters)
        solutions = {
            grid: solution_of(kind, settings, one.parameters) for grid, one in scenarios.items()
        }
        reference = solutions[grids[-1]]
        met = states_met(scenarios[grids[-1]], reference, traced, seed)
        tables = {grid: simulate(one, worlds, seed=seed) for grid, one in scenarios.items()}
        for grid in grids:
            for place, states in ((AT_NODES, nodes_of(reference, solutions[grid])), (MET, met)):
                found = differences(solutions[grid], reference, states, settings.gap_elasticity)
                compared += [
                    {"kind": kind, "grid": grid, "place": place, **row}
                    for row in found
                    if grid != grids[-1]
                ]
            change = paired.difference(tables[grids[-1]], tables[grid], RISK)
            played.append(
                {
                    "kind": kind,
                    "grid": grid,
                    **paired.columns("risk", mean(tables[grid][RISK].to_numpy())),
                    **paired.columns("difference", change),
                    "us_accelerating": float(tables[grid]["us_accelerating"].mean()),
                    "cn_accelerating": float(tables[grid]["cn_accelerating"].mean()),
                }
            )
    return Refinement(pd.DataFrame(compared), pd.DataFrame(played))
