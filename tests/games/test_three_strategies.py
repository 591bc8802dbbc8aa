"""The law of three strategies against a linear system, two strategies and mutation alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from race_sim.games.finite_population import imitation_law, stationary
from race_sim.games.three_strategies import three_strategies_law
from race_sim.problems import InputError


def by_linear_system(table, population, intensity, mutation):
    """The whole chain as a matrix, each state with its six neighbours."""
    states = [
        (i, j, population - i - j) for i in range(population + 1) for j in range(population + 1 - i)
    ]
    number = {state: place for place, state in enumerate(states)}
    chain = np.zeros((len(states), len(states)))
    for state in states:
        gains = [
            (sum(state[b] * table[a, b] for b in range(3)) - table[a, a]) / (population - 1)
            for a in range(3)
        ]
        for a in range(3):
            for b in range(3):
                if a != b and state[a] > 0:
                    copies = 1 / (1 + np.exp(-intensity * (gains[b] - gains[a])))
                    turns = mutation / 2 + (1 - mutation) * state[b] / (population - 1) * copies
                    new = list(state)
                    new[a] -= 1
                    new[b] += 1
                    chain[number[state], number[tuple(new)]] += state[a] / population * turns
    np.fill_diagonal(chain, 1.0 - chain.sum(axis=1))
    system = np.vstack([chain.T - np.eye(len(states)), np.ones(len(states))])
    law = np.linalg.lstsq(system, np.append(np.zeros(len(states)), 1.0), rcond=None)[0]
    found = np.zeros((population + 1, population + 1))
    for state, chance in zip(states, law, strict=True):
        found[state[0], state[1]] = chance
    return found


@settings(max_examples=12)
@given(
    arrays(float, (3, 3), elements=st.floats(-2.0, 2.0)), st.integers(2, 6), st.floats(0.02, 1.0)
)
def test_it_solves_the_linear_system(table, population, mutation):
    found = three_strategies_law(table, population, 0.7, mutation)
    assert found == pytest.approx(by_linear_system(table, population, 0.7, mutation), abs=1e-9)
    assert found.sum() == pytest.approx(1.0)


def test_two_strategies_that_pay_the_same_can_change_places():
    table = np.array([[2.0, 2.0, 0.5], [2.0, 2.0, 0.5], [2.5, 2.5, 1.0]])
    law = three_strategies_law(table, 12, 1.0, 0.05)
    assert law == pytest.approx(law.T, rel=1e-9, abs=0.0)


def test_with_little_mutation_only_the_ends_count():
    table = np.array([[1.0, 0.2, 1.0], [1.3, 0.6, 1.1], [1.0, 0.4, 1.0]])
    law = three_strategies_law(table, 10, 0.5, 1e-10)
    ends = [law[10, 0], law[0, 10], law[0, 0]]
    assert ends == pytest.approx(stationary(table, 10, 0.5), rel=1e-5)


def test_almost_absorbing_ends_are_exact():
    """The third strategy loses at once: what is left is the law of two, less its mutants."""
    table = np.array([[51.0, 0.6, 51.0], [106.0, 54.0, 106.0], [-9e4, -9e4, -9e4]])
    law = three_strategies_law(table, 20, 1.0, 1e-6)
    first = np.arange(1.0, 20)
    gains = ((first - 1) * (51 - 106) + (19 - first) * (0.6 - 54) + 0.6 - 106) / 19
    two = imitation_law(gains, 1.0, 5e-7)  # half of the mutants are of the third kind
    assert law[1, 19] / law[0, 20] == pytest.approx(two[1] / two[0], rel=1e-4)
    assert law[20, 0] > 0.0 and np.isfinite(law).all()


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="population: 200; allowed: to 120"):
        three_strategies_law(np.zeros((3, 3)), 200, 1.0, 0.1)
    with pytest.raises(InputError, match=r"payoffs: shape \(2, 2\)"):
        three_strategies_law(np.zeros((2, 2)), 20, 1.0, 0.1)
    with pytest.raises(InputError, match="mutation: 0"):
        three_strategies_law(np.zeros((3, 3)), 20, 1.0, 0.0)
