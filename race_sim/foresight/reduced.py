"""The race as a stochastic game on a reduced state.

A state is a lead, two safety gaps, an alarm, a treaty and a restriction state. From every node of
the grid each joint action leads to points between nodes; their weight is shared among the nodes
around them by multilinear interpolation, in the coordinate of `grids.bent` for the gaps.

One decision brings side i

    B dc_i + V standing_i - restriction cost x r_i x years - kappa w H (n_i + spill n_j) - sanction

with the incidents n to be expected in that time, H the mean severity, and w the alarm, or 1 where
`foresight.true_hazard` is on. A catastrophe ends the game: its harm is in H, and afterwards
nothing is gained or lost.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import sparse

from race_sim.foresight.agreements import expected_sanction, treaty_chances
from race_sim.foresight.grids import Grid, Place, bent, place_on
from race_sim.foresight.moves import Moved, moved
from race_sim.foresight.shocks import (
    FROZEN_CN,
    FROZEN_US,
    alarms_after,
    chances_of,
    healing_of,
    restrictions_of,
    severities_of,
)
from race_sim.foresight.stochastic_game import StochasticGame, stochastic_game
from race_sim.policies.far_sighted import RESTRICTION_STATES, TREATIES
from race_sim.rules.settings import RaceSettings

_CORNERS = tuple((a, b, c, d) for a in (0, 1) for b in (0, 1) for c in (0, 1) for d in (0, 1))


def _axes(grid: Grid, settings: RaceSettings) -> tuple[np.ndarray, ...]:
    """Lead, gaps, alarm, and the restrictions of both sides, each along its axis of one treaty."""
    restrictions = restrictions_of(settings)
    shape = (-1, 1, 1, 1, 1)
    return (
        grid.lead.reshape(1, -1, 1, 1, 1),
        grid.gap.reshape(1, 1, -1, 1, 1),
        grid.gap.reshape(1, 1, 1, -1, 1),
        grid.alarm.reshape(1, 1, 1, 1, -1),
        restrictions[0].reshape(shape),
        restrictions[1].reshape(shape),
    )


def _rewards(
    settings: RaceSettings,
    move: Moved,
    weight: np.ndarray,
    restrictions: tuple[np.ndarray, np.ndarray],
    sanctions: tuple[float, float],
) -> list[np.ndarray]:
    """What one decision brings each side; `weight` is on the harm to be expected."""
    years = settings.step * settings.steps_per_decision
    price = settings.harm_aversion * settings.mean_severity * weight
    spill = settings.mean_spillover
    sides = (
        (move.us_gain, 1.0, move.us_incidents, move.cn_incidents),
        (move.cn_gain, -1.0, move.cn_incidents, move.us_incidents),
    )
    return [
        settings.prosperity * gain
        + settings.rivalry * sign * move.standing
        - settings.restriction_cost * stopped * years
        - price * (own + spill * rival)
        - sanction
        for (gain, sign, own, rival), stopped, sanction in zip(
            sides, restrictions, sanctions, strict=True
        )
    ]


class _Destinations:
    """Collects where the states of one treaty go under one joint action."""

    def __init__(self, grid: Grid, settings: RaceSettings):
        self.grid = grid
        self.elasticity = settings.gap_elasticity
        self.nodes = bent(grid.gap, self.elasticity)
        self.columns: list[np.ndarray] = []
        self.chances: list[np.ndarray] = []

    def _gap(self, gap: np.ndarray) -> Place:
        gap = np.clip(gap, self.grid.gap[0], self.grid.gap[-1])
        return place_on(self.nodes, bent(gap, self.elasticity))

    def add(
        self,
        lead: np.ndarray,
        us_gap: np.ndarray,
        cn_gap: np.ndarray,
        alarm: np.ndarray,
        restriction: np.ndarray | int,
        by_treaty: list[tuple[int, np.ndarray]],
    ) -> None:
        """Go to this point in this restriction state, with a chance for each treaty."""
        grid = self.grid
        _, _, leads, gaps, _, alarms = grid.shape
        places = (
            place_on(grid.lead, lead),
            self._gap(us_gap),
            self._gap(cn_gap),
            place_on(grid.alarm, alarm),
        )
        full = (RESTRICTION_STATES, leads, gaps, gaps, alarms)
        for corner in _CORNERS:
            weight: np.ndarray | float = 1.0
            number: np.ndarray | int = restriction
            for place, upper, count in zip(places, corner, full[1:], strict=True):
                weight = weight * (place.part if upper else 1.0 - place.part)
                number = number * count + place.cell + upper
            for treaty, chance in by_treaty:
                block = treaty * math.prod(full)
                self.columns.append(np.broadcast_to(number + block, full).reshape(-1))
                self.chances.append(np.broadcast_to(weight * chance, full).reshape(-1))

    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Columns and chances, shape (states of one treaty, destinations)."""
        return np.stack(self.columns, axis=1), np.stack(self.chances, axis=1)


def reduced_race(
    settings: RaceSettings,
    chip_dependency: float,
    grid: Grid,
    discount_rate: float,
    true_hazard: bool = False,
) -> StochasticGame:
    """The race on a grid.

    Parameters
    ----------
    settings : RaceSettings
        The numbers in force; forced shocks and the finish line are left out.
    chip_dependency : float
        Share of China's chip supply that export controls can reach, for all time.
    grid : Grid
    discount_rate : float
        A year.
    true_hazard : bool
        Whether harm counts as the hazard is, and not as alarm makes it.
    """
    lead, us_gap, cn_gap, alarm, us_stopped, cn_stopped = _axes(grid, settings)
    restrictions = (us_stopped, cn_stopped)
    states = grid.states
    lesson = settings.lesson * severities_of(settings).chernobyl_score
    abroad = lesson * settings.lesson_abroad
    current = np.arange(RESTRICTION_STATES).reshape(-1, 1, 1, 1, 1)
    rewards = np.zeros((2, 2, 2, *grid.shape))
    weight = np.ones_like(alarm) if true_hazard else alarm
    transitions: list[list[sparse.csr_array]] = [[], []]
    for us_action, cn_action in ((0, 0), (0, 1), (1, 0), (1, 1)):
        blocks = []
        for treaty in range(TREATIES):
            move = moved(
                settings,
                chip_dependency,
                treaty,
                restrictions,
                lead,
                us_gap,
                cn_gap,
                us_action,
                cn_action,
            )
            sanctions = (
                expected_sanction(settings, treaty, us_action, cn_action),
                expected_sanction(settings, treaty, cn_action, us_action),
            )
            for side, gained in enumerate(
                _rewards(settings, move, weight, restrictions, sanctions)
            ):
                rewards[side, us_action, cn_action, treaty] = gained
            chances = chances_of(settings, move)
            alarms = alarms_after(settings, move, alarm)
            agreements = treaty_chances(settings, treaty, alarms.quiet, us_action, cn_action)
            go = _Destinations(grid, settings)
            by_treaty = [(t, chances.quiet * agreements[t]) for t in _reachable(treaty)]
            go.add(move.lead, move.us_gap, move.cn_gap, alarms.quiet, current, by_treaty)
            for shock, chance, frozen, us_learns, cn_learns in (
                (alarms.us_shock, chances.us_shock, FROZEN_US, lesson, abroad),
                (alarms.cn_shock, chances.cn_shock, FROZEN_CN, abroad, lesson),
            ):
                go.add(
                    move.lead,
                    move.us_gap - us_learns,
                    move.cn_gap - cn_learns,
                    shock,
                    frozen,
                    [(treaty, chance)],
                )
            blocks.append(_block(*go.rows(), states))
        transitions[us_action].append(sparse.csr_array(sparse.vstack(blocks)))
    years = settings.step * settings.steps_per_decision
    per_restriction = grid.states // (TREATIES * RESTRICTION_STATES)
    mixing = sparse.kron(
        sparse.eye_array(TREATIES),
        sparse.kron(sparse.csr_array(healing_of(settings)), sparse.eye_array(per_restriction)),
        format="csr",
    )
    return stochastic_game(
        rewards.reshape(2, 2, 2, states),
        transitions,
        math.exp(-discount_rate * years),
        mixing,
    )


def _reachable(treaty: int) -> tuple[int, ...]:
    """The treaties that may be in force after one decision: any, but no step down but to none."""
    return (0, 2) if treaty == 2 else (0, 1, 2)


def _block(columns: np.ndarray, chances: np.ndarray, states: int) -> sparse.csr_array:
    """Rows of a transition matrix, each with as many entries, some of them zero."""
    rows, entries = columns.shape
    begins = np.arange(rows + 1) * entries
    block = sparse.csr_array((chances.reshape(-1), columns.reshape(-1), begins), (rows, states))
    block.sum_duplicates()
    block.eliminate_zeros()
    return block
