"""A stage game as the games of two libraries, Nashpy and Gambit, for what they can do with it.

In both, the United States chooses the row, China the column, and investing comes first.
"""

from __future__ import annotations

from typing import Any

from race_sim.game import Payoffs
from race_sim.problems import InputError, Problem

ACTIONS = ("invest", "accelerate")
PLAYERS = ("United States", "China")
Matrix = list[list[float]]


def matrices(us: Payoffs, cn: Payoffs) -> tuple[Matrix, Matrix]:
    """The payoffs of the United States and of China: rows and columns are investing, then not."""
    return (
        [[us.both_invest, us.invest_alone], [us.accelerate_alone, us.both_accelerate]],
        [[cn.both_invest, cn.accelerate_alone], [cn.invest_alone, cn.both_accelerate]],
    )


def _missing(library: str, call: str, extra: str) -> InputError:
    allowed = f'pip install "race-sim[{extra}]"'
    return InputError(call, [Problem("", f"{library} is not installed", allowed)])


def to_nashpy(us: Payoffs, cn: Payoffs) -> Any:
    """The game as a `nashpy.Game` (Knight and Campbell, 2018, JOSS 3(30), 904).

    Raises
    ------
    InputError
        If Nashpy is not installed.
    """
    try:
        import nashpy
    except ImportError:
        raise _missing("nashpy", "to_nashpy", "games") from None
    return nashpy.Game(*matrices(us, cn))


def to_gambit(us: Payoffs, cn: Payoffs, title: str = "stage game") -> Any:
    """The game as a strategic game of Gambit, with named players and strategies.

    Raises
    ------
    InputError
        If pygambit is not installed; there is none for every system.
    """
    try:
        import pygambit
    except ImportError:
        raise _missing("pygambit", "to_gambit", "gambit") from None
    tables = dict(zip(PLAYERS, matrices(us, cn), strict=True))
    game = pygambit.StrategicGame.from_dict(tables, title=title)
    for player in PLAYERS:
        names = dict(zip(game.get_strategies(player), ACTIONS, strict=True))
        game.relabel_strategies(player, names)
    return game
