"""The compiled functions give the same bits as the plain ones.

One compiled loop for all functions; the plain result is compared as 64-bit patterns, so that
even the sign of a zero counts.
"""

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import race_sim.compiled  # noqa: F401  (registers the rule book with the compiler)
from race_sim.rules import arithmetic, backlash, incidents

SMALLEST_NORMAL = 2.2250738585072014e-308


def plain(any_number, positive, probability, out):
    """Every function at every point, a row a point."""
    for i in range(len(any_number)):
        x, y, p = any_number[i], positive[i], probability[i]
        fraction, exponent = arithmetic.fraction_and_exponent(y)
        out[i, 0] = arithmetic.exponential(x)
        out[i, 1] = arithmetic.exponential_minus_one(x)
        out[i, 2] = arithmetic.hyperbolic_tangent(x)
        out[i, 3] = arithmetic.power_of_ten(x)
        out[i, 4] = arithmetic.logarithm(y)
        out[i, 5] = arithmetic.logarithm_10(y)
        out[i, 6] = arithmetic.power(y, x)
        out[i, 7] = fraction
        out[i, 8] = exponent
        out[i, 9] = arithmetic.scaled(2.0 * fraction, exponent - 1)
        out[i, 10] = arithmetic.normal_quantile(p)
        out[i, 11] = arithmetic.clamp(x, -y, y)
        out[i, 12] = incidents.incident_count(p, y)
        out[i, 13] = incidents.severity(p, y, 1e4)
        out[i, 14] = incidents.expected_incidents(0.5, 0.18, x, 4.0)
        out[i, 15] = backlash.freeze_years(p, x, 0.97, 0.05)


COLUMNS = 16


@pytest.fixture(scope="module")
def compiled():
    return numba.njit(error_model="numpy")(plain)


def bits(function, any_number, positive, probability):
    out = np.zeros((len(any_number), COLUMNS))
    function(any_number, positive, probability, out)
    return out.view(np.int64)


def assert_same_bits(compiled, any_number, positive, probability):
    # Python floats, as the plain rules get them, not NumPy scalars.
    expected = bits(plain, any_number.tolist(), positive.tolist(), probability.tolist())
    found = bits(compiled, any_number, positive, probability)
    assert np.array_equal(expected, found), np.argwhere(expected != found)


def floats(low, high, **options):
    return arrays.arrays(np.float64, 20, elements=st.floats(low, high, **options))


@settings(max_examples=60)
@given(
    st.one_of(floats(-1e300, 1e300), floats(-30.0, 30.0), floats(-1.0, 1.0)),
    st.one_of(floats(SMALLEST_NORMAL, 1e308), floats(0.5, 2.0), floats(1e-3, 60.0)),
    floats(0.0, 1.0, exclude_min=True, exclude_max=True, allow_subnormal=False),
)
def test_same_bits_at_any_number(compiled, any_number, positive, probability):
    assert_same_bits(compiled, any_number, positive, probability)


def test_same_bits_in_the_range_of_the_race(compiled):
    dice = np.random.default_rng(3)
    count = 4000
    any_number = dice.uniform(-12.0, 12.0, count)
    positive = 10.0 ** dice.uniform(-4.0, 4.0, count)
    assert_same_bits(compiled, any_number, positive, dice.random(count) + 5.5e-17)


def test_same_bits_at_the_edges(compiled):
    zero_to_one = [SMALLEST_NORMAL, 5.5e-17, 0.075, 0.5, 0.925, 1.0 - 2.0**-53]
    edges = [0.0, -0.0, 20.0, -20.0, 708.0, -708.0, 709.0, -709.0, 1e308, -1e308, 5e-324]
    edges += [0.34657359027997264, -0.34657359027997264, 0.7071067811865476]
    any_number, probability = np.array(np.meshgrid(edges, zero_to_one)).reshape(2, -1)
    positive = np.abs(any_number)
    positive[positive < SMALLEST_NORMAL] = SMALLEST_NORMAL
    assert_same_bits(compiled, any_number, positive, probability)


def test_the_comparison_sees_a_single_bit(compiled, monkeypatch):
    """The compiled loop keeps the rule it was compiled with: a plain rule one bit off differs."""
    point = np.array([1.25]), np.array([3.5]), np.array([0.3])
    assert_same_bits(compiled, *point)
    exact = arithmetic.exponential
    monkeypatch.setattr(arithmetic, "exponential", lambda x: np.nextafter(exact(x), 0.0).item())
    with pytest.raises(AssertionError):
        assert_same_bits(compiled, *point)
