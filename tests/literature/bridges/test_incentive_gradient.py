"""The incentive-gradient condition in our race: where it says that a shift pays, it does."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from race_sim.literature.bridges import incentive_gradient as bridge
from race_sim.literature.bridges.contest_limit import line_settings
from race_sim.literature.bridges.incentive_gradient import slopes, smallest, year, year_settings
from race_sim.literature.bridges.limit import Docked, Position, plan_at
from race_sim.literature.bridges.playing import played
from race_sim.literature.incentive_gradient import capability_share, shift_pays, utility

inner = st.floats(0.02, 0.98)


@pytest.fixture(scope="module")
def rows() -> list[Docked]:
    return bridge.docked()


def test_the_race_gives_what_the_condition_gives(rows: list[Docked]):
    assert [row for row in rows if not row.agrees] == []
    assert len(rows) == 11


@given(own=inner, other=inner, enmity=st.floats(0.0, 1.0), decisiveness=st.floats(0.2, 8.0))
def test_the_smallest_race_is_worth_the_formula(own, other, enmity, decisiveness):
    win = own**decisiveness / (own**decisiveness + other**decisiveness)
    known = utility(win, 1.0 - own, 1.0 - other, enmity)
    assert smallest(own, other, decisiveness).worth(enmity) == pytest.approx(known, abs=1e-9)


@given(share=st.floats(0.05, 0.95), enmity=st.floats(0.0, 1.0))
def test_a_shift_pays_in_a_year_of_ours_where_the_condition_says_so(share, enmity):
    now, change = year(share), slopes(share)
    gained = year(share - 1e-3).worth(enmity) - year(share + 1e-3).worth(enmity)
    assume(abs(gained) > 1e-5)  # not at the very top
    says = shift_pays(
        now.win, change.win, now.friendly, change.friendly, now.rival_friendly, enmity
    )
    assert bool(says) == (gained > 0.0)


def test_a_condition_that_leaves_the_rival_s_ai_out_is_wrong_in_our_race():
    # At this enmity and share it would say that a shift pays, and it does not.
    now, change = year(0.3), slopes(0.3)
    without = shift_pays(now.win, change.win, now.friendly, change.friendly, 0.0, 0.2)
    assert bool(without)
    assert year(0.299).worth(0.2) < year(0.301).worth(0.2)


def test_more_enmity_leaves_less_for_safety():
    found = [bridge.best_year(enmity) for enmity in (0.15, 0.3, 0.6)]
    assert found == sorted(found, reverse=True)
    assert found[0] - found[-1] > 0.1


def test_the_smallest_race_s_share_is_not_that_of_a_year_of_ours():
    # The condition is general, the closed form is not: technologies and contest differ.
    assert abs((1.0 - float(capability_share(2, 0.5))) - bridge.best_year(0.5)) > 0.1


def test_exchange_between_the_sides_is_left_out_of_the_year():
    settings = year_settings(0.3, 0.3)
    start = Position(0.0, bridge.START_GAP)
    alone = played(plan_at(start, start, (1, settings)))
    shared = played(plan_at(start, start, (1, settings._replace(openness=0.5))))
    assert alone.us_gap - shared.us_gap > 0.1
    assert line_settings().openness == 0.0
