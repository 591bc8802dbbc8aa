"""Pareto order of the four joint actions: which are better for both.

>>> from race_sim.game import Payoffs
>>> prisoners = Payoffs(both_invest=3.0, invest_alone=0.0, accelerate_alone=5.0,
...                     both_accelerate=1.0)
>>> pareto_ranks(prisoners, prisoners)[0, 0]  # both accelerate
2
"""

from __future__ import annotations

from race_sim.game import Payoffs
from race_sim.games.equilibria import JOINT_ACTIONS, JointAction, joint_payoffs


def dominates(us: Payoffs, cn: Payoffs, better: JointAction, worse: JointAction) -> bool:
    """Whether a joint action is at least as good for both as another, and better for one."""
    us_better, cn_better = joint_payoffs(us, cn, better)
    us_worse, cn_worse = joint_payoffs(us, cn, worse)
    return (
        us_better >= us_worse
        and cn_better >= cn_worse
        and (us_better > us_worse or cn_better > cn_worse)
    )


def efficient(us: Payoffs, cn: Payoffs) -> tuple[JointAction, ...]:
    """The Pareto-efficient joint actions: those that no other one dominates."""
    return tuple(
        joint
        for joint in JOINT_ACTIONS
        if not any(dominates(us, cn, rival, joint) for rival in JOINT_ACTIONS)
    )


def pareto_ranks(us: Payoffs, cn: Payoffs) -> dict[JointAction, int]:
    """The Pareto rank of each joint action: 1 for the efficient ones, 2 for those next, and so on.

    Rank 2 are those that would be efficient if those of rank 1 were not there (nondominated
    sorting; Goldberg, 1989, Genetic Algorithms in Search, Optimization and Machine Learning).
    """
    ranks: dict[JointAction, int] = {}
    left = list(JOINT_ACTIONS)
    rank = 0
    while left:
        rank += 1
        front = [
            joint for joint in left if not any(dominates(us, cn, rival, joint) for rival in left)
        ]
        ranks.update(dict.fromkeys(front, rank))
        left = [joint for joint in left if joint not in front]
    return {joint: ranks[joint] for joint in JOINT_ACTIONS}
