"""Finite populations: published numbers, drift, another library, and other ways to the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from race_sim.games.finite_population import (
    fixation,
    log_fixations,
    standard_intensity,
    stationary,
    stationary_of,
)
from race_sim.problems import InputError

pytestmark = pytest.mark.short

FEW = settings(max_examples=30)

tables = st.integers(2, 5).flatmap(
    lambda n: arrays(float, (n, n), elements=st.floats(-3.0, 3.0, allow_subnormal=False))
)


def safe_and_unsafe(risk):
    """AS and AU of Han, Pereira, Santos and Lenaerts (2020, JAIR 69, 881-921)."""
    b, c, prize, rounds, speed = 4.0, 1.0, 1e4, 100.0, 1.5
    p11, p12 = b / 2 - c, b / (speed + 1) - c
    p21, p22 = speed * b / (speed + 1), b / 2
    kept = 1 - risk
    return np.array(
        [
            [prize / (2 * rounds) + p11, p12],
            [kept * (speed * prize / rounds + p21), kept * (speed * prize / (2 * rounds) + p22)],
        ]
    )


@pytest.mark.parametrize(
    ("risk", "unsafe_in_safe", "safe_in_unsafe"),
    [(0.6, 0.112332, 1.746394e-10), (0.7, 0.016568736, 2.284787e-06)],
)
def test_a_published_race_for_ai(risk, unsafe_in_safe, safe_in_unsafe):
    table = safe_and_unsafe(risk)
    assert fixation(table, 1, 0, 100, 0.01) == pytest.approx(unsafe_in_safe, rel=1e-5)
    assert fixation(table, 0, 1, 100, 0.01) == pytest.approx(safe_in_unsafe, rel=1e-6)


@FEW
@given(tables, st.integers(2, 300))
def test_by_drift_alone_every_mutant_has_one_chance_in_the_population(table, population):
    assert fixation(table, 1, 0, population, 0.0) == pytest.approx(1.0 / population)
    count = len(table)
    assert stationary(table, population, 0.0) == pytest.approx(np.full(count, 1.0 / count))


def test_constant_advantage_is_a_geometric_sum():
    """With a lead of d over everybody, T-/T+ is exp(-beta d), whatever the state."""
    table = np.array([[2.0, 2.0], [1.0, 1.0]])
    ratio = np.exp(-0.5)
    assert fixation(table, 0, 1, 20, 0.5) == pytest.approx((1 - ratio) / (1 - ratio**20))


@FEW
@given(tables)
def test_two_policies_are_weighed_by_their_chances_of_fixation(table):
    up, down = fixation(table, 1, 0, 30, 0.4), fixation(table, 0, 1, 30, 0.4)
    assert stationary(table[:2, :2], 30, 0.4) == pytest.approx(
        [down / (up + down), up / (up + down)]
    )


@FEW
@given(tables)
def test_elimination_agrees_with_linear_algebra(table):
    rates = np.exp(log_fixations(table, 20, 0.2))
    chain = rates / (2 * len(table))
    np.fill_diagonal(chain, 1.0 - chain.sum(axis=1))
    found = stationary_of(np.log(rates, where=rates > 0, out=np.full_like(rates, -np.inf)))
    assert found @ chain == pytest.approx(found, abs=1e-12)
    assert found.sum() == pytest.approx(1.0) and found.min() > 0.0


@FEW
@given(tables, st.floats(-100.0, 100.0))
def test_only_differences_of_payoffs_count(table, shift):
    assert stationary(table + shift, 40, 0.3) == pytest.approx(stationary(table, 40, 0.3), rel=1e-6)


def test_chances_far_below_the_smallest_number_do_no_harm():
    table = np.array([[3.0, 0.0, 1.0], [5.0, 1.0, 1.0], [1.0, 1.0, 2.0]])
    found = stationary(table, 1000, 50.0)
    assert np.isfinite(found).all() and found.sum() == pytest.approx(1.0)
    assert fixation(table, 0, 1, 1000, 50.0) == 0.0  # too small to be written


def test_the_standard_intensity_follows_the_unit():
    table = np.array([[1.0, 2.0], [0.0, 5.0]])
    assert stationary(1000.0 * table) == pytest.approx(stationary(table))
    assert standard_intensity(np.ones((3, 3))) == 0.0


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="population: 1; allowed: 2 or more"):
        fixation(np.eye(2), 0, 1, 1, 0.1)
    with pytest.raises(InputError, match="intensity: -1"):
        stationary(np.eye(2), 10, -1.0)


def test_egttools_comes_to_the_same():
    """Domingos, Santos and Lenaerts, 2023, iScience 26, 106419."""
    pytest.importorskip("egttools")
    from egttools.analytical import PairwiseComparison
    from egttools.games import Matrix2PlayerGameHolder
    from egttools.utils import calculate_stationary_distribution

    table = np.random.default_rng(1).normal(size=(5, 5))
    game = Matrix2PlayerGameHolder(5, table)  # kept: the other holds no reference to it
    theirs = PairwiseComparison(50, game)
    transitions, fixations = theirs.calculate_transition_and_fixation_matrix_sml(0.3)
    own = np.exp(log_fixations(table, 50, 0.3))
    assert np.asarray(fixations) == pytest.approx(own, rel=1e-6, abs=1e-8)  # they cut off
    shares = calculate_stationary_distribution(np.asarray(transitions).T)
    assert stationary(table, 50, 0.3) == pytest.approx(shares, rel=1e-5)
