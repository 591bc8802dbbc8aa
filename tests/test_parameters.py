"""Parameters: what is known of each, and that each is read by something."""

import pytest

from race_sim import load_scenario
from race_sim.foresight.kept import key_of
from race_sim.parameters import Parameters, knobs
from race_sim.parameters.checking import (
    checked_parameters,
    flat_values,
    flatten,
    nested,
    parameters_from,
    unknown_key,
)
from race_sim.problems import Problem, ScenarioError
from race_sim.resolve import plan_of

pytestmark = pytest.mark.short

KEYS = list(knobs())

# Dotted keys that scenario files and lessons rely on.
PROMISED = [
    "payoffs.rivalry",
    "payoffs.prosperity",
    "payoffs.harm_aversion",
    "exchange.openness",
    "exchange.visa_friction",
    "exchange.data_friction",
    "export_control.level",
    "alarm.prior",
    "talks.verification",
    "talks.sanction",
    "talks.binding_allowed",
    "us.policy",
    "cn.policy",
    "us.freeze_depth",
    "cn.freeze_depth",
]


@pytest.mark.parametrize("key", PROMISED)
def test_promised_key_is_there(key):
    assert key in knobs()


@pytest.mark.parametrize("key", KEYS)
def test_knob_says_all_there_is_to_know(key):
    knob = knobs()[key]
    assert knob.key == key
    for text in (knob.unit, knob.meaning, knob.source):
        assert text.strip() == text and text
        assert not text.endswith(".")
    assert knob.source.split(":")[0].split(" ")[0].rstrip(",") in {
        "by",  # definition
        "calibrated",
        "guess",
        "measured",
        "published",
        "a",  # quarter: how often ministries plan
        "the",  # baseline's policy
    }


@pytest.mark.parametrize("key", KEYS)
def test_default_is_allowed(key):
    knob = knobs()[key]
    if knob.choices:
        assert knob.default in knob.choices
        assert knob.allowed() == "one of " + ", ".join(knob.choices)
    elif isinstance(knob.default, bool):
        assert knob.allowed() == "true or false"
    else:
        assert knob.low < knob.high
        assert knob.low <= knob.default <= knob.high
        assert knob.allowed() == f"a number from {knob.low:g} to {knob.high:g} ({knob.unit})"


@pytest.mark.parametrize("key", KEYS)
def test_both_ends_of_the_range_are_allowed(key):
    knob = knobs()[key]
    ends = knob.choices or ((True, False) if knob.low is None else (knob.low, knob.high))
    for value in ends:
        parameters, problems = parameters_from({key: value})
        assert problems == []
        assert flat_values(parameters)[key] == value


def another_value(knob):
    if knob.choices:
        return next(name for name in knob.choices if name != knob.default)
    if isinstance(knob.default, bool):
        return not knob.default
    if knob.key == "time.end":
        return 2040.0
    if knob.key == "time.start":
        return 2025.0
    if knob.key == "time.step":
        return 0.125
    if knob.key == "time.decision_period":
        return 0.5
    return knob.default + 0.3 * (knob.high - knob.default or knob.low - knob.default)


@pytest.mark.parametrize("key", KEYS)
def test_knob_reaches_the_rules(key):
    """A knob that is read by nothing is a promise that the model does not keep."""
    baseline = load_scenario("baseline")
    knob = knobs()[key]
    value = another_value(knob)
    if key == "talks.lapse_below":
        value = 0.3
    if key == "incidents.chernobyl_severity":
        value = 20.0
    if key.startswith("foresight."):  # read where somebody looks ahead: another solution
        settings = plan_of(baseline).settings_at(0)
        solved = [
            key_of("planner", settings, 0.2, scenario.parameters.foresight)
            for scenario in (baseline, baseline.with_values({key: value}))
        ]
        assert solved[0] != solved[1]
        return
    assert plan_of(baseline.with_values({key: value})) != plan_of(baseline)


@pytest.mark.parametrize("key", KEYS)
def test_start_only_is_what_does_not_reach_the_settings(key):
    """What is in the state at the start, or makes the clock, cannot change at a date."""
    baseline = plan_of(load_scenario("baseline"))
    knob = knobs()[key]
    if key.startswith(("time.", "foresight.")):
        assert knob.start_only
        return
    value = {"talks.lapse_below": 0.3, "incidents.chernobyl_severity": 20.0}.get(
        key, another_value(knob)
    )
    plan = plan_of(load_scenario("baseline", {key: value}))
    assert knob.start_only == (plan.settings_at(0) == baseline.settings_at(0))
    assert knob.start_only == (plan.race != baseline.race)


# Tables and dotted keys


def test_flat_and_nested_are_inverse():
    table = Parameters().model_dump()
    values = dict(flatten(table))
    assert list(values) == KEYS
    assert nested(values) == table


def test_empty_and_deep_tables_are_values():
    assert dict(flatten({"a": {}, "b": {"c": {"d": {"e": {"f": 1}}}}})) == {
        "a": {},
        "b.c.d.e": {"f": 1},
    }


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("payoffs.rivalri", "payoffs.rivalry"),
        ("alarm.priors", "alarm.prior"),
        ("policy", "us.policy"),
        ("china.policy", "cn.policy"),
        ("export_controls.level", "export_control.level"),
        ("incidents.weaponized_use.weight", "incidents.weaponised_use.weight"),
        ("choices.rationality", "choice.rationality"),
    ],
)
def test_nearest_key(key, hint):
    assert unknown_key(key, knobs()) == Problem(key, f"unknown key, did you mean {hint}?")


def test_no_hint_where_nothing_is_near():
    assert unknown_key("qqqq", knobs()) == Problem("qqqq", "unknown key")


def test_a_wrong_value_does_not_hide_the_others():
    parameters, problems = parameters_from(
        {"payoffs.rivalry": "x", "alarm.prior": 1.5, "talks.pace": -1.0, "nonsense": 1}
    )
    assert [problem.where for problem in problems] == ["payoffs.rivalry", "talks.pace", "nonsense"]
    assert parameters.alarm.prior == 1.5
    assert parameters.payoffs.rivalry == Parameters().payoffs.rivalry


def test_checked_parameters_names_its_source():
    with pytest.raises(ScenarioError) as caught:
        checked_parameters({"alarm.prior": 10**400}, "my source")
    assert str(caught.value).startswith("my source: alarm.prior: 1000")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("key", [key for key in KEYS if knobs()[key].choices])
@pytest.mark.parametrize("word", ["none of them", "", "tanh-or-so", "tanh\n"])
def test_a_word_that_is_no_choice_is_refused(key, word):
    parameters, problems = parameters_from({key: word})
    assert [problem.where for problem in problems] == [key]
    assert "one of" in problems[0].allowed or "policy" in problems[0].what
    assert flat_values(parameters)[key] == knobs()[key].default
