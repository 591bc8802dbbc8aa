"""Equilibria of the stage game: known games, and an independent solver on random ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.games.converters import to_nashpy
from race_sim.games.equilibria import (
    JOINT_ACTIONS,
    best_replies,
    critical_belief,
    gains,
    is_continuum,
    is_strict,
    mixed_equilibrium,
    nash_equilibria,
    nash_sets,
    pure_equilibria,
    replies_to_chance,
)
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


def test_prisoners_dilemma_has_one_equilibrium():
    assert pure_equilibria(PRISONERS_DILEMMA, PRISONERS_DILEMMA) == (BOTH_ACCELERATE,)
    assert mixed_equilibrium(PRISONERS_DILEMMA, PRISONERS_DILEMMA) is None


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


def test_gains_too_small_to_multiply_still_mix():
    tiny = Payoffs(1e-300, 0.0, 0.0, 1e-300)
    assert mixed_equilibrium(tiny, tiny) == (0.5, 0.5)


@pytest.mark.parametrize("block", range(4))
def test_agrees_with_support_enumeration_on_random_games(block):
    random = np.random.default_rng(2026 + block)
    mixed_games = 0
    for _ in range(150):
        us, cn = (Payoffs(*random.normal(size=4).tolist()) for _ in range(2))
        found = list(to_nashpy(us, cn).support_enumeration())
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
        assert {(float(i), float(j)) for i, j in pure} <= set(nash_equilibria(us, cn))
        assert len(nash_equilibria(us, cn)) == len(found)
        assert not is_continuum(us, cn)
    assert mixed_games > 20  # a quarter of all random games


SMALL = st.builds(Payoffs, *[st.integers(0, 3).map(float)] * 4)
CHANCES = st.integers(0, 16).map(lambda part: part / 16)


def gain(own: Payoffs, rival_invests: float) -> float:
    """What a side expects to gain from investing rather than accelerating."""
    against_investing, against_accelerating = gains(own)
    return rival_invests * against_investing + (1.0 - rival_invests) * against_accelerating


def is_equilibrium(us: Payoffs, cn: Payoffs, us_invests: float, cn_invests: float) -> bool:
    """By definition: neither side would gain by investing more or less often."""
    for own, chance, rival in ((us, us_invests, cn_invests), (cn, cn_invests, us_invests)):
        better = gain(own, rival)
        if (better > 1e-12 and chance < 1.0) or (better < -1e-12 and chance > 0.0):
            return False
    return True


@pytest.mark.parametrize("block", range(2))
def test_all_extreme_equilibria_are_those_of_gambit_ties_or_not(block):
    """Exact rational arithmetic on small integers, where most games have ties."""
    pygambit = pytest.importorskip("pygambit")
    from race_sim.games.converters import to_gambit

    random = np.random.default_rng(300 + block)
    degenerate = 0
    for _ in range(350):
        us, cn = (Payoffs(*map(float, random.integers(0, 4, size=4))) for _ in range(2))
        found = pygambit.nash.enummixed_solve(to_gambit(us, cn), rational=True).equilibria
        theirs = sorted(
            (float(one["United States"]["invest"]), float(one["China"]["invest"])) for one in found
        )
        ours = np.array(sorted(nash_equilibria(us, cn)))
        assert ours == pytest.approx(np.array(theirs), abs=1e-12)
        degenerate += is_continuum(us, cn)
    assert degenerate > 70


@given(SMALL, SMALL, CHANCES, CHANCES)
def test_the_sets_hold_every_equilibrium_and_nothing_else(us, cn, us_share, cn_share):
    sets = nash_sets(us, cn)
    for one in sets:  # any point of a set is an equilibrium
        inside = [
            low + share * (high - low)
            for (low, high), share in zip(one, (us_share, cn_share), strict=True)
        ]
        assert is_equilibrium(us, cn, *inside)
    grid = [0.0, us_share, cn_share, 0.5, 1.0, *(critical_belief(own) or 0.0 for own in (us, cn))]
    for us_invests in grid:
        for cn_invests in grid:
            held = any(
                one.us[0] <= us_invests <= one.us[1] and one.cn[0] <= cn_invests <= one.cn[1]
                for one in sets
            )
            assert held == is_equilibrium(us, cn, us_invests, cn_invests)


def test_where_nothing_matters_to_anybody_the_whole_square_is_one_set():
    nothing = Payoffs(0.0, 0.0, 0.0, 0.0)
    (only,) = nash_sets(nothing, nothing)
    assert only == ((0.0, 1.0), (0.0, 1.0)) and not only.is_point()
    assert nash_equilibria(nothing, nothing) == ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
    assert is_continuum(nothing, nothing)


def test_a_side_that_does_not_care_lets_the_other_choose_along_a_line():
    careless = Payoffs(0.0, 0.0, 0.0, 0.0)
    switch = critical_belief(STAG_HUNT)
    assert switch == pytest.approx(2 / 3)  # as above
    assert set(nash_sets(STAG_HUNT, careless)) == {
        ((1.0, 1.0), (switch, 1.0)),
        ((0.0, 0.0), (0.0, switch)),
        ((0.0, 1.0), (switch, switch)),
    }


def test_a_weak_equilibrium_is_not_strict():
    # China is indifferent once the United States accelerates.
    us, cn = PRISONERS_DILEMMA, Payoffs(0.0, 1.0, 0.0, 1.0)
    assert pure_equilibria(us, cn) == (CN_ALONE_INVESTS, BOTH_ACCELERATE)
    assert not is_strict(us, cn, BOTH_ACCELERATE)
    assert is_strict(PRISONERS_DILEMMA, PRISONERS_DILEMMA, BOTH_ACCELERATE)
    assert nash_sets(us, cn) == (((0.0, 0.0), (0.0, 1.0)),)


@given(SMALL, CHANCES)
def test_replies_to_chance_are_best_replies_by_expected_payoff(own, rival_invests):
    best = {
        end
        for chances, replies in replies_to_chance(own)
        if chances[0] <= rival_invests <= chances[1]
        for end in replies
    }
    better = gain(own, rival_invests)
    if abs(better) > 1e-12:
        assert best == ({1.0} if better > 0.0 else {0.0})
    else:
        assert best  # rounding decides which


@given(SMALL)
def test_the_critical_belief_makes_a_side_indifferent(own):
    switch = critical_belief(own)
    if switch is None:
        signs = {gain(own, 0.0) > 0.0, gain(own, 1.0) > 0.0}
        assert len(signs) == 1 or 0.0 in gains(own)
    else:
        assert gain(own, switch) == pytest.approx(0.0, abs=1e-12)
        assert gain(own, 0.0) * gain(own, 1.0) < 0.0
