"""The names of games: textbook games, what does not change a name, and equilibria by nashpy."""

import itertools

import nashpy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim import game
from race_sim.game import GAMES, Payoffs, best_reply, name_of
from race_sim.rules.state import ACCELERATE, INVEST

pytestmark = pytest.mark.short

# Ordinal payoffs: reward (both invest), sucker (invest alone), temptation (accelerate alone),
# punishment (both accelerate). Rapoport and Guyer (1966); Snyder and Diesing (1977), chapter 2.
DILEMMA = Payoffs(3, 1, 4, 2)
DEADLOCK = Payoffs(2, 1, 4, 3)
STAG_HUNT = Payoffs(4, 1, 3, 2)
CHICKEN = Payoffs(3, 2, 4, 1)
HARMONY = Payoffs(4, 3, 2, 1)
PREFERS_RACE = Payoffs(3, 1, 2, 4)  # wants to do as the other does, rather both racing

TEXTBOOK = [
    (DILEMMA, DILEMMA, "Prisoner's Dilemma"),
    (DEADLOCK, DEADLOCK, "Deadlock"),
    (DILEMMA, DEADLOCK, "One-Sided Deadlock"),
    (STAG_HUNT, STAG_HUNT, "Stag Hunt"),
    (STAG_HUNT, PREFERS_RACE, "Coordination"),  # Battle of the Sexes
    (PREFERS_RACE, PREFERS_RACE, "Coordination"),
    (CHICKEN, CHICKEN, "Chicken"),
    (HARMONY, HARMONY, "Harmony"),
    (DILEMMA, STAG_HUNT, "Asymmetric Dilemma"),
    (DEADLOCK, PREFERS_RACE, "Asymmetric Dilemma"),
    (DILEMMA, CHICKEN, "Called Bluff"),
    (DEADLOCK, CHICKEN, "Bully"),
    (HARMONY, STAG_HUNT, "Safe Leadership"),
    (HARMONY, CHICKEN, "Free Ride"),
    (HARMONY, DILEMMA, "Unilateral Safety"),
    (HARMONY, DEADLOCK, "Unilateral Safety"),
    (Payoffs(1, 0, 0, 1), Payoffs(0, 1, 1, 0), "Matching Pennies"),
    (STAG_HUNT, CHICKEN, "Matching Pennies"),
]

ORDINAL = [Payoffs(*order) for order in itertools.permutations((1, 2, 3, 4))]
WHOLE = st.integers(-1000, 1000)
TABLES = st.builds(Payoffs, WHOLE, WHOLE, WHOLE, WHOLE)
STRICT = st.permutations(range(1, 40)).map(lambda order: Payoffs(*order[:4]))


def title(us: Payoffs, cn: Payoffs) -> str:
    return GAMES[name_of(us, cn)].title


@pytest.mark.parametrize(("us", "cn", "expected"), TEXTBOOK)
def test_textbook_games(us, cn, expected):
    assert title(us, cn) == expected
    assert title(cn, us) == expected


def test_the_most_quoted_prisoners_dilemma():
    """Axelrod (1984): 3, 0, 5, 1."""
    assert title(Payoffs(3, 0, 5, 1), Payoffs(3, 0, 5, 1)) == "Prisoner's Dilemma"


def test_every_pair_of_orders_has_a_name_and_every_name_is_reached():
    """All 24 x 24 strict orders: the 14 names, and the same name from either side."""
    names = {(us, cn): name_of(us, cn) for us in ORDINAL for cn in ORDINAL}
    assert set(names.values()) == set(range(len(GAMES))) == set(range(14))
    assert all(names[us, cn] == names[cn, us] for us, cn in names)


def test_numbers_and_keys_of_games_agree():
    assert all(getattr(game, entry.key.upper()) == n for n, entry in enumerate(GAMES))
    assert len({entry.title for entry in GAMES}) == len(GAMES)


@given(TABLES, TABLES)
def test_the_order_of_the_sides_does_not_matter(us, cn):
    assert name_of(us, cn) == name_of(cn, us)


@given(TABLES, TABLES, st.integers(1, 500), WHOLE, st.integers(1, 500), WHOLE)
def test_units_and_zero_of_payoffs_do_not_matter(us, cn, us_unit, us_zero, cn_unit, cn_zero):
    """Von Neumann and Morgenstern: a positive affine change of payoffs is the same preference."""
    us_changed = Payoffs(*(us_unit * value + us_zero for value in us))
    cn_changed = Payoffs(*(cn_unit * value + cn_zero for value in cn))
    assert name_of(us_changed, cn_changed) == name_of(us, cn)


@pytest.mark.parametrize(
    ("payoffs", "to_invest", "to_accelerate", "kind"),
    [
        (DILEMMA, ACCELERATE, ACCELERATE, game.RACES),
        (HARMONY, INVEST, INVEST, game.SAFE),
        (STAG_HUNT, INVEST, ACCELERATE, game.MATCHES),
        (CHICKEN, ACCELERATE, INVEST, game.DIFFERS),
        (Payoffs(1, 1, 1, 1), INVEST, INVEST, game.SAFE),  # no difference: invest
    ],
)
def test_best_replies(payoffs, to_invest, to_accelerate, kind):
    assert best_reply(payoffs, INVEST) == to_invest
    assert best_reply(payoffs, ACCELERATE) == to_accelerate
    assert game.actor_type(payoffs) == kind


def matrices(us: Payoffs, cn: Payoffs) -> tuple[np.ndarray, np.ndarray]:
    """The bimatrix game, rows and columns in the order accelerate, invest."""
    rows = [[us.both_accelerate, us.accelerate_alone], [us.invest_alone, us.both_invest]]
    columns = [[cn.both_accelerate, cn.invest_alone], [cn.accelerate_alone, cn.both_invest]]
    return np.array(rows, dtype=float), np.array(columns, dtype=float)


def equilibria(us: Payoffs, cn: Payoffs) -> tuple[set[tuple[int, int]], int]:
    """Pure equilibria as pairs of actions, and the number of mixed ones, by nashpy."""
    pure, mixed = set(), 0
    for row, column in nashpy.Game(*matrices(us, cn)).support_enumeration():
        if max(row) > 1 - 1e-9 and max(column) > 1 - 1e-9:
            pure.add((int(np.argmax(row)), int(np.argmax(column))))
        else:
            mixed += 1
    return pure, mixed


@given(STRICT, STRICT)
def test_mutual_best_replies_are_the_equilibria_that_nashpy_finds(us, cn):
    actions = (ACCELERATE, INVEST)
    ours = {
        (i, j)
        for i in actions
        for j in actions
        if best_reply(us, j) == i and best_reply(cn, i) == j
    }
    pure, mixed = equilibria(us, cn)
    assert ours == pure
    assert len(pure) + mixed in (1, 3)  # Wilson (1971): an odd number, when no payoffs are equal


AA, AI, IA, II = (
    (ACCELERATE, ACCELERATE),
    (ACCELERATE, INVEST),
    (INVEST, ACCELERATE),
    (INVEST, INVEST),
)
EQUILIBRIA = {
    "Prisoner's Dilemma": ({AA}, 0),
    "Deadlock": ({AA}, 0),
    "One-Sided Deadlock": ({AA}, 0),
    "Stag Hunt": ({AA, II}, 1),
    "Coordination": ({AA, II}, 1),
    "Chicken": ({AI, IA}, 1),
    "Harmony": ({II}, 0),
    "Asymmetric Dilemma": ({AA}, 0),
    "Safe Leadership": ({II}, 0),
    "Matching Pennies": (set(), 1),
}
ONE_ACCELERATES_ALONE = {"Called Bluff", "Bully", "Free Ride", "Unilateral Safety"}


@given(STRICT, STRICT)
def test_a_name_says_where_its_equilibria_are(us, cn):
    name = title(us, cn)
    found = equilibria(us, cn)
    if name in ONE_ACCELERATES_ALONE:
        assert found in (({AI}, 0), ({IA}, 0))
    else:
        assert found == EQUILIBRIA[name]


def test_where_accelerating_dominates_the_name_is_given_by_pareto_order():
    """A Prisoner's Dilemma when both would rather both invest, a Deadlock when neither would.

    Checked on the bimatrix: in the dilemma (invest, invest) is better for both than the only
    equilibrium, in the deadlock worse for both.
    """
    racers = [payoffs for payoffs in ORDINAL if game.actor_type(payoffs) == game.RACES]
    assert len(racers) == 6
    for us, cn in itertools.product(racers, repeat=2):
        assert equilibria(us, cn) == ({AA}, 0)
        better = [table[1, 1] > table[0, 0] for table in matrices(us, cn)]
        expected = ("Deadlock", "One-Sided Deadlock", "Prisoner's Dilemma")[sum(better)]
        assert title(us, cn) == expected
