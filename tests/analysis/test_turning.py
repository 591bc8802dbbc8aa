"""Turning to another policy: at a date as a scenario's change, after a shock world by world."""

import numpy as np
import pytest

import race_sim
from race_sim.analysis.turning import plan_turning, turn_after_shock, turn_at
from race_sim.events import Change
from race_sim.policies import NUMBERS
from race_sim.problems import InputError
from race_sim.resolve import plan_of


def changing(date, side="us"):
    change = Change.model_validate({"date": date, "set": {f"{side}.policy": "always-safe"}})
    return race_sim.load_scenario("baseline").model_copy(update={"changes": (change,)})


@pytest.mark.parametrize("date", [2026.0, 2028.0, 2030.25, 2045.75])
@pytest.mark.parametrize("side", ["us", "cn"])
def test_a_turn_at_a_date_is_a_change_of_the_scenario(date, side):
    baseline = race_sim.load_scenario("baseline")
    turned = turn_at(baseline, side, "always-safe", date, worlds=60, seed=3)
    expected = race_sim.simulate(changing(date, side), worlds=60, seed=3)
    assert turned.equals(expected)


@pytest.mark.short
@pytest.mark.parametrize("step", [0, 1, 8, 9, 10, 79, 80])
def test_plans_are_cut_at_the_turn(step):
    plan = plan_of(race_sim.load_scenario("chernobyl-2028-us"))
    turned = plan_turning(plan, "us", "always-safe", step)
    for number in range(plan.steps):
        own, other = turned.settings_at(number), plan.settings_at(number)
        if number < step:
            assert own == other
        else:
            assert own == other._replace(us=other.us._replace(policy=NUMBERS["always-safe"]))
    edges = [stretch.first_step for stretch in turned.stretches]
    assert edges == sorted(set(edges)) and edges[0] == 0
    assert turned.stretches[-1].last_step == plan.steps


@pytest.mark.parametrize("host", ["us", "cn"])
def test_a_turn_after_a_shock_is_one_at_its_date(host):
    """World by world, against the scenario that changes a quarter after that world's shock."""
    baseline = race_sim.load_scenario("baseline")
    stayed = race_sim.simulate(baseline, worlds=40, seed=3)
    turned = turn_after_shock(baseline, "cn", "always-safe", host, stayed, seed=3)
    dates = stayed[f"{host}_first_chernobyl_year"]
    assert dates.notna().any() and dates.isna().any()
    for world, date in enumerate(dates):
        row = turned.iloc[world]
        if np.isnan(date) or date >= 2045.75:
            assert row.equals(stayed.iloc[world])
            continue
        alone = race_sim.simulate(changing(date + 0.25, "cn"), 1, seed=3, first_world=world)
        assert row.equals(alone.iloc[0].rename(world))


@pytest.mark.short
def test_bad_arguments():
    with pytest.raises(InputError, match="worlds"):
        turn_at(race_sim.load_scenario("baseline"), "us", "always-safe", 2026.0, 0, 1)
