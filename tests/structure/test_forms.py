"""Alternatives and ablations: each is allowed, changes what it says, and is told once."""

import pytest

from race_sim import load_scenario, simulate
from race_sim.outcomes import GAME_COLUMNS
from race_sim.parameters import knobs
from race_sim.resolve import plan_of
from race_sim.structure.ablations import ABLATIONS
from race_sim.structure.alternatives import ALTERNATIVES, SYMMETRICAL

BASELINE = load_scenario("baseline")
FORMS = (*ALTERNATIVES, *ABLATIONS)


@pytest.mark.parametrize("forms", [ALTERNATIVES, ABLATIONS])
def test_keys_and_titles_are_told_apart(forms):
    assert len({form.key for form in forms}) == len(forms)
    assert len({form.title for form in forms}) == len(forms)
    assert all(form.why and form.title for form in forms)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_each_form_is_allowed_and_is_another(form):
    assert set(form.values) <= set(knobs())
    scenario = form.of(BASELINE)  # raises if a value is not allowed or does not fit
    assert plan_of(scenario) != plan_of(BASELINE)
    for key, value in form.values.items():
        assert value != knobs()[key].default or key in SYMMETRICAL


@pytest.mark.parametrize("form", ABLATIONS, ids=lambda form: form.key)
def test_each_mechanism_does_something(form):
    """World by world: what no world feels is no mechanism."""
    loud = BASELINE.with_values({"incidents.base_rate": 0.1})
    first, second = simulate(loud, 200, seed=3), simulate(form.of(loud), 200, seed=3)
    columns = [column for column in first if column not in GAME_COLUMNS]
    assert not first[columns].equals(second[columns])


def test_two_sides_alike_are_alike():
    plan = plan_of(BASELINE.with_values(SYMMETRICAL))
    settings = plan.settings_at(0)
    assert settings.us._replace(chip_exposure=1.0) == settings.cn
    assert plan.race.us == plan.race.cn
    assert plan.race.chip_dependency == 0.0


def test_harm_weighs_the_same_where_it_is_said_to():
    settings = plan_of(BASELINE).settings_at(0)
    weight = settings.harm_aversion * settings.mean_severity
    same = [form for form in ALTERNATIVES if form.key.endswith("_same_weight")]
    assert len(same) == 3
    for form in same:
        other = plan_of(form.of(BASELINE)).settings_at(0)
        assert other.harm_aversion * other.mean_severity == pytest.approx(weight)
        assert other.severity_ceiling != settings.severity_ceiling
