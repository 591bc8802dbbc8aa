"""Feature scoring: the order of parameters whose weight is known."""

import numpy as np
import pandas as pd
import pytest

from race_sim.analysis.feature_scoring import feature_scores


@pytest.fixture(scope="module")
def parameters():
    generator = np.random.default_rng(1)
    frame = pd.DataFrame(generator.random((400, 4)), columns=["most", "less", "least", "nothing"])
    frame["name"] = pd.Categorical(generator.choice(["a", "b"], 400))
    return frame.assign(fixed=1.0)


@pytest.fixture(scope="module")
def values(parameters):
    return (
        4.0 * parameters["most"]
        + 2.0 * parameters["less"] ** 2
        + 1.0 * parameters["least"]
        + 1.5 * (parameters["name"] == "b")
    ).to_numpy()


@pytest.fixture(scope="module")
def scores(parameters, values):
    return feature_scores(parameters, values, repetitions=6, seed=1)


def test_the_order_is_that_of_the_variances(scores):
    """Variances: 16/12, then 1.5^2/4, then 4 (1/5 - 1/9), then 1/12, then none."""
    assert scores.table["parameter"].tolist() == ["most", "name", "less", "least", "nothing"]
    assert scores.table["score"].sum() == pytest.approx(1.0)
    assert scores.fit > 0.8
    by_name = scores.table.set_index("parameter")
    assert by_name.loc["most", "low"] > by_name.loc["less", "high"]
    assert (scores.table["low"] <= scores.table["score"]).all()
    assert (scores.table["score"] <= scores.table["high"]).all()


def test_the_same_seed_gives_the_same_scores(parameters, values):
    first, again, other = (
        feature_scores(parameters, values, repetitions=2, seed=seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(again.table, first.table)
    assert again.fit == first.fit != other.fit


def test_pure_noise_is_not_explained(parameters):
    noise = np.random.default_rng(2).normal(size=len(parameters))
    assert feature_scores(parameters, noise, repetitions=2).fit < 0.1


def test_a_single_parameter_has_the_whole_score(parameters, values):
    found = feature_scores(parameters[["most"]], values, repetitions=2)
    assert found.table["score"].tolist() == [1.0]
