"""The ready-made prior: it has every parameter, and scenarios keep what they set."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from race_sim import load_scenario, scenario_names
from race_sim.parameters import knobs
from race_sim.priors import at_point, load_prior, set_on_purpose
from race_sim.problems import InputError
from race_sim.resolve import plan_of

PRIOR = load_prior("plausible")


@pytest.mark.short
def test_every_parameter_is_uncertain_or_certain_with_a_reason():
    assert sorted([*PRIOR.entries, *PRIOR.certain]) == sorted(knobs())
    assert all(law.why and law.source for law in PRIOR.entries.values())
    assert all(PRIOR.certain.values())


@pytest.mark.short
@pytest.mark.parametrize("key", PRIOR.entries)
def test_the_default_is_plausible(key):
    default = knobs()[key].default
    low, high = PRIOR.laws[key].at([0.002, 0.998])
    least, most = PRIOR.laws[key].at([0.0, 1.0])
    assert low <= default <= high or default in (least, most)


@pytest.mark.short
def test_payoff_weights_are_flat_since_no_data_fix_them():
    for key in PRIOR.entries:
        if key.startswith("payoffs."):
            assert PRIOR.laws[key].kind in ("uniform", "log-uniform")


@pytest.mark.short
def test_what_a_scenario_sets_lies_outside_of_the_law_or_at_its_edge():
    """So that the scenario always pushes in the same direction."""
    pushed = {
        ("open-exchange", "exchange.openness"),
        ("export-control-squeeze", "export_control.level"),
        ("no-export-controls", "export_control.level"),
        ("shared-anxiety", "alarm.prior"),
        ("binding-treaty", "talks.threshold"),
        ("binding-treaty", "talks.verification"),
        ("no-rivalry", "payoffs.rivalry"),
    }
    for name, key in pushed:
        scenario = load_scenario(name)
        assert key in set_on_purpose(scenario)
        value = {k: v for change in scenario.changes for k, v in change.values.items()}.get(
            key, scenario[key]
        )
        law = PRIOR.laws[key]
        assert not law.number("low") < value < law.number("high"), (name, key)


def test_every_scenario_can_be_played_at_every_point_and_keeps_what_it_sets():
    points = PRIOR.points(200, seed=3)
    for name in scenario_names():
        scenario = load_scenario(name)
        own = set_on_purpose(scenario)
        assert not own & PRIOR.for_scenario(scenario).entries.keys()
        for point in points[::10]:
            there = at_point(scenario, point)
            plan_of(there)
            assert all(there[key] == scenario[key] for key in own)
            assert all(there[key] == point[key] for key in point if key not in own)


@pytest.mark.short
def test_two_scenarios_at_a_point_differ_in_what_they_set_alone():
    point = PRIOR.points(4, seed=9)[2]
    free, base = (
        at_point(load_scenario(name), point) for name in ("no-export-controls", "baseline")
    )
    assert free.differences(base) == {"export_control.level": (0.0, point["export_control.level"])}


@pytest.mark.short
def test_what_changes_at_a_date_is_set_on_purpose():
    assert set_on_purpose(load_scenario("export-control-squeeze")) == {"export_control.level"}
    assert set_on_purpose(load_scenario("baseline")) == set()


def test_points_are_a_latin_hypercube_with_the_correlations():
    points = PRIOR.points(800, seed=1)
    for one in PRIOR.correlations:
        first, second = ([point[key] for point in points] for key in one.keys)
        # The standard error is 1/sqrt(800) = 0.035 at most.
        assert spearmanr(first, second).statistic == pytest.approx(one.rank, abs=0.1)
    rivalry = np.sort([point["payoffs.rivalry"] for point in points])
    assert np.array_equal(np.floor(rivalry / 1.5 * 800), np.arange(800))
    assert PRIOR.points(8, seed=1) == PRIOR.points(8, seed=1) != PRIOR.points(8, seed=2)


@pytest.mark.short
def test_a_prior_can_be_restricted_to_keys_and_sections():
    found = PRIOR.with_only(["payoffs", "talks.pace", "cn.capability"])
    assert set(found.entries) == {key for key in PRIOR.entries if key.startswith("payoffs.")} | {
        "talks.pace",
        "cn.capability",
    }
    assert found.correlations == ()
    both = PRIOR.with_only(["cn.capability", "progress"])
    assert [one.keys for one in both.correlations] == [("cn.capability", "progress.diffusion")]


@pytest.mark.short
def test_a_restriction_to_what_is_not_uncertain_is_refused():
    with pytest.raises(InputError, match=r"time\.end: is held fixed in it"):
        PRIOR.with_only(["time.end"])
    with pytest.raises(InputError, match="payofs: has no law in it"):
        PRIOR.with_only(["payofs"])


@pytest.mark.short
def test_a_prior_cannot_be_changed():
    with pytest.raises(TypeError):
        PRIOR.entries["x"] = None
