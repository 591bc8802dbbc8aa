"""The map of games: its cells, its key, and the scenario's own point."""

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from race_sim import load_scenario
from race_sim.game import GAMES
from race_sim.games.knob_map import map_points
from race_sim.plots import game_map
from race_sim.problems import InputError
from race_sim.study.design import parse_vary

LONG = "A title that is far too long, with a word of " + 90 * "x" + ", " + 4 * "and so on "
CASES = {
    "numbers": ("payoffs.rivalry=0:1.2:13", "payoffs.harm_aversion=0:0.1:13"),
    "names": ("us.policy=tit-for-tat,logit-response,always-accelerate", "alarm.prior=0.3:4:9"),
    "few": ("alarm.prior=1,6", "finish_line.enabled=true,false"),
}


@pytest.fixture(scope="module", params=CASES)
def drawn(request):
    scenario = load_scenario("baseline")
    vary = tuple(parse_vary(text) for text in CASES[request.param])
    points = map_points(scenario, vary)
    keys = vary[0].key, vary[1].key
    own = scenario[keys[0]], scenario[keys[1]]
    return points, game_map.draw(points, keys, LONG, own)


def test_every_text_can_be_read(drawn, illegible):
    assert illegible(drawn[1].figure) == []


def test_every_point_is_a_cell_of_its_game(drawn):
    points, picture = drawn
    areas = [one for one in picture.figure.axes[0].collections if isinstance(one, PolyCollection)]
    counts = sorted(len(area.get_paths()) for area in areas)
    games = [point.game for point in points]
    assert counts == sorted(games.count(game) for game in set(games))
    assert picture.table["game"].tolist() == [GAMES[game].key for game in games]


def test_the_key_names_every_game_on_the_map(drawn):
    points, picture = drawn
    legend = picture.figure.axes[0].get_legend()
    named = {text.get_text().split("  ")[1] for text in legend.get_texts()}
    assert named == {GAMES[point.game].title for point in points}


def crosses(picture):
    return [line for line in picture.figure.axes[0].lines if line.get_marker() == "x"]


def test_the_scenario_is_marked_at_its_values_or_said_not_to_be_there():
    scenario = load_scenario("baseline")
    keys = ("payoffs.rivalry", "alarm.prior")
    points = map_points(
        scenario, (parse_vary("payoffs.rivalry=0:1:3"), parse_vary("alarm.prior=0.2:2:3"))
    )
    picture = game_map.draw(points, keys, "", (0.76, 0.6))
    assert {tuple(np.ravel(line.get_xydata())) for line in crosses(picture)} == {(0.76, 0.6)}
    assert "Cross: the scenario itself, at payoffs.rivalry 0.76" in picture.alt
    elsewhere = game_map.draw(points, keys, "", (1.5, 0.6))
    assert crosses(elsewhere) == [] and "Not on the map: payoffs.rivalry 1.5" in elsewhere.alt


def test_points_that_are_no_grid_are_refused():
    points = map_points(
        load_scenario("baseline"),
        (parse_vary("payoffs.rivalry=0,1"), parse_vary("alarm.prior=1,2")),
    )
    with pytest.raises(InputError, match="a full grid"):
        game_map.draw(points[:-1], ("payoffs.rivalry", "alarm.prior"), "", (0.76, 0.6))
    with pytest.raises(InputError, match="a full grid"):
        game_map.draw([], ("payoffs.rivalry", "alarm.prior"), "", (0.76, 0.6))
