"""Pavlov: stays after a good turn, shifts after a bad one."""

import pytest

from race_sim.tournament.repeated import play_repeated

pytestmark = pytest.mark.short


def test_pavlov_recovers_from_one_error_in_two_turns():
    """Nowak and Sigmund (1993): after a slip both accelerate once, then are at peace again."""
    played = play_repeated("pavlov", "pavlov", turns=10, slips={4: 1})
    assert played[4:7].tolist() == [[1, 0], [0, 0], [1, 1]]
    assert (played[7:] == 1).all()


def test_pavlov_takes_advantage_of_a_rival_that_never_punishes():
    """Nowak and Sigmund (1993): once it has slipped against ALLC it goes on accelerating."""
    played = play_repeated("pavlov", "always-safe", turns=10, slips={4: 0})
    assert played[4:, 0].tolist() == [0] * 6


def test_pavlov_is_exploited_every_second_turn_by_a_rival_that_never_invests(answers):
    assert answers("pavlov", "DDDDDD") == "CDCDCD"
