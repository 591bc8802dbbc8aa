"""Distributions as study files give them: the forms there are, and what is refused."""

import math

import pytest

from race_sim.parameters import knobs
from race_sim.study.distribution_table import distribution_of
from race_sim.study.distributions import Distribution

pytestmark = pytest.mark.short

RIVALRY = knobs()["payoffs.rivalry"]  # a number from 0 to 10
POLICY = knobs()["us.policy"]
BINDING = knobs()["talks.binding_allowed"]
WHOLE = RIVALRY._replace(key="test.whole", default=3)  # no parameter is a whole number yet


def made(given, knob=RIVALRY) -> Distribution:
    problems = []
    found = distribution_of(knob, given, problems)
    assert not problems
    return found


def refused(given, knob=RIVALRY) -> list[str]:
    problems = []
    assert distribution_of(knob, given, problems) is None
    return [problem.text() for problem in problems]


def test_lists_are_values_unless_they_are_two_numbers():
    assert made([0.0, 1.0]).kind == "uniform"
    assert made([0.0, 1.0, 2.0]).values == (0.0, 1.0, 2.0)
    assert made([0.5]).values == (0.5,)
    assert made(["tit-for-tat", "always-safe"], POLICY).values == ("tit-for-tat", "always-safe")
    assert made([True, False], BINDING).values == (True, False)
    assert made({"values": [1, 2]}).values == (1.0, 2.0)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (3.0, "payoffs.rivalry: 3.0; allowed: [low, high], a list"),
        ({}, "payoffs.rivalry: a table; allowed: [low, high], a list"),
        ([], "payoffs.rivalry: []; allowed: a list of values"),
        ([1.0, 1.0], "payoffs.rivalry: 1 to 1; allowed: a low end below the high end"),
        ([2.0, 1.0], "a low end below the high end"),
        ([0.0, 11.0], "payoffs.rivalry: 11.0; allowed: a number from 0 to 10"),
        ([0.0, 10**400], "allowed: a number from 0 to 10"),
        ([0.0, math.nan], "allowed: a number from 0 to 10"),
        ([0.0, True], "payoffs.rivalry: True; allowed: a number from 0 to 10"),
        ([0.0, 1.0, 1.0], "payoffs.rivalry: a value comes twice"),
        ({"values": 3}, "payoffs.rivalry: 3; allowed: a list of values"),
        ({"values": [1.0, 2.0], "weights": [1.0]}, "payoffs.rivalry.weights: [1.0]"),
        ({"values": [1.0, 2.0], "weights": [1.0, 0.0]}, "a positive number for each value"),
        ({"values": [1.0, 2.0], "weight": [1.0, 2.0]}, "payoffs.rivalry.weight: unknown"),
        ({"distribution": "gamma", "low": 0, "high": 1}, "payoffs.rivalry.distribution: 'gamma'"),
        ({"distribution": ["x"], "low": 0, "high": 1}, "payoffs.rivalry.distribution: ['x']"),
        ({"distribution": "beta", "low": 0, "high": 1, "a": 2}, "payoffs.rivalry.b: missing"),
        ({"distribution": "beta", "low": 0, "high": 1, "a": 2, "b": 0}, "payoffs.rivalry.b: 0"),
        ({"distribution": "uniform", "low": 0}, "payoffs.rivalry.high: missing"),
        ({"distribution": "uniform", "low": 0, "high": 1, "mode": 1}, "rivalry.mode: unknown"),
        ({"distribution": "log-uniform", "low": 0, "high": 1}, "rivalry.low: 0; allowed: a pos"),
        (
            {"distribution": "triangular", "low": 0, "high": 1, "mode": 2},
            "payoffs.rivalry.mode: 2; allowed: 0 to 1",
        ),
        (
            {"distribution": "normal", "mean": 90.0, "deviation": 0.1},
            "payoffs.rivalry.mean: 90 is more than 8 deviations beyond 0 to 10",
        ),
        (
            {"distribution": "log-normal", "median": 90.0, "spread": 0.1},
            "payoffs.rivalry.median: 90 is more than 8 spreads beyond 0 to 10",
        ),
    ],
)
def test_what_cannot_be_used_is_said(given, told):
    (message,) = refused(given)
    assert told in message


def test_names_and_whole_numbers_have_no_laws_of_numbers():
    assert refused({"distribution": "normal", "mean": 0, "deviation": 1}, POLICY) == [
        "us.policy: is not a number; allowed: a list of values"
    ]
    assert "true or false" in refused([0, 1], BINDING)[0]
    assert "normal for a whole number" in refused(
        {"distribution": "normal", "mean": 3, "deviation": 1}, WHOLE
    )[0]  # fmt: skip
    assert "a whole number from 0 to 10" in refused([0.5, 3], WHOLE)[0]


def test_all_that_is_wrong_with_a_law_is_said_at_once():
    wrong = {"distribution": "triangular", "low": -1, "high": 11, "peak": 2}
    assert len(refused(wrong)) == 4
