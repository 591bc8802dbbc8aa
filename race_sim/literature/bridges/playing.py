"""A race of a bridge, played by the engines of this project: one world, step by step, or many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from race_sim.compiled import OUTCOME_COLUMNS, ROW_COLUMNS, record_worlds
from race_sim.ensemble import blocks
from race_sim.ledger import Outcome
from race_sim.plain_loop import play_plainly
from race_sim.resolve import Plan


class Recorded(NamedTuple):
    """One world with its history."""

    outcome: Outcome
    steps: int  # that were played
    rows: dict[str, np.ndarray]  # by the names of `race_sim.record.Row`, shape (steps,)

    def gains(self, side: str) -> np.ndarray:
        """Capability gained in each step by a side, `us` or `cn`, OOM, shape (steps,)."""
        end = getattr(self.outcome, f"{side}_capability")
        return np.diff(self.rows[f"{side}_capability"], append=end)


def played(plan: Plan, seed: int = 0, world: int = 0) -> Outcome:
    """What one world comes to, by the plain loop."""
    return Outcome(*play_plainly(plan, seed, world)[: len(Outcome._fields)])


def recorded(plan: Plan, seed: int = 0, world: int = 0) -> Recorded:
    """One world with every step of it, by the compiled loop."""
    outcomes, rows = record_worlds(plan, seed, np.array([world], dtype=np.int64))
    steps = int(np.count_nonzero(~np.isnan(rows[0, :, 0])))
    history = {name: rows[0, :steps, place] for place, name in enumerate(ROW_COLUMNS)}
    return Recorded(Outcome(*outcomes[0, : len(Outcome._fields)].tolist()), steps, history)


def many(plan: Plan, worlds: int, seed: int) -> dict[str, np.ndarray]:
    """What many worlds come to, by the compiled ensemble.

    Returns
    -------
    dict of ndarray of float, shape (worlds,)
        By the names of `race_sim.ledger.Outcome`.
    """
    table = np.concatenate([found for _, found in blocks(plan, worlds, seed)])
    return {name: table[:, OUTCOME_COLUMNS.index(name)] for name in Outcome._fields}
