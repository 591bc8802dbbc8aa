"""Small stochastic games, and the reduced race on its coarse grid, solved once."""

import numpy as np
import pytest

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
