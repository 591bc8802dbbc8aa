"""Elementary functions against 50-digit decimal arithmetic, exact identities, and extremes.

The reference is the standard library's `decimal`, whose `exp`, `ln` and `log10` are correctly
rounded: an independent way to the same numbers. Errors are counted in units in the last place
(ulp) of the true value.
"""

import math
import random
from collections.abc import Callable, Iterable
from decimal import Context, Decimal, localcontext
from statistics import NormalDist

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st

from race_sim.rules import arithmetic

pytestmark = pytest.mark.short

DIGITS = Context(prec=50, Emin=-99999, Emax=99999)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def ulps(value: float, reference: Decimal) -> float:
    """By how many units in the last place of the reference a value is off."""
    return float(abs(Decimal(value) - reference) / Decimal(math.ulp(float(reference))))


def worst(
    function: Callable[[float], float],
    reference: Callable[[Decimal], Decimal],
    points: Iterable[float],
) -> float:
    """The largest error over the points, in ulp."""
    with localcontext(DIGITS):
        return max(ulps(function(x), reference(Decimal(x))) for x in points)


def spread_out(low: float, high: float, smallest: int = -18) -> list[float]:
    """Points of every size: over [low, high], over [-1, 1], and close to 0 on both sides."""
    dice = random.Random(20260101)
    points = [dice.uniform(low, high) for _ in range(1200)]
    points += [dice.uniform(-1.0, 1.0) for _ in range(1200)]
    points += [dice.choice((-1, 1)) * 10.0 ** dice.uniform(smallest, 0.0) for _ in range(1200)]
    return points


def positive_points() -> list[float]:
    """Positive points: over the whole range, around 1, and very near 1."""
    dice = random.Random(20260102)
    points = [10.0 ** dice.uniform(-300.0, 300.0) for _ in range(1200)]
    points += [dice.uniform(0.5, 2.0) for _ in range(1200)]
    points += [1.0 + dice.choice((-1, 1)) * 10.0 ** dice.uniform(-15, -1) for _ in range(1200)]
    return points


def tangent(x: Decimal) -> Decimal:
    """The hyperbolic tangent by its definition."""
    square = (2 * x).exp()
    return (square - 1) / (square + 1)


@pytest.mark.parametrize(
    ("function", "reference", "points", "bound"),
    [
        (arithmetic.exponential, lambda x: x.exp(), spread_out(-707.0, 709.0), 1.0),
        (arithmetic.exponential_minus_one, lambda x: x.exp() - 1, spread_out(-40.0, 700.0), 4.0),
        (arithmetic.hyperbolic_tangent, tangent, spread_out(-25.0, 25.0), 3.0),
        (arithmetic.logarithm, lambda x: x.ln(), positive_points(), 1.0),
        (arithmetic.logarithm_10, lambda x: x.log10(), positive_points(), 2.0),
    ],
    ids=["exponential", "exponential_minus_one", "hyperbolic_tangent", "logarithm", "logarithm_10"],
)
def test_errors_are_a_few_units_in_the_last_place(function, reference, points, bound):
    assert worst(function, reference, points) < bound


def test_the_bound_on_errors_would_catch_a_digit_dropped_from_a_coefficient(monkeypatch):
    monkeypatch.setattr(arithmetic, "_LN_2_LOW", 0.0)  # the second half of ln 2
    points = spread_out(-707.0, 709.0)
    assert worst(arithmetic.exponential, lambda x: x.exp(), points) > 1e3


def test_powers_lose_no_more_than_the_rounding_of_their_exponent():
    """The relative error grows with the size of the exponent y = x ln(b).

    A rounding of y by half a unit costs up to |y| ulp of the result: one for the product, one
    for the constant ln 10, two for a logarithm that is itself up to 1 ulp off.
    """
    dice = random.Random(20260103)
    with localcontext(DIGITS):
        for _ in range(1500):
            x = dice.uniform(-300.0, 300.0)
            reference = (Decimal(x) * Decimal(10).ln()).exp()
            bound = 2.0 + 2.0 * abs(x * arithmetic.LN_10)
            assert ulps(arithmetic.power_of_ten(x), reference) < bound
            base, exponent = 10.0 ** dice.uniform(-2.0, 1.0), dice.uniform(-3.0, 3.0)
            reference = (Decimal(exponent) * Decimal(base).ln()).exp()
            bound = 2.0 + 3.0 * abs(exponent * math.log(base))
            assert ulps(arithmetic.power(base, exponent), reference) < bound


def test_constants_are_correctly_rounded():
    with localcontext(DIGITS):
        assert float(Decimal(10).ln()) == arithmetic.LN_10
        assert float(1 / Decimal(10).ln()) == arithmetic.INVERSE_LN_10
        assert float(Decimal(2).ln() / 2) == arithmetic._EXPM1_DIRECT


def test_exact_values():
    assert arithmetic.exponential(0.0) == 1.0
    assert arithmetic.exponential(-0.0) == 1.0
    assert arithmetic.exponential_minus_one(0.0) == 0.0
    assert arithmetic.logarithm(1.0) == 0.0
    assert arithmetic.hyperbolic_tangent(0.0) == 0.0
    assert arithmetic.power(7.0, 0.0) == 1.0
    assert arithmetic.power_of_ten(0.0) == 1.0
    assert arithmetic.normal_quantile(0.5) == 0.0


@pytest.mark.parametrize("x", [709.0, 709.8, 1000.0, 1e10, 1e300, 1.7e308])
def test_nothing_overflows(x):
    """Above 709 the exponential stands still, below -708 it is 0, and nothing raises."""
    top = arithmetic.exponential(709.0)
    assert arithmetic.exponential(x) == top == pytest.approx(8.218407461554972e307, rel=1e-15)
    assert arithmetic.exponential(-x) == 0.0
    assert arithmetic.exponential_minus_one(x) == top
    assert arithmetic.exponential_minus_one(-x) == -1.0
    assert arithmetic.power_of_ten(x) == top
    assert arithmetic.power_of_ten(-x) == 0.0
    assert arithmetic.hyperbolic_tangent(x) == 1.0
    assert arithmetic.hyperbolic_tangent(-x) == -1.0


def test_the_ends_of_the_exponential():
    assert arithmetic.exponential(-708.0) == pytest.approx(3.307553003638408e-308, rel=1e-15)
    assert arithmetic.exponential(math.nextafter(-708.0, -math.inf)) == 0.0
    assert arithmetic.exponential(math.nextafter(709.0, 0.0)) <= arithmetic.exponential(709.0)


@given(FINITE)
def test_hyperbolic_tangent_is_odd_to_the_last_bit_and_bounded(x):
    value = arithmetic.hyperbolic_tangent(x)
    assert arithmetic.hyperbolic_tangent(-x) == -value
    assert -1.0 <= value <= 1.0


@given(FINITE, st.floats(0.0, 50.0))
def test_functions_never_fall_by_more_than_their_error(x, more):
    """Monotone up to the stated error bound: a larger argument never gives less than that."""
    low, high = arithmetic.exponential(x), arithmetic.exponential(x + more)
    assert high >= low * (1.0 - 3e-16)
    low, high = arithmetic.hyperbolic_tangent(x), arithmetic.hyperbolic_tangent(x + more)
    assert high >= low - 1e-15


@given(st.floats(2.3e-308, 1.7e308))
def test_a_number_is_its_fraction_times_a_power_of_two(x):
    fraction, exponent = arithmetic.fraction_and_exponent(x)
    assert 0.5 <= fraction < 1.0
    assert fraction * 2.0 ** (exponent // 2) * 2.0 ** (exponent - exponent // 2) == x
    assert arithmetic.scaled(2.0 * fraction, exponent - 1) == x


@given(st.floats(0.5, 1.99), st.integers(-1020, 1020))
def test_taking_apart_undoes_scaling(x, exponent):
    fraction, power = arithmetic.fraction_and_exponent(arithmetic.scaled(x, exponent))
    assert arithmetic.scaled(fraction, power - exponent) == x


def test_normal_quantile_against_two_others():
    """AS 241 promises 1e-16 relative; with this logarithm it is 1e-14 against either reference.

    `statistics.NormalDist` is the same published algorithm written by others;
    `scipy.special.ndtri` is another algorithm (Cephes).
    """
    dice = np.random.default_rng(1)
    below = np.concatenate((dice.random(4000), 10.0 ** dice.uniform(-300.0, -1.0, 2000)))
    above = 1.0 - 10.0 ** dice.uniform(-15.9, -1.0, 2000)
    edges = [0.075, 0.925, np.nextafter(0.075, 0.0), np.nextafter(0.925, 1.0), math.exp(-25.0)]
    normal = NormalDist()
    for p in [*below.tolist(), *above.tolist(), *edges, 5.5e-17, 1.0 - 2.0**-53]:
        value = arithmetic.normal_quantile(p)
        assert value == pytest.approx(normal.inv_cdf(p), rel=1e-14, abs=1e-16)
        assert value == pytest.approx(float(scipy.special.ndtri(p)), rel=1e-14, abs=1e-16)


def test_normal_quantile_known_values():
    """Wichura (1988), Applied Statistics 37, 477-484, gives these to check an implementation."""
    assert arithmetic.normal_quantile(0.25) == pytest.approx(-0.6744897501960817, rel=1e-15)
    assert arithmetic.normal_quantile(0.001) == pytest.approx(-3.090232306167814, rel=1e-15)
    assert arithmetic.normal_quantile(1e-20) == pytest.approx(-9.262340089798408, rel=1e-15)


@given(st.integers(1, 2**53 - 1))
def test_normal_quantile_is_odd_about_one_half(numerator):
    """Exactly, where 1 - p is exact: on the grid of the uniform numbers."""
    p = numerator / 2.0**53
    assert arithmetic.normal_quantile(1.0 - p) == -arithmetic.normal_quantile(p)


@given(FINITE, FINITE, FINITE)
def test_comparing_functions(x, y, z):
    low, high = min(y, z), max(y, z)
    assert arithmetic.clamp(x, low, high) == sorted((low, x, high))[1]
    assert arithmetic.larger(x, y) == max(x, y)
    assert arithmetic.positive_part(x) == max(x, 0.0)


@given(st.lists(st.integers(-50, 50), max_size=6), st.integers(-9, 9))
def test_polynomial_of_whole_numbers_is_exact(coefficients, x):
    degree = len(coefficients) - 1
    expected = sum(c * x ** (degree - i) for i, c in enumerate(coefficients))
    assert arithmetic.polynomial(tuple(map(float, coefficients)), float(x)) == expected
