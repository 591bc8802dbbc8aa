"""The search for one player's best deviation, and its error."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature.deviations import GRID, NoEquilibrium, highest, negligible


@given(st.floats(-5.0, 5.0), st.floats(0.05, 3.0))
def test_a_single_peak_is_found(centre: float, width: float) -> None:
    place, value = highest(lambda x: -(((x - centre) / width) ** 2), np.array(-6.0), np.array(6.0))
    assert place == pytest.approx(centre, abs=1e-6)
    assert value == pytest.approx(0.0, abs=1e-10)


def test_of_two_peaks_the_higher_is_found_at_every_point() -> None:
    heights = np.linspace(0.5, 1.5, 11)[:, None]

    def of(x: np.ndarray) -> np.ndarray:
        return np.exp(-((x - 2.013) ** 2)) + heights * np.exp(-((x - 8.371) ** 2))

    place, value = highest(of, np.zeros(11), np.full(11, 10.0))
    right = heights[:, 0] > 1.0
    same = heights[:, 0] == 1.0
    assert place[right] == pytest.approx(8.371, abs=1e-6)
    assert place[~right & ~same] == pytest.approx(2.013, abs=1e-6)
    assert value == pytest.approx(np.maximum(heights[:, 0], 1.0), abs=1e-10)


def test_a_higher_peak_that_the_grid_half_misses_is_found() -> None:
    step = 10.0 / (GRID - 1)

    def of(x: np.ndarray) -> np.ndarray:
        on, between = (x - 128 * step) / 0.02, (x - 51.5 * step) / 0.02
        return 0.999 * np.exp(-(on**2)) + np.exp(-(between**2))

    place, value = highest(of, np.array(0.0), np.array(10.0))
    assert place == pytest.approx(51.5 * step, abs=1e-6)
    assert value == pytest.approx(1.0, abs=1e-10)


def test_a_bound_can_be_highest() -> None:
    place, value = highest(lambda x: x, np.array([0.0, 1.0]), np.array([2.0, 1.0]))
    assert place.tolist() == [2.0, 1.0]
    assert value.tolist() == [2.0, 1.0]


def test_no_points_are_none() -> None:
    place, value = highest(lambda x: x, np.zeros((0, 3)), np.ones((0, 3)))
    assert place.shape == value.shape == (0, 3)


def test_a_gain_counts_against_what_is_at_stake() -> None:
    assert negligible(np.array(1e-10), np.array(1.0), np.array(1.0))
    assert not negligible(np.array(1e-10), np.array(1e-6), np.array(1.0))
    assert not negligible(np.array(np.nan), np.array(1.0), np.array(1.0))
    assert negligible(np.array(1e-15), np.array(0.0), np.array(1.0))


def test_the_error_says_candidate_gain_and_deviation_and_survives_a_pickle() -> None:
    error = NoEquilibrium("f", "inputs (1, 2)", 0.25, "inputs 0")
    assert f"{error}" == "f: inputs (1, 2): no equilibrium, a player gains 0.25 by inputs 0"
    again = pickle.loads(pickle.dumps(error))
    assert (again.source, again.candidate, again.regret, again.deviation) == (
        "f",
        "inputs (1, 2)",
        0.25,
        "inputs 0",
    )
    assert f"{NoEquilibrium('f', 'none', float('nan'), '')}" == "f: no equilibrium found: none"
