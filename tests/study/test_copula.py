"""The copula: rank correlations come out as asked for, and every law stays what it is."""

import math

import numpy as np
import pytest
from scipy.stats import kstest, spearmanr

from race_sim.problems import InputError
from race_sim.study.copula import Correlation, correlation_matrix, joined
from race_sim.study.study import Study

pytestmark = pytest.mark.short

KEYS = ["talks.pace", "talks.decay", "talks.base"]
LAWS = {
    "talks.pace": {"distribution": "log-uniform", "low": 0.3, "high": 3.0},
    "talks.decay": [0.1, 0.6],
    "talks.base": {"distribution": "beta", "a": 0.5, "b": 2.0, "low": 0.0, "high": 1.0},
}
CUBE = np.random.default_rng(5).random((4000, 3))


def study(points=1500, kind="latin-hypercube", **given):
    return Study(
        **{
            "scenario": "baseline",
            "worlds": 10,
            "uncertainties": LAWS,
            "design": {"kind": kind, "points": points},
            "seed": 3,
            **given,
        }
    )


def refusal(**given) -> str:
    with pytest.raises(InputError) as caught:
        study(**given)
    assert len(caught.value.problems) == 1, str(caught.value)
    return str(caught.value)


def pairs(*entries):
    return [{"keys": [first, second], "rank": rank} for first, second, rank in entries]


@pytest.mark.parametrize("rank", [-0.9, -0.55, 0.2, 0.85])
def test_two_columns_have_the_rank_correlation_that_was_asked_for(rank):
    # The standard error of a rank correlation is at most 1/sqrt(4000) = 0.016.
    found = joined(CUBE, KEYS, [Correlation((KEYS[0], KEYS[2]), rank)])
    assert spearmanr(found[:, 0], found[:, 2]).statistic == pytest.approx(rank, abs=0.05)
    for other in (0, 2):
        assert abs(spearmanr(found[:, 1], found[:, other]).statistic) < 0.05


def test_three_columns_have_the_correlations_of_a_matrix_all_at_once():
    given = pairs((KEYS[0], KEYS[1], 0.6), (KEYS[1], KEYS[2], -0.5), (KEYS[0], KEYS[2], -0.3))
    correlations = [Correlation(tuple(one["keys"]), one["rank"]) for one in given]
    ranks = spearmanr(joined(CUBE, KEYS, correlations)).statistic
    expected = np.array([[1.0, 0.6, -0.3], [0.6, 1.0, -0.5], [-0.3, -0.5, 1.0]])
    assert np.allclose(ranks, expected, atol=0.05)


def test_spearman_and_pearson_of_normal_scores_are_joined_by_pearsons_formula():
    matrix = correlation_matrix(KEYS, [Correlation((KEYS[0], KEYS[1]), 0.5)])
    assert matrix[0, 1] == pytest.approx(2.0 * math.sin(math.pi / 12.0))
    assert 6.0 / math.pi * math.asin(matrix[0, 1] / 2.0) == pytest.approx(0.5)
    assert np.array_equal(matrix[2], [0.0, 0.0, 1.0])


def test_columns_stay_uniform_and_those_that_are_not_named_stay_as_they_are():
    found = joined(CUBE, KEYS, [Correlation((KEYS[0], KEYS[2]), 0.7)])
    assert np.array_equal(found[:, :2], CUBE[:, :2])
    # A fixed seed; a right column fails once in a thousand seeds.
    assert kstest(found[:, 2], "uniform").pvalue > 0.001
    assert joined(CUBE, KEYS, []) is CUBE


def test_the_ends_of_the_cube_stay_inside_it():
    ends = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 0.5]])
    found = joined(ends, KEYS, [Correlation((KEYS[0], KEYS[1]), -0.99)])
    assert np.all((found >= 0.0) & (found <= 1.0))


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol"])
def test_a_study_draws_its_points_with_correlations_and_each_law_of_its_own(kind):
    count = 2048
    plain = study(count, kind).points()
    found = study(count, kind, correlations=pairs(("talks.pace", "talks.base", -0.8))).points()
    pace, base = ([point.values[key] for point in found] for key in ("talks.pace", "talks.base"))
    assert spearmanr(pace, base).statistic == pytest.approx(-0.8, abs=0.04)
    assert pace == [point.values["talks.pace"] for point in plain]
    assert np.quantile(base, [0.1, 0.5, 0.9]) == pytest.approx(
        np.quantile([point.values["talks.base"] for point in plain], [0.1, 0.5, 0.9]), abs=0.02
    )


def test_a_study_with_correlations_survives_its_manifest():
    found = study(16, correlations=pairs(("talks.pace", "talks.base", 0.4)))
    again = Study.from_dictionary(found.as_dictionary())
    assert again == found
    assert again.points() == found.points()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("x", "correlations: 'x'; allowed: tables, written [[correlations]]"),
        ([1], "correlations[0]: 1"),
        ([{"keys": ["talks.pace"], "rank": 0.1}], "allowed: two different keys"),
        (pairs(("talks.pace", "talks.pace", 0.1)), "allowed: two different keys"),
        (pairs(("talks.pace", "talks.bass", 0.1)), "did you mean talks.base"),
        (pairs(("talks.pace", "talks.base", 1.0)), "rank: 1.0; allowed: a number between -1 and 1"),
        (pairs(("talks.pace", "talks.base", True)), "rank: True"),
        ([{"keys": ["talks.pace", "talks.base"], "rank": 0.1, "why": ""}], "why: unknown here"),
        (
            pairs(("talks.pace", "talks.base", 0.1), ("talks.base", "talks.pace", 0.2)),
            "talks.base and talks.pace given twice",
        ),
        (
            pairs(
                ("talks.pace", "talks.base", 0.9),
                ("talks.base", "talks.decay", 0.9),
                ("talks.pace", "talks.decay", -0.9),
            ),
            "is not positive definite",
        ),
        (pairs(("talks.pace", "us.scar", 0.5)), "correlations: us.scar: is no uncertainty"),
    ],
)
def test_correlations_that_cannot_be_used_are_refused(given, told):
    assert told in refusal(correlations=given)


def test_a_design_that_takes_columns_one_by_one_has_no_correlations():
    told = refusal(correlations=pairs(("talks.pace", "talks.base", 0.5)), design={"kind": "grid"})
    assert "grid with correlations" in told
    assert "latin-hypercube or sobol" in told
