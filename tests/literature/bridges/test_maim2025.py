"""A bid for dominance in our race: deterred by what is seen and sabotaged, and only then."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from race_sim.game import GAMES, name_of
from race_sim.literature.bridges import maim2025 as bridge
from race_sim.literature.bridges.limit import Docked
from race_sim.literature.bridges.maim2025 import bid_plan, bid_settings, bids, holds_back
from race_sim.literature.bridges.playing import played
from race_sim.quarter import look
from race_sim.rules.state import NO_TREATY, NON_BINDING


@pytest.fixture(scope="module")
def rows() -> list[Docked]:
    return bridge.docked()


def test_the_race_gives_what_the_condition_gives(rows: list[Docked]):
    # Twelve rows are estimates, each more than 4 standard errors off once in 16,000 seeds.
    assert [row for row in rows if not row.agrees] == []
    assert len(rows) == 22


@given(
    seen=st.floats(0.0, 1.0),
    sabotaged=st.floats(0.0, 1.0),
    gain=st.floats(0.01, 100.0),
    loss=st.floats(0.0, 100.0),
)
def test_a_side_holds_back_where_sabotage_outweighs_the_gain(seen, sabotaged, gain, loss):
    stopped = seen * sabotaged
    margin = stopped * loss - (1.0 - stopped) * gain
    assume(abs(margin) > 1e-9 * (gain + loss))
    assert holds_back(seen, sabotaged, loss, gain) == (margin > 0.0)


def test_a_deadlock_is_turned_into_coordination():
    def game(seen: float) -> str:
        plan = bid_plan(bid_settings(seen, 1.0, loss=3.0, gain=1.0))
        outlook = look(plan.settings_at(0), plan.race, 0.0)
        return GAMES[name_of(outlook.us_payoffs, outlook.cn_payoffs)].key

    # Standing is all that counts, so if both race, nobody gains or loses.
    assert game(0.0) == "deadlock"
    assert game(0.5) == "coordination"


@pytest.mark.parametrize("treaty", [NO_TREATY, NON_BINDING])
def test_nothing_is_deterred_without_a_binding_treaty(treaty: int):
    plan = bid_plan(bid_settings(1.0, 1.0, gain=1.0, loss=100.0))
    changed = plan._replace(race=plan.race._replace(treaty=treaty))
    assert (played(plan).us_accelerating, played(changed).us_accelerating) == (0.0, 1.0)


def test_harm_left_on_deters_as_well():
    settings = bid_settings(0.1, 1.0, gain=1.0, loss=1.0)
    assert played(bid_plan(settings)).us_accelerating == 1.0
    harmful = settings._replace(
        us=settings.us._replace(deployment=1.0), hazard=1.0, gap_elasticity=1.0, harm_aversion=1.0
    )
    harmful = harmful._replace(safety_productivity=1.0)
    assert played(bid_plan(harmful)).us_accelerating == 0.0


def test_no_chance_of_being_seen_is_enough_if_sabotage_seldom_works():
    assert bridge.detection_needed(sabotage=0.2, gain=1.0, loss=3.0) == math.inf
    assert bridge.detection_needed(sabotage=0.5, gain=1.0, loss=3.0) == pytest.approx(0.5, abs=1e-9)


def test_a_bid_is_worth_the_gain_or_costs_the_loss():
    found, ended, payoff = bids(0.4, 1.0, gain=2.0, loss=5.0, worlds=500, seed=4)
    assert np.array_equal(found, ended)
    assert np.allclose(payoff, np.where(found == 1.0, -5.0, 2.0), atol=1e-12)


def test_it_is_found_and_sabotaged_as_often_as_both_chances_say():
    worlds = 20_000
    found, ended, _ = bids(0.4, 0.6, gain=1.0, loss=1.0, worlds=worlds, seed=5)
    # |z| < 3.9 for each: one of the two is wrong once in 5,000 seeds.
    assert abs(found.mean() - 0.4) < 3.9 * math.sqrt(0.24 / worlds)
    assert abs(ended.mean() - 0.24) < 3.9 * math.sqrt(0.24 * 0.76 / worlds)
    assert np.all(ended <= found)
