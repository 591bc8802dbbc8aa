"""Levers over a prior: played by hand at single points, ranked by hand, and bad input."""

import numpy as np
import pytest

import race_sim
from race_sim.analysis import robust_levers as levers
from race_sim.priors import at_point, load_prior
from race_sim.problems import InputError

LEVERS = (
    levers.Lever("us_safe", "the US is safe", levers.setting({"us.policy": "always-safe"})),
    levers.Lever("nothing", "nothing", levers.setting({})),
    levers.Lever("less", "less safety work", levers.times(0.5, "progress.safety_productivity")),
)
POINTS, WORLDS, SEED = 4, 20, 3


@pytest.fixture(scope="module")
def prior():
    return load_prior("plausible")


@pytest.fixture(scope="module")
def sample(prior):
    return levers.play(LEVERS, prior, POINTS, WORLDS, SEED)


def test_points_are_simulated_worlds(sample, prior):
    base = race_sim.load_scenario("baseline")
    point = prior.points(POINTS, SEED)[2]
    for row, values in enumerate(({}, {"us.policy": "always-safe"})):
        scenario = at_point(base, point).with_values(values)
        risk = race_sim.simulate(scenario, WORLDS, seed=SEED)["catastrophe_risk"]
        assert sample.values[row, 2] == pytest.approx(risk.mean(), rel=1e-12)
        assert sample.halves[1, row, 2] == pytest.approx(risk[1::2].mean(), rel=1e-12)


def test_a_lever_that_changes_nothing_reduces_nothing(sample):
    lowered = levers.reductions(sample.values)
    assert (lowered[1] == 0.0).all()
    assert (lowered[2] < 0.0).all()


def test_does_not_depend_on_threads(sample, prior):
    again = levers.play(LEVERS, prior, POINTS, WORLDS, SEED, threads=1)
    assert np.array_equal(again.halves, sample.halves)


def test_changes():
    scenario = race_sim.load_scenario("baseline")
    assert levers.times(3.0, "talks.verification")(scenario)["talks.verification"] == 1.0  # its top
    assert levers.at_least("alarm.prior", 1.0)(scenario)["alarm.prior"] == 1.0
    assert levers.at_least("alarm.prior", 0.1)(scenario)["alarm.prior"] == 0.6
    ready = levers.as_in("talks.binding_at", "talks.non_binding_at")(scenario)
    assert ready["talks.binding_at"] == scenario["talks.non_binding_at"]
    both = levers.together(
        levers.times(2.0, "talks.sanction"), levers.pausing(("us",), 2027.0, 2028.0)
    )(scenario)
    assert both["talks.sanction"] == 8.0
    assert [(pause.sides, pause.begin, pause.until) for pause in both.pauses] == [
        (("us",), 2027.0, 2028.0)
    ]


def made_up(reduction: list[list[float]]) -> levers.Sample:
    lowered = np.array(reduction)
    none = np.full((1, lowered.shape[1]), 0.5)
    values = np.vstack([none, none - lowered])
    return levers.Sample(np.stack([values, values]), 0)


def test_ranking_by_hand():
    first = made_up([[0.1, 0.1, 0.0, 0.0], [0.02, 0.02, 0.02, 0.0], [-0.1, 0.3, 0.0, 0.0]])
    second = made_up([[0.1, 0.1, 0.1, 0.1], [0.02, 0.0, 0.0, 0.0], [-0.1, 0.3, 0.0, 0.0]])
    table = levers.lever_ranking([first, second], LEVERS, 0.01, seed=1).set_index("lever")
    assert table["rank"].tolist() == [1, 2, 3]
    assert table.index.tolist() == ["us_safe", "nothing", "less"]
    assert table.lowers_value.tolist() == [6 / 8, 4 / 8, 2 / 8]
    assert table.loc["us_safe", ["rank_1", "rank_2"]].tolist() == [2, 1]
    # In the second sample the third lowers at as many points as the second, but by more.
    assert table.loc["less", ["rank_1", "rank_2"]].tolist() == [3, 2]
    assert table.raises.tolist() == [0.0, 0.0, 2 / 8]
    assert table.mean_value.to_numpy() == pytest.approx([0.6 / 8, 0.08 / 8, 0.4 / 8])
    assert table.median_value.to_numpy() == pytest.approx([0.1, 0.01, 0.0])
    assert table.maximum_regret.to_numpy() == pytest.approx([0.2, 0.3, 0.2])
    assert (table.rank_low <= table["rank"]).all() and (table["rank"] <= table.rank_high).all()
    assert (table.mean_low <= table.mean_value).all()


def test_ties_go_by_the_mean():
    assert levers.ranks(np.array([0.5, 0.5, 0.9]), np.array([0.1, 0.2, 0.0])).tolist() == [3, 2, 1]


@pytest.mark.parametrize(("points", "worlds"), [(1, 20), (4, 1), (4, 7)])
def test_bad_sizes_are_refused(prior, points, worlds):
    with pytest.raises(InputError, match="two or more"):
        levers.play(LEVERS, prior, points, worlds, SEED)


def test_a_pause_that_cannot_be_is_refused():
    scenario = race_sim.load_scenario("baseline")
    with pytest.raises(InputError, match="lever"):
        levers.pausing(("us",), 2050.0, 2051.0)(scenario)
