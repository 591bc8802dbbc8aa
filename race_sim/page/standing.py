"""Where a game stands: played from its start to the last of its moves, or on from there."""

from __future__ import annotations

from typing import NamedTuple

from race_sim import quarter
from race_sim.happened import Happened, happened_in
from race_sim.ledger import Ledger, Outcome, empty_ledger, ledger_after, outcome_of
from race_sim.page import scenario_data
from race_sim.page.game_record import INVESTS, PERSON, GameRecord
from race_sim.policies import choose
from race_sim.policies.catalogue import NUMBERS
from race_sim.problems import InputError, Problem
from race_sim.record import Row, row_of
from race_sim.resolve import Plan
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import CN, US, Race

# A person remembers nothing that the rules would have to carry on.
_PERSON_NUMBER = NUMBERS["always-accelerate"]
FAR_SIGHTED = ("equilibrium", "planner")

# The choices of both sides from the first decision on, a letter each; None for a policy.
Moves = tuple[str | None, str | None]
NO_MOVES: Moves = (None, None)


class Standing(NamedTuple):
    """A game as far as it has been played.

    Attributes
    ----------
    plan : Plan
        With the policies in the chairs.
    step : int
        The step that comes next.
    race : Race
        The state at its begin.
    ledger : Ledger
    rows : tuple of Row
        One for each step played.
    happened : tuple of Happened
    outcome : Outcome or None
        What it has come to, once it is over.
    """

    plan: Plan
    step: int
    race: Race
    ledger: Ledger
    rows: tuple[Row, ...] = ()
    happened: tuple[Happened, ...] = ()
    outcome: Outcome | None = None

    def settings(self) -> RaceSettings:
        """The settings in force now, or in the last step of a game that is over."""
        return self.plan.settings_at(min(self.step, self.plan.steps - 1))


def seated(plan: Plan, us: str, cn: str) -> Plan:
    """A plan with policies in the chairs, or persons."""
    numbers = [NUMBERS.get(name, _PERSON_NUMBER) for name in (us, cn)]
    table = scenario_data.strategies() if {us, cn} & set(FAR_SIGHTED) else ()
    return plan.with_policies(*numbers)._replace(strategies=table)


def start_of(plan: Plan) -> Standing:
    """A game that has not begun."""
    return Standing(plan, 0, plan.race, empty_ledger())


def moves_of(record: GameRecord) -> Moves:
    """The choices of the persons in a game."""
    return (
        record.us_moves if record.us == PERSON else None,
        record.cn_moves if record.cn == PERSON else None,
    )


def is_due(standing: Standing) -> bool:
    """Whether the next step begins with a decision."""
    return standing.outcome is None and quarter.is_decision(standing.settings(), standing.step)


def _chance(moves: str | None, decision: int, of_policy: float) -> float:
    """The chance of investing: that of a policy, or what a person has chosen."""
    if moves is None:
        return of_policy
    return 1.0 if moves[decision] == INVESTS else 0.0


def _actions(
    standing: Standing, outlook: quarter.Outlook, moves: Moves, seed: int, world: int
) -> tuple[int, int]:
    """What both sides do in the next step. What was chosen may go wrong, as the rules say."""
    settings, race, step = standing.settings(), standing.race, standing.step
    if not quarter.is_decision(settings, step):
        return race.us.action, race.cn.action
    time = quarter.time_of(settings, step)
    table = standing.plan.strategies
    us_view = quarter.us_view(settings, race, outlook, time)
    cn_view = quarter.cn_view(settings, race, outlook, time)
    us = choose(settings.us.policy, us_view, race.us.memory, table)
    cn = choose(settings.cn.policy, cn_view, race.cn.memory, table)
    us = quarter.with_error(settings, _chance(moves[US], race.decisions, us))
    cn = quarter.with_error(settings, _chance(moves[CN], race.decisions, cn))
    us_luck, cn_luck = quarter.choice_uniforms(seed, world, step)
    return quarter.action_of(us, us_luck), quarter.action_of(cn, cn_luck)


def played_on(standing: Standing, seed: int, world: int, moves: Moves = NO_MOVES) -> Standing:
    """Play on, until a person's move is missing or the race is over.

    Parameters
    ----------
    standing : Standing
    seed, world : int
        The address of the luck from here on.
    moves : tuple of str or None
        Counted from the start of the race.
    """
    plan, step, race, ledger = standing.plan, standing.step, standing.race, standing.ledger
    rows, happened = list(standing.rows), list(standing.happened)
    last = min((len(one) for one in moves if one is not None), default=plan.steps)
    outcome = standing.outcome
    while outcome is None:
        settings = plan.settings_at(step)
        if quarter.is_decision(settings, step) and race.decisions >= last:
            break
        time = quarter.time_of(settings, step)
        outlook = quarter.look(settings, race, time)
        now = Standing(plan, step, race, ledger)
        actions = _actions(now, outlook, moves, seed, world)
        after, happenings = quarter.advance(settings, race, outlook, *actions, seed, world, step)
        ledger = ledger_after(ledger, settings, outlook, happenings, after, time)
        rows.append(row_of(race, outlook, happenings, after, time))
        happened.extend(happened_in(settings, race, after, happenings, seed, world, step))
        step += 1
        if step == plan.steps or quarter.is_over(happenings):
            end = quarter.time_of(settings, step)
            outcome = outcome_of(ledger, settings, after, happenings, end)
        race = after
    return Standing(plan, step, race, ledger, tuple(rows), tuple(happened), outcome)


def played(record: GameRecord) -> Standing:
    """Play a game as far as its moves go: to the next decision of a person, or to its end.

    Parameters
    ----------
    record : GameRecord

    Raises
    ------
    InputError
        If it has more moves than the race has decisions.
    """
    moves = moves_of(record)
    found = played_on(
        start_of(seated(record.plan(), record.us, record.cn)),
        record.seed,
        record.world,
        moves,
    )
    problems = [
        Problem(f"{side}_moves", f"{len(one)} moves", f"{found.race.decisions}: it is over then")
        for side, one in zip(("us", "cn"), moves, strict=True)
        if one is not None and found.outcome is not None and len(one) > found.race.decisions
    ]
    if problems:
        raise InputError("request", problems)
    return found
