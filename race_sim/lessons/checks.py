"""Answers to bets and exercises: right or not yet, and a hint.

>>> check("China", right="China", because="It is behind.")
Right. It is behind.
>>> check(3, right=4, hint="Count the arrows.")
Not yet. Count the arrows.
>>> check(..., right=4, hint="Count the arrows.")
No answer yet. Put yours in place of the three dots. Count the arrows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

# Judges an answer: "" if it is right, else a hint.
Judge = Callable[[Any], str]


class Verdict(NamedTuple):
    """What is said about an answer."""

    right: bool
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return f"**{self.text.partition('. ')[0].rstrip('.')}.** {self.text.partition('. ')[2]}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _plain(value: Any) -> Any:
    """What is compared: words whatever their case, numbers of NumPy as numbers."""
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", 0) == 0:
        return item()
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(answer: Any, right: Any, within: float) -> bool:
    if _is_number(right):
        if not _is_number(answer) or math.isnan(answer):
            return False
        return bool(abs(answer - right) <= within * (1.0 + 1e-12))
    return type(answer) is type(right) and bool(answer == right)


def check(
    answer: Any,
    right: Any,
    hint: str = "",
    *,
    within: float = 0.0,
    hints: Mapping[Any, str] | None = None,
    because: str = "",
) -> Verdict:
    """Say whether an answer is right, and if not, what might help.

    Parameters
    ----------
    answer
        Of the reader; `...` for none yet.
    right
        The right answer: a number, a word, a list of these; or a function of the answer that gives
        "" if it is right and a hint if not.
    hint : str
        For every wrong answer without a hint of its own.
    within : float
        How far a number may be off.
    hints : mapping, optional
        Hints by wrong answer.
    because : str
        What is added to a right answer.
    """
    if answer is ...:
        return Verdict(False, _joined("No answer yet. Put yours in place of the three dots.", hint))
    if callable(right):
        found = right(answer)
        text = _joined("Right.", because) if not found else _joined("Not yet.", found)
        return Verdict(not found, text)
    given, wanted = _plain(answer), _plain(right)
    if _same(given, wanted, within):
        return Verdict(True, _joined("Right.", because))
    own = {_plain(key): text for key, text in (hints or {}).items()}
    if isinstance(given, str | int | float | bool | tuple) and given in own:
        return Verdict(False, _joined("Not yet.", own[given]))
    if _is_number(wanted) and not _is_number(given):
        return Verdict(False, _joined("Not yet. A number is wanted.", hint))
    if isinstance(wanted, str) and not isinstance(given, str):
        return Verdict(False, _joined("Not yet. A word in quotation marks is wanted.", hint))
    return Verdict(False, _joined("Not yet.", hint or "Look again at what the cells above say."))


def compare(guess: Any, found: Any, unit: str = "") -> Verdict:
    """Hold a bet against what was found.

    A number is not right or wrong here: both are said, and how far they are apart.

    >>> compare(40, 12.3, "%")
    Your bet: 40 %. Found: 12.3 %.
    >>> compare(..., "China")
    No bet. Found: China.
    """
    unit = f" {unit}" if unit else ""

    def told(value: Any) -> str:
        return f"{value:.3g}{unit}" if _is_number(_plain(value)) else f"{value}{unit}"

    if guess is ...:
        return Verdict(False, f"No bet. Found: {told(found)}.")
    same = _plain(guess) == _plain(found)
    return Verdict(same, f"Your bet: {told(guess)}. Found: {told(found)}.")
