"""What decides: scores against SciPy, and parameters that are known to decide."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu

from race_sim.claims.deciding import decide, least_score, rank_scores


@pytest.fixture
def parameters(random):
    return pd.DataFrame(random.random((300, 8)), columns=list("abcdefgh"))


def rows(parameters):
    return parameters.to_dict("records")


def decided(parameters, states):
    return decide(rows(parameters), states, (states + 1) / 2)


@pytest.mark.short
def test_the_score_is_mann_and_whitneys_statistic(parameters, random):
    held = random.random(300) < 0.3
    found = rank_scores(parameters, held.astype(float)).set_index("parameter")["score"]
    for key in parameters:
        share = mannwhitneyu(parameters[key][held], parameters[key][~held]).statistic
        assert found[key] == pytest.approx(2.0 * share / (held.sum() * (~held).sum()) - 1.0)
    assert found.abs().is_monotonic_decreasing


@pytest.mark.short
def test_the_sign_says_at_which_values_the_claim_holds(parameters):
    held = (parameters["c"] < 0.4).to_numpy()
    best = rank_scores(parameters, held.astype(float)).iloc[0]
    assert (best["parameter"], best["score"]) == ("c", -1.0)


def test_a_parameter_that_decides_is_named_with_its_box(parameters):
    states = np.where(parameters["c"] > 0.3, 1, -1)
    states[:10] = 0
    found = decided(parameters, states)
    assert found.keys == ("c",)
    assert found.box.of_failures and found.box.is_found
    assert [limit.key for limit in found.box.limits] == ["c"]
    assert found.box.limits[0].high == pytest.approx(0.3, abs=0.05)
    assert found.box.trial.density > 0.9
    assert found.box.trial.coverage > 0.8


def test_where_the_claim_seldom_holds_the_box_is_of_those_points(parameters):
    states = np.where((parameters["c"] > 0.5) & (parameters["f"] > 0.5), 1, -1)
    found = decided(parameters, states)
    assert not found.box.of_failures
    assert {limit.key for limit in found.box.limits} == {"c", "f"}
    assert found.keys in (("c",), ("f",), ("c", "f"))


def test_pure_noise_decides_seldom():
    """The rule asks for one in a thousand: of 200 samples, more than two are one in 10^3."""
    random = np.random.default_rng(3)
    named = 0
    for _ in range(200):
        parameters = pd.DataFrame(random.random((200, 40)))
        held = random.random(200) < 0.3
        scores = rank_scores(parameters, held.astype(float))
        named += abs(scores["score"].iloc[0]) > least_score(200, int(held.sum()), 40)
    assert named <= 2


@pytest.mark.short
def test_with_few_cases_nothing_is_looked_for(parameters):
    states = np.ones(300, dtype=int)
    states[:19] = -1
    assert decided(parameters, states) is None
    assert decided(parameters, np.zeros(300, dtype=int)) is None


def test_names_are_left_out_and_switches_are_numbers(random):
    points = [
        {"on": bool(flag), "name": "x" if flag else "y", "same": 1.0, "a": float(number)}
        for flag, number in zip(random.random(100) < 0.5, random.random(100), strict=True)
    ]
    states = np.array([1 if point["on"] else -1 for point in points])
    found = decide(points, states, (states + 1) / 2)
    assert found.keys == ("on",)
    assert set(found.scores["parameter"]) == {"on", "a"}


def test_parameters_that_are_nearly_as_good_are_named_in_their_order(parameters):
    together = parameters["c"] + 1.05 * parameters["b"]
    found = decided(parameters, np.where(together > 1.0, 1, -1))
    assert found.keys == ("b", "c")


@pytest.mark.short
def test_a_point_that_is_unsure_tells_nothing(parameters):
    held = (parameters["c"] < 0.4).to_numpy().astype(float)
    more = pd.concat([parameters, parameters.assign(c=1.0 - parameters["c"])], ignore_index=True)
    unsure = np.concatenate([held, np.full(300, 0.5)])
    best = rank_scores(more, unsure).iloc[0]
    assert best["parameter"] == "c"
    assert -1.0 < best["score"] < -0.4


@pytest.mark.short
def test_nothing_is_named_that_chance_may_have_brought(random):
    parameters = pd.DataFrame(random.random((300, 8)), columns=list("abcdefgh"))
    states = np.where(random.random(300) < 0.4, 1, -1)
    assert decided(parameters, states).keys == ()
