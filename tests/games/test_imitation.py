"""Populations that are played out, against exact laws."""

import numpy as np
import pytest

from race_sim.games.finite_population import imitation_law
from race_sim.games.imitation import from_each_end, simulate_imitation
from race_sim.games.three_strategies import three_strategies_law
from race_sim.problems import InputError

# A test fails by chance less than once in ten thousand times: |z| < 3.9.
LEAST_LIKELY = 3.9


def mean_by_law(table, population, intensity, mutation):
    first = np.arange(1.0, population)
    second = population - first
    of_first = (first - 1) * table[0, 0] + second * table[0, 1]
    of_second = first * table[1, 0] + (second - 1) * table[1, 1]
    law = imitation_law((of_first - of_second) / (population - 1), intensity, mutation)
    return law @ np.arange(population + 1) / population


@pytest.mark.parametrize(
    ("table", "intensity"),
    [
        (np.array([[-1.0, 2.0], [0.0, 1.0]]), 2.0),  # both stay
        (np.array([[3.0, 0.0], [4.0, 1.0]]), 0.5),  # the second wins
        (np.array([[2.0, 0.0], [0.0, 1.5]]), 2.0),  # each holds its ground
    ],
)
def test_two_strategies_are_played_as_often_as_the_law_says(table, intensity):
    population, mutation = 10, 0.1
    start = from_each_end(600, 2, population)
    found = simulate_imitation(
        table, population, intensity, mutation, 2500, start, seed=11, warm_up=1000
    ).shares[:, 0]
    error = found.std(ddof=1) / np.sqrt(len(found))
    exact = mean_by_law(table, population, intensity, mutation)
    assert error < 0.02  # small enough to tell
    assert abs(found.mean() - exact) < LEAST_LIKELY * error
    # The usual mistake, that developers also play against themselves, would be seen.
    alone = table + np.array([[3.0, 0.0], [0.0, -3.0]])
    assert abs(found.mean() - mean_by_law(alone, population, intensity, mutation)) > 10 * error


def test_each_start_comes_to_the_same():
    table = np.array([[2.0, 0.0], [0.0, 1.5]])
    start = from_each_end(800, 2, 8)
    found = simulate_imitation(table, 8, 1.0, 0.1, 1500, start, seed=5, warm_up=700).shares[:, 0]
    one, other = found[::2], found[1::2]
    error = np.hypot(one.std(ddof=1), other.std(ddof=1)) / np.sqrt(len(one))
    assert abs(one.mean() - other.mean()) < LEAST_LIKELY * error


def test_three_strategies_are_played_as_often_as_the_law_says():
    table = np.array([[1.0, 0.0, 2.0], [2.0, 1.0, 0.0], [0.0, 2.5, 1.0]])  # a cycle
    population = 9
    law = three_strategies_law(table, population, 1.0, 0.1)
    first, second = np.indices(law.shape)
    exact = np.array([(law * first).sum(), (law * second).sum()]) / population
    start = from_each_end(600, 3, population)
    found = simulate_imitation(table, population, 1.0, 0.1, 2500, start, seed=3, warm_up=1000)
    error = found.shares.std(axis=0, ddof=1) / np.sqrt(600)
    z = (found.shares.mean(axis=0)[:2] - exact) / error[:2]
    assert np.abs(z).max() < LEAST_LIKELY
    assert np.abs(exact - 1.0 / 3.0).max() > 8 * error.max()  # not merely even shares


def test_without_mutation_one_strategy_takes_over():
    start = from_each_end(40, 2, 6)
    start[:, :] = [3, 3]
    found = simulate_imitation(np.zeros((2, 2)), 6, 1.0, 0.0, 2000, start, seed=1)
    assert set(found.counts[:, 0]) == {0, 6}


def test_a_seed_is_a_population():
    start = from_each_end(5, 2, 6)
    runs = [
        simulate_imitation(np.eye(2), 6, 1.0, 0.1, 100, start, seed).shares for seed in (1, 1, 2)
    ]
    assert np.array_equal(runs[0], runs[1]) and not np.array_equal(runs[0], runs[2])


def test_bad_runs_are_refused():
    start = from_each_end(4, 2, 6)
    with pytest.raises(InputError, match="start: another number; allowed: 7 individuals each"):
        simulate_imitation(np.eye(2), 7, 1.0, 0.1, 10, start, 1)
    with pytest.raises(InputError, match=r"start: shape \(4, 2\); allowed: \(replicas, 3\)"):
        simulate_imitation(np.eye(3), 6, 1.0, 0.1, 10, start, 1)
    with pytest.raises(InputError, match="start: not counts"):
        simulate_imitation(np.eye(2), 6, 1.0, 0.1, 10, start + 0.5, 1)
    with pytest.raises(InputError, match="mutation: nan"):
        simulate_imitation(np.eye(2), 6, 1.0, float("nan"), 10, start, 1)
    with pytest.raises(InputError, match="updates: 10, 10 of them warm-up"):
        simulate_imitation(np.eye(2), 6, 1.0, 0.1, 10, start, 1, warm_up=10)
    with pytest.raises(InputError, match="payoffs: shape"):
        simulate_imitation(np.zeros((2, 2, 2)), 6, 1.0, 0.1, 10, start, 1)


def test_every_update_after_the_warm_up_counts():
    """One update that counts: its mean is what it leaves, even if it is the first."""
    table, start = np.array([[1.0, 0.0], [2.0, 3.0]]), from_each_end(50, 2, 10)
    for updates in (1, 7):
        found = simulate_imitation(table, 10, 1.0, 0.5, updates, start, seed=3, warm_up=updates - 1)
        np.testing.assert_allclose(found.shares, found.counts / 10, rtol=1e-12)
        assert np.any(found.counts != start)
