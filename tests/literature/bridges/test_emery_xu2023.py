"""The race with noise and information in ours, and where it is another."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature import emery_xu2023
from race_sim.literature.bridges import emery_xu2023 as bridge
from race_sim.literature.bridges.armstrong2016 import race_of
from race_sim.literature.bridges.contest_limit import standard_error
from race_sim.literature.bridges.emery_xu2023 import (
    best_safety,
    chances,
    drawn_risks,
    mean_risk,
    noisy_year,
)
from race_sim.literature.bridges.limit import Docked
from race_sim.literature.bridges.playing import played
from race_sim.literature.emery_xu2023_solution import Race
from race_sim.rules.contest import CONTESTS

inner = st.floats(0.01, 0.99)


@pytest.fixture(scope="module")
def rows() -> list[Docked]:
    return bridge.docked()


def test_the_race_gives_what_the_model_gives(rows: list[Docked]):
    # Two rows are estimates, each more than 4 standard errors off once in 16,000 seeds.
    assert [row for row in rows if not row.agrees] == []
    assert len(rows) == 11


def test_public_information_is_more_dangerous_until_the_contest_is_decisive(rows: list[Docked]):
    signs = [math.copysign(1.0, row.ours) for row in rows if "less private" in row.what]
    assert signs == [1.0, 1.0, -1.0]


@given(ahead=st.floats(-1.0, 1.0), own=inner, other=inner, decisiveness=st.floats(0.5, 40.0))
def test_the_chances_of_a_played_year_are_the_formula(ahead, own, other, decisiveness):
    found = chances(ahead, own, other, decisiveness)
    lead = ahead - own + other
    assert found.win == pytest.approx(1.0 / (1.0 + math.exp(-decisiveness * lead)), abs=1e-9)
    assert found[1:] == pytest.approx((own, other), abs=1e-9)


@pytest.mark.parametrize(("enmity", "loser_share"), [(0.5, 0.0), (1.0, 0.3), (0.8, 0.0)])
def test_the_closed_form_for_equal_teams_is_a_best_reply_to_itself(enmity, loser_share):
    race = Race(enmity, 1.0, 16.0, loser_share)
    level = 2.0 * (1.0 - enmity * loser_share) / (enmity * race.decisiveness)
    assert best_safety(race, 0.0, level, level) == pytest.approx(level, abs=1e-5)
    assert abs(best_safety(race, 0.0, 2.0 * level, level) - 2.0 * level) > 0.04


def test_no_information_is_harmless_where_the_model_says_so_and_not_beyond():
    weak, decisive = Race(1.0, 1.0, 2.0, 0.0), Race(1.0, 1.0, 16.0, 0.0)
    for race in (weak, decisive):
        known = float(emery_xu2023.disaster_risk(*race, "none"))
        # Safety 1 leaves no gap at which a loss has a chance of 0: it is 1e-9 away from it.
        assert mean_risk(race, "none", cells=8) == pytest.approx(known, abs=1e-3)
    assert mean_risk(decisive, "none", cells=8) > 0.2


def test_worlds_with_noise_agree_with_the_mean_over_noise():
    race = Race(0.5, 1.0, 8.0, 0.0)
    sample = drawn_risks(race, "public", worlds=2_000, seed=4)
    # |z| < 3.9: wrong once in 10,000 seeds.
    assert abs(sample.mean() - mean_risk(race, "public")) < 3.9 * standard_error(sample) + 1e-3


def test_without_noise_the_leader_crosses_and_the_risk_is_another():
    # The noise left out, the less safe team always wins: Armstrong's race.
    settings = noisy_year(4.0)
    ahead, safe, unsafe = 0.3, 0.9, 0.5
    sure = played(race_of((ahead, 0.0), (safe, unsafe), settings)).loss_risk
    found = chances(ahead, safe, unsafe, 4.0)
    noisy = 1.0 - found.win * found.own_safe - (1.0 - found.win) * found.rival_safe
    assert sure - noisy > 0.1


@pytest.mark.parametrize("form", [name for name in CONTESTS if name != "tanh"])
def test_another_form_of_contest_is_noise_of_another_law(form: str):
    settings = noisy_year(4.0)._replace(contest=CONTESTS.index(form))
    found = 0.5 + played(race_of((0.5, 0.0), (0.5, 0.5), settings)).us_payoff
    assert abs(found - 1.0 / (1.0 + math.exp(-2.0))) > 0.01


def test_growth_that_is_left_to_diffuse_is_not_their_race():
    settings = noisy_year(4.0)._replace(diffusion=0.5)
    found = 0.5 + played(race_of((0.5, 0.0), (0.5, 0.5), settings)).us_payoff
    assert np.abs(found - 1.0 / (1.0 + math.exp(-2.0))) > 0.01
