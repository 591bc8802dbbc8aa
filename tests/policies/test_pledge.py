"""Pledge and verify: when a breach is noticed, and how it ends."""

import pytest

from race_sim.policies.pledge import check_pledge, pledge_and_verify
from race_sim.rules.state import ACCELERATE, BINDING, INVEST, Memory
from race_sim.testing.policies import NOTHING
from race_sim.tournament.repeated import play_repeated

pytestmark = pytest.mark.short


@pytest.mark.parametrize(
    ("rival", "answer"),
    [
        ("CCCCCCCCCCCC", "CCCCCCCCCCCC"),
        ("DCCCCCCCCCCC", "CCCCDDDDCCCC"),  # noticed at the check, answered for a year
        ("CCCDCCCCDCCC", "CCCCDDDDCCCC"),
        ("DDDDDDDDDDDD", "CCCCDDDDCCCC"),  # pledges again, in vain
    ],
)
def test_checks_are_yearly(answers, rival, answer):
    assert answers("pledge-and-verify", rival) == answer


def test_what_answers_a_withdrawal_is_no_breach():
    """Two of them are at peace again after one slip; else a feud would never end."""
    played = play_repeated("pledge-and-verify", "pledge-and-verify", turns=24, slips={1: 0})
    assert played[4:8].tolist() == [[1, 0]] * 4
    assert (played[12:] == 1).any()


def test_inspectors_of_a_binding_treaty_see_at_once(view):
    seen = view._replace(decisions=4, treaty=BINDING)
    kept = check_pledge(seen, NOTHING, INVEST, ACCELERATE)
    assert pledge_and_verify(seen, kept) == 0.0
    kept = check_pledge(seen._replace(decisions=5), kept, ACCELERATE, INVEST)
    assert kept == Memory(0.0, 0.0, 0.0, 0.0)
    assert pledge_and_verify(seen, kept) == 1.0
