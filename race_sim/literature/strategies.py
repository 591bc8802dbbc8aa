"""Games between named strategies: names that are checked, and tables of what they get."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from race_sim.literature.parameter import ParameterSet
from race_sim.problems import InputError, Problem

# Of the population that imitates, and not of the game.
_POPULATION = ("population", "intensity", "mutation")


def _is_one_of(name: object, known: tuple[str, ...]) -> bool:
    return isinstance(name, str) and name in known


def checked_strategies(
    source: str, strategies: Iterable[str], known: tuple[str, ...], least: int = 1
) -> tuple[str, ...]:
    """Strategies by name, each once.

    Raises
    ------
    InputError
        If there are too few, or one is unknown or comes twice.
    """
    allowed = "of " + ", ".join(known)
    try:
        names = (strategies,) if isinstance(strategies, str) else tuple(strategies)
    except TypeError:
        raise InputError(source, [Problem("strategies", repr(strategies), allowed)]) from None
    problems = []
    for place, name in enumerate(names):
        if not _is_one_of(name, known):
            spelled = {one.lower(): one for one in known}
            near = difflib.get_close_matches(f"{name}".lower(), spelled, n=1)
            hint = f", did you mean {spelled[near[0]]}?" if near else ""
            problems.append(Problem("strategies", f"{name!r} is no strategy{hint}", allowed))
        elif name in names[:place]:
            problems.append(Problem("strategies", f"{name} comes twice", "each once"))
    if len(names) < least:
        problems.append(Problem("strategies", f"{len(names)}", f"{least} or more"))
    if problems:
        raise InputError(source, problems)
    return names


def table(
    strategies: tuple[str, ...], cells: dict[tuple[str, str], np.ndarray], like: tuple[int, ...]
) -> np.ndarray:
    """Cells, by row and column, as an array (*like, n, n)."""
    count = len(strategies)
    found = np.empty((*like, count, count))
    for row, own in enumerate(strategies):
        for column, other in enumerate(strategies):
            found[..., row, column] = cells[own, other]
    return found


def prepared(
    source: str,
    strategies: tuple[str, ...],
    model: type[ParameterSet],
    payoffs: Callable[..., np.ndarray],
    values: dict[str, Any],
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Payoffs of a game that a population plays, and all parameters as arrays.

    Parameters
    ----------
    source : str
        The function that was called, for the error.
    strategies : tuple of str
        As they come from `checked_strategies`.
    model : type
        The class of the parameters.
    payoffs : callable
        From strategies, and the parameters of the game by name, to tables (..., n, n).
    values : dict
        Of the game and of the population.

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    arrays = dict(zip(values, model.arrays(source, **values), strict=True))
    game = {name: value for name, value in arrays.items() if name not in _POPULATION}
    return payoffs(strategies, **game), arrays
