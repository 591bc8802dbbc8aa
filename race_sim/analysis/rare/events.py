"""Rare events by name: in which worlds they happen, and whether their chance can be added up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd


class RareEvent(NamedTuple):
    """An event that a world may come to.

    Attributes
    ----------
    name : str
        As `event` reads it.
    title : str
        In words.
    happened : callable
        From a table of worlds to an ndarray of bool, shape (n,).
    risk : str
        The outcome that adds up its chance; "" if there is none.
    """

    name: str
    title: str
    happened: Callable[[pd.DataFrame], np.ndarray]
    risk: str = ""


def _flag(column: str) -> Callable[[pd.DataFrame], np.ndarray]:
    return lambda worlds: worlds[column].to_numpy(dtype=bool)


def _harm_above(limit: float) -> RareEvent:
    def happened(worlds: pd.DataFrame) -> np.ndarray:
        harm: np.ndarray = (worlds["us_harm"] + worlds["cn_harm"]).to_numpy()
        return harm > limit

    return RareEvent(f"harm_above:{limit:g}", f"harm to both above {limit:g}", happened)


def _moments_at_least(count: float) -> RareEvent:
    def happened(worlds: pd.DataFrame) -> np.ndarray:
        moments: np.ndarray = worlds["chernobyl_moments"].to_numpy()
        return moments >= count

    title = f"at least {count:g} Chernobyl moments"
    return RareEvent(f"chernobyl_moments_at_least:{count:g}", title, happened)


def _catastrophe_before(year: float) -> RareEvent:
    def happened(worlds: pd.DataFrame) -> np.ndarray:
        came: np.ndarray = worlds["catastrophe"].to_numpy(dtype=bool)
        return came & (worlds["end_year"].to_numpy() <= year)

    return RareEvent(f"catastrophe_before:{year:g}", f"a catastrophe before {year:g}", happened)


def _moments_on_both_sides(worlds: pd.DataFrame) -> np.ndarray:
    us, cn = worlds["us_chernobyl_moments"], worlds["cn_chernobyl_moments"]
    both: np.ndarray = ((us > 0) & (cn > 0)).to_numpy()
    return both


_PLAIN = {
    one.name: one
    for one in (
        RareEvent("catastrophe", "a catastrophe", _flag("catastrophe"), "catastrophe_risk"),
        RareEvent(
            "lost_at_finish", "loss at the finish line", _flag("lost_at_finish"), "loss_risk"
        ),
        RareEvent(
            "chernobyl_on_both_sides", "a Chernobyl moment on both sides", _moments_on_both_sides
        ),
    )
}
_WITH_NUMBER = {
    "harm_above": _harm_above,
    "chernobyl_moments_at_least": _moments_at_least,
    "catastrophe_before": _catastrophe_before,
}
NAMES = (*_PLAIN, *(f"{name}:NUMBER" for name in _WITH_NUMBER))


def event(name: str) -> RareEvent:
    """An event by its name, such as "catastrophe" or "harm_above:20000".

    Raises
    ------
    InputError
        If there is no such event.
    """
    kind, _, number = name.partition(":")
    if name in _PLAIN:
        return _PLAIN[name]
    try:
        return _WITH_NUMBER[kind](float(number))
    except (KeyError, ValueError):
        problem = Problem("event", repr(name), ", ".join(NAMES))
        raise InputError("rare event", [problem]) from None
