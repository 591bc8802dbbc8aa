"""Lesson 3: how far both would have to look ahead."""

from __future__ import annotations

from typing import Any

from race_sim.problems import InputError

GOAL = "harmony"


def is_least_foresight(years: Any) -> str:
    """Whether this is the smallest whole number of years that makes the first square Harmony.

    >>> is_least_foresight(12)
    'With 12 years it is Matching Pennies: look further.'
    """
    from race_sim.games.stage_game import StageGame
    from race_sim.scenario import load_scenario

    def game_at(horizon: float) -> StageGame:
        return StageGame.of(load_scenario("baseline", {"payoffs.horizon": horizon}))

    try:
        game = game_at(years)
    except InputError as error:
        return f"{error}."
    if years != round(years):
        return "A whole number of years is wanted."
    if game.name != GOAL:
        return f"With {years:g} years it is {game.title}: look further."
    if game_at(years - 1).name == GOAL:
        return f"With {years:g} years it is {game.title}, but one year less would do as well."
    return ""
