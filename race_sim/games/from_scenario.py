"""The stage game that a scenario plays: at its start, or in one of its worlds in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race_sim.game import Payoffs

if TYPE_CHECKING:
    from race_sim.scenario import Scenario


class Moment(NamedTuple):
    """A stage game and when it is played."""

    us: Payoffs
    cn: Payoffs
    year: float  # at which the step begins
    rationality: float  # of a logit response, in force then
    seed: int | None  # None at the start, where all worlds are alike
    world: int | None


def at_start(scenario: Scenario) -> Moment:
    """The stage game at the start of a scenario, the same in all worlds."""
    from race_sim import quarter
    from race_sim.resolve import plan_of

    plan = plan_of(scenario)
    settings = plan.settings_at(0)
    outlook = quarter.look(settings, plan.race, settings.start)
    return Moment(
        outlook.us_payoffs, outlook.cn_payoffs, settings.start, settings.rationality, None, None
    )


def along(scenario: Scenario, year: float, seed: int = 1, world: int = 0) -> Moment:
    """The stage game of one world in the step in which a year falls.

    Raises
    ------
    InputError
        If the seed or the world has no luck of its own, or the race is not under way then.
    """
    from race_sim.address import check_address
    from race_sim.model import RaceModel
    from race_sim.problems import InputError, Problem
    from race_sim.resolve import plan_of, step_of

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
    outlook = model.outlook
    rationality = plan_of(scenario).settings_at(step).rationality
    return Moment(outlook.us_payoffs, outlook.cn_payoffs, model.year, rationality, seed, world)


def moment_of(
    scenario: Scenario, year: float | None = None, seed: int = 1, world: int = 0
) -> Moment:
    """The stage game at the start if no year is given, else that of a world in a year."""
    return at_start(scenario) if year is None else along(scenario, year, seed, world)
