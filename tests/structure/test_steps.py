"""Shorter steps: decisions stay quarterly, runs are independent, many tests at once."""

import numpy as np
import pytest

from race_sim import load_scenario, trajectories
from race_sim.resolve import plan_of
from race_sim.structure.headlines import BY_KEY, with_moment
from race_sim.structure.steps import (
    BASE_STEP,
    FINER,
    MOMENTS,
    _holm,
    at_step,
    measured_by_step,
    moments_by_step,
    step_rows,
)

BASELINE = load_scenario("baseline")


@pytest.mark.parametrize("steps", FINER)
def test_decisions_are_still_taken_each_quarter(steps):
    scenario = at_step(BASELINE, steps)
    settings = plan_of(scenario).settings_at(0)
    assert settings.steps_per_decision == steps // BASE_STEP
    assert settings.step * settings.steps_per_decision == pytest.approx(0.25)
    paths = trajectories(scenario, 20, seed=1)
    for _, path in paths.groupby("world"):
        for side in ("us_invests", "cn_invests"):
            turns = np.flatnonzero(np.diff(path[side].to_numpy().astype(int))) + 1
            assert (turns % (steps // BASE_STEP) == 0).all()


def test_the_base_step_is_the_baselines():
    assert plan_of(at_step(BASELINE, BASE_STEP)) == plan_of(BASELINE)


@pytest.mark.parametrize("steps", FINER)
def test_a_moment_in_the_last_step_of_its_quarter_acts_when_the_quarter_ends(steps):
    """A freeze begins with the next step: at 2028.25 whatever the step."""
    delay = 1.0 / BASE_STEP - 1.0 / steps
    shaken = with_moment(at_step(BASELINE, steps), "cn", delay)
    path = trajectories(shaken, [4], seed=1)
    struck = path.loc[path["cn_worst_severity"] >= 100.0, "year"].iloc[0]
    assert struck + 1.0 / steps == pytest.approx(2028.25)


def test_moments_are_measured_alone():
    found = moments_by_step(BASELINE, 40, seed=1)
    assert all(tuple(one.readings) == MOMENTS for one in found.values())
    assert len(step_rows(found)) == len(MOMENTS) * len(FINER)


def test_holm_refuses_one_by_one():
    """Holm (1979): 2.5 alone is far out, and not the largest of forty."""
    assert _holm({0: 2.5}) == {0}
    assert _holm({number: 2.5 if number == 0 else 0.1 for number in range(40)}) == set()
    # Once the largest is refused, the next has one companion fewer.
    assert _holm({0: 5.0, 1: 2.0}) == {0, 1}
    assert _holm({0: 2.2, 1: 2.0}) == set()


@pytest.fixture(scope="module")
def found():
    return measured_by_step(BASELINE, 250, seed=1)


def test_each_headline_at_each_step(found):
    rows = step_rows(found)
    assert [(row.fine, row.headline) for row in rows] == [
        (fine, key) for fine in FINER for key in BY_KEY
    ]
    for row in rows:
        assert row.coarse == BASE_STEP
        assert row.change.value == pytest.approx(row.after.value - row.before.value)
        assert row.change.low <= row.change.value <= row.change.high
        assert row.after.value == found[row.fine].readings[row.headline].estimate().value


def test_a_step_that_moves_a_headline_is_found_out(found):
    """As a rule whose hazard were a tenth too high in steps of a sixteenth of a year."""
    assert not any(row.moved for row in step_rows(found))
    wrong = found[16].readings["both_safe"]
    assert wrong.first is not None
    wrong = wrong._replace(first=1.1 * wrong.first, second=1.1 * wrong.second)
    other = found[16]._replace(readings={**found[16].readings, "both_safe": wrong})
    moved = [row for row in step_rows({**found, 16: other}) if row.moved]
    assert [(row.headline, row.fine) for row in moved] == [("both_safe", 16)]
