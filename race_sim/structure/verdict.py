"""What a change of form does to a headline: the rule was written before the results were seen.

An effect `flips` if its interval in the alternative lies on the other side of zero from its
interval in the baseline, `vanishes` if its interval in the alternative holds zero, `halves` or
`doubles` if it is at most half or at least twice of what it was, and otherwise `stands`. Intervals
are at 1 - 0.05 / n, with n the number of effects that are judged together (Bonferroni), so that
one false flip among all of them is to be expected once in twenty times. The game at the start
flips if it is another; the game that is played most flips if another one is played more, by an
interval that does not hold zero.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from race_sim.analysis.wording import direction
from race_sim.outcomes import Estimate
from race_sim.structure.headlines import EFFECT, HEADLINES, Headline, Measured

FLIPS, VANISHES, HALVES, DOUBLES, STANDS = "flips", "vanishes", "halves", "doubles", "stands"


class Form(NamedTuple):
    """One form of the model that is judged: its name, what it sets, and what was measured."""

    key: str
    title: str
    group: str
    sets: Collection[str]
    found: Measured


class Judged(NamedTuple):
    """One headline in one form.

    Attributes
    ----------
    headline : Headline
    value : Estimate
        At 95 %.
    change : Estimate
        From the baseline, at 95 %.
    verdict : str
        Of an effect; "" for a level.
    """

    headline: Headline
    value: Estimate
    change: Estimate
    verdict: str


def applies(headline: Headline, sets: Collection[str]) -> bool:
    """Whether the effect means anything in a form that sets these parameters itself."""
    if headline.kind != EFFECT:
        return True
    policies = set(headline.turns) <= {"us.policy", "cn.policy"}
    return policies or not set(headline.turns) & set(sets)


def effects_judged(forms: Sequence[Form]) -> int:
    """How many effects are judged together."""
    return sum(
        headline.kind == EFFECT and applies(headline, form.sets)
        for form in forms
        for headline in HEADLINES
    )


def verdict_of(before: Estimate, after: Estimate) -> str:
    """The verdict on an effect, from its two intervals at the level that is asked for."""
    was, now = direction(before), direction(after)
    if was == 0:
        return STANDS
    if now == 0:
        return VANISHES
    if now != was:
        return FLIPS
    ratio = after.value / before.value
    if ratio <= 0.5:
        return HALVES
    return DOUBLES if ratio >= 2.0 else STANDS


def judged(baseline: Measured, form: Form, together: int, paired: bool = True) -> list[Judged]:
    """Every headline of a form that applies to it.

    Parameters
    ----------
    baseline : Measured
    form : Form
    together : int
        How many effects are judged together.
    paired : bool
        Whether the worlds are the same in both.
    """
    level = 1.0 - 0.05 / max(together, 1)
    rows = []
    for headline in HEADLINES:
        if not applies(headline, form.sets):
            continue
        before, after = baseline.readings[headline.key], form.found.readings[headline.key]
        verdict = ""
        if headline.kind == EFFECT:
            verdict = verdict_of(before.estimate(level), after.estimate(level))
        change = (
            after.change_from(before) if paired else _apart(before.estimate(), after.estimate())
        )
        rows.append(Judged(headline, after.estimate(), change, verdict))
    return rows


def _apart(before: Estimate, after: Estimate) -> Estimate:
    """Difference of two independent estimates, from their intervals (Newcombe, 1998, method 10)."""
    change = after.value - before.value
    down = ((after.value - after.low) ** 2 + (before.high - before.value) ** 2) ** 0.5
    up = ((after.high - after.value) ** 2 + (before.value - before.low) ** 2) ** 0.5
    return Estimate(change, change - down, change + up)


def other_start(baseline: Measured, form: Form) -> bool:
    """Whether another game is played at the start."""
    return form.found.start_game != baseline.start_game


def other_most_played(baseline: Measured, form: Form) -> bool:
    """Whether another game is played most, clearly."""
    if form.found.most_played == baseline.most_played:
        return False
    return form.found.lead_of(baseline.most_played).low > 0.0
