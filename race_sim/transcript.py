"""A whole world as plain text, step by step: to read, to keep, and to compare.

Numbers are printed with so many digits that a change of the model shows, and so few that the page
can be read.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import race_sim
from race_sim.game import GAMES

if TYPE_CHECKING:
    from race_sim.model import RaceModel

_TITLES = {game.key: game.title for game in GAMES}
_SIDES = (("us", "US"), ("cn", "CN"))
_PAYOFFS = ("both_invest", "invest_alone", "accelerate_alone", "both_accelerate")


def _header(model: RaceModel) -> list[str]:
    return [
        f"scenario {model.scenario.name}, seed {model.seed}, world {model.world}, "
        f"model version {race_sim.MODEL_VERSION}",
        "",
        "Each step: its number and year, the game, talks and treaty. Each side: its choice; at the",
        "step's begin c capability, g safety gap, h talent, r restriction, w alarm, b belief; and",
        "its payoffs if both invest, it invests alone, it accelerates alone, both accelerate.",
        "",
    ]


def _side_line(row: Mapping[Hashable, Any], side: str, name: str) -> str:
    choice = "invests    " if row[f"{side}_invests"] else "accelerates"
    payoffs = " ".join(f"{row[f'{side}_payoff_{action}']:10.5f}" for action in _PAYOFFS)
    return (
        f"     {name} {choice}  c {row[f'{side}_capability']:8.5f}  g {row[f'{side}_gap']:8.5f}"
        f"  h {row[f'{side}_talent']:.5f}  r {row[f'{side}_restriction']:.5f}"
        f"  w {row[f'{side}_alarm']:.5f}  b {row[f'{side}_belief']:.5f}  | {payoffs}"
    )


def _value(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def transcript(model: RaceModel) -> str:
    """The transcript of a race that has been played.

    Parameters
    ----------
    model : RaceModel
        After `run()`.

    Raises
    ------
    RuntimeError
        If the race is not over.
    """
    outcome = model.outcome
    lines = _header(model)
    for row in model.history.to_dict("records"):
        lines.append(
            f"{row['step']:3d}  {row['year']:.2f}  {_TITLES[row['game']]}"
            f"  talks {row['talks']:.5f}  {row['treaty']}"
        )
        lines.extend(_side_line(row, side, name) for side, name in _SIDES)
        lines.extend(
            f"     * {event.side}: {event.text}"
            for event in model.events
            if event.step == row["step"]
        )
    lines.extend(["", "outcome"])
    lines.extend(f"  {name}: {_value(value)}" for name, value in outcome.items())
    return "\n".join(lines) + "\n"
