"""A noisy contest between two teams: best replies, equilibria, limits, and three claims about it.

Drawn races are held to |z| < 3.9: for a right rule, one test in ten thousand fails; seeds fixed.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate
from scipy.special import expit

from race_sim.literature import armstrong2016, emery_xu2023_solution
from race_sim.literature.deviations import NoEquilibrium
from race_sim.literature.emery_xu2023 import (
    INFORMATION,
    MEASURES,
    Parameters,
    disaster_risk,
    equilibrium,
    information_danger,
    mean_safety,
)
from race_sim.literature.emery_xu2023_solution import (
    Race,
    best_reply,
    gaps,
    mean_chance,
    mean_density,
    payoff,
    private,
    slopes_of,
)
from race_sim.literature.known import known_results
from race_sim.problems import InputError

Z = 3.9
AT_LEVELS = pytest.mark.parametrize("information", INFORMATION)
races = st.builds(
    Race,
    enmity=st.floats(0.0, 1.0),
    skill_weight=st.floats(0.0, 5.0),
    decisiveness=st.floats(0.1, 30.0),
    loser_share=st.floats(0.0, 0.5),
)
safeties = st.floats(0.0, 1.0)


# The contest


@given(races, st.floats(-2.0, 2.0), safeties, safeties)
def test_payoffs_by_hand_and_slopes_by_differences(race, ahead, own, other):
    wins = 1.0 / (1.0 + np.exp(-race.decisiveness * (ahead - own + other)))
    safe = (1.0 - race.loser_share) * own + race.loser_share * other
    theirs = (1.0 - race.loser_share) * other + race.loser_share * own
    by_hand = wins * safe + (1.0 - wins) * (1.0 - race.enmity) * theirs
    assert payoff(race, ahead, own, other) == pytest.approx(by_hand, abs=1e-12)

    h = 1e-5
    found = slopes_of(race, ahead, own, other)
    rise = payoff(race, ahead, own + h, other) - payoff(race, ahead, own - h, other)
    assert found.slope == pytest.approx(rise / (2.0 * h), abs=1e-4)
    bend = (
        slopes_of(race, ahead, own + h, other).slope - slopes_of(race, ahead, own - h, other).slope
    )
    assert found.own == pytest.approx(bend / (2.0 * h), abs=1e-3)
    bend = (
        slopes_of(race, ahead, own, other + h).slope - slopes_of(race, ahead, own, other - h).slope
    )
    assert found.cross == pytest.approx(bend / (2.0 * h), abs=1e-3)


@given(races, st.floats(-2.0, 2.0), safeties, st.booleans())
def test_the_best_reply_is_the_best_of_a_grid(race, ahead, other, alone):
    race = race._replace(loser_share=0.0) if alone else race._replace(enmity=1.0)
    best = best_reply(race, np.array(ahead), np.array(other))
    grid = np.linspace(0.0, 1.0, 2001)
    assert payoff(race, ahead, best, other) >= payoff(race, ahead, grid, other).max() - 1e-12


@given(races, st.floats(0.0, 2.0), st.booleans())
@settings(max_examples=30)
def test_best_replies_lead_to_one_pair_from_anywhere(race, gap, alone):
    """Two safeties that reply to each other: found from both ends of the square."""
    race = race._replace(loser_share=0.0) if alone else race._replace(enmity=1.0)
    race = race._replace(enmity=max(race.enmity, 0.2))
    ends = []
    for start in (0.0, 1.0):
        leader, other = np.array(start), np.array(1.0 - start)
        for _ in range(20_000):
            last = leader
            other = best_reply(race, np.array(-gap), leader)
            leader = best_reply(race, np.array(gap), other)
            if abs(leader - last) < 1e-13:
                break
        ends.append((float(leader), float(other)))
    assert ends[0] == pytest.approx(ends[1], abs=1e-8)


@pytest.mark.parametrize("spread", [1e-6, 0.1, 1.9, 2.1, 15.0, 300.0])
def test_the_mean_density_by_quadrature(spread):
    def density(d):
        return 2.0 * (1.0 - d) * expit(spread * d) * expit(-spread * d)

    expected, _ = integrate.quad(density, 0.0, 1.0, points=[min(1.0, 5.0 / spread)], epsabs=1e-13)
    assert mean_density(spread) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("decisiveness", [0.5, 0.99, 1.01, 8.0, 100.0])
@pytest.mark.parametrize("bolder", [-0.8, -0.1, 0.0, 0.3, 1.5])
def test_the_mean_chance_by_quadrature(decisiveness, bolder):
    race = Race(0.5, 1.0, decisiveness, 0.0)
    expected, _ = integrate.quad(
        lambda d: (1.0 - abs(d)) * expit(decisiveness * (d + bolder)),
        -1.0,
        1.0,
        points=[0.0, np.clip(-bolder, -1.0, 1.0)],
        epsabs=1e-13,
    )
    assert mean_chance(race, np.array(bolder)) == pytest.approx(expected, abs=1e-9)


def test_gaps_have_the_triangular_density():
    gap, weight = gaps()
    for power in range(6):
        moment = 2.0 / ((power + 1.0) * (power + 2.0))
        assert weight @ gap**power == pytest.approx(moment, rel=1e-12)


# Equilibria


@AT_LEVELS
@pytest.mark.parametrize(("enmity", "share"), [(0.5, 0.0), (1.0, 0.0), (1.0, 0.3), (0.75, 0.1)])
def test_equally_able_teams_play_the_closed_form(information, enmity, share):
    decisiveness = np.array([0.5, 8.0])
    risk = disaster_risk(enmity, 0.0, decisiveness, share, information)
    level = np.minimum(1.0, 2.0 * (1.0 - enmity * share) / (enmity * decisiveness))
    np.testing.assert_allclose(risk, 1.0 - level, atol=1e-9)
    np.testing.assert_allclose(
        mean_safety(enmity, 0.0, decisiveness, share, information), level, atol=1e-9
    )


@pytest.mark.parametrize("point", [(0.5, 1.0, 8.0), (1.0, 1.5, 4.0), (0.5, 3.0, 16.0)], ids=str)
def test_private_equilibria_a_second_way(point):
    """Damped best replies on a grid, without derivatives, from the middle."""
    enmity, _, decisiveness = point
    found = equilibrium(*point, information="private")
    _, weights = np.polynomial.legendre.leggauss(len(found.known))
    ahead = found.known[:, np.newaxis, np.newaxis] - found.known
    grid = np.linspace(0.0, 1.0, 101)
    played = np.full(len(found.known), 0.5)
    for turn in range(100):
        wins = expit(decisiveness * (ahead - grid[:, np.newaxis] + played))
        value = wins * grid[:, np.newaxis] + (1.0 - wins) * (1.0 - enmity) * played
        reply = grid[np.argmax(value @ weights, axis=1)]
        played = played + 0.3 / (1.0 + turn / 30.0) * (reply - played)
    np.testing.assert_allclose(played, found.safety, atol=0.02)
    assert np.all(np.diff(found.safety) >= -1e-12)  # the more able are safer


@pytest.mark.parametrize("share", [0.0, 0.3])
@AT_LEVELS
def test_risks_by_drawing_abilities_and_noise(information, share):
    """The top score wins, with logistic noise on the difference; then the harm is drawn."""
    race = Race(1.0, 1.0, 8.0, share)
    found = equilibrium(*race, information=information)
    draw = np.random.default_rng(11)
    worlds = 200_000
    if information == "private":  # the types, as often as they are there
        _, weights = np.polynomial.legendre.leggauss(len(found.known))
        types = draw.choice(len(found.known), (2, worlds), p=weights / 2.0)
        able, played = found.known[types], found.safety[types]
    else:
        able = draw.random((2, worlds))
        ahead = able - able[::-1]
        played = np.interp(ahead, found.known, found.safety)
    score = able[0] - played[0] - able[1] + played[1]
    first = score + draw.logistic(size=worlds) / race.decisiveness > 0.0
    won, lost = np.where(first, played[0], played[1]), np.where(first, played[1], played[0])
    risk = 1.0 - (1.0 - share) * won - share * lost
    error = risk.std() / np.sqrt(worlds)
    slack = 1e-4  # of reading between the gaps that are solved
    assert abs(risk.mean() - found.risk) < Z * error + slack


@AT_LEVELS
def test_regret_is_none_in_equilibrium_and_some_elsewhere(information, monkeypatch):
    assert equilibrium(0.5, 1.0, 16.0, information=information).regret < 1e-12
    assert equilibrium(1.0, 1.0, 8.0, 0.3, information=information).regret < 1e-12
    # Bolder play than the equilibrium's, passed off as one.
    if information == "private":
        newton = emery_xu2023_solution._newton
        monkeypatch.setattr(emery_xu2023_solution, "_newton", lambda *a: 0.8 * newton(*a))
    elif information == "public":
        reply = emery_xu2023_solution.best_reply
        monkeypatch.setattr(emery_xu2023_solution, "best_reply", lambda *a: 0.8 * reply(*a))
    else:
        density = emery_xu2023_solution.mean_density
        monkeypatch.setattr(emery_xu2023_solution, "mean_density", lambda y: 1.3 * density(y))
    with pytest.raises(NoEquilibrium) as raised:
        equilibrium(0.9, 1.0, 16.0, information=information)
    assert raised.value.regret > 1e-3


def test_where_there_is_no_equilibrium_there_is_an_error():
    """Equally able, g = 8, e = l = 1/2: perfect safety is better than the only candidate, 3/8."""
    race = Race(0.5, 0.0, 8.0, 0.5)
    level = 2.0 * (1.0 - 0.25) / (0.5 * 8.0)
    assert slopes_of(race, 0.0, level, level).slope == pytest.approx(0.0, abs=1e-12)
    assert payoff(race, 0.0, 1.0, level) > payoff(race, 0.0, level, level) + 0.01
    with pytest.raises(NoEquilibrium):
        equilibrium(*race, information="public")
    with pytest.raises(NoEquilibrium):
        disaster_risk(*race, information="private")


def test_more_types_make_little_difference(monkeypatch):
    races = [Race(0.5, 1.0, 8.0, 0.0), Race(1.0, 1.5, 4.0, 0.0), Race(0.5, 1.0, 4.0, 0.0)]
    few = [private(race).risk for race in races]
    monkeypatch.setattr(emery_xu2023_solution, "FEWEST", 48)
    np.testing.assert_allclose([private(race).risk for race in races], few, atol=2e-4)


# The perfectly decisive race


@pytest.mark.parametrize(("enmity", "weight"), [(0.5, 0.5), (0.5, 3.0), (1.0, 1.5)])
def test_the_perfectly_decisive_race_is_armstrongs(enmity, weight):
    for information in ("none", "public"):
        limit = armstrong2016.disaster_risk(2, enmity, weight, information)
        apart = np.abs(disaster_risk(enmity, weight, [1e2, 1e3, 1e4], 0.0, information) - limit)
        assert apart[2] < 2e-3
        assert np.all(np.diff(apart) <= 0.0)
    limit = armstrong2016.disaster_risk(2, enmity, weight, "private")
    apart = np.abs(disaster_risk(enmity, weight, [8.0, 16.0, 32.0], 0.0, "private") - limit)
    assert np.all(np.diff(apart) < 0.0)
    assert apart[2] < 0.08


def test_noise_chooses_the_safest_of_armstrongs_equilibria():
    found = equilibrium(0.5, 1.0, 1e4, information="public")
    for gap in (0.1, 0.3, 0.45):
        leader, second = np.interp([gap, -gap], found.known, found.safety)
        assert leader == pytest.approx(gap / 0.5, abs=0.01)
        assert second == pytest.approx(gap, abs=0.01)


# Three claims


DECISIVENESS = np.array([1.0, 4.0, 8.0, 16.0, 24.0])


@pytest.mark.parametrize("information", ["none", "private"])
@pytest.mark.parametrize("weight", [0.0, 0.5, 3.0])
@pytest.mark.parametrize("enmity", [0.25, 1.0])
def test_more_decisive_races_are_more_dangerous(information, enmity, weight):
    risk = disaster_risk(enmity, weight, DECISIVENESS, 0.0, information)
    assert np.all(np.diff(risk) >= -1e-9)
    if weight == 0.0 or information == "private":
        assert risk[-1] > risk[0] + 0.01


def test_but_not_near_perfect_decisiveness_under_public_information():
    risk = disaster_risk(0.5, 1.0, [4.0, 8.0, 16.0, 32.0, 1000.0], 0.0, "public")
    assert np.all(np.diff(risk[:4]) > 0.0)
    assert risk[4] < risk[3] - 0.01


def test_sign_of_public_less_private_as_noise_grows():
    """For e = 1/2, where the crossing is at 5/3 in the perfectly decisive race."""
    below = information_danger(0.5, 1.0, [64.0, 32.0, 16.0, 8.0, 4.0])
    assert np.all(below[:2] < -0.01) and np.all(below[2:] > 0.005)
    beyond = information_danger(0.5, 3.0, [32.0, 16.0, 8.0, 4.0])
    assert np.all(beyond > 0.01)
    # The narrow band: little weight on skill, just decisive enough (g = 2/e for equal teams).
    assert information_danger(0.5, 0.5, 4.0) < -0.002
    assert information_danger(0.5, 0.5, 8.0) > 0.01
    # Without noise, by Armstrong's closed forms.
    assert armstrong2016.crossing(0.5) == pytest.approx(5.0 / 3.0)


@AT_LEVELS
def test_a_larger_share_of_the_loser_is_more_dangerous_at_full_enmity(information):
    shares = [0.0, 0.1, 0.25, 0.5]
    for weight, decisiveness in ((0.0, 8.0), (1.0, 16.0), (3.0, 8.0)):
        risk = disaster_risk(1.0, weight, decisiveness, shares, information)
        assert np.all(np.diff(risk) >= -1e-9)
        assert information == "none" or risk[-1] > risk[0] + 0.05


def test_but_not_always_with_less_enmity():
    risk = disaster_risk(0.5, 1.0, 4.0, [0.25, 0.5], "private")
    assert risk[1] < risk[0] - 0.005


# Input


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: Parameters(enmity=1.5), "enmity"),
        (lambda: disaster_risk(float("nan")), "enmity"),
        (lambda: disaster_risk(0.5, -1.0), "skill_weight"),
        (lambda: disaster_risk(0.5, 1.0, 0.0), "decisiveness"),
        (lambda: disaster_risk(loser_share=0.6), "loser_share"),
        (lambda: disaster_risk(information="secret"), "information"),
        (lambda: equilibrium(information="secret"), "information"),
        (lambda: equilibrium(decisiveness=[1.0, 2.0]), "decisiveness"),
        (lambda: disaster_risk([0.1, 0.2], [0.1, 0.2, 0.3]), "shapes"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(InputError, match=named):
        call()


@pytest.mark.parametrize("information", ["none", "public"])
def test_limits_are_right_and_quiet(information):
    risk = disaster_risk([0.0, 1e-9, 1.0], [[0.0], [1e-9], [100.0]], 1e4, 0.0, information)
    assert risk.shape == (3, 3)
    assert np.all((risk >= 0.0) & (risk <= 1.0))
    assert disaster_risk(0.5, 1.0, 1e-3, 0.0, information) == pytest.approx(0.0, abs=1e-12)


def test_measures_take_all_parameters():
    for measure in MEASURES:
        value = measure.of(**Parameters.defaults())
        assert value == measure.of()
        assert isinstance(value, np.float64)


def test_known_results_are_there():
    assert len(known_results("emery_xu2023")) == 5
