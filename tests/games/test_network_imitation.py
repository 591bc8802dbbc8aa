"""Networks: against exact laws where everybody meets, against a chain where few do."""

import itertools

import numpy as np
import pytest

from race_sim.games.finite_population import imitation_law
from race_sim.games.network_imitation import complete, lattice, scale_free, simulate_network
from race_sim.literature.han2020 import payoff_matrix
from race_sim.problems import InputError

# A test fails by chance less than once in ten thousand times: |z| < 3.9.
LEAST_LIKELY = 3.9
STAR = [[1, 2, 3], [0], [0], [0]]


def z_score(found, exact):
    return (found.mean() - exact) / (found.std(ddof=1) / np.sqrt(len(found)))


def each_way(replicas, size):
    """Half of the populations from each end."""
    return np.repeat((np.arange(replicas) % 2 == 0)[:, None], size, axis=1)


def test_where_everybody_meets_it_is_the_exact_law():
    table, size, beta, mutation = np.array([[2.0, 0.0], [1.5, 1.0]]), 8, 1.0, 0.1
    first = np.arange(1.0, size)
    of_first = (first - 1) * table[0, 0] + (size - first) * table[0, 1]
    of_second = first * table[1, 0] + (size - first - 1) * table[1, 1]
    law = imitation_law((of_first - of_second) / (size - 1), beta, mutation)
    found = simulate_network(
        table, complete(size), beta / (size - 1), mutation, 2500, each_way(600, size), 3,
        warm_up=800,
    )  # fmt: skip
    exact = law @ np.arange(size + 1) / size
    assert abs(z_score(found, exact)) < LEAST_LIKELY
    assert abs(exact - 0.5) > 0.05


def by_chain(table, network, intensity, mutation):
    """The law over all 2^Z populations, from a linear system."""
    size = len(network)
    states = list(itertools.product((0, 1), repeat=size))
    chain = np.zeros((len(states), len(states)))
    for place, state in enumerate(states):
        gains = [
            sum(table[state[one], state[other]] for other in network[one]) for one in range(size)
        ]
        for one in range(size):
            turns = mutation
            for other in network[one]:
                if state[other] != state[one]:
                    copies = 1 / (1 + np.exp(-intensity * (gains[other] - gains[one])))
                    turns += (1 - mutation) * copies / len(network[one])
            new = list(state)
            new[one] = 1 - new[one]
            chain[place, states.index(tuple(new))] += turns / size
    np.fill_diagonal(chain, 1.0 - chain.sum(axis=1))
    system = np.vstack([chain.T - np.eye(len(states)), np.ones(len(states))])
    law = np.linalg.lstsq(system, np.append(np.zeros(len(states)), 1.0), rcond=None)[0]
    return law @ [1.0 - sum(state) / size for state in states]


def test_a_star_is_its_chain():
    """The middle has three times the payoff: neither a mean over neighbours nor anonymous."""
    table = np.array([[3.0, 1.0], [2.5, 1.4]])
    found = simulate_network(table, STAR, 1.0, 0.1, 2500, each_way(800, 4), 5, warm_up=500)
    exact = by_chain(table, STAR, 1.0, 0.1)
    assert abs(z_score(found, exact)) < LEAST_LIKELY
    mean_payoffs = by_chain(table, complete(4), 1.0 / 3.0, 0.1)
    assert abs(z_score(found, mean_payoffs)) > LEAST_LIKELY


def test_hubs_shrink_the_dilemma_of_a_race():
    """Cimpeanu, Santos, Pereira, Lenaerts and Han (2022): where pairs alone choose unsafety."""
    pays = payoff_matrix(("AS", "AU"), 1.5, 0.75)  # in the dilemma
    start = np.random.default_rng(1).random((60, 100)) < 0.5
    run = {"intensity": 0.1, "mutation": 0.001, "updates": 8000, "start": start}
    hubs = simulate_network(pays, scale_free(100, 2, seed=4), seed=1, warm_up=4000, **run)
    even = simulate_network(pays, lattice(10), seed=2, warm_up=4000, **run)
    error = np.hypot(hubs.std(ddof=1), even.std(ddof=1)) / np.sqrt(60)
    assert (hubs.mean() - even.mean()) / error > LEAST_LIKELY


def test_networks_are_what_they_say():
    square = lattice(4)
    assert all(len(set(one)) == 4 for one in square)
    assert 4 in square[0] and 3 in square[0] and 12 in square[0]
    grown = scale_free(300, 3, seed=2)
    degrees = np.array([len(one) for one in grown])
    assert degrees.sum() == 2 * (6 + 3 * 296) and degrees.min() == 3
    assert degrees.max() > 5 * np.median(degrees)  # hubs
    for network in (square, grown):
        assert all(one in network[other] for one, many in enumerate(network) for other in many)


def test_bad_networks_are_refused():
    start = np.ones((2, 3), dtype=bool)
    for network, what in (
        ([[1], [0], []], r"network\[2\]: \[\]"),
        ([[1], [0, 2], [0]], "links both ways"),
        ([[0, 1], [0], [1]], r"network\[0\]: \[0, 1\]"),
        ([[1, 7], [0], [0]], r"network\[0\]: \[1, 7\]"),
    ):
        with pytest.raises(InputError, match=what):
            simulate_network(np.eye(2), network, 1.0, 0.1, 10, start, 1)
    with pytest.raises(InputError, match="start: int64"):
        simulate_network(np.eye(2), complete(3), 1.0, 0.1, 10, start.astype(int), 1)
    with pytest.raises(InputError, match="links: 5; allowed: from 1 to 4"):
        scale_free(5, 5, seed=1)
    with pytest.raises(InputError, match="side: 2"):
        lattice(2)
