"""Headline results: what is read off, paired changes, and like with like when the tail is cut."""

import numpy as np
import pytest

from race_sim import load_scenario, simulate
from race_sim.analysis import baseline as known
from race_sim.analysis.paired import difference
from race_sim.structure.headlines import (
    BY_KEY,
    EFFECT,
    HEADLINES,
    LEVEL,
    measure,
    risk_factor,
)

WORLDS = 400
BASELINE = load_scenario("baseline")


@pytest.fixture(scope="module")
def found():
    return measure(BASELINE, WORLDS, seed=1)


@pytest.fixture(scope="module")
def played():
    return simulate(BASELINE, WORLDS, seed=1)


def test_every_headline_is_measured(found):
    assert list(found.readings) == [headline.key for headline in HEADLINES] == list(BY_KEY)
    for headline in HEADLINES:
        assert len(headline.runs) == {LEVEL: 1, EFFECT: 2}[headline.kind]
        estimate = found.readings[headline.key].estimate()
        assert estimate.low <= estimate.value <= estimate.high


def test_levels_are_those_of_the_table_of_worlds(found, played):
    values = {key: reading.estimate().value for key, reading in found.readings.items()}
    assert values["catastrophe"] == pytest.approx(played["catastrophe_risk"].mean())
    assert values["treaty"] == played["binding_treaty_year"].notna().mean()
    assert values["early_moment"] == (played["first_chernobyl_year"] < 2036.0).mean()
    both = (played["us_accelerating"] + played["cn_accelerating"]) / 2.0
    assert values["accelerating"] == pytest.approx(both.mean())


def test_effects_have_the_directions_of_the_baseline(found):
    """By the intervals: measured as well, in another way, by `analysis.baseline`."""
    signs = {
        "us_safe": -1,
        "cn_safe": -1,
        "both_safe": -1,
        "rivalry": 1,
        "us_moment": -1,
        "cn_moment": -1,
        "controls": -1,
        "openness": -1,
        "compensation": 1,
    }
    for key, sign in signs.items():
        estimate = found.readings[key].estimate()
        assert min(sign * estimate.low, sign * estimate.high) > 0.0, key


def test_effects_are_those_of_the_analysis_of_the_baseline(found):
    controls = known.controls_choke_talks(BASELINE, WORLDS, 1)[-1].estimate
    assert found.readings["controls"].estimate() == controls
    compensation = known.risk_compensation(BASELINE, WORLDS, 1)[-1].estimate
    assert found.readings["compensation"].estimate() == compensation
    counted = known.rivalry(BASELINE, WORLDS, 1)[-1].estimate
    summed = found.readings["rivalry"].estimate()
    assert counted.low < summed.value < counted.high
    assert (summed.high - summed.low) < 0.2 * (counted.high - counted.low)


def test_a_change_is_paired_world_by_world(found, played):
    other = {"alarm.prior": 1.0}
    changed = measure(BASELINE.with_values(other), WORLDS, 1, keys=("treaty", "accelerating"))
    without = simulate(BASELINE.with_values(other), WORLDS, seed=1)
    for key, column in (("treaty", "binding_treaty_year"),):
        change = changed.readings[key].change_from(found.readings[key])
        assert change == difference(played, without, column)
    change = changed.readings["accelerating"].change_from(found.readings["accelerating"])
    values = [
        (table["us_accelerating"] + table["cn_accelerating"]) / 2 for table in (played, without)
    ]
    assert change.value == pytest.approx((values[1] - values[0]).mean())
    same = found.readings["treaty"].change_from(found.readings["treaty"])
    assert same.value == 0.0


def test_only_what_is_wanted_is_measured():
    found = measure(BASELINE, 50, seed=1, keys=("rivalry",))
    assert list(found.readings) == ["rivalry"]


def test_games_and_the_first_moment(found, played):
    assert found.start_game == "prisoners_dilemma"
    time = {name: played[f"time_in_{name}"].mean() for name in found.game_time}
    assert found.most_played == max(time, key=time.get)
    assert found.lead_of(found.most_played).value == 0.0
    first = played["first_chernobyl_year"].fillna(np.inf).to_numpy() + 0.125
    assert found.first_moment.value == pytest.approx(np.quantile(first, 0.5))
    never = measure(
        BASELINE.with_values({"incidents.base_rate": 0.0}), 20, seed=1, keys=("catastrophe",)
    )
    assert np.isinf(never.first_moment.value)


@pytest.mark.parametrize("cut", [1e3, 1e4, 1e5, 1e6])
def test_the_same_catastrophe_whatever_the_cut(cut):
    """Under a constant hazard the number of incidents of 10^4 does not depend on the cut.

    Both sides always race, with no backlash, so that nothing reacts to the severities drawn. A
    lower cut ends a race sooner; with a hazard this low, hardly ever.
    """
    values = {
        "us.policy": "always-accelerate",
        "cn.policy": "always-accelerate",
        "incidents.gap_elasticity": 0.0,
        "incidents.base_rate": 1e-4,
        "us.freeze_depth": 0.0,
        "cn.freeze_depth": 0.0,
        "us.scar": 0.0,
        "cn.scar": 0.0,
        "incidents.severity_ceiling": cut,
    }
    scenario = BASELINE.with_values(values)
    assert risk_factor(scenario) == pytest.approx((1e4 / cut) ** -0.55)
    found = measure(scenario, 200, seed=2, keys=("catastrophe",))
    expected = 1e-4 * 2.2 * 20.0 * 1e4**-0.55
    assert found.readings["catastrophe"].estimate().value == pytest.approx(expected, rel=2e-3)
