"""Our race is a collective-risk dilemma of two where exchange makes safety work a joint affair.

Rows with luck allow 4 standard errors: for a right race one in 16,000 fails; the seed is fixed.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature import lacroix_mohseni2022 as model
from race_sim.literature.bridges import lacroix_mohseni2022 as bridge
from race_sim.literature.bridges.limit import docking_table
from race_sim.literature.bridges.playing import played
from race_sim.rules.state import ACCELERATE, INVEST


def test_all_rows_agree():
    table = docking_table(bridge.docked())
    assert len(table) > 15
    assert table["agrees"].all(), table[~table["agrees"]].to_string()


@given(st.floats(0.01, 0.99), st.floats(0.0, 1.0), st.sampled_from([1, 2]))
def test_payoffs_are_those_of_the_dilemma(cost, risk, needed):
    found = bridge.payoff_matrix(cost, risk, needed)
    lost = [[risk if 2 - row - column < needed else 0.0 for column in (0, 1)] for row in (0, 1)]
    expected = 1.0 - np.array(lost) - cost * np.array([[1.0], [0.0]])
    np.testing.assert_allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize("needed", [1, 2])
@pytest.mark.parametrize("us", [ACCELERATE, INVEST])
@pytest.mark.parametrize("cn", [ACCELERATE, INVEST])
def test_the_gap_ends_at_its_floor_or_its_ceiling(needed, us, cn):
    """Whoever leads: what decides is how many invest."""
    outcome = played(bridge.race_of(0.25, 0.5, needed, us, cn))
    safe = us + cn >= needed
    assert outcome.us_gap == outcome.cn_gap == (0.0 if safe else bridge.CEILING)
    assert outcome.loss_risk == pytest.approx(0.0 if safe else 0.5, abs=1e-12)


@pytest.mark.parametrize(
    ("needed", "mechanism"),
    [
        (2, {"openness": 0.0}),  # without exchange there is no joint work
        (1, {"openness": 0.0}),  # nor does the rival's work help
        (2, {"safety_productivity": 100.0}),  # one is then enough
        (1, {"finish_line": 0}),
    ],
)
def test_a_mechanism_changed_is_found_out(needed, mechanism):
    as_docked = bridge.payoff_matrix(0.1, 0.5, needed)
    changed = bridge.payoff_matrix(0.1, 0.5, needed, **mechanism)
    assert np.abs(changed - as_docked).max() > 0.1


def test_success_is_counted_as_theirs_at_every_number_of_contributors():
    """Both ways of drawing a pair of the population, at odd sizes too."""
    for needed, size in ((1, 7), (2, 12)):
        law = model.long_run(2, needed, size, perceived_risk=0.6, cost=0.2)
        ours = bridge.law(bridge.payoff_matrix(0.2, 0.6, needed), size, 5.0, 0.01)
        np.testing.assert_allclose(ours, law.cooperators, rtol=1e-9, atol=1e-300)
