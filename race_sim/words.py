"""Words for numbers: sides, dates, sizes and games, as a sentence needs them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from race_sim.game import (
    ASYMMETRIC_DILEMMA,
    BULLY,
    CALLED_BLUFF,
    FREE_RIDE,
    GAMES,
    MATCHES,
    MATCHING_PENNIES,
    ONE_SIDED_DEADLOCK,
    RACES,
    SAFE,
    SAFE_LEADERSHIP,
    UNILATERAL_SAFETY,
    Payoffs,
    actor_type,
    name_of,
)

_HARD_SPACE = "\N{NO-BREAK SPACE}"

SIDE_NAMES = {"us": "the United States", "cn": "China"}
SIDE_POSSESSIVES = {"us": "the United States'", "cn": "China's"}
RIVAL = {"us": "cn", "cn": "us"}

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_ORDINALS = ("first", "second", "third", "fourth")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_ARTICLES = {
    "prisoners_dilemma": "a ",
    "deadlock": "a ",
    "one_sided_deadlock": "a ",
    "stag_hunt": "a ",
    "asymmetric_dilemma": "an ",
    "called_bluff": "a ",
    "free_ride": "a ",
}
# By key, as a sentence names it: `a Prisoner's Dilemma`, `Harmony`.
GAME_NAMES = {game.key: _ARTICLES.get(game.key, "") + game.title for game in GAMES}

# Games in which the two sides differ: the side named first is the one of the given type.
_ROLES = {
    ASYMMETRIC_DILEMMA: (RACES, "accelerating dominates for {0}, and {1} matches it"),
    CALLED_BLUFF: (
        RACES,
        "accelerating dominates for {0}, which would rather both invest; {1} gives way",
    ),
    BULLY: (RACES, "accelerating dominates for {0}, which is content with it; {1} gives way"),
    SAFE_LEADERSHIP: (SAFE, "investing dominates for {0}, and {1} matches it"),
    FREE_RIDE: (SAFE, "investing dominates for {0}, and {1} accelerates behind it"),
    UNILATERAL_SAFETY: (SAFE, "investing dominates for {0} and accelerating for {1}"),
    MATCHING_PENNIES: (MATCHES, "{0} wants to do as {1} does, which wants to do the opposite"),
}


def count(number: int, noun: str) -> str:
    """A count with its noun: `no incidents`, `one incident`, `13 incidents`."""
    return f"{number_word(number)} {noun}" + ("" if number == 1 else "s")


def number_word(number: int) -> str:
    """A whole number, spelt out up to twelve."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number}"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def percent(share: float) -> str:
    """A share as a whole percentage; what would round to none or to all of it says so."""
    whole = f"{100 * share:.0f}"
    if whole == "0" and share > 0.0:
        return "less than 1 %"
    if whole == "100" and share < 1.0:
        return "more than 99 %"
    return f"{whole} %"


def times(ratio: float) -> str:
    """A ratio: `1.02 times`, `2.5 times`, `14 times`."""
    if ratio < 1.15:
        return f"{ratio:.2f} times"
    return f"{ratio:.1f} times" if ratio < 9.95 else f"{ratio:.0f} times"


def size(value: float) -> str:
    """A positive quantity with two or three digits that count: `0.85`, `12.5`, `1 240`."""
    if value >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 1 or value == 0 else f"{value:.2f}"


def part_of_year(year: float, step: float) -> str:
    """When in a year a step begins: a quarter, a month, or nothing for steps of a year."""
    fraction = year - int(year + 1e-6)
    if step >= 1.0:
        return ""
    if step == 0.25:
        return f"in the {_ORDINALS[min(int(fraction * 4 + 0.5), 3)]} quarter"
    return f"in {_MONTHS[min(int(fraction * 12 + 1e-6), 11)]}"


def wrapped(text: str, width: int, first: str = "", others: str = "") -> str:
    """The text in lines; a number stays together with its sign and with the rest of it.

    Parameters
    ----------
    text : str
    width : int
    first, others : str
        What stands in front of the first line, and of the others.
    """
    lines = textwrap.fill(
        re.sub(r"(?<=\d) (?=%|\d{3}\b)", _HARD_SPACE, text),
        width=width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace(_HARD_SPACE, " ")


def listing(parts: Sequence[str]) -> str:
    """Parts of a list: `a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def game_in_words(us: Payoffs, cn: Payoffs) -> str:
    """What the game between two payoff tables means, naming the sides where they differ."""
    game = name_of(us, cn)
    if game == ONE_SIDED_DEADLOCK:
        wants = "us" if us.both_invest > us.both_accelerate else "cn"
        return f"accelerating dominates for both, and {SIDE_NAMES[wants]} would rather both invest"
    if game not in _ROLES:
        return GAMES[game].meaning
    role, meaning = _ROLES[game]
    first = "us" if actor_type(us) == role else "cn"
    return meaning.format(SIDE_NAMES[first], SIDE_NAMES[RIVAL[first]])
