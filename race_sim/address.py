"""Addresses of worlds: which seeds, worlds and numbers of worlds can be used."""

from __future__ import annotations

from numbers import Integral

from race_sim import luck
from race_sim.problems import InputError, Problem

LARGEST_ENSEMBLE = 100_000_000


def whole_number(name: str, value: object, low: int, high: int) -> Problem | None:
    """The problem of a value that is not a whole number in a range, or None."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        return Problem(name, f"{value!r}", f"a whole number from {low} to {high}")
    if not low <= int(value) <= high:
        return Problem(name, f"{value}", f"a whole number from {low} to {high}")
    return None


def check_address(source: str, seed: object, worlds: object, first_world: object) -> None:
    """Refuse a seed, a number of worlds or a first world that cannot be used.

    Raises
    ------
    InputError
    """
    found = [
        whole_number("seed", seed, 0, luck.LARGEST_SEED),
        whole_number("worlds", worlds, 1, LARGEST_ENSEMBLE),
        whole_number("first_world", first_world, 0, luck.LARGEST_WORLD - LARGEST_ENSEMBLE),
    ]
    problems = [problem for problem in found if problem is not None]
    if problems:
        raise InputError(source, problems)
