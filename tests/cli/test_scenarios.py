"""`race-sim scenarios`: the list, and all of one scenario."""

import json

import pytest

import race_sim
from race_sim.parameters import knobs


def test_every_scenario_is_listed_on_a_line_of_its_own(type_in):
    lines = type_in("scenarios").stdout.splitlines()
    for name in race_sim.scenario_names():
        scenario = race_sim.load_scenario(name)
        assert sum(line.split()[:1] == [name] for line in lines) == 1
        line = next(line for line in lines if line.split()[:1] == [name])
        assert scenario.title in line and line.endswith(scenario.question)


def test_the_list_as_json(type_in):
    found = json.loads(type_in("scenarios", "--json").stdout)
    assert [one["name"] for one in found] == race_sim.scenario_names()
    assert all(one["title"] and one["question"] and one["claim"] for one in found)


def test_all_of_a_scenario_is_shown(type_in):
    text = type_in("scenarios", "show", "no-rivalry").stdout
    assert "  payoffs.rivalry = 0 (baseline: 0.76)" in text
    joined = " ".join(text.split()).lower()
    for key, knob in knobs().items():
        assert f"\n  {key} = " in text
        assert " ".join(knob.meaning.split()).lower() in joined
        assert " ".join(knob.source.split()).lower() in joined
    assert max(map(len, text.splitlines())) <= 80


def test_the_baseline_differs_in_nothing(type_in):
    text = type_in("scenarios", "show", "baseline").stdout
    assert "What differs from the baseline\n  Nothing.\n" in text


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("chernobyl-2028-cn", "  2028: shock in China, misaligned system, severity 100"),
        (
            "mutual-pause-2027",
            "  2027 to 2028: a pause of the United States and China stops 100 % of progress",
        ),
        ("export-control-squeeze", "  2027: export_control.level = 0.95"),
    ],
)
def test_what_a_scenario_makes_happen_is_shown(type_in, name, line):
    assert line in type_in("scenarios", "show", name).stdout.splitlines()


def test_all_of_a_scenario_as_json(type_in):
    shown = type_in(
        "scenarios", "show", "chernobyl-2028-cn", "--set", "us.policy=always-safe", "--json"
    )
    found = json.loads(shown.stdout)
    assert found["differences"] == [
        {"key": "us.policy", "value": "always-safe", "baseline": "logit-response"}
    ]
    assert found["shocks"] == [
        {"date": 2028.0, "side": "cn", "severity": 100.0, "kind": "misaligned_system"}
    ]
    parameters = {one["key"]: one for one in found["parameters"]}
    assert list(parameters) == list(knobs())
    rivalry = parameters["payoffs.rivalry"]
    assert (rivalry["value"], rivalry["low"], rivalry["high"]) == (0.76, 0.0, 10.0)
    assert rivalry["unit"] == "payoff a year" and rivalry["source"]


def test_a_file_is_a_scenario_too(type_in, tmp_path):
    (tmp_path / "mine.toml").write_text(
        'from = "no-rivalry"\ntitle = "Mine"\n[alarm]\nprior = 2.0\n'
    )
    text = type_in("scenarios", "show", "mine.toml").stdout
    assert text.startswith("Mine\n")
    assert "  alarm.prior = 2 (baseline: 0.6)" in text and "  payoffs.rivalry = 0" in text
