"""The trust dilemma in our stage game: when it is one, and how much trust it takes."""

import math

import numpy as np
import pytest

from race_sim.game import GAMES, name_of
from race_sim.games.stage_game import StageGame
from race_sim.literature import katzke2025
from race_sim.literature.bridges import katzke2025 as bridge
from race_sim.literature.bridges.katzke2025 import (
    AVERSION,
    OPEN,
    belief_needed,
    payoffs_of,
    restrains,
    share_restrained,
)
from race_sim.literature.bridges.limit import Docked
from race_sim.scenario import load_scenario

# Of ours, in the words of the model.
NAMES = {
    "stag_hunt": "trust dilemma",
    "coordination": "coordination",
    "harmony": "harmony",
    "chicken": "chicken",
    "prisoners_dilemma": "prisoner's dilemma",
    "deadlock": "deadlock",
}


def letters(payoffs) -> dict[str, float]:
    return {
        "reward": payoffs.both_invest,
        "temptation": payoffs.accelerate_alone,
        "punishment": payoffs.both_accelerate,
        "sucker": payoffs.invest_alone,
    }


@pytest.fixture(scope="module")
def rows() -> list[Docked]:
    return bridge.docked()


def test_our_stage_game_gives_what_the_conditions_give(rows: list[Docked]):
    # Three rows are estimates, each more than 4 standard errors off once in 16,000 seeds.
    assert [row for row in rows if not row.agrees] == []
    assert len(rows) == 17


@pytest.mark.parametrize("aversion", np.linspace(0.0, 1.0, 21))
def test_the_game_has_the_name_that_the_model_gives_it(aversion: float):
    payoffs = payoffs_of(float(aversion))
    ours = GAMES[name_of(payoffs, payoffs)].key
    assert NAMES[ours] == str(katzke2025.kind(**letters(payoffs)))


def test_more_aversion_makes_a_dilemma_one_of_trust_and_then_none():
    found = [GAMES[name_of(*2 * (payoffs_of(one),))].key for one in bridge.AVERSIONS]
    assert found == ["prisoners_dilemma", "stag_hunt", "stag_hunt", "stag_hunt", "harmony"]
    needed = [belief_needed(one) for one in bridge.AVERSIONS[1:]]
    assert needed == sorted(needed, reverse=True)


def test_nobody_restrains_itself_where_no_trust_is_enough():
    assert math.isnan(belief_needed(0.032))
    assert not restrains(0.032, 1.0)
    assert np.isnan(katzke2025.trust_needed(**letters(payoffs_of(0.032))))


@pytest.mark.parametrize("trust", [0.0, 0.3, 0.56, 1.0])
def test_a_best_reply_restrains_itself_when_the_model_says_so(trust: float):
    known = katzke2025.restrains(**letters(payoffs_of(0.62)), trust=trust)
    assert restrains(0.62, trust) == known


def test_a_logit_response_is_at_one_half_nowhere_else():
    needed = belief_needed(0.62)
    for belief, sign in ((needed - 0.1, -1.0), (needed + 0.1, 1.0)):
        share, sides = share_restrained(0.62, belief, worlds=5_000, seed=3)
        assert sign * (share - 0.5) > 4.0 * math.sqrt(0.25 / sides)


def test_the_threshold_is_the_critical_belief_of_the_stage_game():
    game = StageGame(payoffs_of(0.6), payoffs_of(0.6))
    assert game.critical_belief.us == pytest.approx(belief_needed(0.6), abs=1e-9)


def test_without_open_exchange_there_is_no_trust_dilemma():
    closed = {**OPEN, "exchange.openness": 0.0}
    found = set()
    for aversion in np.linspace(0.0, 2.0, 201):
        scenario = load_scenario("baseline").with_values({**closed, AVERSION: float(aversion)})
        found.add(StageGame.of(scenario).name)
    assert "stag_hunt" not in found
    assert {"prisoners_dilemma", "harmony"} <= found
