"""Resources split between safety and capability: the quadratic, bisection, search and errata."""

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature import kwa2025
from race_sim.literature.kwa2025 import aligned, equilibrium, large_k_survival
from race_sim.literature.spt2023 import NoEquilibrium
from race_sim.problems import InputError

RACERS = st.integers(2, 12)
EFFECTIVENESS = st.floats(1e-3, 1e5)
STEEPNESS = st.floats(1e-2, 30.0)
RETURNS = st.floats(0.05, 4.0)


def payoff(
    own: Any, others: float, players: int, k: float, w: float, a: float, amity: float = 0.0
) -> Any:
    """Payoff of one that puts `own` into safety while all others put `others`, as it is stated."""
    joint = aligned(own, k, a) * aligned(others, k, a) ** (players - 1)
    mine, theirs = (1.0 - np.asarray(own)) ** w, (players - 1) * (1.0 - others) ** w
    share = mine / (mine + theirs)
    return 100.0 * joint * (share + amity * (1.0 - share))


@given(RACERS, EFFECTIVENESS, STEEPNESS)
def test_the_exact_root_is_the_smaller_one_of_the_author_s_quadratic(
    n: int, k: float, w: float
) -> None:
    found = equilibrium(n, k, w, 1.0)
    p = float(found.aligned)
    terms = n * (k - 1) * p**2, -(n * (2 * k - 1) + w * (n - 1)) * p, float(n * k)
    assert sum(terms) == pytest.approx(0.0, abs=1e-13 * sum(abs(term) for term in terms))
    assert 0.0 < p < 1.0  # the other root is above 1 or below 0
    assert found.survival == pytest.approx(p**n, rel=1e-12)
    assert found.payoff == pytest.approx(100.0 * p**n / n, rel=1e-12)
    assert aligned(found.safety_share, k, 1.0) == pytest.approx(p, rel=1e-10)


@given(RACERS, EFFECTIVENESS, STEEPNESS)
def test_bisection_meets_the_closed_form(n: int, k: float, w: float) -> None:
    """Nothing but the exponent tells the two apart; at 1 + 1e-14 bisection is used."""
    exact, numeric = equilibrium(n, k, w, 1.0), equilibrium(n, k, w, 1.0 + 1e-14)
    assert numeric.aligned == pytest.approx(exact.aligned, rel=1e-10)
    assert numeric.safety_share == pytest.approx(exact.safety_share, rel=1e-10)


@given(RACERS, EFFECTIVENESS, STEEPNESS, RETURNS, st.floats(0.0, 0.9999))
def test_nobody_gains_by_another_share(n: int, k: float, w: float, a: float, other: float) -> None:
    found = equilibrium(n, k, w, a)
    assert found.regret <= 1e-12
    assert payoff(other, float(found.safety_share), n, k, w, a) <= found.payoff * (1 + 1e-9)


@pytest.mark.parametrize("a", [0.466, 1.0, 2.0])
def test_a_search_of_its_own_finds_the_same_share(a: float) -> None:
    from scipy.optimize import minimize_scalar

    for n, k, w in ((2, 33.9, 1.0), (3, 0.5, 2.0), (5, 200.0, 0.5)):
        share = float(equilibrium(n, k, w, a).safety_share)
        best = minimize_scalar(
            lambda s, share=share, n=n, k=k, w=w: -payoff(s, share, n, k, w, a),
            bounds=(0.0, 1.0 - 1e-12),
            method="bounded",
            options={"xatol": 1e-11},
        )
        assert best.x == pytest.approx(share, abs=1e-6)


def test_payoffs_agree_with_races_drawn_by_chance() -> None:
    found = equilibrium(3, 10.0, 2.0, 0.466)
    luck = np.random.default_rng(2025)
    races = 200_000
    good = (luck.random((races, 3)) < found.aligned).all(axis=1)
    z = (good.mean() - found.survival) / np.sqrt(found.survival * (1 - found.survival) / races)
    assert abs(z) < 3.9  # a false alarm in 10,000 seeds
    assert found.payoff == pytest.approx(100.0 * found.survival / 3.0, rel=1e-12)


@pytest.mark.parametrize(
    ("k", "part", "printed", "half_a_digit"),
    [
        (0.1, "safety_share", 0.92, 0.005),
        (0.1, "survival", 0.29, 0.005),
        (10.0, "safety_share", 0.33, 0.005),
        (10.0, "survival", 0.69, 0.005),
        (33.9, "aligned", 0.897, 0.0005),
        (33.9, "survival", 0.805, 0.0005),
    ],
)
def test_what_the_author_prints(k: float, part: str, printed: float, half_a_digit: float) -> None:
    assert getattr(equilibrium(2, k, 1.0, 1.0), part) == pytest.approx(printed, abs=half_a_digit)


def test_survival_above_nine_tenths_needs_k_above_a_hundred_as_the_author_says() -> None:
    k = np.geomspace(1.0, 1000.0, 2000)
    survival = equilibrium(2, k, 1.0, 1.0).survival
    assert np.all(np.diff(survival) > 0.0)
    assert k[survival > 0.9].min() > 100.0
    assert survival[-1] > 0.9


def test_the_defaults_are_what_the_author_calibrates_to() -> None:
    assert aligned([0.01, 0.5]) == pytest.approx([0.80, 0.98], abs=0.005)


# Limits.


def test_k_of_one_and_around_it() -> None:
    n, w = np.array([2.0, 3.0, 9.0]), np.array([0.5, 1.0, 4.0])[:, None]
    one = equilibrium(n, 1.0, w, 1.0)
    assert one.aligned == pytest.approx(n / (n + w * (n - 1)), rel=1e-14)
    near = equilibrium(n, [[[1.0 - 1e-9]], [[1.0 + 1e-9]]], w, 1.0)
    assert near.aligned == pytest.approx(np.broadcast_to(one.aligned, (2, 3, 3)), rel=1e-8)


def test_without_rivalry_all_goes_into_safety() -> None:
    for a in (0.466, 1.0):
        for found in (equilibrium(2, 0.3, 0.0, a), equilibrium(2, 0.3, 1.0, a, amity=1.0)):
            assert found.safety_share == 1.0
            assert found.survival == 1.0
            assert found.regret <= 1e-12
    assert equilibrium(2, 5.0, 0.0, 1.0).payoff == 50.0


def test_extremes_stay_numbers() -> None:
    k, w = np.array([1e-9, 1.0, 1e12])[:, None], np.array([1e-6, 1.0, 1e6])
    for a in (0.01, 1.0, 50.0):
        for n in (2, 1_000_000):
            found = equilibrium(n, k, w, a, check=False)
            for part in found:
                assert np.all(np.isfinite(part))
            assert np.all((found.survival >= 0.0) & (found.survival <= 1.0))


@pytest.mark.parametrize(("n", "w"), [(2, 1.0), (2, 2.0), (2, 5.0), (5, 0.5), (9, 3.0)])
@pytest.mark.parametrize("k", [1e-12, 1e-3, 0.5, 1.0 - 2.0**-40, 1.0 + 2.0**-40, 7.0, 1e12])
def test_no_digits_are_lost(n: int, w: float, k: float) -> None:
    """The author's own formula in a hundred digits."""
    with localcontext() as digits:
        digits.prec = 100
        slope, rivalry = Decimal(k), Decimal(w) * (n - 1)
        root = ((n - rivalry) ** 2 + 4 * n * slope * rivalry).sqrt()
        p = (n * (2 * slope - 1) + rivalry - root) / (2 * n * (slope - 1))
        share = p / (slope * (1 - p) + p)
        found = equilibrium(n, k, w, 1.0)
        assert float(found.aligned) == pytest.approx(float(p), rel=1e-14)
        assert float(found.safety_share) == pytest.approx(float(share), rel=1e-14)
        assert float(found.survival) == pytest.approx(float(p**n), rel=1e-13)


# Amity.


def test_amity_makes_racers_safer_and_is_the_same_as_less_rivalry() -> None:
    amity = np.linspace(0.0, 0.5, 6)
    found = equilibrium(3, 10.0, 1.0, 1.0, amity)
    assert np.all(np.diff(found.survival) > 0.0)
    same = equilibrium(3, 10.0, (1.0 - amity) / (1.0 + 2.0 * amity), 1.0)
    assert found.aligned == pytest.approx(same.aligned, rel=1e-13)
    for at in range(6):
        share = float(found.safety_share[at])
        there = payoff(np.array([share - 1e-5, share, share + 1e-5]), share, 3, 10.0, 1.0, 1.0)
        friendly = payoff(
            np.array([share - 1e-5, share, share + 1e-5]), share, 3, 10.0, 1.0, 1.0, amity[at]
        )
        assert abs(friendly[2] - friendly[0]) / 2e-5 < 1e-6 * found.payoff[at]
        assert friendly[1] == pytest.approx(float(found.payoff[at]), rel=1e-12)
        assert at == 0 or abs(there[2] - there[0]) / 2e-5 > 1.0


def test_a_friend_who_would_rather_not_race_is_refused() -> None:
    with pytest.raises(NoEquilibrium, match="by safety share 1") as error:
        equilibrium(2, 0.01, 50.0, 0.05, amity=0.9)
    found = equilibrium(2, 0.01, 50.0, 0.05, amity=0.9, check=False)
    assert found.regret == error.value.regret
    # Who gives up capability is safe for sure and values the other's prize at 90.
    assert found.regret == pytest.approx(90.0 * found.aligned - found.payoff, abs=1e-9)
    measure = {one.name: one.of for one in kwa2025.MEASURES}["disaster"]
    danger = measure(players=2, k=0.01, w=50.0, a=0.05, amity=[0.0, 0.9])
    assert np.isfinite(danger[0]) and np.isnan(danger[1])


def test_measures_are_parts_of_the_equilibrium() -> None:
    found = equilibrium()
    got = {one.name: one.of(**kwa2025.Parameters.defaults()) for one in kwa2025.MEASURES}
    assert got["disaster"] == 1.0 - found.survival
    assert got["safety_share"] == found.safety_share


# Errata of the author's notes.


def test_erratum_safety_falls_with_the_root_of_k_and_not_with_k() -> None:
    """`docs/closed_forms.md` gives s near 1/k; the root rule is within a part in a thousand."""
    k = 1e6
    for n, w in ((2, 1.0), (2, 3.0), (5, 1.0)):
        share = equilibrium(n, k, w, 1.0).safety_share
        rule = np.sqrt(n / (w * (n - 1) * k))
        assert share == pytest.approx(rule, rel=5.0 * rule)
        assert share > 100.0 / k
    k = np.geomspace(1e6, 1e10, 5)
    slope = np.diff(np.log(equilibrium(2, k, 1.0, 1.0).safety_share)) / np.diff(np.log(k))
    assert slope == pytest.approx(-0.5, abs=1e-3)


def test_the_large_k_rule_for_survival_is_right() -> None:
    for k in (1e4, 1e6, 1e8):
        for n, w in ((2, 1.0), (5, 2.0)):
            error = equilibrium(n, k, w, 1.0).survival - large_k_survival(n, k, w)
            assert abs(error) < 2.0 * n * w * (n - 1) / k * n  # of the next order in 1/sqrt(k)


@pytest.mark.parametrize("a", [0.3, 0.466, 0.8])
def test_erratum_misalignment_goes_with_the_inverse_power_of_safety(a: float) -> None:
    """Their `1 - s^(a-1)/k` should read `1 - s^(-a)/k`."""
    found = equilibrium(2, 1e8, 1.0, a)
    s = float(found.safety_share)
    assert 1.0 - found.aligned == pytest.approx(s**-a / 1e8, rel=2e-2)
    assert abs(s ** (a - 1.0) / (s**-a) - 1.0) > 0.2


@pytest.mark.parametrize("a", [0.466, 1.0, 1.7])
@pytest.mark.parametrize("spillover", [0.0, 0.5, 1.0])
def test_erratum_shared_safety_drops_out_for_every_exponent(a: float, spillover: float) -> None:
    """They say only for `a = 1`: with `s_i^d mean(s)^(1-d)` the condition is the same for all."""
    n, k, w = 3, 33.9, 2.0
    share = float(equilibrium(n, k, w, a).safety_share)

    def log_payoff(own: float) -> float:
        shares = np.array([own] + [share] * (n - 1))
        effective = shares**spillover * shares.mean() ** (1.0 - spillover)
        safety = k * effective**a
        chances = safety / (safety + 1.0 - shares)
        capability = (1.0 - shares) ** w
        return float(np.sum(np.log(chances)) + np.log(capability[0] / capability.sum()))

    step = 1e-6
    assert abs(log_payoff(share + step) - log_payoff(share - step)) / (2 * step) < 1e-6


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: equilibrium(1), "players: 1; allowed"),
        (lambda: equilibrium(2.5), "players: 2.5"),
        (lambda: equilibrium(k=0.0), "k: 0; allowed"),
        (lambda: equilibrium(k=np.nan), "k: nan"),
        (lambda: equilibrium(w=-1.0), "w: -1"),
        (lambda: equilibrium(a=0.0), "a: 0"),
        (lambda: equilibrium(amity=1.5), "amity: 1.5"),
        (lambda: equilibrium(k="high"), "k: 'high'"),
        (lambda: equilibrium(k=[1.0, 2.0], w=[1.0, 2.0, 3.0]), "do not fit"),
        (lambda: aligned(1.5, k=-1.0), "2 problems"),
        (lambda: aligned([0.1, 0.2], k=[1.0, 2.0, 3.0]), "do not fit"),
        (lambda: large_k_survival(k=np.inf), "k: inf"),
    ],
)
def test_bad_input_is_said_clearly(call: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        call()
