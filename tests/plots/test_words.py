import math

import pytest

from race_sim.plots import words

pytestmark = pytest.mark.short


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.039, "3.9 %"),
        (0.0035, "0.35 %"),
        (0.9981, "99.81 %"),
        (0.5, "50.0 %"),
        (0.00999, "1.0 %"),
        (-1e-7, "0.00 %"),
        (math.nan, "not known"),
    ],
)
def test_percentages(share, text):
    assert words.percent(share).replace(words.NO_BREAK, " ") == text


def test_an_interval_carries_its_unit_once():
    text = words.percent_with_interval(0.039, 0.031, 0.048).replace(words.NO_BREAK, " ")
    assert text == "3.9 % (3.1 to 4.8 %)"


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        ((71.06, 64.1, 77.9), "71.1 (64.1 to 77.9)"),
        ((1684.2, 1264.4, 2101.0), "1,684 (1,264 to 2,101)"),
        ((5.0, -math.inf, math.inf), "5"),
        ((5.0, -math.inf, 7.0), "5 (below 7)"),
        ((5.0, 2.0, math.inf), "5 (above 2)"),
    ],
)
def test_numbers_with_intervals(estimate, text):
    assert words.number_with_interval(*estimate) == text


def test_frequencies_only_for_shares_between_none_and_all():
    assert words.one_in(0.039).replace(words.NO_BREAK, " ") == "about 1 in 26"
    assert words.one_in(0.0) == words.one_in(1.0) == ""


def test_the_source_line_says_how_many_worlds_and_which_seed():
    line = words.source_line(20000, 7, "A note", each="a point").replace(words.NO_BREAK, " ")
    assert line.startswith("20,000 worlds a point, seed 7, race-sim ")
    assert line.endswith(". A note.")
    assert "seed" not in words.source_line(1, None)
    assert words.source_line(1, None).replace(words.NO_BREAK, " ").startswith("1 world,")


def test_sentences_end_once():
    assert words.sentence("One", "Two.", "") == "One. Two."
