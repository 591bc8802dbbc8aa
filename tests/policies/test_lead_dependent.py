"""Policies that look at who is ahead, and the one that looks at alarm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.policies.lead_dependent import race_when_ahead, race_when_behind
from race_sim.testing.policies import NOTHING

pytestmark = pytest.mark.short


@given(st.floats(-10.0, 10.0))
def test_the_two_are_mirror_images(view, lead):
    """What one does in a position, the other does in the opposite one."""
    one = race_when_behind(view._replace(lead=lead), NOTHING)
    assert one == race_when_ahead(view._replace(lead=-lead), NOTHING)


@pytest.mark.parametrize(("lead", "behind", "ahead"), [(-0.1, 0.0, 1.0), (0.1, 1.0, 0.0)])
def test_who_races(view, lead, behind, ahead):
    assert race_when_behind(view._replace(lead=lead), NOTHING) == behind
    assert race_when_ahead(view._replace(lead=lead), NOTHING) == ahead


def test_level_sides_are_safe(view):
    assert race_when_behind(view, NOTHING) == race_when_ahead(view, NOTHING) == 1.0
