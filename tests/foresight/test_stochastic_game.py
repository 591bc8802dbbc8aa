"""Values of fixed strategies, and what is refused."""

import numpy as np
import pytest

from race_sim.foresight.stochastic_game import averaged, joint_chances, stochastic_game
from race_sim.problems import InputError

pytestmark = pytest.mark.short


def random_game(seed, states=5, discount=0.8):
    random = np.random.default_rng(seed)
    chances = random.dirichlet(np.ones(states), size=(2, 2, states)) * 0.97
    return stochastic_game(random.normal(size=(2, 2, 2, states)), chances, discount), chances


def test_joint_chances_multiply():
    both = joint_chances(np.array([[0.25], [0.1]]))
    assert both[:, :, 0] == pytest.approx(np.array([[0.675, 0.075], [0.225, 0.025]]))


@pytest.mark.parametrize("seed", range(5))
def test_values_solve_the_linear_equations(seed):
    """Two ways: GMRES on the sparse game, and a dense (1 - discount P) v = r."""
    game, chances = random_game(seed)
    strategies = np.random.default_rng(seed + 100).uniform(size=(2, 5))
    weights = joint_chances(strategies)
    moves = np.einsum("abs,abst->st", weights, chances)
    rewards = np.einsum("oabs,abs->os", game.rewards, weights)
    expected = np.linalg.solve(np.eye(5) - 0.8 * moves, rewards.T).T
    assert game.values_under(strategies, None, 1e-10) == pytest.approx(expected, abs=1e-8)
    worth = game.action_values(expected)
    assert averaged(worth, strategies) == pytest.approx(expected, abs=1e-10)


def test_a_game_that_ends_is_worth_less_by_what_is_missing():
    """Reward 1 and survival q a decision: 1 / (1 - discount q)."""
    game = stochastic_game(np.ones((1, 2, 2, 1)), np.full((2, 2, 1, 1), 0.6), 0.5)
    assert game.values_under(np.full((2, 1), 0.3))[0, 0] == pytest.approx(1.0 / 0.7)


@pytest.mark.parametrize(
    ("rewards", "moves", "discount", "message"),
    [
        (np.ones((3, 2, 2, 1)), np.ones((2, 2, 1, 1)), 0.5, "rewards: shape"),
        (np.full((1, 2, 2, 1), np.nan), np.ones((2, 2, 1, 1)), 0.5, "rewards: hold what is no"),
        (np.ones((1, 2, 2, 1)), np.full((2, 2, 1, 1), 1.1), 0.5, "rows that are no chances"),
        (np.ones((1, 2, 2, 1)), np.full((2, 2, 1, 1), -0.1), 0.5, "rows that are no chances"),
        (np.ones((1, 2, 2, 1)), np.ones((2, 2, 1, 1)), 1.0, "discount: 1.0"),
    ],
)
def test_what_is_no_game_is_refused(rewards, moves, discount, message):
    with pytest.raises(InputError, match=message):
        stochastic_game(rewards, moves, discount)
