"""Learning from rewards: each rule against its published formula or guarantee."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.policies import reinforcement as rules
from race_sim.policies.reinforcement import (
    estimate_gains,
    exp3,
    learn_worth,
    q_learning,
    reinforce,
    reward,
    roth_erev,
)
from race_sim.rules.state import ACCELERATE, INVEST, Memory
from race_sim.testing import actions, payoff_tables
from race_sim.testing.policies import NOTHING
from race_sim.tournament.repeated import play_repeated

pytestmark = pytest.mark.short


@given(payoff_tables(), actions(), actions())
def test_rewards_lie_between_the_worst_and_the_best(payoffs, own, rival):
    assert 0.0 <= reward(payoffs, own, rival) <= 1.0


def test_rewards_of_a_dilemma(view):
    got = [reward(view.payoffs, own, rival) for own in (1, 0) for rival in (1, 0)]
    assert got == [0.6, 0.0, 1.0, 0.2]  # 3, 0, 5, 1
    assert reward(Payoffs(2.0, 2.0, 2.0, 2.0), INVEST, INVEST) == 0.5


def test_roth_erev_by_hand(view):
    """Erev and Roth (1998): q <- (1 - 0.1) q + reward x (0.8 for what was done, 0.2 for the other).

    One turn of the dilemma, accelerating against an investor: reward 1.
    """
    assert roth_erev(view, NOTHING) == 0.5
    kept = reinforce(view, NOTHING, ACCELERATE, INVEST)
    assert 1.0 + kept.first == pytest.approx(0.9 + 0.2)
    assert 1.0 + kept.second == pytest.approx(0.9 + 0.8)
    assert roth_erev(view, kept) == pytest.approx(1.1 / 2.8)


def test_roth_erev_propensities_settle_where_forgetting_meets_reward(view):
    """With the same reward r for ever both sum to r / 0.1."""
    memory = NOTHING
    for _ in range(500):
        memory = reinforce(view, memory, INVEST, INVEST)
    assert memory.first + memory.second + 2.0 == pytest.approx(0.6 / 0.1)


def test_q_learning_by_hand(view):
    """Watkins and Dayan (1992): Q <- Q + a (r + gamma max Q' - Q), a = 0.2, gamma = 0.95."""
    memory = Memory(
        1.0, 2.0, 3.0, 4.0
    )  # after the rival invested: I, A; after it accelerated: I, A
    seen = view._replace(rival_last=INVEST)
    assert learn_worth(seen, memory, ACCELERATE, ACCELERATE) == Memory(
        1.0, pytest.approx(2.0 + 0.2 * (0.2 + 0.95 * 4.0 - 2.0)), 3.0, 4.0
    )
    seen = view._replace(rival_last=ACCELERATE)
    assert learn_worth(seen, memory, INVEST, INVEST) == Memory(
        1.0, 2.0, pytest.approx(3.0 + 0.2 * (0.6 + 0.95 * 2.0 - 3.0)), 4.0
    )


@pytest.mark.parametrize(
    ("memory", "chance"),
    [((0.0, 0.0, 9.0, 0.0), 0.5), ((1.0, 0.5, 0.0, 9.0), 0.95), ((0.5, 1.0, 9.0, 0.0), 0.05)],
)
def test_q_learning_explores_a_tenth_of_the_time(view, memory, chance):
    assert q_learning(view._replace(rival_last=INVEST), Memory(*memory)) == chance


def test_q_learning_learns_to_accelerate_against_who_never_answers():
    """Against a constant rival the dilemma is a one-player problem with a known answer."""
    for rival in ("always-safe", "always-accelerate"):
        played = play_repeated("q-learning", rival, turns=3000)
        assert played[-500:, 0].mean() < 0.15  # half of the tenth that it explores is 0.05


def test_exp3_by_hand(view):
    """Auer et al. (2002), two arms: p = (1 - g) w / sum w + g / 2, w = exp(g G / 2)."""
    memory = Memory(7.0, 3.0, 0.0, 0.0)
    g = rules.EXP3_EXPLORATION
    weights = math.exp(g * 7.0 / 2.0), math.exp(g * 3.0 / 2.0)
    expected = (1.0 - g) * weights[0] / sum(weights) + g / 2.0
    assert exp3(view, memory) == pytest.approx(expected, rel=1e-12)
    kept = estimate_gains(view, memory, ACCELERATE, ACCELERATE)
    assert kept == Memory(7.0, pytest.approx(3.0 + 0.2 / (1.0 - expected)), 0.0, 0.0)


def test_exp3_exploration_is_that_of_the_corollary_for_eighty_decisions():
    """Corollary 3.2: g = min(1, sqrt(K ln K / ((e - 1) T))), with two actions and T = 80."""
    exploration = math.sqrt(2.0 * math.log(2.0) / ((math.e - 1.0) * 80.0))
    assert pytest.approx(exploration, abs=0.002) == rules.EXP3_EXPLORATION


def test_exp3_estimates_are_unbiased(view):
    """E[estimate] is the reward of each action, whatever the chance of trying it."""
    memory = Memory(2.0, 11.0, 0.0, 0.0)
    chance = exp3(view, memory)
    for rival in (ACCELERATE, INVEST):
        invested = estimate_gains(view, memory, INVEST, rival).first - 2.0
        raced = estimate_gains(view, memory, ACCELERATE, rival).second - 11.0
        assert chance * invested == pytest.approx(reward(view.payoffs, INVEST, rival))
        assert (1.0 - chance) * raced == pytest.approx(reward(view.payoffs, ACCELERATE, rival))


@pytest.mark.parametrize("rival", ["always-safe", "always-accelerate", "random"])
def test_exp3_keeps_its_regret_below_the_bound(rival):
    """Theorem 3.1: expected regret at most (e - 1) g G + K ln K / g; means of 20 runs here."""
    turns, g = 400, rules.EXP3_EXPLORATION
    gains = np.zeros(2)
    for world in range(20):
        played = play_repeated("exp3", rival, turns=turns, world=world)
        rewards = np.array([[0.2, 1.0], [0.0, 0.6]])  # own, rival
        own = rewards[played[:, 0], played[:, 1]].sum()
        best = max(rewards[action, played[:, 1]].sum() for action in (0, 1))
        gains += own / 20, best / 20
    bound = (math.e - 1.0) * g * gains[1] + 2.0 * math.log(2.0) / g
    assert gains[1] - gains[0] < bound


@given(st.lists(st.tuples(actions(), actions()), max_size=60))
def test_propensities_stay_positive(view, history):
    memory = NOTHING
    for own, rival in history:
        memory = reinforce(view, memory, own, rival)
    assert 1.0 + memory.first > 0.0
    assert 1.0 + memory.second > 0.0
