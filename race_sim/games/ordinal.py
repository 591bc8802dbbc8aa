"""The ordinal type of a game: which of the 144 strict ordinal 2x2 games it is.

Only the order of each side's four payoffs counts, and not which of its actions is called which.
There are then 144 games, or 78 if it does not matter either who is who (Rapoport and Guyer, 1966,
General Systems 11, 203-214; Robinson and Goforth, 2005, The Topology of the 2x2 Games). Bruns
(2015, Games 6, 495-520) names each by two patterns, one for each side: a pattern is how a side
orders the four outcomes, and is called after the symmetric game in which both sides have it.

Each side's actions are told apart by what they do for the other side: its *obliging* action is the
one under which the other gets its best payoff. In the letters of `race_sim.games.dilemma`, with
obliging in the place of investing, a side's own best payoff is then its R or its T, which leaves
twelve orders: `PATTERNS`, placed so that neighbours differ by swapping two payoffs next to each
other in rank, as in the tables of Robinson and Goforth and of Bruns. A game is written by both
patterns, that of the United States first, and numbered 1 to 144 by both places, row by row. (These
numbers are this package's own, not Robinson and Goforth's index of layer, row and column.)

>>> prisoner, chicken = Payoffs(3.0, 0.0, 5.0, 1.0), Payoffs(3.0, 1.0, 5.0, 0.0)
>>> found = ordinal_type(prisoner, chicken)
>>> found.key, found.number
('Pd Ch', 61)
>>> ordinal_type(prisoner, prisoner).title
"Prisoner's Dilemma"
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import NamedTuple

from race_sim.game import Payoffs, name_of, payoff_of
from race_sim.games.equilibria import other
from race_sim.problems import InputError, Problem
from race_sim.rules.state import ACCELERATE, INVEST


class Pattern(NamedTuple):
    """How a side orders the four outcomes, by ranks from 1, the worst, to 4, the best."""

    key: str
    title: str
    ranks: Payoffs  # with the obliging actions of both in the place of investing


PATTERNS = (
    Pattern("Ch", "Chicken", Payoffs(3, 2, 4, 1)),
    Pattern("Ba", "Battle", Payoffs(2, 3, 4, 1)),  # of the Sexes; Leader in Rapoport's terms
    Pattern("Hr", "Hero", Payoffs(1, 3, 4, 2)),
    Pattern("Cm", "Compromise", Payoffs(1, 2, 4, 3)),
    Pattern("Dl", "Deadlock", Payoffs(2, 1, 4, 3)),
    Pattern("Pd", "Prisoner's Dilemma", Payoffs(3, 1, 4, 2)),
    Pattern("Sh", "Stag Hunt", Payoffs(4, 1, 3, 2)),
    Pattern("As", "Assurance", Payoffs(4, 1, 2, 3)),
    Pattern("Co", "Coordination", Payoffs(4, 2, 1, 3)),
    Pattern("Pc", "Peace", Payoffs(4, 3, 1, 2)),
    Pattern("Ha", "Harmony", Payoffs(4, 3, 2, 1)),
    Pattern("Nc", "Concord", Payoffs(4, 2, 3, 1)),
)
_NUMBER_OF = {pattern.ranks: number for number, pattern in enumerate(PATTERNS)}
_COUNT = len(PATTERNS)


@dataclass(frozen=True, order=True)
class OrdinalType:
    """One of the 144 games.

    Attributes
    ----------
    us, cn : int
        The patterns of both sides, by their numbers in `PATTERNS`.
    """

    us: int
    cn: int

    @property
    def key(self) -> str:
        """Both patterns in short, that of the United States first: `Pd Ch`."""
        return f"{PATTERNS[self.us].key} {PATTERNS[self.cn].key}"

    @property
    def title(self) -> str:
        """Both patterns in full, or one name if they are the same: `Prisoner's Dilemma`."""
        us, cn = PATTERNS[self.us].title, PATTERNS[self.cn].title
        return us if us == cn else f"{us} / {cn}"

    @property
    def number(self) -> int:
        """Its place in the table of patterns, 1 to 144, row by row."""
        return _COUNT * self.us + self.cn + 1

    @property
    def mirrored(self) -> OrdinalType:
        """The same game with the sides exchanged."""
        return OrdinalType(self.cn, self.us)

    @property
    def is_win_win(self) -> bool:
        """Whether one joint action is the best for both."""
        return all(PATTERNS[side].ranks.both_invest == 4 for side in (self.us, self.cn))


class Labelling(NamedTuple):
    """Which race action is the obliging one, for each side: INVEST or ACCELERATE."""

    us: int
    cn: int


LABELLINGS = tuple(
    Labelling(us, cn) for us, cn in itertools.product((INVEST, ACCELERATE), repeat=2)
)

ORDINAL_TYPES = tuple(OrdinalType(us, cn) for us in range(_COUNT) for cn in range(_COUNT))


def ranks_of(payoffs: Payoffs) -> tuple[Payoffs, ...]:
    """The orders of four payoffs, as ranks 1 to 4: one, or all that breaking the ties can give."""
    return tuple(
        order
        for order in map(Payoffs._make, itertools.permutations((1.0, 2.0, 3.0, 4.0)))
        if all(
            order[one] < order[two]
            for one, two in itertools.permutations(range(4), 2)
            if payoffs[one] < payoffs[two]
        )
    )


def _obliging(rival: Payoffs) -> int:
    """The action of a side under which its rival gets its best payoff; there must be no tie."""
    best = max(rival)
    return INVEST if best in (rival.both_invest, rival.accelerate_alone) else ACCELERATE


def relabelled(payoffs: Payoffs, own: int, rival: int) -> Payoffs:
    """Payoffs with the actions `own` and `rival` of both sides in the place of investing."""
    return Payoffs(
        payoff_of(payoffs, own, rival),
        payoff_of(payoffs, own, other(rival)),
        payoff_of(payoffs, other(own), rival),
        payoff_of(payoffs, other(own), other(rival)),
    )


def _of_ranks(us: Payoffs, cn: Payoffs) -> tuple[OrdinalType, Labelling]:
    labels = Labelling(_obliging(cn), _obliging(us))
    return (
        OrdinalType(
            _NUMBER_OF[relabelled(us, labels.us, labels.cn)],
            _NUMBER_OF[relabelled(cn, labels.cn, labels.us)],
        ),
        labels,
    )


def ordinal_types(us: Payoffs, cn: Payoffs) -> tuple[OrdinalType, ...]:
    """The ordinal type of a game, or of all games on whose common border it lies.

    Payoffs that tie belong to no strict game. The types given then are those that the least
    change of the tied payoffs can make of it.
    """
    pairs = itertools.product(ranks_of(us), ranks_of(cn))
    return tuple(sorted({_of_ranks(*pair)[0] for pair in pairs}))


def ordinal_type(us: Payoffs, cn: Payoffs) -> OrdinalType | None:
    """The ordinal type of a game; None if a side's payoffs tie.

    It does not change with the units and zeros of payoffs, nor if a side's actions exchange
    their names; if the sides do, it is `mirrored`.
    """
    if len(set(us)) < 4 or len(set(cn)) < 4:
        return None
    return ordinal_types(us, cn)[0]


def labelling(us: Payoffs, cn: Payoffs) -> Labelling | None:
    """Which action obliges the other side, for each side; None if a side has two best outcomes."""
    if any(sum(value == max(own) for value in own) > 1 for own in (us, cn)):
        return None
    return Labelling(_obliging(cn), _obliging(us))


def payoffs_of(ordinal: OrdinalType, labels: Labelling = LABELLINGS[0]) -> tuple[Payoffs, Payoffs]:
    """The game with ranks as payoffs; the obliging actions are both investing unless labelled."""
    # Relabelling is its own inverse.
    return (
        relabelled(PATTERNS[ordinal.us].ranks, labels.us, labels.cn),
        relabelled(PATTERNS[ordinal.cn].ranks, labels.cn, labels.us),
    )


def race_game(ordinal: OrdinalType, labels: Labelling = LABELLINGS[0]) -> int:
    """The number in `race_sim.game.GAMES` of a type, given which actions oblige the other side.

    The names of the race know which action is which: the same type is, say, a Deadlock if
    investing obliges the other and Harmony if accelerating does. With a labelling, each of the
    144 types has exactly one of the 14 names.
    """
    return name_of(*payoffs_of(ordinal, labels))


def type_named(name: str) -> OrdinalType:
    """The type with this name: both patterns or the one of a symmetric game, in short or in full.

    `Pd Ch`, `pd/ch`, `Prisoner's Dilemma / Chicken` and `Chicken` are understood.

    Raises
    ------
    InputError
        If there is no such pattern.
    """
    plain = name.replace("/", " ").casefold().split()
    keys = {pattern.key.casefold(): number for number, pattern in enumerate(PATTERNS)}
    titles = {pattern.title.casefold(): number for number, pattern in enumerate(PATTERNS)}
    known = keys | titles
    for cut in range(1, len(plain) + 1):
        first, second = " ".join(plain[:cut]), " ".join(plain[cut:])
        if first in known and (second in known or not second):
            return OrdinalType(known[first], known[second or first])
    allowed = ", ".join(f"{pattern.key} ({pattern.title})" for pattern in PATTERNS)
    raise InputError("ordinal type", [Problem("name", f"{name!r}", f"one or two of {allowed}")])


def type_numbered(number: int) -> OrdinalType:
    """The type with this number.

    Raises
    ------
    InputError
        If it is not from 1 to 144.
    """
    if not 1 <= number <= len(ORDINAL_TYPES):
        allowed = f"a whole number from 1 to {len(ORDINAL_TYPES)}"
        raise InputError("ordinal type", [Problem("number", f"{number}", allowed)])
    return ORDINAL_TYPES[number - 1]
