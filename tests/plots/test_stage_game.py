"""The picture of a stage game: its cells, arrows and rings, and the square of chances."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle, FancyArrowPatch

from race_sim.game import Payoffs
from race_sim.games.quantal_response import logit_reply
from race_sim.games.stage_game import StageGame
from race_sim.plots import stage_game, style

PRISONER = Payoffs(3.0, 0.0, 5.0, 1.0)
CHICKEN = Payoffs(3.0, 1.0, 4.0, 0.0)
NOTHING = Payoffs(0.0, 0.0, 0.0, 0.0)
LONG = "A title that is far too long, with a word of " + 90 * "x" + ", " + 4 * "and so on "

GAMES = {
    "dilemma": StageGame(PRISONER, PRISONER),
    "chicken": StageGame(CHICKEN, Payoffs(3.0, 1.0, 4.5, 0.0)),
    "pennies": StageGame(Payoffs(1.0, 0.0, 0.0, 1.0), Payoffs(0.0, 1.0, 1.0, 0.0)),
    "ties": StageGame(CHICKEN, NOTHING),
    "large": StageGame(Payoffs(-12345.6, 1e4, 99.9, -0.001), PRISONER),
}


@pytest.fixture(scope="module", params=GAMES)
def drawn(request):
    game = GAMES[request.param]
    return game, stage_game.draw(game, LONG, 2.0)


def test_every_text_can_be_read(drawn, illegible):
    assert illegible(drawn[1].figure) == []


def test_rings_are_the_pure_equilibria_and_arrows_the_best_replies(drawn):
    game, picture = drawn
    matrix = picture.figure.axes[0]
    rings = [patch for patch in matrix.patches if isinstance(patch, Circle)]
    assert len(rings) == len(game.pure_equilibria)
    arrows = [patch for patch in matrix.patches if isinstance(patch, FancyArrowPatch)]
    colours = [to_rgb(arrow.get_edgecolor()[:3]) for arrow in arrows]
    assert [colours.count(to_rgb(style.SIDE_COLOURS[side])) for side in ("us", "cn")] == [
        2,
        2,
    ]


def test_the_table_holds_what_is_drawn(drawn):
    game, picture = drawn
    table = picture.table
    cells = table[table["pareto_rank"].notna()]
    assert len(cells) == 4
    for row in cells.itertuples():
        joint = (int(row.us_invests), int(row.cn_invests))
        assert row.pareto_rank == game.pareto_ranks[joint]
        assert (row.what == "equilibrium") == (joint in game.pure_equilibria)
        assert (row.us_payoff, row.cn_payoff) == pytest.approx(
            game.expected_payoffs((row.us_invests, row.cn_invests))
        )
    replies = table[table["what"] == "us logit reply"]
    expected = [logit_reply(game.us, 2.0, chance) for chance in replies["cn_invests"]]
    assert replies["us_invests"].to_numpy() == pytest.approx(np.array(expected))
    branch = table[table["what"] == "logit equilibrium"]
    assert branch["rationality"].iloc[[0, -1]].tolist() == pytest.approx([0.0, 2.0])
    assert branch.iloc[-1]["us_invests"] == game.logit_equilibrium(2.0).us_invests


def test_the_description_says_it_in_words(drawn):
    game, picture = drawn
    assert picture.alt.endswith(".") and picture.title in picture.alt
    assert f"Pure equilibria: {'none' if not game.pure_equilibria else ''}" in picture.alt


def test_ties_are_explained_only_where_there_are_some():
    def key(name):
        texts = stage_game.draw(GAMES[name], "", 2.0).figure.texts
        return " ".join(" ".join(text.get_text() for text in texts).split())

    assert "Payoffs tie" in key("ties") and "Payoffs tie" not in key("dilemma")
