"""The 144 ordinal games: their number, their names, and what does not change a type."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.game import GAMES, Payoffs, name_of
from race_sim.games.equilibria import pure_equilibria
from race_sim.games.ordinal import (
    LABELLINGS,
    ORDINAL_TYPES,
    PATTERNS,
    OrdinalType,
    labelling,
    ordinal_type,
    ordinal_types,
    payoffs_of,
    race_game,
    relabelled,
    type_named,
    type_numbered,
)
from race_sim.problems import InputError
from race_sim.rules.state import ACCELERATE, INVEST

pytestmark = pytest.mark.short

ORDERS = [Payoffs(*map(float, order)) for order in itertools.permutations((1, 2, 3, 4))]
STRICT = st.sampled_from(ORDERS)
SMALL = st.builds(Payoffs, *[st.integers(0, 3).map(float)] * 4)

# Symmetric games by the inequalities of their payoffs, best first, as R, S, T, P: Rapoport and
# Guyer (1966) and Bruns (2015, Games 6, 495-520).
SYMMETRIC = {
    "TRSP": "Chicken",
    "TSRP": "Battle",
    "TSPR": "Hero",
    "TPSR": "Compromise",
    "TPRS": "Deadlock",
    "TRPS": "Prisoner's Dilemma",
    "RTPS": "Stag Hunt",
    "RPTS": "Assurance",
    "RPST": "Coordination",
    "RSPT": "Peace",
    "RSTP": "Harmony",
    "RTSP": "Concord",
}


def symmetric(order: str) -> Payoffs:
    """Payoffs whose letters come in this order, the best first."""
    return Payoffs(*(4.0 - order.index(letter) for letter in "RSTP"))


@pytest.mark.parametrize(("order", "title"), SYMMETRIC.items())
def test_the_twelve_symmetric_games(order, title):
    own = symmetric(order)
    found = ordinal_type(own, own)
    assert found.title == title and found.us == found.cn
    assert PATTERNS[found.us].ranks == own
    assert labelling(own, own) == (INVEST, INVEST)


def test_there_are_144_games_and_78_if_it_does_not_matter_who_is_who():
    """Rapoport and Guyer (1966) counted 78; Robinson and Goforth (2005) 144."""
    classes = {(us, cn): ordinal_type(us, cn) for us in ORDERS for cn in ORDERS}
    assert set(classes.values()) == set(ORDINAL_TYPES) and len(ORDINAL_TYPES) == 144
    assert len({frozenset((one, one.mirrored)) for one in ORDINAL_TYPES}) == 78
    # Each is met in the four ways to name both sides' actions.
    counts = [list(classes.values()).count(one) for one in ORDINAL_TYPES]
    assert set(counts) == {4}


def test_the_types_are_the_classes_of_relabelling_worked_out_by_brute_force():
    seen: dict[frozenset, OrdinalType] = {}
    for us, cn in itertools.product(ORDERS, repeat=2):
        orbit = frozenset(
            (relabelled(us, a, b), relabelled(cn, b, a))
            for a, b in itertools.product((INVEST, ACCELERATE), repeat=2)
        )
        found = ordinal_type(us, cn)
        assert seen.setdefault(orbit, found) == found
    assert len(seen) == len(set(seen.values())) == 144


def test_neighbours_in_the_table_differ_by_one_swap_of_ranks_next_to_each_other():
    """Robinson and Goforth's low and middle swaps make rings of six; the high swap joins them."""
    ranks = [pattern.ranks for pattern in PATTERNS]

    def swap(order: Payoffs, low: int) -> Payoffs:
        return Payoffs(*({low: low + 1, low + 1: low}.get(rank, rank) for rank in order))

    for first in (0, 6):
        ring = ranks[first : first + 6]
        for one, two in zip(ring, ring[1:] + ring[:1], strict=True):
            assert two in (swap(one, 1), swap(one, 2))
    titles = [pattern.title for pattern in PATTERNS]
    assert swap(ranks[titles.index("Prisoner's Dilemma")], 3) == ranks[titles.index("Stag Hunt")]
    assert swap(ranks[titles.index("Chicken")], 3) == ranks[titles.index("Concord")]


@given(STRICT, STRICT, st.sampled_from(LABELLINGS))
def test_the_names_of_actions_do_not_matter(us, cn, labels):
    changed = (
        relabelled(us, labels.us, labels.cn),
        relabelled(cn, labels.cn, labels.us),
    )
    assert ordinal_type(*changed) == ordinal_type(us, cn)
    assert ordinal_type(cn, us) == ordinal_type(us, cn).mirrored


@given(STRICT, STRICT, st.integers(1, 9), st.integers(-9, 9))
def test_units_and_zeros_do_not_matter(us, cn, unit, zero):
    changed = Payoffs(*(unit * value + zero for value in us))
    assert ordinal_type(changed, cn) == ordinal_type(us, cn)


@given(STRICT, STRICT)
def test_a_type_and_a_labelling_give_the_game_back(us, cn):
    found, labels = ordinal_type(us, cn), labelling(us, cn)
    assert payoffs_of(found, labels) == (us, cn)
    assert race_game(found, labels) == name_of(us, cn)


@pytest.mark.parametrize("labels", LABELLINGS)
def test_with_a_labelling_each_type_has_one_of_the_14_names(labels):
    names = [race_game(one, labels) for one in ORDINAL_TYPES]
    assert len(names) == 144 and set(names) <= set(range(len(GAMES)))
    for one, name in zip(ORDINAL_TYPES, names, strict=True):
        mirrored = race_game(one.mirrored, labels._replace(us=labels.cn, cn=labels.us))
        assert mirrored == name


def test_all_14_names_are_met_and_a_name_alone_needs_a_labelling():
    names = {one: {race_game(one, labels) for labels in LABELLINGS} for one in ORDINAL_TYPES}
    assert set().union(*names.values()) == set(range(len(GAMES)))
    deadlock = {GAMES[game].title for game in names[type_named("Deadlock")]}
    assert deadlock == {"Deadlock", "Harmony", "Unilateral Safety"}


def test_how_many_equilibria_the_144_have():
    """An eighth has two pure ones and an eighth none, for best replies of each kind are as many."""
    counts = [len(pure_equilibria(*payoffs_of(one))) for one in ORDINAL_TYPES]
    assert [counts.count(number) for number in (0, 1, 2)] == [18, 108, 18]


def test_win_win_games_are_the_36_in_which_one_outcome_is_best_for_both():
    for one in ORDINAL_TYPES:
        us, cn = payoffs_of(one)
        assert one.is_win_win == (us.both_invest == cn.both_invest == 4)
    assert sum(one.is_win_win for one in ORDINAL_TYPES) == 36


def test_names_and_numbers_lead_back():
    for number in range(1, 145):
        one = type_numbered(number)
        assert one.number == number
        assert type_named(one.key) == type_named(one.title) == type_named(one.key.lower()) == one


@pytest.mark.parametrize("name", ["", "Pd Xx", "Prisoner's", "Pd Ch Sh"])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(InputError, match="Prisoner's Dilemma"):
        type_named(name)


@pytest.mark.parametrize("number", [0, 145])
def test_a_number_outside_is_refused(number):
    with pytest.raises(InputError, match="1 to 144"):
        type_numbered(number)


def test_ties_are_a_border():
    # Reward and temptation tie: between the Prisoner's Dilemma and the Stag Hunt for both.
    tied = Payoffs(3.0, 0.0, 3.0, 1.0)
    assert ordinal_type(tied, tied) is None
    keys = {one.key for one in ordinal_types(tied, tied)}
    assert {"Pd Pd", "Sh Sh"} < keys and len(keys) == 4
    assert labelling(tied, tied) is None
    nothing = Payoffs(0.0, 0.0, 0.0, 0.0)
    assert ordinal_types(nothing, nothing) == ORDINAL_TYPES


SHIFTS = [Payoffs(*order) for order in itertools.permutations((0.0, 0.01, 0.02, 0.03))]


def shifted(own: Payoffs, shift: Payoffs) -> Payoffs:
    return Payoffs(*(value + change for value, change in zip(own, shift, strict=True)))


@given(SMALL, SMALL, st.sampled_from(SHIFTS), st.sampled_from(SHIFTS))
def test_a_small_change_that_breaks_all_ties_leads_to_a_type_of_the_border(us, cn, one, two):
    assert ordinal_type(shifted(us, one), shifted(cn, two)) in ordinal_types(us, cn)


@pytest.mark.parametrize(
    "us", [Payoffs(3.0, 0.0, 3.0, 1.0), Payoffs(1.0, 0.0, 1.0, 1.0), Payoffs(2.0, 1.0, 2.0, 1.0)]
)
def test_every_type_of_the_border_is_met_by_some_small_change(us):
    cn = Payoffs(1.0, 0.0, 2.0, 0.0)
    met = {
        ordinal_type(shifted(us, one), shifted(cn, two))
        for one, two in itertools.product(SHIFTS, repeat=2)
    }
    assert met == set(ordinal_types(us, cn))
