"""Parameters, settings and amounts in words."""

import math

import pytest

from race_sim.outcomes import COLUMNS
from race_sim.parameters import knobs
from race_sim.plots import naming
from race_sim.plots.sweeps import outcome_of


@pytest.mark.parametrize("key", sorted(knobs()))
def test_every_parameter_has_words(key):
    said = naming.meaning(key)
    assert len(said) > 5
    assert ":" not in said or key.split(".")[0] in ("us", "cn") or key.count(".") == 2
    assert naming.in_words(key) == f"{said} ({key})"
    assert naming.label(key).endswith(f"\n{key}")


def test_parameters_of_one_side_say_of_which():
    assert naming.meaning("cn.talent") != naming.meaning("us.talent")
    assert naming.meaning("cn.talent").startswith("China: ")


@pytest.mark.parametrize(
    "name", sorted(name for name, column in COLUMNS.items() if column.kind != "name")
)
def test_every_estimate_has_a_name_for_a_sentence(name):
    said = naming.quantity(name)
    assert "whether" not in said
    assert ":" not in said


def test_settings():
    assert naming.setting({}) == "as the scenario has it"
    values = {"us.policy": "always-safe", "exchange.openness": 0.3, "shocks.on": True}
    assert naming.setting(values) == (
        "us.policy = always-safe, exchange.openness = 0.3, shocks.on = on"
    )


def test_amounts():
    share, number = outcome_of("catastrophe"), outcome_of("us_capability")
    assert naming.amount(share, 0.0123) == "1.23\N{NO-BREAK SPACE}percentage points"
    assert naming.amount(number, -2.5) == "-2.5\N{NO-BREAK SPACE}OOM"
    assert naming.amount(share, math.nan) == "not known"
    assert naming.amount(share, -1e-17) == "0\N{NO-BREAK SPACE}percentage points"
    assert naming.amount_with_interval(share, 0.01, 0.005, 0.02).endswith(" points (0.5 to 2)")
    assert naming.amount_with_interval(share, 0.01, math.nan, 0.02).endswith(" points")


def test_lists():
    assert [naming.listed(list("abc")[:count]) for count in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
