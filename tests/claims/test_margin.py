"""Margins at points: against plain statistics, and how often their intervals err."""

import numpy as np
import pytest
from scipy import stats

from race_sim.claims.effect import effect
from race_sim.claims.margin import Margins, Sums

pytestmark = pytest.mark.short


def margins(test, outcome, reference, blocks=1):
    """Margins of arrays of shape (points, worlds), their worlds added in blocks."""
    sums = Sums(test, len(outcome))
    for columns in np.array_split(np.arange(outcome.shape[1]), blocks):
        sums.add(np.arange(len(outcome)), outcome[:, columns], reference[:, columns])
    return sums.margins()


def test_the_interval_is_that_of_students_paired_test(comparison, random):
    outcome, reference = random.normal(1.0, 1.0, (3, 40)), random.normal(0.0, 1.0, (3, 40))
    found = margins(comparison(threshold=0.3), outcome, reference)
    expected = stats.ttest_rel(outcome - 0.3, reference, axis=1).confidence_interval(0.95)
    assert found.low == pytest.approx(expected.low)
    assert found.high == pytest.approx(expected.high)


@pytest.mark.parametrize("outcome", ["lead", "binding_treaty_year"])
def test_worlds_may_be_added_in_any_blocks(comparison, random, outcome):
    one, other = random.integers(0, 2, (2, 5, 60)).astype(float)
    whole = margins(comparison(outcome), one, other)
    parts = margins(comparison(outcome), one, other, blocks=7)
    assert np.allclose(whole, parts)


def test_points_may_have_different_numbers_of_worlds(comparison, random):
    test = comparison()
    outcome, reference = random.normal(0.0, 1.0, (2, 2, 50))
    sums = Sums(test, 2)
    sums.add(np.array([0, 1]), outcome[:, :10], reference[:, :10])
    sums.add(np.array([1]), outcome[1:, 10:], reference[1:, 10:])
    assert sums.margins().low[1] == pytest.approx(margins(test, outcome, reference).low[1])
    assert sums.margins().low[0] == pytest.approx(
        margins(test, outcome[:, :10], reference[:, :10]).low[0]
    )


@pytest.mark.parametrize(
    ("fields", "states"),
    [
        ({"threshold": 0.5}, [1, -1, -1]),
        ({"threshold": 0.5, "higher": False}, [-1, -1, 1]),
        ({"times": 1.5}, [1, -1, -1]),
        ({"times": 0.5, "higher": False}, [-1, -1, 1]),
        ({"level": 2.5}, [1, -1, -1]),
    ],
)
def test_a_test_holds_on_the_side_that_it_says_and_beyond_its_threshold(comparison, fields, states):
    outcome = np.repeat([[3.0], [2.0], [0.5]], 8, axis=1) + np.linspace(-0.01, 0.01, 8)
    found = margins(comparison(**fields), outcome, np.full((3, 8), fields.get("level", 1.95)))
    assert found.states.tolist() == states


def test_no_difference_at_all_is_no_effect(comparison, random):
    same = random.normal(0.0, 1.0, (1, 30))
    assert margins(comparison(because="x"), same, same.copy()).states.tolist() == [-1]
    # A share that differs in no world may still differ by less than is seen in so few.
    same = np.zeros((1, 30))
    assert margins(comparison("binding_treaty_year", threshold=0.01), same, same).states == [0]
    same = np.zeros((1, 3000))
    assert margins(comparison("binding_treaty_year", threshold=0.01), same, same).states == [-1]


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_at_the_threshold_few_points_are_decided(comparison, random, share):
    """The rule errs rarely where it matters most: next to the threshold itself.

    At the threshold the chance to be decided is the interval's 5 %. With 400 points the standard
    error is 1.1 %; 12 % is six of them above.
    """
    test = comparison("binding_treaty_year", level=share)
    outcome = (random.random((400, 128)) < share).astype(float)
    found = margins(test, outcome, np.full_like(outcome, share))
    assert (found.states != 0).mean() < 0.12


def test_states_are_read_off_the_interval():
    found = Margins(np.zeros(4), np.array([-1.0, 0.1, -2.0, -1.0]), np.array([1.0, 2.0, -1.0, 0.0]))
    assert found.states.tolist() == [0, 1, -1, -1]


# Effects in the baseline


def test_an_effect_is_a_difference_a_ratio_or_a_level(comparison, random):
    reference = random.uniform(0.5, 1.5, 4000)
    found = effect(comparison(threshold=0.1), reference + 0.3, reference)
    assert (found.kind, found.needed, found.state) == ("difference", 0.1, 1)
    assert found.measured.value == pytest.approx(0.3)
    assert found.scaled.value == pytest.approx(3.0)
    found = effect(comparison(times=0.9, higher=False), 0.8 * reference, reference)
    assert found.kind == "ratio"
    assert found.measured.value == pytest.approx(-0.2)
    assert found.scaled.value == pytest.approx(2.0)
    found = effect(comparison(level=0.5), reference, np.full(4000, 0.5))
    assert (found.kind, found.needed) == ("level", 0.5)
    assert found.measured.value == pytest.approx(1.0, abs=0.05)
    assert found.scaled.value == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("fields", [{"threshold": 0.3}, {"times": 1.2}, {"times": 0.8}])
@pytest.mark.parametrize("higher", [True, False])
def test_an_effect_is_above_one_exactly_where_the_test_holds(comparison, fields, higher):
    reference = np.full(100, 2.0)
    noise = np.linspace(-0.001, 0.001, 100)
    for change in np.linspace(-1.5, 1.5, 16):
        found = effect(comparison(higher=higher, **fields), reference + change + noise, reference)
        assert (found.scaled.value > 1.0) == (found.state == 1), change


def test_how_sure_a_test_is_follows_from_value_and_noise(comparison, random):
    outcome = random.normal(0.2, 1.0, (1, 5000))
    found = margins(comparison(because="x"), outcome, np.zeros((1, 5000)))
    error = outcome.std() / np.sqrt(5000)
    assert found.chances()[0] == pytest.approx(stats.norm.cdf(outcome.mean() / error), abs=1e-4)
    sure = Margins(*np.array([[0.1, -0.1, 0.0]] * 3))
    assert sure.chances().tolist() == [1.0, 0.0, 0.0]
