"""Lesson 4: the same accident in the other country."""

from __future__ import annotations

from functools import cache
from typing import Any

from race_sim.lessons.checks import check

WORLDS = 1000
SEED = 1
QUARTER_AFTER = 2028.25
NEAR = 3.0  # percentage points


@cache
def both_careful_after(scenario: str) -> float:
    """In what share of worlds both invest in the quarter after an accident in 2028."""
    from race_sim.ensemble import trajectories

    worlds = trajectories(scenario, WORLDS, seed=SEED)
    after = worlds[worlds["year"] == QUARTER_AFTER]
    return float((after["us_invests"] & after["cn_invests"]).mean())


def both_careful_in_percent(answer: Any) -> str:
    """Judges in what share of worlds both invest after an accident in the United States.

    >>> both_careful_in_percent(97)
    'So it is after an accident in China. Play the one in the United States.'
    """
    here = 100.0 * both_careful_after("chernobyl-2028-us")
    elsewhere = 100.0 * both_careful_after("chernobyl-2028-cn")
    hint = "Count the rows of that quarter in which both columns are true."
    if check(answer, elsewhere, within=NEAR).right:
        hint = "So it is after an accident in China. Play the one in the United States."
    found = check(answer, here, hint, within=NEAR)
    return "" if found.right else found.text.removeprefix("Not yet. ")
