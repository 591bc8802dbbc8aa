"""Pareto order of joint actions, against its definition."""

import numpy as np
import pytest

from race_sim.game import Payoffs
from race_sim.games.equilibria import JOINT_ACTIONS, joint_payoffs
from race_sim.games.pareto import dominates, efficient, pareto_ranks

pytestmark = pytest.mark.short

BOTH_INVEST, US_ALONE_INVESTS, CN_ALONE_INVESTS, BOTH_ACCELERATE = JOINT_ACTIONS
PRISONERS_DILEMMA = Payoffs(3.0, 0.0, 5.0, 1.0)


def test_the_equilibrium_of_a_prisoners_dilemma_alone_is_inefficient():
    game = PRISONERS_DILEMMA, PRISONERS_DILEMMA
    assert efficient(*game) == (BOTH_INVEST, US_ALONE_INVESTS, CN_ALONE_INVESTS)
    assert dominates(*game, BOTH_INVEST, BOTH_ACCELERATE)
    assert pareto_ranks(*game) == {
        BOTH_INVEST: 1,
        US_ALONE_INVESTS: 1,
        CN_ALONE_INVESTS: 1,
        BOTH_ACCELERATE: 2,
    }


def test_what_both_rank_alike_has_four_ranks():
    same = Payoffs(4.0, 3.0, 2.0, 1.0)
    mirrored = Payoffs(4.0, 2.0, 3.0, 1.0)  # the same order of joint actions, from the other chair
    assert list(pareto_ranks(same, mirrored).values()) == [1, 2, 3, 4]


def test_equal_payoffs_dominate_nothing():
    nothing = Payoffs(0.0, 0.0, 0.0, 0.0)
    assert efficient(nothing, nothing) == JOINT_ACTIONS
    assert set(pareto_ranks(nothing, nothing).values()) == {1}


def test_efficient_joint_actions_agree_with_the_definition_on_random_integers():
    # Small integers, so that ties are common.
    random = np.random.default_rng(7)
    for _ in range(300):
        us, cn = (Payoffs(*map(float, random.integers(0, 4, size=4))) for _ in range(2))
        points = np.array([joint_payoffs(us, cn, joint) for joint in JOINT_ACTIONS])
        no_worse = (points[:, None, :] >= points[None, :, :]).all(axis=2)
        better = (points[:, None, :] > points[None, :, :]).any(axis=2)
        beaten = (no_worse & better).any(axis=0)
        expected = tuple(joint for joint, b in zip(JOINT_ACTIONS, beaten, strict=True) if not b)
        assert efficient(us, cn) == expected
        ranks = pareto_ranks(us, cn)
        assert tuple(joint for joint in JOINT_ACTIONS if ranks[joint] == 1) == expected
        for joint in JOINT_ACTIONS:  # each rank but the first is under one just before it
            above = [ranks[rival] for rival in JOINT_ACTIONS if dominates(us, cn, rival, joint)]
            assert ranks[joint] == max(above, default=0) + 1
