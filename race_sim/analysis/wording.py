"""Words for estimates: the direction is read off the numbers, never written beforehand."""

from __future__ import annotations

import math

from race_sim.outcomes import Estimate

POINTS = "percentage points"
_NO_BREAK = "\N{NO-BREAK SPACE}"


def direction(change: Estimate) -> int:
    """1 if the interval of a change lies above zero, -1 if below, 0 if it holds zero."""
    if change.low > 0.0:
        return 1
    return -1 if change.high < 0.0 else 0


def digits_for(estimate: Estimate) -> int:
    """So many decimals that the width of the interval shows, and no more."""
    reach = (estimate.high - estimate.low) / 2
    if not 0.0 < reach < math.inf:
        return 1
    return min(max(-math.floor(math.log10(reach)), 0), 6)


def scaled(estimate: Estimate, factor: float) -> Estimate:
    """An estimate in another unit; for a negative factor its ends change places."""
    low, high = sorted((estimate.low * factor, estimate.high * factor))
    return Estimate(estimate.value * factor, low, high)


def plain(value: float, digits: int) -> str:
    """A number without a minus sign before a zero."""
    text = f"{value:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0.0 else text


def number(estimate: Estimate, unit: str = "") -> str:
    """An estimate with its interval, for example `0.43 OOM (0.42 to 0.44)`."""
    digits = digits_for(estimate)
    value, low, high = (plain(part, digits) for part in estimate)
    return f"{value}{_NO_BREAK if unit else ''}{unit} ({low} to {high})"


def percent(share: Estimate) -> str:
    """A share with its interval, for example `3.9 % (3.6 to 4.2)`."""
    return number(scaled(share, 100.0), "%")


def percent_alone(share: Estimate) -> str:
    """A share with as many digits as `percent` gives it, without the interval."""
    return percent(share).split(" (")[0]


def moves(change: Estimate, unit: str = "", rises: str = "rises", falls: str = "falls") -> str:
    """A change in words, for example `falls by 8.7 OOM (8.3 to 9.2)`.

    Where the interval holds zero, no direction is claimed.
    """
    sign = direction(change)
    if sign == 0:
        digits = digits_for(change)
        low, high = plain(change.low, digits), plain(change.high, digits)
        return f"neither {rises} nor {falls} measurably ({low} to {high}{' ' * bool(unit)}{unit})"
    return f"{rises if sign > 0 else falls} by {number(scaled(change, sign), unit)}"


def points(change: Estimate, rises: str = "rises", falls: str = "falls") -> str:
    """The change of a share in words, for example `falls by 8.7 percentage points (8.3 to 9.2)`."""
    return moves(scaled(change, 100.0), POINTS, rises, falls)


def years(estimate: Estimate) -> str:
    """A time in years, which may be without end."""
    if math.isinf(estimate.value):
        return "longer than the race lasts"
    high = "no end" if math.isinf(estimate.high) else f"{estimate.high:.3g}"
    return f"{estimate.value:.3g}{_NO_BREAK}years ({estimate.low:.3g} to {high})"
