"""Which game a scenario starts with, over the values of two of its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race_sim.game import Payoffs, name_of
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from race_sim.scenario import Scenario, Value
    from race_sim.study.design import Vary

MOST_POINTS = 40_000


class MapPoint(NamedTuple):
    """The stage game at the start, at one point of a map."""

    across: Value  # of the first parameter
    up: Value  # of the second
    us: Payoffs
    cn: Payoffs
    game: int  # number in race_sim.game.GAMES


def map_points(scenario: Scenario, vary: tuple[Vary, Vary]) -> list[MapPoint]:
    """The stage game at the start for every pair of values, the first parameter changing fastest.

    All else is as the scenario has it.

    Raises
    ------
    InputError
        If the parameters are not two different ones with two values each, the points are too
        many, or a value is not allowed.
    """
    from race_sim.games.from_scenario import at_start

    across, up = checked_axes(vary)
    points = []
    for up_value in up.values:
        for across_value in across.values:
            moment = at_start(scenario.with_values({across.key: across_value, up.key: up_value}))
            game = name_of(moment.us, moment.cn)
            points.append(MapPoint(across_value, up_value, moment.us, moment.cn, game))
    return points


def checked_axes(vary: tuple[Vary, ...]) -> tuple[Vary, Vary]:
    """The two axes of a map, numbers in order of size.

    Raises
    ------
    InputError
        If they are not two different parameters with two values or more each, or their points
        are too many.
    """
    keys = ", ".join(one.key for one in vary)
    if len(vary) != 2 or vary[0].key == vary[1].key:
        raise InputError("--map", [Problem("", keys or "none", "two different parameters")])
    problems = [
        Problem(one.key, "a single value", "two or more") for one in vary if len(one.values) < 2
    ]
    number = len(vary[0].values) * len(vary[1].values)
    if number > MOST_POINTS:
        problems.append(Problem("", f"{number} points", f"at most {MOST_POINTS}"))
    if problems:
        raise InputError("--map", problems)
    return _in_order(vary[0]), _in_order(vary[1])


def _in_order(vary: Vary) -> Vary:
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in vary.values):
        return vary._replace(values=tuple(sorted(vary.values)))
    return vary
