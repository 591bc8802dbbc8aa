"""What stands on the pages of a class: the values of each template of the app in `otree_app`."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from race_sim.export import drawing
from race_sim.export.telling import (
    SIDES,
    capital,
    cards,
    down_arrows,
    ended,
    gauges,
    matrix_rows,
    number,
    say,
    when,
    worth,
)
from race_sim.page import scenario_data
from race_sim.page.door import call
from race_sim.page.links import ADDRESS, fragment_of
from race_sim.problems import InputError, Problem

Answer = dict[str, Any]
WORLDS = 50  # that a finished race is held against
_WELFARES = tuple(f"{side}_welfare" for side in SIDES)
_KEPT = ("ending", "chernobyl_moments", *_WELFARES)
_NUMBERS = {
    "seed": (0, 10**6),
    "world": (0, 10**6),
    "quarters_a_round": (1, 80),
    "seconds_to_decide": (0, 3600),
}
_SWITCHES = ("same_luck", "show_matrix")

__all__ = ["check_settings", "compared", "decide", "end", "instructions", "results", "worth"]


def check_settings(config: Mapping[str, Any], most_rounds: int) -> None:
    """Refuse a session that cannot be played.

    Raises
    ------
    InputError
        With all that is wrong.
    """
    problems = []
    if config.get("scenario") not in scenario_data.scenario_names():
        allowed = ", ".join(scenario_data.scenario_names())
        problems.append(Problem("scenario", f"{config.get('scenario')!r}"[:60], allowed))
    whole = {**_NUMBERS, "rounds": (1, most_rounds)}
    for name, (low, high) in whole.items():
        value = config.get(name)
        if type(value) is not int or not low <= value <= high:
            problems.append(Problem(name, f"{value!r}"[:60], f"a whole number, {low} to {high}"))
    for name in _SWITCHES:
        if not isinstance(config.get(name), bool):
            problems.append(Problem(name, f"{config.get(name)!r}"[:60], "True or False"))
    if not problems:
        steps = call({"ask": "new_game", "scenario": config["scenario"], "cn": "person"})["steps"]
        quarters = config["rounds"] * config["quarters_a_round"]
        if quarters > steps:
            what = f"{quarters} quarters in all, and the race has {steps}"
            problems.append(Problem("rounds", what, "rounds x quarters_a_round within it"))
    if problems:
        raise InputError("settings of the session", problems)


def _round_length(config: Mapping[str, Any]) -> str:
    quarters = config["quarters_a_round"]
    if quarters % 4:
        return "a quarter of a year" if quarters == 1 else f"{quarters} quarters"
    return "a year" if quarters == 4 else f"{quarters // 4} years"


def _player(side: str) -> Answer:
    other = "cn" if side == "us" else "us"
    return {
        "side": side,
        "own_name": say(f"side.{side}"),
        "own_country": say(f"country.{side}"),
        "rival_country": say(f"country.{other}"),
    }


def _state(answer: Answer, config: Mapping[str, Any]) -> Answer:
    """What both pages of a round show: the state, and the matrix if the teacher shows it."""
    return {
        "date": capital(when(answer["now"]["year"])),
        "now": when(answer["now"]["year"]),
        "gauges": gauges(answer),
        "show_matrix": config["show_matrix"],
        "matrix": matrix_rows(answer),
        "down": down_arrows(answer),
        "columns": [say("verb.I"), say("verb.A")],
        "game_title": answer["matrix"]["title"],
        "game_meaning": answer["matrix"]["meaning"],
        "how_to_read": say("matrix.how"),
        "matrix_title": say("matrix.title"),
    }


def instructions(answer: Answer, config: Mapping[str, Any], side: str) -> Answer:
    """For the first page."""
    return {
        **_player(side),
        "rounds": config["rounds"],
        "length": _round_length(config),
        "begin": when(answer["now"]["year"]),
        "choices": _choices(),
        "seconds": config["seconds_to_decide"],
    }


def _choices() -> list[Answer]:
    return [
        {
            "letter": letter,
            "look": look,
            "title": say(f"choice.{letter}.title"),
            "text": say(f"choice.{letter}.text"),
        }
        for letter, look in (("A", "accelerate"), ("I", "invest"))
    ]


def decide(answer: Answer, config: Mapping[str, Any], side: str, number_of_round: int) -> Answer:
    """For the page on which a player chooses."""
    rounds = config["rounds"]
    return {
        **_player(side),
        **_state(answer, config),
        "round": number_of_round,
        "rounds": rounds,
        "passed": round(100 * (number_of_round - 1) / rounds),
        "length": _round_length(config),
        "choices": _choices(),
    }


def results(
    answer: Answer,
    config: Mapping[str, Any],
    side: str,
    number_of_round: int,
    letters: str,
    since: int,
) -> Answer:
    """For the page that shows what a round has come to.

    Parameters
    ----------
    answer : dict
        The race after the round.
    config : mapping
        The settings of the session.
    side : str
    number_of_round : int
    letters : str
        The choices of the United States and of China.
    since : int
        The step at which the round began.
    """
    last = answer["over"] or number_of_round == config["rounds"]
    return {
        **_player(side),
        **_state(answer, config),
        "round": number_of_round,
        "rounds": config["rounds"],
        "passed": round(100 * number_of_round / config["rounds"]),
        "did": _did(letters),
        "cards": cards(answer["happened"], since),
        "charts": drawing.race_so_far(answer),
        "last": last,
    }


def _did(letters: str) -> list[Answer]:
    return [
        {"key": side, "name": say(f"side.{side}"), "did": say(f"did.{letter}")}
        for side, letter in zip(SIDES, letters, strict=True)
    ]


def compared(answer: Answer) -> Answer:
    """What the race came to, and what other luck and other choices would have brought.

    A race that goes on is worth the median of its equally likely endings, both sides doing as they
    did last.
    """
    game = answer["game"]
    if answer["over"]:
        found = call({"ask": "debrief", "game": game})
        luck, choice = found["luck"], found["choice"]
        welfare = {side: answer["outcome"][f"{side}_welfare"] for side in SIDES}
    else:
        luck = call({"ask": "forecast", "game": game, "worlds": WORLDS})["endings"]
        choice = []
        welfare = {
            side: statistics.median(one[f"{side}_welfare"] for one in luck) for side in SIDES
        }
    return {
        "over": answer["over"],
        "welfare": welfare,
        "luck": [{name: one[name] for name in _KEPT} for one in luck],
        "choice": [{name: one[name] for name in ("side", "policy", *_KEPT)} for one in choice],
    }


def _tally(luck: Sequence[Answer]) -> list[Answer]:
    kinds = [drawing.kind_of(one) for one in luck]
    return [
        {"kind": kind, "text": say(f"count.{kind}", count=kinds.count(kind), of=len(kinds))}
        for kind in drawing.KINDS
        if kind in kinds
    ]


def _in_another_chair(answer: Answer, found: Answer, side: str) -> list[Answer]:
    """What other policies would have brought this side under the same luck, the best first."""
    own = [one for one in found["choice"] if one["side"] == side]
    name = f"{side}_welfare"

    def row(who: str, one: Answer) -> Answer:
        kind = say(f"kind.{drawing.kind_of(one)}")
        return {"who": who, "value": one[name], "welfare": number(one[name]), "kind": kind}

    rows = [{**row(say(f"policy.{one['policy']}"), one), "you": False} for one in own]
    if rows:
        rows.append({**row("you", answer["outcome"]), "you": True})
    return sorted(rows, key=lambda one: (-one["value"], not one["you"]))


def _story(rounds: Sequence[tuple[str, Sequence[Answer]]]) -> list[Answer]:
    """Round by round; quiet rounds with the same choices stand in one line."""
    lines: list[Answer] = []
    for position, (letters, happened) in enumerate(rounds, 1):
        titles = [card.title for card in cards(happened)]
        same = bool(lines) and lines[-1]["letters"] == letters
        if same and not titles and not lines[-1]["titles"]:
            lines[-1]["until"] = position
        else:
            lines.append({"number": position, "until": position, "letters": letters})
            lines[-1].update(titles=titles, did=_did(letters))
    return lines


def end(
    answer: Answer, found: Answer, side: str, rounds: Sequence[tuple[str, Sequence[Answer]]]
) -> Answer:
    """For the last page: what it came to, round by round, and luck against choice.

    Parameters
    ----------
    answer : dict
        The race where the class has left it.
    found : dict
        What `compared` gave.
    side : str
    rounds : sequence of (str, sequence of dict)
        The choices of both, and what happened.
    """
    own = found["welfare"][side]
    name = f"{side}_welfare"
    worse = sum(one[name] < own for one in found["luck"])
    final = ended(answer)
    return {
        **_player(side),
        "final": final,
        "over": found["over"],
        "gauges": gauges(answer),
        "welfare": [
            {"key": one, "name": say(f"side.{one}"), "value": number(found["welfare"][one])}
            for one in SIDES
        ],
        "own_welfare": number(own),
        "charts": drawing.race_so_far(answer),
        "dots": drawing.endings(found["luck"], side, own if found["over"] else None),
        "tally": _tally(found["luck"]),
        "worlds": len(found["luck"]),
        "worse": worse,
        "others": _in_another_chair(answer, found, side),
        "rounds": _story(rounds),
        "link": f"{ADDRESS}{fragment_of(answer['game'])}",
        "address": ADDRESS,
    }
