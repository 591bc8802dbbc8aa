"""Agreements on the reduced state against the equation of talks, the rules, and draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from race_sim import chance
from race_sim.foresight.agreements import (
    expected_sanction,
    found_in_step,
    pace_between,
    treaty_chances,
)
from race_sim.resolve import settings_of
from race_sim.rules import talks
from race_sim.rules.state import ACCELERATE, BINDING, INVEST, NO_TREATY, NOBODY, NON_BINDING
from race_sim.scenario import load_scenario

pytestmark = pytest.mark.short

SETTINGS = settings_of(load_scenario("baseline").parameters)
TREATIES = (NO_TREATY, NON_BINDING, BINDING)
ACTIONS = ((0, 0), (0, 1), (1, 0), (1, 1))


def years_between(drive, decay, begin, end):
    """When dx/dt = D - d x, integrated from `begin`, meets `end`; None if not in 200 years."""

    def met(_, x):
        return x[0] - end

    met.terminal = True
    found = solve_ivp(
        lambda _, x: drive - decay * x, (0.0, 200.0), [begin], events=met, rtol=1e-10, atol=1e-12
    )
    return found.t_events[0][0] if len(found.t_events[0]) else None


@pytest.mark.parametrize(
    ("drive", "decay", "begin", "end"),
    [
        (0.5, 0.3, 0.0, 0.4),
        (0.25, 0.6, 0.1, 0.4),  # comes to rest at 0.4167, just beyond
        (0.1, 0.3, 0.4, 0.35),  # falls
        (0.0, 0.2, 0.5, 0.1),
        (0.3, 0.0, 0.2, 0.8),  # without decay: straight
        (0.3, 1e-9, 0.2, 0.8),
    ],
)
def test_the_time_of_talks_solves_their_equation(drive, decay, begin, end):
    pace = float(pace_between(np.array(drive), decay, begin, end))
    assert 1.0 / pace == pytest.approx(years_between(drive, decay, begin, end), rel=1e-6)


@pytest.mark.parametrize(
    ("drive", "decay", "begin", "end"),
    [(0.1, 0.3, 0.0, 0.4), (0.0, 0.3, 0.0, 0.4), (0.5, 0.3, 0.4, 0.2), (0.3, 0.0, 0.5, 0.2)],
)
def test_talks_that_come_to_rest_on_this_side_never_arrive(drive, decay, begin, end):
    assert float(pace_between(np.array(drive), decay, begin, end)) == 0.0
    assert years_between(drive, decay, begin, end) is None


def test_talks_that_are_there_need_no_time():
    assert np.isinf(pace_between(np.zeros(3), 0.3, 0.4, 0.4)).all()


@pytest.mark.parametrize("actions", [(1, 1), (0, 1)])
@pytest.mark.parametrize("alarm", [1.6, 3.0])
def test_an_agreement_comes_at_one_over_the_years_that_the_rules_need(actions, alarm):
    """The rules' own talks, in steps of an hour, from 0 until a non-binding agreement stands."""
    settings = SETTINGS._replace(talks_threshold=0.5, talks_base=0.4)
    hour, decay = 1.0 / 8766.0, settings.talks_decay
    hourly = settings._replace(
        step=hour,
        talks_kept=np.exp(-decay * hour),
        talks_years=-np.expm1(-decay * hour) / decay,
    )
    progress, steps = 0.0, 0
    while talks.treaty_after(NO_TREATY, progress, hourly) == NO_TREATY and steps < 200_000:
        progress = talks.talks_after(progress, hourly, alarm, alarm + 1.0, *actions)
        steps += 1
    chances = treaty_chances(settings, NO_TREATY, np.array([alarm]), *actions)
    by_rules = 0.0 if steps == 200_000 else -np.expm1(-0.25 * 8766.0 / steps)
    assert chances[NON_BINDING, 0] == pytest.approx(by_rules, rel=1e-3)
    assert chances[BINDING, 0] == 0.0


numbers = st.floats(0.0, 1.0)


@given(
    st.builds(
        dict,
        talks_pace=numbers,
        talks_threshold=st.floats(0.0, 3.0),
        talks_base=numbers,
        talks_decay=numbers,
        non_binding_at=st.floats(0.05, 1.0),
        binding_at=st.floats(0.05, 1.0),
        lapse_below=numbers,
        binding_allowed=st.integers(0, 1),
        verification=numbers,
        breach_ends=numbers,
        non_binding_lapse=numbers,
        binding_lapse=numbers,
        control_level=numbers,
        talks_chill=numbers,
        steps_per_decision=st.integers(1, 4),
    ),
    st.sampled_from(TREATIES),
    st.sampled_from(ACTIONS),
)
def test_chances_are_chances_whatever_the_numbers(changes, treaty, actions):
    settings = SETTINGS._replace(**changes)
    alarm = np.array([[0.0, 0.5, 1.0], [2.0, 4.0, 100.0]])
    chances = treaty_chances(settings, treaty, alarm, *actions)
    assert chances.shape == (3, 2, 3)
    assert chances.min() >= 0.0
    assert chances.sum(axis=0) == pytest.approx(np.ones((2, 3)), abs=1e-12)
    if treaty == BINDING:
        assert (chances[NON_BINDING] == 0.0).all()
    if settings.binding_allowed == 0 and treaty != BINDING:
        assert (chances[BINDING] == 0.0).all()


@pytest.mark.parametrize("actions", ACTIONS)
def test_more_alarm_more_agreement(actions):
    alarm = np.linspace(0.0, 6.0, 13)
    made = treaty_chances(SETTINGS, NO_TREATY, alarm, *actions)
    assert (made[NO_TREATY][alarm <= SETTINGS.talks_threshold] == 1.0).all()
    assert (np.diff(made[NO_TREATY]) <= 0.0).all()
    assert made[NO_TREATY, -1] < (0.95 if actions == (1, 1) else 1.0)
    kept = treaty_chances(SETTINGS, NON_BINDING, alarm, *actions)
    assert (np.diff(kept[NO_TREATY]) <= 0.0).all()
    assert (np.diff(kept[BINDING]) >= 0.0).all()
    both = treaty_chances(SETTINGS, NO_TREATY, alarm, INVEST, INVEST)
    assert (both[NO_TREATY] <= made[NO_TREATY]).all()


def test_where_binding_takes_no_more_than_non_binding_it_comes_first():
    """As in `talks.treaty_after`, which asks for the binding treaty first."""
    settings = SETTINGS._replace(binding_at=0.3, non_binding_at=0.4, binding_allowed=1)
    assert talks.treaty_after(NO_TREATY, 0.45, settings) == BINDING
    chances = treaty_chances(settings, NO_TREATY, np.array([4.0]), INVEST, INVEST)
    assert chances[BINDING, 0] > 0.0 and chances[NON_BINDING, 0] == 0.0


@pytest.mark.parametrize("actions", [(0, 1), (1, 1)])
@pytest.mark.parametrize("steps", [1, 4])
def test_the_end_of_a_binding_treaty_against_the_rules_draws(actions, steps):
    """4 000 worlds by the rules' own luck, within 4.5 standard errors (1 failure in 150 000)."""
    settings = SETTINGS._replace(
        step=0.25 / steps, steps_per_decision=steps, verification=0.6, breach_ends=0.5,
        binding_lapse=0.1,
    )  # fmt: skip
    worlds, ended = 4000, 0
    for world in range(worlds):
        for step in range(steps):
            breach = chance.breach_in(settings, BINDING, *actions, 5, world, step)
            if chance.agreement_ends(settings, BINDING, breach, 5, world, step):
                ended += 1
                break
    expected = treaty_chances(settings, BINDING, np.array([1.0]), *actions)[NO_TREATY, 0]
    error = np.sqrt(expected * (1.0 - expected) / worlds)
    assert ended / worlds == pytest.approx(expected, abs=4.5 * error)


def test_a_breach_costs_what_the_rules_must_expect_it_to():
    """Only who accelerates alone under a binding treaty pays, in each step in which it is found."""
    settings = SETTINGS._replace(verification=0.6, sanction=10.0, steps_per_decision=3)
    assert found_in_step(settings) == pytest.approx(1.0 - 0.4**settings.step)
    assert found_in_step(settings._replace(verification=1.0)) == 1.0
    for treaty in TREATIES:
        for own, rival in ACTIONS:
            pays = treaty == BINDING and own == ACCELERATE and rival == INVEST
            assert chance.breach_in(
                settings._replace(verification=1.0), treaty, own, rival, 1, 0, 0
            ) == (NOBODY if treaty != BINDING or own == rival else own)
            amount = expected_sanction(settings, treaty, own, rival)
            assert amount == pytest.approx(3.0 * 10.0 * found_in_step(settings) if pays else 0.0)
