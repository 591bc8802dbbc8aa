"""Armstrong, Bostrom and Shulman: risks, strategies, who wins, and that nobody gains by deviating.

Monte Carlo is held to |z| < 3.9: for a right rule, one test in ten thousand fails; seeds are fixed.
Closed forms are held to exact fractions and to quadrature over order statistics.
"""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize

from race_sim.literature import armstrong2016_play
from race_sim.literature.armstrong2016 import (
    INFORMATION,
    MEASURES,
    Parameters,
    crossing,
    deviation_gains,
    disaster_risk,
    mean_safety,
    payoffs,
    regret,
    safety,
    simulate,
    winner,
)
from race_sim.literature.known import known_results
from race_sim.problems import InputError

Z = 3.9
POINTS = [
    (2, 0.25, 0.5),
    (2, 0.5, 1.0),
    (2, 0.5, 3.0),
    (2, 1.0, 1.5),
    (3, 0.0, 0.5),
    (3, 0.0, 2.0),
    (3, 0.75, 0.6),
    (5, 0.5, 3.0),
    (5, 1.0, 1.0),
    (40, 0.3, 12.0),
]
AT_POINTS = pytest.mark.parametrize("point", POINTS, ids=str)
AT_LEVELS = pytest.mark.parametrize("information", INFORMATION)
enmities = st.floats(0.0, 1.0)
weights = st.floats(1e-6, 1e6)
safeties = st.floats(0.0, 1.0)


def in_fractions(teams, enmity, skill_weight, information):
    """The textbook form of the risks, without rounding."""
    n, e, mu = teams, Fraction(enmity), Fraction(skill_weight)
    if information == "none":
        return max(Fraction(0), 1 - mu / (n * e)) if e else Fraction(0)
    bound = (n - 1) * e + 1
    if information == "private":
        return 1 - n * mu / ((n + 1) * bound) if mu <= bound else (bound / mu) ** n / (n + 1)
    if not e:
        return Fraction(0)
    m = min(e, mu)
    below = (m - mu / (n + 1) * (1 - (1 - m / mu) ** (n + 1))) / e
    return below + max(Fraction(0), 1 - mu / e)


# The risks


@AT_LEVELS
@given(teams=st.integers(2, 60), enmity=enmities, skill_weight=weights)
def test_risks_are_those_in_exact_fractions(information, teams, enmity, skill_weight):
    exact = float(in_fractions(teams, enmity, skill_weight, information))
    found = disaster_risk(teams, enmity, skill_weight, information)
    assert found == pytest.approx(exact, rel=1e-9, abs=1e-15)


@AT_LEVELS
@pytest.mark.parametrize("teams", [2, 3, 50, 1000])
@pytest.mark.parametrize("enmity", [1e-300, 1e-12, 1e-7, 1e-4, 0.1, 1.0])
@pytest.mark.parametrize("share", [1e-3, 0.1 - 1e-9, 0.1 + 1e-9, 1.0, 1.0 + 1e-12, 30.0])
def test_risks_are_exact_where_they_are_delicate(information, teams, enmity, share):
    """At the seams, and with an enmity so small that differences would cancel."""
    seam = {"none": teams * enmity, "private": (teams - 1) * enmity + 1, "public": enmity}
    for weight in (seam[information] * share, seam[information] * teams / share):
        if weight > 0.0:
            exact = float(in_fractions(teams, enmity, weight, information))
            found = disaster_risk(teams, enmity, weight, information)
            # Rounding of n e or K is rounding of the seam: relative to 1, not to what is left.
            slack = 1e-15 if information == "none" else 0.0
            assert found == pytest.approx(exact, rel=1e-10, abs=slack + 1e-300)


@AT_POINTS
def test_risks_by_quadrature_over_order_statistics(point):
    n, e, mu = point

    def mean(density, risk, top, *kinks):
        points = [kink for kink in kinks if 0.0 < kink < top]
        found, _ = integrate.quad(
            lambda x: density(x) * risk(x), 0.0, top, points=points or None, epsabs=1e-12, limit=200
        )
        return found

    bound = (n - 1) * e + 1
    best = mean(lambda x: n * x ** (n - 1) / mu**n, lambda x: max(0.0, 1.0 - x / bound), mu, bound)
    assert disaster_risk(n, e, mu, "private") == pytest.approx(best, abs=1e-9)
    gap = mean(
        lambda d: n * (1.0 - d / mu) ** (n - 1) / mu,
        lambda d: max(0.0, 1.0 - d / e) if e else 0.0,
        mu,
        e,
    )
    assert disaster_risk(n, e, mu, "public") == pytest.approx(gap, abs=1e-9)


@AT_LEVELS
@AT_POINTS
def test_risks_by_playing_the_strategies(point, information):
    found = simulate(*point, information, worlds=20_000, seed=5)
    expected = disaster_risk(*point, information)
    assert abs(found.risk - expected) <= Z * found.standard_error + 1e-12
    error = np.sqrt(expected * (1.0 - expected) * found.worlds)
    assert abs(found.disasters - expected * found.worlds) <= Z * error + 1e-9


def test_a_wrong_rule_is_found_out_by_playing(monkeypatch):
    """Ties to the less able team: the winner under public information then is the second."""

    def less_able(able, played):
        score = able - played
        level = score >= score.max(axis=-1, keepdims=True) - 1e-12
        return np.argmin(np.where(level, able, np.inf), axis=-1)

    monkeypatch.setattr(armstrong2016_play, "ahead", less_able)
    found = simulate(2, 0.5, 1.0, "public", worlds=20_000, seed=5)
    assert abs(found.risk - disaster_risk(2, 0.5, 1.0, "public")) > 20 * found.standard_error


def test_worlds_are_the_same_however_many_are_drawn_at_once(monkeypatch):
    whole = simulate(3, 0.5, 1.0, "public", worlds=500, seed=2)
    assert simulate(3, 0.5, 1.0, "public", worlds=500, seed=2) == whole
    monkeypatch.setattr(armstrong2016_play, "DRAWN_AT_ONCE", 300)
    parts = simulate(3, 0.5, 1.0, "public", worlds=500, seed=2)
    assert abs(parts.risk - whole.risk) < Z * np.hypot(parts.standard_error, whole.standard_error)


@given(teams=st.integers(2, 10**6), enmity=enmities, skill_weight=weights)
def test_private_knowledge_is_never_safer_than_none(teams, enmity, skill_weight):
    none = disaster_risk(teams, enmity, skill_weight, "none")
    private = disaster_risk(teams, enmity, skill_weight, "private")
    assert 0.0 <= none <= private + 1e-12
    assert private <= 1.0


@AT_LEVELS
@given(teams=st.integers(2, 1000), enmity=st.floats(0.0, 0.99), skill_weight=weights)
def test_more_enmity_is_more_dangerous_and_more_skill_less(
    information, teams, enmity, skill_weight
):
    risk = disaster_risk(teams, [enmity, enmity + 0.01], skill_weight, information)
    assert risk[1] >= risk[0] - 1e-12
    risk = disaster_risk(teams, enmity, [skill_weight, 1.1 * skill_weight], information)
    assert risk[1] <= risk[0] + 1e-12


def test_more_teams_can_lower_the_risk_under_private_information():
    few, many = disaster_risk([2, 5], 0.25, 3.0, "private")
    assert many < few
    assert np.all(np.diff(disaster_risk(np.arange(2, 50), 0.5, 1.0, "private")) > 0.0)


def test_without_enmity_only_private_knowledge_is_dangerous():
    skill = np.array([0.1, 0.5, 1.0])
    for information in ("none", "public"):
        np.testing.assert_array_equal(disaster_risk(2, 0.0, skill, information), 0.0)
        shrinking = disaster_risk(2, [1e-2, 1e-4, 1e-8], 1.0, information)
        assert np.all(np.diff(shrinking) <= 0.0)
        assert shrinking[-1] < 1e-8
    np.testing.assert_allclose(
        disaster_risk(2, 0.0, skill, "private"), 1.0 - 2.0 * skill / 3.0, rtol=1e-14
    )


@AT_LEVELS
def test_limits_are_right_and_quiet(information):
    teams, enmity, skill = np.meshgrid([2, 10**9], [0.0, 5e-324, 1e-9, 1.0], [5e-324, 1.0, 1e12])
    risk = disaster_risk(teams, enmity, skill, information)
    assert np.all((risk >= 0.0) & (risk <= 1.0))
    assert disaster_risk(10**9, 1.0, 5e-324, information) == 1.0
    assert disaster_risk(2, 1.0, 1e12, information) < 1e-11


# Where public and private knowledge are equally dangerous


@pytest.mark.parametrize("enmity", [1e-3, 0.1, 0.25, 0.5, 0.618, 0.6181, 0.75, 0.9, 0.99])
def test_crossing_is_where_the_risks_are_equal(enmity):
    def more(skill_weight):
        public = disaster_risk(2, enmity, skill_weight, "public")
        return public - disaster_risk(2, enmity, skill_weight, "private")

    root = optimize.brentq(more, enmity, 10.0 / enmity, xtol=1e-14, rtol=1e-14)
    at = crossing(enmity)
    assert at == pytest.approx(root, rel=1e-6)
    assert abs(more(at)) < 1e-15
    assert more(0.9 * at) < 0.0 < more(1.1 * at)


def test_crossing_at_its_ends():
    assert crossing(0.0) == np.inf
    assert crossing(5e-324) == np.inf
    assert crossing(1.0) == 1.0
    skill = np.linspace(0.01, 1.0, 50)
    equal = disaster_risk(2, 1.0, skill, "private")
    np.testing.assert_allclose(disaster_risk(2, 1.0, skill, "public"), equal, rtol=1e-13)
    assert disaster_risk(2, 1.0, 1.01, "public") > disaster_risk(2, 1.0, 1.01, "private")
    golden = (np.sqrt(5.0) - 1.0) / 2.0
    below, above = crossing([golden - 1e-12, golden + 1e-12])
    assert below == pytest.approx(above, rel=1e-10)


# Strategies


def test_strategies_by_hand():
    able = [0.9, 0.6, 0.2]
    np.testing.assert_allclose(safety(able, 0.5, 0.75 * 1.5, "none"), 0.75)
    np.testing.assert_allclose(safety(able, 0.5, 1.0, "private"), [0.45, 0.3, 0.1])
    np.testing.assert_allclose(safety(able, 0.5, 1.0, "public"), [0.6, 0.3, 0.0])
    np.testing.assert_allclose(safety(able, 0.2, 1.0, "public"), [1.0, 0.7, 0.3])
    np.testing.assert_allclose(safety([0.4, 0.4], [0.0, 1.0], 1.0, "public"), [[1, 1], [0, 0]])


def test_the_best_wins_the_tie_that_the_second_plays_for():
    able = np.random.default_rng(4).random((2000, 5)) * 1e5
    played = safety(able, 0.5, 1e5, "public")
    np.testing.assert_array_equal(winner(able, played), able.argmax(axis=-1))
    assert winner([0.3, 0.9], [0.0, 0.6]) == 1
    assert winner([0.3, 0.9], [0.0, 0.61]) == 0
    assert winner([0.5, 0.5], [0.2, 0.2]) == 0


def test_payoffs_by_hand():
    np.testing.assert_allclose(payoffs([0.9, 0.6], [0.5, 0.1], 0.25), [0.075, 0.1])
    both = payoffs([0.9, 0.6], [0.5, 0.4], [0.0, 1.0])
    np.testing.assert_allclose(both, [[0.5, 0.5], [0.5, 0.0]])


@AT_POINTS
def test_mean_safety_is_the_mean_of_what_is_drawn(point):
    n, e, mu = point
    middles = (np.arange(20_000) + 0.5) / 20_000 * mu
    teams = np.stack([middles] * n, axis=-1)[:, :n]
    for information in ("none", "private"):
        drawn = safety(teams, e, mu, information)[:, 0].mean()
        assert mean_safety(n, e, mu, information) == pytest.approx(drawn, abs=1e-8)


# Nobody gains by deviating


@AT_LEVELS
@pytest.mark.parametrize("point", [*POINTS, (2, 0.5, 1e-6), (1000, 0.4, 1e5)], ids=str)
def test_nobody_gains_in_equilibrium(point, information):
    rounding = 1e-12 + 1e-15 * point[2]  # of scores
    assert 0.0 <= regret(*point, information) < rounding


@pytest.mark.parametrize("factor", [0.8, 1.2])
@pytest.mark.parametrize("information", ["none", "private"])
def test_somebody_gains_when_all_play_otherwise(information, factor):
    assert regret(2, 0.5, 0.9, information, factor) > 3e-4
    assert regret(3, 1.0, 0.9, information, factor) > 3e-4


def test_public_information_has_a_continuum_of_equilibria():
    """From min(1, gap) to min(1, gap/e), of which ours is the upper end."""
    assert regret(3, 0.5, 0.5, "public", 0.75) < 1e-12
    assert regret(3, 0.5, 0.5, "public", 0.51) < 1e-12
    assert regret(3, 0.5, 0.5, "public", 1.05) > 0.01  # above: the second undercuts
    assert regret(3, 0.5, 0.5, "public", 0.45) > 0.01  # below: the best has safety to spare


def gains_by_playing(able, information, skill_weight, levels):
    """What the first of two teams gains in each world by each level, by `payoffs`."""
    played = safety(able, 0.5, skill_weight, information)
    now = payoffs(able, played, 0.5)[:, 0]
    gains = []
    for level in levels:
        other = played.copy()
        other[:, 0] = level
        gains.append(payoffs(able, other, 0.5)[:, 0] - now)
    return np.array(gains)


@pytest.mark.parametrize("own", [0.2, 0.55, 0.9])
def test_no_gain_by_playing_against_a_grid_of_rivals(own):
    rivals = (np.arange(4000) + 0.5) / 4000
    able = np.stack([np.full_like(rivals, own), rivals], axis=-1)
    levels = np.linspace(0.0, 1.0, 101)
    assert gains_by_playing(able, "public", 1.0, levels).max() < 1e-12  # against any rival
    private = gains_by_playing(able, "private", 1.0, levels).mean(axis=1)
    assert private.max() < 1e-3  # a step of the grid of rivals
    assert private.min() < -0.05


def test_no_gain_by_playing_against_drawn_rivals_without_knowing_oneself():
    able = np.random.default_rng(8).random((40_000, 2)) * 0.5
    gains = gains_by_playing(able, "none", 0.5, np.linspace(0.0, 1.0, 21))
    error = gains.std(axis=1) / 200.0
    assert np.all(gains.mean(axis=1) <= Z * error + 1e-12)
    assert np.any(gains.mean(axis=1) < -Z * error)


def test_deviation_gains_by_hand():
    # The second could win safely with 0.2, but gets half of 0.6 as it is; the best is held level.
    np.testing.assert_allclose(deviation_gains([0.9, 0.6], [0.6, 0.3], 0.5), 0.0, atol=1e-15)
    # Nobody holds the best back: it can add what it is ahead.
    np.testing.assert_allclose(deviation_gains([0.9, 0.6], [0.3, 0.3], 0.5), [0.3, 0.0])
    # It is held back by far: undercutting pays for the second, 0.5 instead of half of 0.8.
    np.testing.assert_allclose(deviation_gains([0.9, 0.6], [0.8, 0.5], 0.5), [0.0, 0.1], atol=1e-15)

    # A less able winner may rather lose to a safer team.
    np.testing.assert_allclose(deviation_gains([0.9, 0.6], [0.5, 0.0], 0.0), [0.3, 0.5])


@given(
    st.lists(st.tuples(st.floats(0.0, 2.0), safeties), min_size=2, max_size=4),
    st.floats(0.0, 1.0),
)
@settings(max_examples=50)
def test_deviation_gains_are_the_best_of_a_grid(teams, enmity):
    able, played = np.array(teams).T
    gains = deviation_gains(able, played, enmity)
    now = payoffs(able, played, enmity)
    grid = np.linspace(0.0, 1.0, 401)
    for team in range(len(able)):
        tried = np.tile(played, (len(grid), 1))
        tried[:, team] = grid
        best = payoffs(np.tile(able, (len(grid), 1)), tried, enmity)[:, team].max() - now[team]
        assert best - 1e-12 <= gains[team] <= max(best, 0.0) + 1.0 / 400 + 1e-12


# Input


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: Parameters(teams=1), "teams"),
        (lambda: disaster_risk(1), "teams"),
        (lambda: disaster_risk(2.5), "teams"),
        (lambda: disaster_risk(2, float("nan")), "enmity"),
        (lambda: disaster_risk(2, 1.5, -1.0), "skill_weight"),
        (lambda: disaster_risk(2, 0.5, 0.0), "skill_weight"),
        (lambda: disaster_risk(information="secret"), "information"),
        (lambda: disaster_risk([2, 3], [0.1, 0.2, 0.3]), "shapes"),
        (lambda: mean_safety(information="public"), "information"),
        (lambda: safety([0.5]), "abilities"),
        (lambda: safety(0.5), "abilities"),
        (lambda: safety([[0.5], [0.5, 0.2]]), "abilities"),
        (lambda: safety([0.5, 1.5]), "abilities"),
        (lambda: safety([0.5, float("nan")]), "abilities"),
        (lambda: safety(np.full((3, 2), 0.1), [0.1, 0.2], information="private"), "shapes"),
        (lambda: safety(np.full((3, 2), 0.1), 0.1, [1.0, 2.0]), "shapes"),
        (lambda: payoffs([0.5, 0.2], [0.5, 1.2]), "played"),
        (lambda: payoffs([0.5, 0.2], ["a", "b"]), "played"),
        (lambda: payoffs([0.5, 0.2], [0.1, 0.1, 0.1]), "played"),
        (lambda: payoffs(np.full((3, 2), 0.1), np.zeros((3, 2)), [0.1, 0.2]), "shapes"),
        (lambda: simulate(worlds=1), "worlds"),
        (lambda: simulate(seed=-1), "seed"),
        (lambda: regret(factor=2.0), "factor"),
        (lambda: regret(information="none", factor=float("nan")), "factor"),
        (lambda: regret(factor="half"), "factor"),
        (lambda: crossing(-0.1), "enmity"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(InputError, match=named):
        call()


def test_arrays_broadcast_and_numbers_stay_numbers():
    assert simulate(worlds=np.int64(50), seed=np.int64(1)) == simulate(worlds=50, seed=1)
    assert disaster_risk([[2], [3]], [0.1, 0.2, 0.3], 1.0).shape == (2, 3)
    assert isinstance(disaster_risk(), np.float64)
    assert safety(np.full((4, 1, 3), 0.1), [0.1, 0.2], 1.0, "public").shape == (4, 2, 3)


def test_measures_take_all_parameters():
    for measure in MEASURES:
        given_all = measure.of(**Parameters.defaults())
        assert given_all == measure.of()
        assert 0.0 <= given_all <= 1.0


def test_known_results_are_there():
    assert len(known_results("armstrong2016")) == 45 + 2 + 4
