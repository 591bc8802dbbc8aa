"""Logit equilibria: against Gambit's tracer on random games, and what theory says of the branch."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.games.continuation import chance
from race_sim.games.dominance import risk_dominant
from race_sim.games.equilibria import nash_equilibria
from race_sim.games.quantal_response import (
    logit_equilibrium,
    logit_reply,
    logit_selection,
    principal_branch,
)
from race_sim.policies.calculating import logit_response
from race_sim.policies.view import View
from race_sim.problems import InputError
from race_sim.rules.state import Memory

pytestmark = pytest.mark.short

PRISONER = Payoffs(3.0, 0.0, 5.0, 1.0)
CHICKEN = Payoffs(3.0, 1.0, 4.0, 0.0)
PAYOFFS = st.builds(Payoffs, *[st.integers(-4, 4).map(float)] * 4)


def random_games(seed: int, number: int) -> list[tuple[Payoffs, Payoffs]]:
    random = np.random.default_rng(seed)
    return [
        (Payoffs(*random.normal(size=4).tolist()), Payoffs(*random.normal(size=4).tolist()))
        for _ in range(number)
    ]


# Games whose principal branch turns back in rationality, found among random ones; the
# rationality is one at which three points of the branch lie.
FOLDED = [
    (
        Payoffs(-0.6121040556805295, -0.4826056969854901, -0.5386874035529505, -0.0908533470465081),
        Payoffs(1.0255685044777136, 1.2099627641159572, -1.0722691376118785, 1.2782286689346727),
        21.46,
    ),
    (
        Payoffs(0.36989105405187045, 0.3400392246013568, 1.2076692342570114, 0.4038166410146919),
        Payoffs(-1.3071053696908232, 1.674617454389213, 1.6714538690007612, 1.3081750696953984),
        13.47,
    ),
    # Folds so sharp that a tracer with too long a step takes another branch.
    (
        Payoffs(-2.7931025648784495, 0.3013028487240708, -1.950616918987963, 21.05080593600508),
        Payoffs(0.32613966391626914, -1.7406674073025539, -29.185788874512202, -0.1332824947363599),
        1.0,
    ),
    (
        Payoffs(-6.788130080404437, 41.632473906741325, 79.33115559927425, 2.9405441933466174),
        Payoffs(-1.3412619123960599, -0.8545787341997217, 5.5992716415413515, -0.572687363836199),
        1.0,
    ),
]


@pytest.mark.parametrize("rationality", [0.5, 3.0, 10.0, 30.0])
def test_gambit_finds_the_same_point_of_the_branch_on_random_games(rationality):
    """Turocy's tracer (2005), which follows the branch in probabilities, not in log odds."""
    pygambit = pytest.importorskip("pygambit")
    from race_sim.games.converters import to_gambit

    for us, cn in random_games(int(10 * rationality), 150):
        (theirs,) = pygambit.qre.logit_solve_lambda(to_gambit(us, cn), rationality)
        ours = logit_equilibrium(us, cn, rationality)
        assert ours.us_invests == pytest.approx(theirs.profile["United States"]["invest"], abs=1e-6)
        assert ours.cn_invests == pytest.approx(theirs.profile["China"]["invest"], abs=1e-6)


@pytest.mark.parametrize(("us", "cn", "rationality"), FOLDED)
def test_a_branch_that_turns_back_is_followed_round_its_folds(us, cn, rationality):
    pygambit = pytest.importorskip("pygambit")
    from race_sim.games.converters import to_gambit

    branch = principal_branch(us, cn, 50.0)
    way = np.array([point.rationality for point in branch])
    assert (np.diff(way) < 0.0).any()
    assert (np.diff(np.sign(way - rationality)) != 0).sum() == 3  # there, back and there again
    for wanted in (rationality, 50.0):  # before the fold and after it
        (theirs,) = pygambit.qre.logit_solve_lambda(to_gambit(us, cn), wanted, first_step=0.003)
        ours = logit_equilibrium(us, cn, wanted)
        assert ours.us_invests == pytest.approx(theirs.profile["United States"]["invest"], abs=1e-6)
        assert ours.cn_invests == pytest.approx(theirs.profile["China"]["invest"], abs=1e-6)


def test_branches_hang_together_and_every_point_is_an_equilibrium():
    folds = 0
    for us, cn in random_games(5, 150):
        branch = principal_branch(us, cn, 20.0)
        assert branch[0] == (0.0, 0.5, 0.5)
        assert branch[-1].rationality == pytest.approx(20.0, rel=1e-12)
        for point in branch:
            assert point.us_invests == pytest.approx(
                logit_reply(us, point.rationality, point.cn_invests), abs=1e-8
            )
            assert point.cn_invests == pytest.approx(
                logit_reply(cn, point.rationality, point.us_invests), abs=1e-8
            )
        chances = np.array([point[1:] for point in branch])
        assert np.abs(np.diff(chances, axis=0)).max() < 0.1  # no jump to another branch
        folds += any(b.rationality < a.rationality for a, b in itertools.pairwise(branch))
    assert folds < 5  # they are rare


def test_a_finer_step_finds_the_same_point(monkeypatch):
    coarse = [logit_equilibrium(us, cn, 15.0) for us, cn in random_games(9, 15)]
    monkeypatch.setattr("race_sim.games.continuation._FIRST_STEP", 0.002)
    monkeypatch.setattr("race_sim.games.continuation._LARGEST_SHARE", 0.01)
    fine = [logit_equilibrium(us, cn, 15.0) for us, cn in random_games(9, 15)]
    assert np.array(fine) == pytest.approx(np.array(coarse), abs=1e-8)


@given(PAYOFFS, PAYOFFS)
@settings(max_examples=30)
def test_without_rationality_both_toss_a_coin(us, cn):
    assert logit_equilibrium(us, cn, 0.0) == (0.0, 0.5, 0.5)


@given(PAYOFFS, PAYOFFS, st.integers(1, 8))
@settings(max_examples=30)
def test_the_unit_of_payoffs_is_the_inverse_of_rationality(us, cn, unit):
    found = logit_equilibrium(us, cn, 4.0)
    scaled = [Payoffs(*(unit * value for value in own)) for own in (us, cn)]
    again = logit_equilibrium(*scaled, 4.0 / unit)
    assert again[1:] == pytest.approx(found[1:], abs=1e-9)


@given(PAYOFFS, PAYOFFS)
@settings(max_examples=30)
def test_exchanging_the_sides_exchanges_their_chances(us, cn):
    one, two = logit_equilibrium(us, cn, 6.0), logit_equilibrium(cn, us, 6.0)
    assert (one.us_invests, one.cn_invests) == pytest.approx(
        (two.cn_invests, two.us_invests), abs=1e-8
    )


@given(PAYOFFS, st.floats(0.0, 1.0), st.floats(0.0, 20.0))
def test_the_policy_of_the_race_is_this_reply_to_its_belief(own, belief, rationality):
    numbers = dict.fromkeys(View._fields, 0.0)
    view = View(**numbers | {"payoffs": own, "belief": belief, "rationality": rationality})
    memory = Memory(*[0.0] * len(Memory._fields))
    assert logit_response(view, memory) == pytest.approx(
        logit_reply(own, rationality, belief), abs=1e-12
    )


def test_a_unique_equilibrium_is_selected_and_one_of_two_otherwise():
    disagree = total = 0
    for us, cn in random_games(11, 200):
        found, all_of_them = logit_selection(us, cn), nash_equilibria(us, cn)
        assert found in all_of_them
        if len(all_of_them) == 3:
            assert found in all_of_them[:2]  # never the mixed one, in a generic game
            total += 1
            risk = risk_dominant(us, cn)
            disagree += found != (float(risk[0]), float(risk[1]))
    assert total > 15
    # Zhang and Hofbauer (2016): mostly the risk-dominant one, not always.
    assert disagree < 0.2 * total


def test_the_risk_dominant_equilibrium_need_not_be_selected():
    """Zhang and Hofbauer (2016, Games and Economic Behavior 97, 19-31).

    China has more to lose in both equilibria and most in the one that the branch leads to.
    """
    us, cn = Payoffs(1.0, 0.0, 0.0, 2.0), Payoffs(6.0, 0.0, 0.0, 4.0)
    assert risk_dominant(us, cn) == (0, 0)  # 8 against 6
    assert logit_selection(us, cn) == (1.0, 1.0)
    pygambit = pytest.importorskip("pygambit")
    from race_sim.games.converters import to_gambit

    (theirs,) = pygambit.qre.logit_solve_lambda(to_gambit(us, cn), 50.0)
    assert theirs.profile["United States"]["invest"] > 0.99


def test_in_a_symmetric_game_the_branch_stays_symmetric():
    """Chicken: branches cross where symmetry breaks; straight on is the mixed equilibrium."""
    for rationality in (1.0, 10.0, 100.0):
        found = logit_equilibrium(CHICKEN, CHICKEN, rationality)
        assert found.us_invests == pytest.approx(found.cn_invests)
    assert logit_selection(CHICKEN, CHICKEN) == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize("rationality", [0.999, 1.0, 1.001, 1000.0])
def test_it_passes_just_where_branches_cross(rationality):
    """Gains of 2 and -2: branches cross at rationality 1, where a slope of the replies is 1."""
    own = Payoffs(3.0, 0.0, 1.0, 2.0)
    found = logit_equilibrium(own, own, rationality)
    assert found == pytest.approx((rationality, 0.5, 0.5), abs=1e-5)


@settings(max_examples=60)
@given(PAYOFFS, PAYOFFS, st.sampled_from([0.1, 1.0, 50.0, 1e5]))
def test_ties_symmetry_and_hardly_any_noise_are_no_hindrance(us, cn, rationality):
    found = logit_equilibrium(us, cn, rationality)
    assert found.rationality == pytest.approx(rationality)
    for own, chance_of, rival in (
        (us, found.us_invests, found.cn_invests),
        (cn, found.cn_invests, found.us_invests),
    ):
        assert chance_of == pytest.approx(logit_reply(own, rationality, rival), abs=1e-6)


def test_infinitely_many_equilibria_select_none():
    nothing = Payoffs(0.0, 0.0, 0.0, 0.0)
    assert logit_selection(nothing, PRISONER) is None
    assert logit_equilibrium(nothing, PRISONER, 5.0).us_invests == 0.5


@pytest.mark.parametrize("rationality", [-1.0, float("nan"), float("inf")])
def test_a_rationality_that_is_none_is_refused(rationality):
    with pytest.raises(InputError, match="a number from 0"):
        logit_equilibrium(PRISONER, PRISONER, rationality)


@given(st.floats(-800.0, 800.0))
def test_chances_of_log_odds(log_odds):
    assert chance(log_odds) + chance(-log_odds) == pytest.approx(1.0)
    assert 0.0 <= chance(log_odds) <= 1.0
