"""Numbers in words, the same in every picture."""

from __future__ import annotations

import math

from race_sim import __version__

NO_BREAK = "\N{NO-BREAK SPACE}"


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun, for example `2,000 worlds`."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,}{NO_BREAK}{noun}"


def percent(share: float) -> str:
    """A share as a percentage: one decimal, two below one per cent."""
    if math.isnan(share):
        return "not known"
    hundredths = 100.0 * share
    if hundredths in (0.0, 100.0):
        return f"{hundredths:.0f}{NO_BREAK}%"
    digits = 2 if round(hundredths, 1) < 1.0 or 99.0 < round(hundredths, 1) < 100.0 else 1
    # Adding zero turns -0.0 into 0.0.
    return f"{round(hundredths, digits) + 0.0:.{digits}f}{NO_BREAK}%"


def percent_with_interval(share: float, low: float, high: float) -> str:
    """For example `3.9 % (3.1 to 4.8 %)`."""
    return f"{percent(share)} ({percent(low).rstrip('%').rstrip(NO_BREAK)} to {percent(high)})"


def number(value: float) -> str:
    """A number at three significant digits, with thousands set apart."""
    if math.isnan(value):
        return "not known"
    if abs(value) >= 1000.0:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def number_with_interval(value: float, low: float, high: float) -> str:
    """For example `71 (66 to 77)`; an end that the sample is too small for is left open."""
    if math.isinf(low) and math.isinf(high):
        return number(value)
    if math.isinf(low):
        return f"{number(value)} (below {number(high)})"
    if math.isinf(high):
        return f"{number(value)} (above {number(low)})"
    return f"{number(value)} ({number(low)} to {number(high)})"


def year(value: float) -> str:
    """A year, with its fraction only if it has one."""
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"


def one_in(share: float) -> str:
    """A small share as a frequency, for example `about 1 in 26`."""
    if not 0.0 < share < 1.0:
        return ""
    return f"about 1{NO_BREAK}in{NO_BREAK}{1.0 / share:,.0f}"


def of_this_version(text: str) -> str:
    """What a picture shows, with the version that drew it."""
    return f"{text}, race-sim {__version__}"


def source_line(worlds: int, seed: int | None, *notes: str, each: str = "") -> str:
    """The line under a picture: how many worlds, which seed, what the intervals are.

    `each` says of what there are so many, for example "a point".
    """
    first = counted(worlds, "world") + (f" {each}" if each else "")
    if seed is not None:
        first += f", seed {seed}"
    return ". ".join([of_this_version(first), *notes]) + "."


def sentence(*parts: str) -> str:
    """Parts of a description as one text, each ending with a full stop."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def headed(headline: str, title: str) -> str:
    """What is shown, and of what, in one line."""
    return f"{headline}: {title}" if title else headline


def first_capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def plain_number(value: float) -> str:
    """A number as one would type it, to six digits."""
    return f"{value:.6g}"
