"""Importance sampling: weights, their bounds, and estimates against counting."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

import race_sim
from race_sim.analysis.rare import event, importance, rare_event, weighted_share
from race_sim.analysis.rare.pilot import best_exponent, importance_variance, pilot, steps_at
from race_sim.analysis.rare.played import play
from race_sim.analysis.rare.severities import Drawn, law_of, log_likelihood, tilted, weights
from race_sim.analysis.rare.weights import LEAST_EVENTS, effective_number
from race_sim.problems import InputError
from race_sim.resolve import plan_of
from race_sim.scenario import Change

Z = 3.9  # one in ten thousand, for a right rule; seeds are fixed
BASELINE = race_sim.load_scenario("baseline")
# Catastrophes 1 in 1000.
MILD = BASELINE.with_values({"incidents.severity_exponent": 1.1})
RARE = (
    "catastrophe",
    "catastrophe_before:2040",
    "harm_above:8000",
    "chernobyl_moments_at_least:5",
)


def density(severities, exponent, ceiling):
    """The density of severities, world by world, written out incident by incident."""
    found = 1.0
    for severity in severities:
        if severity >= ceiling:
            found *= ceiling**-exponent
        else:
            found *= exponent * severity ** (-exponent - 1.0)
    return found


def test_likelihood_ratios_are_those_of_the_incidents_one_by_one():
    ceiling = 1000.0
    worlds = [[2.0, 30.0], [], [ceiling], [1.0, ceiling, 7.5, ceiling]]
    drawn = Drawn(
        np.array([float(sum(one < ceiling for one in world)) for world in worlds]),
        np.array([sum(math.log(one) for one in world) for world in worlds]),
    )
    found = np.exp(log_likelihood(drawn, 1.2) - log_likelihood(drawn, 0.5))
    by_hand = [density(world, 1.2, ceiling) / density(world, 0.5, ceiling) for world in worlds]
    assert found == pytest.approx(by_hand)
    mixed = weights(drawn, 1.2, np.array([1.2, 0.5]), np.array([0.25, 0.75]))
    assert mixed == pytest.approx([1.0 / (0.25 + 0.75 / ratio) for ratio in by_hand])


@given(
    exponent=st.floats(0.2, 2.0),
    ratio=st.floats(0.3, 1.0),
    defensive=st.floats(0.1, 1.0),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=30)
def test_weights_average_to_one_and_are_bounded(exponent, ratio, defensive, seed):
    """For worlds drawn from the mixture; no more than 1 in 10 000 of examples fails."""
    scenario = BASELINE.with_values({"incidents.severity_exponent": exponent})
    found = importance(
        scenario,
        "catastrophe",
        worlds=1500,
        seed=seed,
        exponent=ratio * exponent,
        defensive=defensive,
    ).weighted
    error = (found.mean_weight.high - found.mean_weight.low) / 2.0 / norm.ppf(0.975)
    assert abs(found.mean_weight.value - 1.0) <= Z * error + 1e-12
    assert found.effective_worlds <= 1500.0 * (1.0 + 1e-12)
    plan = plan_of(scenario)
    drawn = play(tilted(plan, ratio * exponent), event("catastrophe"), 200, seed).drawn
    laws, shares = np.array([exponent, ratio * exponent]), np.array([defensive, 1.0 - defensive])
    ratios = weights(drawn, exponent, laws, shares)
    assert (ratios >= 0.0).all()
    assert (ratios <= 1.0 / defensive + 1e-9).all()


def test_actors_know_nothing_of_the_law_that_severities_are_drawn_from():
    """All that is changed is what is drawn."""
    plan = plan_of(MILD)
    other = tilted(plan, 0.3)
    assert law_of(other).exponent == 0.3
    back = tilted(other, law_of(plan).exponent)
    assert back == plan
    for before, after in zip(plan.stretches, other.stretches, strict=True):
        assert before.settings.mean_severity == after.settings.mean_severity
        assert before.settings.ceiling_chance == after.settings.ceiling_chance


def test_weighted_risks_have_the_mean_of_risks_under_the_true_law():
    """Risks are those of the true law also where severities are drawn from another."""
    plan = plan_of(MILD)
    plain = play(plan, event("catastrophe"), 10_000, 3).risk
    heavy = play(tilted(plan, 0.8), event("catastrophe"), 40_000, 4)
    ratio = weights(heavy.drawn, 1.1, np.array([0.8]), np.array([1.0]))
    values = ratio * heavy.risk
    error = math.hypot(plain.std() / math.sqrt(len(plain)), values.std() / math.sqrt(len(values)))
    assert abs(values.mean() - plain.mean()) < Z * error
    assert abs(heavy.risk.mean() - plain.mean()) > Z * error


@pytest.mark.slow
def test_every_estimator_agrees_with_counting():
    """Four events of about 1 in 1000, in 80 000 worlds that are counted and 30 000 that are not.

    Twelve comparisons at |z| < 3.9: one right rule in eight hundred fails.
    """
    plan = plan_of(MILD)
    worlds = race_sim.simulate(MILD, 80_000, seed=21)
    for name in RARE:
        wanted = event(name)
        counted = wanted.happened(worlds).mean()
        assert 2e-4 < counted < 2e-2, name
        variance = counted * (1.0 - counted) / len(worlds)
        weighted = importance(MILD, name, worlds=30_000, seed=22).weighted
        error = math.sqrt(weighted.variance / weighted.worlds + variance)
        assert abs(weighted.estimate.value - counted) < Z * error, name
        fixed = importance(MILD, name, worlds=30_000, seed=23, exponent=0.8, defensive=0.0)
        error = math.sqrt(fixed.weighted.variance / 30_000 + variance)
        assert abs(fixed.weighted.estimate.value - counted) < Z * error, name
        if wanted.risk:
            best = rare_event(MILD, name, worlds=3000, seed=24, pilot_worlds=1200)
            assert best.method == "conditional"
            assert abs(best.estimate.value - counted) < Z * math.sqrt(variance) + 1e-5, name
    assert law_of(plan).exponent == 1.1


def test_worlds_and_pilot_are_different_worlds_and_threads_do_not_matter():
    first = importance(MILD, "harm_above:8000", 3000, seed=5, pilot_worlds=1200, threads=1)
    again = importance(MILD, "harm_above:8000", 3000, seed=5, pilot_worlds=1200, threads=2)
    assert first[1:] == again[1:]
    fixed = importance(MILD, "harm_above:8000", 3000, seed=5, exponent=first.exponent)
    assert fixed.weighted == first.weighted


def test_a_pilot_foresees_the_variance_of_an_exponent_that_it_has_not_played():
    """Within half of what it then turns out to be."""
    tried = pilot(plan_of(BASELINE), event("harm_above:20000"), 24_000, 6, 0)
    for exponent in (0.44, 0.3):
        found = importance(BASELINE, "harm_above:20000", 40_000, seed=7, exponent=exponent)
        foreseen = importance_variance(tried, exponent, 0.1)
        assert foreseen == pytest.approx(found.weighted.variance, rel=0.5)
        assert steps_at(tried, exponent, 0.1) == pytest.approx(found.mean_steps, rel=0.02)
    assert 0.15 < best_exponent(tried, 0.1) < 0.45


def test_without_the_event_in_the_pilot_nothing_is_claimed():
    never = "chernobyl_moments_at_least:40"
    with pytest.raises(InputError, match="did not come in 120 worlds"):
        importance(BASELINE, never, worlds=100, pilot_worlds=120)
    found = rare_event(BASELINE, never, worlds=1000, pilot_worlds=120)
    assert found.method == "counting"
    assert not found.reliable
    assert found.estimate.value == 0.0
    assert found.estimate.high > 0.001


def test_chances_are_summed_also_where_the_pilot_met_nothing():
    calm = race_sim.load_scenario("baseline", {"incidents.base_rate": 1e-5})
    found = rare_event(calm, "catastrophe", worlds=400, pilot_worlds=120)
    assert found.method == "conditional"
    assert 0.0 < found.estimate.value < 1e-3


def test_a_law_that_changes_on_the_way_is_refused_and_then_done_without():
    change = Change.model_validate({"date": 2030, "set": {"incidents.severity_exponent": 0.9}})
    changing = BASELINE.model_copy(update={"changes": (change,)})
    with pytest.raises(InputError, match="same law of severities"):
        importance(changing, "catastrophe", worlds=100)
    summed = rare_event(changing, "catastrophe", worlds=500, pilot_worlds=200)
    assert summed.method == "conditional"
    assert summed.table()["method"].tolist() == ["counting", "conditional"]
    assert rare_event(changing, "harm_above:100", 500, pilot_worlds=200).method == "counting"


def test_few_effective_events_are_flagged():
    """A thousand events of which one carries nearly all the weight tell as much as one."""
    weight = np.full(100_000, 0.001)
    weight[0] = 100.0
    happened = np.zeros(len(weight), dtype=bool)
    happened[:1000] = True
    found = weighted_share(happened, weight)
    assert found.events == 1000
    assert found.effective_events < 1.1
    assert not found.reliable
    even = weighted_share(happened, np.ones(len(weight)))
    assert even.effective_events == pytest.approx(1000.0)
    assert even.reliable
    assert LEAST_EVENTS == 50.0


def test_a_weighted_share_with_equal_weights_is_a_share():
    happened = np.arange(10_000) % 20 == 0
    found = weighted_share(happened, np.ones(10_000))
    plain = race_sim.outcomes.share(500, 10_000)
    assert found.estimate == pytest.approx(plain, rel=0.01)
    assert found.mean_weight == (1.0, 1.0, 1.0)
    assert found.variance == pytest.approx(0.05 * 0.95, rel=1e-3)
    assert effective_number(np.ones(10)) == 10.0
    assert effective_number(np.zeros(10)) == 0.0


def test_an_event_that_never_came_has_no_interval():
    found = weighted_share(np.zeros(100, dtype=bool), np.ones(100))
    assert found.estimate.value == 0.0
    assert math.isnan(found.estimate.high)
    assert not found.reliable


def test_intervals_of_weighted_shares_hold_the_truth_as_often_as_they_say():
    """Weights exponential of mean 1, an event of 2 %: 95 % of 600 intervals, 92 to 97.5 %.

    Each group has as many worlds every time; the interval allows for that.
    """
    generator = np.random.default_rng(8)
    groups = np.repeat([0, 1], [1000, 5000])
    inside = 0
    for _ in range(600):
        weight = generator.exponential(size=6000)
        happened = generator.random(6000) < np.where(groups == 0, 0.0, 0.024)
        found = weighted_share(happened, weight, groups)
        inside += found.estimate.low < 0.02 < found.estimate.high
    assert 552 <= inside <= 585


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"exponent": 0.0}, "exponent: 0; allowed: above 0"),
        ({"defensive": 1.5}, "defensive: 1.5; allowed: 0 to 1"),
        ({"worlds": 5}, "worlds: 5; allowed: 20 or more"),
        ({"pilot_worlds": 10}, "pilot_worlds: 10; allowed: 120 or more"),
        ({"seed": -1}, "seed: -1"),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(options, told):
    with pytest.raises(InputError, match=told):
        importance("baseline", "catastrophe", **options)
