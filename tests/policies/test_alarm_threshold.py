"""The policy that alarm moves."""

import pytest

import race_sim
from race_sim.policies.alarm_threshold import alarm_threshold
from race_sim.testing.policies import NOTHING

pytestmark = pytest.mark.short


@pytest.mark.parametrize(("alarm", "answer"), [(0.99, 0.0), (1.0, 1.0), (3.0, 1.0)])
def test_it_invests_once_alarm_has_reached_the_threshold(view, alarm, answer):
    assert alarm_threshold(view._replace(alarm=alarm), NOTHING) == answer


def test_the_knob_moves_the_threshold():
    """In every step of a world the choice follows the alarm of that step and the knob."""
    for threshold in (0.5, 0.9):
        scenario = race_sim.load_scenario(
            "baseline", {"us.policy": "alarm-threshold", "choice.alarm_threshold": threshold}
        )
        path = race_sim.trajectories(scenario, [3], seed=1)
        assert (path.us_invests == (path.us_alarm >= threshold)).all()
        assert path.us_invests.nunique() == 2
