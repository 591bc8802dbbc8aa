"""Events by name: what each means, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from race_sim import load_scenario, simulate
from race_sim.analysis.rare import EVENTS, event
from race_sim.analysis.rare.played import cut, play
from race_sim.outcomes import COLUMNS
from race_sim.problems import InputError
from race_sim.resolve import plan_of

WORLDS = pd.DataFrame(
    {
        "catastrophe": [True, True, False],
        "end_year": [2029.75, 2030.25, 2046.0],
        "lost_at_finish": [False, False, True],
        "us_harm": [10000.0, 5000.0, 10.0],
        "cn_harm": [3000.0, 9000.0, 0.0],
        "chernobyl_moments": [1, 4, 3],
        "us_chernobyl_moments": [1, 2, 3],
        "cn_chernobyl_moments": [0, 2, 0],
        "incidents": [3, 9, 20],
    }
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("catastrophe", [True, True, False]),
        ("catastrophe_before:2030", [True, False, False]),
        ("catastrophe_before:2030.25", [True, True, False]),
        ("lost_at_finish", [False, False, True]),
        ("harm_above:13000", [False, True, False]),
        ("us_harm_above:5000", [True, False, False]),
        ("cn_harm_above:1e3", [True, True, False]),
        ("chernobyl_moments_at_least:3", [False, True, True]),
        ("chernobyl_moments_on_both_sides", [False, True, False]),
        ("incidents_at_least:20", [False, False, True]),
    ],
)
def test_an_event_is_told_from_the_outcomes_it_names(name, expected):
    found = event(name)
    happened = found.happened(WORLDS[list(found.columns)])
    assert happened.dtype == bool
    assert happened.tolist() == expected
    assert event(found.name).name == found.name
    assert set(found.columns) <= set(COLUMNS)


def test_every_family_of_events_can_be_made():
    for family, kind in EVENTS.items():
        found = event(f"{family}:2030" if kind.number else family)
        assert (found.meaning and not found.risk) or found.risk in COLUMNS


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("war", "no such event; allowed: catastrophe,"),
        ("catastrophe:3", "takes no number"),
        ("harm_above", "needs a number; allowed: harm_above:NUMBER"),
        ("harm_above:much", "needs a number"),
        ("catastrophe_before:nan", "needs a number"),
    ],
)
def test_a_name_that_is_no_event_is_refused(name, told):
    with pytest.raises(InputError, match=told):
        event(name)


def test_a_race_that_is_cut_is_the_first_part_of_the_whole_one():
    """Cut at a year, events and chances are those of a scenario that ends then, to the last bit."""
    scenario = load_scenario("chernobyl-2028-cn", {"incidents.severity_exponent": 0.3})
    early = event("catastrophe_before:2031")
    found = play(cut(plan_of(scenario), 2031.1), early, 3000, 5)
    shorter = simulate(scenario.with_values({"time.end": 2031.0}), 3000, seed=5)
    np.testing.assert_array_equal(found.risk, shorter["catastrophe_risk"])
    np.testing.assert_array_equal(found.happened, shorter["catastrophe"])
    whole = simulate(scenario, 3000, seed=5)
    np.testing.assert_array_equal(found.happened, early.happened(whole))
    assert 20 < found.happened.sum() < whole["catastrophe"].sum()


def test_cutting_late_changes_nothing_and_cutting_too_early_is_refused():
    plan = plan_of(load_scenario("us-pause-2027"))
    assert cut(plan, None) is plan
    assert cut(plan, 2100.0) == plan
    shorter = cut(plan, 2027.0)
    assert shorter.steps == 4
    assert shorter.stretches[-1].last_step == 4
    with pytest.raises(InputError, match=r"2026\.25 or later"):
        cut(plan, 2026.1)


def test_shocks_that_the_scenario_forces_are_not_taken_for_drawn_ones():
    quiet = load_scenario("chernobyl-2028-cn", {"incidents.base_rate": 0.0})
    assert quiet.shocks
    found = play(plan_of(quiet), event("incidents_at_least:1"), 5, 1)
    assert found.happened.all()
    assert found.drawn.below.tolist() == [0.0] * 5
    assert found.drawn.logarithms.tolist() == [0.0] * 5
