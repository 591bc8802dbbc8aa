"""The contest in one step: its two parts, and the noise that makes its chances a lottery."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature.bridges.contest_limit import (
    AWAY,
    best_input,
    gap_of,
    incident_settings,
    line_settings,
    lottery,
    position,
    safe_if_first,
    safe_together,
    standard_error,
    winning_chance,
)
from race_sim.literature.bridges.limit import plan_at
from race_sim.literature.bridges.playing import many, played
from race_sim.rules.state import CN

LINE = line_settings()
INCIDENTS = incident_settings()
chances = st.floats(1e-6, 1.0 - 1e-6)


@given(safe=chances)
def test_a_gap_that_is_matched_gives_its_chance_at_the_line(safe):
    assert safe_if_first(position(1.0, gap_of(safe)), LINE) == pytest.approx(safe, rel=1e-9)


@given(first=chances, second=chances)
def test_incidents_at_both_sides_leave_the_product_of_the_chances(first, second):
    us, cn = position(1.0, gap_of(first)), position(1.0, gap_of(second))
    assert safe_together(us, cn, INCIDENTS) == pytest.approx(first * second, abs=1e-9)


def test_worlds_end_in_a_catastrophe_as_often_as_the_chance_says():
    us, cn = position(1.0, gap_of(0.8)), position(1.0, gap_of(0.6))
    found = many(plan_at(us, cn, (1, INCIDENTS)), 20_000, seed=3)["catastrophe"]
    # |z| < 3.9: wrong once in 10,000 seeds.
    assert abs(found.mean() - 0.52) < 3.9 * math.sqrt(0.52 * 0.48 / 20_000)


def test_incidents_of_all_severities_leave_more_than_the_product():
    us, cn = position(1.0, gap_of(0.8)), position(1.0, gap_of(0.6))
    settings = INCIDENTS._replace(severity_exponent=0.55)
    found = many(plan_at(us, cn, (1, settings)), 20_000, seed=3)["catastrophe"]
    assert found.mean() < 0.1


def test_the_leader_crosses_and_the_other_one_is_away():
    us = position(1e-9, 0.0)
    assert played(plan_at(AWAY, us, (1, LINE))).winner == CN
    assert winning_chance(us, AWAY, LINE) == 1.0


def test_noise_in_the_positions_is_the_chance_of_winning():
    us, cn = position(3.0, -9.0), position(1.0, -9.0)
    found = lottery(us, cn, LINE, worlds=3_000, seed=5)
    chance = winning_chance(us, cn, LINE)
    assert abs(found.us_first.mean() - chance) < 3.9 * standard_error(found.us_first)
    assert np.all(found.us_first + found.cn_first + found.lost == 1.0)


def test_the_lottery_of_a_risk_at_the_line_depends_on_who_crosses():
    us, cn = position(3.0, gap_of(0.9)), position(1.0, gap_of(0.2))
    found = lottery(us, cn, LINE, worlds=3_000, seed=6)
    lost = 0.75 * 0.1 + 0.25 * 0.8
    assert abs(found.lost.mean() - lost) < 3.9 * standard_error(found.lost)


def test_the_best_input_is_found_among_several_peaks():
    def payoff(inputs):
        first, second = (math.log(one) for one in inputs)
        return math.exp(-((first - 2.0) ** 2)) + 0.5 * math.exp(-(first**2)) - (second + 1.0) ** 2

    inputs, most = best_input(payoff, [1.0, 1.0])
    assert [math.log(one) for one in inputs] == pytest.approx([1.981, -1.0], abs=2e-3)
    assert most == pytest.approx(payoff(inputs))
