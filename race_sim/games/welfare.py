"""What equilibrium costs both sides together: price of anarchy, price of stability, welfare lost.

Welfare is the sum of both payoffs. The prices are ratios, and a ratio means something only if
payoffs have a natural zero and welfare is nowhere negative; the payoffs of this race have neither,
in general. The welfare lost, and its share of the distance from the worst to the best joint
action, do not depend on the zero.

Koutsoupias and Papadimitriou, 1999, STACS 99, 404-413 (price of anarchy); Anshelevich and others,
2004, FOCS 45, 295-304 (price of stability).

>>> prisoner = Payoffs(both_invest=3.0, invest_alone=0.0, accelerate_alone=5.0,
...                    both_accelerate=1.0)
>>> welfare = welfare_of(prisoner, prisoner)
>>> welfare.price_of_anarchy, welfare.lost_to_anarchy, welfare.share_lost
(3.0, 4.0, 1.0)
"""

from __future__ import annotations

from typing import NamedTuple

from race_sim.game import Payoffs
from race_sim.games.equilibria import JOINT_ACTIONS, Profile, joint_payoffs, nash_equilibria


class Welfare(NamedTuple):
    """Joint payoffs at the best and worst joint action, and at the best and worst equilibrium."""

    best: float
    worst: float
    best_equilibrium: float
    worst_equilibrium: float
    lost_to_anarchy: float  # best less worst equilibrium
    lost_to_stability: float  # best less best equilibrium
    share_lost: float | None  # lost to anarchy, of best less worst; None if all are equal
    price_of_anarchy: float | None  # None where the ratio means nothing
    price_of_stability: float | None


def expected_payoffs(us: Payoffs, cn: Payoffs, profile: Profile) -> tuple[float, float]:
    """What both sides expect when each invests with the chance that the profile gives."""
    us_invests, cn_invests = profile
    return (
        cn_invests * (us_invests * us.both_invest + (1.0 - us_invests) * us.accelerate_alone)
        + (1.0 - cn_invests)
        * (us_invests * us.invest_alone + (1.0 - us_invests) * us.both_accelerate),
        us_invests * (cn_invests * cn.both_invest + (1.0 - cn_invests) * cn.accelerate_alone)
        + (1.0 - us_invests)
        * (cn_invests * cn.invest_alone + (1.0 - cn_invests) * cn.both_accelerate),
    )


def welfare_of(us: Payoffs, cn: Payoffs) -> Welfare:
    """The welfare that equilibria leave, pure and mixed ones.

    Where equilibria are infinitely many, the best and the worst are among their corners, since
    the joint payoff is linear in either chance. The prices are None if a joint payoff is negative
    or that of the equilibrium is zero.
    """
    joint = [sum(joint_payoffs(us, cn, one)) for one in JOINT_ACTIONS]
    in_equilibrium = [sum(expected_payoffs(us, cn, one)) for one in nash_equilibria(us, cn)]
    best, worst = max(joint), min(joint)
    # Rounding may put a mixed equilibrium a hair outside.
    high = min(max(in_equilibrium), best)
    low = max(min(in_equilibrium), worst)
    return Welfare(
        best,
        worst,
        high,
        low,
        best - low,
        best - high,
        None if best == worst else (best - low) / (best - worst),
        best / low if worst >= 0.0 and low > 0.0 else None,
        best / high if worst >= 0.0 and high > 0.0 else None,
    )
