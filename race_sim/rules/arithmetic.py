"""Elementary functions made of operations that IEEE 754 defines to the last bit.

`math.exp` and its relatives come from the platform's mathematics library, and two libraries
may differ in the last digit; one such digit can turn a close call in a race the other way.
The functions below use only addition, subtraction, multiplication, division, square root and
scaling by powers of two, which every platform rounds alike. So a world is the same world in
CPython, in compiled code and in a browser.

Method and coefficients: argument reduction and minimax polynomials of FDLIBM 5.3 (Sun
Microsystems, 1993; `e_exp.c`, `e_log.c`), and algorithm AS 241 (Wichura, M. J., 1988, Applied
Statistics 37, 477-484) for the normal quantile. Errors are a few units in the last place.
"""

import math

LN_10 = 2.302585092994046
INVERSE_LN_10 = 0.4342944819032518

_LN_2_HIGH = 6.93147180369123816490e-01
_LN_2_LOW = 1.90821492927058770002e-10
_INVERSE_LN_2 = 1.44269504088896338700
_SQRT_HALF = 0.7071067811865476
_LARGEST_EXPONENT = 709.0
_SMALLEST_EXPONENT = -708.0
_EXPM1_DIRECT = 0.34657359027997264  # half of ln 2: no reduction is needed below it


def scaled(x: float, exponent: int) -> float:
    """X times 2 to the power exponent: exact as long as the result is a normal number."""
    return math.ldexp(x, exponent)


def fraction_and_exponent(x: float) -> tuple[float, int]:
    """The fraction in [1/2, 1) and the exponent of 2 that make up a normal number x > 0: exact."""
    return math.frexp(x)


def _exponential_remainder(x: float) -> float:
    """exp(x) - 1 for |x| <= ln(2)/2, without loss of digits near zero."""
    square = x * x
    c = x - square * (
        1.66666666666666019037e-01
        + square
        * (
            -2.77777777770155933842e-03
            + square
            * (
                6.61375632143793436117e-05
                + square * (-1.65339022054652515390e-06 + square * 4.13813679705723846039e-08)
            )
        )
    )
    return x + x * c / (2.0 - c)


def exponential(x: float) -> float:
    """E to the power x; 0 below -708, and the value at 709 above it (never an overflow)."""
    if x < _SMALLEST_EXPONENT:
        return 0.0
    if x > _LARGEST_EXPONENT:
        x = _LARGEST_EXPONENT
    scale = int(x * _INVERSE_LN_2 + 0.5) if x >= 0.0 else int(x * _INVERSE_LN_2 - 0.5)
    reduced = (x - scale * _LN_2_HIGH) - scale * _LN_2_LOW
    return scaled(1.0 + _exponential_remainder(reduced), scale)


def exponential_minus_one(x: float) -> float:
    """E to the power x, less one, exact in relative terms for small x."""
    if -_EXPM1_DIRECT < x < _EXPM1_DIRECT:
        return _exponential_remainder(x)
    return exponential(x) - 1.0


def logarithm(x: float) -> float:
    """Natural logarithm of x > 0 (the caller sees to the sign)."""
    mantissa, exponent = fraction_and_exponent(x)
    if mantissa < _SQRT_HALF:
        mantissa = mantissa * 2.0
        exponent = exponent - 1
    f = mantissa - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (
        3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01)
    )
    odd = z * (
        6.666666666666735130e-01
        + w
        * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half_square = 0.5 * f * f
    correction = s * (half_square + (even + odd)) + exponent * _LN_2_LOW
    return exponent * _LN_2_HIGH - ((half_square - correction) - f)


def power(base: float, exponent: float) -> float:
    """Base to the power exponent, for base > 0."""
    return exponential(exponent * logarithm(base))


def power_of_ten(x: float) -> float:
    """10 to the power x."""
    return exponential(x * LN_10)


def logarithm_10(x: float) -> float:
    """Logarithm to base 10 of x > 0."""
    return logarithm(x) * INVERSE_LN_10


def hyperbolic_tangent(x: float) -> float:
    """tanh(x); odd to the last bit."""
    size = x if x >= 0.0 else -x
    if size > 20.0:
        value = 1.0
    else:
        growth = exponential_minus_one(2.0 * size)
        value = growth / (growth + 2.0)
    return value if x >= 0.0 else -value


def clamp(x: float, low: float, high: float) -> float:
    """x, or the nearer end of [low, high] when x lies outside."""
    if x < low:
        return low
    if x > high:
        return high
    return x


def larger(x: float, y: float) -> float:
    """The larger of two numbers."""
    return x if x > y else y


def smaller(x: float, y: float) -> float:
    """The smaller of two numbers."""
    return x if x < y else y


def positive_part(x: float) -> float:
    """X where it is positive, else 0."""
    return x if x > 0.0 else 0.0


# Coefficients of AS 241, highest power first: the middle, the shoulders, the far tails.
_MIDDLE_ABOVE = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_MIDDLE_BELOW = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_SHOULDER_ABOVE = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_SHOULDER_BELOW = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
_TAIL_ABOVE = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_TAIL_BELOW = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)


def polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Value at x of a polynomial with its coefficients from the highest power down (Horner)."""
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


def normal_quantile(probability: float) -> float:
    """The standard normal quantile of a probability in (0, 1): AS 241, routine PPND16."""
    q = probability - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        return q * polynomial(_MIDDLE_ABOVE, r) / polynomial(_MIDDLE_BELOW, r)
    tail = probability if q < 0.0 else 1.0 - probability
    r = math.sqrt(-logarithm(tail))
    if r <= 5.0:
        value = polynomial(_SHOULDER_ABOVE, r - 1.6) / polynomial(_SHOULDER_BELOW, r - 1.6)
    else:
        value = polynomial(_TAIL_ABOVE, r - 5.0) / polynomial(_TAIL_BELOW, r - 5.0)
    return -value if q < 0.0 else value
