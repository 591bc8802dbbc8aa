"""Elimination against exact fractions, where eigenvectors fail, and against what it must keep."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from race_sim.games.elimination import stationary_of
from race_sim.problems import InputError

pytestmark = pytest.mark.short

FEW = settings(max_examples=30)


def by_fractions(log_rates):
    """The law of the chain with exactly these (floating-point) rates, by Gauss elimination."""
    count = len(log_rates)
    rates = [[Fraction(float(np.exp(one))) for one in row] for row in log_rates]
    # Balance of each state but the last, and the sum: rows of [A | b].
    rows = []
    for state in range(count - 1):
        out = sum(rates[state][other] for other in range(count) if other != state)
        row = [rates[other][state] for other in range(count)]
        row[state] = -out
        rows.append([*row, Fraction(0)])
    rows.append([Fraction(1)] * (count + 1))
    for column in range(count):
        pivot = next(row for row in range(column, count) if rows[row][column] != 0)
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(count):
            if row != column:
                factor = rows[row][column]
                pairs = zip(rows[row], rows[column], strict=True)
                rows[row] = [value - factor * taken for value, taken in pairs]
    return np.array([float(row[-1]) for row in rows])


def by_eigenvectors(log_rates):
    rates = np.exp(log_rates)
    np.fill_diagonal(rates, 0.0)
    chain = rates / (2.0 * rates.sum(axis=1).max())
    np.fill_diagonal(chain, 1.0 - chain.sum(axis=1))
    values, vectors = np.linalg.eig(chain.T)
    found = np.real(vectors[:, np.argmax(np.real(values))])
    return found / found.sum()


# Two strategies that are neutral to each other and one that is almost never left.
ALMOST_ABSORBING = np.log(
    np.array([[1.0, 0.13, 0.005], [3e-25, 1.0, 7e-25], [0.005, 0.14, 1.0]]),
)
# Two nearly closed pairs of states: the second eigenvalue is 1 to the last bit.
TWO_BASINS = np.log(
    np.array(
        [
            [1.0, 0.3, 1e-22, 1e-30],
            [0.2, 1.0, 1e-30, 1e-30],
            [3e-22, 1e-30, 1.0, 0.1],
            [1e-30, 1e-30, 0.4, 1.0],
        ]
    )
)


@pytest.mark.parametrize("log_rates", [ALMOST_ABSORBING, TWO_BASINS])
def test_almost_absorbing_states_are_exact_where_eigenvectors_fail(log_rates):
    exact = by_fractions(log_rates)
    assert stationary_of(log_rates) == pytest.approx(exact, rel=1e-12)
    assert np.abs(by_eigenvectors(log_rates) / exact - 1.0).max() > 1e-3


@FEW
@given(arrays(float, (4, 4), elements=st.floats(-80.0, 0.0)))
def test_any_rates_are_exact(log_rates):
    assert stationary_of(log_rates) == pytest.approx(by_fractions(log_rates), rel=1e-10)


@FEW
@given(arrays(float, (3, 2, 4, 4), elements=st.floats(-900.0, 900.0)))
def test_many_chains_at_once_are_each_alone(log_rates):
    found = stationary_of(log_rates)
    assert found.shape == (3, 2, 4)
    for place in np.ndindex(3, 2):
        assert found[place] == pytest.approx(stationary_of(log_rates[place]), rel=1e-12, abs=0.0)


@FEW
@given(
    arrays(float, (4, 4), elements=st.floats(-50.0, 50.0)),
    st.permutations(range(4)),
    st.floats(-500.0, 500.0),
)
def test_neither_order_nor_unit_of_time_counts(log_rates, order, shift):
    order = list(order)
    other = stationary_of(log_rates[np.ix_(order, order)] + shift)
    assert other == pytest.approx(stationary_of(log_rates)[order], rel=1e-9, abs=0.0)


def test_one_state_is_where_it_always_is():
    assert stationary_of(np.array([[-3.0]])) == pytest.approx([1.0])


def test_bad_chains_are_refused():
    never_left = np.array([[0.0, 0.0], [-np.inf, 0.0]])
    for chain in (never_left, never_left.T):
        with pytest.raises(InputError, match="never left or never reached"):
            stationary_of(chain)
    with pytest.raises(InputError, match="no number"):
        stationary_of(np.array([[0.0, np.nan], [0.0, 0.0]]))
    with pytest.raises(InputError, match=r"shape \(2, 3\)"):
        stationary_of(np.zeros((2, 3)))
