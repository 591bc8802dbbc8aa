"""Temptation, fear, patience: textbook numbers, and grim trigger played out."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.games.dilemma import (
    cooperation_index,
    discount_threshold,
    fear,
    mutual_threshold,
    temptation,
    threat_is_credible,
)

pytestmark = pytest.mark.short

AXELROD = Payoffs(3.0, 0.0, 5.0, 1.0)
CHICKEN = Payoffs(3.0, 1.0, 4.0, 0.0)
STAG_HUNT = Payoffs(4.0, 0.0, 3.0, 2.0)
DEADLOCK = Payoffs(2.0, 1.0, 4.0, 3.0)
PAYOFFS = st.builds(Payoffs, *[st.integers(-20, 20).map(float)] * 4)


def test_axelrods_prisoner():
    assert (temptation(AXELROD), fear(AXELROD)) == (2.0, 1.0)
    # Rapoport and Chammah (1965): K = (R - P) / (T - S).
    assert cooperation_index(AXELROD) == pytest.approx(2 / 5)
    # Axelrod (1984), theorem 2: tit for tat is stable from w = max((T-R)/(T-P), (T-R)/(R-S)) on;
    # the first is that of grim trigger.
    assert discount_threshold(AXELROD) == pytest.approx(1 / 2)


def test_the_signs_of_temptation_and_fear_make_the_four_kinds_of_actor():
    kinds = {(temptation(one) > 0.0, fear(one) > 0.0) for one in (AXELROD, CHICKEN, STAG_HUNT)}
    assert kinds == {(True, True), (True, False), (False, True)}


def test_who_is_not_tempted_needs_no_patience_and_deadlock_cannot_be_helped():
    assert discount_threshold(STAG_HUNT) == 0.0
    assert discount_threshold(DEADLOCK) is None
    assert mutual_threshold(STAG_HUNT, AXELROD) == discount_threshold(AXELROD)
    assert mutual_threshold(AXELROD, DEADLOCK) is None


def test_in_chicken_nobody_believes_grim_trigger():
    assert discount_threshold(CHICKEN) == pytest.approx(1 / 4)
    assert not threat_is_credible(CHICKEN, CHICKEN)
    assert mutual_threshold(CHICKEN, CHICKEN) is None


def test_a_side_with_nothing_at_stake_has_no_index():
    assert cooperation_index(Payoffs(1.0, 2.0, 2.0, 0.0)) is None


def discounted(path: list[float], rest: float, discount: float) -> float:
    """The value of payoffs one by one, and the same for ever after."""
    value = sum(payoff * discount**time for time, payoff in enumerate(path))
    return value + rest * discount ** len(path) / (1.0 - discount)


@given(PAYOFFS, st.integers(1, 98), st.integers(0, 6))
def test_from_the_threshold_on_no_deviation_from_grim_trigger_pays(own, percent, wait):
    """Deviations after any wait, played out against a rival that then accelerates for ever.

    After the deviation the side may invest or accelerate for ever, whichever is better.
    """
    threshold, discount = discount_threshold(own), percent / 100
    assume(threshold is None or abs(discount - threshold) > 1e-9)
    stay = discounted([], own.both_invest, discount)
    after = own.both_accelerate
    leave = discounted([own.both_invest] * wait + [own.accelerate_alone], after, discount)
    deters = stay >= leave - 1e-9
    if temptation(own) <= 0.0:
        # Not tempted now, but both accelerating may be better for ever after.
        assert deters or own.both_accelerate > own.both_invest
    elif threshold is None:
        assert not deters
    else:
        assert deters == (discount > threshold)


@given(PAYOFFS, st.integers(1, 9), st.integers(-9, 9))
def test_units_and_zero_do_not_matter(own, unit, zero):
    changed = Payoffs(*(unit * value + zero for value in own))
    assert temptation(changed) == pytest.approx(unit * temptation(own))
    assert fear(changed) == pytest.approx(unit * fear(own))
    assert discount_threshold(changed) == pytest.approx(discount_threshold(own))
    assert cooperation_index(changed) == pytest.approx(cooperation_index(own))
