"""Lesson 1: how much harm would have to hurt."""

from __future__ import annotations

from typing import Any

from race_sim.problems import InputError


def no_arrow_to_racing(harm_aversion: Any) -> str:
    """Whether no side would rather accelerate in any cell of the first square.

    >>> no_arrow_to_racing(0.1)
    'China (gain) and the United States (fear) would still rather race (Matching Pennies).'
    >>> no_arrow_to_racing(0.5)
    ''
    """
    from race_sim.games.stage_game import StageGame
    from race_sim.scenario import load_scenario

    try:
        scenario = load_scenario("baseline", {"payoffs.harm_aversion": harm_aversion})
    except InputError as error:
        return f"{error}."
    game = StageGame.of(scenario)
    sides = {"the United States": "us", "China": "cn"}
    pulled = [
        f"{name} ({word})"
        for word, pulls in (("gain", game.temptation), ("fear", game.fear))
        for name, side in sides.items()
        if getattr(pulls, side) >= 0.0
    ]
    if not pulled:
        return ""
    told = f"{' and '.join(pulled)} would still rather race ({game.title})."
    return told[:1].upper() + told[1:]
