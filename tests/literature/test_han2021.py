"""Punishment and reward between racers: payoffs played out, lines found from payoffs, the chain.

Known results are in race_sim/literature/known/han2021.toml, and held to in test_known.py.
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
from race_sim.literature import han2020, han2021
from race_sim.literature.han2021_play import Rules, play
from race_sim.literature.han2021_race import finish
from race_sim.problems import InputError

WITHOUT_REWARD = ("AS", "AU", "CS", "PS")
HUGE = 1e15  # a prize beside which the payoffs of rounds are nothing


def tenths(low, high):
    return st.integers(low, high).map(lambda count: Fraction(count, 10))


races = st.fixed_dictionaries(
    {
        "speed": tenths(11, 50),
        "setback_risk": tenths(0, 10),
        "benefit": st.integers(0, 8),
        "cost": tenths(0, 20),
        "prize": st.integers(0, 10_000),
        "rounds": st.integers(5, 30),
        "found_out": tenths(0, 10),
    }
)
slowdowns = st.fixed_dictionaries({"slowdown_own": tenths(0, 15), "slowdown_rival": tenths(0, 60)})


def numbers(values):
    return {name: float(value) for name, value in values.items()}


def played(strategies, rules, **how):
    pairs = [[play(one, two, rules, **how).row for two in strategies] for one in strategies]
    return np.array(pairs)


# Payoffs: the formulas against the race, played out.


@given(race=races, slow=slowdowns)
@hypothesis_settings(max_examples=40)
def test_payoffs_are_those_of_a_race_that_is_played(race, slow):
    rules = Rules(**race, **slow)
    found = han2021.payoff_matrix(WITHOUT_REWARD, **numbers(race | slow))
    np.testing.assert_allclose(found, played(WITHOUT_REWARD, rules), rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize(
    ("slow", "rounds"),
    [
        ((0, 0), 67),  # harmless: AU needs 120/1.8 - 1 rounds more, not whole
        ((Fraction(1, 10), Fraction(3, 5)), 100),  # AU arrives after 99.5
        ((Fraction(3, 20), Fraction(1)), 141),  # PS is first, after 1 + 119/0.85 = 141
        ((0, Fraction(4, 5)), 120),  # AU after 119.2, just before PS
    ],
)
def test_whole_rounds_differ_from_the_average_by_no_more_than_the_last_one(slow, rounds):
    rules = Rules(speed=Fraction(9, 5), rounds=120, slowdown_own=slow[0], slowdown_rival=slow[1])
    flowing, whole = play("PS", "AU", rules), play("PS", "AU", rules, whole=True)
    assert whole.rounds == math.ceil(flowing.rounds) == rounds
    payoffs = han2021.payoff_matrix(
        ("PS", "AU"),
        1.8,
        rounds=120.0,
        slowdown_own=float(slow[0]),
        slowdown_rival=float(slow[1]),
    )
    for average, exact in ((payoffs[0, 1], whole.row), (payoffs[1, 0], whole.column)):
        if flowing.rounds == whole.rounds:
            assert exact == pytest.approx(average, rel=1e-12)
        else:
            # A longer last round: the same prize over it, and its own payoff, no more than b.
            assert abs(exact - average) <= (abs(average) + 4.0) / float(flowing.rounds)
    moved = abs(whole.column - payoffs[1, 0]) > 1e-6
    assert moved == (flowing.rounds != whole.rounds)


def test_the_case_of_an_exact_tie():
    # W = 10, s = 2: speeds 9/10 and 8/10 from round 2 on, and both arrive after 1 + 10 rounds.
    own, rival, risk = 0.1, 1.2, 0.25
    payoffs = han2021.payoff_matrix(
        ("PS", "AU"), 2.0, risk, rounds=10.0, prize=100.0, slowdown_own=own, slowdown_rival=rival
    )
    # By hand: p12 = 4/3 - 1, p21 = 8/3; later 4 x 9/17 - 1 and 4 x 8/17; the prize is 50 each.
    assert payoffs[0, 1] == pytest.approx((1 / 3 + 50 + 10 * (36 / 17 - 1)) / 11, rel=1e-12)
    assert payoffs[1, 0] == pytest.approx(0.75 * (8 / 3 + 50 + 10 * 32 / 17) / 11, rel=1e-12)
    # A hair more or less of punishment, and one of them has it all.
    for change, first in ((-1e-6, 0.0), (1e-6, 1.0)):
        end = finish(10.0, 1.0, 2.0, 1.0 - own, 2.0 - rival - change)
        assert (end.first, end.second) == (first, 1.0 - first)


def test_who_stands_still_earns_nothing_and_never_arrives():
    common = {"setback_risk": 0.6, "found_out": 0.25, "prize": 1000.0}
    stopped = han2021.payoff_matrix(
        ("PS", "AU"), 1.5, slowdown_rival=1.5, slowdown_own=0.0, **common
    )
    # The punisher goes on alone, and has all of b: 100 rounds, one shared.
    shared = 0.75 * 4 / 2.5 + 0.25 * 4 - 1
    assert stopped[0, 1] == pytest.approx((shared + 1000 + 99 * 3) / 100, rel=1e-12)
    assert stopped[1, 0] == pytest.approx(0.75 * 4 * 1.5 / 2.5 / 100, rel=1e-12)
    alone = han2021.payoff_matrix(("PS", "AU"), 1.5, slowdown_rival=0.5, slowdown_own=1.0, **common)
    rounds = 1 + 98.5
    assert alone[0, 1] == pytest.approx((shared - 98.5) / rounds, rel=1e-12)
    assert alone[1, 0] == pytest.approx(0.4 * (1.8 + 1000 + 98.5 * 3) / rounds, rel=1e-12)
    both = han2021.payoff_matrix(("PS", "AU"), 1.5, slowdown_rival=9.0, slowdown_own=2.0, **common)
    assert (both[0, 1], both[1, 0]) == (-1.0, 0.0)


@given(race=races)
def test_a_harmless_punisher_is_a_safe_developer(race):
    payoffs = han2021.payoff_matrix(
        ("AS", "AU", "PS"), slowdown_own=0.0, slowdown_rival=0.0, **numbers(race)
    )
    np.testing.assert_allclose(payoffs[2], payoffs[0], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(payoffs[:, 2], payoffs[:, 0], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("speed", "rounds"), [(1.0, 100.0), (1.0, 1.0), (3.0, 2.0), (5.0, 5.0)])
def test_a_harmless_punisher_at_the_edges(speed, rounds):
    # As fast as the safe, and with the race over in the first round.
    payoffs = han2021.payoff_matrix(
        ("AS", "AU", "PS"), speed, rounds=rounds, slowdown_own=0.0, slowdown_rival=0.0
    )
    np.testing.assert_allclose(payoffs[2], payoffs[0], rtol=1e-12)
    np.testing.assert_allclose(payoffs[:, 2], payoffs[:, 0], rtol=1e-12)


@given(race=races, slow=slowdowns)
def test_among_the_first_models_strategies_nothing_has_changed(race, slow):
    names = ("CS", "AU", "AS")
    found = han2021.payoff_matrix(names, **numbers(race | slow))
    assert np.array_equal(found, han2020.payoff_matrix(names, **numbers(race)))


def test_reward_counts_the_first_round_with_the_rest():
    # Played, a reward begins in the second round; the formula has it from the first: with no
    # benefit the prizes a round differ by s_b / W at most, relatively.
    for fee, gain in ((0, 0), (0, 2), (Fraction(1, 5), Fraction(1, 2)), (1, 2)):
        race = {"speed": Fraction(3), "benefit": 0, "cost": 0, "prize": 90, "rounds": 300}
        rules = Rules(**race, reward_cost=fee, reward_gain=gain)
        payoffs = han2021.payoff_matrix(
            ("AS", "RS"), reward_cost=float(fee), reward_gain=float(gain), **numbers(race)
        )
        assert payoffs[0, 0] == pytest.approx(0.15, rel=1e-12)
        for one, row in (("AS", 0), ("RS", 1)):
            exact = play(one, "RS", rules).row
            assert payoffs[row, 1] == pytest.approx(exact, rel=float(gain + fee) / 300, abs=1e-12)
        assert payoffs[1, 0] == pytest.approx(play("RS", "AS", rules).row, abs=1e-12)


def test_every_safe_strategy_is_rewarded_alike():
    names = ("AS", "CS", "PS", "RS")
    payoffs = han2021.payoff_matrix(names, reward_cost=0.1, reward_gain=0.3)
    assert payoffs[0, 3] == payoffs[1, 3] == payoffs[2, 3] == pytest.approx(1 + 1.3 * 100)
    assert payoffs[3, 0] == payoffs[3, 1] == payoffs[3, 2] == pytest.approx(1.0)
    assert payoffs[3, 3] == pytest.approx(1 + 1.2 * 50)


# Lines: from the payoffs themselves, at two risks, since payoffs are straight in the risk.


def root(names, weight, **parameters):
    """Where row 0 begins to do better against both kinds than row 1."""
    at = []
    for risk in (0.0, 1.0):
        payoffs = han2021.payoff_matrix(names, setback_risk=risk, **parameters)
        own, other = weight * payoffs[0, 0] + payoffs[0, 1], payoffs[1, 0] + weight * payoffs[1, 1]
        at.append(own - other)
    return -at[0] / (at[1] - at[0])


@given(race=races, slow=slowdowns, population=st.sampled_from([None, 2, 3, 100]))
def test_the_line_of_punishment_is_where_payoffs_cross(race, slow, population):
    values = numbers({name: value for name, value in race.items() if name != "setback_risk"} | slow)
    values["benefit"] += 1.0
    values["prize"] += 1.0
    weight = 1.0 if population is None else (population - 2.0) / population
    line = han2021.punishment_threshold(population=population, **values)
    if np.isfinite(line):
        assert line == pytest.approx(root(("PS", "AU"), weight, **values), rel=1e-9, abs=1e-9)
    else:  # in a pair that punishes hard nothing of AU is at risk
        first, last = (
            han2021.payoff_matrix(("PS", "AU"), setback_risk=risk, **values) for risk in (0.0, 1.0)
        )
        assert weight == 0.0 and first[1, 0] == last[1, 0]
        assert (line < 0.0) == (first[0, 1] > first[1, 0])


@given(
    race=races, fee=tenths(0, 15), gain=tenths(0, 30), population=st.sampled_from([None, 2, 100])
)
def test_the_line_of_reward_is_where_payoffs_cross(race, fee, gain, population):
    values = numbers({name: value for name, value in race.items() if name != "setback_risk"})
    values |= {"reward_cost": float(fee), "reward_gain": float(gain)}
    values["benefit"] += 1.0
    values["prize"] += 1.0
    weight = 1.0 if population is None else (population - 2.0) / population
    line = han2021.reward_threshold(population=population, **values)
    assert line == pytest.approx(root(("RS", "AU"), weight, **values), rel=1e-9, abs=1e-9)


@given(speed=tenths(11, 50), slow=slowdowns, fee=tenths(0, 9), gain=tenths(0, 30))
def test_lines_tend_to_those_of_a_large_prize(speed, slow, fee, gain):
    s, slow, reward = float(speed), numbers(slow), (float(fee), float(gain))
    exact = root(("PS", "AU"), 1.0, speed=s, prize=HUGE, **slow)
    assert han2021.large_prize_punishment_threshold(s, **slow) == pytest.approx(exact, abs=1e-8)
    rewards = dict(zip(("reward_cost", "reward_gain"), reward, strict=True))
    exact = root(("RS", "AU"), 1.0, speed=s, prize=HUGE, **rewards)
    assert han2021.large_prize_reward_threshold(s, **rewards) == pytest.approx(exact, abs=1e-8)


def test_equation_seven_has_two_w_over_r():
    # The payoffs decide between the printed 2W r and the 2W / r of the algebra before it.
    from scipy.optimize import brentq

    for s, own, rival in ((1.5, 0.1, 0.3), (2.0, 0.0, 0.5), (4.0, 0.5, 1.0)):
        rounds = 1.0 + (100.0 - s) / (s - rival)  # the punished developer is still first

        def lead(risk, s=s, own=own, rival=rival):
            payoffs = han2021.payoff_matrix(
                ("PS", "AU"), s, risk, prize=HUGE, slowdown_own=own, slowdown_rival=rival
            )
            return payoffs[0].sum() - payoffs[1].sum()

        found = brentq(lead, 0.0, 1.0, xtol=1e-13)
        assert found == pytest.approx(1.0 - 1.0 / (s + 2.0 * 100.0 / rounds), abs=1e-8)
        assert abs(found - (1.0 - 1.0 / (s + 2.0 * 100.0 * rounds))) > 0.05


def test_lines_of_a_large_prize_in_each_case():
    threshold = han2021.large_prize_punishment_threshold
    first = threshold(1.5, slowdown_own=0.3, slowdown_rival=1.0)
    rounds = 1 + 99 / 0.7
    assert first == pytest.approx(1 - (1 + 200 / rounds) / 1.5, rel=1e-12)
    tie = threshold(2.0, rounds=10.0, slowdown_own=0.1, slowdown_rival=1.2)
    assert tie == pytest.approx(1 - (1 + 10 / 11) / (2 + 10 / 11), rel=1e-12)
    still = threshold(2.0, slowdown_own=1.0, slowdown_rival=2.0)
    assert still == pytest.approx(0.5, rel=1e-12)


@given(speed=tenths(11, 50), slow=slowdowns)
def test_punishment_over_regulates_exactly_where_the_rival_is_no_longer_first(speed, slow):
    s, values = float(speed), numbers(slow)
    end = finish(100.0, 1.0, s, 1.0 - values["slowdown_own"], s - values["slowdown_rival"])
    line = han2021.large_prize_punishment_threshold(s, **values)
    society = han2020.large_prize_society_threshold(s)
    if end.first > 0.0:
        assert line < society
    elif end.second > 0.0:
        assert line > society
    else:
        assert line == pytest.approx(society, abs=1e-12)


@given(speed=tenths(11, 50), fee=tenths(0, 10), gain=tenths(0, 30))
def test_reward_never_brings_safety_where_rewarders_would_rather_not(speed, fee, gain):
    rewards = {"reward_cost": float(fee), "reward_gain": float(gain)}
    line = han2021.reward_threshold(float(speed), prize=1e9, **rewards)
    payoffs = han2021.payoff_matrix(("RS", "AU"), float(speed), 0.0, prize=1e9, **rewards)
    assert line >= 1.0 - payoffs[0, 0] / payoffs[1, 1]
    # Against two who are safe and do no more, only if it adds more speed than it has itself twice.
    society = han2020.society_threshold(float(speed), prize=1e9)
    if abs(gain - fee - 2) > Fraction(1, 20):
        assert (line < society) == (gain - fee > 2)


def test_regions_and_over_regulation_tell_the_same():
    slow = {"slowdown_own": 0.3, "slowdown_rival": 1.0}
    speed, risk = np.linspace(1.1, 3.0, 40), np.linspace(0.0, 1.0, 201)[:, None]
    region = han2021.regions(speed, risk, **slow)
    found = han2021.over_regulation(speed, **slow)
    inside = (risk > found.selected_from) & (risk < found.wanted_from)
    assert set(np.unique(region)) == {1, 2, 3, 4}
    assert np.array_equal(region == 4, inside | ((risk == 0.0) & (found.selected_from == 0.0)))
    np.testing.assert_allclose((region == 4).mean(axis=0), found.share, atol=1 / 100)


# The population.


def test_at_the_line_of_a_finite_population_both_take_over_alike():
    for size in (5, 20):
        slow = {"slowdown_own": 0.1, "slowdown_rival": 0.3}
        risk = han2021.punishment_threshold(1.5, population=size, **slow)
        payoffs = han2021.payoff_matrix(("PS", "AU"), 1.5, risk, **slow)
        there, back = (fixation(payoffs, one, 1 - one, size, 0.01) for one in (0, 1))
        assert there == pytest.approx(back, rel=1e-9)


def test_a_punisher_takes_over_as_often_as_in_populations_that_are_played():
    slow = {"slowdown_own": 0.3, "slowdown_rival": 1.0}
    payoffs = han2021.payoff_matrix(("AU", "PS"), 1.5, 0.6, **slow)
    size, intensity, replicas = 10, 0.02, 4000
    start = np.tile([size - 1, 1], (replicas, 1))
    found = simulate_imitation(payoffs, size, intensity, 0.0, 600, start, seed=7)
    assert np.all(found.counts.max(axis=1) == size)  # all are decided
    chance = fixation(payoffs, 1, 0, size, intensity)
    assert 0.05 < chance < 0.95
    share = np.mean(found.counts[:, 1] == size)
    z = (share - chance) / math.sqrt(chance * (1.0 - chance) / replicas)
    assert abs(z) < 3.9  # once in 10,000 tries by bad luck


def test_the_chain_is_that_of_populations_with_few_mutations():
    names = ("AS", "AU", "PS")
    slow = {"slowdown_own": 0.3, "slowdown_rival": 1.0}
    size, intensity = 6, 0.02
    exact = han2021.stationary_distribution(
        names, 1.5, 0.6, population=size, intensity=intensity, **slow
    )
    payoffs = han2021.payoff_matrix(names, 1.5, 0.6, **slow)
    replicas = 3000
    ends = size * np.eye(3, dtype=int)[np.random.default_rng(3).choice(3, replicas, p=exact)]
    # Populations that start as the chain says stay as it says, but for those caught in between.
    found = simulate_imitation(payoffs, size, intensity, 0.002, 1500, ends, seed=4)
    settled = found.counts.max(axis=1) == size
    assert settled.mean() > 0.9
    shares = (found.counts[settled] == size).mean(axis=0)
    error = np.sqrt(exact * (1.0 - exact) / settled.sum())
    # A chance of 0.002 is not nothing: the law of few mutations is off by a little itself.
    assert np.all(np.abs(shares - exact) < 3.9 * error + 0.01)


def test_egttools_comes_to_the_same():
    pytest.importorskip("egttools")
    from egttools.analytical import PairwiseComparison
    from egttools.games import Matrix2PlayerGameHolder

    names = ("AS", "AU", "CS", "PS", "RS")
    slow = {"slowdown_own": 0.1, "slowdown_rival": 0.3}
    payoffs = han2021.payoff_matrix(names, 1.5, 0.8, **slow)
    game = Matrix2PlayerGameHolder(len(names), payoffs)  # kept: the other holds no reference to it
    moves, _ = PairwiseComparison(100, game).calculate_transition_and_fixation_matrix_sml(0.01)
    exact = han2021.stationary_distribution(names, 1.5, 0.8, **slow)
    # A distribution that their moves leave as it is: it is theirs too.
    np.testing.assert_allclose(exact @ np.asarray(moves), exact, rtol=1e-9, atol=1e-12)
    changed = exact + np.array([0.001, -0.001, 0.0, 0.0, 0.0])
    assert np.abs(changed @ np.asarray(moves) - changed).max() > 1e-6


# Use: arrays, measures, errors.


def test_arrays_give_what_numbers_give():
    risks, rivals = np.array([0.2, 0.6, 0.9]), np.array([[0.0], [0.3], [1.5]])
    payoffs = han2021.payoff_matrix(han2021.STRATEGIES, 1.5, risks, slowdown_rival=rivals)
    shares = han2021.stationary_distribution(
        han2021.STRATEGIES, 1.5, risks, slowdown_rival=rivals, population=20
    )
    assert payoffs.shape == (3, 3, 5, 5) and shares.shape == (3, 3, 5)
    for row, column in itertools.product(range(3), range(3)):
        one = {"slowdown_rival": rivals[row, 0]}
        alone = han2021.payoff_matrix(han2021.STRATEGIES, 1.5, risks[column], **one)
        assert np.array_equal(payoffs[row, column], alone)
        alone = han2021.stationary_distribution(
            han2021.STRATEGIES, 1.5, risks[column], population=20, **one
        )
        np.testing.assert_allclose(shares[row, column], alone, rtol=1e-12)


@pytest.mark.parametrize("name", list(han2021.Parameters.quantities()))
def test_the_ends_of_every_range_give_numbers(name):
    quantity = han2021.Parameters.quantities()[name]
    for value in (quantity.low, quantity.high):
        values = han2021.Parameters.defaults() | {name: value}
        shares = han2021.stationary_distribution(han2021.STRATEGIES, **values)
        # Logarithms of chances reach 1e13 here, and hold no more than three digits after the point.
        assert shares.sum() == pytest.approx(1.0, abs=2e-3) and np.all(shares >= 0.0)


def test_measures_take_all_parameters_and_agree_with_each_other():
    risks = np.array([0.1, 0.7])
    values = han2021.Parameters.defaults() | {"setback_risk": risks}
    found = {one.name: np.broadcast_to(one.of(**values), (2,)) for one in han2021.MEASURES}
    for by in ("punishment", "reward"):
        unsafe, safe = found[f"unsafe_share_{by}"], found[f"mean_safety_{by}"]
        np.testing.assert_allclose(unsafe + safe, 1.0, rtol=1e-12)
        spared = (1.0 - risks) ** 2
        np.testing.assert_allclose(found[f"setback_chance_{by}"], unsafe * (1.0 - spared))
    assert found["punishment_threshold"][0] == han2021.punishment_threshold(population=100)
    assert 0.0 < found["over_regulation"][0] < 1.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: han2021.payoff_matrix(("AS", "ASU")), "'ASU' is no strategy, did you mean"),
        (lambda: han2021.payoff_matrix(("PS", "PS")), "PS comes twice"),
        (lambda: han2021.payoff_matrix(()), "strategies: 0"),
        (lambda: han2021.stationary_distribution(("PS",)), "strategies: 1; allowed: 2 or more"),
        (lambda: han2021.payoff_matrix(slowdown_own=-0.1), "slowdown_own: -0.1"),
        (lambda: han2021.payoff_matrix(setback_risk=math.nan), "setback_risk: nan"),
        (lambda: han2021.punishment_threshold(0.9), "speed: 0.9"),
        (lambda: han2021.punishment_threshold(population=1), "population: 1"),
        (lambda: han2021.punishment_threshold([1.5, 2.0], population=[2, 3, 4]), "do not fit"),
        (lambda: han2021.reward_threshold([1.5, 2.0], population=[2, 3, 4]), "do not fit"),
        (lambda: han2021.MEASURES[0].of(setback_risk="high"), "setback_risk: 'high'"),
        (lambda: han2021.MEASURES[0].of(fear=1.0), "fear: is no parameter"),
        (lambda: han2021.reward_threshold(reward_gain=[0.1, -1.0]), "reward_gain: -1"),
        (lambda: han2021.over_regulation(rounds=0.5), "rounds: 0.5"),
        (lambda: han2021.payoff_matrix(speed=[1.0, 2.0], setback_risk=[0.1] * 3), "do not fit"),
        (lambda: han2021.Parameters(slowdown_rival=-1.0, prize=-1.0), "2 problems"),
        (lambda: play("AS", "PA", Rules()), "column: 'PA'"),
        (lambda: play("AS", "AU", Rules(speed=5.0, rounds=3.0)), "rounds: 3.0"),
    ],
)
def test_what_cannot_be_is_refused_by_name(call, words):
    with pytest.raises(InputError, match=words):
        call()
