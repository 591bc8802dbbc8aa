"""What the page reads of scenarios is what the package reads of them."""

import importlib.util
import json
import math
import random
from pathlib import Path

import pytest

from race_sim.page import scenario_data
from race_sim.page.door import call
from race_sim.page.game_record import read_record
from race_sim.page.standing import seated
from race_sim.problems import InputError
from race_sim.resolve import plan_of
from race_sim.scenario import load_scenario, scenario_names

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "race_sim" / "page"
SEATS = {"us.policy": "logit-response", "cn.policy": "logit-response"}


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("page_data", ROOT / "tools/page_data.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_files_are_what_the_tool_writes(tool):
    text = json.dumps(tool.page_data(), indent=1, ensure_ascii=False) + "\n"
    assert (FOLDER / "scenarios.json").read_text(encoding="utf-8") == text, (
        "run python tools/page_data.py"
    )


def test_strategies_are_what_is_solved_for_the_baseline(tool):
    # The numbers, since the bytes of a compressed file vary with the library that packs it.
    solved = tool.strategies()
    assert scenario_data.strategies() == tuple(tuple(map(float, row)) for row in solved), (
        "run python tools/page_data.py"
    )


@pytest.mark.parametrize("name", scenario_names())
def test_the_plan_of_a_scenario_is_that_of_its_file(name):
    assert scenario_data.plan_for(name, (), ()) == plan_of(load_scenario(name, SEATS))


def test_the_plan_follows_changed_values(make_games):
    for game in make_games(40, seed=8):
        record = read_record(game, "game")
        plan = seated(record.plan(), "tit-for-tat", "always-safe")
        seats = {"us.policy": "tit-for-tat", "cn.policy": "always-safe"}
        expected = plan_of(load_scenario(record.scenario, {**dict(record.values), **seats}))
        if record.shocks:  # the file's own shocks are in the test above
            expected = expected._replace(stretches=plan.stretches)
        assert plan == expected


def test_no_more_plans_are_kept_than_are_of_use():
    for number in range(200):
        values = (("payoffs.rivalry", number / 100.0),)
        scenario_data.plan_for("baseline", values, ())
    assert scenario_data.plan_for.cache_info().currsize <= scenario_data.PLANS_KEPT


def test_every_default_is_a_value_that_may_be_set():
    for key, knob in scenario_data.knobs().items():
        if not key.startswith(scenario_data.FIXED):
            value = scenario_data.checked_value(key, knob["default"], "x")
            assert value == knob["default"] and type(value) is type(knob["default"])


def test_far_sighted_play_is_solved_where_nothing_differs_from_the_baseline():
    solved = [name for name in scenario_names() if scenario_data.is_solved(name, ())]
    assert "baseline" in solved
    for name in solved:
        plan = plan_of(load_scenario(name, SEATS))
        settings = {stretch.settings._replace(us=None, cn=None) for stretch in plan.stretches}
        baseline = plan_of(load_scenario("baseline", SEATS)).stretches[0].settings
        assert settings == {baseline._replace(us=None, cn=None)}
    rivalry = scenario_data.knobs()["payoffs.rivalry"]["default"]
    assert scenario_data.is_solved("baseline", (("payoffs.rivalry", rivalry),))
    assert not scenario_data.is_solved("baseline", (("payoffs.rivalry", rivalry + 0.5),))


def test_the_page_refuses_what_a_scenario_file_refuses():
    """Values at random, at the ends of their ranges and beyond: the same places are named."""
    dice = random.Random(23)
    free = [key for key in scenario_data.knobs() if not key.startswith(scenario_data.FIXED)]
    clashing = ["talks.lapse_below", "talks.non_binding_at", "talent.outflow", "talent.recovery"]
    clashing += ["incidents.chernobyl_severity", "incidents.severity_ceiling", "progress.diffusion"]
    refused = 0
    for _ in range(200):
        values = {}
        for key in dice.sample(dice.choice([free, clashing]), 3):
            knob = scenario_data.knobs()[key]
            low, high = knob.get("low"), knob.get("high")
            if low is None:
                values[key] = dice.choice([knob["default"], 3, "tanh"])
            else:
                near = low + dice.random() * min(high - low, 10.0)
                values[key] = dice.choice([low, high, near, low - 1.0, high + 1.0])
        try:
            load_scenario("baseline", values)
            theirs = set()
        except InputError as error:
            theirs = {problem.where for problem in error.problems}
        answer = call({"ask": "new_game", "values": values})
        problems = answer.get("error", {"problems": []})["problems"]
        ours = {problem["where"].removeprefix("values.") for problem in problems}
        assert ours == theirs, values
        refused += bool(ours)
    assert 40 < refused < 190


def test_minus_zero_is_zero():
    # They are equal, so one plan would be kept for both, though they are not the same.
    value = scenario_data.checked_value("payoffs.rivalry", -0.0, "")
    assert math.copysign(1.0, value) == 1.0
