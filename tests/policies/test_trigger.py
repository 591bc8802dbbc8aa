"""Grim trigger against given sequences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.policies import NUMBERS, remember
from race_sim.rules.state import ACCELERATE, INVEST, Memory

pytestmark = pytest.mark.short


@pytest.mark.parametrize(
    ("rival", "answer"),
    [("CCCCCC", "CCCCCC"), ("DCCCCC", "CDDDDD"), ("CCDCCC", "CCCDDD"), ("CCCCCD", "CCCCCC")],
)
def test_grim_trigger(answers, rival, answer):
    """Friedman (1971): safe until the rival accelerates once, then never again."""
    assert answers("grim-trigger", rival) == answer


@given(st.text(alphabet="CD", min_size=1, max_size=40))
def test_grim_trigger_never_forgives(answers, rival):
    peace = rival.find("D") + 1 if "D" in rival else len(rival)
    assert answers("grim-trigger", rival) == "C" * peace + "D" * (len(rival) - peace)


def test_a_grudge_keeps_the_rest_of_the_memory(view):
    memory = Memory(0.0, 2.0, 3.0, 4.0)
    after = remember(NUMBERS["grim-trigger"], view, memory, INVEST, ACCELERATE)
    assert after == Memory(1.0, 2.0, 3.0, 4.0)
