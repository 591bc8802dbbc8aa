"""The payoffs of the stage game, worked out anew from the model's formula.

The reference knows nothing of the rules' code: rates are written out, the incidents expected over
the horizon are integrated by quadrature, and tanh is NumPy's.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from race_sim import load_scenario
from race_sim.game import GAMES, Conditions, exchange_now, stage_game
from race_sim.quarter import look
from race_sim.resolve import plan_of
from race_sim.rules.state import ACCELERATE, BINDING, INVEST, NO_TREATY, NON_BINDING

PLAN = plan_of(load_scenario("baseline"))
BASELINE = PLAN.settings_at(0)
ACTIONS = {ACCELERATE: 0.03, INVEST: 0.30}

CONDITIONS = st.builds(
    Conditions,
    speed=st.floats(0.0, 3.0),
    strength=st.floats(0.1, 2.0),
    restriction=st.floats(0.0, 1.0),
    gap=st.floats(-0.5, 12.0),
    hazard=st.floats(0.0, 5.0),
    alarm=st.floats(0.0, 6.0),
)
SETTINGS = st.builds(
    lambda prosperity, rivalry, aversion, horizon, theta: BASELINE._replace(
        prosperity=prosperity,
        rivalry=rivalry,
        harm_aversion=aversion,
        horizon=horizon,
        gap_elasticity=theta,
    ),
    st.floats(0.0, 1.0),
    st.floats(0.0, 3.0),
    st.floats(0.0, 0.2),
    st.floats(0.25, 12.0),
    st.floats(0.0, 0.5),
)


def reference(settings, own, rival, lead, exchange, treaty, own_action, rival_action) -> float:
    """U_i of the model, for one joint action."""
    years, theta = settings.horizon, settings.gap_elasticity
    shares = ACTIONS[own_action], ACTIONS[rival_action]
    speeds = [side.speed * (1 - share) for side, share in zip((own, rival), shares, strict=True)]
    safety = [
        2.2 * (side.strength * mine + exchange * other + exchange * np.sqrt(mine * other))
        for side, mine, other in ((own, *shares), (rival, *shares[::-1]))
    ]
    incidents = [
        side.hazard * quad(lambda t, rate=dc - ds: 10.0 ** (theta * rate * t), 0.0, years)[0]
        for side, dc, ds in zip((own, rival), speeds, safety, strict=True)
    ]
    payoff = settings.prosperity * speeds[0] * years
    lead_then = lead + (speeds[0] - speeds[1]) * years
    payoff += settings.rivalry * years * np.tanh(lead_then / 0.5)
    mean_severity = 1 + (1e4**0.45 - 1) / 0.45
    harm = incidents[0] + 0.5 * incidents[1]
    payoff -= settings.harm_aversion * own.alarm * mean_severity * harm
    if treaty == BINDING and own_action == ACCELERATE and rival_action == INVEST:
        payoff -= 0.5 * 4.0
    return float(payoff)


def reference_table(settings, own, rival, lead, exchange, treaty) -> list[float]:
    """In the order of `Payoffs`."""
    profiles = (
        (INVEST, INVEST),
        (INVEST, ACCELERATE),
        (ACCELERATE, INVEST),
        (ACCELERATE, ACCELERATE),
    )
    return [
        reference(settings, own, rival, lead, exchange, treaty, mine, other)
        for mine, other in profiles
    ]


@settings(max_examples=80)
@given(
    SETTINGS,
    CONDITIONS,
    CONDITIONS,
    st.floats(-3.0, 3.0),
    st.floats(0.0, 0.5),
    st.sampled_from((NO_TREATY, NON_BINDING, BINDING)),
)
def test_payoffs_against_the_formula(settings, us, cn, lead, exchange, treaty):
    us_payoffs, cn_payoffs = stage_game(settings, us, cn, lead, exchange, treaty)
    expected = reference_table(settings, us, cn, lead, exchange, treaty)
    assert list(us_payoffs) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    expected = reference_table(settings, cn, us, -lead, exchange, treaty)
    assert list(cn_payoffs) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.short
@settings(max_examples=50)
@given(CONDITIONS, CONDITIONS, st.floats(-3.0, 3.0))
def test_only_a_binding_treaty_sanctions_and_only_the_one_who_breaks_it(us, cn, lead):
    free = stage_game(BASELINE, us, cn, lead, 0.1, NO_TREATY)
    assert stage_game(BASELINE, us, cn, lead, 0.1, NON_BINDING) == free
    for before, after in zip(free, stage_game(BASELINE, us, cn, lead, 0.1, BINDING), strict=True):
        assert after.accelerate_alone == before.accelerate_alone - 2.0  # 0.5 x 4
        assert after == before._replace(accelerate_alone=after.accelerate_alone)


@pytest.mark.short
@settings(max_examples=50)
@given(CONDITIONS, CONDITIONS, st.floats(-3.0, 3.0), st.sampled_from((NO_TREATY, BINDING)))
def test_sides_that_change_places_change_payoffs(us, cn, lead, treaty):
    """To the last bit."""
    one, other = stage_game(BASELINE, us, cn, lead, 0.1, treaty)
    assert stage_game(BASELINE, cn, us, -lead, 0.1, treaty) == (other, one)


@pytest.mark.short
def test_conditions_of_the_baseline_in_2026():
    """By hand: growth, hazard 0.03 x deployment x 10^(0.18 x 0.5), alarm 0.6."""
    outlook = look(BASELINE, PLAN.race, 2026.0)
    hazard = 0.03 * 10**0.09
    cn_growth = 0.701 * 0.8**0.4 * 0.8608**0.4 * 1.2**0.2
    us = Conditions(0.701, 1.0, 0.0, 0.5, hazard, 0.6)
    cn = Conditions(cn_growth * 0.8 + 0.5 * 0.4, 1.0, 0.0, 0.5, 1.2 * hazard, 0.6)
    assert list(outlook.us) == pytest.approx(list(us), rel=1e-12)
    assert list(outlook.cn) == pytest.approx(list(cn), rel=1e-12)
    assert outlook.exchange == pytest.approx(0.15 * 0.65)
    assert outlook.game == 0  # Prisoner's Dilemma


@pytest.mark.short
@settings(max_examples=50)
@given(CONDITIONS, CONDITIONS, st.floats(-50.0, 50.0), st.floats(0.0, 2.0), st.floats(0.25, 50.0))
def test_payoffs_are_finite_at_the_ends_of_all_ranges(us, cn, lead, theta, horizon):
    now = BASELINE._replace(gap_elasticity=theta, horizon=horizon, harm_aversion=10.0)
    bleak = us._replace(speed=5000.0, hazard=1e62, alarm=1e4)
    for table in stage_game(now, bleak, cn, lead, 1.0, BINDING):
        assert np.isfinite(table).all()


@pytest.mark.short
def test_exchange_under_agreements():
    found = [exchange_now(BASELINE, treaty) for treaty in (NO_TREATY, NON_BINDING, BINDING)]
    assert found == pytest.approx([0.0975, 0.14625, 0.195])


@pytest.mark.short
@pytest.mark.parametrize(
    ("sanction", "name"), [(0.0, "Prisoner's Dilemma"), (8.0, "Stag Hunt"), (40.0, "Stag Hunt")]
)
def test_a_sanction_large_enough_turns_the_dilemma_into_a_stag_hunt(sanction, name):
    """Accelerating alone no longer pays, but answering an accelerating rival in kind still does."""
    race = PLAN.race._replace(treaty=BINDING)
    outlook = look(BASELINE._replace(sanction=sanction), race, 2026.0)
    assert GAMES[outlook.game].title == name
