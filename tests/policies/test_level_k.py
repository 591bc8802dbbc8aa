"""Level-k reasoning on known games."""

import pytest
from hypothesis import given

from race_sim.game import Payoffs
from race_sim.policies.level_k import level_1, level_2
from race_sim.testing import payoff_tables
from race_sim.testing.policies import NOTHING

pytestmark = pytest.mark.short

STAG_HUNT = Payoffs(4.0, 0.0, 3.0, 2.0)
ASSURANCE = Payoffs(4.0, 1.0, 2.0, 0.0)
CHICKEN = Payoffs(3.0, 1.0, 4.0, 0.0)


@pytest.mark.parametrize(
    ("own", "rival", "first", "second"),
    [
        (STAG_HUNT, STAG_HUNT, 0.0, 0.0),  # half and half: 2 from the stag, 2.5 from the hare
        (STAG_HUNT, ASSURANCE, 0.0, 1.0),  # a rival that hunts the stag is worth following
        (CHICKEN, CHICKEN, 1.0, 0.0),  # level 1 gives way; level 2 knows it
    ],
)
def test_levels(view, own, rival, first, second):
    seen = view._replace(payoffs=own, rival_payoffs=rival)
    assert level_1(seen, NOTHING) == first
    assert level_2(seen, NOTHING) == second


@given(payoff_tables(), payoff_tables())
def test_level_2_is_the_best_reply_to_level_1(view, own, rival):
    """Two ways: ask level 1 from the rival's chair, and take the better of the two payoffs."""
    seen = view._replace(payoffs=own, rival_payoffs=rival)
    rival_invests = level_1(view._replace(payoffs=rival, rival_payoffs=own), NOTHING) == 1.0
    invest, accelerate = (
        (own.both_invest, own.accelerate_alone)
        if rival_invests
        else (own.invest_alone, own.both_accelerate)
    )
    if invest != accelerate:
        assert level_2(seen, NOTHING) == (1.0 if invest > accelerate else 0.0)
