"""Where a curve goes: known shapes, an independent count, and chance that is no direction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature.comparison.direction import (
    direction,
    exact_sign,
    sampled_direction,
    turns,
)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0.1, 0.2], "rises"),
        ([0.2, 0.1], "falls"),
        ([0.2, 0.2, 0.2], "no effect"),
        ([0.2, 0.2, 0.3, 0.3], "rises"),
        ([0.1, 0.4, 0.4, 0.2], "rises, then falls"),
        ([0.4, 0.1, 0.4], "falls, then rises"),
        ([0.1, 0.4, 0.1, 0.4], "rises and falls"),
        ([0.84, 0.8399, 0.84], "no effect"),  # less than a tenth of a percentage point
        ([0.1, 0.1004, 0.1008, 0.1012], "rises"),  # small steps add up
        ([np.nan, 0.1, 0.2, np.nan], "rises"),
        ([np.nan, 0.1], "has no equilibrium"),
    ],
)
def test_shapes(values, said):
    assert direction(values) == said


def test_what_is_no_share_is_measured_against_its_size():
    assert direction([1000.0, 1000.5], "payoff") == "no effect"
    assert direction([1000.0, 1002.0], "payoff") == "rises"
    assert direction([0.0, 0.0], "payoff") == "no effect"


@given(st.lists(st.integers(0, 4), min_size=2, max_size=12))
def test_steps_that_all_count_are_counted(levels):
    """If every step is larger than what counts as none: the signs of the steps, runs merged."""
    steps = np.sign(np.diff(levels)).astype(int)
    steps = steps[steps != 0]
    runs = tuple(
        int(one) for place, one in enumerate(steps) if place == 0 or one != steps[place - 1]
    )
    values = [0.1 * level for level in levels]
    assert turns(len(values), exact_sign(values)) == runs


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=10))
def test_upside_down_it_goes_the_other_way(values):
    way = turns(len(values), exact_sign(values))
    assert turns(len(values), exact_sign([1.0 - one for one in values])) == tuple(
        -one for one in way
    )


def test_chance_alone_is_no_direction():
    """Of 400 curves of pure noise over five levels, at a chance of 1 in 1,000 for each of the ten
    pairs at most 1 % have a direction: more than 13 would happen in 1 of 10,000 such tests."""
    random = np.random.default_rng(7)
    found = [sampled_direction(list(random.normal(size=(5, 300)))) for _ in range(400)]
    assert sum(one != "no effect" for one in found) <= 13


def test_common_luck_shows_what_noise_would_hide():
    random = np.random.default_rng(8)
    luck = random.normal(size=500)
    same = [luck + 0.01 * level for level in range(5)]
    assert sampled_direction(same) == "rises"
    apart = [random.normal(size=500) + 0.01 * level for level in range(5)]
    assert sampled_direction(apart) == "no effect"


def test_a_world_that_does_not_count_does_not_count():
    random = np.random.default_rng(9)
    first = random.normal(size=200)
    second = first + 1.0
    second[:50] = np.nan
    assert sampled_direction([first, second]) == "rises"
    assert sampled_direction([first[:1], second[60:61]]) == "no effect"  # one world says nothing
