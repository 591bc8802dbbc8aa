"""Words for numbers, dates and games."""

import itertools

import pytest

from race_sim import words
from race_sim.game import GAMES, Payoffs, actor_type, name_of

pytestmark = pytest.mark.short


def test_counts():
    assert words.count(0, "incident") == "no incidents"
    assert words.count(1, "incident") == "one incident"
    assert words.count(12, "year") == "twelve years"
    assert words.count(13, "year") == "13 years"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (0.004, "less than 1 %"),
        (0.006, "1 %"),
        (0.5, "50 %"),
        (0.994, "99 %"),
        (0.997, "more than 99 %"),
        (1.0, "100 %"),
    ],
)
def test_a_share_never_rounds_to_none_or_all(share, text):
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (0.123, "0.12"),
        (1.0, "1.0"),
        (12.54, "12.5"),
        (264.3, "264"),
        (10_000.0, "10 000"),
    ],
)
def test_sizes(value, text):
    assert words.size(value) == text


def test_ratios():
    assert [words.times(ratio) for ratio in (1.02, 2.512, 9.97)] == [
        "1.02 times",
        "2.5 times",
        "10 times",
    ]


def test_parts_of_a_year():
    assert words.part_of_year(2031.5, 0.25) == "in the third quarter"
    assert words.part_of_year(2030.0 + 11 / 12, 1 / 12) == "in December"
    assert words.part_of_year(2031.0, 1.0) == ""
    # A date that a rounding error has put before its year.
    assert words.part_of_year(2031.0 - 1e-9, 0.25) == "in the first quarter"


def test_listing():
    assert words.listing([]) == ""
    assert words.listing(["a"]) == "a"
    assert words.listing(["a", "b", "c"]) == "a, b and c"


def every_game():
    """Every pair of strict orders of payoffs: the 2x2 games of Rapoport and Guyer, 1966."""
    orders = [Payoffs(*map(float, order)) for order in itertools.permutations((1, 2, 3, 4))]
    return itertools.product(orders, orders)


def test_games_with_two_roles_name_who_has_which():
    seen = set()
    for us, cn in every_game():
        text = words.game_in_words(us, cn)
        game = GAMES[name_of(us, cn)]
        seen.add(game.key)
        assert "{" not in text and "one of them" not in text
        if actor_type(us) == actor_type(cn) and game.key != "one_sided_deadlock":
            assert text == game.meaning
            continue
        assert "China" in text or "the United States" in text
        assert ("China" in text and "the United States" in text) or game.key == "one_sided_deadlock"
        # Chairs exchanged, so are the names.
        swapped = text.replace("China", "X").replace("the United States", "China")
        assert words.game_in_words(cn, us) == swapped.replace("X", "the United States")
    assert seen == {game.key for game in GAMES}


def test_every_game_has_a_name_for_sentences():
    for game in GAMES:
        assert words.GAME_NAMES[game.key].endswith(game.title)
