"""Finite populations: published numbers, drift, another library, and other ways to the same."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from race_sim.games import finite_population
from race_sim.games.finite_population import (
    fixation,
    imitation_law,
    log_fixation,
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


def fixation_in_decimals(table, mutant, resident, population, intensity):
    """The sum of products as it is defined, with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        pays = [[Decimal(float(one)) for one in row] for row in table]
        beta = Decimal(float(intensity))
        total, logarithm = Decimal(1), Decimal(0)
        for k in range(1, population):
            of_mutant = (k - 1) * pays[mutant][mutant] + (population - k) * pays[mutant][resident]
            of_resident = (
                k * pays[resident][mutant] + (population - k - 1) * pays[resident][resident]
            )
            logarithm -= beta * (of_mutant - of_resident) / (population - 1)
            total += logarithm.exp()
        return float(-total.ln())


@settings(max_examples=10)
@given(tables, st.integers(2, 60), st.floats(0.0, 100.0))
def test_the_chance_of_fixation_is_the_sum_that_defines_it(table, population, intensity):
    assert log_fixation(table, 1, 0, population, intensity) == pytest.approx(
        fixation_in_decimals(table, 1, 0, population, intensity), rel=1e-12, abs=1e-10
    )


def test_equal_payoffs_are_neutral_to_the_last_bit():
    """However large the payoffs, which are no round numbers here."""
    table = np.full((2, 2), 1e17 / 3.0)
    assert log_fixation(table, 0, 1, 1000, 100.0) == pytest.approx(-np.log(1000), rel=1e-14)


@FEW
@given(
    arrays(float, (4, 1, 3, 3), elements=st.floats(-3.0, 3.0, allow_subnormal=False)),
    st.lists(st.integers(2, 80), min_size=2, max_size=2),
)
def test_many_games_at_once_are_each_alone(games, populations):
    intensities = np.array([0.0, 0.1, 1.0, 30.0])[:, None]
    found = stationary(games, populations, intensities)
    chances = log_fixations(games, populations, intensities)
    assert found.shape == (4, 2, 3) and chances.shape == (4, 2, 3, 3)
    for one, two in np.ndindex(4, 2):
        alone = (games[one, 0], populations[two], float(intensities[one, 0]))
        assert found[one, two] == pytest.approx(stationary(*alone), rel=1e-9, abs=0.0)
        assert chances[one, two] == pytest.approx(log_fixations(*alone), rel=1e-9, abs=1e-9)


def test_memory_is_bounded_by_working_in_parts(monkeypatch):
    games = np.random.default_rng(3).normal(size=(50, 3, 3))
    advantages = np.random.default_rng(4).normal(size=(50, 19))
    whole = stationary(games, 20, 0.5), imitation_law(advantages, 0.5, 0.1)
    monkeypatch.setattr(finite_population, "_AT_ONCE", 64)  # three games, or laws, at a time
    assert stationary(games, 20, 0.5) == pytest.approx(whole[0], rel=1e-12)
    assert imitation_law(advantages, 0.5, 0.1) == pytest.approx(whole[1], rel=1e-12)


def test_the_standard_intensity_is_that_of_each_table():
    games = np.random.default_rng(5).normal(size=(4, 3, 3))
    games[2] = 7.0
    assert standard_intensity(games) == pytest.approx([standard_intensity(one) for one in games])
    assert stationary(games) == pytest.approx(np.array([stationary(one) for one in games]))


def chain_of_imitation(advantages, intensity, mutation):
    """The birth-death chain as a matrix of chances."""
    size = len(advantages) + 1
    chain = np.zeros((size + 1, size + 1))
    for k in range(size + 1):
        lead = advantages[k - 1] if 0 < k < size else 0.0
        to_first = k / (size - 1) / (1 + np.exp(-intensity * lead))
        to_second = (size - k) / (size - 1) / (1 + np.exp(intensity * lead))
        if k < size:
            chain[k, k + 1] = (size - k) / size * (mutation + (1 - mutation) * to_first)
        if k > 0:
            chain[k, k - 1] = k / size * (mutation + (1 - mutation) * to_second)
        chain[k, k] = 1.0 - chain[k].sum()
    return chain


@FEW
@given(
    arrays(float, (2, 7), elements=st.floats(-2.0, 2.0)), st.floats(0.0, 2.0), st.floats(0.01, 1.0)
)
def test_the_law_with_mutation_is_kept_by_its_chain(advantages, intensity, mutation):
    found = imitation_law(advantages, [intensity, intensity / 2.0], mutation)
    assert found.shape == (2, 9)
    for law, one, beta in zip(found, advantages, [intensity, intensity / 2.0], strict=True):
        assert law.sum() == pytest.approx(1.0)
        assert law @ chain_of_imitation(one, beta, mutation) == pytest.approx(law, abs=1e-14)


def test_with_little_mutation_the_law_is_that_of_rare_mutation():
    """Fudenberg and Imhof (2006): only the ends count, weighed by the chances of fixation."""
    table = np.array([[1.0, 0.2], [1.3, 0.6]])
    first = np.arange(1, 10)
    advantages = (
        (first - 1) * table[0, 0]
        + (10 - first) * table[0, 1]
        - first * table[1, 0]
        - (9 - first) * table[1, 1]
    ) / 9
    law = imitation_law(advantages, 0.5, 1e-9)
    assert law[[10, 0]] == pytest.approx(stationary(table, 10, 0.5), rel=1e-6)


def test_bad_arrays_are_refused():
    with pytest.raises(InputError, match=r"payoffs: .*; allowed: numbers"):
        stationary([["a", "b"], ["c", "d"]], 10, 1.0)
    with pytest.raises(InputError, match=r"payoffs: .*; allowed: numbers"):
        stationary([[1.0, 2.0], [3.0]], 10, 1.0)
    with pytest.raises(InputError, match="population: 'ten'; allowed: numbers"):
        fixation(np.eye(2), 0, 1, "ten", 0.1)
    with pytest.raises(InputError, match="mutation: 'often'; allowed: numbers"):
        imitation_law(np.zeros(9), 1.0, "often")
    with pytest.raises(InputError, match="payoffs: nan; allowed: finite numbers"):
        stationary(np.array([[0.0, np.nan], [0.0, 0.0]]), 10, 1.0)
    with pytest.raises(InputError, match=r"payoffs: shape \(2, 3\)"):
        stationary(np.zeros((2, 3)), 10, 1.0)
    with pytest.raises(InputError, match="population: 1; allowed"):
        stationary(np.zeros((2, 2)), [10, 1], 1.0)
    with pytest.raises(InputError, match=r"population: 2\.5; allowed"):
        stationary(np.zeros((2, 2)), 2.5, 1.0)
    with pytest.raises(InputError, match="shapes do not fit"):
        stationary(np.zeros((3, 2, 2)), 10, [0.1, 0.2])
    with pytest.raises(InputError, match="mutation: 0; allowed: above 0, to 1"):
        imitation_law(np.zeros(9), 1.0, [0.1, 0.0])
    with pytest.raises(InputError, match="advantages: not finite"):
        imitation_law(np.array([np.inf]), 1.0, 0.1)
