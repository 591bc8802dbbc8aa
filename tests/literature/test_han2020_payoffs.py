"""Payoffs of Han et al. (2020) against races that are played round by round."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.literature.han2020 import STRATEGIES, Parameters, payoff_matrix, round_payoffs
from race_sim.problems import InputError

FEW = settings(max_examples=40)

games = st.fixed_dictionaries(
    {
        "speed": st.floats(1.0, 5.0),
        "setback_risk": st.floats(0.0, 1.0),
        "benefit": st.floats(0.0, 10.0),
        "cost": st.floats(0.0, 5.0),
        "prize": st.floats(0.0, 1e5),
        "rounds": st.floats(5.0, 1e4),
        "found_out": st.floats(0.0, 1.0),
        "shared_setback": st.floats(0.0, 1.0),
    }
)


def one_round(own, other, speed, benefit, cost, found_out):
    """Mean payoff of a round over who of the unsafe is found out."""
    speeds = {"safe": 1.0, "unsafe": speed}
    total = 0.0
    for mine in (False, True):
        for its in (False, True):
            chance = 1.0
            for move, caught in ((own, mine), (other, its)):
                risk = found_out if move == "unsafe" else 0.0
                chance *= risk if caught else 1.0 - risk
            weights = [
                0.0 if caught else speeds[move] for move, caught in ((own, mine), (other, its))
            ]
            share = weights[0] / sum(weights) if weights[0] else 0.0
            total += chance * benefit * share
    return total - (cost if own == "safe" else 0.0)


def race(own, other, *, speed, setback_risk, rounds, prize, shared_setback, **of_round):
    """Mean payoff a round of a race played on, a second's part of a round at a time.

    CS copies what the other did in the round before. Rounds are whole but for the last, in which
    a developer finishes.
    """
    moves = {"AS": "safe", "AU": "unsafe", "CS": "safe"}
    mine, its = moves[own], moves[other]
    steps = [0.0, 0.0]
    payoff, time = 0.0, 0.0
    unsafe = [False, False]
    while True:
        speeds = [speed if move == "unsafe" else 1.0 for move in (mine, its)]
        left = min((rounds - steps[0]) / speeds[0], (rounds - steps[1]) / speeds[1])
        part = min(1.0, left)
        payoff += part * one_round(mine, its, speed, **of_round)
        steps = [done + part * fast for done, fast in zip(steps, speeds, strict=True)]
        unsafe = [unsafe[0] or mine == "unsafe", unsafe[1] or its == "unsafe"]
        time += part
        if left <= 1.0:
            break
        mine, its = (
            copied if name == "CS" else moves[name] for name, copied in ((own, its), (other, mine))
        )
    first = [done >= rounds - 1e-9 for done in steps]
    won = prize * first[0] / sum(first)
    spared = 1.0 - (setback_risk if first[0] and unsafe[0] else 0.0)
    spared *= 1.0 - shared_setback * (setback_risk if first[1] and unsafe[1] else 0.0)
    return spared * (won + payoff) / time


@FEW
@given(games)
def test_a_race_that_is_played_pays_what_the_table_says(game):
    """Where the speed divides the steps, rounds are whole and nothing is approximate."""
    speed = float(max(2, round(game["speed"])))
    game = game | {"speed": speed, "rounds": speed * 7.0}
    found = payoff_matrix(STRATEGIES, **game)
    for row, own in enumerate(STRATEGIES):
        for column, other in enumerate(STRATEGIES):
            played = race(own, other, **game)
            assert found[row, column] == pytest.approx(played, rel=1e-9, abs=1e-9), (own, other)


@FEW
@given(games)
def test_a_round_pays_the_mean_over_who_is_found_out(game):
    names = ("speed", "benefit", "cost", "found_out")
    found = round_payoffs(**{name: game[name] for name in names})
    moves = ("safe", "unsafe")
    means = [
        one_round(own, other, *(game[name] for name in names)) for own in moves for other in moves
    ]
    assert list(found) == pytest.approx(means, rel=1e-9, abs=1e-9)


@FEW
@given(games, st.permutations(STRATEGIES), st.integers(1, 3))
def test_any_subset_in_any_order(game, order, count):
    names = tuple(order[:count])
    places = [STRATEGIES.index(name) for name in names]
    whole = payoff_matrix(**game)
    assert np.array_equal(payoff_matrix(names, **game), whole[np.ix_(places, places)])


@FEW
@given(games)
def test_the_conditionally_safe_and_the_safe_cannot_tell_each_other(game):
    found = payoff_matrix(("AS", "CS"), **game)
    assert np.ptp(found) == 0.0


@FEW
@given(games)
def test_units_of_payoff_do_not_count(game):
    scaled = game | {name: 3.0 * game[name] for name in ("benefit", "cost", "prize")}
    assert payoff_matrix(**scaled) == pytest.approx(3.0 * payoff_matrix(**game), rel=1e-9, abs=1e-9)


def test_parameters_broadcast():
    found = payoff_matrix(
        ("AU", "CS"), [[1.5], [3.0]], [0.1, 0.5, 0.9], prize=1e4, found_out=[[0.0], [0.2]]
    )
    assert found.shape == (2, 3, 2, 2)
    alone = payoff_matrix(("AU", "CS"), 3.0, 0.9, found_out=0.2)
    assert np.array_equal(found[1, 2], alone)


def test_a_race_of_less_than_a_round_has_no_second_round():
    assert payoff_matrix(speed=7.0, rounds=5.0)[1, 0] == payoff_matrix(speed=7.0, rounds=5.0)[1, 2]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ({"speed": 0.5}, "speed: 0.5; allowed: a number from 1 to"),
        ({"setback_risk": [0.1, 1.5, 2.0]}, "setback_risk: 1.5 and 1 more"),
        ({"found_out": float("nan")}, "found_out: nan"),
        ({"prize": "much"}, "prize: 'much'"),
        ({"rounds": 0.0}, "rounds: 0"),
        ({"speed": [2.0, 3.0], "setback_risk": [0.1, 0.2, 0.3]}, "shapes do not fit"),
        ({"strategies": ("AS", "XY")}, "'XY' is no strategy; allowed: of AS, AU, CS"),
        ({"strategies": ("AS", "as")}, "'as' is no strategy, did you mean AS"),
        ({"strategies": ("AS", "AU", "AS")}, "strategies: AS comes twice"),
        ({"strategies": ()}, "strategies: 0; allowed: 1 or more"),
    ],
)
def test_bad_input_is_refused(arguments, what):
    with pytest.raises(InputError, match=what):
        payoff_matrix(**arguments)


def test_one_strategy_alone_has_payoffs():
    assert payoff_matrix("AS", speed=1.5).tolist() == [[51.0]]


def test_the_class_of_parameters_is_frozen_and_checked():
    assert Parameters().defaults()["prize"] == 1e4
    with pytest.raises(InputError, match="population: 1"):
        Parameters(population=1)
