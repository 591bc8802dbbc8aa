"""What the baseline must show: each behaviour of the model, measured with its interval.

>>> from race_sim import load_scenario
>>> from race_sim.analysis.baseline import rivalry
>>> without, strong, change = rivalry(load_scenario("baseline"), worlds=2000, seed=1)
>>> without.estimate.value < strong.estimate.value
True

Each function takes the scenario that stands for the baseline, so that a test can switch a
mechanism off and see the behaviour go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.analysis.paired import difference, mean_difference, share_difference, turned
from race_sim.analysis.window import Choices, choices_of, share_at
from race_sim.ensemble import simulate
from race_sim.game import HARMONY, PRISONERS_DILEMMA
from race_sim.outcomes import Estimate, estimate, mean, share
from race_sim.scenario import Scenario, Shock, Value

if TYPE_CHECKING:
    import pandas as pd

SHOCK_AFTER = 2.0  # years after the start
SHOCK_SEVERITY = 100.0
RACES, SAFE = "always-accelerate", "always-safe"


class Reading(NamedTuple):
    """One number of a behaviour."""

    name: str
    sketch: str  # what the rough sketch of the model had shown; "" where it is silent
    estimate: Estimate


class Behaviour(NamedTuple):
    """A behaviour that the baseline must show, and how it is measured."""

    title: str
    measure: Callable[[Scenario, int, int], list[Reading]]


def cut_short(scenario: Scenario, years: float) -> Scenario:
    """The first years of a scenario: what comes later changes nothing before."""
    return scenario.with_values({"time.end": scenario.parameters.time.start + years})


def with_shock(scenario: Scenario, side: str, severity: float = SHOCK_SEVERITY) -> Scenario:
    """The scenario with a shock forced on one side two years after its start."""
    date = scenario.parameters.time.start + SHOCK_AFTER
    shock = Shock.model_validate({"date": date, "side": side, "severity": severity})
    return scenario.model_copy(update={"shocks": (*scenario.shocks, shock)})


def _played(
    scenario: Scenario, values: Mapping[str, Value], worlds: int, seed: int
) -> pd.DataFrame:
    return simulate(scenario.with_values(values), worlds, seed=seed)


def quiet_dilemma(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """A Prisoner's Dilemma at the start, and still so in year 3 unless something happened."""
    start = scenario.parameters.time.start
    choices = choices_of(cut_short(scenario, 3.25), worlds, seed)
    dilemma = choices.game == PRISONERS_DILEMMA
    first = _played(scenario, {}, worlds, seed)["first_incident_year"].to_numpy()
    step = choices.step_at(start + 3.0)
    quiet = choices.played[:, step] & ~(first < start + 3.0)
    return [
        Reading("at the start", "100 %", share_at(dilemma, choices, start)),
        Reading("when year 3 begins", "92 %", share_at(dilemma, choices, start + 2.0)),
        Reading("when year 3 ends", "", share_at(dilemma, choices, start + 3.0)),
        Reading(
            "when year 3 ends, of worlds without an incident so far",
            "",
            share(int(dilemma[quiet, step].sum()), int(quiet.sum())),
        ),
    ]


def early_safety(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """Both accelerate in the first years: the share of safe choices in year 2."""
    choices = choices_of(cut_short(scenario, 2.0), worlds, seed)
    begin = choices.step_at(scenario.parameters.time.start + 1.0)
    us, cn = choices.us_invests[:, begin:], choices.cn_invests[:, begin:]
    steps = choices.played[:, begin:].sum(axis=1)
    running = steps > 0
    by_world = (us.sum(axis=1) + cn.sum(axis=1))[running] / (2.0 * steps[running])
    return [Reading("safe choices in year 2, both sides", "3 %", mean(by_world))]


def shock_turns_the_game(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """A Chernobyl moment in China in 2028 makes Harmony at once, and both invest."""
    shocked = with_shock(cut_short(scenario, SHOCK_AFTER + 1.0), "cn")
    choices = choices_of(shocked, worlds, seed)
    after = choices.year[choices.step_at(scenario.parameters.time.start + SHOCK_AFTER) + 1]
    return [
        Reading("Harmony in the next step", "98 %", share_at(_harmony(choices), choices, after)),
        Reading("both invest in it", "98 %", share_at(choices.both_invest, choices, after)),
    ]


def _harmony(choices: Choices) -> np.ndarray:
    harmony: np.ndarray = choices.game == HARMONY
    return harmony


def window_closes(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """They race again: who invests 1, 2 and 5 years after the shock's step.

    Alarm fades, but that is the smaller part of it: what has been invested meanwhile has closed
    the safety gap, and with it most of the reason to invest.
    """
    choices = choices_of(with_shock(cut_short(scenario, SHOCK_AFTER + 6.0), "cn"), worlds, seed)
    after = choices.year[choices.step_at(scenario.parameters.time.start + SHOCK_AFTER) + 1]
    sketch = {1: "80 %", 2: "50 to 59 %", 5: "20 to 46 %"}
    readings = []
    for years in (1, 2, 5):
        for name, invests in (("US", choices.us_invests), ("China", choices.cn_invests)):
            found = share_at(invests, choices, after + years)
            readings.append(
                Reading(f"{name} invests {years} years after the shock", sketch[years], found)
            )
    return readings


def unilateral_safety(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """Neither side can prevent a catastrophe alone."""
    pairs = (
        ("both always accelerate", "12.5 %", RACES, RACES),
        ("only the US safe", "5.0 %", SAFE, RACES),
        ("only China safe", "5.5 %", RACES, SAFE),
        ("both safe", "0.8 %", SAFE, SAFE),
    )
    return [
        Reading(
            f"catastrophe, {name}",
            sketch,
            estimate(
                _played(scenario, {"us.policy": us, "cn.policy": cn}, worlds, seed), "catastrophe"
            ),
        )
        for name, sketch, us, cn in pairs
    ]


def early_moment(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """An early Chernobyl moment lowers the chance of a catastrophe later.

    Comparing worlds that have had one with worlds that have not is no experiment: the two differ
    in more than that. So the shock is also forced, and each world compared with itself without
    it; worlds that end before the shock could matter are left out of both.
    """
    start = scenario.parameters.time.start
    table = _played(scenario, {}, worlds, seed)
    running = (table["end_year"] > start + 3.0).to_numpy()
    early = running & (table["first_chernobyl_year"] < start + 3.0).to_numpy()
    late = running & ~early
    lost = table["catastrophe"].to_numpy()
    readings = [
        Reading(
            "catastrophe later, worlds with a moment in the first 3 years",
            "2.8 %",
            share(int(lost[early].sum()), int(early.sum())),
        ),
        Reading(
            "catastrophe later, worlds without",
            "3.9 %",
            share(int(lost[late].sum()), int(late.sum())),
        ),
    ]
    for side, name in (("us", "the US"), ("cn", "China")):
        shocked = simulate(with_shock(scenario, side), worlds, seed=seed)
        decided = start + SHOCK_AFTER + scenario.parameters.time.step
        both = running_in_both(table, shocked, decided)
        found = share_difference(turned(lost[both], shocked["catastrophe"].to_numpy()[both]))
        readings.append(Reading(f"change of catastrophe by a forced moment in {name}", "", found))
    return readings


def running_in_both(first: pd.DataFrame, second: pd.DataFrame, year: float) -> np.ndarray:
    """Which worlds are still running at a year in both tables; bool, shape (n,)."""
    both: np.ndarray = ((first["end_year"] > year) & (second["end_year"] > year)).to_numpy()
    return both


def rivalry(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """Rivalry raises catastrophe."""
    none = _played(scenario, {"payoffs.rivalry": 0.0}, worlds, seed)
    strong = _played(scenario, {"payoffs.rivalry": 1.2}, worlds, seed)
    return [
        Reading("catastrophe at rivalry 0", "0.8 %", estimate(none, "catastrophe")),
        Reading("catastrophe at rivalry 1.2", "5.1 %", estimate(strong, "catastrophe")),
        Reading("change of catastrophe", "", difference(none, strong, "catastrophe")),
    ]


def risk_compensation(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """More open exchange helps less than it should: safer actors accelerate more."""
    closed = _played(scenario, {"exchange.openness": 0.0}, worlds, seed)
    opened = _played(scenario, {"exchange.openness": 0.6}, worlds, seed)
    return [
        Reading("catastrophe at openness 0", "4.2 %", estimate(closed, "catastrophe")),
        Reading("catastrophe at openness 0.6", "3.4 %", estimate(opened, "catastrophe")),
        Reading("change of catastrophe", "", difference(closed, opened, "catastrophe")),
        Reading("US accelerates at openness 0", "52 %", estimate(closed, "us_accelerating")),
        Reading("US accelerates at openness 0.6", "72 %", estimate(opened, "us_accelerating")),
        Reading(
            "change of the US accelerating",
            "",
            mean_difference(
                closed["us_accelerating"].to_numpy(), opened["us_accelerating"].to_numpy()
            ),
        ),
    ]


def controls_choke_talks(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """Export controls choke talks."""
    tables = {
        level: _played(scenario, {"export_control.level": level}, worlds, seed)
        for level in (0.0, 0.5, 1.0)
    }
    sketch = {0.0: "35 %", 0.5: "20 %", 1.0: "2 %"}
    readings = [
        Reading(
            f"binding treaty at controls {level:g}",
            sketch[level],
            estimate(table, "binding_treaty_year"),
        )
        for level, table in tables.items()
    ]
    change = difference(tables[0.0], tables[1.0], "binding_treaty_year")
    return [*readings, Reading("change of treaty from controls 0 to 1", "", change)]


def shared_anxiety(scenario: Scenario, worlds: int, seed: int) -> list[Reading]:
    """Shared anxiety alone does little until it is large."""
    sketch = {0.3: "4.3 %", 0.6: "3.9 %", 1.0: "3.4 %", 2.0: "2.3 %", 4.0: "1.0 %"}
    tables = {prior: _played(scenario, {"alarm.prior": prior}, worlds, seed) for prior in sketch}
    readings = [
        Reading(
            f"catastrophe at prior alarm {prior:g}", sketch[prior], estimate(table, "catastrophe")
        )
        for prior, table in tables.items()
    ]
    for low, high in ((0.3, 1.0), (1.0, 4.0)):
        change = difference(tables[low], tables[high], "catastrophe")
        readings.append(Reading(f"change of catastrophe from {low:g} to {high:g}", "", change))
    return readings


BEHAVIOURS: tuple[Behaviour, ...] = (
    Behaviour("The game is a Prisoner's Dilemma until something happens", quiet_dilemma),
    Behaviour("With no shock, both accelerate in the first years", early_safety),
    Behaviour("A Chernobyl moment in China in 2028 turns the game at once", shock_turns_the_game),
    Behaviour("The window closes: they race again", window_closes),
    Behaviour("Neither side can prevent a catastrophe alone", unilateral_safety),
    Behaviour("An early Chernobyl moment lowers the chance of a catastrophe later", early_moment),
    Behaviour("Rivalry raises catastrophe", rivalry),
    Behaviour("More open exchange helps less than it should", risk_compensation),
    Behaviour("Export controls choke talks", controls_choke_talks),
    Behaviour("Shared anxiety alone does little until it is large", shared_anxiety),
)
