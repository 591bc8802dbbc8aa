"""Tit for tat and grim trigger against given sequences of a rival's actions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.policies import NUMBERS, View, choose, remember
from race_sim.rules.state import ACCELERATE, INVEST, Memory

pytestmark = pytest.mark.short


def played(name: str, rival: str) -> str:
    """What a policy does (C invests, D accelerates) against a rival's sequence."""
    number = NUMBERS[name]
    memory = Memory(0.0, 0.0, 0.0, 0.0)
    own_last = rival_last = ACCELERATE  # as at the start of a race
    answer = ""
    for decisions, letter in enumerate(rival):
        payoffs = Payoffs(3.0, 0.0, 5.0, 1.0)
        view = View(payoffs, 0.2, 0.6, 0.0, 0.5, own_last, rival_last, decisions, 0, 5.5)
        chance = choose(number, view, memory)
        assert chance in (0.0, 1.0)
        own_last = INVEST if chance == 1.0 else ACCELERATE
        rival_last = INVEST if letter == "C" else ACCELERATE
        memory = remember(number, view, memory, own_last, rival_last)
        answer += "C" if own_last == INVEST else "D"
    return answer


@pytest.mark.parametrize(
    ("rival", "answer"),
    [("CCCCCC", "CCCCCC"), ("DDDDDD", "CDDDDD"), ("CDCDCD", "CCDCDC"), ("DCCDDC", "CDCCDD")],
)
def test_tit_for_tat(rival, answer):
    """Axelrod (1984): begins safe, then does what the rival did before."""
    assert played("tit-for-tat", rival) == answer


@pytest.mark.parametrize(
    ("rival", "answer"),
    [("CCCCCC", "CCCCCC"), ("DCCCCC", "CDDDDD"), ("CCDCCC", "CCCDDD"), ("CCCCCD", "CCCCCC")],
)
def test_grim_trigger(rival, answer):
    """Friedman (1971): safe until the rival accelerates once, then never again."""
    assert played("grim-trigger", rival) == answer


@given(st.text(alphabet="CD", min_size=1, max_size=40))
def test_tit_for_tat_is_the_rival_one_decision_late(rival):
    assert played("tit-for-tat", rival) == "C" + rival[:-1]


@given(st.text(alphabet="CD", min_size=1, max_size=40))
def test_grim_trigger_never_forgives(rival):
    peace = rival.find("D") + 1 if "D" in rival else len(rival)
    assert played("grim-trigger", rival) == "C" * peace + "D" * (len(rival) - peace)


def test_a_grudge_keeps_the_rest_of_the_memory():
    memory = Memory(0.0, 2.0, 3.0, 4.0)
    view = View(Payoffs(0.0, 0.0, 0.0, 0.0), 0.2, 0.6, 0.0, 0.5, 0, 0, 1, 0, 5.5)
    after = remember(NUMBERS["grim-trigger"], view, memory, INVEST, ACCELERATE)
    assert after == Memory(1.0, 2.0, 3.0, 4.0)


@pytest.mark.parametrize(("name", "answer"), [("always-accelerate", "D"), ("always-safe", "C")])
def test_policies_that_never_look(name, answer):
    assert played(name, "CDDCCD") == answer * 6
