"""Best reply and logit response: limits, odds and expected payoffs."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.policies import View
from race_sim.policies.calculating import advantage_of_investing, best_reply, logit_response
from race_sim.rules.state import Memory
from race_sim.tournament.repeated import Chair

pytestmark = pytest.mark.short

EMPTY = Memory(0.0, 0.0, 0.0, 0.0)
PAYOFF = st.floats(-20.0, 20.0)
TABLES = st.builds(Payoffs, PAYOFF, PAYOFF, PAYOFF, PAYOFF)
BELIEF = st.floats(0.0, 1.0)
DILEMMA = Payoffs(3.0, 0.0, 5.0, 1.0)
STAG_HUNT = Payoffs(4.0, 1.0, 3.0, 2.0)
BASE = Chair("logit-response", DILEMMA, DILEMMA).view


def view(payoffs: Payoffs, belief: float, rationality: float = 1.0) -> View:
    return BASE._replace(payoffs=payoffs, belief=belief, rationality=rationality)


def test_advantage_by_hand():
    """Dilemma, belief 1/4: 3/4 from investing, 5/4 + 3/4 from accelerating."""
    assert advantage_of_investing(view(DILEMMA, 0.25)) == -1.25


@given(TABLES, BELIEF)
def test_best_reply_is_never_worse_than_the_other_action(payoffs, belief):
    invest = belief * payoffs.both_invest + (1 - belief) * payoffs.invest_alone
    accelerate = belief * payoffs.accelerate_alone + (1 - belief) * payoffs.both_accelerate
    if best_reply(view(payoffs, belief), EMPTY) == 1.0:
        assert invest >= accelerate - 1e-12
    else:
        assert accelerate >= invest - 1e-12


@pytest.mark.parametrize(
    ("payoffs", "belief", "answer"),
    [
        (DILEMMA, 0.0, 0.0),
        (DILEMMA, 1.0, 0.0),
        (STAG_HUNT, 0.49, 0.0),
        (STAG_HUNT, 0.5, 1.0),  # the mixed equilibrium: no difference, so invest
        (STAG_HUNT, 0.51, 1.0),
        (Payoffs(2.0, 2.0, 2.0, 2.0), 0.3, 1.0),
    ],
)
def test_best_reply_to_a_belief(payoffs, belief, answer):
    assert best_reply(view(payoffs, belief), EMPTY) == answer


@given(TABLES, BELIEF)
def test_logit_response_without_rationality_is_a_coin(payoffs, belief):
    assert logit_response(view(payoffs, belief, 0.0), EMPTY) == 0.5


@given(TABLES, BELIEF, st.floats(0.0, 5.0))
def test_log_odds_are_rationality_times_the_advantage(payoffs, belief, rationality):
    """McKelvey and Palfrey (1995): P(invest) / P(accelerate) = exp(lambda x difference)."""
    chance = logit_response(view(payoffs, belief, rationality), EMPTY)
    advantage = advantage_of_investing(view(payoffs, belief))
    assume(abs(rationality * advantage) < 25.0)
    odds = math.log(chance / (1.0 - chance))
    assert odds == pytest.approx(rationality * advantage, abs=1e-4)


@given(TABLES, BELIEF)
def test_a_very_rational_logit_response_is_the_best_reply(payoffs, belief):
    assume(abs(advantage_of_investing(view(payoffs, belief))) > 0.05)
    chance = logit_response(view(payoffs, belief, 1000.0), EMPTY)
    assert chance == pytest.approx(best_reply(view(payoffs, belief), EMPTY), abs=1e-20)


@given(TABLES, BELIEF, st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_more_rationality_moves_the_answer_towards_the_best_reply(payoffs, belief, low, more):
    goal = best_reply(view(payoffs, belief), EMPTY)
    near = logit_response(view(payoffs, belief, low + more), EMPTY)
    far = logit_response(view(payoffs, belief, low), EMPTY)
    assert abs(near - goal) <= abs(far - goal) + 1e-12


@given(TABLES, BELIEF, st.floats(0.0, 50.0))
def test_actions_that_change_places_change_odds(payoffs, belief, rationality):
    """With the labels of the two actions exchanged, the other action gets the probability."""
    exchanged = Payoffs(
        both_invest=payoffs.both_accelerate,
        invest_alone=payoffs.accelerate_alone,
        accelerate_alone=payoffs.invest_alone,
        both_accelerate=payoffs.both_invest,
    )
    one = logit_response(view(payoffs, belief, rationality), EMPTY)
    other = logit_response(view(exchanged, 1.0 - belief, rationality), EMPTY)
    assert one + other == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("size", [1e3, 1e10, 1e300])
def test_huge_differences_do_not_overflow(size):
    good, bad = Payoffs(size, size, 0.0, 0.0), Payoffs(-size, -size, 0.0, 0.0)
    assert logit_response(view(good, 0.5, 1.0), EMPTY) == 1.0
    assert logit_response(view(bad, 0.5, 1.0), EMPTY) == pytest.approx(0.0, abs=1e-300)
