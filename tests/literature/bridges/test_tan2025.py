"""Preemption in our race: which harm moves a deployment, and which does not."""

import math

import pytest

from race_sim.literature.bridges import tan2025 as bridge
from race_sim.literature.bridges.limit import Docked, Position, plan_at
from race_sim.literature.bridges.playing import played
from race_sim.literature.bridges.tan2025 import (
    STEP,
    Market,
    alarm_after,
    deployed,
    deployment_plan,
    harms_of,
    preempted,
)
from race_sim.literature.tan2025 import timing_equilibria
from race_sim.rules.state import CN, US


@pytest.fixture(scope="module")
def rows() -> list[Docked]:
    return bridge.docked()


def test_the_race_gives_what_the_model_gives(rows: list[Docked]):
    assert [row for row in rows if not row.agrees] == []
    assert len(rows) == 11


@pytest.mark.parametrize("trigger", [0.5, 2.0, 7.35])
def test_the_lower_trigger_deploys_within_a_step_of_it(trigger: float):
    first = deployed(trigger, trigger + STEP, chance=0.3)
    second = deployed(trigger + STEP, trigger, chance=0.3)
    assert (first.winner, second.winner) == (US, CN)
    assert 0.0 < first.state - trigger < STEP
    assert second.state == pytest.approx(first.state, abs=1e-9)
    assert first.ruin == pytest.approx(0.3, abs=1e-12)


@pytest.mark.parametrize(("left_on", "value"), [("finish_elasticity", 1.0), ("finish_line", 0)])
def test_ruin_has_another_chance_where_the_line_is_another(left_on: str, value: float):
    plan = deployment_plan(2.0, 3.0, chance=0.3)
    settings = plan.settings_at(0)._replace(**{left_on: value})
    start = plan.race._replace(us=plan.race.us._replace(safety=1.0))
    changed = plan._replace(race=start, stretches=(plan.stretches[0]._replace(settings=settings),))
    assert abs(played(changed).loss_risk - 0.3) > 0.1


def test_a_laggard_that_learns_from_the_leader_is_not_the_model():
    plan = deployment_plan(2.0, 4.0, chance=0.3)
    settings = plan.settings_at(0)._replace(diffusion=0.5)
    changed = plan._replace(stretches=(plan.stretches[0]._replace(settings=settings),))
    alone, learning = played(plan), played(changed)
    assert learning.cn_capability - alone.cn_capability > 0.1


def test_shared_harm_does_not_move_deployment_and_private_harm_does():
    before = preempted(Market(), harms_of(10.0, 1.0))
    assert preempted(Market(), harms_of(30.0, 1.0)) == before
    crackdown = preempted(Market(), harms_of(10.0, 1.0, crackdown_cost=2.0))
    # A freeze of two years at half depth, at a cost of 2 a year, with the chance 0.3.
    assert crackdown - before == pytest.approx(0.3 * 2.0 / 0.8, abs=STEP)


def test_a_crackdown_is_borne_at_home_alone():
    without, crackdown = harms_of(10.0, 1.0), harms_of(10.0, 1.0, crackdown_cost=2.0)
    assert crackdown.follower == without.follower == 10.0
    assert crackdown.leader == pytest.approx(12.0, abs=1e-9)


def test_a_warning_shot_moves_deployment_only_where_harm_is_private():
    alarm = alarm_after(9.0)
    assert alarm > 2.0
    for shared, moves in ((1.0, False), (0.5, True)):
        quiet = preempted(Market(), harms_of(10.0, shared))
        alarmed = preempted(Market(), harms_of(10.0 * alarm, shared))
        assert (alarmed - quiet > 1.0) == moves


def test_the_alarm_is_that_of_a_gamma_poisson_estimate():
    # The prior is worth 1.2 expected incidents; the one seen weighs 1 + 3 log10(9) / 4.
    assert alarm_after(9.0) == pytest.approx((1.2 + 1.0 + 3.0 * math.log10(9.0) / 4.0) / 1.2)


def test_spillover_is_the_share_that_reaches_the_follower():
    settings = bridge.ruin_settings(50.0, 0.3)
    end = played(plan_at(Position(), Position(), (1, settings)))
    assert (end.us_harm, end.cn_harm) == (50.0, 15.0)


def test_a_search_of_the_game_of_timing_finds_the_same_state():
    ours = preempted(Market(shared=0.5), harms_of(10.0, 0.5))
    grid = [(step + 0.5) * STEP for step in range(120)]
    found = timing_equilibria(grid, shared=0.5)
    first = [min(pair) for pair in found if math.isfinite(min(pair))]
    assert first
    assert all(abs(state - ours) <= 2.0 * STEP for state in first)
