"""Voluntary commitments: payoffs played out, lines found from payoffs, and what they select.

Known results are in race_sim/literature/known/han2022.toml, and held to in test_known.py.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from race_sim.games.finite_population import fixation
from race_sim.games.imitation import simulate_imitation
from race_sim.literature import han2020, han2021, han2022
from race_sim.literature.han2021_play import Rules, play
from race_sim.problems import InputError

STRATEGIES = han2022.STRATEGIES
SAFE = ("AS", "pledge_keep", "pledge_punish")
# Enough that the punisher, or who is left alone, is first; and not enough.
HARD = {"slowdown_own": 0.3, "slowdown_rival": 1.0}
SOFT = {"slowdown_own": 0.1, "slowdown_rival": 0.3}
BOTH = pytest.mark.parametrize("sanctions", han2022.SANCTIONS)


def tenths(low, high):
    return st.integers(low, high).map(lambda count: Fraction(count, 10))


races = st.fixed_dictionaries(
    {
        "speed": tenths(11, 50),
        "setback_risk": tenths(0, 10),
        "benefit": st.integers(1, 8),
        "cost": tenths(0, 20),
        "prize": st.integers(1, 10_000),
        "rounds": st.integers(5, 25),
        "found_out": tenths(0, 9),
        "slowdown_own": tenths(0, 15),
        "slowdown_rival": tenths(0, 60),
        "pledge_cost": tenths(0, 50),
    }
)


def numbers(values):
    return {name: float(value) for name, value in values.items()}


# Payoffs.


@BOTH
@given(race=races)
@hypothesis_settings(max_examples=25)
def test_payoffs_are_those_of_a_race_that_is_played(sanctions, race):
    rules = Rules(**race, institution=sanctions == "institution")
    found = han2022.payoff_matrix(sanctions=sanctions, **numbers(race))
    played = [[play(one, two, rules).row for two in STRATEGIES] for one in STRATEGIES]
    np.testing.assert_allclose(found, played, rtol=1e-11, atol=1e-11)


def test_two_who_break_under_an_institution_by_hand():
    # W = 10, s = 2, both at 1/2 from round 2: 1 + 8 / (1/2) = 17 rounds, a tie, a setback each.
    values = {"speed": 2.0, "setback_risk": 0.25, "rounds": 10.0, "prize": 340.0}
    payoffs = han2022.payoff_matrix(
        ("pledge_break",), slowdown_rival=1.5, pledge_cost=3.0, sanctions="institution", **values
    )
    assert payoffs[0, 0] == pytest.approx(0.75 * (2 + 170 / 17) - 3.0, rel=1e-12)
    stopped = han2022.payoff_matrix(
        ("pledge_break",), slowdown_rival=2.0, pledge_cost=3.0, sanctions="institution", **values
    )
    assert stopped[0, 0] == -3.0


@given(race=races)
def test_who_keeps_and_who_punishes_are_the_same_under_an_institution(race):
    found = han2022.payoff_matrix(sanctions="institution", **numbers(race))
    assert np.array_equal(found[2], found[4]) and np.array_equal(found[:, 2], found[:, 4])


@given(race=races)
def test_nobody_pays_for_a_pledge_that_is_refused(race):
    # One of two equal cells of the public replication has the cost: they must be equal.
    found = han2022.payoff_matrix(**numbers(race))
    for strategy in (2, 3, 4):
        np.testing.assert_array_equal(found[strategy, :2], found[1, :2])
    more = han2022.payoff_matrix(**numbers(race | {"pledge_cost": race["pledge_cost"] + 1}))
    change = np.zeros((5, 5))
    change[2:, 2:] = -1.0
    np.testing.assert_allclose(more - found, change, atol=1e-9)


@given(race=races)
def test_at_no_cost_a_pledge_of_all_is_the_race_with_punishment(race):
    values = numbers(race | {"pledge_cost": 0})
    pledged = han2022.payoff_matrix(("pledge_keep", "pledge_break", "pledge_punish"), **values)
    values.pop("pledge_cost")
    free = han2021.payoff_matrix(("AS", "AU", "PS"), **values)
    np.testing.assert_array_equal(pledged, free)


# Lines.


def lead(one, two, weight, **values):
    """How much better `one` does than `two` against both, at risks 0 and 1; straight between."""
    found = []
    for risk in (0.0, 1.0):
        payoffs = han2022.payoff_matrix((one, two), **values | {"setback_risk": risk})
        own, other = weight * payoffs[0, 0] + payoffs[0, 1], payoffs[1, 0] + weight * payoffs[1, 1]
        found.append(own - other)
    return found


@BOTH
@given(race=races, population=st.sampled_from([None, 3, 100]))
def test_lines_are_where_payoffs_cross(sanctions, race, population):
    values = numbers(race)
    weight = 1.0 if population is None else (population - 2.0) / population
    low, high = lead("pledge_keep", "AU", weight, **values)
    values.pop("setback_risk")
    common = {name: one for name, one in values.items() if not name.startswith("slowdown")}
    line = han2022.pledge_threshold(**common)
    assert line == pytest.approx(low / (low - high), rel=1e-7, abs=1e-7)  # whatever the population

    low, high = lead("pledge_punish", "pledge_break", weight, sanctions=sanctions, **values)
    values.pop("pledge_cost")
    line = han2022.break_threshold(sanctions=sanctions, population=population, **values)
    if np.isfinite(line):
        assert line == pytest.approx(low / (low - high), rel=1e-7, abs=1e-7)
    else:  # all who break stand still: there is nothing to lose
        assert sanctions == "institution" and low == high and (line < 0.0) == (low > 0.0)


@pytest.mark.parametrize("cost", [0.0, 1.0, 10.0])
def test_the_line_of_pledging_is_that_of_society_moved_by_its_cost(cost):
    for speed in (1.25, 1.5, 3.0):
        line = han2022.pledge_threshold(speed, pledge_cost=cost)
        society = han2020.society_threshold(speed)
        # By hand: the cost over what two unsafe developers get when spared.
        assert line - society == pytest.approx(cost / (speed * 50.0 + 2.0), rel=1e-9, abs=1e-15)


# What is selected.


def share_safe(sanctions, risk, **parameters):
    present = STRATEGIES if sanctions == "peers" else STRATEGIES[:-1]
    counted = tuple(one for one in SAFE if one in present)
    return han2022.share_of(counted, present, sanctions=sanctions, setback_risk=risk, **parameters)


@BOTH
@pytest.mark.parametrize("speed", [1.5, 2.0, 3.0])
def test_pledges_bring_safety_only_where_it_is_wanted_unlike_punishment(sanctions, speed):
    line = han2022.pledge_threshold(speed, pledge_cost=1.0)
    assert line > han2020.society_threshold(speed)
    risks = np.linspace(0.02, 0.98, 49)
    risks = risks[np.abs(risks - line) > 0.02]
    # Who is punished is stopped.
    strong = {"speed": speed, "intensity": 0.1, "slowdown_own": 0.0, "slowdown_rival": speed}
    pledges = share_safe(sanctions, risks, pledge_cost=1.0, **strong)
    assert np.array_equal(pledges > 0.5, risks > line)
    assert np.all((pledges > 0.9) | (pledges < 0.1) | (np.abs(risks - line) < 0.06))
    # Punishing all who take risks, just as hard, brings safety at every risk.
    punishers = han2021.stationary_distribution(("AU", "PS"), setback_risk=risks, **strong)
    assert np.all(punishers[..., 1] > 0.9)


@BOTH
def test_soft_sanctions_do_not_hold_who_breaks(sanctions):
    # Above the line of pledging and well below that of breaking, all who pledge come to break.
    risk = 0.45
    assert han2022.pledge_threshold(pledge_cost=1.0) + 0.05 < risk
    assert risk < han2022.break_threshold(sanctions=sanctions, **SOFT) - 0.2
    soft = share_safe(sanctions, risk, intensity=0.1, **SOFT)
    hard = share_safe(sanctions, risk, intensity=0.1, **HARD)
    assert soft < 0.2 < 0.9 < hard


def test_an_institution_leaves_no_second_kind_of_free_rider():
    # Those who keep and do not punish let those who break back in, if peers punish.
    risks = np.array([0.4, 0.5, 0.6, 0.7])
    peers = share_safe("peers", risks, intensity=0.1, **HARD)
    institution = share_safe("institution", risks, intensity=0.1, **HARD)
    assert np.all(institution > peers)


def test_a_pledge_that_costs_more_than_safety_gains_is_not_taken_up():
    # At s = 1.5 and p_r = 0.6 two safe developers get 51 a round, two unsafe ones 30.8.
    for cost, taken in ((20.0, True), (20.4, False)):
        share = han2022.share_of(
            ("pledge_punish",),
            ("AU", "pledge_punish"),
            speed=1.5,
            setback_risk=0.6,
            pledge_cost=cost,
            intensity=1.0,
        )
        assert (share > 0.5) == taken


def test_pledgers_take_over_those_who_are_safe_without_a_pledge_but_for_certain_setbacks():
    # They win over AS if p (sB/W + p21) > p12 + epsilon: 152.4 p > 1.6.
    for spared, taken in ((0.0110, True), (0.0100, False)):
        share = han2022.share_of(
            ("pledge_keep",),
            ("AS", "pledge_keep"),
            speed=1.5,
            setback_risk=1.0 - spared,
            pledge_cost=1.0,
            population=10_000,
            intensity=0.1,
        )
        assert (share > 0.5) == taken


# The population.


def test_a_pledger_takes_over_as_often_as_in_populations_that_are_played():
    for names, risk, seed in (
        (("AU", "pledge_keep"), 0.5, 11),
        (("pledge_break", "pledge_punish"), 0.6, 12),
    ):
        payoffs = han2022.payoff_matrix(names, 1.5, risk, **HARD)
        size, intensity, replicas = 8, 0.03, 4000
        start = np.tile([size - 1, 1], (replicas, 1))
        found = simulate_imitation(payoffs, size, intensity, 0.0, 600, start, seed=seed)
        assert np.all(found.counts.max(axis=1) == size)  # all are decided
        chance = fixation(payoffs, 1, 0, size, intensity)
        assert 0.05 < chance < 0.95
        z = np.mean(found.counts[:, 1] == size) - chance
        z /= math.sqrt(chance * (1.0 - chance) / replicas)
        assert abs(z) < 3.9  # once in 10,000 tries by bad luck


@BOTH
def test_egttools_comes_to_the_same(sanctions):
    pytest.importorskip("egttools")
    from egttools.analytical import PairwiseComparison
    from egttools.games import Matrix2PlayerGameHolder

    payoffs = han2022.payoff_matrix(STRATEGIES, 1.5, 0.5, sanctions=sanctions, **HARD)
    game = Matrix2PlayerGameHolder(5, payoffs)  # kept: the other holds no reference to it
    moves, _ = PairwiseComparison(60, game).calculate_transition_and_fixation_matrix_sml(0.01)
    exact = han2022.stationary_distribution(
        STRATEGIES, 1.5, 0.5, population=60, sanctions=sanctions, **HARD
    )
    # A distribution that their moves leave as it is: it is theirs too. They cut off small chances.
    np.testing.assert_allclose(exact @ np.asarray(moves), exact, rtol=1e-9, atol=1e-9)
    wrong = exact + np.array([0.0, 0.001, -0.001, 0.0, 0.0])
    assert np.abs(wrong @ np.asarray(moves) - wrong).max() > 1e-6


# Use: arrays, measures, errors.


@BOTH
def test_arrays_give_what_numbers_give(sanctions):
    risks, owns = np.array([0.2, 0.6, 0.9]), np.array([[0.0], [0.3]])
    parameters = {"setback_risk": risks, "slowdown_own": owns, "population": 20}
    shares = han2022.stationary_distribution(sanctions=sanctions, **parameters)
    assert shares.shape == (2, 3, 5)
    np.testing.assert_allclose(shares.sum(axis=-1), 1.0, rtol=1e-12)
    for row, column in itertools.product(range(2), range(3)):
        one = {"setback_risk": risks[column], "slowdown_own": owns[row, 0], "population": 20}
        alone = han2022.stationary_distribution(sanctions=sanctions, **one)
        np.testing.assert_allclose(shares[row, column], alone, rtol=1e-12)


@BOTH
@pytest.mark.parametrize("name", list(han2022.Parameters.quantities()))
def test_the_ends_of_every_range_give_numbers(sanctions, name):
    quantity = han2022.Parameters.quantities()[name]
    for value in (quantity.low, quantity.high):
        values = han2022.Parameters.defaults() | {name: value}
        shares = han2022.stationary_distribution(sanctions=sanctions, **values)
        # Logarithms of chances reach 1e13 here, and hold no more than three digits after the point.
        assert shares.sum() == pytest.approx(1.0, abs=2e-3) and np.all(shares >= 0.0)


def test_measures_take_all_parameters_and_agree_with_each_other():
    risks = np.array([0.1, 0.6])
    values = han2022.Parameters.defaults() | {"setback_risk": risks, "slowdown_rival": 1.5}
    values |= {"population": 5, "intensity": 0.001}  # all strategies are to be seen
    found = {one.name: np.broadcast_to(one.of(**values), (2,)) for one in han2022.MEASURES}
    spared = (1.0 - risks) ** 2
    for by in han2022.SANCTIONS:
        unsafe, safe = found[f"unsafe_share_{by}"], found[f"mean_safety_{by}"]
        np.testing.assert_allclose(unsafe + safe, 1.0, rtol=1e-12)
        danger = found[f"setback_chance_{by}"] / (1.0 - spared)
        if by == "peers":
            np.testing.assert_allclose(danger, unsafe)
        else:  # two who break are stopped, and nothing comes of their race
            free = han2022.share_of(("AU",), STRATEGIES[:-1], sanctions=by, **values)
            np.testing.assert_allclose(danger, free)
            assert np.all(unsafe > 1.1 * free)
        assert np.all(found[f"pledged_share_{by}"] > 0.0)
    assert found["pledge_threshold"][0] == han2022.pledge_threshold()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: han2022.payoff_matrix(("AS", "pledge_keeps")), "did you mean pledge_keep"),
        (lambda: han2022.payoff_matrix(("AU", "AU")), "AU comes twice"),
        (lambda: han2022.payoff_matrix(("PS", "AU")), "'PS' is no strategy"),
        (lambda: han2022.stationary_distribution(("AU",)), "strategies: 1; allowed: 2 or more"),
        (lambda: han2022.share_of(("AS",), ("AU", "pledge_keep")), "'AS' is no strategy"),
        (lambda: han2022.payoff_matrix(sanctions="police"), "sanctions: 'police'"),
        (lambda: han2022.break_threshold(sanctions="nobody"), "sanctions: 'nobody'"),
        (lambda: han2022.payoff_matrix(pledge_cost=-1.0), "pledge_cost: -1"),
        (lambda: han2022.pledge_threshold(pledge_cost=math.nan), "pledge_cost: nan"),
        (lambda: han2022.stationary_distribution(population=1), "population: 1"),
        (lambda: han2022.share_of(("AU",), fear=1.0), "fear: is no parameter"),
        (
            lambda: han2022.break_threshold(
                [1.5, 2.0], sanctions="institution", population=[2, 3, 4]
            ),
            "do not fit",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name(call, words):
    with pytest.raises(InputError, match=words):
        call()
