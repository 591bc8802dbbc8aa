"""An estimate: a number with its interval, and all that is needed to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Confidence = Literal["measured", "published", "guess"]


@dataclass(frozen=True)
class Estimate:
    """One number that data, a publication or a judgement gives.

    Attributes
    ----------
    key : str
        Its name, dotted, for example "freeze.median".
    meaning : str
        What it is, in words.
    value, low, high : float
        The number and its 90 % interval; `low` and `high` are NaN where there is none.
    unit : str
    data : str
        The file in `race_sim/data`, or the publication.
    method : str
        How the number is made from the data.
    confidence : "measured", "published" or "guess"
        Measured: computed here from data. Published: taken from a source. Guess: a judgement.
    knobs : tuple of str
        Keys of the parameters that it speaks for; empty if it informs none directly.
    note : str
        What the data cannot tell, or other caveats.
    """

    key: str
    meaning: str
    value: float
    low: float
    high: float
    unit: str
    data: str
    method: str
    confidence: Confidence
    knobs: tuple[str, ...] = ()
    note: str = ""
