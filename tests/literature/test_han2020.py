"""Measures of Han et al. (2020), and how fast its map is."""

import time

import numpy as np
import pytest

from race_sim.games.imitation import from_each_end, simulate_imitation
from race_sim.literature import han2020
from race_sim.literature.known import known_results
from race_sim.problems import InputError

SLOWEST = 2.0  # seconds; it takes some hundredths


@pytest.mark.parametrize("measure", han2020.MEASURES, ids=lambda one: one.name)
def test_measures_take_all_parameters(measure):
    parameters = han2020.Parameters.defaults() | {"speed": np.array([[1.2], [3.0]])}
    parameters["cost"] = np.array([0.5, 1.0, 1.5])
    found = np.broadcast_to(measure.of(**parameters), (2, 3))
    alone = measure.of(speed=3.0, cost=1.5)
    assert found[1, 2] == pytest.approx(alone, rel=1e-9)
    with pytest.raises(InputError, match="spede: is no parameter"):
        measure.of(spede=2.0)


def test_a_setback_needs_an_unsafe_developer():
    """If all are unsafe two setbacks are possible; if all are safe, none."""
    assert han2020.setback_chance(setback_risk=0.3) == pytest.approx(1.0 - 0.7**2)
    assert han2020.setback_chance(setback_risk=0.95) == pytest.approx(0.0, abs=1e-6)


def test_the_chance_of_a_setback_is_that_of_pairs_who_are_drawn():
    """Pairs drawn from the law, mutation being frequent, rather than means of counts."""
    point = {"speed": 1.5, "setback_risk": 0.75, "population": 12, "mutation": 0.2}
    exact = han2020.setback_chance(**point)
    random = np.random.default_rng(2)
    pays = han2020.payoff_matrix(("AS", "AU"), 1.5, 0.75)
    start = from_each_end(8_000, 2, 12)
    counts = simulate_imitation(pays, 12, 0.01, 0.2, 300, start, 4).counts
    chosen = random.random((2, len(counts)))
    first = chosen[0] < counts[:, 1] / 12
    second = chosen[1] < (counts[:, 1] - first) / 11
    wins = np.where(first & second, 2, first.astype(int) + second)  # who may have a setback
    setback = random.random(len(counts)) < 1.0 - 0.25**wins
    error = np.sqrt(exact * (1.0 - exact) / len(counts))
    assert abs(setback.mean() - exact) < 3.9 * error  # less than once in 10,000 times by chance
    all_unsafe = 1.0 - 0.25**2
    assert abs(setback.mean() - all_unsafe) > 10.0 * error


def test_the_map_is_fast():
    """The issue's budget for a map of 400 x 400 points is two seconds."""
    begin = time.perf_counter()
    found = han2020.region_map(size=400)
    assert time.perf_counter() - begin < SLOWEST
    assert found.region.shape == (400, 400)


def test_known_results_are_there():
    """Held to in test_known.py: 12 payoffs, 27 lines, 4 regions, 64 of the population."""
    assert len(known_results("han2020")) == 107
