"""A game as it travels: all that is needed to play it again from its start, and nothing more.

The door keeps no state. A request brings the record of its game, and the answer gives the next
one; a link that holds it is the game.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from race_sim import MODEL_VERSION
from race_sim.clashes import clashes
from race_sim.page import scenario_data
from race_sim.page.checking import (
    Field,
    letters,
    many,
    number,
    one_of,
    refused,
    shown,
    table,
    whole,
)
from race_sim.policies.catalogue import NUMBERS
from race_sim.problems import InputError, Problem
from race_sim.resolve import KIND_KEYS, Plan, step_of

PERSON = "person"
ACCELERATES, INVESTS = "A", "I"
MOST_SHOCKS = 4
# Numbers that JavaScript holds exactly, with room for the worlds of forecasts.
LARGEST = 2**31 - 1
MOST_MOVES = 400
SEATS = (PERSON, *NUMBERS)


class GameRecord(NamedTuple):
    """A game: what it is played in, under which luck, by whom, and what persons have chosen.

    Attributes
    ----------
    scenario : str
    values : tuple of (str, value)
        Parameters that differ from those of the scenario, by key.
    shocks : tuple of tuple of (str, value)
        Incidents that happen at a date whatever the dice say, besides those of the scenario.
    seed, world : int
        The address of its luck.
    us, cn : str
        Who sits in the chairs: `"person"` or the name of a policy.
    us_moves, cn_moves : str
        A letter a decision, A to accelerate or I to invest; empty for a policy.
    """

    scenario: str
    values: tuple[tuple[str, Any], ...]
    shocks: tuple[tuple[tuple[str, Any], ...], ...]
    seed: int
    world: int
    us: str
    cn: str
    us_moves: str
    cn_moves: str

    def plan(self) -> Plan:
        """The plan of its scenario, with nobody in particular in the chairs."""
        return scenario_data.plan_for(self.scenario, self.values, self.shocks)

    def persons(self) -> tuple[str, ...]:
        """The sides that persons play."""
        return tuple(side for side in ("us", "cn") if getattr(self, side) == PERSON)

    def moves(self, side: str) -> str:
        """The choices of a side that a person plays."""
        return self.us_moves if side == "us" else self.cn_moves

    def with_moves(self, us: str, cn: str) -> GameRecord:
        """The same game with other choices."""
        return self._replace(us_moves=us, cn_moves=cn)

    def as_dictionary(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "model": MODEL_VERSION,
            "scenario": self.scenario,
            "values": dict(self.values),
            "shocks": [dict(one) for one in self.shocks],
            "seed": self.seed,
            "world": self.world,
            "us": self.us,
            "cn": self.cn,
            "us_moves": self.us_moves,
            "cn_moves": self.cn_moves,
        }


def _check_shock(value: Any, where: str) -> tuple[tuple[str, Any], ...]:
    read = table(
        {
            "date": Field(number(1900.0, 2300.0)),
            "side": Field(one_of(("us", "cn"))),
            "severity": Field(number(1.0, 1e9)),
            "kind": Field(one_of(KIND_KEYS), KIND_KEYS[0]),
        }
    )
    return tuple(sorted(read(value, where).items()))


def _scenario(value: Any, where: str) -> str:
    name: str = one_of(scenario_data.scenario_names())(value, where)
    return name


SETTING = {
    "scenario": Field(_scenario, "baseline"),
    "values": Field(scenario_data.checked_values, {}),
    "shocks": Field(many(_check_shock, MOST_SHOCKS), []),
    "seed": Field(whole(0, LARGEST), 1),
    "world": Field(whole(0, LARGEST), 0),
    "us": Field(one_of(SEATS), PERSON),
    "cn": Field(one_of(SEATS), "logit-response"),
}
_MOVES = letters(ACCELERATES + INVESTS, MOST_MOVES)
RECORD = {
    "model": Field(one_of((MODEL_VERSION,))),
    **SETTING,
    "us_moves": Field(_MOVES, ""),
    "cn_moves": Field(_MOVES, ""),
}


def record_from(read: Mapping[str, Any], where: str = "") -> GameRecord:
    """A game from fields that have been read one by one, if they fit together.

    Raises
    ------
    InputError
        With all that does not.
    """
    record = GameRecord(
        read["scenario"],
        tuple(read["values"].items()),
        tuple(read["shocks"]),
        read["seed"],
        read["world"],
        read["us"],
        read["cn"],
        read.get("us_moves", ""),
        read.get("cn_moves", ""),
    )
    prefix = f"{where}." if where else ""
    problems = [*_of_values(record, prefix), *_of_seats(record, prefix)]
    if problems:
        raise InputError("request", problems)
    return record


def _of_values(record: GameRecord, prefix: str) -> list[Problem]:
    scenario = scenario_data.PageScenario(record.scenario, dict(record.values))
    found = [
        problem._replace(where=f"{prefix}values.{problem.where}")
        for problem in clashes(scenario.parameters)
    ]
    if found:
        return found
    time = scenario.parameters.time
    seen: set[tuple[int, str]] = set()
    taken = {(step_of(scenario.parameters, shock.date), shock.side) for shock in scenario.shocks}
    ceiling = scenario.parameters.incidents.severity_ceiling
    for place_number, pairs in enumerate(record.shocks):
        shock, place = dict(pairs), f"{prefix}shocks[{place_number}]"
        if not time.start <= shock["date"] < time.end:
            allowed = f"from {time.start:g}, before {time.end:g}"
            found.append(Problem(f"{place}.date", f"{shock['date']:g}", allowed))
            continue
        step = step_of(scenario.parameters, shock["date"])
        if (step, shock["side"]) in taken | seen:
            allowed = f"one shock to {shock['side']} in each step"
            found.append(Problem(f"{place}.date", f"{shock['date']:g}", allowed))
        if shock["severity"] > ceiling:
            found.append(
                Problem(f"{place}.severity", f"{shock['severity']:g}", f"up to {ceiling:g}")
            )
        seen.add((step, shock["side"]))
    return found


def _of_seats(record: GameRecord, prefix: str) -> list[Problem]:
    found = []
    lengths = {len(record.moves(side)) for side in record.persons()}
    if len(lengths) > 1:
        found.append(Problem(f"{prefix}cn_moves", "not as many moves as us_moves"))
    for side in ("us", "cn"):
        if getattr(record, side) != PERSON and record.moves(side):
            found.append(Problem(f"{prefix}{side}_moves", "moves of a policy", "no moves"))
    far_sighted = {"equilibrium", "planner"} & {record.us, record.cn}
    if far_sighted and not scenario_data.is_solved(record.scenario, record.values):
        what = f"{', '.join(sorted(far_sighted))} has been solved for the baseline's values only"
        found.append(Problem(f"{prefix}values", what, "no other values"))
    return found


def read_record(value: Any, where: str) -> GameRecord:
    """A game from a request.

    Raises
    ------
    InputError
        With all that is wrong with it.
    """
    if isinstance(value, dict) and value.get("model", MODEL_VERSION) != MODEL_VERSION:
        what = f"made with model version {shown(value['model'])}"
        raise refused(f"{where}.model", what, f"{MODEL_VERSION!r}, that of this page")
    return record_from(table(RECORD)(value, where), where)
