"""Loading scenarios: values, inheritance, and what a scenario is as an object."""

import math
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from race_sim import load_scenario, scenario_names
from race_sim.parameters import Knob, knobs
from race_sim.parameters.sides import POLICY_NAMES
from race_sim.problems import InputError, ScenarioError
from race_sim.resolve import plan_of
from race_sim.scenario import Scenario, flat_values

pytestmark = pytest.mark.short

NAMES = scenario_names()
NAMED_IN_THE_PLAN = {
    "baseline",
    "no-rivalry",
    "unilateral-us-safety",
    "unilateral-cn-safety",
    "mutual-safety",
    "open-exchange",
    "chernobyl-2028-cn",
    "chernobyl-2028-us",
    "financial-meltdown-2028",
    "export-control-squeeze",
    "no-export-controls",
    "binding-treaty",
    "non-binding-only",
    "command-and-control-shutdown",
    "shared-anxiety",
    "us-pause-2027",
    "mutual-pause-2027",
    "finish-line",
}


@pytest.fixture
def write(tmp_path):
    """Write a scenario file and give its path."""

    def write_file(text: str | bytes, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_file


def refusal(path) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return caught.value


# Named scenarios


def test_all_planned_scenarios_are_there():
    assert set(NAMES) >= NAMED_IN_THE_PLAN
    assert NAMES[0] == "baseline"
    assert NAMES[1:] == sorted(NAMES[1:])


@pytest.mark.parametrize("name", NAMES)
def test_named_scenario_says_what_it_is_about(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title and not scenario.title.endswith(".")
    assert scenario.question.endswith("?")
    assert scenario.claim


@pytest.mark.parametrize("text", ["title", "question"])
def test_no_two_named_scenarios_share_their_texts(text):
    assert len({getattr(load_scenario(name), text) for name in NAMES}) == len(NAMES)


def test_no_two_named_scenarios_play_the_same_race():
    plans = {name: plan_of(load_scenario(name)) for name in NAMES}
    for name in NAMES:
        same = [other for other in NAMES if plans[other] == plans[name]]
        assert same == [name]


def test_baseline_is_the_defaults():
    scenario = load_scenario("baseline")
    assert flat_values(scenario.parameters) == {key: knob.default for key, knob in knobs().items()}
    assert not scenario.changes + scenario.shocks + scenario.pauses


@pytest.mark.parametrize("name", [name for name in NAMES if name != "baseline"])
def test_named_scenario_changes_few_things(name):
    scenario = load_scenario(name)
    changed = scenario.differences(load_scenario("baseline"))
    events = scenario.changes + scenario.shocks + scenario.pauses
    assert 1 <= len(changed) + len(events) <= 4


def test_unilateral_scenarios_differ_from_the_race_and_from_mutual_safety_in_one_policy():
    for side, other in (("us", "cn"), ("cn", "us")):
        alone = load_scenario(f"unilateral-{side}-safety")
        race = alone.differences(load_scenario("all-out-race"))
        safety = alone.differences(load_scenario("mutual-safety"))
        assert race == {f"{side}.policy": ("always-safe", "always-accelerate")}
        assert safety == {f"{other}.policy": ("always-accelerate", "always-safe")}


def test_open_exchange_never_passes_on_more_than_there_is():
    # The exchange is a share, also where a treaty doubles it.
    settings = plan_of(load_scenario("open-exchange")).settings_at(0)
    shared = settings.openness * (1 - settings.control_chill * settings.control_level)
    assert 0.9 < shared * settings.exchange_binding <= 1.0


# The object


def test_scenario_cannot_be_changed():
    scenario = load_scenario("export-control-squeeze")
    with pytest.raises(ValidationError, match="frozen"):
        scenario.title = "other"
    with pytest.raises(ValidationError, match="frozen"):
        scenario.parameters.payoffs.rivalry = 1.0
    with pytest.raises(ValidationError, match="frozen"):
        scenario.changes[0].date = 2030.0
    scenario.changes[0].values["export_control.level"] = 0.1  # a copy
    assert scenario.changes[0].values == {"export_control.level": 0.95}


@pytest.mark.parametrize("name", NAMES)
def test_scenario_survives_pickle_and_json(name):
    scenario = load_scenario(name)
    copies = [
        pickle.loads(pickle.dumps(scenario)),
        Scenario.model_validate(scenario.model_dump()),
        Scenario.model_validate(scenario.model_dump(mode="json", by_alias=True)),
        Scenario.model_validate_json(scenario.model_dump_json(by_alias=True)),
    ]
    for copy in copies:
        assert copy == scenario
        assert hash(copy) == hash(scenario)
        assert plan_of(copy) == plan_of(scenario)


def test_scenarios_can_be_keys():
    kept = {load_scenario(name): name for name in NAMES}
    assert len(kept) == len(NAMES)
    assert kept[load_scenario("finish-line")] == "finish-line"


def test_value_by_key():
    scenario = load_scenario("baseline")
    assert scenario["incidents.financial_meltdown.spillover"] == 0.90
    assert scenario["us.policy"] == "logit-response"
    for key in ("payoffs", "payoffs.rivalri", ""):
        with pytest.raises(KeyError):
            scenario[key]


def test_error_survives_pickle():
    error = refusal("base-line")
    copy = pickle.loads(pickle.dumps(error))
    assert str(copy) == str(error)
    assert copy.problems == error.problems
    assert isinstance(copy, InputError)


# Values replaced


def test_with_values_makes_another():
    baseline = load_scenario("baseline")
    other = baseline.with_values({"payoffs.rivalry": 0.5, "us.policy": "tit-for-tat"})
    assert other.differences(baseline) == {
        "payoffs.rivalry": (0.5, 0.76),
        "us.policy": ("tit-for-tat", "logit-response"),
    }
    assert baseline["payoffs.rivalry"] == 0.76
    assert baseline.with_values({}) is baseline
    assert load_scenario("baseline", {"payoffs.rivalry": 0.5}) == baseline.with_values(
        {"payoffs.rivalry": 0.5}
    )


def test_with_values_keeps_events():
    scenario = load_scenario("chernobyl-2028-cn").with_values({"alarm.prior": 1.0})
    assert scenario.shocks == load_scenario("chernobyl-2028-cn").shocks


def test_with_values_refuses_all_at_once():
    with pytest.raises(ScenarioError) as caught:
        load_scenario("baseline", {"payoffs.rivalri": 1.0, "alarm.prior": 99.0, "us.policy": 3})
    assert str(caught.value) == (
        "scenario 'baseline' with changed values: 3 problems\n"
        "  us.policy: 3; allowed: one of " + ", ".join(POLICY_NAMES) + "\n"
        "  alarm.prior: 99.0; allowed: a number from 0.01 to 50 (1)\n"
        "  payoffs.rivalri: unknown key, did you mean payoffs.rivalry?"
    )


def test_with_values_checks_dates_again():
    with pytest.raises(ScenarioError, match=r"shocks\[0\].date: 2028; allowed: from 2026, before"):
        load_scenario("chernobyl-2028-cn", {"time.end": 2028.0})


# A file that starts from another


def test_from_a_name(write):
    path = write('from = "no-rivalry"\ntitle = "Mine"\n[alarm]\nprior = 1.5\n')
    scenario = load_scenario(path)
    assert (scenario.name, scenario.title) == ("mine", "Mine")
    assert scenario.differences(load_scenario("baseline")) == {
        "payoffs.rivalry": (0.0, 0.76),
        "alarm.prior": (1.5, 0.6),
    }


def test_from_a_relative_path_means_the_folder_of_the_file(write, monkeypatch, tmp_path):
    write("payoffs.rivalry = 0.25\npayoffs.horizon = 3.0\n", "ground/first.toml")
    write('from = "../ground/first.toml"\npayoffs.horizon = 5.0\n', "upper/second.toml")
    third = write('from = "second.toml"\nalarm.prior = 2.0\n', "upper/third.toml")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    scenario = load_scenario(third)
    assert scenario["payoffs.rivalry"] == 0.25
    assert scenario["payoffs.horizon"] == 5.0
    assert scenario["alarm.prior"] == 2.0
    assert load_scenario("../upper/third.toml") == scenario


def test_texts_are_not_taken_over(write):
    # Else a picture of this file would bear the baseline's title.
    scenario = load_scenario(write('from = "baseline"\n', "my-own.toml"))
    assert scenario.title == "my-own"
    assert scenario.question == scenario.claim == ""


def test_events_are_taken_over_and_added_to(write):
    path = write(
        'from = "chernobyl-2028-cn"\n[[shocks]]\ndate = 2030\nside = "us"\nseverity = 20\n'
    )
    scenario = load_scenario(path)
    assert [(shock.date, shock.side) for shock in scenario.shocks] == [(2028, "cn"), (2030, "us")]


@pytest.mark.parametrize(
    "text",
    [
        "[payoffs]\nrivalry = 0.5",
        "payoffs.rivalry = 0.5",
        '"payoffs.rivalry" = 0.5',
        "payoffs = { rivalry = 0.5 }",
    ],
)
def test_tables_and_dotted_keys_are_the_same(write, text):
    plain = load_scenario("baseline", {"payoffs.rivalry": 0.5})
    assert load_scenario(write(text)).parameters == plain.parameters


@pytest.mark.parametrize(
    "text",
    [
        'set = { "incidents.misaligned_system.weight" = 0.5 }',
        "set = { incidents = { misaligned_system = { weight = 0.5 } } }",
        "set.incidents.misaligned_system.weight = 0.5",
        '[changes.set]\n"incidents.misaligned_system.weight" = 0.5',
        "[changes.set.incidents]\nmisaligned_system.weight = 0.5",
    ],
)
def test_tables_and_dotted_keys_are_the_same_in_changes(write, text):
    scenario = load_scenario(write(f"[[changes]]\ndate = 2030\n{text}\n"))
    assert scenario.changes[0].values == {"incidents.misaligned_system.weight": 0.5}


def test_whole_numbers_are_numbers(write):
    assert load_scenario(write("payoffs.rivalry = 1"))["payoffs.rivalry"] == 1.0


# Any values in range

NUMBERS = [knob for knob in knobs().values() if knob.low is not None]
# Together these may contradict each other, and are then refused: see test_contradictions.py.
ENTANGLED = {
    "time.start",
    "time.end",
    "time.step",
    "time.decision_period",
    "incidents.chernobyl_severity",
    "incidents.severity_ceiling",
    "talks.lapse_below",
    "talks.non_binding_at",
    "talent.outflow",
    "talent.recovery",
    "progress.diffusion",
} | {key for key in knobs() if key.endswith(".weight")}


def values_of(knob: Knob):
    if knob.choices:
        return st.sampled_from(knob.choices)
    if isinstance(knob.default, bool):
        return st.booleans()
    return st.floats(knob.low, knob.high)


FREE = [knob for key, knob in knobs().items() if key not in ENTANGLED]


def numbers_in(values) -> list[float]:
    found = []
    for value in values:
        found.extend(numbers_in(value) if isinstance(value, tuple) else [value])
    return found


@given(st.data())
def test_any_values_in_range_give_finite_settings(data):
    chosen = data.draw(st.lists(st.sampled_from(FREE), unique=True, max_size=12))
    values = {knob.key: data.draw(values_of(knob), label=knob.key) for knob in chosen}
    scenario = load_scenario("baseline", values)
    assert all(scenario[key] == value for key, value in values.items())
    plan = plan_of(scenario)
    assert all(math.isfinite(number) for number in numbers_in(plan.race))
    for stretch in plan.stretches:
        assert all(math.isfinite(number) for number in numbers_in(stretch.settings))


@given(st.data())
def test_any_value_out_of_range_is_refused(data):
    knob = data.draw(st.sampled_from(NUMBERS))
    below = st.floats(max_value=knob.low, exclude_max=True)
    above = st.floats(min_value=knob.high, exclude_min=True)
    value = data.draw(st.one_of(below, above, st.just(math.nan)))
    with pytest.raises(ScenarioError) as caught:
        load_scenario("baseline", {knob.key: value})
    assert [problem.where for problem in caught.value.problems] == [knob.key]
    assert caught.value.problems[0].allowed == knob.allowed()
