"""Small stochastic games, and the reduced race on its coarse grid, solved once."""

import numpy as np
import pytest

from race_sim import ledger, quarter
from race_sim.foresight.solution import game_of, mean_chip_dependency, solution_of
from race_sim.foresight.stochastic_game import stochastic_game
from race_sim.resolve import plan_of
from race_sim.scenario import load_scenario

# Reward, sucker's payoff, temptation, punishment.
DILEMMA = (3.0, 0.0, 5.0, 1.0)


@pytest.fixture(scope="session")
def repeated():
    """A symmetric game played again and again: one state, with this discount."""

    def made(payoffs=DILEMMA, discount=0.9):
        reward, sucker, temptation, punishment = payoffs
        own = np.array([[punishment, temptation], [sucker, reward]])
        rewards = np.stack([own, own.T])[..., None]
        return stochastic_game(rewards, np.ones((2, 2, 1, 1)), discount)

    return made


@pytest.fixture(scope="session")
def coarse():
    """The baseline, its settings, and its reduced race on the coarse grid."""
    scenario = load_scenario("baseline", {"foresight.grid": "coarse"})
    settings = plan_of(scenario).settings_at(0)
    parameters = scenario.parameters
    grid, game = game_of(settings, mean_chip_dependency(parameters), parameters.foresight)
    return parameters, settings, grid, game


@pytest.fixture(scope="session")
def solved(coarse):
    """Both solutions on the coarse grid."""
    parameters, settings, _, _ = coarse
    return {kind: solution_of(kind, settings, parameters) for kind in ("equilibrium", "planner")}


def _held(settings):
    """The same rules, but what the reduced state has no room for stands still."""
    return settings._replace(
        scar_kept=1.0, dependency_kept=1.0, binding_lapse=0.0, non_binding_lapse=0.0,
        verification=0.0, lapse_below=-1.0, talks_pace=0.0, talent_outflow=0.0,
    )  # fmt: skip


@pytest.fixture(scope="session")
def played():
    """The race and its ledger after one decision by the rules, in a world without an incident.

    A state is a lead, the gaps, the scars of both sides, a treaty and the chip dependency.
    """

    def play(settings, start, state, actions):
        settings = _held(settings)
        lead, us_gap, cn_gap, stopped, treaty, dependency = state
        us = start.us._replace(capability=1.0, safety=1.0 - us_gap, scar=stopped[0], talent=1.0)
        cn = start.cn._replace(
            capability=1.0 - lead, safety=1.0 - lead - cn_gap, scar=stopped[1], talent=1.0
        )
        race = start._replace(us=us, cn=cn, treaty=treaty, chip_dependency=dependency)
        for world in range(500):
            now, book = race, ledger.empty_ledger()
            for number in range(settings.steps_per_decision):
                time = quarter.time_of(settings, number)
                outlook = quarter.look(settings, now, time)
                now, what = quarter.advance(settings, now, outlook, *actions, 1, world, number)
                book = ledger.ledger_after(book, settings, outlook, what, now, time)
            if book.us_incidents + book.cn_incidents == 0.0:
                return now, book
        raise AssertionError("no world without an incident")

    return play
