"""What the baseline must show: every behaviour, as a statistical test, and without its mechanism.

`EXPECTED` was measured with 320 000 worlds (16 seeds of 20 000). Each test plays 20 000 others
and allows `BAND` standard errors, which a sound model leaves once in 1.7 million readings; with
the error of the expected number itself, and 41 readings, a new seed raises a false alarm less
than once in 10 000 runs of this file. The seed is fixed, so that the outcome is the same on every
run. What moves a reading by more than about twice the band cannot be overlooked.
"""

from itertools import pairwise

import numpy as np
import pytest

import race_sim
from race_sim.analysis.baseline import (
    BEHAVIOURS,
    controls_choke_talks,
    early_moment,
    early_safety,
    quiet_dilemma,
    risk_compensation,
    rivalry,
    shared_anxiety,
    shock_turns_the_game,
    unilateral_safety,
    window_closes,
    with_shock,
)
from race_sim.testing import same_bits

WORLDS = 20_000
SEED = 2
BAND = 5.0  # standard errors
_EXPECTED_ERROR = 1.0 / 16.0  # variance of the expected number, relative to a reading's
BASELINE = race_sim.load_scenario("baseline")

EXPECTED = {
    quiet_dilemma: {
        "at the start": 1.0,
        "when year 3 begins": 0.9042,
        "when year 3 ends": 0.8249,
        "when year 3 ends, of worlds without an incident so far": 1.0,
    },
    early_safety: {"safe choices in year 2, both sides": 0.0379},
    shock_turns_the_game: {
        "Harmony in the next step": 0.9998,
        "both invest in it": 0.9711,
    },
    window_closes: {
        "US invests 1 years after the shock": 0.8289,
        "China invests 1 years after the shock": 0.7736,
        "US invests 2 years after the shock": 0.5820,
        "China invests 2 years after the shock": 0.6047,
        "US invests 5 years after the shock": 0.3401,
        "China invests 5 years after the shock": 0.5326,
    },
    unilateral_safety: {
        "catastrophe, both always accelerate": 0.1202,
        "catastrophe, only the US safe": 0.0357,
        "catastrophe, only China safe": 0.0573,
        "catastrophe, both safe": 0.0071,
    },
    early_moment: {
        "catastrophe later, worlds with a moment in the first 3 years": 0.0265,
        "catastrophe later, worlds without": 0.0362,
        "change of catastrophe by a forced moment in the US": -0.0074,
        "change of catastrophe by a forced moment in China": -0.0144,
    },
    rivalry: {
        "catastrophe at rivalry 0": 0.0079,
        "catastrophe at rivalry 1.2": 0.0465,
        "change of catastrophe": 0.0386,
    },
    risk_compensation: {
        "catastrophe at openness 0": 0.0407,
        "catastrophe at openness 0.6": 0.0319,
        "change of catastrophe": -0.0088,
        "US accelerates at openness 0": 0.5094,
        "US accelerates at openness 0.6": 0.7155,
        "change of the US accelerating": 0.2061,
    },
    controls_choke_talks: {
        "binding treaty at controls 0": 0.2927,
        "binding treaty at controls 0.5": 0.1521,
        "binding treaty at controls 1": 0.0128,
        "change of treaty from controls 0 to 1": -0.2799,
    },
    shared_anxiety: {
        "catastrophe at prior alarm 0.3": 0.0408,
        "catastrophe at prior alarm 0.6": 0.0376,
        "catastrophe at prior alarm 1": 0.0332,
        "catastrophe at prior alarm 2": 0.0225,
        "catastrophe at prior alarm 4": 0.0094,
        "change of catastrophe from 0.3 to 1": -0.0077,
        "change of catastrophe from 1 to 4": -0.0237,
    },
}
MEASURES = [behaviour.measure for behaviour in BEHAVIOURS]

_taken: dict = {}


def readings(measure):
    """What a behaviour comes to in the baseline; measured once."""
    if measure not in _taken:
        found = measure(BASELINE, WORLDS, SEED)
        _taken[measure] = {reading.name: reading.estimate for reading in found}
    return _taken[measure]


def without(measure, values, worlds=4000):
    """What it comes to with a mechanism switched off."""
    found = measure(BASELINE.with_values(values), worlds, SEED)
    return {reading.name: reading.estimate for reading in found}


def standard_error(estimate):
    return (estimate.high - estimate.low) / (2 * 1.959964)


def departures(found, expected):
    """Readings that are not what is expected, with by how many standard errors."""
    names = {}
    for name, value in expected.items():
        estimate = found[name]
        error = standard_error(estimate) * np.sqrt(1.0 + _EXPECTED_ERROR)
        if value == 1.0:  # not a chance: without exception
            if estimate.value != 1.0:
                names[name] = np.inf
        elif abs(estimate.value - value) > BAND * error + 0.00005:  # expected is rounded
            names[name] = round((estimate.value - value) / error, 1)
    return names


def test_every_behaviour_is_expected():
    assert list(EXPECTED) == MEASURES


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)
def test_behaviour(measure):
    found = readings(measure)
    assert list(found) == list(EXPECTED[measure])
    assert departures(found, EXPECTED[measure]) == {}


# What the rough sketch of the model had shown. Where the calibrated model agrees, the reading
# lies within these bounds; the documents say where it does not, and why.
SKETCH = [
    (quiet_dilemma, "at the start", 1.0, 1.0),
    (quiet_dilemma, "when year 3 begins", 0.85, 0.95),
    (early_safety, "safe choices in year 2, both sides", 0.02, 0.05),
    (shock_turns_the_game, "Harmony in the next step", 0.97, 1.0),
    (shock_turns_the_game, "both invest in it", 0.95, 1.0),
    (window_closes, "US invests 1 years after the shock", 0.75, 0.85),
    (window_closes, "China invests 1 years after the shock", 0.75, 0.85),
    (window_closes, "US invests 2 years after the shock", 0.50, 0.62),
    (window_closes, "China invests 2 years after the shock", 0.50, 0.63),
    (window_closes, "US invests 5 years after the shock", 0.20, 0.46),
    (unilateral_safety, "catastrophe, both always accelerate", 0.115, 0.135),
    (unilateral_safety, "catastrophe, only China safe", 0.050, 0.065),
    (unilateral_safety, "catastrophe, both safe", 0.005, 0.010),
    (rivalry, "catastrophe at rivalry 0", 0.006, 0.010),
    (rivalry, "catastrophe at rivalry 1.2", 0.042, 0.056),
    (risk_compensation, "catastrophe at openness 0", 0.037, 0.047),
    (risk_compensation, "catastrophe at openness 0.6", 0.028, 0.039),
    (risk_compensation, "US accelerates at openness 0", 0.49, 0.54),
    (risk_compensation, "US accelerates at openness 0.6", 0.69, 0.74),
    (controls_choke_talks, "binding treaty at controls 0", 0.27, 0.38),
    (controls_choke_talks, "binding treaty at controls 0.5", 0.15, 0.22),
    (controls_choke_talks, "binding treaty at controls 1", 0.01, 0.03),
    (shared_anxiety, "catastrophe at prior alarm 0.3", 0.036, 0.048),
    (shared_anxiety, "catastrophe at prior alarm 1", 0.028, 0.039),
    (shared_anxiety, "catastrophe at prior alarm 4", 0.006, 0.013),
]


@pytest.mark.parametrize(("measure", "name", "low", "high"), SKETCH)
def test_sketch_is_met(measure, name, low, high):
    assert low <= readings(measure)[name].value <= high


def surely_above(estimate, bound=0.0):
    """Whether a reading lies above a bound by more than the band."""
    return estimate.value - BAND * standard_error(estimate) > bound


def surely_below(estimate, bound=0.0):
    return estimate.value + BAND * standard_error(estimate) < bound


def test_directions():
    # Differences within worlds, under common luck: each is away from zero by more than the band.
    for side in ("the US", "China"):
        change = readings(early_moment)[f"change of catastrophe by a forced moment in {side}"]
        assert surely_below(change)
    assert surely_above(readings(rivalry)["change of catastrophe"])
    assert surely_below(readings(risk_compensation)["change of catastrophe"])
    assert surely_above(readings(risk_compensation)["change of the US accelerating"])
    assert surely_below(readings(controls_choke_talks)["change of treaty from controls 0 to 1"])
    assert surely_below(readings(shared_anxiety)["change of catastrophe from 0.3 to 1"])


def test_window_closes_in_order():
    found = readings(window_closes)
    for side in ("US", "China"):
        shares = [found[f"{side} invests {years} years after the shock"] for years in (1, 2, 5)]
        for sooner, later in pairwise(shares):
            assert sooner.value - later.value > BAND * np.hypot(
                standard_error(sooner), standard_error(later)
            )


def test_neither_side_can_do_it_alone():
    found = readings(unilateral_safety)
    both = found["catastrophe, both safe"]
    for alone in ("catastrophe, only the US safe", "catastrophe, only China safe"):
        assert found[alone].value > 3.0 * both.value
        assert surely_above(found[alone], both.high)
        assert surely_below(found[alone], found["catastrophe, both always accelerate"].low)


def test_anxiety_does_little_until_it_is_large():
    found = readings(shared_anxiety)
    little = found["change of catastrophe from 0.3 to 1"]  # alarm x 3.3
    much = found["change of catastrophe from 1 to 4"]  # alarm x 4
    start = found["catastrophe at prior alarm 0.3"].value
    assert surely_above(little, -0.33 * start)
    assert surely_below(much, -0.40 * start)


# The same tests, with the mechanism behind the behaviour switched off: they must fail.


def test_without_long_memory_the_window_closes_sooner_and_with_it_later():
    names = ["US invests 5 years after the shock", "China invests 5 years after the shock"]
    elephant = without(window_closes, {"alarm.memory_half_life": 200.0})
    fish = without(window_closes, {"alarm.memory_half_life": 1.0})
    for name in names:
        expected = EXPECTED[window_closes][name]
        assert surely_above(elephant[name], expected)
        assert surely_below(fish[name], expected)
    assert set(names) <= set(departures(elephant, EXPECTED[window_closes]))


def test_without_contagion_the_rival_is_less_impressed():
    off = without(window_closes, {"alarm.abroad": 0.0, "backlash.contagion": 0.0})
    assert surely_below(off["US invests 1 years after the shock"], 0.80)
    assert "US invests 1 years after the shock" in departures(off, EXPECTED[window_closes])


def test_without_aversion_to_harm_no_shock_turns_the_game():
    off = without(shock_turns_the_game, {"payoffs.harm_aversion": 0.0})
    assert off["Harmony in the next step"].value == 0.0
    assert surely_below(off["both invest in it"], 0.5)


def test_with_alarm_from_the_start_there_is_no_dilemma():
    off = without(quiet_dilemma, {"alarm.prior": 4.0})
    assert off["at the start"].value == 0.0
    assert set(departures(off, EXPECTED[quiet_dilemma])) == set(EXPECTED[quiet_dilemma])


def test_without_rivalry_both_are_safe_at_once():
    off = without(early_safety, {"payoffs.rivalry": 0.0})
    assert surely_above(off["safe choices in year 2, both sides"], 0.5)


def test_without_reason_rivalry_changes_nothing():
    # Choices by coin: payoffs are looked at by nobody, so not one world may change.
    off = without(rivalry, {"choice.rationality": 0.0})
    assert off["change of catastrophe"].value == 0.0


def test_without_reason_there_is_no_risk_compensation():
    off = without(risk_compensation, {"choice.rationality": 0.0}, worlds=20_000)
    on = readings(risk_compensation)
    assert abs(off["change of the US accelerating"].value) < 0.001

    def kept(found):
        """Share of catastrophes that open exchange does not prevent."""
        names = ("catastrophe at openness 0.6", "catastrophe at openness 0")
        return found[names[0]].value / found[names[1]].value

    # It helps as it should: half of them at least, against a quarter where actors respond.
    assert kept(off) < 0.5
    assert kept(on) > 0.65


def test_without_a_chill_controls_change_no_talks():
    values = {
        "export_control.talks_chill": 0.0,
        "export_control.exchange_chill": 0.0,
        "export_control.chip_dependency": 0.0,
    }
    off = without(controls_choke_talks, values)
    assert off["change of treaty from controls 0 to 1"].value == 0.0
    assert departures(off, EXPECTED[controls_choke_talks])


def test_without_backlash_and_lessons_an_early_moment_changes_nothing():
    values = {
        "us.freeze_depth": 0.0,
        "cn.freeze_depth": 0.0,
        "us.scar": 0.0,
        "cn.scar": 0.0,
        "learning.lesson": 0.0,
        "choice.rationality": 0.0,
        "talks.pace": 0.0,
    }
    off = without(early_moment, values)
    assert off["change of catastrophe by a forced moment in the US"].value == 0.0
    assert off["change of catastrophe by a forced moment in China"].value == 0.0


def test_without_a_budget_for_safety_nobody_is_safe():
    off = without(unilateral_safety, {"progress.share_investing": 0.03})
    shares = [estimate.value for estimate in off.values()]
    assert max(shares) - min(shares) < 0.005
    assert "catastrophe, both safe" in departures(off, EXPECTED[unilateral_safety])


def test_without_aversion_to_harm_anxiety_does_nothing_even_when_large():
    off = without(shared_anxiety, {"payoffs.harm_aversion": 0.0})
    assert not surely_below(off["change of catastrophe from 0.3 to 1"])
    assert surely_above(off["catastrophe at prior alarm 4"], 0.05)


def test_forced_moment_is_the_only_difference():
    # The experiment of `early_moment`: before the shock, both tables hold the same worlds.
    shocked = with_shock(BASELINE, "cn")
    left = race_sim.trajectories(BASELINE, 50, seed=SEED)
    right = race_sim.trajectories(shocked, 50, seed=SEED)
    assert same_bits(
        left[left.step < 8].reset_index(drop=True), right[right.step < 8].reset_index(drop=True)
    )
    hit = right[(right.step == 8) & (right.cn_worst_severity >= 100.0)]
    assert len(hit) == (right.step == 8).sum()
