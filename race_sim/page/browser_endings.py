"""Endings of games played by the rules in JavaScript, for Python in a browser."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from race_sim.ledger import Ledger, Outcome
from race_sim.page.endings import Player
from race_sim.resolve import Plan
from race_sim.rules.state import Race


def numbers(values: Any) -> Any:
    """Nested tuples of numbers as lists, NaN as null."""
    if isinstance(values, tuple):
        return [numbers(value) for value in values]
    return None if isinstance(values, float) and math.isnan(values) else values


def request_of(
    plan: Plan, race: Race, ledger: Ledger, step: int, seed: int, first: int, count: int
) -> str:
    """What `playEndings` of the rules in JavaScript is asked, in JSON."""
    request = {
        "first_steps": [stretch.first_step for stretch in plan.stretches],
        "settings": [numbers(stretch.settings) for stretch in plan.stretches],
        "strategies": [list(row) for row in plan.strategies],
        "race": numbers(race),
        "ledger": numbers(ledger),
        "step": step,
        "steps": plan.steps,
        "seed": seed,
        "first": first,
        "count": count,
    }
    return json.dumps(request)


def browser_player(play_endings: Callable[[str], Any]) -> Player:
    """A player of endings that hands them to `playEndings` of the rules in JavaScript.

    Parameters
    ----------
    play_endings : callable
        Takes a request in JSON, and gives an array that has `to_py`, as Pyodide does.
    """

    def play(
        plan: Plan, race: Race, ledger: Ledger, step: int, seed: int, first: int, count: int
    ) -> list[Outcome]:
        found = play_endings(request_of(plan, race, ledger, step, seed, first, count))
        values = found.to_py().tolist() if hasattr(found, "to_py") else list(found)
        size = len(Outcome._fields)
        return [Outcome(*values[size * n : size * (n + 1)]) for n in range(count)]

    return play
