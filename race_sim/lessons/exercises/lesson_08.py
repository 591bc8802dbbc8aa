"""Lesson 8: where a larger prize makes no difference in the race of Han and others."""

from __future__ import annotations

from typing import Any

from race_sim.lessons.checks import check
from race_sim.problems import InputError

SMALL, LARGE = 100.0, 5000.0
NEAR = 0.02
RARE = 0.25  # chance of a setback below which the two cannot but be close


def prize_does_not_matter(setback_risk: Any) -> str:
    """Judges a chance of a setback at which the large prize is about as dangerous as the small.

    >>> prize_does_not_matter(0.6)
    'There the large prize is the more dangerous one: 84 % against 48 %.'
    >>> prize_does_not_matter(0.9)
    'There the large prize is the less dangerous one: 0 % against 33 %.'
    """
    from race_sim.literature.han2020 import setback_chance

    number = check(setback_risk, -1.0)
    if "number" in number.text:
        return number.text.removeprefix("Not yet. ")
    try:
        small, large = (
            float(setback_chance(setback_risk=setback_risk, prize=prize))
            for prize in (SMALL, LARGE)
        )
    except InputError as error:
        return f"{error}."
    if max(small, large) < RARE:
        return "There little goes wrong with either prize. Look where more does."
    if abs(large - small) <= NEAR:
        return ""
    more = "more" if large > small else "less"
    return (
        f"There the large prize is the {more} dangerous one: {100 * large:.0f} % against "
        f"{100 * small:.0f} %."
    )
