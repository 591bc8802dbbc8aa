"""Grids compared: read as the policies read them, weighed by what is met."""

from dataclasses import replace

import numpy as np
import pytest

import race_sim
from race_sim.analysis import foresight_refinement as refinement
from race_sim.foresight.solution import KINDS, solution_of, table_row
from race_sim.policies import far_sighted
from race_sim.policies.view import View
from race_sim.resolve import settings_of
from race_sim.rules.state import CN, US


@pytest.fixture(scope="module")
def scenario():
    values = {"us.policy": "planner", "cn.policy": "planner", "foresight.grid": "coarse"}
    return race_sim.load_scenario("baseline", values)


@pytest.fixture(scope="module")
def settings(scenario):
    return settings_of(scenario.parameters)


@pytest.fixture(scope="module")
def solved(scenario, settings):
    return {kind: solution_of(kind, settings, scenario.parameters) for kind in KINDS}


@pytest.fixture(scope="module")
def met(scenario, solved):
    return refinement.states_met(scenario, solved["planner"], 40, 3)


def test_strategies_are_read_as_the_policies_read_them(solved, met):
    solution = solved["equilibrium"]
    found = refinement.interpolated(solution, solution.strategies, met, 0.0)
    rows = [list(table_row(solution))]
    for place in range(0, len(met.lead), 97):
        own, rival = solution.restrictions[:, met.restriction[place]]
        for row, sign in ((0, 1.0), (1, -1.0)):
            gaps = (met.us_gap[place], met.cn_gap[place])[:: int(sign)]
            view = View(**dict.fromkeys(View._fields, 0.0))._replace(
                side=(US, CN)[row],
                lead=sign * met.lead[place],
                gap=gaps[0],
                rival_gap=gaps[1],
                alarm=met.alarm[place],
                rival_alarm=met.alarm[place],
                restriction=(own, rival)[row],
                rival_restriction=(own, rival)[1 - row],
                treaty=int(met.treaty[place]),
            )
            chance = far_sighted.strategy_at(view, rows, 0)
            assert chance == pytest.approx(found[row, place], abs=1e-12)


def test_the_states_met_are_those_in_which_the_policies_chose(scenario, solved, met):
    """Chances read there come true as often as they say."""
    history = race_sim.trajectories(scenario, 40, seed=3)
    chances = refinement.interpolated(solved["planner"], solved["planner"].strategies, met, 0.0)
    for row, side in enumerate(("us", "cn")):
        each = history[history["step"] % 2 == 0] if len(history) > len(met.lead) else history
        invests = each[f"{side}_invests"].to_numpy()
        error = np.sqrt((chances[row] * (1.0 - chances[row])).sum())
        assert abs(invests.sum() - chances[row].sum()) < 4.0 * error


def test_values_between_nodes_are_straight_in_the_bent_gap(solved, settings):
    solution = solved["planner"]
    nodes = refinement.nodes_of(solution, solution)
    at = refinement.interpolated(solution, solution.values, nodes, settings.gap_elasticity)
    assert at == pytest.approx(solution.values, rel=1e-12)


def test_no_difference_where_there_is_none(solved, met):
    for row in refinement.differences(solved["planner"], solved["planner"], met, 0.4):
        assert row["strategy_largest"] == row["value_largest"] == 0.0
        assert row["value_spread"] > 0.0


def test_a_difference_that_is_put_in_is_found(solved, met):
    one = solved["planner"]
    other = replace(one, values=one.values + 3.0)
    for row in refinement.differences(other, one, met, 0.4):
        assert row["value_mean"] == pytest.approx(3.0)
        assert row["strategy_mean"] == 0.0


def test_a_grid_against_itself(scenario):
    found = refinement.refinement(("coarse", "coarse"), worlds=50, traced=5)
    assert len(found.compared) == 0
    assert (found.played["difference_value"] == 0.0).all()
    assert found.played.groupby("kind")["risk_value"].first().nunique() == 2
