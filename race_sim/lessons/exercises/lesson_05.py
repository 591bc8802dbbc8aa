"""Lesson 5: in how many worlds it is worse, although it is better on average."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from race_sim.lessons.checks import check

if TYPE_CHECKING:
    import numpy as np

NEAR = 1.0  # percentage points


def share_worse(before: np.ndarray, after: np.ndarray) -> Callable[[Any], str]:
    """Judges in what share of worlds, in percent, there is more harm after than before.

    >>> import numpy as np
    >>> judge = share_worse(np.array([1.0, 1.0, 1.0, 90.0]), np.array([2.0, 2.0, 2.0, 2.0]))
    >>> judge(75)
    ''
    >>> judge(25)
    'That is the share of worlds without more harm.'
    """
    more = 100.0 * float((after > before).mean())
    change = 100.0 * float(after.mean() / before.mean() - 1.0)

    def judge(answer: Any) -> str:
        hint = "Compare world by world: in how many of them is the second harm above the first?"
        if check(answer, 100.0 - more, within=NEAR).right:
            hint = "That is the share of worlds without more harm."
        elif check(answer, change, within=NEAR).right or check(answer, -change, within=NEAR).right:
            hint = "That is by how much the average changes. In how many worlds is there more?"
        elif isinstance(answer, float) and 0.0 < answer <= 1.0:
            hint = "In percent, please: multiply by a hundred."
        found = check(answer, more, hint, within=NEAR)
        return "" if found.right else found.text.removeprefix("Not yet. ")

    return judge
