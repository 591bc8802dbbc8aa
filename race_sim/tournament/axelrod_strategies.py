"""The strategies of the Axelrod library: finding one by its name, and making a player of it.

Knight, V. A. and others, 2016, "An open framework for the reproducible study of the iterated
prisoner's dilemma", Journal of Open Research Software 4, e35. Loading the library takes seconds.
"""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from race_sim import luck
from race_sim.problems import InputError, Problem


@contextmanager
def _sources_remembered() -> Iterator[None]:
    """Let `inspect.getsource` remember its answers while the block runs.

    While the library loads, it reads the source of the same few hundred methods some twelve
    thousand times, which is two thirds of the time that it takes.
    """
    plain = inspect.getsource
    known: dict[Any, str | Exception] = {}

    def remembered(thing: Any) -> str:
        key = getattr(thing, "__func__", thing)
        if key not in known:
            try:
                known[key] = plain(thing)
            except (OSError, TypeError) as error:
                known[key] = error
        found = known[key]
        if isinstance(found, Exception):
            raise found
        return found

    inspect.getsource = remembered  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getsource = plain


try:
    with _sources_remembered():
        import axelrod
except ModuleNotFoundError as error:
    if error.name != "axelrod":
        raise
    _missing = Problem("", "the Axelrod library is not installed", 'pip install "race-sim[games]"')
    raise InputError("tournament", [_missing]) from None

__all__ = ["SOURCE", "axelrod", "new_player", "seed_of", "strategies", "strategy_named"]

SOURCE = "axelrod"
# What this draw of luck is for: not of the rule book, and far from its purposes.
STRATEGY_SEED = 0xAE00
_MOST_SEEDS = 2**32


@cache
def strategies() -> dict[str, Any]:
    """The classes of all strategies that keep to the rules, by their names."""
    return {strategy.__name__: strategy for strategy in axelrod.strategies}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


@cache
def _by_plain_name() -> dict[str, Any]:
    titles = {_plain(strategy.name): strategy for strategy in strategies().values()}
    return titles | {_plain(name): strategy for name, strategy in strategies().items()}


def strategy_named(name: str) -> Any:
    """The class of a strategy: `TitForTat`, `Tit For Tat` and `tit-for-tat` are the same.

    Raises
    ------
    InputError
        If there is none, with names that are like it.
    """
    found = _by_plain_name().get(_plain(name))
    if found is not None:
        return found
    if any(_plain(name) in (_plain(s.__name__), _plain(s.name)) for s in axelrod.all_strategies):
        problem = Problem(name, "does not keep to the rules", "a strategy that does not cheat")
        raise InputError(SOURCE, [problem])
    close = difflib.get_close_matches(_plain(name), _by_plain_name(), n=5, cutoff=0.5)
    likely = dict.fromkeys(_by_plain_name()[one].__name__ for one in close)
    allowed = ", ".join(likely) or f"one of {len(strategies())}, such as TitForTat"
    raise InputError(SOURCE, [Problem(name, "no such strategy", allowed)])


def seed_of(seed: int, world: int, side: int) -> int:
    """The seed of a strategy's own dice, from the address of luck: one for each world and chair."""
    uniform = luck.uniform_pair(seed, world, 0, STRATEGY_SEED, 0)[side]
    return int(uniform * _MOST_SEEDS)


def new_player(name: str, length: int, noise: float, seed: int) -> Any:
    """A player with a strategy, told of the match before it.

    It is told Axelrod's own game (3, 0, 5, 1), for which all strategies were written, and not the
    payoffs of the race: those move, and a tenth of the strategies refuse games that are no
    Prisoner's Dilemma.

    Parameters
    ----------
    name : str
        As `strategy_named` takes it.
    length : int
        How many decisions there will be at most.
    noise : float
        The chance that what is done is not what was chosen.
    seed : int
        Of its own dice.
    """
    player = strategy_named(name)()
    player.set_match_attributes(length=length, game=axelrod.Game(), noise=noise)
    player.set_seed(seed)
    return player
