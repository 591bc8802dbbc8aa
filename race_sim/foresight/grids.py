"""Grids: the nodes of the reduced state, and where a point lies between them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from race_sim.policies.far_sighted import RESTRICTION_STATES, TREATIES
from race_sim.rules.settings import RaceSettings

# Lead, OOM: closest where being ahead begins and ends to matter.
_LEADS = {
    "coarse": (-2.0, -0.8, -0.2, 0.3, 0.9, 2.5),
    "default": (-2.0, -1.0, -0.4, 0.0, 0.4, 0.8, 1.4, 2.5),
    "fine": (-2.0, -1.3, -0.8, -0.4, -0.15, 0.1, 0.3, 0.5, 0.8, 1.2, 1.7, 2.5),
}
_GAPS = {"coarse": 5, "default": 7, "fine": 10}
# Alarm, in units of the larger of 1 and the prior.
_ALARMS = {
    "coarse": (0.0, 0.6, 1.5, 4.0),
    "default": (0.0, 0.5, 1.0, 2.0, 4.5),
    "fine": (0.0, 0.3, 0.6, 1.0, 1.5, 2.4, 4.5),
}
_GAP_POWER = 2.0  # nodes of the gap lie closer together where it is small


class Grid(NamedTuple):
    """The nodes of lead, gap and alarm; treaties and restriction states are whole numbers.

    A state's number counts treaty, restriction state, lead, US gap, Chinese gap and alarm, the
    last one fastest: the order of `shape`.
    """

    lead: np.ndarray
    gap: np.ndarray
    alarm: np.ndarray

    @property
    def shape(self) -> tuple[int, int, int, int, int, int]:
        """How many nodes in each direction."""
        gaps = len(self.gap)
        return TREATIES, RESTRICTION_STATES, len(self.lead), gaps, gaps, len(self.alarm)

    @property
    def states(self) -> int:
        """How many states there are."""
        return int(np.prod(self.shape))


def grid_of(name: str, settings: RaceSettings) -> Grid:
    """The grid with this name: `coarse`, `default` or `fine`."""
    way = np.linspace(0.0, 1.0, _GAPS[name]) ** _GAP_POWER
    return Grid(
        np.array(_LEADS[name]),
        settings.gap_floor + (settings.gap_ceiling - settings.gap_floor) * way,
        np.array(_ALARMS[name]) * max(1.0, settings.alarm_prior),
    )


class Place(NamedTuple):
    """Where points lie on an axis: the node at or below, and the way to the next, 0 to 1."""

    cell: np.ndarray
    part: np.ndarray


def place_on(nodes: np.ndarray, points: np.ndarray) -> Place:
    """Where points lie between rising nodes; those beyond the ends lie at the ends."""
    cell = np.clip(np.searchsorted(nodes, points, side="right") - 1, 0, len(nodes) - 2)
    part = (points - nodes[cell]) / (nodes[cell + 1] - nodes[cell])
    return Place(cell, np.clip(part, 0.0, 1.0))


def bent(gap: np.ndarray, elasticity: float) -> np.ndarray:
    """The coordinate in which values are interpolated between gaps: it grows like the hazard.

    (10^(elasticity x gap) - 1) / (elasticity ln 10), and the gap itself without elasticity. Harm
    is a straight line in it, which interpolation gets right.
    """
    rate = elasticity * np.log(10.0)
    if rate < 1e-6:
        return gap
    curve: np.ndarray = np.expm1(rate * gap) / rate
    return curve
