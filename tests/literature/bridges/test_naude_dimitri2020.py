"""Naudé and Dimitri's contest in our race, and that it is not one where the race is left on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature.bridges import naude_dimitri2020 as bridge
from race_sim.literature.bridges.contest_limit import (
    line_settings,
    position,
    standard_error,
    winning_chance,
)
from race_sim.literature.bridges.limit import Docked
from race_sim.literature.bridges.playing import many
from race_sim.literature.naude_dimitri2020 import equilibrium
from race_sim.rules.contest import CONTESTS
from race_sim.rules.state import US

amounts = st.floats(1e-6, 1e6)


@pytest.fixture(scope="module")
def rows() -> list[Docked]:
    return bridge.docked()


def test_the_race_gives_what_the_model_gives(rows: list[Docked]):
    # Three rows are estimates, each more than 4 standard errors off once in 16,000 seeds.
    assert [row for row in rows if not row.agrees] == []
    assert len(rows) == 12


@given(first=amounts, second=amounts, strength=amounts)
def test_the_chance_of_winning_is_the_ratio_of_weights(first, second, strength):
    ours = bridge.chance_of_winning((strength, 1.0), (first, second))
    assert ours == pytest.approx(strength * first / (strength * first + second), abs=1e-12)


@pytest.mark.parametrize("form", [name for name in CONTESTS if name != "tanh"])
def test_no_other_form_of_contest_is_the_ratio(form):
    settings = line_settings()._replace(contest=CONTESTS.index(form))
    ours = winning_chance(position(10.0, 0.0), position(1.0, 0.0), settings)
    assert abs(ours - 10.0 / 11.0) > 0.02


def test_the_scale_of_leads_of_the_baseline_is_not_that_of_the_ratio():
    ours = winning_chance(position(2.0, 0.0), position(1.0, 0.0), line_settings(lead_scale=0.5))
    assert ours - 2.0 / 3.0 > 0.05  # a lead of 0.3 OOM decides more


@pytest.mark.parametrize("strengths", [(1.0, 1.0), (2.0, 1.0), (1.0, 3.0)])
def test_best_replies_in_our_contest_lead_to_their_equilibrium(strengths):
    assert bridge.replied(strengths, rounds=12) == pytest.approx(
        equilibrium(list(strengths), entry=0.0).efforts, abs=1e-5
    )


def test_far_too_weak_a_side_drops_out_on_the_way():
    assert bridge.best_effort(1.0, 10.0, 0.2) < 1e-6


def test_arrivals_that_are_not_called_off_are_shared_by_their_rates():
    found = bridge.arrivals((3.0, 1.0), called_off=0.0, worlds=5_000, seed=7)
    error = standard_error(found.us)
    assert abs(found.us.mean() - 0.75) < 4.0 * error + bridge.ARRIVALS_A_STEP**2
    # None of 5,000 is still open after 12 times the mean: less than 0.03 of a world to be expected.
    assert (found.us + found.cn).min() == 1.0


def test_ties_do_not_go_to_the_united_states():
    plan = bridge.arrivals_plan((1.0, 1.0))
    ended = many(plan, 10_000, seed=8)
    ties = (ended["us_incidents"] > 0) & (ended["cn_incidents"] > 0)
    assert ties.sum() > 20
    assert np.all(ended["catastrophe_host"][ties] == US)
    found = bridge.arrivals((1.0, 1.0), 0.0, 10_000, seed=8)
    assert np.all(found.us[ties] == 0.5)


def test_incidents_of_all_severities_are_not_arrivals():
    plan = bridge.arrivals_plan((2.0, 1.0))
    settings = plan.settings_at(0)._replace(severity_exponent=0.55)
    stretch = plan.stretches[0]._replace(settings=settings)
    ended = many(plan._replace(stretches=(stretch,)), 500, seed=9)
    assert ended["catastrophe"].mean() < 0.5
