"""Which of two equilibria: Harsanyi and Selten's examples, and what risk dominance means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.games.dominance import (
    deviation_losses,
    nash_product,
    payoff_dominant,
    risk_dominant,
)
from race_sim.games.equilibria import (
    JOINT_ACTIONS,
    mixed_equilibrium,
    pure_equilibria,
)

pytestmark = pytest.mark.short

BOTH_INVEST, US_ALONE_INVESTS, CN_ALONE_INVESTS, BOTH_ACCELERATE = JOINT_ACTIONS
PAYOFFS = st.builds(Payoffs, *[st.integers(-9, 9).map(float)] * 4)


def test_aumanns_stag_hunt():
    """Aumann (1990), Nash equilibria are not self-enforcing: payoff against risk dominance.

    9, 9 and 7, 7 are the equilibria, and 8 is had by playing safe alone.
    """
    own = Payoffs(both_invest=9.0, invest_alone=0.0, accelerate_alone=8.0, both_accelerate=7.0)
    assert payoff_dominant(own, own) == BOTH_INVEST
    assert risk_dominant(own, own) == BOTH_ACCELERATE
    assert nash_product(own, own, BOTH_INVEST) == 1.0  # (9 - 8) squared
    assert nash_product(own, own, BOTH_ACCELERATE) == 49.0  # (7 - 0) squared


def test_in_chicken_the_one_with_more_to_lose_gives_way():
    us, cn = Payoffs(3.0, 1.0, 4.0, 0.0), Payoffs(3.0, 1.0, 4.0, -5.0)
    assert pure_equilibria(us, cn) == (US_ALONE_INVESTS, CN_ALONE_INVESTS)
    assert payoff_dominant(us, cn) is None  # each prefers its own
    assert risk_dominant(us, cn) == CN_ALONE_INVESTS


def test_equal_products_leave_it_open():
    chicken = Payoffs(3.0, 1.0, 4.0, 0.0)
    assert risk_dominant(chicken, chicken) is None


def test_a_single_equilibrium_dominates_nothing():
    prisoner = Payoffs(3.0, 0.0, 5.0, 1.0)
    assert payoff_dominant(prisoner, prisoner) is None
    assert risk_dominant(prisoner, prisoner) is None


@given(PAYOFFS, PAYOFFS)
def test_losses_say_which_joint_actions_are_equilibria(us, cn):
    for joint in JOINT_ACTIONS:
        held = all(loss >= 0.0 for loss in deviation_losses(us, cn, joint))
        assert held == (joint in pure_equilibria(us, cn))


MATCHER = st.tuples(*[st.integers(1, 9)] * 2, *[st.integers(-9, 9)] * 2).map(
    lambda of: Payoffs(float(of[2] + of[0]), float(of[3]), float(of[2]), float(of[3] + of[1]))
)


@given(MATCHER, MATCHER)
def test_the_risk_dominant_equilibrium_is_best_against_the_middle_of_what_the_other_may_believe(
    us, cn
):
    """With p and q the chances of the mixed equilibrium, both invest is risk dominant just when
    p + q < 1: when it takes less trust, on average, than the other (Harsanyi and Selten, 1988).
    """
    assert pure_equilibria(us, cn) == (BOTH_INVEST, BOTH_ACCELERATE)
    us_switch, cn_switch = mixed_equilibrium(us, cn)
    found = risk_dominant(us, cn)
    if found is None:
        assert us_switch + cn_switch == pytest.approx(1.0)
    else:
        assert (found == BOTH_INVEST) == (us_switch + cn_switch < 1.0)


@given(PAYOFFS, PAYOFFS, st.integers(-5, 5), st.integers(1, 5))
def test_risk_dominance_sees_only_losses(us, cn, change, unit):
    """Adding to a side's payoffs against one rival action changes nothing; units do not either."""
    moved = Payoffs(
        unit * us.both_invest + change,
        unit * us.invest_alone,
        unit * us.accelerate_alone + change,
        unit * us.both_accelerate,
    )
    assert risk_dominant(moved, cn) == risk_dominant(us, cn)
