"""Equally likely endings of a game from where it stands.

Each ending is a world of its own from here on: the same state, other luck. Worlds of endings are
numbered from `FIRST_ENDING` on, which no game reaches, so an ending can be played again step by
step by its number.

A browser or a server may play them faster than plain Python: `use` takes a function that gives the
same numbers (tests hold it to the same bits).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from race_sim.ledger import ENDINGS, Ledger, Outcome
from race_sim.page.game_record import INVESTS, PERSON, GameRecord
from race_sim.page.playing import play_on
from race_sim.page.standing import NO_MOVES, Standing, played_on, seated
from race_sim.resolve import Plan
from race_sim.rules.state import INVEST, SIDES, Race

FIRST_ENDING = 2**32
COUNTS = (50, 200)
KEEP = "keep"  # a person's plan: do again what was done last

# plan, race, ledger, step, seed, first world, count -> what each comes to
Player = Callable[[Plan, Race, Ledger, int, int, int, int], list[Outcome]]

# What is told of an ending, and of a game that is over.
TOLD = (
    "end_year",
    "us_welfare",
    "cn_welfare",
    "us_harm",
    "cn_harm",
    "lead",
    "us_capability",
    "cn_capability",
    "us_gap",
    "cn_gap",
    "chernobyl_moments",
    "us_chernobyl_moments",
    "cn_chernobyl_moments",
    "first_chernobyl_year",
    "incidents",
    "us_accelerating",
    "cn_accelerating",
    "us_restriction_years",
    "cn_restriction_years",
    "us_talent_lost",
    "cn_talent_lost",
    "non_binding_year",
    "binding_treaty_year",
    "breaches_found",
)


def plainly(
    plan: Plan, race: Race, ledger: Ledger, step: int, seed: int, first: int, count: int
) -> list[Outcome]:
    """Play them in plain Python."""
    first_steps = [stretch.first_step for stretch in plan.stretches]
    settings = [stretch.settings for stretch in plan.stretches]
    return [
        play_on(first_steps, settings, plan.strategies, race, ledger, step, plan.steps, seed, world)
        for world in range(first, first + count)
    ]


_players: list[Player] = [plainly]


def use(player: Player) -> None:
    """Play endings with this from now on."""
    _players[0] = player


def continued(record: GameRecord, standing: Standing, plans: dict[str, str]) -> Plan:
    """The plan by which a game goes on: persons follow a policy from here."""
    chairs = []
    for number, name in enumerate((record.us, record.cn)):
        chosen = plans[SIDES[number]]
        if name == PERSON and chosen == KEEP:
            chosen = _as_last(record, standing, number)
        chairs.append(chosen if name == PERSON else name)
    return seated(record.plan(), *chairs)


def _as_last(record: GameRecord, standing: Standing, number: int) -> str:
    """The policy of choosing what a person chose last, or what its side did before the race."""
    moves = record.moves(SIDES[number])
    side = standing.race.us if number == 0 else standing.race.cn
    # Not what was done last: that may have gone wrong (`choice.error`).
    invests = moves[-1] == INVESTS if moves else side.action == INVEST
    return "always-safe" if invests else "always-accelerate"


def outcome_in_words(outcome: Outcome) -> dict[str, Any]:
    """What is told of a race that is over; years that never came are null."""
    values = outcome._asdict()
    told: dict[str, Any] = {"ending": ENDINGS[int(outcome.ending)]}
    for name in TOLD:
        told[name] = None if math.isnan(values[name]) else values[name]
    told["leader"] = (*SIDES, None)[int(outcome.leader)]
    told["winner"] = (*SIDES, None)[int(outcome.winner)]
    told["host"] = (*SIDES, None)[int(outcome.catastrophe_host)]
    told["lost_at_finish"] = outcome.lost_at_finish == 1.0
    return told


def endings(
    record: GameRecord, standing: Standing, plans: dict[str, str], count: int
) -> list[Outcome]:
    """What a game comes to in so many other futures."""
    plan = continued(record, standing, plans)
    return _players[0](
        plan,
        standing.race,
        standing.ledger,
        standing.step,
        record.seed,
        FIRST_ENDING,
        count,
    )


def ending_played(
    record: GameRecord, standing: Standing, plans: dict[str, str], number: int
) -> Standing:
    """One of these futures, step by step."""
    plan = continued(record, standing, plans)
    return played_on(standing._replace(plan=plan), record.seed, FIRST_ENDING + number, NO_MOVES)
