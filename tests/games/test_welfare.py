"""What equilibrium costs both: known games, and the best and worst found by looking."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.games.converters import matrices
from race_sim.games.equilibria import nash_sets
from race_sim.games.welfare import expected_payoffs, welfare_of

pytestmark = pytest.mark.short

PAYOFFS = st.builds(Payoffs, *[st.integers(-3, 3).map(float)] * 4)
PRISONER = Payoffs(3.0, 0.0, 5.0, 1.0)


def test_a_prisoners_dilemma_loses_all_there_is_to_lose():
    found = welfare_of(PRISONER, PRISONER)
    assert (found.best, found.worst_equilibrium, found.worst) == (6.0, 2.0, 2.0)
    assert found.price_of_anarchy == found.price_of_stability == 3.0
    assert found.share_lost == 1.0


def test_in_a_stag_hunt_the_mixed_equilibrium_is_the_worst():
    stag = Payoffs(4.0, 0.0, 3.0, 2.0)
    found = welfare_of(stag, stag)
    # Each expects 8/3 when both invest with the chance 2/3, more than 2: the pure one is worse.
    assert expected_payoffs(stag, stag, (2 / 3, 2 / 3)) == pytest.approx((8 / 3, 8 / 3))
    assert (found.best_equilibrium, found.worst_equilibrium) == (8.0, 4.0)
    assert (found.price_of_stability, found.price_of_anarchy) == (1.0, 2.0)
    # In Chicken with a bad crash the mixed one is worse than both pure ones.
    chicken = Payoffs(3.0, 1.0, 4.0, 0.0)
    assert welfare_of(chicken, chicken).worst_equilibrium == pytest.approx(4.0)


def test_a_ratio_is_not_given_where_it_means_nothing():
    below = Payoffs(*(value - 4.0 for value in PRISONER))
    found = welfare_of(below, below)
    assert found.price_of_anarchy is None and found.price_of_stability is None
    assert (found.lost_to_anarchy, found.share_lost) == (4.0, 1.0)
    nothing = Payoffs(0.0, 0.0, 0.0, 0.0)
    assert welfare_of(nothing, nothing).share_lost is None
    assert welfare_of(nothing, nothing).price_of_anarchy is None


@given(PAYOFFS, PAYOFFS)
def test_expected_payoffs_are_those_of_the_matrices(us, cn):
    rows, columns = matrices(us, cn)
    for us_invests, cn_invests in ((0.25, 0.75), (1.0, 0.0), (0.5, 0.125)):
        left = np.array([us_invests, 1 - us_invests])
        right = np.array([cn_invests, 1 - cn_invests])
        expected = left @ np.array(rows) @ right, left @ np.array(columns) @ right
        assert expected_payoffs(us, cn, (us_invests, cn_invests)) == pytest.approx(expected)


@given(PAYOFFS, PAYOFFS)
def test_no_equilibrium_of_any_set_is_outside_of_best_and_worst(us, cn):
    found = welfare_of(us, cn)
    assert found.worst <= found.worst_equilibrium <= found.best_equilibrium <= found.best
    for one in nash_sets(us, cn):
        for us_share in (0.0, 0.3, 1.0):
            for cn_share in (0.0, 0.6, 1.0):
                profile = tuple(
                    low + share * (high - low)
                    for (low, high), share in zip(one, (us_share, cn_share), strict=True)
                )
                joint = sum(expected_payoffs(us, cn, profile))
                assert found.worst_equilibrium - 1e-9 <= joint <= found.best_equilibrium + 1e-9
    if found.price_of_anarchy is not None and found.price_of_stability is not None:
        assert found.price_of_anarchy >= found.price_of_stability >= 1.0
    assert found.share_lost is None or 0.0 <= found.share_lost <= 1.0


@given(PAYOFFS, PAYOFFS, st.integers(-9, 9))
def test_welfare_lost_does_not_depend_on_the_zero_of_payoffs(us, cn, zero):
    moved = Payoffs(*(value + zero for value in us))
    one, two = welfare_of(us, cn), welfare_of(moved, cn)
    assert two.lost_to_anarchy == pytest.approx(one.lost_to_anarchy, abs=1e-9)
    assert two.share_lost == pytest.approx(one.share_lost, abs=1e-9)
