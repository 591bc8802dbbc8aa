"""Our race is that of Han et al. (2022) where a pledge decides who is safe, and pauses punish.

Nothing here is drawn: all rows agree but for rounding.
"""

import numpy as np
import pytest

from race_sim.literature.bridges import han2022 as bridge
from race_sim.literature.bridges.limit import docking_table
from race_sim.literature.bridges.rounds import POLICIES, Pauses, Terms, worth_of
from race_sim.literature.han2021_play import Rules, play

SAFE, UNSAFE = POLICIES["AS"], POLICIES["AU"]


def test_all_rows_agree():
    table = docking_table(bridge.docked())
    assert len(table) > 10
    assert table["agrees"].all(), table[~table["agrees"]].to_string()


@pytest.mark.parametrize("institution", [False, True])
def test_all_pairs_are_their_race_played(institution):
    """A second way, which knows no formula: each pair pledges or not, and races."""
    terms = Terms(speed=2.0, setback_risk=0.25, rounds=42.0, found_out=0.5)
    pledge = bridge.Pledge(cost=3.0, own=0.5, rival=0.75, institution=institution)
    rules = Rules(
        **terms._asdict(),
        slowdown_own=pledge.own,
        slowdown_rival=pledge.rival,
        pledge_cost=pledge.cost,
        institution=institution,
    )
    found = bridge.payoff_matrix(terms, pledge)
    for row, own in enumerate(bridge.STRATEGIES):
        for column, other in enumerate(bridge.STRATEGIES):
            expected = float(play(own, other, rules).row)
            assert found[row, column] == pytest.approx(expected, abs=1e-9), (own, other)


def test_who_refuses_meets_an_unsafe_rival():
    for strategy in bridge.STRATEGIES[2:]:
        assert bridge.chair(strategy, pledged=False) == UNSAFE
    assert bridge.chair("pledge_keep", pledged=True) == SAFE
    assert not bridge.is_set_up("AS", "pledge_keep")
    assert bridge.is_set_up("pledge_break", "pledge_keep")


def test_peers_pay_for_punishing_and_an_institution_does_not():
    terms = Terms(speed=2.0)
    peers, institution = bridge.Pledge(), bridge.Pledge(institution=True)
    pair = "pledge_punish", "pledge_break"
    assert bridge.pauses_of(terms, peers, *pair) == Pauses(0.3, 0.5)
    assert bridge.pauses_of(terms, institution, *pair) == Pauses(0.0, 0.5)
    assert bridge.pauses_of(terms, peers, "pledge_keep", "pledge_break") == Pauses(0.0, 0.0)
    both = "pledge_break", "pledge_break"
    assert bridge.pauses_of(terms, institution, *both) == Pauses(0.5, 0.5)


@pytest.mark.parametrize("mechanism", [{"diffusion": 0.1}, {"error": 0.1}, {"talent_outflow": 0.1}])
def test_a_mechanism_left_on_is_found_out(mechanism):
    terms, pledge = bridge.POINTS[0]
    plan = bridge.pledged_race(terms, pledge, "pledge_punish", "pledge_break")
    stretches = tuple(
        one._replace(settings=one.settings._replace(**mechanism)) for one in plan.stretches
    )
    as_docked, changed = (
        np.array(worth_of(terms, one)) for one in (plan, plan._replace(stretches=stretches))
    )
    assert np.abs(changed - as_docked).max() > 0.01
