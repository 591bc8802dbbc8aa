"""Reading a solved strategy: at nodes, between them, beyond them, and compiled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from race_sim import compiled  # noqa: F401  registers the rules with the compiler
from race_sim.policies.far_sighted import strategy_at
from race_sim.rules.state import CN, US
from race_sim.testing import views

pytestmark = pytest.mark.short

LEADS, GAPS, ALARMS = (-1.0, 0.5, 2.0), (-0.5, 3.0, 12.0), (0.0, 1.0, 4.0)
STOPPED = ((0.0, 0.4, 0.2, 0.1, 0.05), (0.0, 0.3, 0.9, 0.1, 0.3))
STATES = 3 * 5 * 3 * 3 * 3 * 3
RANDOM = np.random.default_rng(4)
CHANCES = RANDOM.uniform(size=(2, STATES))
ROW = (
    3.0,
    3.0,
    3.0,
    *LEADS,
    *GAPS,
    *ALARMS,
    *STOPPED[0],
    *STOPPED[1],
    *CHANCES.reshape(-1).tolist(),
)
TABLE = ((0.0,) * len(ROW), ROW)
ARRAY = np.array(TABLE)
BY_STATE = CHANCES.reshape(2, 3, 5, 3, 3, 3, 3)

compiled_strategy = njit(error_model="numpy")(
    lambda view, table, row: strategy_at(view, table, row)
)


def seen(view, side, treaty, state, lead, us_gap, cn_gap, alarm):
    """The view of a side of a race in which these things are so."""
    us, cn = STOPPED[0][state], STOPPED[1][state]
    own, other = (us, cn) if side == US else (cn, us)
    return view._replace(
        side=side,
        treaty=treaty,
        lead=lead if side == US else -lead,
        gap=us_gap if side == US else cn_gap,
        rival_gap=cn_gap if side == US else us_gap,
        alarm=alarm + 0.25,
        rival_alarm=alarm - 0.25,
        restriction=own,
        rival_restriction=other,
    )


@given(st.tuples(*[st.integers(0, n - 1) for n in (2, 3, 5, 3, 3, 3, 3)]))
def test_at_a_node_it_is_the_table(view, place):
    side, treaty, state, lead, us_gap, cn_gap, alarm = place
    asked = seen(view, side, treaty, state, LEADS[lead], GAPS[us_gap], GAPS[cn_gap], ALARMS[alarm])
    assert strategy_at(asked, TABLE, 1) == pytest.approx(BY_STATE[place], abs=1e-12)


@given(st.floats(0.0, 1.0), st.sampled_from((US, CN)))
def test_between_two_nodes_it_is_a_straight_line(view, part, side):
    lead = LEADS[1] + part * (LEADS[2] - LEADS[1])
    asked = seen(view, side, 2, 3, lead, GAPS[1], GAPS[0], ALARMS[1])
    ends = BY_STATE[side, 2, 3, 1, 1, 0, 1], BY_STATE[side, 2, 3, 2, 1, 0, 1]
    assert strategy_at(asked, TABLE, 1) == pytest.approx(
        ends[0] + part * (ends[1] - ends[0]), abs=1e-12
    )


def test_beyond_the_last_node_it_is_that_of_the_last_node(view):
    inside = seen(view, US, 0, 0, LEADS[2], GAPS[2], GAPS[0], ALARMS[2])
    outside = seen(view, US, 0, 0, 9.0, 40.0, -3.0, 50.0)
    assert strategy_at(outside, TABLE, 1) == strategy_at(inside, TABLE, 1)


@given(views())
def test_any_view_has_an_answer_and_both_engines_give_its_bits(asked):
    plain = strategy_at(asked, TABLE, 1)
    assert 0.0 <= plain <= 1.0
    assert compiled_strategy(asked, ARRAY, 1).hex() == plain.hex()
