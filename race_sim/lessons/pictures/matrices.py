"""Stage games side by side: four cells each, and arrows to what each side would rather do."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.layout_engine import ConstrainedLayoutEngine

from race_sim.games.equilibria import JOINT_ACTIONS, joint_payoffs
from race_sim.games.stage_game import StageGame
from race_sim.games.telling import in_words
from race_sim.plots import style, words
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

# The drawing of one matrix, shared with the larger picture of one game.
from race_sim.plots.stage_game import _draw_matrix, _number
from race_sim.problems import InputError, Problem

MOST = 3
_SIZES = {1: (5.2, 4.6), 2: (9.0, 4.9), 3: (9.0, 3.45)}  # width of the sheet, height of the games
_UNDER_HEADLINE = 0.16  # inches
_KEY = (
    "Upper number in a cell: the United States; lower number: China. Arrows point to what a side "
    "would rather do, given what the other does. A ring: neither would rather change. Hatched: "
    "another cell is better for both, or for one and no worse for the other."
)


def _table(games: Mapping[str, StageGame]) -> pd.DataFrame:
    rows = [
        {
            "setting": label,
            "game": game.title,
            "us_invests": joint[0],
            "cn_invests": joint[1],
            **dict(zip(("us", "cn"), joint_payoffs(game.us, game.cn, joint), strict=True)),
            "equilibrium": joint in game.pure_equilibria,
            "pareto_rank": game.pareto_ranks[joint],
        }
        for label, game in games.items()
        for joint in JOINT_ACTIONS
    ]
    return pd.DataFrame(rows)


def _alt(headline: str, games: Mapping[str, StageGame]) -> str:
    told = []
    for label, game in games.items():
        cells = []
        for joint in JOINT_ACTIONS:
            us_payoff, cn_payoff = joint_payoffs(game.us, game.cn, joint)
            cells.append(
                f"{in_words(joint)}: United States {_number(us_payoff)}, China {_number(cn_payoff)}"
            )
        rests = "; ".join(map(in_words, game.pure_equilibria)) or "no cell"
        told.append(f"{label}, {game.title}. {'; '.join(cells)}. Neither would change: {rests}")
    return words.sentence(headline, *told)


@style.drawing()
def draw(games: Mapping[str, StageGame], headline: str) -> Picture:
    """Up to three stage games in a row.

    Parameters
    ----------
    games : mapping of str to StageGame
        By what is written over each.
    headline : str
        What is shown.

    Returns
    -------
    Picture
        Table: one row a game and cell.

    Raises
    ------
    InputError
        If there is no game, or more than fit.
    """
    if not 1 <= len(games) <= MOST:
        raise InputError("matrices", [Problem("games", f"{len(games)}", f"1 to {MOST}")])
    width, body = _SIZES[len(games)]
    figure = new_sheet(headline, "", words.of_this_version("Payoffs") + ".", body, _KEY, width)
    for place, (label, game) in enumerate(games.items(), start=1):
        axes = figure.add_subplot(1, len(games), place)
        _draw_matrix(axes, game)
        # The United States above, as on the page: its text comes first in each cell.
        for us, cn in zip(axes.texts[::2], axes.texts[1::2], strict=True):
            us_place, cn_place = us.get_position(), cn.get_position()
            us.set_position(cn_place)
            cn.set_position(us_place)
        if len(games) == MOST:
            for text in axes.texts:
                text.set_fontsize(style.SMALL)
        axes.set_title(f"{label}\n{game.title}", loc="center", pad=10.0)
    layout = figure.get_layout_engine()
    assert isinstance(layout, ConstrainedLayoutEngine)
    layout.set(h_pad=_UNDER_HEADLINE)
    settle(figure)
    return Picture("matrices", figure, _table(games), _alt(headline, games), headline)
