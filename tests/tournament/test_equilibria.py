"""Equilibria: games whose equilibria are known, and what Monte-Carlo error does to them."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.tournament.bimatrix import Bimatrix
from race_sim.tournament.equilibria import (
    LEMKE_HOWSON,
    SUPPORTS,
    TIES,
    equilibria_of,
    judged,
    mixed_equilibria,
    pure_equilibria,
    regret_of,
)
from race_sim.tournament.moments import Moments

PRISONERS = np.array([[3.0, 0.0], [5.0, 1.0]])
PENNIES = np.array([[1.0, -1.0], [-1.0, 1.0]])


def game(us, cn, worlds=400, noise=0.0, seed=0):
    """A bimatrix whose worlds scatter about known means; luck is common to all pairs."""
    us, cn = np.asarray(us, dtype=float), np.asarray(cn, dtype=float)
    means = np.concatenate([us.ravel(), cn.ravel()])
    generator = np.random.default_rng(seed)
    common = generator.normal(0.0, 50.0 * noise, size=(worlds, 1))
    own = generator.normal(0.0, noise, size=(worlds, len(means)))
    scatter = own - own.mean(axis=0) + common - common.mean()
    moments = Moments(len(means), together=True)
    moments.add(means + scatter)
    return Bimatrix(tuple(f"policy {n}" for n in range(len(us))), moments)


def supports(found):
    return {(tuple(np.flatnonzero(one.us)), tuple(np.flatnonzero(one.cn))) for one in found.found}


@pytest.mark.parametrize(
    ("us", "cn", "expected"),
    [
        (PRISONERS, PRISONERS.T, [(1, 1)]),
        (PENNIES, -PENNIES, []),
        ([[2, 0], [0, 1]], [[1, 0], [0, 2]], [(0, 0), (1, 1)]),  # battle of the sexes
        ([[0, -1], [1, -9]], [[0, 1], [-1, -9]], [(0, 1), (1, 0)]),  # chicken
        (np.zeros((2, 2)), np.zeros((2, 2)), [(0, 0), (0, 1), (1, 0), (1, 1)]),
    ],
)
def test_pure_equilibria_of_known_games(us, cn, expected):
    assert pure_equilibria(np.asarray(us, float), np.asarray(cn, float)) == expected


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 7))
def test_pure_equilibria_are_those_without_regret(seed, count):
    generator = np.random.default_rng(seed)
    us, cn = generator.integers(0, 4, size=(2, count, count)).astype(float)
    unit = np.eye(count)
    without = [
        (row, column)
        for row in range(count)
        for column in range(count)
        if regret_of(us, cn, unit[row], unit[column]) == 0.0
    ]
    assert pure_equilibria(us, cn) == without


def test_mixtures_of_known_games():
    pennies = equilibria_of(game(PENNIES, -PENNIES))
    assert pennies.complete and pennies.method == SUPPORTS and not pennies.pure
    assert [(one.us, one.cn) for one in pennies.found] == [((0.5, 0.5), (0.5, 0.5))]
    sexes = equilibria_of(game([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    mixed = next(one for one in sexes.found if not one.pure)
    assert len(sexes.found) == 3 and sexes.complete
    assert mixed.us == pytest.approx((2 / 3, 1 / 3)) and mixed.cn == pytest.approx((1 / 3, 2 / 3))


def test_large_games_go_by_lemke_and_howson():
    generator = np.random.default_rng(11)
    us, cn = generator.normal(size=(2, 9, 9))
    pairs, method, complete = mixed_equilibria(us, cn)
    assert method == LEMKE_HOWSON and not complete and pairs
    for x, y in pairs:
        assert regret_of(us, cn, x, y) < 1e-9
        assert x.sum() == pytest.approx(1.0) and y.sum() == pytest.approx(1.0)


def test_games_full_of_ties_do_not_break_it():
    us = np.repeat(np.repeat(PRISONERS, 5, axis=0), 5, axis=1)
    found = equilibria_of(game(us, us.T))
    assert len(found.pure) == 25 and not found.complete
    assert all(one.regret == 0.0 and one.firm for one in found.pure)


def test_without_noise_an_equilibrium_is_firm():
    found = equilibria_of(game(PRISONERS, PRISONERS.T)).pure[0]
    assert found.firm and found.regret == 0.0 and found.regret_limit == 0.0
    assert found.us_payoff == (1.0, 1.0, 1.0)


def test_the_limit_of_regret_is_the_larger_limit_of_the_gains():
    """Each side has one other policy: two gains, so each at 97.5 %, one-sided."""
    bimatrix = game(PRISONERS, PRISONERS.T, noise=8.0)
    found = judged(bimatrix, np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    weights = np.array([[0.0, 1.0], [0.0, -1.0]])
    us = bimatrix.estimate(weights, np.zeros((2, 2)), 0.95)
    cn = bimatrix.estimate(np.zeros((2, 2)), weights.T, 0.95)
    assert us.value == pytest.approx(-1.0)
    assert found.regret_limit == pytest.approx(max(us.high, cn.high, 0.0))
    assert found.firm == (max(us.high, cn.high) <= 0.0)


def test_common_luck_makes_firm_what_the_payoffs_alone_would_not():
    """Payoffs are known to no better than several units, their differences to a tenth."""
    found = equilibria_of(game(PRISONERS, PRISONERS.T, noise=1.0)).pure[0]
    assert found.us_payoff.high - found.us_payoff.low > 8.0
    assert found.firm
    assert not equilibria_of(game(PRISONERS, PRISONERS.T, noise=30.0)).pure[0].firm


def test_false_equilibria_are_seldom_called_firm():
    """Where the truth is that the other policy gains a little, 5 % may be wrong, and no more."""
    us = np.array([[1.0, 1.0], [1.05, 1.05]])
    wrong = 0
    for seed in range(300):
        generator = np.random.default_rng(seed)
        moments = Moments(8, together=True)
        truth = np.concatenate([us.ravel(), us.T.ravel()])
        moments.add(truth + generator.normal(0.0, 1.0, size=(50, 8)))
        wrong += judged(Bimatrix(("a", "b"), moments), np.eye(2)[0], np.eye(2)[0]).firm
    assert wrong <= 0.05 * 300


def test_without_nashpy_it_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "nashpy", None)
    found = equilibria_of(game(PENNIES, -PENNIES))
    assert found.found == () and "nashpy is missing" in found.method and not found.complete


def test_one_world_makes_nothing_firm():
    found = equilibria_of(game(PRISONERS, PRISONERS.T, worlds=1)).pure[0]
    assert not found.firm and np.isnan(found.regret_limit)


def test_large_games_with_ties_say_that_nothing_was_looked_for():
    """Two policies that come to the same: the search that might not end is not begun."""
    random = np.random.default_rng(3)
    us, cn = random.normal(size=(2, 8, 8))
    us[3], cn[:, 3] = us[5], cn[:, 5]
    assert mixed_equilibria(us, cn) == ([], TIES, False)
