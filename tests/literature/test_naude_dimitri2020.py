"""The contest in which everybody pays: known results, a search, a root found another way."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from race_sim.literature.naude_dimitri2020 import (
    MEASURES,
    Parameters,
    entrants,
    entry_bound,
    equilibrium,
    line_of_teams,
    regret,
    success,
    total_effort,
    worth_of,
)
from race_sim.problems import InputError

FEW = settings(max_examples=40, deadline=None)
strengths = st.lists(st.floats(0.01, 100.0), min_size=2, max_size=7)
entries = st.one_of(st.just(0.0), st.floats(1e-6, 50.0))
prizes = st.floats(0.01, 100.0)


def by_root(teams, entry, prize):
    """The equilibrium by a numeric root: weights that replies add up to, given the whole X."""
    teams = np.asarray(teams)

    def excess(whole):
        return np.maximum(0.0, 1.0 - whole / (prize * teams)).sum() + entry / whole - 1.0

    top = prize * teams.max() * (1.0 - 1e-16) + entry
    whole = brentq(excess, 1e-12, max(top, entry) * 1.01 + 1e-9, xtol=1e-15, rtol=1e-14)
    chances = np.maximum(0.0, 1.0 - whole / (prize * teams))
    return chances * whole / teams, chances


def searched_gain(team, teams, efforts, entry, prize):
    """What a search over its efforts finds for a team, without any condition of first order."""
    others = entry + sum(
        a * x for k, (a, x) in enumerate(zip(teams, efforts, strict=True)) if k != team
    )

    def value(effort):
        weight = teams[team] * effort
        whole = others + weight
        return (prize * weight / whole if whole > 0 else 0.0) - effort

    found = minimize_scalar(
        lambda x: -value(x), bounds=(0.0, prize), method="bounded", options={"xatol": 1e-12}
    )
    grid = np.linspace(0.0, prize, 401)
    return max(-found.fun, *map(value, grid)) - value(efforts[team])


# Known results


def test_two_equal_teams_put_in_a_quarter_of_the_prize_each():
    """Tullock, G. (1980), Efficient rent seeking: (n - 1) / n^2 of the prize."""
    for count in (2, 3, 10):
        found = equilibrium(np.ones(count), 0.0, 8.0)
        assert found.efforts == pytest.approx(np.full(count, 8.0 * (count - 1) / count**2), 1e-12)


@pytest.mark.parametrize("strong", [1.0, 2.0, 50.0])
def test_two_unequal_teams_put_in_the_same(strong):
    """v a c / (a + c)^2 each (Nti, K. O., 1999, Public Choice 98, 415-430)."""
    found = equilibrium([strong, 1.0], 0.0, 3.0)
    assert found.efforts == pytest.approx(np.full(2, 3.0 * strong / (1 + strong) ** 2), rel=1e-12)


def test_one_team_with_strength_takes_the_square_root():
    """max over x of v a x / (b + a x) - x: a x = sqrt(v a b) - b."""
    found = equilibrium([2.0, 0.0], 0.1, 3.0)
    assert found.efforts == pytest.approx([(np.sqrt(3.0 * 2.0 * 0.1) - 0.1) / 2.0, 0.0], rel=1e-12)
    assert found.active.tolist() == [True, False]


# Other ways to the same


@FEW
@given(strengths, entries, prizes)
def test_a_numeric_root_gives_the_same(teams, entry, prize):
    found = equilibrium(teams, entry, prize)
    assume(entry < prize * max(teams))
    efforts, chances = by_root(teams, entry, prize)
    assert found.win_chances == pytest.approx(chances, abs=1e-9)
    assert found.efforts == pytest.approx(efforts, abs=1e-9 * prize)


@settings(max_examples=15, deadline=None)
@given(strengths, entries, prizes)
def test_no_team_gains_by_another_effort(teams, entry, prize):
    found = equilibrium(teams, entry, prize)
    assert np.all(found.regret <= 1e-12 * prize)
    for team in range(len(teams)):
        assert searched_gain(team, teams, found.efforts, entry, prize) <= 1e-9 * prize


def test_damped_best_replies_from_anywhere_settle_there():
    teams, entry = np.array([3.0, 2.5, 2.0, 0.4]), 0.2
    efforts = np.random.default_rng(1).uniform(0.05, 0.6, 4)
    for _ in range(400):
        others = entry + (teams * efforts).sum() - teams * efforts
        reply = np.maximum(0.0, (np.sqrt(teams * others) - others) / teams)
        efforts = 0.7 * efforts + 0.3 * reply
    assert equilibrium(teams, entry).efforts == pytest.approx(efforts, abs=1e-10)


@FEW
@given(strengths, st.floats(0.0, 2.0), st.data())
def test_the_regret_of_any_profile_is_what_a_search_finds(teams, entry, data):
    efforts = data.draw(st.lists(st.floats(0.01, 0.9), min_size=len(teams), max_size=len(teams)))
    found = regret(teams, efforts, entry)
    searched = [searched_gain(team, teams, efforts, entry, 1.0) for team in range(len(teams))]
    assert found == pytest.approx(searched, abs=2e-7)
    assert found.max() > 0.0 or equilibrium(teams, entry).efforts == pytest.approx(efforts)


# What it is about


@FEW
@given(strengths, entries, prizes, st.floats(0.1, 9.0))
def test_scales_do_not_matter(teams, entry, prize, scale):
    one = equilibrium(teams, entry, prize)
    other = equilibrium(np.multiply(teams, scale), entry * scale, prize)
    dearer = equilibrium(teams, entry * scale, prize * scale)
    for found, times in ((other, 1.0), (dearer, scale)):
        assert found.win_chances == pytest.approx(one.win_chances, abs=1e-9)
        assert found.efforts == pytest.approx(one.efforts * times, abs=1e-8 * prize * times)


@FEW
@given(strengths, entries, prizes)
def test_chances_payoffs_and_who_is_in(teams, entry, prize):
    found = equilibrium(teams, entry, prize)
    weights = np.multiply(teams, found.efforts)
    assert np.all((found.efforts > 0.0) == found.active)
    assert found.payoffs == pytest.approx(
        prize * found.win_chances - found.efforts, abs=1e-9 * prize
    )
    whole = entry + weights.sum()
    assert found.win_chances == pytest.approx(weights / whole, abs=1e-12)
    assert found.somebody == pytest.approx(1.0 - entry / whole, abs=1e-9)
    # The strongest are in.
    assert not found.active.any() or min(np.array(teams)[found.active]) >= max(
        np.array(teams)[~found.active], default=0.0
    )


@FEW
@given(strengths, st.floats(0.01, 3.0))
def test_at_the_bound_a_rival_is_out_and_above_it_in(teams, entry):
    bound = float(entry_bound(teams, entry))
    before = equilibrium(teams, entry)
    assert not equilibrium([*teams, bound], entry).active[-1]
    assert equilibrium([*teams, bound * 1.001], entry).active[-1]
    out = equilibrium([*teams, bound * 0.999], entry)
    assert not out.active[-1]
    assert out.efforts[:-1] == pytest.approx(before.efforts, abs=1e-12)


@pytest.mark.parametrize("teams", [[2.0, 2.0, 1.0], [3.0, 1.5, 1.0], [6.0, 2.0, 1.5]])
def test_a_tie_at_the_bound_stays_out(teams):
    """Without entry the third is at the bound if 1 / a + 1 / b is one over its strength."""
    found = equilibrium(teams, 0.0)
    assert found.active.tolist() == [True, True, False]
    assert found.efforts[2] == 0.0


def test_nobody_enters_where_the_goal_is_too_hard():
    found = equilibrium([[2.0, 1.0], [2.0, 1.0]], [6.0, 5.999], 3.0)
    assert found.active.tolist() == [[False, False], [True, False]]
    assert found.somebody[0] == 0.0 and 0.0 < found.somebody[1] < 1e-3
    assert entry_bound([2.0, 1.0], 6.0, 3.0) == pytest.approx(2.0)
    empty = equilibrium([0.0, 0.0], 0.5)
    assert empty.somebody == 0.0 and np.all(empty.efforts == 0.0) and np.all(empty.regret == 0.0)


@pytest.mark.parametrize("scale", [1e-90, 1e-10, 1.0, 1e90])
def test_very_unequal_and_very_large_numbers(scale):
    found = equilibrium([scale, scale * 1e-200], 0.0)
    assert found.active.all() and found.somebody == 1.0 and np.all(found.regret < 1e-15)
    many = equilibrium(np.full(1000, scale), 0.01 * scale, 1e50)
    assert many.active.all() and np.all(np.isfinite(many.efforts))
    assert many.win_chances.sum() == pytest.approx(1.0, abs=1e-9)


@FEW
@given(strengths, st.floats(0.001, 5.0), st.floats(0.05, 0.9), st.floats(0.1, 5.0))
def test_a_tax_and_a_harder_goal_keep_agi_away_an_intermediate_prize_brings_it(
    teams, entry, tax, extra
):
    plain = equilibrium(teams, entry)
    taxed = equilibrium(teams, entry, worth_of(1.0, tax, 0.0))
    harder = equilibrium(teams, entry * (1.0 + extra))
    richer = equilibrium(teams, entry, worth_of(1.0, 0.0, extra))
    assert taxed.somebody <= plain.somebody >= harder.somebody
    assert richer.somebody >= plain.somebody
    if plain.active.any():
        assert taxed.somebody < plain.somebody > harder.somebody
        assert richer.somebody > plain.somebody
    assert taxed.active.sum() <= plain.active.sum() <= richer.active.sum()


def test_the_intermediate_prize_lets_one_more_team_in():
    arguments = {"teams": 4, "falloff": 0.8, "entry": 0.3}
    assert entrants(**arguments, intermediate_prize=2.0) > entrants(**arguments)
    assert success(**arguments, intermediate_prize=2.0) > success(**arguments)


# Arrays and bad input


def test_arrays_broadcast_and_rows_are_what_single_calls_give():
    teams = np.random.default_rng(2).uniform(0.0, 3.0, (5, 1, 4))
    entry = np.array([0.01, 0.5, 4.0])
    found = equilibrium(teams, entry, 2.0)
    assert found.efforts.shape == (5, 3, 4) and found.somebody.shape == (5, 3)
    for row in range(5):
        for column in range(3):
            alone = equilibrium(teams[row, 0], entry[column], 2.0)
            for whole, part in zip(found, alone, strict=True):
                assert np.array_equal(whole[row, column], part)


def test_the_line_of_teams_of_the_measures():
    line = line_of_teams([2, 4], 3.0, 0.5)
    assert np.array_equal(line, [[3.0, 1.5, 0.0, 0.0], [3.0, 1.5, 0.75, 0.375]])
    found = equilibrium([3.0, 1.5], 0.2, 0.9 * 1.5)
    given_ = {"teams": 2, "strength": 3.0, "falloff": 0.5, "entry": 0.2}
    policy = {"tax": 0.1, "intermediate_prize": 0.5}
    assert success(**given_, **policy) == pytest.approx(found.somebody)
    assert total_effort(**given_, **policy) == pytest.approx(found.efforts.sum())
    for measure in MEASURES:
        value = measure.of(**Parameters.defaults())
        assert np.ndim(value) == 0 and value == measure.of()
        assert measure.of(entry=[[0.1], [0.2]], teams=[2, 3, 4]).shape == (2, 3)
        with pytest.raises(InputError, match=r"strenght: is no parameter"):
            measure.of(strenght=1.0)
        with pytest.raises(InputError, match=f"{measure.name}: shapes do not fit"):
            measure.of(entry=[0.1, 0.2], teams=[2, 3, 4])


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (([1.0], 0.1), "one team"),
        ((1.0, 0.1), "no list"),
        (([], 0.1), "no list"),
        (([1.0, -1.0], 0.1), "-1"),
        (([1.0, np.nan], 0.1), "strengths: nan"),
        (([1.0, 1.0], -0.1), "entry"),
        (([1.0, 1.0], np.inf), "entry"),
        (([1.0, 1.0], 0.1, 0.0), "prize"),
        (([1.0, 0.0], 0.0), "fewer than two"),
        (([[1.0, 1.0]] * 2, [0.1] * 3), "shapes"),
    ],
)
def test_bad_input_is_refused(arguments, word):
    with pytest.raises(InputError, match=word):
        equilibrium(*arguments)


@pytest.mark.parametrize(
    ("efforts", "said"),
    [
        ([0.1, -0.1], "efforts: -0.1"),
        ([0.1, np.nan], "efforts: nan"),
        (["much", "little"], "efforts: .*much"),
        ([0.1], "one for each of 2 teams"),
        ([0.1, 0.2, 0.3], "one for each of 2 teams"),
        (0.1, "one for each of 2 teams"),
        ([[0.1, 0.2]] * 3, "shapes"),
    ],
)
def test_efforts_that_are_none_are_refused(efforts, said):
    with pytest.raises(InputError, match=said):
        regret([[1.0, 1.0], [2.0, 1.0]], efforts, 0.1)


def test_the_regret_of_many_profiles_is_that_of_each():
    efforts = np.array([[[0.1, 0.3]], [[0.2, 0.0]]])
    found = regret([2.0, 1.0], efforts, [0.0, 0.1, 0.5])
    assert found.shape == (2, 3, 2)
    for profile in range(2):
        for column, entry in enumerate([0.0, 0.1, 0.5]):
            alone = regret([2.0, 1.0], efforts[profile, 0], entry)
            assert np.array_equal(found[profile, column], alone)
