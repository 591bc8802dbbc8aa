"""Endings of games played by the compiled loop, for the server."""

from __future__ import annotations

import numpy as np

from race_sim.compiled import OUTCOME_COLUMNS, run_on
from race_sim.ledger import Ledger, Outcome
from race_sim.resolve import Plan
from race_sim.rules.state import Race


def compiled(
    plan: Plan, race: Race, ledger: Ledger, step: int, seed: int, first: int, count: int
) -> list[Outcome]:
    """As `race_sim.page.endings.plainly`, a hundred times as fast."""
    worlds = np.arange(first, first + count, dtype=np.int64)
    outcomes = np.empty((count, len(OUTCOME_COLUMNS)))
    run_on(plan, race, ledger, step, seed, worlds, outcomes)
    return [Outcome(*row[: len(Outcome._fields)]) for row in outcomes.tolist()]
