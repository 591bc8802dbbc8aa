"""Replicator dynamics: closed forms, what they keep constant, and nashpy."""

import numpy as np
import pytest

from race_sim.problems import InputError
from race_sim.tournament.replicator import (
    one_population,
    standard_times,
    survivors,
    two_populations,
    uniform,
)

pytestmark = pytest.mark.short

TIMES = np.linspace(0.0, 12.0, 61)
ROCK_PAPER_SCISSORS = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])


def test_a_constant_advantage_is_logistic_growth():
    shares = one_population(np.array([[1.5, 1.5], [1.0, 1.0]]), TIMES, np.array([0.1, 0.9]))
    odds = 0.1 / 0.9 * np.exp(0.5 * TIMES)
    assert shares[:, 0] == pytest.approx(odds / (1 + odds), rel=1e-6)


def test_rock_paper_scissors_goes_round_for_ever():
    """The product of the shares is constant (Hofbauer and Sigmund, 1998, section 7.7)."""
    shares = one_population(ROCK_PAPER_SCISSORS, TIMES, np.array([0.5, 0.3, 0.2]))
    assert shares.prod(axis=1) == pytest.approx(0.03, rel=1e-6)
    assert shares.sum(axis=1) == pytest.approx(1.0)
    assert np.ptp(shares[:, 0]) > 0.2


def test_hawks_and_doves_come_to_rest_at_their_mixture():
    """Resource 2, cost 4: half of all are hawks."""
    shares = one_population(np.array([[-1.0, 2.0], [0.0, 1.0]]), TIMES * 5, np.array([0.9, 0.1]))
    assert shares[-1] == pytest.approx([0.5, 0.5], abs=1e-6)


def test_what_is_dominated_dies_and_never_turns_negative():
    shares = one_population(np.array([[3.0, 0.0], [5.0, 1.0]]), standard_times(1.9))
    assert survivors(shares) == [1] and shares.min() >= 0.0 and shares[-1, 0] < 1e-9


def test_nashpy_comes_to_the_same():
    import nashpy

    table = np.random.default_rng(3).normal(size=(4, 4))
    theirs = nashpy.Game(table).replicator_dynamics(y0=uniform(4), timepoints=TIMES)
    assert one_population(table, TIMES) == pytest.approx(theirs, abs=1e-6)
    other = np.random.default_rng(4).normal(size=(4, 4))
    rows, columns = nashpy.Game(table, other).asymmetric_replicator_dynamics(
        x0=uniform(4), y0=uniform(4), timepoints=TIMES
    )
    found = two_populations(table, other, TIMES)
    assert found[0] == pytest.approx(rows, abs=1e-6)
    assert found[1] == pytest.approx(columns, abs=1e-6)


def test_two_populations_of_a_symmetric_game_stay_alike():
    table = np.random.default_rng(5).normal(size=(3, 3))
    us, cn = two_populations(table, table.T, TIMES)
    assert us == pytest.approx(cn, abs=1e-9)
    assert us == pytest.approx(one_population(table, TIMES), abs=1e-6)


def test_time_follows_the_unit_of_the_payoffs():
    table = np.random.default_rng(6).normal(size=(3, 3))
    one = one_population(table, standard_times(float(table.std())))
    other = one_population(50 * table, standard_times(50 * float(table.std())))
    assert one == pytest.approx(other, abs=1e-6)
    assert standard_times(0.0)[0] == 0.0 and np.isfinite(standard_times(0.0)).all()


def test_bad_shares_are_refused():
    with pytest.raises(InputError, match="start: not all above 0 with sum 1"):
        one_population(np.eye(2), TIMES, np.array([1.0, 0.0]))
