"""Sobol' indices: functions with known answers, a second way, coverage, and what is left out."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from race_sim.analysis import sobol
from race_sim.problems import InputError
from race_sim.study.sampling import saltelli

cube = cache(saltelli)


def ishigami(u):
    """Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    x, y, z = (math.pi * (2.0 * u - 1.0)).T
    return np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


ISHIGAMI_FIRST = np.array([0.3139, 0.4424, 0.0])
ISHIGAMI_TOTAL = np.array([0.5576, 0.4424, 0.2437])


def g_function(u, a):
    """Sobol' (1993): the product of (|4 u - 2| + a) / (1 + a)."""
    return np.prod((np.abs(4.0 * u - 2.0) + a) / (1.0 + a), axis=1)


def g_indices(a):
    """In closed form: variances 1 / (3 (1 + a)^2) of the factors, whose means are 1."""
    part = 1.0 / (3.0 * (1.0 + a) ** 2)
    whole = np.prod(1.0 + part) - 1.0
    others = np.array([np.prod(1.0 + np.delete(part, place)) for place in range(len(a))])
    return part / whole, part * others / whole


def independent_blocks(count, d, seed):
    """As a Saltelli sample, but of independent points."""
    generator = np.random.default_rng(seed)
    first, second = generator.random((2, count, d))
    blocks = np.repeat(first[:, None, :], d + 2, axis=1)
    for place in range(d):
        blocks[:, place + 1, place] = second[:, place]
    blocks[:, -1] = second
    return blocks.reshape(-1, d)


def test_the_ishigami_function():
    found = sobol.indices("abc", ishigami(cube(4096, 3, 1)), resamples=200)
    np.testing.assert_allclose(found["first"], ISHIGAMI_FIRST, atol=0.005)
    np.testing.assert_allclose(found["total"], ISHIGAMI_TOTAL, atol=0.005)
    assert found["parameter"].tolist() == ["a", "b", "c"]
    assert ((found["total_low"] < ISHIGAMI_TOTAL) & (found["total_high"] > ISHIGAMI_TOTAL)).all()


@given(st.lists(st.floats(0.0, 20.0), min_size=2, max_size=5).map(np.array))
@settings(max_examples=60)
def test_the_g_function_whatever_its_numbers(a):
    values = g_function(cube(2048, len(a), 2), a)
    found = sobol.indices([f"x{number}" for number in range(len(a))], values, resamples=2)
    first, total = g_indices(a)
    np.testing.assert_allclose(found["first"], first, atol=0.03)
    np.testing.assert_allclose(found["total"], total, atol=0.03)


@given(st.lists(st.floats(0.1, 10.0), min_size=2, max_size=4).map(np.array))
@settings(max_examples=40)
def test_in_a_sum_every_total_index_is_the_first_order_index(slopes):
    values = cube(1024, len(slopes), 3) @ slopes
    found = sobol.indices([str(place) for place in range(len(slopes))], values, resamples=2)
    expected = slopes**2 / (slopes**2).sum()
    np.testing.assert_allclose(found["first"], expected, atol=0.02)
    np.testing.assert_allclose(found["total"], expected, atol=0.02)


def test_scipy_finds_the_same_with_points_of_its_own():
    a = np.array([0.0, 1.0, 4.5])
    theirs = stats.sobol_indices(
        func=lambda x: g_function(x.T, a),
        n=4096,
        dists=[stats.uniform()] * 3,
        rng=np.random.default_rng(1),
    )
    found = sobol.indices("abc", g_function(cube(4096, 3, 1), a), resamples=2)
    np.testing.assert_allclose(found["first"], theirs.first_order, atol=0.02)
    np.testing.assert_allclose(found["total"], theirs.total_order, atol=0.02)


def test_regression_on_the_same_points_finds_the_first_order_indices_of_a_nearly_linear_function():
    """Standardised regression coefficients squared (Saltelli et al., 2008, section 1.2.5)."""
    u = cube(1024, 3, 4)
    values = np.exp(0.3 * u[:, 0] - 0.6 * u[:, 1] + 0.1 * u[:, 2])
    outer = np.sort(np.r_[0 : len(u) : 5, 4 : len(u) : 5])  # points A and B are independent
    x, y = u[outer] - u[outer].mean(axis=0), values[outer] - values[outer].mean()
    slopes = np.linalg.lstsq(x, y, rcond=None)[0] * x.std(axis=0) / y.std()
    found = sobol.indices("abc", values, resamples=2)
    np.testing.assert_allclose(found["first"], slopes**2, atol=0.02)


@pytest.mark.parametrize(
    ("sample", "least", "most"),
    [
        # Of the bootstrap, measured: 0.94 over both indices and all three uncertainties.
        (independent_blocks, 0.92, 0.97),
        # A Sobol' sample is more even than the bootstrap takes it to be: nearly always.
        (saltelli, 0.99, 1.0),
    ],
)
@pytest.mark.slow
def test_coverage_of_the_intervals(sample, least, most):
    """Nominal 0.95, in 200 samples of 128 blocks."""
    slopes = np.array([1.0, 2.0, 3.0])
    expected = slopes**2 / (slopes**2).sum()
    held = []
    for seed in range(200):
        values = sample(128, 3, seed) @ slopes
        found = sobol.indices("abc", values, resamples=200, seed=seed)
        for name in ("first", "total"):
            held.append((found[f"{name}_low"] <= expected) & (expected <= found[f"{name}_high"]))
    assert least <= np.mean(held) <= most


@given(st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
@settings(max_examples=25)
def test_unit_and_origin_of_the_outcome_do_not_matter(origin, unit):
    values = ishigami(cube(64, 3, 1))
    plain = sobol.indices("abc", values, resamples=20).drop(columns="parameter")
    other = sobol.indices("abc", origin + unit * values, resamples=20).drop(columns="parameter")
    np.testing.assert_allclose(other, plain, atol=1e-6)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_same_seed_gives_the_same_and_nothing_global_is_touched(seed):
    values = ishigami(cube(64, 3, 1))
    np.random.seed(5)  # noqa: NPY002
    untouched = np.random.random()  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    found = sobol.indices("abc", values, resamples=50, seed=seed)
    assert np.random.random() == untouched  # noqa: NPY002
    assert found.equals(sobol.indices("abc", values, resamples=50, seed=seed))
    other = sobol.indices("abc", values, resamples=50, seed=seed + 7)
    assert not found["total_low"].equals(other["total_low"])


def test_many_resamples_are_drawn_in_parts(monkeypatch):
    values = ishigami(cube(64, 3, 1))
    whole = sobol.estimate("abc", values, resamples=1001)
    monkeypatch.setattr(sobol, "_AT_ONCE", 64 * 100)
    parts = sobol.estimate("abc", values, resamples=1001)
    assert parts.total.shape == whole.total.shape == (1001, 3)
    assert len(np.unique(parts.total[:, 0])) > 990  # no part repeats another
    np.testing.assert_allclose(parts.table["total_high"], whole.table["total_high"], rtol=0.1)


def test_a_block_with_a_missing_value_is_left_out_as_a_whole():
    values = ishigami(cube(128, 3, 1))
    values[[7, 8, 301]] = np.nan  # points 2 and 3 of block 1, and one of block 60
    found = sobol.estimate("abc", values, resamples=50)
    whole = np.delete(values.reshape(-1, 5), [1, 60], axis=0).ravel()
    assert (found.blocks, found.missing) == (126, 2)
    assert found.table.equals(sobol.estimate("abc", whole, resamples=50).table)


@pytest.mark.parametrize("value", [0.0, 0.3, -1e6])
def test_nothing_is_shared_out_if_nothing_varies(value):
    found = sobol.estimate("abc", np.full(16 * 5, value), resamples=10)
    assert not found.varies
    assert found.table.drop(columns="parameter").isna().all(axis=None)


@pytest.mark.parametrize(
    ("values", "told"),
    [(np.ones(51), "a multiple of 5"), (np.full(80, np.nan), "8 or more"), ([], "a multiple of 5")],
)
def test_samples_that_cannot_be_used(values, told):
    with pytest.raises(InputError, match=told):
        sobol.indices("abc", values)


def test_directions_are_those_of_the_function():
    u = cube(256, 4, 1)
    values = 3.0 * u[:, 0] - u[:, 1] ** 2 + 4.0 * np.abs(u[:, 2] - 0.5) + 0.0 * u[:, 3]
    found = sobol.directions(u, values, np.array([True] * 4))
    assert found["direction"].tolist() == [1, -1, 0, 0]
    assert found["raised_share"].tolist()[:2] == [1.0, 0.0]
    # The mean distance of two uniform numbers is 1/3.
    assert found["effect"][0] == pytest.approx(1.0, abs=0.02)
    outer = np.r_[0 : len(u) : 6, 5 : len(u) : 6]
    for place in (0, 1):
        ranks = stats.spearmanr(u[outer, place], values[outer])
        assert np.sign(ranks.statistic) == found["direction"][place]
    names = sobol.directions(u, values, np.array([False, True, True, True]))
    assert names["direction"][0] == 0
    assert math.isnan(names["effect"][0])
