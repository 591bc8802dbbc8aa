import pandas as pd
import pytest

from race_sim.outcomes import OUTCOMES
from race_sim.parameters import knobs
from race_sim.plots import sweeps


@pytest.mark.parametrize("column", [one for one in OUTCOMES if one.kind != "name"])
def test_every_outcome_has_a_title_and_a_unit(column):
    outcome = sweeps.outcome_of(column.name)
    assert outcome.title[0].isupper()
    assert outcome.unit
    is_share = column.kind in ("yes or no", "year") or column.unit in ("share", "probability")
    assert (outcome.scale == 100.0) is is_share
    assert outcome.unit.endswith("%") is False


@pytest.mark.parametrize("knob", list(knobs().values()), ids=lambda knob: knob.key)
def test_every_parameter_is_named_with_its_unit_and_meaning(knob):
    label = sweeps.knob_label(knob.key)
    assert label.startswith(knob.key)
    assert (knob.unit in label) is (knob.unit not in ("name", "on or off"))
    assert knob.meaning in sweeps.knob_meaning(knob.key)
    assert sweeps.default_of(knob.key) == knob.default


def test_a_column_that_is_no_parameter_keeps_its_name():
    assert sweeps.knob_label("my column") == "my column"
    assert sweeps.knob_meaning("my column") == ""
    assert sweeps.default_of("my column") is None


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, "0.1"), (3, "3"), (True, "on"), (False, "off"), ("tit", "tit")]
)
def test_values_as_text(value, text):
    assert sweeps.value_name(value) == text


def test_switches_and_names_are_not_numbers():
    assert sweeps.is_numeric(pd.Series([0.0, 1.0]))
    assert sweeps.is_numeric(pd.Series([1, 2]))
    assert not sweeps.is_numeric(pd.Series([True, False]))
    assert not sweeps.is_numeric(pd.Series(["a", "b"]))


def test_estimates_are_written_in_their_unit():
    share = sweeps.outcome_of("catastrophe")
    assert share.with_interval(0.039, 0.03, 0.05).replace("\N{NO-BREAK SPACE}", " ") == (
        "3.9 % (3.0 to 5.0 %)"
    )
    number = sweeps.outcome_of("us_welfare")
    assert number.with_interval(-2.5, -3.0, -2.0) == "-2.5 (-3 to -2)"
