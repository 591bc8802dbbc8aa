"""Hypothesis strategies for states of a race: those that a scenario can come to."""

from __future__ import annotations

from hypothesis import strategies as st

from race_sim import quarter
from race_sim.resolve import plan_of
from race_sim.rules.state import Race
from race_sim.scenario import Scenario
from race_sim.testing.policies import actions
from race_sim.testing.scenarios import seeds, world_numbers


@st.composite
def races(draw: st.DrawFn, scenario: Scenario, longest: int = 40) -> Race:
    """A state at the begin of a step of the scenario's race, whatever the sides did before."""
    plan = plan_of(scenario)
    seed, world = draw(seeds()), draw(world_numbers())
    race = plan.race
    for step in range(draw(st.integers(0, min(longest, plan.steps) - 1))):
        settings = plan.settings_at(step)
        outlook = quarter.look(settings, race, quarter.time_of(settings, step))
        after, happenings = quarter.advance(
            settings, race, outlook, draw(actions()), draw(actions()), seed, world, step
        )
        if quarter.is_over(happenings):
            break
        race = after
    return race
