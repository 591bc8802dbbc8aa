"""Best replies and exploitability against every pure plan, and at equilibria that are known."""

import itertools

import numpy as np
import pytest

from race_sim.foresight import best_reply as module
from race_sim.foresight.best_reply import best_reply, exploitability
from race_sim.foresight.logit_equilibrium import NotConvergedError, planners_game
from race_sim.foresight.stochastic_game import stochastic_game

pytestmark = pytest.mark.short

STATES = 4


def random_game(seed, discount=0.9, survival=0.9):
    random = np.random.default_rng(seed)
    moves = random.dirichlet(np.ones(STATES), size=(2, 2, STATES)) * survival
    rewards = random.normal(size=(2, 2, 2, STATES))
    return stochastic_game(rewards, moves, discount), rewards, moves, random


def best_of_all_plans(rewards, moves, discount, side, rival):
    """From each state the most that any of the 2^states pure stationary plans brings.

    Written out with dense matrices: some pure stationary plan is best from every state at once
    (Blackwell, D., 1962, Annals of Mathematical Statistics 33, 719-726).
    """
    own_axis = side
    if own_axis == 1:  # as if the side were the first
        rewards, moves = rewards.swapaxes(0, 1), moves.swapaxes(0, 1)
    mean_reward = rewards[:, 0] * (1 - rival) + rewards[:, 1] * rival
    mean_move = moves[:, 0] * (1 - rival[:, None]) + moves[:, 1] * rival[:, None]
    here = np.arange(STATES)
    values = []
    for plan in itertools.product((0, 1), repeat=STATES):
        reward, move = mean_reward[list(plan), here], mean_move[list(plan), here]
        values.append(np.linalg.solve(np.eye(STATES) - discount * move, reward))
    best = np.max(values, axis=0)
    assert min(np.abs(np.array(values) - best).max(axis=1)) < 1e-9
    return best


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("seed", range(6))
def test_a_best_reply_is_the_best_of_all_plans(seed, side):
    game, rewards, moves, random = random_game(seed)
    rival = random.uniform(size=STATES)
    reply = best_reply(game, side, rival)
    expected = best_of_all_plans(rewards[side], moves, 0.9, side, rival)
    assert reply.values == pytest.approx(expected, abs=1e-6)
    assert set(reply.strategy) <= {0.0, 1.0}
    # And the plan that it names does bring that.
    strategies = np.empty((2, STATES))
    strategies[side], strategies[1 - side] = reply.strategy, rival
    assert game.values_under(strategies)[side] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_exploitability_is_the_best_of_all_plans_less_what_is_played(seed):
    game, rewards, moves, random = random_game(seed, discount=0.8, survival=1.0)
    strategies = random.uniform(size=(2, STATES))
    played = game.values_under(strategies)
    gain = exploitability(game, strategies)
    for side in (0, 1):
        best = best_of_all_plans(rewards[side], moves, 0.8, side, strategies[1 - side])
        assert gain[side] == pytest.approx(best - played[side], abs=1e-6)
    assert gain.min() > 0.0


def test_a_reply_to_a_reply_gains_nothing_more():
    game, _, _, random = random_game(12)
    rival = random.uniform(size=STATES)
    reply = best_reply(game, 0, rival)
    gain = exploitability(game, np.stack([reply.strategy, rival]))
    assert gain[0] == pytest.approx(np.zeros(STATES), abs=1e-6)


def test_nobody_gains_at_a_nash_equilibrium_of_pure_strategies(repeated):
    """The dilemma: both accelerate (1, 1). Where both invest, each gains T - R for ever."""
    dilemma = repeated(discount=0.9)
    assert exploitability(dilemma, np.zeros((2, 1))) == pytest.approx(np.zeros((2, 1)), abs=1e-7)
    assert exploitability(dilemma, np.ones((2, 1))) == pytest.approx(
        np.full((2, 1), (5.0 - 3.0) / 0.1), abs=1e-6
    )


def test_nobody_gains_at_the_mixed_equilibrium_of_matching_pennies():
    """Half and half (von Neumann, 1928): the other is indifferent, and the value is 0."""
    own = np.array([[1.0, -1.0], [-1.0, 1.0]])
    pennies = stochastic_game(np.stack([own, -own])[..., None], np.ones((2, 2, 1, 1)), 0.5)
    half = np.full((2, 1), 0.5)
    assert exploitability(pennies, half) == pytest.approx(np.zeros((2, 1)), abs=1e-8)
    # Off by d, the other side takes 2 d a decision.
    off = np.array([[0.5], [0.6]])
    assert exploitability(pennies, off)[:, 0] == pytest.approx([0.2 / 0.5, 0.0], abs=1e-7)


@pytest.mark.parametrize("side", [0, 1])
def test_with_one_owner_both_reply_for_the_sum(side):
    game, rewards, moves, random = random_game(21)
    rival = random.uniform(size=STATES)
    reply = best_reply(planners_game(game), side, rival)
    expected = best_of_all_plans(rewards.sum(axis=0), moves, 0.9, side, rival)
    assert reply.values == pytest.approx(expected, abs=1e-6)
    assert exploitability(planners_game(game), random.uniform(size=(2, STATES))).min() > -1e-6


def test_a_tie_is_no_reason_to_change(repeated):
    """Where nothing depends on what is done, policy iteration ends at once."""
    flat = repeated((1.0, 1.0, 1.0, 1.0))
    reply = best_reply(flat, 0, np.array([0.3]))
    assert reply.strategy == pytest.approx([0.0])
    assert reply.values == pytest.approx([10.0])


def test_what_does_not_end_says_so(monkeypatch):
    monkeypatch.setattr(module, "_MOST", 1)
    game, _, _, _ = random_game(0)
    with pytest.raises(NotConvergedError, match="no best reply after 1 rounds"):
        best_reply(game, 0, np.full(STATES, 0.5))
