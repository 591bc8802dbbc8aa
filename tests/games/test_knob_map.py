"""Maps of games over two parameters."""

import pytest

from race_sim import load_scenario
from race_sim.games.knob_map import checked_axes, map_points
from race_sim.games.stage_game import StageGame
from race_sim.problems import InputError
from race_sim.study.design import Vary

pytestmark = pytest.mark.short

RIVALRY = Vary("payoffs.rivalry", (1.0, 0.2))
PRIOR = Vary("alarm.prior", (0.6, 3.0, 1.5))


def test_every_point_is_the_game_of_the_scenario_with_these_values():
    scenario = load_scenario("baseline")
    points = map_points(scenario, (RIVALRY, PRIOR))
    assert [(point.across, point.up) for point in points] == [
        (0.2, 0.6), (1.0, 0.6), (0.2, 1.5), (1.0, 1.5), (0.2, 3.0), (1.0, 3.0)
    ]  # fmt: skip
    for point in points:
        values = {"payoffs.rivalry": point.across, "alarm.prior": point.up}
        game = StageGame.of(scenario.with_values(values))
        assert (point.us, point.cn, point.game) == (game.us, game.cn, game.number)
    assert len({point.game for point in points}) > 1


def test_names_stay_in_the_order_given():
    named = Vary("us.policy", ("tit-for-tat", "always-safe"))
    assert checked_axes((named, PRIOR)) == (named, Vary("alarm.prior", (0.6, 1.5, 3.0)))


@pytest.mark.parametrize("vary", [(), (RIVALRY,), (RIVALRY, RIVALRY), (RIVALRY, PRIOR, PRIOR)])
def test_a_map_has_two_different_parameters(vary):
    with pytest.raises(InputError, match="two different parameters"):
        checked_axes(vary)


def test_a_value_that_is_not_allowed_is_named():
    with pytest.raises(InputError, match=r"payoffs\.rivalry"):
        map_points(load_scenario("baseline"), (Vary("payoffs.rivalry", (-1.0, 0.5)), PRIOR))
