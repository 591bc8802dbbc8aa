"""When a point has played enough: once the interval on an outcome is narrow enough.

How many worlds come next follows from the width so far, so that a point overshoots little; it at
most quadruples, so that a first estimate that is far off does little harm. Looking again and again
at an interval, and stopping when it is narrow, lets the interval miss the truth somewhat more often
than it says; with the first look at some hundreds of worlds the loss is small, and
`tests/study/test_stopping.py` measures it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from race_sim.outcomes import OutcomeColumn
from race_sim.study.chunk import whole_leaves
from race_sim.study.moments import Moments, estimates, numeric

if TYPE_CHECKING:
    from race_sim.study.study import Stopping

# A mean without any spread may be that of a rare event that has not come yet.
_TRUST_NO_SPREAD_FROM = 4096
_MOST_GROWTH = 4
_MARGIN = 1.05


def width(
    moments: Moments, columns: Sequence[OutcomeColumn], outcome: str, confidence: float
) -> float:
    """How wide the interval on an outcome is; infinite if it cannot be told yet."""
    place = [column.name for column in numeric(columns)].index(outcome)
    _, low, high = estimates([moments], columns, confidence)
    found = float(high[0, place] - low[0, place])
    if math.isnan(found) or (found == 0.0 and moments.worlds < _TRUST_NO_SPREAD_FROM):
        return math.inf
    return found


def worlds_wanted(
    moments: Moments, played: int, columns: Sequence[OutcomeColumn], rule: Stopping
) -> int:
    """How many worlds a point is to have after the next round; `played` if that is enough.

    Parameters
    ----------
    moments : Moments
        Of the worlds that came to an end.
    played : int
        Worlds played, failed ones among them.
    columns : sequence of OutcomeColumn
    rule : Stopping
    """
    now = width(moments, columns, rule.outcome, rule.confidence)
    if now <= rule.width or played >= rule.ceiling:
        return played
    growth = min(_MOST_GROWTH, _MARGIN * (now / rule.width) ** 2)
    return min(rule.ceiling, max(played + whole_leaves(1), whole_leaves(growth * played)))
