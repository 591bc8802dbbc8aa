"""What a class reads of a race: the present, what happened, the matrix, what it came to.

Everything here is made from an answer of the door (`race_sim.page.door.call`) and `words.json`.

>>> from race_sim.page.door import call
>>> answer = call({"ask": "new_game", "cn": "person"})
>>> when(answer["now"]["year"])
'the first quarter of 2026'
>>> worth(answer["matrix"], "us", "A", "I") == answer["matrix"]["us"]["accelerate_alone"]
True
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

SIDES = ("us", "cn")
_CELLS = {
    "II": "both_invest",
    "IA": "invest_alone",
    "AI": "accelerate_alone",
    "AA": "both_accelerate",
}
_LOOKS = {
    "Chernobyl moment": "grave",
    "catastrophe": "grave",
    "transition": "grave",
    "agreement": "good",
}
MOST_INCIDENTS = 3  # told one by one; more of them in one round are told together


class Card(NamedTuple):
    """One thing that happened, in words; `look` is "", "grave" or "good"."""

    title: str
    text: str
    look: str
    date: str


@cache
def _words() -> dict[str, Any]:
    content = pkgutil.get_data(__name__, "words.json")  # which may be in a zip
    assert content is not None
    found: dict[str, Any] = json.loads(content)
    return found


def say(key: str, **values: Any) -> str:
    """Words by their key, with values in their places.

    >>> say("side.us")
    'United States'
    """
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    text: str = found
    return text.format(**values)


def number(value: float, digits: int = 1) -> str:
    """A number for reading, with a true minus and without a zero that has a sign.

    >>> number(-2.456), number(-0.001)
    ('−2.5', '0.0')
    """
    text = f"{value:.{digits}f}"
    if float(text) == 0.0:
        text = text.removeprefix("-")
    return text.replace("-", "\u2212")


def when(year: float) -> str:
    """The quarter of a date."""
    whole = int(year + 1e-9)
    part = _words()["part"][int((year - whole + 1e-9) * 4)]
    return say("quarter", part=part, year=whole)


def capital(text: str) -> str:
    """A text as it begins a line."""
    return text[:1].upper() + text[1:]


def worth(matrix: dict[str, Any], side: str, own: str, rival: str) -> float:
    """What a side's choice is worth to it, given its rival's, in the door's matrix."""
    value: float = matrix[side][_CELLS[own + rival]]
    return value


def _card(one: dict[str, Any]) -> Card:
    key = "lost" if one["lost"] else one["kind"]
    values = {
        "side": say(f"side.{one['side']}"),
        "incident": capital(one["incident"]),
        "severity": number(one["severity"], 1 if one["severity"] < 10 else 0),
        "agreement": one["agreement"],
    }
    title, text = (say(f"event.{key}.{part}", **values) for part in ("title", "text"))
    return Card(title, text, _LOOKS.get(one["kind"], ""), capital(when(one["year"])))


def _together(side: str, incidents: list[dict[str, Any]]) -> Card:
    worst = max(incidents, key=lambda one: float(one["severity"]))
    values = {
        "count": len(incidents),
        "side": say(f"side.{side}"),
        "incident": worst["incident"],
        "severity": number(worst["severity"]),
    }
    title, text = (say(f"event.many.{part}", **values) for part in ("title", "text"))
    return Card(title, text, "", f"Until {when(incidents[-1]['year'])}")


def cards(happened: Sequence[dict[str, Any]], since: int = 0) -> list[Card]:
    """A card for each thing that happened from a step on; small incidents, if many, in one.

    Parameters
    ----------
    happened : sequence of dict
        As the door gives it.
    since : int
        The first step that counts.
    """
    new = [one for one in happened if one["step"] >= since]
    found = []
    for side in (*SIDES, "both"):
        own = [one for one in new if one["side"] == side]
        small = [one for one in own if one["kind"] == "incident"]
        if len(small) > MOST_INCIDENTS:
            found.append((small[-1]["step"], _together(side, small)))
            own = [one for one in own if one not in small]
        found += [(one["step"], _card(one)) for one in own]
    return [card for _, card in sorted(found, key=lambda pair: pair[0])]


def gauges(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The present state of both sides: key, name, and pairs of a label and a number."""
    found = []
    for side in SIDES:
        now = answer["now"][side]
        numbers = [
            (say("gauge.capability"), number(now["capability"], 2)),
            (say("gauge.gap"), number(now["gap"], 2)),
            (say("gauge.alarm"), number(now["alarm"], 2)),
        ]
        if now["frozen_until"] is not None:
            numbers.append((say("gauge.frozen"), f"{int(now['frozen_until'])}"))
        found.append({"key": side, "name": say(f"side.{side}"), "numbers": numbers})
    return found


def matrix_rows(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The stage game for a table: rows of the United States' choice, cells of China's.

    A cell says what it is worth to both, where each side would rather go, and whether neither
    side would go away from it.
    """
    matrix = answer["matrix"]
    rows = []
    for us in "IA":
        cells = []
        for cn in "IA":
            cells.append(
                {
                    "us": number(worth(matrix, "us", us, cn), 2),
                    "cn": number(worth(matrix, "cn", cn, us), 2),
                    "rest": matrix["us_replies"][cn] == us and matrix["cn_replies"][us] == cn,
                }
            )
        to = matrix["cn_replies"][us]
        arrow = "→" if to == "A" else "←"
        reply = _reply("cn", us, to)
        rows.append({"name": say(f"verb.{us}"), "cells": cells, "arrow": arrow, "reply": reply})
    return rows


def _reply(side: str, given: str, to: str) -> str:
    rival = "cn" if side == "us" else "us"
    return say(
        "matrix.reply",
        side=say(f"country.{side}"),
        rival=say(f"country.{rival}"),
        given=say(f"doing.{rival}.{given}"),
        reply=say(f"action.{to}"),
    )


def down_arrows(answer: dict[str, Any]) -> list[dict[str, str]]:
    """For each choice of China: which way it pays the United States to go."""
    replies = answer["matrix"]["us_replies"]
    return [
        {"arrow": "↓" if to == "A" else "↑", "reply": _reply("us", cn, to)}
        for cn, to in (("I", replies["I"]), ("A", replies["A"]))
    ]


def ended(answer: dict[str, Any]) -> Card:
    """What the race has come to, or that it goes on."""
    outcome = answer["outcome"]
    if outcome is None:
        key, values = "open", {"when": when(answer["now"]["year"])}
    else:
        key = "lost" if outcome["lost_at_finish"] else outcome["ending"]
        side = outcome["host"] or outcome["winner"]
        place = "country" if key == "catastrophe" else "begin"
        named = say(f"{place}.{side}") if side else ""
        # A step that ends with a year is of that year; the horizon is where the next one begins.
        within = 0.0 if key == "horizon" else 1e-6
        values = {"year": f"{int(outcome['end_year'] - within)}", "side": named}
    title, text = (say(f"over.{key}.{part}", **values) for part in ("title", "text"))
    return Card(title, text, "" if key in ("open", "horizon") else "grave", "")
