import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from race_sim.plots.paths import paths_of, wilson


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(pair):
    successes, trials = pair
    low, high = wilson(np.array([successes]), np.array([trials]))
    interval = binomtest(successes, trials).proportion_ci(method="wilson")
    assert (low[0], high[0]) == pytest.approx((interval.low, interval.high), abs=1e-12)


def _frame(lengths):
    rows = [(world, 2026 + step / 4) for world, n in enumerate(lengths) for step in range(n)]
    return pd.DataFrame(rows, columns=["world", "year"])


def test_worlds_are_spread_out_and_end_in_nothing():
    frame = _frame([3, 1, 2])
    paths = paths_of(frame)
    table = paths.spread_out(np.arange(6.0))
    assert paths.left().tolist() == [3, 2, 1]
    np.testing.assert_array_equal(
        table, [[0.0, 1.0, 2.0], [3.0, np.nan, np.nan], [4.0, 5.0, np.nan]]
    )


def test_the_order_of_rows_does_not_matter():
    frame = _frame([3, 1, 2]).assign(value=np.arange(6.0))
    mixed = frame.sample(frac=1.0, random_state=1)
    np.testing.assert_array_equal(
        paths_of(frame).spread_out(frame["value"]), paths_of(mixed).spread_out(mixed["value"])
    )


@pytest.mark.parametrize(
    ("lengths", "shown"),
    [
        ([2] + [1] * 9, 1),  # of ten worlds, one is left: too few to speak of shares
        ([2] * 5 + [1] * 5, 2),  # half of a small ensemble is enough
        ([2] * 19 + [1] * 81, 1),
        ([2] * 20 + [1] * 80, 2),
        ([3], 3),
    ],
)
def test_shares_are_shown_while_enough_worlds_are_left(lengths, shown):
    paths = paths_of(_frame(lengths))
    assert int(paths.enough().sum()) == shown
    assert bool(paths.cut_note()) is (shown < max(lengths))
