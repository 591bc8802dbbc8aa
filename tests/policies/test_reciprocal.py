"""Tit for tat and its kin against given sequences of a rival's actions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.policies.reciprocal import generosity, generous_tit_for_tat
from race_sim.rules.state import ACCELERATE, INVEST
from race_sim.testing.policies import NOTHING
from race_sim.tournament.repeated import play_repeated

pytestmark = pytest.mark.short

SEQUENCES = st.text(alphabet="CD", min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("rival", "answer"),
    [("CCCCCC", "CCCCCC"), ("DDDDDD", "CDDDDD"), ("CDCDCD", "CCDCDC"), ("DCCDDC", "CDCCDD")],
)
def test_tit_for_tat(answers, rival, answer):
    """Axelrod (1984): begins safe, then does what the rival did before."""
    assert answers("tit-for-tat", rival) == answer


@given(SEQUENCES)
def test_the_two_that_echo_differ_in_how_they_begin(answers, rival):
    assert answers("tit-for-tat", rival) == "C" + rival[:-1]
    assert answers("suspicious-tit-for-tat", rival) == "D" + rival[:-1]


@pytest.mark.parametrize(
    ("payoffs", "chance"),
    [
        (Payoffs(3.0, 0.0, 5.0, 1.0), 1 / 3),  # min(1 - 2/3, 2/4)
        (Payoffs(4.0, 0.0, 5.0, 3.0), 0.5),  # min(1 - 1/4, 1/2)
        (Payoffs(3.0, 0.0, 2.0, 1.0), 1.0),  # a stag hunt: nothing tempts
        (Payoffs(1.0, 2.0, 3.0, 0.0), 0.0),  # to be the only safe one is better than peace
        (Payoffs(1.0, 0.0, 2.0, 3.0), 0.0),  # deadlock
    ],
)
def test_generosity(payoffs, chance):
    """Nowak and Sigmund (1992): min(1 - (T - R) / (R - S), (R - P) / (T - P))."""
    assert generosity(payoffs) == pytest.approx(chance, abs=1e-15)


@given(
    st.tuples(*[st.integers(-8, 8)] * 4), st.sampled_from((0.25, 2.0, 1024.0)), st.integers(-9, 9)
)
def test_generosity_does_not_depend_on_units(entries, scale, shift):
    payoffs = Payoffs(*(float(entry) for entry in entries))
    moved = Payoffs(*(scale * (entry + shift) for entry in entries))  # exact in binary
    assert generosity(moved) == generosity(payoffs)


def test_generous_tit_for_tat_forgives_only_an_offence(view):
    offended = view._replace(own_last=INVEST, rival_last=ACCELERATE)
    assert generous_tit_for_tat(offended, NOTHING) == pytest.approx(1 / 3)
    assert generous_tit_for_tat(offended._replace(rival_last=INVEST), NOTHING) == 1.0
    assert generous_tit_for_tat(offended._replace(decisions=0), NOTHING) == 1.0


def test_contrition_ends_a_feud_that_tit_for_tat_keeps_up():
    """Wu and Axelrod (1995): after one slip contrite players are at peace in two turns."""
    feud = play_repeated("tit-for-tat", "tit-for-tat", turns=12, slips={3: 0})
    assert feud[3:9].tolist() == [[0, 1], [1, 0], [0, 1], [1, 0], [0, 1], [1, 0]]
    peace = play_repeated("contrite-tit-for-tat", "contrite-tit-for-tat", turns=12, slips={3: 0})
    assert peace[3:5].tolist() == [[0, 1], [1, 0]]  # the slip, and its punishment, taken
    assert (peace[5:] == 1).all()


def test_a_contrite_player_punishes_who_is_in_the_wrong(answers):
    """Boyd (1989): it answers an offence like tit for tat, and takes a punishment it deserves."""
    assert answers("contrite-tit-for-tat", "CCDCCC") == "CCCDCC"
    assert answers("contrite-tit-for-tat", "DDDD") == "CDDD"
    assert answers("contrite-tit-for-tat", "CCCDCC", slips=(2,)) == "CCDCCC"


@given(SEQUENCES)
def test_without_errors_contrite_and_plain_tit_for_tat_are_the_same(answers, rival):
    """Boyd (1989): contrition changes nothing where nobody errs; the rival here answers it."""
    assert answers("contrite-tit-for-tat", rival) == answers("tit-for-tat", rival)
