"""Equilibria of the stage game: known games, and an independent solver on random ones."""

import nashpy
import numpy as np
import pytest

from race_sim.equilibria import (
    JOINT_ACTIONS,
    best_replies,
    dominates,
    efficient,
    joint_payoffs,
    mixed_equilibrium,
    pure_equilibria,
)
from race_sim.game import Payoffs
from race_sim.rules.state import ACCELERATE, INVEST

pytestmark = pytest.mark.short

# Reward, sucker's payoff, temptation, punishment: Rapoport and Guyer, 1966, and Osborne, 2004,
# An Introduction to Game Theory, sections 2.2 to 2.5 and 4.2.
PRISONERS_DILEMMA = Payoffs(3.0, 0.0, 5.0, 1.0)
STAG_HUNT = Payoffs(4.0, 0.0, 3.0, 2.0)
CHICKEN = Payoffs(3.0, 1.0, 4.0, 0.0)
MATCHER = Payoffs(1.0, -1.0, -1.0, 1.0)
DIFFERER = Payoffs(-1.0, 1.0, 1.0, -1.0)
BOTH_INVEST, US_ALONE_INVESTS, CN_ALONE_INVESTS, BOTH_ACCELERATE = JOINT_ACTIONS


def test_prisoners_dilemma_has_one_equilibrium_and_it_alone_is_inefficient():
    assert pure_equilibria(PRISONERS_DILEMMA, PRISONERS_DILEMMA) == (BOTH_ACCELERATE,)
    assert mixed_equilibrium(PRISONERS_DILEMMA, PRISONERS_DILEMMA) is None
    assert efficient(PRISONERS_DILEMMA, PRISONERS_DILEMMA) == (
        BOTH_INVEST,
        US_ALONE_INVESTS,
        CN_ALONE_INVESTS,
    )
    assert dominates(PRISONERS_DILEMMA, PRISONERS_DILEMMA, BOTH_INVEST, BOTH_ACCELERATE)


def test_stag_hunt_has_two_pure_equilibria_and_a_mixed_one():
    assert pure_equilibria(STAG_HUNT, STAG_HUNT) == (BOTH_INVEST, BOTH_ACCELERATE)
    # Indifferent when 4 p = 3 p + 2 (1 - p): p = 2/3.
    assert mixed_equilibrium(STAG_HUNT, STAG_HUNT) == pytest.approx((2 / 3, 2 / 3))


def test_chicken_has_the_two_in_which_one_gives_way():
    assert pure_equilibria(CHICKEN, CHICKEN) == (US_ALONE_INVESTS, CN_ALONE_INVESTS)
    # Indifferent when 3 p + (1 - p) = 4 p: p = 1/2.
    assert mixed_equilibrium(CHICKEN, CHICKEN) == pytest.approx((0.5, 0.5))


def test_matching_pennies_has_only_the_mixed_one():
    assert pure_equilibria(MATCHER, DIFFERER) == ()
    assert mixed_equilibrium(MATCHER, DIFFERER) == (0.5, 0.5)


def test_who_mixes_how_in_an_asymmetric_game():
    # China's payoffs fix how often the United States invests, and the other way round.
    cn = Payoffs(-1.0, 2.0, 1.0, -1.0)
    us_invests, cn_invests = mixed_equilibrium(MATCHER, cn)
    assert us_invests == pytest.approx(3 / 5)
    assert cn_invests == pytest.approx(1 / 2)


def test_ties_count_as_best_replies_and_as_equilibria():
    nothing = Payoffs(0.0, 0.0, 0.0, 0.0)
    assert best_replies(nothing, INVEST) == (INVEST, ACCELERATE)
    assert pure_equilibria(nothing, nothing) == JOINT_ACTIONS
    assert mixed_equilibrium(nothing, nothing) is None
    assert efficient(nothing, nothing) == JOINT_ACTIONS


def test_gains_too_small_to_multiply_still_mix():
    tiny = Payoffs(1e-300, 0.0, 0.0, 1e-300)
    assert mixed_equilibrium(tiny, tiny) == (0.5, 0.5)


def matrices(us: Payoffs, cn: Payoffs) -> tuple[np.ndarray, np.ndarray]:
    """The same game as a solver of bimatrix games wants it: rows are the United States."""
    return (
        np.array([[us.both_invest, us.invest_alone], [us.accelerate_alone, us.both_accelerate]]),
        np.array([[cn.both_invest, cn.accelerate_alone], [cn.invest_alone, cn.both_accelerate]]),
    )


@pytest.mark.parametrize("block", range(4))
def test_agrees_with_support_enumeration_on_random_games(block):
    random = np.random.default_rng(2026 + block)
    mixed_games = 0
    for _ in range(150):
        us, cn = (Payoffs(*random.normal(size=4).tolist()) for _ in range(2))
        found = list(nashpy.Game(*matrices(us, cn)).support_enumeration())
        pure = {
            (INVEST if row[0] == 1 else ACCELERATE, INVEST if column[0] == 1 else ACCELERATE)
            for row, column in found
            if set(row) <= {0.0, 1.0} and set(column) <= {0.0, 1.0}
        }
        mixed = [
            (row[0], column[0]) for row, column in found if 0 < row[0] < 1 and 0 < column[0] < 1
        ]
        assert set(pure_equilibria(us, cn)) == pure
        ours = mixed_equilibrium(us, cn)
        assert (ours is not None) == bool(mixed)
        if ours is not None:
            mixed_games += 1
            assert ours == pytest.approx(mixed[0], abs=1e-9)
        assert len(pure) + len(mixed) == len(found)
    assert mixed_games > 20  # a quarter of all random games


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
