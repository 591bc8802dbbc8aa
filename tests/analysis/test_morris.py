"""Elementary effects: exact on linear functions, and told apart where uncertainties interact."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.analysis import morris
from race_sim.problems import InputError
from race_sim.study.sampling import morris as sampled
from race_sim.study.study import AnalysisRequest

trajectories = cache(sampled)
LEVELS = st.sampled_from([2, 4, 6, 8])


@given(st.lists(st.floats(-9.0, 9.0), min_size=1, max_size=4).map(np.array), LEVELS)
@settings(max_examples=40)
def test_a_linear_function_gives_its_coefficients_and_no_spread(slopes, levels):
    x = trajectories(6, levels, len(slopes), 1)
    names = [str(place) for place in range(len(slopes))]
    found = morris.measures(names, x, x @ slopes + 2.0, levels, resamples=10)
    np.testing.assert_allclose(found["mu"], slopes, atol=1e-9)
    np.testing.assert_allclose(found["mu_star"], np.abs(slopes), atol=1e-9)
    np.testing.assert_allclose(found["sigma"], 0.0, atol=1e-9)
    np.testing.assert_allclose(found["mu_star_high"] - found["mu_star_low"], 0.0, atol=1e-9)


def test_a_product_has_effects_that_depend_on_the_other():
    """The effect of one factor is the other, which is uniform on the levels of the grid."""
    x = trajectories(2000, 4, 3, 1)
    found = morris.measures("abc", x, x[:, 0] * x[:, 1], 4, resamples=200)
    grid = np.array([0.0, 1.0, 2.0, 3.0]) / 3.0
    np.testing.assert_allclose(found["mu_star"], [0.5, 0.5, 0.0], atol=0.03)
    np.testing.assert_allclose(found["sigma"], [grid.std(), grid.std(), 0.0], atol=0.03)
    assert found["rank"].tolist()[2] == 3


def test_effects_that_cancel_are_seen_in_mu_star_only():
    """Campolongo et al. (2007): why the mean of absolute values is looked at."""
    x = trajectories(400, 4, 2, 1)
    found = morris.measures("ab", x, (x[:, 0] - 0.5) ** 2 + x[:, 1], 4, resamples=50)
    # With four levels the step is 2/3: from 0 to 2/3 or from 1/3 to 1, and back.
    assert found["mu"][0] == pytest.approx(0.0, abs=0.03)
    assert found["mu_star"][0] == pytest.approx((0.25 - 1 / 36) / (2 / 3))
    assert 0.4 < found["raised_share"][0] < 0.6
    assert [morris.direction(share) for share in found["raised_share"]] == [0, 1]


def test_our_effects_and_those_of_salib_are_the_same():
    x = trajectories(12, 6, 4, 3)
    values = np.exp(x @ np.array([1.0, -2.0, 0.5, 0.0])) * (1.0 + x[:, 0] * x[:, 3])
    single = morris.effects(x, values, 6)
    found = morris.measures("abcd", x, values, 6, resamples=10)
    np.testing.assert_allclose(single.mean(axis=0), found["mu"])
    np.testing.assert_allclose(np.abs(single).mean(axis=0), found["mu_star"])
    np.testing.assert_allclose(single.std(axis=0, ddof=1), found["sigma"])


@pytest.mark.slow
def test_coverage_of_the_interval():
    """Nominal 0.95; measured from 24 trajectories, of skewed effects: 0.93 and 0.945."""
    many = trajectories(4000, 4, 2, 99)
    truth = np.abs(morris.effects(many, product(many), 4)).mean(axis=0)
    held = []
    for seed in range(200):
        x = trajectories(24, 4, 2, seed)
        found = morris.measures("ab", x, product(x), 4, resamples=200, seed=seed)
        held.append((found["mu_star_low"] <= truth) & (truth <= found["mu_star_high"]))
    assert 0.9 <= np.mean(held) <= 0.98


def product(x):
    return np.exp(2.0 * x[:, 0]) * x[:, 1]


def test_resampled_means_have_the_mean_and_error_of_the_effects():
    single = np.random.default_rng(1).normal(size=(50, 2)) + np.array([3.0, 0.0])
    again = morris.resampled(single, 4000, seed=1)
    size = np.abs(single)
    np.testing.assert_allclose(again.mean(axis=0), size.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(again.std(axis=0), size.std(axis=0) / np.sqrt(50), rtol=0.06)


@pytest.mark.parametrize("seed", [0, 3])
def test_the_same_seed_gives_the_same_and_nothing_global_is_touched(seed):
    x = trajectories(8, 4, 2, 1)
    np.random.seed(5)  # noqa: NPY002
    untouched = np.random.random()  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    found = morris.measures("ab", x, product(x), 4, resamples=50, seed=seed)
    assert np.random.random() == untouched  # noqa: NPY002
    assert found.equals(morris.measures("ab", x, product(x), 4, resamples=50, seed=seed))


def test_a_trajectory_with_a_missing_value_is_left_out_as_a_whole():
    x = trajectories(10, 4, 2, 1)
    values = product(x)
    values[4] = np.nan  # the second point of the second trajectory
    found = morris.measures("ab", x, values, 4, resamples=20)
    kept = np.delete(np.arange(30), [3, 4, 5])
    assert found.equals(morris.measures("ab", x[kept], product(x)[kept], 4, resamples=20))


def test_too_few_trajectories():
    with pytest.raises(InputError, match="4 or more"):
        morris.measures("ab", trajectories(3, 4, 2, 1), np.ones(9), 4)


REQUEST = AnalysisRequest("morris", outcome="catastrophe", resamples=200, top=2)
UNCERTAINTIES = {
    "payoffs.rivalry": [0.0, 1.2],
    "exchange.openness": [0.0, 0.6],
    "us.policy": ["always-safe", "always-accelerate", "tit-for-tat"],
    "alarm.prior": [0.2, 0.5],
}


def additive(points):
    return 0.3 * points["payoffs.rivalry"] / 1.2 - 0.1 * points["exchange.openness"] / 0.6 + 0.2


@pytest.fixture
def made(fake_result):
    def make(function):
        design = {"kind": "morris", "trajectories": 12}
        return fake_result({"catastrophe": function}, uncertainties=UNCERTAINTIES, design=design)

    return make


def said(result):
    found = morris.section(result, REQUEST)
    return found, " ".join(found.sentences).replace("\N{NO-BREAK SPACE}", " ")


def test_the_section_names_what_matters_and_what_does_not(made):
    found, text = said(made(additive))
    assert text.startswith(
        "Two of four uncertainties move the share of worlds in which the race ends in a "
        "catastrophe most, each moved alone over its range: worth of being far ahead "
        "(payoffs.rivalry), 30 percentage points (30 to 30), upward; "
    )
    assert "(exchange.openness), 10 percentage points (10 to 10), downward." in text
    assert "Two of four matter little" in text
    assert "us.policy and alarm.prior" in text
    assert "over 12 trajectories" in text
    assert "depends strongly" not in text
    table = found.tables["effects"]
    assert table["mu_star"].tolist() == pytest.approx([0.3, 0.1, 0.0, 0.0])
    assert [picture.name for picture in found.pictures] == ["morris-catastrophe"]


def test_a_name_that_decides_whether_another_matters(made):
    found, text = said(
        made(lambda points: (points["us.policy"] == "tit-for-tat") * points["payoffs.rivalry"])
    )
    table = found.tables["effects"].set_index("parameter")
    assert table.loc["us.policy", "mu_star"] > 0.0
    assert table.loc["us.policy", "direction"] == 0
    assert "depends strongly on where it and the others are" in text


def test_an_outcome_that_never_moves(made):
    found, text = said(made(lambda points: np.full(len(points), 0.25)))
    assert "never changes when an uncertainty is moved alone" in text
    assert found.pictures == ()


def test_missing_trajectories_are_said(made):
    def holes(points):
        values = additive(points)
        values[0] = np.nan
        return values

    _, text = said(made(holes))
    assert "8.3 % of the trajectories are left out" in text
