"""Lesson 2: what a point in a year has to be worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from race_sim.lessons.checks import check

QUARTERS = 4


def a_year_from_now(patience: float) -> Callable[[Any], str]:
    """Judges what is left of a point after four quarters, given what is left after one.

    >>> judge = a_year_from_now(0.5)
    >>> judge(0.0625)
    ''
    >>> judge(2.0)
    'A point does not become worth more by waiting. Multiply, and do not add.'
    """
    hints = {
        patience: "That is what is left after one quarter. And after two?",
        QUARTERS * patience: "A point does not become worth more by waiting. Multiply, and do "
        "not add.",
        patience / QUARTERS: "Each quarter takes its share of what the one before has left.",
        1.0 - QUARTERS * (1.0 - patience): "Each quarter takes its share of what the one before "
        "has left, and not of the whole point.",
    }

    def judge(answer: Any) -> str:
        hint = "Multiply by the same factor once for each quarter of the year."
        for wrong, own in hints.items():
            if check(answer, wrong, within=0.005).right:
                hint = own
        found = check(answer, patience**QUARTERS, hint, within=0.01)
        return "" if found.right else found.text.removeprefix("Not yet. ")

    return judge
