"""Settings that the tests of the rules start from."""

import pytest

from race_sim import load_scenario
from race_sim.resolve import plan_of
from race_sim.rules.settings import RaceSettings


@pytest.fixture(scope="session")
def baseline() -> RaceSettings:
    """The settings of the baseline's first step."""
    return plan_of(load_scenario("baseline")).settings_at(0)
