"""What a player is told of a game: the present, the matrix, the history, what happened."""

from __future__ import annotations

from typing import Any

from race_sim import quarter
from race_sim.game import GAMES, Payoffs, best_reply
from race_sim.happened import Happened
from race_sim.page.endings import outcome_in_words
from race_sim.page.game_record import GameRecord
from race_sim.page.standing import Standing, is_due
from race_sim.record import Row
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import ACCELERATE, BINDING, INVEST, NON_BINDING, Race, Side

LETTERS = {ACCELERATE: "A", INVEST: "I"}
AGREEMENTS = {0: "none", NON_BINDING: "non-binding", BINDING: "binding"}
# The columns of a history: those that a player sees drawn.
COLUMNS = (
    "year",
    "us_capability",
    "cn_capability",
    "us_gap",
    "cn_gap",
    "us_alarm",
    "cn_alarm",
    "us_belief",
    "cn_belief",
    "us_talent",
    "cn_talent",
    "us_restriction",
    "cn_restriction",
    "us_hazard",
    "cn_hazard",
    "talks",
    "treaty",
    "game",
    "us_invests",
    "cn_invests",
    "us_harm",
    "cn_harm",
)


def matrix_of(settings: RaceSettings, race: Race, step: int) -> dict[str, Any]:
    """The stage game of a state: payoffs, best replies, name."""
    outlook = quarter.look(settings, race, quarter.time_of(settings, step))
    game = GAMES[outlook.game]
    return {
        "us": outlook.us_payoffs._asdict(),
        "cn": outlook.cn_payoffs._asdict(),
        "us_replies": _replies(outlook.us_payoffs),
        "cn_replies": _replies(outlook.cn_payoffs),
        "game": game.key,
        "title": game.title,
        "meaning": game.meaning,
    }


def _replies(payoffs: Payoffs) -> dict[str, str]:
    """The best reply to each action of the rival, by letters; to invest where it is a tie."""
    return {LETTERS[action]: LETTERS[best_reply(payoffs, action)] for action in LETTERS}


def history_of(rows: tuple[Row, ...]) -> dict[str, list[float]]:
    """Columns of numbers, an entry a step."""
    return {name: [getattr(row, name) for row in rows] for name in COLUMNS}


def happened_as(one: Happened, settings: RaceSettings) -> dict[str, Any]:
    """One thing that happened, for JSON."""
    return {
        **one._asdict(),
        "year": quarter.time_of(settings, one.step),
        "agreement": AGREEMENTS[one.agreement],
    }


def _side_now(side: Side, now: Any, time: float, end: float) -> dict[str, Any]:
    return {
        "capability": side.capability,
        "gap": now.gap,
        "alarm": now.alarm,
        "belief": side.belief,
        "talent": side.talent,
        "restriction": now.restriction,
        # A freeze may never be lifted: nobody here sees further than the end of the race.
        "frozen_until": min(side.freeze_end, end) if side.freeze_end > time else None,
        "hazard": now.hazard,
        "last": LETTERS[side.action],
    }


def now_of(standing: Standing) -> dict[str, Any]:
    """The present state, in the units of the model."""
    settings, race = standing.settings(), standing.race
    time = quarter.time_of(settings, standing.step)
    end = quarter.time_of(settings, standing.plan.steps)
    outlook = quarter.look(settings, race, time)
    return {
        "year": time,
        "us": _side_now(race.us, outlook.us, time, end),
        "cn": _side_now(race.cn, outlook.cn, time, end),
        "talks": race.talks,
        "agreement": AGREEMENTS[race.treaty],
        "exchange": outlook.exchange,
    }


def view_of(record: GameRecord, standing: Standing) -> dict[str, Any]:
    """All that a page shows of a game."""
    settings = standing.settings()
    return {
        "game": record.as_dictionary(),
        "over": standing.outcome is not None,
        "step": standing.step,
        "steps": standing.plan.steps,
        "decision": standing.race.decisions,
        "waits_for": list(record.persons()) if is_due(standing) else [],
        "now": now_of(standing),
        "matrix": matrix_of(settings, standing.race, standing.step),
        "history": history_of(standing.rows),
        "happened": [happened_as(one, settings) for one in standing.happened],
        "outcome": None if standing.outcome is None else outcome_in_words(standing.outcome),
    }
