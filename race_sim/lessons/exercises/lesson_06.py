"""Lesson 6: where the first arrow turns, if harm hurts more."""

from __future__ import annotations

from typing import Any

from race_sim.problems import InputError

HARM_AVERSION = 0.1
STEP = 0.01


def _pulled(rivalry: float) -> str:
    """Who would rather race somewhere in the first square, and in which game; "" if nobody."""
    from race_sim.games.stage_game import StageGame
    from race_sim.scenario import load_scenario

    values = {"payoffs.rivalry": rivalry, "payoffs.harm_aversion": HARM_AVERSION}
    game = StageGame.of(load_scenario("baseline", values))
    pulls = (game.temptation, game.fear)
    names = {"us": "the United States", "cn": "China"}
    sides = [name for side, name in names.items() if max(getattr(p, side) for p in pulls) >= 0.0]
    return f"{' and '.join(sides)} would rather race ({game.title})" if sides else ""


def is_first_tipping_point(rivalry: Any) -> str:
    """Judges the largest rivalry, to two decimals, at which no arrow points to racing.

    >>> is_first_tipping_point(0.3)
    'Too much: the United States and China would rather race (Matching Pennies).'
    >>> is_first_tipping_point(0.1)
    'Nobody would rather race there. But there is room for more rivalry than that.'
    """
    try:
        pulled = _pulled(rivalry)
        if pulled:
            return f"Too much: {pulled}."
        if not _pulled(rivalry + STEP):
            return "Nobody would rather race there. But there is room for more rivalry than that."
    except InputError as error:
        return f"{error}."
    return ""
