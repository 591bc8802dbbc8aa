"""Populations of Han et al. (2020): 60 digits, another library, individuals, and what must hold."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.games.imitation import from_each_end, simulate_imitation
from race_sim.literature.han2020 import (
    fixation_probability,
    mean_safety,
    payoff_matrix,
    risk_dominance_threshold,
    society_threshold,
    stationary_distribution,
)
from race_sim.problems import InputError

FEW = settings(max_examples=25)

games = st.fixed_dictionaries(
    {
        "speed": st.floats(1.0, 5.0),
        "setback_risk": st.floats(0.0, 1.0),
        "prize": st.floats(0.0, 2e4),
        "rounds": st.floats(10.0, 1e4),
        "found_out": st.floats(0.0, 1.0),
        "population": st.integers(2, 80),
        "intensity": st.floats(0.0, 1.0),
        "shared_setback": st.floats(0.0, 1.0),
    }
)


def in_decimals(speed, risk, population=100, intensity="0.01"):
    """Fixation and the law of three strategies (AS, AU, CS), all with 60 digits.

    The law is the sum over trees of Freidlin and Wentzell: of three states, three trees each.
    """
    with localcontext() as context:
        context.prec = 60
        s, x = Decimal(speed), 1 - Decimal(risk)
        b, c, prize, rounds = Decimal(4), Decimal(1), Decimal(10000), Decimal(100)
        safe, p12 = prize / (2 * rounds) + b / 2 - c, b / (s + 1) - c
        p21, p22, alone, part = s * b / (s + 1), b / 2, s * prize / rounds, s / rounds
        pays = [
            [safe, p12, safe],
            [x * (alone + p21), x * (alone / 2 + p22), x * (alone + part * p21 + (1 - part) * p22)],
            [safe, part * p12 + (1 - part) * p22, safe],
        ]

        def takes_over(mutant, resident):
            total, logarithm = Decimal(1), Decimal(0)
            for k in range(1, population):
                of_mutant = (k - 1) * pays[mutant][mutant] + (population - k) * pays[mutant][
                    resident
                ]
                of_resident = (
                    k * pays[resident][mutant] + (population - k - 1) * pays[resident][resident]
                )
                logarithm -= Decimal(intensity) * (of_mutant - of_resident) / (population - 1)
                total += logarithm.exp()
            return 1 / total

        rate = {(i, j): takes_over(j, i) for i in range(3) for j in range(3) if i != j}
        trees = []
        for state in range(3):
            one, two = (other for other in range(3) if other != state)
            trees.append(
                rate[one, state] * rate[two, state]
                + rate[one, two] * rate[two, state]
                + rate[two, one] * rate[one, state]
            )
        law = [float(tree / sum(trees)) for tree in trees]
        return float(rate[0, 1]), float(rate[1, 0]), law


@pytest.mark.parametrize(
    ("speed", "risk", "intensity"),
    [
        ("1.5", "0.3", "0.01"),  # AS has some 1e-24
        ("1.5", "0.6", "0.01"),
        ("1.5", "0.7", "0.01"),
        ("2", "0.9", "0.01"),
        ("3", "0.5", "0.02"),
        ("1.25", "0.8", "0.2"),
    ],
)
def test_fixation_and_law_are_exact_where_states_are_almost_absorbing(speed, risk, intensity):
    unsafe, safe, law = in_decimals(speed, risk, intensity=intensity)
    point = {"speed": float(speed), "setback_risk": float(risk), "intensity": float(intensity)}
    assert fixation_probability("AU", "AS", **point) == pytest.approx(unsafe, rel=1e-10, abs=0.0)
    assert fixation_probability("AS", "AU", **point) == pytest.approx(safe, rel=1e-10, abs=0.0)
    assert stationary_distribution(**point) == pytest.approx(law, rel=1e-10, abs=0.0)


@FEW
@given(games)
def test_safe_and_conditionally_safe_are_exactly_neutral(game):
    drift = 1.0 / game["population"]
    assert fixation_probability("AS", "CS", **game) == pytest.approx(drift, rel=1e-12)
    assert fixation_probability("CS", "AS", **game) == pytest.approx(drift, rel=1e-12)
    assert stationary_distribution(("CS", "AS"), **game) == pytest.approx([0.5, 0.5], rel=1e-12)


@FEW
@given(games, st.permutations(["AS", "AU", "CS"]))
def test_the_order_of_strategies_does_not_count(game, order):
    found = dict(zip(order, stationary_distribution(order, **game), strict=True))
    law = stationary_distribution(**game)
    assert [found[name] for name in ("AS", "AU", "CS")] == pytest.approx(law, rel=1e-9, abs=0.0)
    assert law.sum() == pytest.approx(1.0)


@FEW
@given(games)
def test_more_risk_makes_more_safety(game):
    risks = np.linspace(0.0, 1.0, 11)
    del game["setback_risk"]
    game["shared_setback"] = 0.0
    for mutation in (0.0, 0.05):
        safety = mean_safety(setback_risk=risks, mutation=mutation, **game)
        assert np.all(np.diff(safety) > -1e-12)


@FEW
@given(games)
def test_with_little_mutation_the_mean_is_that_of_rare_mutation(game):
    game["intensity"] = min(game["intensity"], 0.001)
    game["population"] = min(game["population"], 20)
    rare = mean_safety(mutation=0.0, **game)
    assert mean_safety(mutation=1e-9, **game) == pytest.approx(rare, abs=1e-5)
    assert rare == pytest.approx(stationary_distribution(("AU", "AS"), **game)[1])


@FEW
@given(
    st.fixed_dictionaries(
        {
            "speed": st.sampled_from([1.0, 1.5, 1e6]),
            "setback_risk": st.sampled_from([0.0, 0.5, 1.0]),
            "benefit": st.sampled_from([0.0, 1e-300, 4.0, 1e12]),
            "cost": st.sampled_from([0.0, 1.0, 1e12]),
            "prize": st.sampled_from([0.0, 1e4, 1e15]),
            "rounds": st.sampled_from([1.0, 100.0, 1e12]),
            "found_out": st.sampled_from([0.0, 0.5, 1.0]),
            "population": st.sampled_from([2, 3, 1000]),
            "intensity": st.sampled_from([0.0, 1e-300, 0.01, 1e6]),
            "shared_setback": st.sampled_from([0.0, 1.0]),
        }
    ),
    st.sampled_from([0.0, 1e-300, 0.01, 1.0]),
)
def test_nothing_overflows_at_the_ends_of_the_ranges(game, mutation):
    law = stationary_distribution(**game)
    assert law.sum() == pytest.approx(1.0) and np.all(law >= 0.0)
    safety = mean_safety(mutation=mutation, **game)
    assert 0.0 <= safety <= 1.0 + 1e-12
    race = {
        name: game[name] for name in ("speed", "benefit", "cost", "prize", "rounds", "found_out")
    }
    assert not np.isnan(society_threshold(shared_setback=game["shared_setback"], **race))
    assert not np.isnan(risk_dominance_threshold(population=game["population"], **race))


def test_mutation_alone_makes_half_of_them_safe():
    assert mean_safety(mutation=1.0) == pytest.approx(0.5)
    found = mean_safety(mutation=1.0, population=10, strategies=("AS", "AU", "CS"))
    assert found == pytest.approx(2.0 / 3.0)


def test_parameters_broadcast():
    found = mean_safety(
        [1.5, 2.0, 3.0], 0.7, mutation=[[0.0], [0.01]], population=[20, 50, 20], intensity=0.02
    )
    assert found.shape == (2, 3)
    alone = mean_safety(2.0, 0.7, mutation=0.01, population=50, intensity=0.02)
    assert found[1, 1] == pytest.approx(alone, rel=1e-12)
    assert found[0, 2] == pytest.approx(mean_safety(3.0, 0.7, population=20, intensity=0.02))
    assert stationary_distribution(speed=[[1.5], [2.0]], population=[10, 20, 30]).shape == (2, 3, 3)


@pytest.mark.parametrize(
    ("names", "least_error"), [(("AS", "AU"), 0.02), (("AS", "AU", "CS"), 0.03)]
)
def test_individuals_come_to_the_exact_mean(names, least_error):
    """Bistable: half of the populations start from each end. |z| < 3.9: 1 of 10,000 by chance."""
    population, mutation, replicas = 10, 0.1, 800
    point = {"speed": 1.5, "setback_risk": 0.8}
    pays = payoff_matrix(names, **point)
    start = from_each_end(replicas, len(names), population)
    found = simulate_imitation(pays, population, 0.05, mutation, 2500, start, 7, warm_up=1000)
    safe = 1.0 - found.shares[:, 1]
    error = safe.std(ddof=1) / np.sqrt(replicas)
    exact = mean_safety(
        **point, population=population, intensity=0.05, mutation=mutation, strategies=names
    )
    assert error < least_error
    assert abs(safe.mean() - exact) < 3.9 * error
    # Six hundredths less risk would be another mean.
    other = mean_safety(
        1.5, 0.74, population=population, intensity=0.05, mutation=mutation, strategies=names
    )
    assert abs(safe.mean() - other) > 3.9 * error


@pytest.mark.parametrize(
    ("function", "arguments", "what"),
    [
        (stationary_distribution, {"strategies": ("AS",)}, "strategies: 1; allowed: 2 or more"),
        (stationary_distribution, {"population": 1}, "population: 1"),
        (stationary_distribution, {"intensity": -0.1}, "intensity: -0.1"),
        (fixation_probability, {"mutant": "AS", "resident": "AS"}, "AS comes twice"),
        (fixation_probability, {"mutant": "PS"}, "'PS' is no strategy"),
        (mean_safety, {"mutation": 1.5}, "mutation: 1.5"),
        (mean_safety, {"mutation": float("nan")}, "mutation: nan"),
        (
            mean_safety,
            {"mutation": 0.1, "population": 200, "strategies": ("AS", "AU", "CS")},
            "population: 200 with three strategies and mutation; allowed: to 120",
        ),
    ],
)
def test_bad_input_is_refused(function, arguments, what):
    with pytest.raises(InputError, match=what):
        function(**arguments)


def test_egttools_comes_to_the_same():
    """Domingos, Santos and Lenaerts (2023), iScience 26, 106419. Its vectors are eigenvectors."""
    egttools = pytest.importorskip("egttools")
    from egttools.analytical import PairwiseComparison
    from egttools.games import Matrix2PlayerGameHolder
    from egttools.utils import calculate_stationary_distribution

    population, mutation = 30, 0.02
    for names in (("AS", "AU"), ("AS", "AU", "CS")):
        pays = payoff_matrix(names, 1.5, 0.7)
        game = Matrix2PlayerGameHolder(len(names), pays)  # kept: the other holds no reference
        theirs = PairwiseComparison(population, game)
        moves, fixations = theirs.calculate_transition_and_fixation_matrix_sml(0.01)
        rare = calculate_stationary_distribution(np.asarray(moves).T)
        point = {"speed": 1.5, "setback_risk": 0.7, "population": population}
        assert stationary_distribution(names, **point) == pytest.approx(rare, rel=1e-5)
        assert fixation_probability(names[1], names[0], **point) == pytest.approx(
            np.asarray(fixations)[0, 1], rel=1e-9
        )
        chain = theirs.calculate_transition_matrix(0.01, mutation).toarray()
        law = calculate_stationary_distribution(chain.T)
        states = [
            egttools.sample_simplex(place, population, len(names)) for place in range(len(law))
        ]
        unsafe = law @ np.array(states, dtype=float)[:, 1]
        assert mean_safety(mutation=mutation, strategies=names, **point) == pytest.approx(
            1.0 - unsafe / population, rel=1e-6
        )
