"""The solver against stochastic games that can be solved by hand."""

import numpy as np
import pytest
from scipy.optimize import brentq

from race_sim.foresight.best_reply import best_reply, exploitability
from race_sim.foresight.logit_equilibrium import (
    NotConvergedError,
    logit_equilibrium,
    planner,
    planners_game,
    unsettled_states,
    updated,
    with_held,
)
from race_sim.foresight.newton import newton, point_at
from race_sim.foresight.stochastic_game import stochastic_game

pytestmark = pytest.mark.short


def logistic(x):
    return 1.0 / (1.0 + np.exp(-x))


@pytest.mark.parametrize("rationality", [0.5, 2.0, 10.0])
@pytest.mark.parametrize("discount", [0.0, 0.9])
def test_repeated_game_in_which_the_gain_is_constant(repeated, rationality, discount):
    """T - R = P - S = 1: the gain from investing is -1 whatever the rival does.

    McKelvey and Palfrey (1995): p = 1 / (1 + exp(lambda)); the value is the mean over (1 - delta).
    """
    found = logit_equilibrium(repeated((3.0, 0.0, 4.0, 1.0), discount), rationality)
    p = logistic(-rationality)
    assert found.strategies == pytest.approx(np.full((2, 1), p), abs=1e-6)
    mean = 3.0 * p * p + 0.0 * p * (1 - p) + 4.0 * p * (1 - p) + 1.0 * (1 - p) ** 2
    assert found.values == pytest.approx(np.full((2, 1), mean / (1.0 - discount)), rel=1e-4)
    assert found.unsettled == 0


@pytest.mark.parametrize("rationality", [0.3, 1.0, 3.0])
def test_repeated_dilemma_against_the_root_of_its_equation(repeated, rationality):
    """Axelrod's game: the gain is -1 - p, so p = logistic(-lambda (1 + p)); by bisection."""
    found = logit_equilibrium(repeated(), rationality)
    root = brentq(lambda p: logistic(-rationality * (1.0 + p)) - p, 0.0, 1.0, xtol=1e-12)
    assert found.strategies == pytest.approx(np.full((2, 1), root), abs=1e-6)


def test_repetition_alone_makes_no_cooperation_without_memory(repeated):
    """Stationary strategies of a one-state game are those of the stage game: both accelerate."""
    found = logit_equilibrium(repeated(discount=0.99), 200.0)
    assert found.strategies.max() < 1e-6
    assert exploitability(repeated(discount=0.99), found.strategies).max() < 1e-6


def zero_sum():
    """Two states; the first is matching pennies for a stake, the second repays (Shapley, 1953)."""
    first = np.array([[2.0, -1.0], [-1.0, 1.0]])
    second = np.array([[0.0, 1.0], [1.5, -0.5]])
    own = np.stack([first, second], axis=-1)
    moves = np.empty((2, 2, 2, 2))
    moves[..., 0, :] = (0.7, 0.3)
    moves[0, 0, 0] = (0.2, 0.8)
    moves[..., 1, :] = (0.5, 0.5)
    moves[1, 0, 1] = (0.9, 0.1)
    return own, moves, 0.8


def value_of(matrix):
    """The value of a 2x2 zero-sum game to the row player (von Neumann, 1928)."""
    floor, ceiling = matrix.min(axis=1).max(), matrix.max(axis=0).min()
    if floor == ceiling:
        return floor
    (a, b), (c, d) = matrix
    return (a * d - b * c) / (a + d - b - c)


def test_zero_sum_game_against_shapleys_iteration():
    """Shapley (1953): v(s) = val[r + discount P v]; the sharp logit equilibrium comes close to it.

    Values of a logit equilibrium of a zero-sum game are off by at most about
    2 ln 2 / (lambda (1 - discount)).
    """
    own, moves, discount = zero_sum()
    values = np.zeros(2)
    for _ in range(400):
        worth = own + discount * np.einsum("abst,t->abs", moves, values)
        values = np.array([value_of(worth[..., state]) for state in range(2)])
    game = stochastic_game(np.stack([own, -own]), moves, discount)
    found = logit_equilibrium(game, 40.0)
    assert found.values[0] == pytest.approx(values, abs=2.0 * np.log(2.0) / (40.0 * 0.2))
    assert found.values[0] == pytest.approx(-found.values[1], abs=1e-5)


def test_one_who_decides_alone_against_a_hand_solution():
    """A Markov decision process: work now for 0 and harvest 2 next, or take 0.5 at once for ever.

    Investing in state 0 leads to state 1, which pays 2 and leads back: (2 delta) / (1 - delta^2).
    Accelerating pays 0.5 and stays: 0.5 / (1 - delta). Investing is better iff delta > 1/3.
    """
    for delta, invests in ((0.2, False), (0.5, True)):
        rewards = np.zeros((2, 2, 2, 2))
        rewards[0, 0, :, 0] = 0.5
        rewards[0, :, :, 1] = 2.0
        moves = np.zeros((2, 2, 2, 2))
        moves[0, :, 0, 0] = 1.0
        moves[1, :, 0, 1] = 1.0
        moves[:, :, 1, 0] = 1.0
        game = stochastic_game(rewards, moves, delta)
        found = logit_equilibrium(game, 400.0)
        assert (found.strategies[0, 0] > 0.5) == invests
        expected = 2.0 * delta / (1.0 - delta**2) if invests else 0.5 / (1.0 - delta)
        assert found.values[0, 0] == pytest.approx(expected, abs=0.02)
        reply = best_reply(game, 0, np.full(2, 0.5))
        assert reply.values[0] == pytest.approx(expected, abs=1e-7)
        assert reply.strategy[0] == float(invests)


def grim(discount, payoffs=(3.0, 0.0, 5.0, 1.0)):
    """The repeated dilemma with a state that remembers: 0 peace, 1 once somebody accelerated."""
    reward, sucker, temptation, punishment = payoffs
    own = np.array([[punishment, temptation], [sucker, reward]])
    rewards = np.repeat(np.stack([own, own.T])[..., None], 2, axis=-1)
    moves = np.zeros((2, 2, 2, 2))
    moves[..., 0, 1] = 1.0
    moves[1, 1, 0] = (1.0, 0.0)
    moves[..., 1, 1] = 1.0
    return stochastic_game(rewards, moves, discount)


@pytest.mark.parametrize(("discount", "holds"), [(0.49, False), (0.51, True), (0.9, True)])
def test_grim_trigger_is_an_equilibrium_from_the_known_discount_on(discount, holds):
    """Friedman (1971): safe in peace only; no gain iff delta >= (T - R) / (T - P) = 1/2."""
    strategies = np.array([[1.0, 0.0], [1.0, 0.0]])
    gain = exploitability(grim(discount), strategies)[:, 0]
    assert (gain.max() < 1e-7) == holds
    # What a deviation brings, by hand: T + delta P / (1 - delta) - R / (1 - delta).
    by_hand = 5.0 + discount * 1.0 / (1.0 - discount) - 3.0 / (1.0 - discount)
    assert gain == pytest.approx(np.full(2, max(by_hand, 0.0)), abs=1e-6)


def test_planner_decides_for_the_sum():
    """In the dilemma the sum is largest if both invest: 6 against 5 and 2, gain 1 or 3."""
    found = planner(grim(0.9), 30.0)
    assert found.strategies.min() > 0.99
    assert found.values.shape == (1, 2)
    assert found.values[0, 0] == pytest.approx(6.0 / 0.1, rel=0.01)
    both = planners_game(grim(0.9))
    assert both.rewards[0] == pytest.approx(grim(0.9).rewards.sum(axis=0))


@pytest.mark.parametrize("seed", range(4))
def test_residuals_are_what_they_say(seed):
    """Recomputed from scratch on random games, with dense matrices."""
    random = np.random.default_rng(seed)
    chances = random.dirichlet(np.ones(4), size=(2, 2, 4)) * 0.95
    rewards = random.normal(size=(2, 2, 2, 4))
    game = stochastic_game(rewards, chances, 0.85)
    found = logit_equilibrium(game, 3.0)
    worth = rewards + 0.85 * np.einsum("abst,ot->oabs", chances, found.values)
    us, cn = found.strategies
    gain_us = (worth[0, 1, 0] - worth[0, 0, 0]) * (1 - cn) + (worth[0, 1, 1] - worth[0, 0, 1]) * cn
    gain_cn = (worth[1, 0, 1] - worth[1, 0, 0]) * (1 - us) + (worth[1, 1, 1] - worth[1, 1, 0]) * us
    off = np.abs(np.stack([logistic(3.0 * gain_us), logistic(3.0 * gain_cn)]) - found.strategies)
    assert off.max() < 2e-6
    assert found.strategy_residual == pytest.approx(off.max(), abs=1e-9)
    assert found.value_residual < 1e-6
    # Noise costs something, and no more than its bound: ln 2 a decision at the most.
    gain = exploitability(game, found.strategies)
    assert gain.min() > -1e-6 and gain.max() < np.log(2.0) / 3.0 / (1.0 - 0.85)


def test_best_reply_against_every_plan():
    """Sixteen pure stationary plans of four states, each valued; the best is the best reply."""
    random = np.random.default_rng(9)
    chances = random.dirichlet(np.ones(4), size=(2, 2, 4)) * 0.9
    game = stochastic_game(random.normal(size=(2, 2, 2, 4)), chances, 0.9)
    rival = random.uniform(size=4)
    reply = best_reply(game, 1, rival)
    plans = [[(plan >> state) & 1 for state in range(4)] for plan in range(16)]
    values = [game.values_under(np.array([rival, plan], dtype=float))[1] for plan in plans]
    assert reply.values == pytest.approx(np.max(values, axis=0), abs=1e-6)


def test_what_does_not_come_to_rest_says_so(repeated, monkeypatch):
    monkeypatch.setattr("race_sim.foresight.logit_equilibrium.ROUNDS", ((1, 0.01),))
    monkeypatch.setattr("race_sim.foresight.logit_equilibrium._NEWTON_STEPS", 0)
    with pytest.raises(NotConvergedError, match="has not come to rest"):
        logit_equilibrium(repeated(), 3.0, tolerance=1e-12)


HELD_BY = {
    "newton": lambda *given: newton(*given, 60),
    "updates": lambda *given: updated(*given, 400, 1.0),
    "with_held": with_held,
}


@pytest.mark.parametrize("solve", HELD_BY.values(), ids=HELD_BY)
def test_a_state_that_is_held_keeps_its_chances_and_the_rest_is_solved(solve):
    """Peace is held at 0.3 and 0.6; after it, the dilemma has the root of its equation.

    The value of peace then follows from V = mean reward + discount (p V + (1 - p) W), with p the
    chance that both invest and W the value of what comes after.
    """
    rationality, discount = 1.0, 0.9
    us, cn = 0.3, 0.6
    game = grim(discount)
    strategies, held = np.array([[us, 0.5], [cn, 0.5]]), np.array([True, False])
    begin = point_at(game, np.zeros((2, 2)), strategies, rationality, held)
    found, _ = solve(game, begin, rationality, 1e-8)
    assert found.strategies[:, 0].tolist() == [us, cn]
    root = brentq(lambda p: logistic(-rationality * (1.0 + p)) - p, 0.0, 1.0, xtol=1e-13)
    assert found.strategies[:, 1] == pytest.approx([root, root], abs=1e-7)

    def mean(own, rival):
        chances = own * rival, own * (1 - rival), (1 - own) * rival, (1 - own) * (1 - rival)
        return float(np.dot(chances, (3.0, 0.0, 5.0, 1.0)))

    after = mean(root, root) / (1.0 - discount)
    peace = [
        (mean(own, rival) + discount * (1.0 - us * cn) * after) / (1.0 - discount * us * cn)
        for own, rival in ((us, cn), (cn, us))
    ]
    assert found.values[:, 0] == pytest.approx(peace, rel=1e-6)
    assert found.values[:, 1] == pytest.approx([after, after], rel=1e-6)
    # It is no equilibrium there, and is counted as such.
    assert unsettled_states(found, 1e-6) == 1
