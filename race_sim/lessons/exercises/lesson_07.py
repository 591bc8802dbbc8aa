"""Lesson 7: how sure a breach has to be found out."""

from __future__ import annotations

from typing import Any

from race_sim.problems import InputError

STEP = 0.01


def _tempted(verification: float) -> str:
    """Who would gain by breaking a treaty that the other keeps; "" if nobody."""
    from race_sim.lessons.squares import under_treaty

    gain = under_treaty({"talks.verification": verification}).temptation
    sides = {"the United States": gain.us, "China": gain.cn}
    return " and ".join(name for name, value in sides.items() if (value or 0.0) >= 0.0)


def is_least_verification(verification: Any) -> str:
    """Judges the least chance of being found out at which nobody gains by breaking a treaty.

    >>> is_least_verification(0.5)
    'China would still gain by breaking the treaty.'
    >>> is_least_verification(1.0)
    'Nobody would gain by breaking it. But it need not be that sure.'
    """
    try:
        tempted = _tempted(verification)
        if tempted:
            return f"{tempted[:1].upper()}{tempted[1:]} would still gain by breaking the treaty."
        if not _tempted(verification - STEP):
            return "Nobody would gain by breaking it. But it need not be that sure."
    except InputError as error:
        return f"{error}."
    return ""
