"""The AI race between the United States and China, as a simulation.

>>> import race_sim
>>> scenario = race_sim.load_scenario("baseline")
>>> model = race_sim.RaceModel(scenario, seed=1, world=7)   # one world, step by step, in Mesa
>>> worlds = race_sim.simulate(scenario, worlds=1000, seed=1)   # many worlds, compiled

Nothing heavy is imported until it is needed.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Changes whenever the same seed may give other numbers; CHANGELOG.md says why.
MODEL_VERSION = "2"

_HOME = {
    "Actor": "race_sim.model",
    "RaceModel": "race_sim.model",
    "Scenario": "race_sim.scenario",
    "ScenarioError": "race_sim.problems",
    "StageGame": "race_sim.games.stage_game",
    "InputError": "race_sim.problems",
    "PolicyError": "race_sim.problems",
    "policy": "race_sim.own_policy",
    "load_scenario": "race_sim.scenario",
    "scenario_names": "race_sim.scenario",
    "simulate": "race_sim.ensemble",
    "trajectories": "race_sim.ensemble",
    "summarise": "race_sim.outcomes",
    "sweep": "race_sim.study.sweep",
    "Study": "race_sim.study.study",
    "StudyResult": "race_sim.study.result",
    "open_study": "race_sim.study.result",
    "study_names": "race_sim.study.study_file",
}

__all__ = [
    "MODEL_VERSION",
    "Actor",
    "InputError",
    "PolicyError",
    "RaceModel",
    "Scenario",
    "ScenarioError",
    "StageGame",
    "Study",
    "StudyResult",
    "__version__",
    "load_scenario",
    "open_study",
    "policy",
    "scenario_names",
    "simulate",
    "study_names",
    "summarise",
    "sweep",
    "trajectories",
]

if TYPE_CHECKING:
    from race_sim.ensemble import simulate, trajectories
    from race_sim.games.stage_game import StageGame
    from race_sim.model import Actor, RaceModel
    from race_sim.outcomes import summarise
    from race_sim.own_policy import policy
    from race_sim.problems import InputError, PolicyError, ScenarioError
    from race_sim.scenario import Scenario, load_scenario, scenario_names
    from race_sim.study.result import StudyResult, open_study
    from race_sim.study.study import Study
    from race_sim.study.study_file import study_names
    from race_sim.study.sweep import sweep


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'race_sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
