"""Best replies and Nash equilibria of a 2x2 stage game, in closed form.

A joint action is a pair (action of the United States, action of China); a mixed profile is a pair
of chances of investing, in the same order. With g_i the gain of side i from investing rather than
accelerating against an investing rival, and h_i the same against an accelerating rival, a side is
indifferent when its rival invests with the chance h_i / (h_i - g_i). Both are indifferent at once,
and a completely mixed equilibrium exists, when g_i and h_i have strictly opposite signs for both.

Where payoffs tie, equilibria may fill lines or the whole square of profiles. They still are a
union of at most a few rectangles, the maximal Nash subsets (Jansen, 1981, Naval Research
Logistics Quarterly 28, 147-152), and `nash_sets` gives just these; in a generic game each is a
single point.

>>> from race_sim.game import Payoffs, payoff_of
>>> chicken = Payoffs(both_invest=3.0, invest_alone=2.0, accelerate_alone=4.0, both_accelerate=0.0)
>>> pure_equilibria(chicken, chicken) == ((INVEST, ACCELERATE), (ACCELERATE, INVEST))
True
>>> mixed_equilibrium(chicken, chicken)
(0.6666666666666666, 0.6666666666666666)
>>> nash_equilibria(chicken, chicken)
((1.0, 0.0), (0.0, 1.0), (0.6666666666666666, 0.6666666666666666))
"""

from __future__ import annotations

from typing import NamedTuple

from race_sim.game import Payoffs, payoff_of
from race_sim.rules.state import ACCELERATE, INVEST

JointAction = tuple[int, int]
Profile = tuple[float, float]  # chances of investing
Interval = tuple[float, float]

JOINT_ACTIONS: tuple[JointAction, ...] = (
    (INVEST, INVEST),
    (INVEST, ACCELERATE),
    (ACCELERATE, INVEST),
    (ACCELERATE, ACCELERATE),
)


def joint_payoffs(us: Payoffs, cn: Payoffs, joint: JointAction) -> tuple[float, float]:
    """What both sides get from a joint action."""
    us_action, cn_action = joint
    return payoff_of(us, us_action, cn_action), payoff_of(cn, cn_action, us_action)


def other(action: int) -> int:
    """The action that is not this one."""
    return ACCELERATE if action == INVEST else INVEST


def best_replies(payoffs: Payoffs, rival: int) -> tuple[int, ...]:
    """The best replies to what the rival does: one, or both where it makes no difference."""
    invest, accelerate = payoff_of(payoffs, INVEST, rival), payoff_of(payoffs, ACCELERATE, rival)
    if invest == accelerate:
        return INVEST, ACCELERATE
    return (INVEST,) if invest > accelerate else (ACCELERATE,)


def pure_equilibria(us: Payoffs, cn: Payoffs) -> tuple[JointAction, ...]:
    """The pure Nash equilibria: joint actions in which each is a best reply to the other."""
    return tuple(
        (us_action, cn_action)
        for us_action, cn_action in JOINT_ACTIONS
        if us_action in best_replies(us, cn_action) and cn_action in best_replies(cn, us_action)
    )


def gains(payoffs: Payoffs) -> tuple[float, float]:
    """What investing gains over accelerating, against an investing and an accelerating rival."""
    return (
        payoffs.both_invest - payoffs.accelerate_alone,
        payoffs.invest_alone - payoffs.both_accelerate,
    )


def critical_belief(payoffs: Payoffs) -> float | None:
    """The chance that the rival invests at which a side switches, strictly inside 0 to 1.

    None for a side that does not switch, because one action is never worse for it, whatever it
    believes. A side that wants to do as the rival does invests above it, a side that wants to do
    the opposite invests below it.
    """
    against_investing, against_accelerating = gains(payoffs)
    # Signs, not a product: two tiny gains of opposite sign have a product that is rounded to 0.
    opposite = against_investing < 0.0 < against_accelerating or (
        against_accelerating < 0.0 < against_investing
    )
    if not opposite:
        return None
    return against_accelerating / (against_accelerating - against_investing)


def mixed_equilibrium(us: Payoffs, cn: Payoffs) -> tuple[float, float] | None:
    """The completely mixed Nash equilibrium: how likely each invests, the United States first.

    None when there is none. Equilibria in which only one side mixes exist in ties only: see
    `nash_sets`.
    """
    cn_invests = critical_belief(us)
    us_invests = critical_belief(cn)
    if us_invests is None or cn_invests is None:
        return None
    return us_invests, cn_invests


class NashSet(NamedTuple):
    """Equilibria that can be mixed at will: any chance in one interval with any in the other."""

    us: Interval  # lowest and highest chance that the United States invests
    cn: Interval

    def is_point(self) -> bool:
        """Whether it is a single equilibrium."""
        return self.us[0] == self.us[1] and self.cn[0] == self.cn[1]

    def corners(self) -> tuple[Profile, ...]:
        """Its extreme equilibria: one of a point, two of a line, four of a rectangle."""
        return tuple(dict.fromkeys((us, cn) for us in self.us[::-1] for cn in self.cn[::-1]))


def replies_to_chance(payoffs: Payoffs) -> tuple[tuple[Interval, Interval], ...]:
    """The best replies to every chance that the rival invests.

    Returns
    -------
    tuple of (interval, interval)
        Pieces: chances of the rival, and the own chances that are all best against each of them.
    """
    never, always, anything = (0.0, 0.0), (1.0, 1.0), (0.0, 1.0)
    against_investing, against_accelerating = gains(payoffs)
    if against_investing == against_accelerating == 0.0:
        return ((anything, anything),)
    if against_investing >= 0.0 and against_accelerating >= 0.0:
        tie = never if against_accelerating == 0.0 else always if against_investing == 0.0 else None
        return ((anything, always),) if tie is None else ((anything, always), (tie, anything))
    if against_investing <= 0.0 and against_accelerating <= 0.0:
        tie = never if against_accelerating == 0.0 else always if against_investing == 0.0 else None
        return ((anything, never),) if tie is None else ((anything, never), (tie, anything))
    switch = critical_belief(payoffs)
    assert switch is not None
    below, above = (always, never) if against_accelerating > 0.0 else (never, always)
    return (((0.0, switch), below), ((switch, 1.0), above), ((switch, switch), anything))


def _overlap(first: Interval, second: Interval) -> Interval | None:
    low, high = max(first[0], second[0]), min(first[1], second[1])
    return (low, high) if low <= high else None


def _holds(outer: NashSet, inner: NashSet) -> bool:
    return all(
        wide[0] <= narrow[0] and narrow[1] <= wide[1]
        for wide, narrow in zip(outer, inner, strict=True)
    )


def nash_sets(us: Payoffs, cn: Payoffs) -> tuple[NashSet, ...]:
    """All Nash equilibria, as the fewest rectangles of chances of investing that hold them all.

    In a generic game each is a point. Where payoffs tie, they may be lines or the whole square,
    and two of them may share a corner.
    """
    found: list[NashSet] = []
    for cn_chances, us_best in replies_to_chance(us):
        for us_chances, cn_best in replies_to_chance(cn):
            us_part, cn_part = _overlap(us_chances, us_best), _overlap(cn_chances, cn_best)
            if us_part is not None and cn_part is not None:
                found.append(NashSet(us_part, cn_part))
    distinct = list(dict.fromkeys(found))
    largest = [
        one
        for one in distinct
        if not any(other != one and _holds(other, one) for other in distinct)
    ]
    return tuple(sorted(largest, key=lambda one: _place(one.corners()[0])))


def _place(profile: Profile) -> tuple[bool, float, float]:
    """Pure profiles in the order of `JOINT_ACTIONS`, then the others."""
    us, cn = profile
    return not (us in (0.0, 1.0) and cn in (0.0, 1.0)), -us, -cn


def nash_equilibria(us: Payoffs, cn: Payoffs) -> tuple[Profile, ...]:
    """The extreme Nash equilibria, as chances of investing: pure ones first.

    In a generic game these are all equilibria, an odd number (Wilson, 1971, SIAM Journal on
    Applied Mathematics 21, 80-87). If `is_continuum`, they are the corners of `nash_sets`.
    """
    corners = (corner for one in nash_sets(us, cn) for corner in one.corners())
    return tuple(sorted(dict.fromkeys(corners), key=_place))


def is_continuum(us: Payoffs, cn: Payoffs) -> bool:
    """Whether ties give infinitely many equilibria."""
    return not all(one.is_point() for one in nash_sets(us, cn))


def is_strict(us: Payoffs, cn: Payoffs, joint: JointAction) -> bool:
    """Whether a joint action is an equilibrium that each side would lose by leaving."""
    us_action, cn_action = joint
    return best_replies(us, cn_action) == (us_action,) and best_replies(cn, us_action) == (
        cn_action,
    )
