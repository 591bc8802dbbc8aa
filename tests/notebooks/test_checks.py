"""Answers are judged as a reader would wish: near enough is right, and a wrong one is told why."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.lessons import check, compare

NUMBERS = st.floats(-1e6, 1e6)
ANSWERS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers()),
    st.dictionaries(st.text(), st.integers()), st.just(np.arange(3)), st.just(math),
)  # fmt: skip


@given(NUMBERS, st.floats(0.0, 10.0), st.floats(-2.0, 2.0))
def test_a_number_is_right_if_it_is_near_enough(right, within, share):
    verdict = check(right + share * within, right, within=within)
    if abs(share) < 0.999:
        assert verdict.right
    if abs(share) > 1.001 and within > 1e-6:
        assert not verdict.right


@given(ANSWERS, st.one_of(NUMBERS, st.text(), st.lists(st.integers())))
def test_any_answer_gets_a_verdict_in_words(answer, right):
    verdict = check(answer, right, "Look again.")
    assert verdict.text.startswith("Right." if verdict.right else "Not yet. ")
    assert repr(verdict) == verdict.text
    assert verdict._repr_markdown_().startswith("**")


@pytest.mark.parametrize(
    ("answer", "right"),
    [("China", " china "), (np.float64(2.0), 2), (3, np.int64(3)), ([1, 2], (1, 2)), (True, True)],
)
def test_form_does_not_matter(answer, right):
    assert check(answer, right).right


@pytest.mark.parametrize(
    ("answer", "right"),
    [(True, 1), (1, True), ("1", 1), (math.nan, 1.0), (1, "1"), ([1], [1, 2]), (None, 0)],
)
def test_kind_matters(answer, right):
    verdict = check(answer, right)
    assert not verdict.right and len(verdict.text) > len("Not yet.")


def test_hints():
    hints = {4: "That is for a year.", "fear": "That is the other side."}
    assert check(4.0, 3, "Count.", hints=hints).text == "Not yet. That is for a year."
    assert check(5, 3, "Count.", hints=hints).text == "Not yet. Count."
    assert check("Fear", "gain", hints=hints).text == "Not yet. That is the other side."
    assert check(..., 3, "Count.").text.endswith("three dots. Count.")
    assert check(3, 3, "Count.", because="So it is.").text == "Right. So it is."


def test_a_judge_says_what_is_wrong():
    def even(value):
        return "" if value % 2 == 0 else f"{value} is odd."

    assert check(4, even, because="It can be halved.").text == "Right. It can be halved."
    assert check(3, even).text == "Not yet. 3 is odd."
    assert not check(..., even).right


def test_a_bet_is_held_against_what_was_found():
    assert compare(40, 12.34, "%").text == "Your bet: 40 %. Found: 12.3 %."
    assert compare("Fear", "fear").right and not compare(..., "fear").right
    assert compare(..., 3).text == "No bet. Found: 3."
