"""`race-sim game`: the stage game of a scenario, with its best replies and equilibria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped
from race_sim.cli.options import Json, Name, Settings, scenario_of

if TYPE_CHECKING:
    from race_sim.equilibria import JointAction
    from race_sim.game import Payoffs
    from race_sim.quarter import Outlook
    from race_sim.scenario import Scenario

_ACTION_KEYS = ("accelerate", "invest")  # by action
_DOES = ("accelerates", "invests")  # by action
_HABITS = (
    "accelerates whatever the other does",
    "invests whatever the other does",
    "does as the other does",
    "does the opposite of what the other does",
)


def game(
    name: Name,
    settings: Settings = None,
    year: Annotated[
        float | None,
        typer.Option(
            "--year",
            metavar="YEAR",
            help="Look at one world in this year instead of the start.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar="NUMBER", help="Seed of that world, by default 1.", show_default=False
        ),
    ] = None,
    world: Annotated[
        int | None,
        typer.Option(
            "--world", metavar="NUMBER", help="Its number, by default 0.", show_default=False
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Show the 2x2 stage game: payoffs, best replies, equilibria, and its name."""
    from race_sim.problems import InputError, Problem

    scenario = scenario_of(name, settings)
    if year is None and (seed, world) != (None, None):
        without = Problem("", "means nothing without --year: all worlds start alike")
        raise InputError("--seed" if seed is not None else "--world", [without])
    seed, world = 1 if seed is None else seed, 0 if world is None else world
    time, outlook = _start(scenario) if year is None else _along(scenario, year, seed, world)
    when = {"year": time, "seed": None, "world": None}
    if year is not None:
        when |= {"seed": seed, "world": world}
    if json:
        print_json({"scenario": scenario.name, **when, **_as_dictionary(outlook)})
    else:
        _print(scenario, when, outlook)


def _start(scenario: Scenario) -> tuple[float, Outlook]:
    from race_sim import quarter
    from race_sim.resolve import plan_of

    plan = plan_of(scenario)
    settings = plan.settings_at(0)
    return settings.start, quarter.look(settings, plan.race, settings.start)


def _along(scenario: Scenario, year: float, seed: int, world: int) -> tuple[float, Outlook]:
    """The outlook of one world in the step in which a year falls."""
    from race_sim.address import check_address
    from race_sim.model import RaceModel
    from race_sim.problems import InputError, Problem
    from race_sim.resolve import step_of

    check_address("game", seed, 1, world)
    time = scenario.parameters.time
    if not time.start <= year < time.end:
        allowed = f"a year from {time.start:g}, before {time.end:g}"
        raise InputError("game", [Problem("--year", f"{year:g}", allowed)])
    model = RaceModel(scenario, seed=seed, world=world)
    step = step_of(scenario.parameters, year)
    while model.running and model.step_number < step:
        model.step()
    if not model.running:
        what = f"{year:g}; the race of world {world} ended in {model.year:g} ({model.ending()})"
        raise InputError("game", [Problem("--year", what, "an earlier year")])
    return model.year, model.outlook


def _as_dictionary(outlook: Outlook) -> dict[str, Any]:
    from race_sim import equilibria, words
    from race_sim.game import GAMES

    us, cn = outlook.us_payoffs, outlook.cn_payoffs
    mixed = equilibria.mixed_equilibrium(us, cn)
    named = GAMES[outlook.game]
    return {
        "game": {
            "name": named.key,
            "title": named.title,
            "meaning": words.game_in_words(us, cn),
        },
        "payoffs": {"us": us._asdict(), "cn": cn._asdict()},
        "best_replies": {"us": _replies(us), "cn": _replies(cn)},
        "pure_equilibria": [_joint(joint) for joint in equilibria.pure_equilibria(us, cn)],
        "mixed_equilibrium": mixed and {"us_invests": mixed[0], "cn_invests": mixed[1]},
        "pareto_efficient": [_joint(joint) for joint in equilibria.efficient(us, cn)],
    }


def _replies(own: Payoffs) -> dict[str, list[str]]:
    from race_sim.equilibria import best_replies

    return {
        f"to_{key}": [_ACTION_KEYS[reply] for reply in best_replies(own, rival)]
        for rival, key in enumerate(_ACTION_KEYS)
    }


def _joint(joint: JointAction) -> dict[str, str]:
    return {"us": _ACTION_KEYS[joint[0]], "cn": _ACTION_KEYS[joint[1]]}


def _print(scenario: Scenario, when: dict[str, Any], outlook: Outlook) -> None:
    from race_sim import words
    from race_sim.game import GAMES, actor_type

    us, cn = outlook.us_payoffs, outlook.cn_payoffs
    where = "at the start"
    if when["world"] is not None:
        where = f"in world {when['world']} of seed {when['seed']}"
    typer.echo(f"{scenario.title or scenario.name}: {where}, {when['year']:g}\n")
    meaning = words.capital(words.game_in_words(us, cn))
    print_wrapped(f"{GAMES[outlook.game].title}. {meaning}.", bold=GAMES[outlook.game].title)
    typer.echo()
    _print_matrix(us, cn)
    typer.echo()
    us_habit, cn_habit = _HABITS[actor_type(us)], _HABITS[actor_type(cn)]
    both = f"the United States {us_habit}; China {cn_habit}"
    print_wrapped(f"Best replies: {f'each side {us_habit}' if us_habit == cn_habit else both}.")
    _print_equilibria(us, cn)


def _print_matrix(us: Payoffs, cn: Payoffs) -> None:
    from race_sim.equilibria import best_replies, joint_payoffs
    from race_sim.rules.state import ACCELERATE, INVEST

    rows = []
    for us_action in (INVEST, ACCELERATE):
        cells = []
        for cn_action in (INVEST, ACCELERATE):
            us_payoff, cn_payoff = joint_payoffs(us, cn, (us_action, cn_action))
            us_mark = "*" if us_action in best_replies(us, cn_action) else " "
            cn_mark = "*" if cn_action in best_replies(cn, us_action) else " "
            cells.append(f"{us_payoff:6.2f}{us_mark} {cn_payoff:6.2f}{cn_mark}")
        rows.append((f"United States {_DOES[us_action]}", *cells))
    print_table(("", "China invests", "China accelerates"), rows)
    typer.echo("Payoffs: United States, China. * marks a best reply to what the other does.")


def _print_equilibria(us: Payoffs, cn: Payoffs) -> None:
    from race_sim import words
    from race_sim.equilibria import (
        JOINT_ACTIONS,
        dominates,
        efficient,
        mixed_equilibrium,
        pure_equilibria,
    )

    pure = pure_equilibria(us, cn)
    typer.echo(f"Pure equilibria: {'; '.join(map(_in_words, pure)) or 'none'}.")
    mixed = mixed_equilibrium(us, cn)
    if mixed is None:
        typer.echo("Mixed equilibrium: none.")
    else:
        print_wrapped(
            f"Mixed equilibrium: the United States invests with probability {mixed[0]:.3f}, "
            f"China with {mixed[1]:.3f}."
        )
    print_wrapped(f"Pareto-efficient: {'; '.join(map(_in_words, efficient(us, cn)))}.")
    for joint in pure:
        better = [other for other in JOINT_ACTIONS if dominates(us, cn, other, joint)]
        if better:
            alternatives = words.listing([_in_words(other) for other in better])
            print_wrapped(f"Better for both than that {_in_words(joint)}: {alternatives}.")


def _in_words(joint: JointAction) -> str:
    us_action, cn_action = joint
    if us_action == cn_action:
        return "both invest" if us_action == 1 else "both accelerate"
    return f"the United States {_DOES[us_action]}, China {_DOES[cn_action]}"
