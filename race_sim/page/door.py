"""The door to the rules: `call(request)` answers one request in JSON, and keeps nothing.

    call({"ask": "new_game", "scenario": "baseline", "us": "person", "cn": "tit-for-tat"})
    call({"ask": "move", "game": ..., "us": "I"})

An answer has `"answer"`, the name of what was asked. What cannot be answered has `"error"`: a
message and the problems, each with its place, what is wrong, and what is allowed. Never a
traceback, and never more work than `COUNTS[-1]` races of one plan.

>>> game = call({"ask": "new_game", "cn": "always-safe"})["game"]
>>> call({"ask": "move", "game": game, "us": "I"})["matrix"]["title"]
"Prisoner's Dilemma"
>>> call({"ask": "move", "game": game, "us": "X"})["error"]["problems"][0]["where"]
'us'
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from race_sim.page import scenario_data
from race_sim.page.checking import Check, Field, one_of, refused, shown, table, whole
from race_sim.page.endings import (
    COUNTS,
    FIRST_ENDING,
    KEEP,
    continued,
    ending_played,
    endings,
    outcome_in_words,
)
from race_sim.page.game_record import (
    ACCELERATES,
    INVESTS,
    MOST_MOVES,
    PERSON,
    SETTING,
    GameRecord,
    read_record,
    record_from,
)
from race_sim.page.standing import (
    FAR_SIGHTED,
    Standing,
    moves_of,
    played,
    played_on,
    seated,
    start_of,
)
from race_sim.page.views import matrix_of, view_of
from race_sim.policies.catalogue import NUMBERS
from race_sim.problems import InputError, Problem
from race_sim.rules.state import SIDES

_LETTER = one_of((ACCELERATES, INVESTS))
_PLANS = one_of((KEEP, *NUMBERS))
_GAME = Field(read_record)
_PLAN_FIELDS = {"us_plan": Field(_PLANS, KEEP), "cn_plan": Field(_PLANS, KEEP)}
# Policies that a finished game is held against, in the person's chair, under the same luck.
OTHERS = (
    "always-accelerate",
    "always-safe",
    "logit-response",
    "best-reply",
    "tit-for-tat",
    "grim-trigger",
    "alarm-threshold",
    "pledge-and-verify",
)


def scenarios() -> dict[str, Any]:
    """Every scenario with its words and values, and every parameter with its range."""
    found = scenario_data.data()
    return {name: copy.deepcopy(found[name]) for name in ("scenarios", "knobs", "model")}


def policies() -> dict[str, Any]:
    """Every policy with its meaning."""
    return {"policies": copy.deepcopy(scenario_data.data()["policies"])}


def new_game(**read: Any) -> dict[str, Any]:
    """A game at its start; one that nobody plays runs to its end."""
    record = record_from(read)
    return view_of(record, played(record))


def move(game: GameRecord, us: str | None, cn: str | None) -> dict[str, Any]:
    """The game after one more choice of each person in it."""
    problems = []
    for side, letter in zip(SIDES, (us, cn), strict=True):
        is_person = side in game.persons()
        if is_person and letter is None:
            problems.append(Problem(side, "is missing", f"{ACCELERATES} or {INVESTS}"))
        elif not is_person and letter is not None:
            problems.append(Problem(side, "a policy plays this side", "no move"))
    if problems:
        raise InputError("request", problems)
    _open(game)
    after = game.with_moves(game.us_moves + (us or ""), game.cn_moves + (cn or ""))
    return view_of(after, played(after))


def undo(game: GameRecord, moves: int) -> dict[str, Any]:
    """The game with its last choices taken back."""
    persons = game.persons()
    made = len(game.moves(persons[0])) if persons else 0
    if moves > made:
        raise refused("moves", f"{moves}", f"at most {made}, as many as were made")
    before = game.with_moves(
        game.us_moves[: made - moves] if "us" in persons else "",
        game.cn_moves[: made - moves] if "cn" in persons else "",
    )
    return view_of(before, played(before))


def replay(game: GameRecord) -> dict[str, Any]:
    """The game as it stands."""
    return view_of(game, played(game))


def matrix(game: GameRecord, values: dict[str, Any]) -> dict[str, Any]:
    """The stage game of the present state if parameters had other values from now on."""
    standing = played(game)
    merged = dict(sorted({**dict(game.values), **values}.items()))
    nobody = {"us": PERSON, "cn": PERSON, "us_moves": "", "cn_moves": ""}
    other = record_from({**game._asdict(), **nobody, "values": merged})
    plan = scenario_data.plan_for(other.scenario, other.values, other.shocks, tuple(sorted(values)))
    settings = plan.settings_at(min(standing.step, standing.plan.steps - 1))
    return {"matrix": matrix_of(settings, standing.race, standing.step)}


def forecast(game: GameRecord, worlds: int, us_plan: str, cn_plan: str) -> dict[str, Any]:
    """Equally likely endings of the game if persons follow their plans from here."""
    standing = _open(game)
    plans = _plans(game, us_plan, cn_plan)
    found = endings(game, standing, plans, worlds)
    return {
        "worlds": worlds,
        "plans": plans,
        "endings": [outcome_in_words(outcome) for outcome in found],
    }


def ending(game: GameRecord, number: int, us_plan: str, cn_plan: str) -> dict[str, Any]:
    """One of these endings, step by step."""
    standing = _open(game)
    found = ending_played(game, standing, _plans(game, us_plan, cn_plan), number)
    return {"number": number, "from_step": standing.step, **_told(game, found)}


def counterfactual(game: GameRecord, side: str, decision: int) -> dict[str, Any]:
    """The same luck with the other choice at one decision, and where the two games part."""
    if side not in game.persons():
        raise refused("side", f"{side!r} is played by a policy", "a side that a person plays")
    standing = played(game)
    own = game.moves(side)
    if decision >= len(own):
        raise refused("decision", f"{decision}", f"below {len(own)}, the moves made")
    other = ACCELERATES if own[decision] == INVESTS else INVESTS
    changed = own[:decision] + other + own[decision + 1 :]
    us, cn = (changed, game.cn_moves) if side == "us" else (game.us_moves, changed)
    record = game.with_moves(us, cn)
    plan = seated(game.plan(), game.us, game.cn)
    found = played_on(start_of(plan), game.seed, game.world, moves_of(record))
    if standing.outcome is not None:  # it may have ended earlier than this one
        found = _gone_on(record, found, game.world)
    done = found.race.decisions
    record = game.with_moves(us[:done], cn[:done])
    parts = next(
        (
            step
            for step, (one, two) in enumerate(zip(standing.rows, found.rows, strict=False))
            if one[1:] != two[1:]
        ),
        None,
    )
    return {"side": side, "decision": decision, "parts_at": parts, **_told(record, found)}


def _gone_on(record: GameRecord, standing: Standing, world: int) -> Standing:
    """A game to its end: from where its moves end, persons go on as they chose last."""
    if standing.outcome is not None:
        return standing
    plan = continued(record, standing, {"us": KEEP, "cn": KEEP})
    return played_on(standing._replace(plan=plan), record.seed, world)


def debrief(game: GameRecord) -> dict[str, Any]:
    """How much was luck and how much was choice, in a game that is over.

    The same moves under other luck; and the same luck with a policy in the person's chair.
    """
    standing = played(game)
    if standing.outcome is None:
        raise refused("game", "is not over", "a game that is over")
    if not game.persons():
        raise refused("game", "nobody played it", "a game with a person")
    plan = seated(game.plan(), game.us, game.cn)
    luck = []
    for number in range(COUNTS[0]):
        world = FIRST_ENDING + number
        other = played_on(start_of(plan), game.seed, world, moves_of(game))
        other = _gone_on(game, other, world)
        assert other.outcome is not None
        luck.append(outcome_in_words(other.outcome))
    choice = []
    for side in game.persons():
        for name in OTHERS:
            chairs = {"us": game.us, "cn": game.cn, side: name}
            swapped = seated(game.plan(), chairs["us"], chairs["cn"])
            moves = moves_of(game)
            kept = (None, moves[1]) if side == "us" else (moves[0], None)
            other = played_on(start_of(swapped), game.seed, game.world, kept)
            record = game._replace(us=chairs["us"], cn=chairs["cn"])
            other = _gone_on(record, other, game.world)
            assert other.outcome is not None
            choice.append({"side": side, "policy": name, **outcome_in_words(other.outcome)})
    return {"outcome": outcome_in_words(standing.outcome), "luck": luck, "choice": choice}


def _told(record: GameRecord, standing: Standing) -> dict[str, Any]:
    view = view_of(record, standing)
    return {name: view[name] for name in ("game", "over", "history", "happened", "outcome", "now")}


def _open(game: GameRecord) -> Standing:
    """Where a game stands that is not over.

    Raises
    ------
    InputError
    """
    standing = played(game)
    if standing.outcome is not None:
        raise refused("game", "is over", "a game that is not")
    return standing


def _plans(game: GameRecord, us: str, cn: str) -> dict[str, str]:
    plans = {"us": us, "cn": cn}
    problems = []
    for side, plan in plans.items():
        if side not in game.persons() and plan != KEEP:
            problems.append(Problem(f"{side}_plan", "a policy plays this side", KEEP))
        if plan in FAR_SIGHTED and not scenario_data.is_solved(game.scenario, game.values):
            what = f"{plan} has been solved for the baseline's values only"
            problems.append(Problem(f"{side}_plan", what))
    if problems:
        raise InputError("request", problems)
    return plans


def _worlds(value: Any, where: str) -> int:
    if isinstance(value, bool) or value not in COUNTS or not isinstance(value, int):
        raise refused(where, shown(value), " or ".join(map(str, COUNTS)))
    return value


class _Ask:
    """What can be asked: its function and the fields of its request."""

    def __init__(self, function: Callable[..., dict[str, Any]], **fields: Field):
        self.function = function
        self.check: Check = table({"ask": Field(lambda value, where: value), **fields})


ASKS = {
    "scenarios": _Ask(scenarios),
    "policies": _Ask(policies),
    "new_game": _Ask(new_game, **SETTING),
    "move": _Ask(move, game=_GAME, us=Field(_LETTER, None), cn=Field(_LETTER, None)),
    "undo": _Ask(undo, game=_GAME, moves=Field(whole(1, MOST_MOVES), 1)),
    "replay": _Ask(replay, game=_GAME),
    "matrix": _Ask(matrix, game=_GAME, values=Field(scenario_data.checked_values, {})),
    "forecast": _Ask(forecast, game=_GAME, worlds=Field(_worlds, COUNTS[0]), **_PLAN_FIELDS),
    "ending": _Ask(ending, game=_GAME, number=Field(whole(0, COUNTS[-1] - 1)), **_PLAN_FIELDS),
    "counterfactual": _Ask(
        counterfactual,
        game=_GAME,
        side=Field(one_of(SIDES)),
        decision=Field(whole(0, MOST_MOVES)),
    ),
    "debrief": _Ask(debrief, game=_GAME),
}


def call(request: Any) -> dict[str, Any]:
    """Answer one request.

    Parameters
    ----------
    request : dict
        `"ask"`, one of `ASKS`, and its fields; see the functions of this module.

    Returns
    -------
    dict
        For JSON: `"answer"` and what was asked for, or `"error"`.
    """
    try:
        if not isinstance(request, dict):
            raise refused("", f"a request is a table, not {shown(request)}")
        ask = one_of(tuple(ASKS))(request.get("ask"), "ask")
        read = ASKS[ask].check(request, "")
        del read["ask"]
        return {"answer": ask, **ASKS[ask].function(**read)}
    except InputError as error:
        problems = [problem._asdict() for problem in error.problems]
        return {"error": {"message": f"{error}", "problems": problems}}


__all__ = ["ASKS", "call"]
