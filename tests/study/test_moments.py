"""Moments: right to the last digits, and the same to the last bit however worlds are cut."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, norm, sem
from scipy.stats import t as students

from race_sim.outcomes import COLUMNS, OUTCOMES
from race_sim.study.chunk import cut
from race_sim.study.leaf import LEAF
from race_sim.study.moments import (
    estimates,
    leaf_moments,
    merged,
    merged_all,
    no_worlds,
    numeric,
    wilson,
)

pytestmark = pytest.mark.short

WELFARE = (COLUMNS["us_welfare"],)
FLAG = (COLUMNS["catastrophe"],)
THREE = (COLUMNS["ending"], COLUMNS["catastrophe"], COLUMNS["first_incident_year"], COLUMNS["lead"])


def moments_of(values, columns=WELFARE, first_world=0):
    worlds = first_world + np.arange(len(values))
    return merged_all(leaf_moments(worlds, values, first_world, columns), columns)


@given(
    st.integers(1, 3000),
    st.sampled_from(["normal", "lognormal", "far", "tiny"]),
    st.integers(0, 2**32 - 1),
)
def test_moments_are_those_of_exact_sums(count, law, seed):
    random = np.random.default_rng(seed)
    values = {
        "normal": random.normal(size=count),
        "lognormal": random.lognormal(0, 2, count),
        "far": 1e6 + random.normal(size=count),  # a naive sum of squares loses all digits here
        "tiny": 1e-150 * random.normal(size=count),
    }[law]
    found = moments_of(values[:, None])
    mean = math.fsum(values) / count
    exact = values.astype(np.longdouble)
    squares = float(((exact - exact.mean()) ** 2).sum())
    assert found.worlds == count
    assert found.mean[0] == pytest.approx(mean, rel=1e-14, abs=1e-14 * np.abs(values).max())
    assert found.squares[0] == pytest.approx(squares, rel=1e-9, abs=1e-300)


@settings(max_examples=60)
@given(st.data())
def test_a_cut_changes_no_bit(data):
    count = data.draw(st.integers(1, 4000), "worlds")
    first = data.draw(st.integers(0, 2**40), "first world")
    random = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1), "seed"))
    values = random.lognormal(0, 3, (count, len(OUTCOMES)))
    values[random.random(values.shape) < 0.2] = np.nan
    for place, column in enumerate(OUTCOMES):
        if column.kind != "year":
            values[:, place] = np.nan_to_num(values[:, place])
    kept = random.random(count) >= data.draw(st.sampled_from([0.0, 0.1, 0.999]), "failed")
    worlds = first + np.arange(count)
    size = LEAF * data.draw(st.integers(1, 8), "leaves a chunk")
    found = no_worlds()
    for chunk in cut(0, first, count, size):
        inside = kept & (worlds >= chunk.first_world) & (worlds < chunk.first_world + chunk.worlds)
        leaves = leaf_moments(worlds[inside], values[inside], chunk.first_world)
        found = merged_all(leaves, begin=found)
    whole = merged_all(leaf_moments(worlds[kept], values[kept], first))
    assert found.worlds == whole.worlds == kept.sum()
    assert found.mean.tobytes() == whole.mean.tobytes()
    assert found.squares.tobytes() == whole.squares.tobytes()


@pytest.mark.parametrize("columns", [OUTCOMES, THREE, WELFARE, FLAG])
def test_the_layout_in_memory_changes_no_bit(columns):
    random = np.random.default_rng(5)
    values = random.lognormal(0, 3, (1000, len(columns)))
    wide = np.zeros((1000, 2 * len(columns)))
    wide[:, ::2] = values
    layouts = [values, np.asfortranarray(values), wide[:, ::2], values[::-1].copy()[::-1]]
    found = {
        tuple(
            (leaf.mean.tobytes(), leaf.squares.tobytes())
            for leaf in leaf_moments(np.arange(1000), layout, 0, columns)
        )
        for layout in layouts
    }
    assert len(found) == 1


def test_moments_of_no_world_change_nothing():
    some = moments_of(np.array([[1.0], [4.0]]))
    nothing = no_worlds(WELFARE)
    for both in (merged(some, nothing), merged(nothing, some)):
        assert (both.worlds, both.mean[0], both.squares[0]) == (2, 2.5, 4.5)
    assert leaf_moments(np.empty(0, np.int64), np.empty((0, 1)), 0, WELFARE) == []


def test_a_leaf_whose_worlds_all_failed_is_kept_as_empty():
    worlds = np.array([0, 1, 2 * LEAF])
    leaves = leaf_moments(worlds, np.array([[1.0], [3.0], [8.0]]), 0, WELFARE)
    assert [leaf.worlds for leaf in leaves] == [2, 0, 1]
    assert merged_all(leaves, WELFARE).mean[0] == 4.0


def test_of_a_date_the_share_of_worlds_that_have_it_is_estimated():
    values = np.array([[0, 1, 2030.5, 1.0], [1, 0, np.nan, 2.0], [1, 0, np.nan, 6.0]])
    value, low, high = estimates([moments_of(values, THREE)], THREE)
    assert [column.name for column in numeric(THREE)] == [
        "catastrophe",
        "first_incident_year",
        "lead",
    ]
    assert value[0].tolist() == [1 / 3, 1 / 3, 3.0]
    assert (low < value).all() and (value < high).all()
    # What is handed in stays as it is.
    assert np.isnan(values[1:, 2]).all()


@given(st.integers(1, 10**6), st.floats(0, 1), st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_intervals_of_shares_are_those_of_scipy(worlds, share, confidence):
    events = round(share * worlds)
    exact = binomtest(events, worlds).proportion_ci(confidence, "wilson")
    low, high = wilson(np.array([events / worlds]), np.array([worlds]), confidence)
    assert low[0] == pytest.approx(exact.low, rel=1e-9, abs=1e-12)
    assert high[0] == pytest.approx(exact.high, rel=1e-9, abs=1e-12)
    assert 0.0 <= low[0] <= events / worlds <= high[0] <= 1.0


@given(st.integers(1, 5000), st.integers(0, 2**32 - 1), st.sampled_from([0.002, 0.3, 1.0]))
def test_shares_are_counts_over_worlds_exactly(count, seed, chance):
    flags = (np.random.default_rng(seed).random(count) < chance).astype(float)
    value, _, _ = estimates([moments_of(flags[:, None], FLAG)], FLAG)
    assert value[0, 0] == flags.sum() / count


def test_intervals_of_means_are_those_of_the_normal_law():
    values = np.random.default_rng(2).lognormal(size=700)
    _, low, high = estimates([moments_of(values[:, None])], WELFARE, 0.9)
    expected = norm.interval(0.9, values.mean(), sem(values))
    assert (low[0, 0], high[0, 0]) == pytest.approx(expected, rel=1e-12)
    # At the first look of a stopping rule, Student's law would widen it by this much at most.
    assert students.ppf(0.975, 255) / norm.ppf(0.975) < 1.005


def test_what_cannot_be_told_is_nan():
    one = moments_of(np.array([[3.0]]))
    value, low, high = estimates([no_worlds(WELFARE), one], WELFARE)
    assert np.isnan(value[0, 0]) and np.isnan(low[0, 0]) and np.isnan(high[0, 0])
    assert value[1, 0] == 3.0 and np.isnan(low[1, 0]) and np.isnan(high[1, 0])
    share, _, _ = estimates([no_worlds(FLAG)], FLAG)
    assert np.isnan(share[0, 0])
