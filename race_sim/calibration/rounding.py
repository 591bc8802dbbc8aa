"""When two numbers are the same but for rounding, and how many digits to show."""

from __future__ import annotations

import math

_NEARLY = 0.02
_DIGITS = 3


def decimals(value: float) -> int:
    """How many decimals a number is written with.

    >>> decimals(0.134), decimals(15.0)
    (3, 0)
    """
    after = repr(float(value)).partition(".")[2]
    return 0 if after == "0" or "e" in after else len(after)


def equals_as_written(written: float, exact: float) -> bool:
    """Whether a number is another one, rounded to the decimals it is written with.

    A written zero says that there is nothing, and is no rounded number.
    """
    if written == 0.0:
        return exact == 0.0
    return math.isfinite(exact) and round(exact, decimals(written)) == written


def nearly_equals(written: float, exact: float) -> bool:
    """Whether a number is within 2 % of another one."""
    return abs(written - exact) <= _NEARLY * abs(exact)


def figure(value: float) -> str:
    """A number with three digits that count, and without zeros at its end; "-" for NaN.

    >>> figure(4.6791), figure(0.000234), figure(1100.0), figure(0.5)
    ('4.68', '0.000234', '1100', '0.5')
    """
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "no limit" if value > 0 else "-no limit"
    if value == 0.0:
        return "0"
    places = max(0, _DIGITS - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
