"""Small results: few worlds, few forms."""

import pytest

from race_sim import load_scenario
from race_sim.structure import results as module
from race_sim.structure.ablations import ABLATIONS
from race_sim.structure.alternatives import ALTERNATIVES


@pytest.fixture(scope="session")
def results():
    """Three alternatives and three ablations, one of which sets what an effect turns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            module, "ALTERNATIVES", [one for one in ALTERNATIVES if one.group == "planning horizon"]
        )
        chosen = ("rivalry", "gap_elasticity", "talent")
        patch.setattr(module, "ABLATIONS", [one for one in ABLATIONS if one.key in chosen])
        told = []
        found = module.play(load_scenario("baseline"), 120, 80, seed=1, tell=told.append)
    assert len(told) == 4
    return found
