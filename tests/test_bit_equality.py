"""The heart of the house: the Mesa model and the compiled loop play the same world, bit for bit.

Whole trajectories and outcomes are compared: types, values, and the bits of every float, NaN and
the sign of zero included.
"""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import race_sim
from race_sim.compiled import compiled_loop
from race_sim.policies import POLICIES
from race_sim.resolve import plan_of
from race_sim.rules import alarm, arithmetic, incidents, progress, talent, talks
from race_sim.rules.incidents import MOST_INCIDENTS
from race_sim.scenario import Change, Pause, Scenario, Shock
from race_sim.testing import checked as checked_scenario
from race_sim.testing import (
    clocks,
    differing_columns,
    knob_tables,
    scenarios,
    seeds,
    world_numbers,
)

NAMES = race_sim.scenario_names()
POLICY_NAMES = [policy.name for policy in POLICIES if policy.family != "far_sighted"]
# Each policy with itself and with two others; the contract has the far-sighted ones.
PAIRS = [
    (us, POLICY_NAMES[(place + shift) % len(POLICY_NAMES)])
    for place, us in enumerate(POLICY_NAMES)
    for shift in (0, 1, 5)
]
EVENTFUL = {"incidents.base_rate": 0.4, "talks.pace": 3.0, "alarm.prior": 1.5}


def both_engines(scenario: Scenario, seed: int, worlds: list[int]) -> list[str]:
    """What differs between the engines, world by world; an empty list if nothing does."""
    found = []
    paths = race_sim.trajectories(scenario, worlds, seed=seed)
    for world in worlds:
        model = race_sim.RaceModel(scenario, seed=seed, world=world)
        model.run()
        path = paths[paths.world == world].reset_index(drop=True)
        row = race_sim.simulate(scenario, 1, seed=seed, first_world=world)
        own = pd.DataFrame({name: [value] for name, value in model.outcome.items()})
        own = own.astype(row.dtypes.to_dict())
        found += [
            f"world {world}: history.{name}" for name in differing_columns(model.history, path)
        ]
        found += [f"world {world}: outcome.{name}" for name in differing_columns(own, row)]
        assert model.history.equals(path) == (not differing_columns(model.history, path))
    return found


@pytest.mark.short
@pytest.mark.parametrize("name", NAMES)
def test_named_scenarios(name):
    scenario = race_sim.load_scenario(name)
    assert both_engines(scenario, seed=1, worlds=[0, 1, 7]) == []


@pytest.mark.parametrize("name", NAMES)
def test_named_scenarios_with_many_incidents(name):
    # All that incidents set off: freezes, scars, talent, alarm, agreements, breaches.
    scenario = race_sim.load_scenario(name).with_values(EVENTFUL)
    assert both_engines(scenario, seed=2**63 - 1, worlds=[0, 2**62, 2**63 - 2 * 10**8]) == []


@pytest.mark.short
@pytest.mark.parametrize(("us", "cn"), PAIRS)
def test_policy_pairs(us, cn):
    scenario = race_sim.load_scenario(
        "baseline",
        {"us.policy": us, "cn.policy": cn, "time.step": 0.125, "time.end": 2036.0, **EVENTFUL},
    )
    assert both_engines(scenario, seed=3, worlds=[0, 1, 2]) == []


@pytest.mark.short
@settings(max_examples=30)
@given(scenarios(longest=12), seeds(), world_numbers())
def test_any_scenario_quickly(scenario, seed, world):
    assert both_engines(scenario, seed, [world]) == []


@settings(max_examples=250)
@given(scenarios(longest=40), seeds(), world_numbers())
def test_any_scenario(scenario, seed, world):
    assert both_engines(scenario, seed, [world]) == []


@settings(max_examples=100)
@given(clocks(longest=24), knob_tables(most=60), seeds())
def test_many_knobs_at_once(clock, table, seed):
    scenario = checked_scenario(race_sim.load_scenario("baseline"), table | clock)
    assert both_engines(scenario, seed, [0]) == []


@settings(max_examples=30)
@given(st.floats(0.3, 3.0), st.floats(0.0, 1.0), st.floats(2027.0, 2045.0), seeds())
def test_whole_races(rivalry, openness, date, seed):
    scenario = race_sim.load_scenario(
        "baseline", {"payoffs.rivalry": rivalry, "exchange.openness": openness, **EVENTFUL}
    )
    change = Change.model_validate(
        {"date": date, "set": {"us.policy": "tit-for-tat", "cn.policy": "grim-trigger"}}
    )
    scenario = scenario.model_copy(update={"changes": (change,)})
    assert both_engines(scenario, seed, [0, 1]) == []


def short_race(values, years=10.0, **events):
    scenario = race_sim.load_scenario("baseline", {"time.end": 2026.0 + years} | values)
    return scenario.model_copy(update=events)


def pause(*sides):
    return Pause.model_validate({"sides": sides, "from": 2026.0, "until": 2030.0})


# Each corner comes with the proof that it is reached.
CORNERS = {
    "gap at its ceiling": (
        short_race({"progress.safety_productivity": 0.0, "progress.gap_ceiling": 1.0}),
        lambda path: (path.us_gap.round(9) == 1.0).any(),
    ),
    "start outside the gap's bounds": (
        short_race({"us.safety_gap": 12.0, "progress.gap_ceiling": 1.0}),
        lambda path: path.us_gap.iloc[0] == 12.0 and path.us_gap.iloc[1] < 1.1,
    ),
    "gap at its floor": (
        short_race({"progress.safety_productivity": 20.0, "us.policy": "always-safe"}),
        lambda path: (path.us_gap.round(9) == -0.5).any(),
    ),
    "no hazard": (
        short_race({"incidents.base_rate": 0.0}),
        lambda path: (path.us_hazard == 0.0).all() and not path.us_incidents.any(),
    ),
    "no progress": (
        short_race({"progress.base_rate": 0.0, "progress.diffusion": 0.0}),
        lambda path: (path.us_capability == 0.0).all(),
    ),
    "the heaviest tail": (
        short_race({"incidents.severity_exponent": 0.05, "incidents.base_rate": 0.3}),
        lambda path: path.catastrophe.any(),
    ),
    "the lightest tail": (
        short_race({"incidents.severity_exponent": 5.0, "incidents.base_rate": 1.0}),
        lambda path: path.us_worst_severity.between(1.0, 9.0).any(),
    ),
    "a tail at the exponent of one": (
        short_race({"incidents.severity_exponent": 1.0, **EVENTFUL}),
        lambda path: path.us_incidents.any(),
    ),
    "more incidents than are counted": (
        short_race(
            {
                "incidents.base_rate": 5.0,
                "incidents.gap_elasticity": 2.0,
                "incidents.severity_exponent": 5.0,
                "us.safety_gap": 6.0,
                "time.step": 1.0,
                "time.decision_period": 1.0,
            }
        ),
        lambda path: path.us_incidents.max() == MOST_INCIDENTS,
    ),
    "complete export controls": (
        short_race(
            {
                "export_control.level": 1.0,
                "export_control.chip_dependency": 1.0,
                "export_control.dependency_decline": 0.0,
                "export_control.exchange_chill": 1.0,
                "export_control.talks_chill": 1.0,
            }
        ),
        lambda path: (path.exchange == 0.0).all() and (path.chip_dependency == 1.0).all(),
    ),
    "perfect rationality": (
        short_race({"choice.rationality": 1000.0, "payoffs.rivalry": 10.0, **EVENTFUL}),
        lambda path: not path.us_invests.iloc[0],
    ),
    "no rationality": (
        short_race({"choice.rationality": 0.0}),
        lambda path: 5 < path.us_invests.sum() < 35,
    ),
    "a lead that is all or nothing": (
        short_race({"payoffs.lead_scale": 0.01, "us.capability": 10.0, "cn.capability": -10.0}),
        lambda path: path.us_capability.iloc[0] - path.cn_capability.iloc[0] == 20.0,
    ),
    "whole budget to safety": (
        short_race({"progress.share_investing": 1.0, "us.policy": "always-safe"}),
        lambda path: path.us_gap.iloc[-1] <= -0.5 + 1e-9,
    ),
    "nothing to safety": (
        short_race({"progress.share_investing": 0.0, "progress.share_accelerating": 0.0}),
        lambda path: (path.us_safety.diff().iloc[1:4].abs() < 1e-12).all(),
    ),
    "deepest and longest freezes": (
        short_race(
            {
                "us.freeze_depth": 1.0,
                "cn.freeze_depth": 1.0,
                "us.scar": 1.0,
                "cn.scar": 1.0,
                "backlash.contagion": 1.0,
                "backlash.freeze_spread": 3.0,
                "incidents.base_rate": 0.5,
            }
        ),
        lambda path: path.us_restriction.max() > 0.7,
    ),
    "every breach is found": (
        short_race(
            {
                "alarm.prior": 50.0,
                "talks.pace": 20.0,
                "talks.verification": 1.0,
                "talks.sanction": 1000.0,
                "us.policy": "always-accelerate",
                "cn.policy": "always-safe",
            }
        ),
        lambda path: (path.breach == "us").any() and path.treaty_ended.any(),
    ),
    "belief at once": (
        short_race({"learning.belief_rate": 1.0, "choice.rationality": 0.0}),
        lambda path: set(path.us_belief.iloc[1:]) == {0.0, 1.0},
    ),
    "no memory to speak of": (
        short_race({"alarm.memory_half_life": 0.1, **EVENTFUL}),
        lambda path: path.us_incidents.any(),
    ),
    "a finish line at once": (
        short_race({"finish_line.enabled": True, "finish_line.transformative": -10.0}),
        lambda path: len(path) == 1 and path.winner.iloc[0] == "us",
    ),
    "the finest steps": (
        short_race({"time.step": 0.01, "time.decision_period": 0.25, **EVENTFUL}, years=5.0),
        lambda path: path.step.max() > 100,
    ),
    "the coarsest steps": (
        short_race({"time.step": 1.0, "time.decision_period": 10.0, **EVENTFUL}, years=20.0),
        lambda path: path.us_invests.iloc[:10].nunique() == 1,
    ),
    "one step": (
        short_race({}, years=0.25),
        lambda path: len(path) == 1,
    ),
    "a full pause of both": (
        short_race({}, pauses=(pause("us", "cn"),)),
        lambda path: (
            (path.us_restriction.iloc[:16] == 1.0).all()
            and (path.us_hazard.iloc[:16] == 0.0).all()
            and path.us_restriction.iloc[16] < 1.0
        ),
    ),
    "a catastrophe by force": (
        short_race({}, shocks=(Shock(date=2028.0, side="us", severity=10000.0),)),
        lambda path: len(path) == 9 and path.catastrophe.iloc[-1],
    ),
    "shocks on both sides in one step": (
        short_race(
            {},
            shocks=(
                Shock(date=2027.0, side="us", severity=500.0, kind="financial_meltdown"),
                Shock(date=2027.0, side="cn", severity=50.0, kind="weaponised_use"),
            ),
        ),
        lambda path: (
            path.us_worst_severity.iloc[4] == 500.0 and path.cn_worst_severity.iloc[4] == 50.0
        ),
    ),
}


@pytest.mark.parametrize("name", CORNERS)
def test_corners(name):
    scenario, is_reached = CORNERS[name]
    worlds = list(range(8))
    paths = race_sim.trajectories(scenario, worlds, seed=5)
    reached = [bool(is_reached(path)) for _, path in paths.groupby("world")]
    assert any(reached), "no world gets into this corner"
    assert both_engines(scenario, seed=5, worlds=worlds) == []


# These once ran out of the range of floats, or took talent below zero.
EXTREMES = {
    "all talent gone in one step": short_race(
        {
            "talent.outflow": 1.0,
            "talent.recovery": 0.0,
            "time.step": 1.0,
            "time.decision_period": 1.0,
        },
        pauses=(pause("us"),),
    ),
    "talent back at once": short_race(
        {
            "talent.outflow": 0.0,
            "talent.recovery": 1.0,
            "us.talent": 10.0,
            "time.step": 1.0,
            "time.decision_period": 1.0,
        }
    ),
    "the whole lag made up in one step": short_race({"progress.diffusion": 4.0}, years=200.0),
    "payoffs far beyond any that matter": short_race(
        {
            "cn.capability": -7.5,
            "progress.diffusion": 10.0,
            "payoffs.horizon": 46.0,
            "payoffs.harm_aversion": 0.6,
            "incidents.severity_ceiling": 1e9,
            "time.step": 0.1,
            "time.decision_period": 0.2,
        }
    ),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_can_be_played(name):
    assert both_engines(EXTREMES[name], 1, [0, 1, 2]) == []


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"talent.outflow": 1.0, "talent.recovery": 0.5}, "talent.outflow"),
        ({"progress.diffusion": 1.5}, "progress.diffusion"),
    ],
)
def test_rates_that_overshoot_a_step_are_refused(values, named):
    with pytest.raises(race_sim.ScenarioError, match=named):
        race_sim.load_scenario(
            "baseline", {"time.step": 1.0, "time.decision_period": 1.0, **values}
        )


def one_unit_more(function):
    """The function with its result moved by one unit in the last place."""

    def moved(*arguments):
        value = function(*arguments)
        return value * (1.0 + 2.0**-52) if isinstance(value, float) else value

    return moved


@pytest.mark.parametrize(
    ("module", "name", "column"),
    [
        (progress, "diffusion_gain", "cn_capability"),
        (progress, "safety_rate", "us_gap"),
        (incidents, "hazard", "us_hazard"),
        (talent, "talent_after", "us_talent"),
        (alarm, "exposure_gain", "us_alarm"),
        (alarm, "belief_after", "us_belief"),
        (talks, "exchange", "exchange"),
        (talks, "talks_after", "talks"),
    ],
)
def test_comparison_sees_one_bit(monkeypatch, module, name, column):
    # A rule that is moved by one unit in the last place on one side only must show.
    scenario = race_sim.load_scenario("baseline", {"time.end": 2031.0, **EVENTFUL})
    compiled_loop(plan_of(scenario))
    assert both_engines(scenario, 1, [0, 1]) == []
    monkeypatch.setattr(module, name, one_unit_more(getattr(module, name)))
    found = both_engines(scenario, 1, [0, 1])
    assert any(text.endswith(f"history.{column}") for text in found)


def test_comparison_sees_another_library(monkeypatch):
    # `math.exp` in place of our own exponential function: right to the last place, and no more.
    import math

    scenario = race_sim.load_scenario("baseline", EVENTFUL)
    compiled_loop(plan_of(scenario))
    monkeypatch.setattr(arithmetic, "exponential", math.exp)
    monkeypatch.setattr(incidents, "power_of_ten", lambda x: math.pow(10.0, x))
    found = both_engines(scenario, 1, [0])
    assert any("us_hazard" in text for text in found)
