"""The collective-risk dilemma: groups counted one by one, the whole chain, and a population."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom

from race_sim.literature.lacroix_mohseni2022 import (
    MEASURES,
    Parameters,
    advantage,
    gradient_of_selection,
    group_failure,
    group_success,
    long_run,
    mean_cooperation,
    share_unsafe,
)
from race_sim.literature.lacroix_mohseni2022_groups import drawn_law, groups_that_succeed
from race_sim.problems import InputError

FEW = settings(max_examples=25, deadline=None)
SMALL = {"group_size": 3, "needed": 2, "population": 8, "perceived_risk": 0.7, "cost": 0.15}


def payoff_in(cooperates, cooperators, risk, cost, needed):
    """What a player gets in a group, told as the story goes."""
    kept = 1.0 - cost if cooperates else 1.0
    if cooperators >= needed:
        return kept
    return kept - risk  # all that the others have is at risk; the cost is gone anyway


def expected_payoffs(choices, group_size, needed, risk, cost):
    """Every player's mean payoff over all groups that hold it, counted one by one."""
    found = []
    for player, own in enumerate(choices):
        rest = [one for k, one in enumerate(choices) if k != player]
        groups = list(combinations(rest, group_size - 1))
        total = sum(payoff_in(own, own + sum(one), risk, cost, needed) for one in groups)
        found.append(total / len(groups))
    return np.array(found)


def whole_chain(population, lead, intensity, mutation):
    """The stationary law from the whole matrix of a step, by linear equations."""
    step = np.zeros((population + 1, population + 1))
    for k in range(population + 1):
        gain = lead[k - 1] if 0 < k < population else 0.0
        meet = k * (population - k) / (population * (population - 1))
        up = (1 - mutation) * meet / (1 + np.exp(-intensity * gain))
        down = (1 - mutation) * meet / (1 + np.exp(intensity * gain))
        up += mutation * (population - k) / population
        down += mutation * k / population
        if k < population:
            step[k, k + 1] = up
        if k > 0:
            step[k, k - 1] = down
        step[k, k] = 1 - up - down
    equations = np.vstack([step.T - np.eye(population + 1), np.ones(population + 1)])
    right = np.append(np.zeros(population + 1), 1.0)
    return np.linalg.lstsq(equations, right, rcond=None)[0]


# Groups


@FEW
@given(st.integers(2, 60), st.data())
def test_groups_are_drawn_as_scipy_draws_them(population, data):
    drawn = data.draw(st.integers(1, population))
    marked = data.draw(st.integers(0, population))
    expected = hypergeom(population, marked, drawn).pmf(np.arange(drawn + 1))
    assert drawn_law(population, marked, drawn) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_payoffs_are_those_of_all_groups_counted_one_by_one(needed):
    lead = advantage(3, needed, 8, 0.7, 0.15)
    for k in range(1, 8):
        payoffs = expected_payoffs([True] * k + [False] * (8 - k), 3, needed, 0.7, 0.15)
        assert lead[k - 1] == pytest.approx(payoffs[0] - payoffs[-1], abs=1e-12)


def test_groups_that_succeed_are_counted_too():
    for k in range(9):
        groups = list(combinations([True] * k + [False] * (8 - k), 3))
        share = sum(sum(one) >= 2 for one in groups) / len(groups)
        assert groups_that_succeed(3, 2, 8)[k] == pytest.approx(share, abs=1e-15)


# The law


@pytest.mark.parametrize(
    ("risk", "cost", "mutation"), [(0.2, 0.1, 0.01), (0.8, 0.2, 0.01), (1.0, 0.2, 0.3)]
)
def test_the_law_is_that_of_the_whole_chain(risk, cost, mutation):
    found = long_run(perceived_risk=risk, cost=cost, mutation=mutation)
    law = whole_chain(100, advantage(perceived_risk=risk, cost=cost), 5.0, mutation)
    # Linear equations lose digits where the chain hardly ever passes from one end to the other.
    assert found.cooperators == pytest.approx(law, abs=1e-9)
    assert found.cooperation == pytest.approx(law @ np.arange(101) / 100, abs=1e-8)


def test_a_population_of_agents_spends_its_time_as_the_law_says():
    """1,500 populations of 8 agents with a choice each, half of them begun from each end.

    Payoffs come from groups counted one by one. Populations are independent, so the standard
    error is theirs; |z| < 3.9 is wrong once in 10,000.
    """
    rng = np.random.default_rng(20220517)
    copies, population, mutation, intensity = 1500, 8, 0.1, 5.0
    table = np.zeros((population + 1, 2))  # by cooperators: of another, of a cooperator
    for k in range(population + 1):
        payoffs = expected_payoffs([True] * k + [False] * (population - k), 3, 2, 0.7, 0.15)
        table[k] = payoffs[-1], payoffs[0]
    agents = np.zeros((copies, population), dtype=int)
    agents[: copies // 2] = 1
    everyone = np.arange(copies)
    for _ in range(800):
        one = rng.integers(population, size=copies)
        other = (one + rng.integers(1, population, size=copies)) % population
        own, seen = agents[everyone, one], agents[everyone, other]
        k = agents.sum(axis=1)
        chance = 1.0 / (1.0 + np.exp(-intensity * (table[k, seen] - table[k, own])))
        imitates = np.where(rng.random(copies) < chance, seen, own)
        agents[everyone, one] = np.where(rng.random(copies) < mutation, 1 - own, imitates)
    means = agents.mean(axis=1)
    exact = mean_cooperation(**SMALL, mutation=mutation, intensity=intensity)
    assert abs(means.mean() - exact) < 3.9 * means.std() / np.sqrt(copies)
    reached = np.array([groups_that_succeed(3, 2, population)[k] for k in agents.sum(axis=1)])
    exact = group_success(**SMALL, mutation=mutation, intensity=intensity)
    assert abs(reached.mean() - exact) < 3.9 * reached.std() / np.sqrt(copies)
    # The same test tells another rule (a group needs one more) apart.
    other_rule = mean_cooperation(**(SMALL | {"needed": 3}), mutation=mutation)
    assert abs(means.mean() - other_rule) > 10 * means.std() / np.sqrt(copies)


@FEW
@given(st.floats(0.0, 1.0), st.floats(0.0, 0.5), st.floats(0.001, 1.0))
def test_the_gradient_is_the_drift_of_the_chain(risk, cost, mutation):
    lead = advantage(perceived_risk=risk, cost=cost)
    gradient = gradient_of_selection(perceived_risk=risk, cost=cost)
    assert gradient[0] == gradient[-1] == 0.0
    k = np.arange(1, 100)
    meet = k * (100 - k) / 9900
    up, down = 1 / (1 + np.exp(-5 * lead)), 1 / (1 + np.exp(5 * lead))
    assert gradient[1:-1] == pytest.approx(meet * (up - down), abs=1e-14)
    # In the long run drift and mutation balance: sum of p (drift + mutation (1 - 2 k / Z)) = 0.
    law = long_run(perceived_risk=risk, cost=cost, mutation=mutation)
    balance = (1 - mutation) * law.cooperators @ gradient + mutation * (1 - 2 * law.cooperation)
    assert balance == pytest.approx(0.0, abs=1e-12)


# What it is about


def test_a_warning_shot_lifts_cooperation_about_nine_times():
    before, after = mean_cooperation(perceived_risk=[0.5, 0.8], cost=0.2)
    assert 8.5 < after / before < 9.5


def test_pacts_hold_in_small_groups_at_low_cost_with_a_high_perceived_risk():
    """The lesson of the paper's abstract."""
    risks = mean_cooperation(perceived_risk=np.linspace(0, 1, 21))
    assert np.all(np.diff(risks) > 0)
    costs = mean_cooperation(cost=np.linspace(0, 1, 21))
    assert np.all(np.diff(costs) < 0)
    groups = mean_cooperation(group_size=[2, 4, 6, 8, 12], needed=[1, 2, 3, 4, 6])
    assert np.all(np.diff(groups) < 0)


def test_without_selection_or_with_nothing_but_mutation_it_is_a_coin():
    assert mean_cooperation(intensity=0.0) == pytest.approx(0.5, abs=1e-12)
    law = long_run(mutation=1.0, cost=0.4)
    assert law.cooperation == pytest.approx(0.5, abs=1e-12)
    # Ehrenfest's urn: each of 100 coins turns in its time.
    assert law.cooperators == pytest.approx(binom(100, 0.5).pmf(np.arange(101)), abs=1e-12)


def test_free_pacts_at_no_risk_are_kept_or_not_alike_and_certain_ruin_makes_them_kept():
    assert np.all(advantage(perceived_risk=0.0, cost=0.0) == 0.0)
    assert np.all(advantage(perceived_risk=0.0, cost=0.3) == pytest.approx(-0.3))
    alone = advantage(2, 1, 2, perceived_risk=1.0, cost=0.25)  # one of each, either saves both
    assert alone == pytest.approx([-0.25])
    both = advantage(2, 2, 2, perceived_risk=1.0, cost=0.25)
    assert both == pytest.approx([-0.25])


@pytest.mark.parametrize("intensity", [1e-6, 1e6])
def test_extreme_selection_gives_numbers(intensity):
    found = long_run(perceived_risk=[0.0, 0.5, 1.0], intensity=intensity, mutation=1e-9)
    assert found.cooperators.sum(axis=-1) == pytest.approx(np.ones(3), abs=1e-12)
    assert np.all((found.success >= 0) & (found.success <= 1 + 1e-12))


def test_doubling_the_endowment_is_doubling_the_intensity():
    assert mean_cooperation(endowment=2.0) == pytest.approx(mean_cooperation(intensity=10.0))


# Arrays and bad input


def test_arrays_broadcast_over_sizes_too():
    arguments = {
        "group_size": [[4], [6]],
        "needed": [[2], [3]],
        "perceived_risk": [0.3, 0.6, 0.9],
        "mutation": 0.02,
    }
    for measure in MEASURES:
        found = measure.of(**arguments)
        assert found.shape == (2, 3)
        alone = measure.of(group_size=6, needed=3, perceived_risk=0.6, mutation=0.02)
        assert found[1, 1] == pytest.approx(alone, abs=1e-14)
    assert share_unsafe(**arguments) == pytest.approx(1 - mean_cooperation(**arguments))
    assert group_failure(**arguments) == pytest.approx(1 - group_success(**arguments))


def test_measures_take_all_parameters():
    for measure in MEASURES:
        assert measure.of(**Parameters.defaults()) == measure.of()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"needed": 7}, "needed: 7 of 6"),
        ({"group_size": 8, "population": 7}, "population: 7"),
        ({"group_size": 1}, "group_size"),
        ({"perceived_risk": 1.2}, "perceived_risk"),
        ({"perceived_risk": np.nan}, "nan"),
        ({"mutation": 0.0}, "mutation"),
        ({"population": 10.5}, "whole"),
        ({"cost": [0.1, 0.2], "perceived_risk": [0.1, 0.2, 0.3]}, "shapes"),
        ({"cost": [0.1, 0.2], "group_size": [2, 3, 4]}, "shapes"),
    ],
)
def test_bad_input_is_refused(arguments, word):
    with pytest.raises(InputError, match=word):
        mean_cooperation(**arguments)
    if all(np.ndim(value) == 0 for value in arguments.values()):
        with pytest.raises(InputError, match=word):
            Parameters(**arguments)


def test_the_law_is_of_one_size():
    with pytest.raises(InputError, match="one number each"):
        long_run(group_size=[4, 6])
    with pytest.raises(InputError, match=r"long_run: .*fit: .*mutation \(3,\)"):
        long_run(perceived_risk=[0.1, 0.2], mutation=[0.1, 0.2, 0.3])
    with pytest.raises(InputError, match=r"gradient_of_selection: .*fit: .*intensity \(3,\)"):
        gradient_of_selection(perceived_risk=[0.1, 0.2], intensity=[0.1, 0.2, 0.3])
    with pytest.raises(InputError, match="2 problems"):
        long_run(cost=2.0, mutation=0.0)
