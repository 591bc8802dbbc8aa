"""What is known about the repeated Prisoner's Dilemma, tried on the policies of the race."""

import numpy as np
import pytest

from race_sim.game import Payoffs
from race_sim.games.dilemma import discount_threshold
from race_sim.problems import InputError
from race_sim.rules.state import ACCELERATE, CN, INVEST, US
from race_sim.scenario import load_scenario
from race_sim.tournament.repeated import (
    STANDARD,
    discounted,
    payoffs_of,
    play_repeated,
)

pytestmark = pytest.mark.short
C, D = INVEST, ACCELERATE


def moves(played):
    return ["".join("DC"[action] for action in side) for side in played.T]


def with_error(chance):
    return load_scenario("baseline", {"choice.error": chance})


@pytest.mark.parametrize(
    ("us", "cn", "expected"),
    [
        ("tit-for-tat", "tit-for-tat", ("CCCCCC", "CCCCCC")),
        ("tit-for-tat", "suspicious-tit-for-tat", ("CDCDCD", "DCDCDC")),
        ("tit-for-tat", "always-accelerate", ("CDDDDD", "DDDDDD")),
        ("grim-trigger", "suspicious-tit-for-tat", ("CDDDDD", "DCDDDD")),
        ("pavlov", "always-accelerate", ("CDCDCD", "DDDDDD")),
        ("always-safe", "always-accelerate", ("CCCCCC", "DDDDDD")),
    ],
)
def test_six_turns_of_known_pairs(us, cn, expected):
    """Axelrod (1984), chapter 2; Nowak and Sigmund (1993) for Pavlov."""
    assert tuple(moves(play_repeated(us, cn, turns=6))) == expected
    assert tuple(moves(play_repeated(cn, us, turns=6))) == expected[::-1]


def test_grim_trigger_never_forgets_one_defection():
    us, cn = moves(play_repeated("grim-trigger", "always-safe", turns=8, slips={3: CN}))
    assert cn == "CCCDCCCC" and us == "CCCCDDDD"


def test_one_error_echoes_for_ever_between_two_titfortats():
    """Axelrod and Dion (1988, Science 242, 1385-1390)."""
    us, cn = moves(play_repeated("tit-for-tat", "tit-for-tat", turns=9, slips={2: US}))
    assert us == "CCDCDCDCD" and cn == "CCCDCDCDC"


def test_pavlov_mends_an_error_within_two_turns():
    """Nowak and Sigmund (1993, Nature 364, 56-58): one turn of mutual defection, then peace."""
    us, cn = moves(play_repeated("pavlov", "pavlov", turns=8, slips={3: US}))
    assert us == "CCCDDCCC" and cn == "CCCCDCCC"


def test_contrition_ends_the_echo():
    """Sugden (1986), Boyd (1989): who erred owes one, and takes the answer without another."""
    us, cn = moves(
        play_repeated("contrite-tit-for-tat", "contrite-tit-for-tat", turns=8, slips={3: US})
    )
    assert us == "CCCDCCCC" and cn == "CCCCDCCC"


MEMORY_ONE = {  # chance of cooperating after CC, CD, DC, DD (own action first)
    "always-safe": (1, 1, 1, 1),
    "always-accelerate": (0, 0, 0, 0),
    "tit-for-tat": (1, 0, 1, 0),
    "pavlov": (1, 0, 0, 1),
    "random": (0.5, 0.5, 0.5, 0.5),
}


def markov_payoff(us, cn, error):
    """The mean payoff of the first, from the stationary law of the four states (own first)."""
    p = np.array(MEMORY_ONE[us]) * (1 - 2 * error) + error
    q = (np.array(MEMORY_ONE[cn]) * (1 - 2 * error) + error)[[0, 2, 1, 3]]
    chain = np.stack([p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)], axis=1)
    system = np.vstack([chain.T - np.eye(4), np.ones(4)])
    law = np.linalg.lstsq(system, np.array([0, 0, 0, 0, 1.0]), rcond=None)[0]
    return law @ np.array([3.0, 0.0, 5.0, 1.0])


@pytest.mark.parametrize(
    ("us", "cn"),
    [
        ("tit-for-tat", "tit-for-tat"),
        ("pavlov", "pavlov"),
        ("tit-for-tat", "pavlov"),
        ("pavlov", "always-accelerate"),
        ("tit-for-tat", "random"),
    ],
)
def test_payoffs_under_error_are_those_of_the_markov_chain(us, cn):
    """Nowak and Sigmund (1993): the long-run payoff of memory-one strategies that may err."""
    error = 0.1
    played = play_repeated(us, cn, turns=8000, scenario=with_error(error), seed=3)
    received = payoffs_of(played)
    for side, (own, rival) in enumerate([(us, cn), (cn, us)]):
        batches = received[:, side].reshape(40, 200).mean(axis=1)
        reach = 3.3 * batches.std(ddof=1) / np.sqrt(40)  # for ten comparisons
        assert abs(batches.mean() - markov_payoff(own, rival, error)) < reach


def test_errors_bring_two_titfortats_down_to_a_coin_and_hardly_hurt_pavlov():
    """The closed forms: (R + S + T + P) / 4 for tit for tat, near R for Pavlov."""
    assert markov_payoff("tit-for-tat", "tit-for-tat", 0.01) == pytest.approx(2.25)
    assert markov_payoff("pavlov", "pavlov", 0.001) == pytest.approx(3.0, abs=0.01)


@pytest.mark.parametrize(
    "payoffs", [STANDARD, Payoffs(4.0, 0.0, 5.0, 1.0), Payoffs(2.0, -1.0, 4.0, 0.0)]
)
def test_grim_trigger_holds_above_the_threshold_and_not_below(payoffs):
    """Friedman (1971): delta of (T - R) / (T - P) or more, by comparing payoffs on a grid."""
    keeps = payoffs_of(play_repeated("always-safe", "grim-trigger", payoffs, turns=60), payoffs)
    leaves = payoffs_of(
        play_repeated("always-accelerate", "grim-trigger", payoffs, turns=60), payoffs
    )
    threshold = discount_threshold(payoffs)
    grid = [round(0.05 * step, 2) for step in range(1, 20)]
    better = [
        delta for delta in grid if discounted(keeps[:, 0], delta) >= discounted(leaves[:, 0], delta)
    ]
    assert better == [delta for delta in grid if delta >= threshold - 1e-12]


def test_a_constant_stream_is_worth_itself():
    assert discounted(np.full(30, 2.5), 0.9) == pytest.approx(2.5)
    assert discounted(np.array([5.0, 1.0]), 0.5) == pytest.approx(3.0)


def test_best_reply_defects_in_a_dilemma_and_cooperates_in_harmony():
    assert moves(play_repeated("best-reply", "always-safe", turns=3)) == ["DDD", "CCC"]
    harmony = Payoffs(5.0, 3.0, 2.0, 1.0)
    assert moves(play_repeated("best-reply", "always-safe", harmony, turns=3)) == ["CCC", "CCC"]


def test_the_same_world_plays_the_same_way():
    def played(world):
        return play_repeated("random", "exp3", turns=40, seed=9, world=world).tolist()

    assert played(1) == played(1) != played(2)


def test_the_far_sighted_are_refused():
    with pytest.raises(InputError, match="solved for a race"):
        play_repeated("planner", "tit-for-tat")
