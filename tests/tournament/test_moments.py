"""Running moments: the same as from all worlds at once, however they are cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.outcomes import mean
from race_sim.tournament.moments import Moments

pytestmark = pytest.mark.short

WORLDS = np.random.default_rng(7).normal(1e3, 2.0, size=(60, 4)) @ np.array(
    [[1.0, 0.5, 0.0, 0.0], [0.0, 1.0, 0.2, 0.0], [0.0, 0.0, 1.0, 0.9], [0.1, 0.0, 0.0, 1.0]]
)


def taken_in(cuts, together=True):
    moments = Moments(4, together)
    for block in np.split(WORLDS, sorted(set(cuts))):
        moments.add(block)
    return moments


@given(st.lists(st.integers(1, 59), max_size=6))
def test_cuts_make_no_difference(cuts):
    found = taken_in(cuts)
    assert found.worlds == 60
    assert found.mean == pytest.approx(WORLDS.mean(axis=0), rel=1e-13)
    assert found.products / 59 == pytest.approx(np.cov(WORLDS.T), rel=1e-9)
    assert taken_in(cuts, together=False).products / 59 == pytest.approx(
        WORLDS.var(axis=0, ddof=1), rel=1e-9
    )


@given(st.lists(st.integers(-3, 3), min_size=4, max_size=4))
def test_a_combination_is_that_of_the_worlds(weights):
    """Two ways: from the covariances, and by combining every world first."""
    found = taken_in([20, 41]).combined(np.array(weights, dtype=float))
    assert found == pytest.approx(mean(WORLDS @ np.array(weights, dtype=float)), abs=1e-8)


def test_single_quantities_have_the_usual_interval():
    for together in (True, False):
        for place in range(4):
            found = taken_in([30], together).estimate(place)
            assert found == pytest.approx(mean(WORLDS[:, place]))


def test_what_never_differs_has_no_error_at_all():
    moments = Moments(2, together=True)
    column = np.random.default_rng(8).normal(1e6, 1.0, size=50)
    moments.add(np.stack([column, column], axis=1))
    assert moments.combined(np.array([1.0, -1.0])) == (0.0, 0.0, 0.0)


def test_one_world_has_no_interval():
    moments = Moments(1, together=True)
    moments.add(np.array([[2.0]]))
    found = moments.combined(np.array([1.0]))
    assert found.value == 2.0 and np.isnan(found.low) and np.isnan(found.high)
