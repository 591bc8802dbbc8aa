"""The conditional estimate: the same mean as counting, less variance, and its bounds."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

import race_sim
from race_sim.analysis.rare import conditional
from race_sim.analysis.rare.conditional import factor_of, variance_reduction
from race_sim.problems import InputError
from race_sim.scenario import Shock
from race_sim.testing import scenarios, seeds

Z = 3.9  # one in ten thousand, for a right rule; seeds are fixed


@pytest.mark.parametrize(
    ("name", "outcome", "values"),
    [
        ("baseline", "catastrophe", {}),
        ("all-out-race", "catastrophe", {"incidents.severity_exponent": 0.8}),
        ("chernobyl-2028-cn", "catastrophe", {"incidents.severity_exponent": 0.3}),
        ("finish-line", "lost_at_finish", {}),
        ("finish-line", "catastrophe", {"incidents.severity_exponent": 0.2}),
    ],
)
def test_summed_chances_have_the_mean_of_what_they_are_the_chances_of(name, outcome, values):
    """World by world, what happened less its summed chances has the mean 0."""
    scenario = race_sim.load_scenario(name, values)
    worlds = race_sim.simulate(scenario, 20_000, seed=11)
    found = conditional(worlds, outcome)
    risk = {"catastrophe": "catastrophe_risk", "lost_at_finish": "loss_risk"}[outcome]
    apart = worlds[outcome].to_numpy(dtype=float) - worlds[risk].to_numpy()
    assert found.plain.value > 0.002
    assert abs(apart.mean()) < Z * apart.std() / math.sqrt(len(apart))
    # Summed chances are no catastrophe themselves: what is left is luck, and it is most of it.
    assert found.factor.low > 1.0
    assert found.estimate.high - found.estimate.low < found.plain.high - found.plain.low


def test_a_risk_is_found_by_either_name():
    worlds = race_sim.simulate("baseline", 500, seed=1)
    assert conditional(worlds, "catastrophe_risk") == conditional(worlds, "catastrophe")


@given(scenario=scenarios(), seed=seeds())
@settings(max_examples=40)
def test_risks_stay_within_their_bounds(scenario, seed):
    """A chance a step: no less than zero, and no more than one for each step played."""
    worlds = race_sim.simulate(scenario, 4, seed=seed, threads=1)
    time = scenario.parameters.time
    steps = np.rint((worlds["end_year"] - time.start) / time.step)
    assert (worlds["catastrophe_risk"] >= 0.0).all()
    assert (worlds["catastrophe_risk"] <= steps).all()
    assert worlds["loss_risk"].between(0.0, 1.0).all()
    crossed = worlds["winner"] != "nobody"
    assert (worlds.loc[~crossed, "loss_risk"] == 0.0).all()


def test_without_incidents_there_is_no_risk():
    quiet = race_sim.load_scenario("baseline", {"incidents.base_rate": 0.0})
    assert (race_sim.simulate(quiet, 20, seed=1)["catastrophe_risk"] == 0.0).all()
    out_of_reach = {"incidents.severity_exponent": 5.0, "incidents.severity_ceiling": 1e9}
    safe = race_sim.load_scenario("baseline", out_of_reach)
    assert (race_sim.simulate(safe, 20, seed=1)["catastrophe_risk"] < 1e-40).all()


def test_a_catastrophe_that_the_scenario_forces_is_certain():
    shock = Shock.model_validate({"date": 2028.0, "side": "us", "severity": 10_000})
    quiet = race_sim.load_scenario("baseline", {"incidents.base_rate": 0.0})
    forced = quiet.model_copy(update={"shocks": (shock,)})
    worlds = race_sim.simulate(forced, 20, seed=1)
    assert (worlds["catastrophe_risk"] == 1.0).all()
    found = conditional(worlds)
    assert found.estimate == (1.0, 1.0, 1.0)
    assert math.isnan(found.factor.value)


def test_the_variance_reduction_factor_covers_its_truth():
    """Chances 0.02 E, with E exponential of mean 1: 0.02 x 0.98 / 0.02^2 = 49."""
    generator = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        found = variance_reduction(generator.exponential(0.02, size=4000))
        inside += found.low < 49.0 < found.high
    # 95 % intervals by a large-sample approximation: 90 to 98 % in 400 trials.
    assert 360 <= inside <= 392


def test_equal_worlds_are_those_that_counting_would_need():
    found = conditional(race_sim.simulate("baseline", 4000, seed=2))
    half = (found.estimate.high - found.estimate.low) / 2.0
    chance = found.estimate.value
    counted = 1.959964 * math.sqrt(chance * (1.0 - chance) / found.equal_worlds)
    assert counted == pytest.approx(half, rel=0.001)


def test_what_cannot_be_compared_is_infinite_or_not_known():
    assert factor_of(0.1, 0.0) == math.inf
    assert math.isnan(factor_of(0.0, 0.0))
    assert variance_reduction(np.full(10, 0.25)).value == math.inf
    assert math.isnan(variance_reduction(np.zeros(10)).value)


def test_all_that_is_missing_is_told_at_once():
    with pytest.raises(InputError) as caught:
        conditional(pd.DataFrame({"catastrophe": [True]}), "catastrophe")
    assert len(caught.value.problems) == 2
    with pytest.raises(InputError, match="has no conditional estimate"):
        conditional(pd.DataFrame(), "us_harm")
