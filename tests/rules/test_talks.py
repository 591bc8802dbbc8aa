"""Talks, agreements and the exchange: by hand, by differential equation, by table."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim import load_scenario
from race_sim.resolve import plan_of
from race_sim.rules import talks
from race_sim.rules.state import ACCELERATE, BINDING, INVEST, NO_TREATY, NON_BINDING

pytestmark = pytest.mark.short

BOTH = (INVEST, INVEST)
ONE = (INVEST, ACCELERATE)


@pytest.mark.parametrize(
    ("level", "treaty", "expected"),
    [
        (0.0, NO_TREATY, 0.15),
        (0.5, NO_TREATY, 0.0975),
        (1.0, NO_TREATY, 0.045),
        (0.5, NON_BINDING, 0.14625),
        (0.5, BINDING, 0.195),
    ],
)
def test_exchange_by_hand(level, treaty, expected):
    """0.15 x (1 - 0.7 E), x 1.5 or x 2 under an agreement."""
    value = talks.exchange(0.15, level, 0.7, treaty, 1.5, 2.0)
    assert value == pytest.approx(expected, rel=1e-14)


@given(st.floats(0.0, 5.0), st.floats(0.0, 1.0), st.integers(0, 2), st.floats(0.0, 10.0))
def test_no_more_arrives_than_has_been_done(openness, level, treaty, factor):
    assert 0.0 <= talks.exchange(openness, level, 0.7, treaty, factor, factor) <= 1.0


KEPT = math.exp(-0.3 / 4)  # of talks, after a quarter
YEARS = (1.0 - KEPT) / 0.3


@pytest.mark.parametrize(
    ("us_alarm", "cn_alarm", "actions", "expected"),
    [
        (2.0, 3.0, BOTH, 0.5 * KEPT + YEARS * 0.65),  # the smaller alarm drives
        (3.0, 2.0, ONE, 0.5 * KEPT + YEARS * 0.25 * 0.65),
        (3.0, 2.0, (ACCELERATE, ACCELERATE), 0.5 * KEPT + YEARS * 0.25 * 0.65),
        (3.0, 0.9, BOTH, 0.5 * KEPT),  # one side is not alarmed: talks decay
        (1.0, 1.0, BOTH, 0.5 * KEPT),
    ],
)
def test_talks_by_hand(baseline, us_alarm, cn_alarm, actions, expected):
    """From 0.5, at export controls 0.5: 1 - 0.7 E = 0.65, and a share 0.3 a year is lost."""
    value = talks.talks_after(0.5, baseline, us_alarm, cn_alarm, *actions)
    assert value == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("step", [0.01, 0.25, 1.0])
@pytest.mark.parametrize("decay", [0.0, 0.3, 2.0])
def test_talks_follow_their_differential_equation_whatever_the_step(step, decay):
    """With a constant drive D: talks = D / d x (1 - exp(-d t)), or D t without decay."""
    values = {
        "time.step": step,
        "time.decision_period": 1.0,
        "talks.decay": decay,
        "export_control.level": 0.0,
    }
    settings = plan_of(load_scenario("baseline", values)).settings_at(0)
    value = 0.0
    for _ in range(round(2.0 / step)):
        value = talks.talks_after(value, settings, 1.5, 1.8, *BOTH)
    expected = 0.5 * (2.0 if decay == 0.0 else (1.0 - math.exp(-decay * 2.0)) / decay)
    assert value == pytest.approx(expected, rel=1e-12)


@given(
    st.floats(0.0, 1.5),
    st.floats(0.0, 50.0),
    st.floats(0.0, 50.0),
    st.sampled_from((BOTH, ONE)),
    st.floats(0.0, 1.0),
)
def test_talks_stay_in_their_range_and_export_controls_never_help(
    baseline, before, us_alarm, cn_alarm, actions, level
):
    value = talks.talks_after(before, baseline, us_alarm, cn_alarm, *actions)
    assert 0.0 <= value <= talks.TALKS_CEILING == 1.5
    harder = baseline._replace(control_level=max(level, baseline.control_level))
    assert talks.talks_after(before, harder, us_alarm, cn_alarm, *actions) <= value


@pytest.mark.parametrize(
    ("before", "progress", "allowed", "after"),
    [
        (NO_TREATY, 0.0, 1, NO_TREATY),
        (NO_TREATY, 0.399, 1, NO_TREATY),
        (NO_TREATY, 0.4, 1, NON_BINDING),
        (NO_TREATY, 1.0, 1, BINDING),
        (NO_TREATY, 1.5, 0, NON_BINDING),
        (NON_BINDING, 0.5, 1, NON_BINDING),
        (NON_BINDING, 0.1, 1, NON_BINDING),
        (NON_BINDING, 0.099, 1, NO_TREATY),
        (NON_BINDING, 1.0, 1, BINDING),
        (NON_BINDING, 1.5, 0, NON_BINDING),
        (BINDING, 1.0, 1, BINDING),
        (BINDING, 0.0, 1, BINDING),  # a binding treaty does not lapse with the talks
        (BINDING, 0.0, 0, BINDING),
    ],
)
def test_agreements(baseline, before, progress, allowed, after):
    settings = baseline._replace(binding_allowed=allowed)
    assert talks.treaty_after(before, progress, settings) == after


@given(st.floats(0.0, 1.0), st.sampled_from((0.01, 0.05, 0.25, 0.5, 1.0)))
def test_chances_in_steps_compound_to_that_of_a_year(chance, step):
    in_step = talks.chance_in_step(chance, step)
    assert 0.0 <= in_step <= 1.0
    assert (1.0 - in_step) ** round(1.0 / step) == pytest.approx(1.0 - chance, abs=1e-12)


def test_chance_in_step_by_hand():
    assert talks.chance_in_step(0.5, 0.25) == pytest.approx(1.0 - 0.5**0.25, rel=1e-14)
    assert talks.chance_in_step(0.0, 0.25) == 0.0
    assert talks.chance_in_step(1.0, 0.25) == 1.0


@pytest.mark.parametrize(
    ("treaty", "rate"), [(NO_TREATY, 0.0), (NON_BINDING, 0.134), (BINDING, 0.052)]
)
def test_agreements_lapse_at_their_measured_rate(baseline, treaty, rate):
    """Standing after ten years with probability exp(-10 rate)."""
    standing = (1.0 - talks.lapse_chance(treaty, baseline)) ** 40
    assert standing == pytest.approx(math.exp(-10.0 * rate), rel=1e-12)
