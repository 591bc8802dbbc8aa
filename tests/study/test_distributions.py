"""Distributions: their quantiles, their values on a grid, and their words."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from race_sim.parameters import knobs
from race_sim.study.distribution_table import distribution_of
from race_sim.study.distributions import Distribution

pytestmark = pytest.mark.short

RIVALRY = knobs()["payoffs.rivalry"]  # a number from 0 to 10
POLICY = knobs()["us.policy"]
WHOLE = RIVALRY._replace(key="test.whole", default=3)  # no parameter is a whole number yet

# A law of each kind, with the law that SciPy knows by its usual name.
LAWS = {
    "uniform": ({"low": 0.5, "high": 2.0}, stats.uniform(0.5, 1.5)),
    "log-uniform": ({"low": 0.01, "high": 2.0}, stats.loguniform(0.01, 2.0)),
    "triangular": (
        {"low": 1.0, "high": 5.0, "mode": 2.0},
        stats.triang(0.25, loc=1.0, scale=4.0),
    ),
    "normal": ({"mean": 5.0, "deviation": 0.3}, stats.norm(5.0, 0.3)),
    "log-normal": ({"median": 0.5, "spread": 0.2}, stats.lognorm(0.2, scale=0.5)),
    "beta": ({"low": 0.0, "high": 4.0, "a": 2.0, "b": 3.0}, stats.beta(2.0, 3.0, scale=4.0)),
}


def made(given, knob=RIVALRY) -> Distribution:
    problems = []
    found = distribution_of(knob, given, problems)
    assert not problems
    return found


def tables():
    """Tables of every kind of law over part of the range of rivalry."""
    ends = st.tuples(st.floats(0.01, 9.0), st.floats(0.01, 1.0)).map(
        lambda pair: {"low": pair[0], "high": pair[0] + pair[1]}
    )
    inside = st.floats(0.0, 1.0)
    shape = st.floats(0.3, 5.0)
    return st.one_of(
        ends.map(lambda t: {"distribution": "uniform", **t}),
        ends.map(lambda t: {"distribution": "log-uniform", **t}),
        st.tuples(ends, inside).map(
            lambda p: {
                "distribution": "triangular",
                **p[0],
                "mode": min(p[0]["low"] + p[1] * (p[0]["high"] - p[0]["low"]), p[0]["high"]),
            }
        ),
        st.tuples(ends, inside, shape).map(
            lambda p: {
                "distribution": "normal", **p[0], "mean": p[0]["low"] + p[1], "deviation": p[2],
            }
        ),
        st.tuples(ends, shape).map(
            lambda p: {
                "distribution": "log-normal", **p[0], "median": p[0]["low"], "spread": p[1],
            }
        ),
        st.tuples(ends, shape, shape).map(
            lambda p: {"distribution": "beta", **p[0], "a": p[1], "b": p[2]}
        ),
    )  # fmt: skip


@given(table=tables(), uniforms=st.lists(st.floats(0.0, 1.0), min_size=2, max_size=20))
def test_quantiles_never_fall_and_never_leave_the_range(table, uniforms):
    spread = made(table)
    values = spread.at([0.0, *sorted(uniforms), 1.0])
    assert all(before <= after for before, after in pairwise(values))
    assert all(table["low"] <= value <= table["high"] for value in values)


@given(table=tables(), uniform=st.floats(0.0, 1.0))
def test_one_quantile_is_the_same_as_one_of_many(table, uniform):
    spread = made(table)
    assert spread.at(uniform) == spread.at([0.1, uniform])[1]


@given(table=tables())
def test_what_is_written_reads_back_as_the_same_law(table):
    spread = made(table)
    assert made(spread.as_dictionary()) == spread


# Six laws at a level of 1e-3 each: a right programme would fail here with probability 6e-3, once
# and for all, as the seed is fixed.
@pytest.mark.parametrize("kind", LAWS)
def test_values_follow_their_law(kind):
    fields, law = LAWS[kind]
    spread = made({"distribution": kind, **fields})
    values = spread.at(np.random.default_rng(20261124).random(20_000))
    assert stats.kstest(values, law.cdf).pvalue > 1e-3


def test_a_slightly_wrong_law_would_be_seen():
    fields, _ = LAWS["normal"]
    spread = made({"distribution": "normal", **fields})
    values = spread.at(np.random.default_rng(20261124).random(20_000))
    assert stats.kstest(values, stats.norm(5.0, 0.3 * 1.06).cdf).pvalue < 1e-3


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.8, 1.5), (1.0, 1.1), (2.0, 4.0)], ids=str)
def test_a_cut_law_is_the_law_given_that_it_is_inside(low, high):
    law = stats.norm(1.0, 0.25)
    spread = made({"distribution": "normal", "mean": 1.0, "deviation": 0.25, "low": low,
                   "high": high})  # fmt: skip
    # From the upper tail, where the lower one has no digits left.
    tail, inside = law.sf(high), law.sf(low) - law.sf(high)
    for uniform in (0.1, 0.5, 0.9):
        value = spread.at(uniform)
        assert (law.sf(value) - tail) / inside == pytest.approx(1.0 - uniform, rel=1e-8)


def test_without_ends_a_law_is_cut_where_the_parameter_ends():
    spread = made({"distribution": "normal", "mean": 0.1, "deviation": 1.0})
    assert (spread.number("low"), spread.number("high")) == (RIVALRY.low, RIVALRY.high)
    assert spread.at(0.0) == 0.0
    spread = made({"distribution": "log-normal", "median": 8.0, "spread": 2.0})
    assert (spread.at(0.0), spread.at(1.0)) == (0.0, 10.0)


def test_whole_numbers_between_two_are_equally_likely():
    spread = made([2, 5], WHOLE)
    values = spread.at((np.arange(4000) + 0.5) / 4000)
    assert [values.count(value) for value in (2, 3, 4, 5)] == [1000] * 4
    assert all(type(value) is int for value in values)
    assert spread.at([0.0, 1.0]) == [2, 5]


@given(weights=st.lists(st.floats(0.01, 100.0), min_size=3, max_size=8))
def test_values_are_as_likely_as_their_weights(weights):
    values = [0.1 * number for number in range(len(weights))]
    found = made({"values": values, "weights": weights}).at((np.arange(5000) + 0.5) / 5000)
    for value, weight in zip(values, weights, strict=True):
        # The grid of probabilities cuts each share off by less than one of its steps.
        assert abs(found.count(value) / 5000 - weight / math.fsum(weights)) <= 1 / 5000 + 1e-12


def test_a_grid_has_both_ends_of_a_uniform_law_and_the_middles_of_other_laws():
    assert made([0.0, 1.2]).grid_values(4) == [0.0, 0.4, 0.8, 1.2]
    assert made([2, 5], WHOLE).grid_values(100) == [2, 3, 4, 5]
    assert made([1.0, 2.0, 4.0]).grid_values(9) == [1.0, 2.0, 4.0]
    middle = made({"distribution": "log-uniform", "low": 0.01, "high": 1.0}).grid_values(2)
    assert middle == pytest.approx([0.01**0.75, 0.01**0.25])


def test_a_law_is_told_in_words():
    assert made([0.0, 1.2]).text() == "uniform from 0 to 1.2"
    assert made([2, 5], WHOLE).text() == "uniform over whole numbers from 2 to 5"
    assert made({"distribution": "normal", "mean": 1.0, "deviation": 0.5}).text() == (
        "normal from 0 to 10, mean 1, deviation 0.5"
    )
    assert made(["always-safe", "tit-for-tat"], POLICY).text() == "one of always-safe, tit-for-tat"
    weighted = made({"values": ["always-safe", "tit-for-tat"], "weights": [1, 3]}, POLICY)
    assert weighted.text() == "one of always-safe (0.25), tit-for-tat (0.75)"
