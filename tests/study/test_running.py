"""Estimates kept up to date block by block agree with estimates from the whole table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim import simulate
from race_sim.compiled import OUTCOME_COLUMNS
from race_sim.ensemble import blocks
from race_sim.outcomes import COLUMNS, estimate
from race_sim.resolve import plan_of
from race_sim.scenario import load_scenario
from race_sim.study.running import NUMERIC, RunningEstimates


@pytest.mark.parametrize("block", [1, 17, 300])
def test_running_estimates_are_those_of_the_table_whatever_the_blocks(block):
    running = RunningEstimates()
    for _, outcomes in blocks(plan_of(load_scenario("baseline")), 300, seed=2, block=block):
        running.add(outcomes)
    worlds = simulate("baseline", worlds=300, seed=2)
    found = dict(running.estimates())
    assert set(found) == {column.name for column in NUMERIC}
    assert running.worlds == 300
    for name, value in found.items():
        expected = estimate(worlds, name)
        np.testing.assert_allclose(value, expected, rtol=1e-9, atol=1e-12, err_msg=name)


def test_one_world_has_no_interval():
    running = RunningEstimates()
    running.add(np.zeros((1, len(OUTCOME_COLUMNS))))
    found = dict(running.estimates())
    assert np.isnan(found["us_harm"].low)
    assert found["catastrophe"].low == 0.0 < found["catastrophe"].high < 1.0


@given(
    values=st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=40),
    cut=st.integers(1, 39),
)
def test_merging_two_blocks_is_taking_both_at_once(values, cut):
    cut = min(cut, len(values) - 1)
    table = np.zeros((len(values), len(OUTCOME_COLUMNS)))
    place = OUTCOME_COLUMNS.index("us_welfare")
    assert COLUMNS["us_welfare"].kind == "number"
    # A large mean with a small spread is what naive sums lose.
    table[:, place] = np.array(values) + 1e6
    running = RunningEstimates()
    running.add(table[:cut])
    running.add(table[cut:])
    found = dict(running.estimates())["us_welfare"]
    assert found.value == pytest.approx(table[:, place].mean(), rel=1e-12)
    half = 1.959963984540054 * table[:, place].std(ddof=1) / np.sqrt(len(values))
    assert found.high - found.value == pytest.approx(half, rel=1e-6, abs=1e-8)
