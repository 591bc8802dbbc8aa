"""Fictitious play: known convergence, and the record that it keeps."""

import numpy as np
import pytest

from race_sim.game import Payoffs
from race_sim.rules.state import CN, US
from race_sim.tournament.repeated import Chair, play_repeated

pytestmark = pytest.mark.short


def test_it_finds_the_equilibrium_of_a_dilemma_at_once():
    assert (play_repeated("fictitious-play", "fictitious-play", turns=20) == 0).all()


def test_it_coordinates_where_both_gain_from_it():
    stag_hunt = Payoffs(4.0, 1.0, 3.0, 2.0)
    played = play_repeated("fictitious-play", "fictitious-play", stag_hunt, turns=20)
    assert (played == 1).all()


def test_frequencies_in_matching_pennies_approach_one_half():
    """Robinson (1951): in a zero-sum game the frequencies converge to the equilibrium, 1/2."""
    matcher, differer = Payoffs(1.0, -1.0, -1.0, 1.0), Payoffs(-1.0, 1.0, 1.0, -1.0)
    chairs = (
        Chair("fictitious-play", matcher, differer, US),
        Chair("fictitious-play", differer, matcher, CN),
    )
    done = []
    for _ in range(3000):
        us, cn = (int(chair.chance()) for chair in chairs)
        chairs[0].after(us, cn)
        chairs[1].after(cn, us)
        done.append((us, cn))
    shares = np.mean(done, axis=0)
    assert shares == pytest.approx([0.5, 0.5], abs=0.05)
    assert chairs[0].memory.first == sum(cn for _, cn in done)
    assert chairs[0].memory.first + chairs[0].memory.second == 3000.0
