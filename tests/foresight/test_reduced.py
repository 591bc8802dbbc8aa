"""The reduced race against the rules that it stands for."""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from race_sim import quarter
from race_sim.foresight.agreements import pace_between, treaty_chances
from race_sim.foresight.moves import moved
from race_sim.foresight.shocks import chances_of, healing_of, restrictions_of, severities_of
from race_sim.foresight.solution import mean_chip_dependency, sharpness
from race_sim.resolve import plan_of
from race_sim.rules.state import BINDING, NO_TREATY, NON_BINDING
from race_sim.scenario import load_scenario

pytestmark = pytest.mark.short


@pytest.mark.parametrize("step", [0.25, 0.0625])
@pytest.mark.parametrize("actions", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_one_decision_moves_as_the_rules_do(actions, step):
    """Random states, three treaties, one or four steps a decision, without incidents."""
    values = {"time.step": step, "incidents.base_rate": 0.0}
    plan = plan_of(load_scenario("baseline", values))
    settings, start = plan.settings_at(0), plan.race
    random = np.random.default_rng(7)
    for treaty in (NO_TREATY, NON_BINDING, BINDING):
        lead, us_gap, cn_gap = random.uniform((-2.0, -0.5, -0.5), (2.5, 11.0, 11.0))
        stopped = random.uniform(0.0, 0.9, 2)
        race = start._replace(
            us=start.us._replace(capability=1.0, safety=1.0 - us_gap, scar=stopped[0]),
            cn=start.cn._replace(
                capability=1.0 - lead, safety=1.0 - lead - cn_gap, scar=stopped[1]
            ),
            treaty=treaty,
            chip_dependency=0.3,
        )
        held = settings._replace(
            scar_kept=1.0, dependency_kept=1.0, binding_lapse=0.0, non_binding_lapse=0.0,
            verification=0.0, lapse_below=-1.0, talks_pace=0.0, talent_outflow=0.0,
        )  # fmt: skip
        arrays = [np.array(x) for x in (lead, us_gap, cn_gap)]
        reduced = moved(
            held, 0.3, treaty, (np.array(stopped[0]), np.array(stopped[1])), *arrays, *actions
        )
        gains = np.zeros(2)
        for number in range(held.steps_per_decision):
            outlook = quarter.look(held, race, quarter.time_of(held, number))
            race, what = quarter.advance(held, race, outlook, *actions, 1, 1, number)
            gains += what.us_gain, what.cn_gain
        assert race.treaty == treaty
        assert float(reduced.lead) == pytest.approx(race.us.capability - race.cn.capability)
        assert float(reduced.us_gap) == pytest.approx(race.us.capability - race.us.safety)
        assert float(reduced.cn_gap) == pytest.approx(race.cn.capability - race.cn.safety)
        assert (float(reduced.us_gain), float(reduced.cn_gain)) == pytest.approx(tuple(gains))


def test_mean_severities_against_integrals(coarse):
    """Pareto density a m^(-a-1) from 1 up, cut at the ceiling; scipy's quadrature in ln m."""
    _, settings, _, _ = coarse
    law, a = severities_of(settings), settings.severity_exponent
    ceiling, smallest = settings.severity_ceiling, settings.chernobyl_severity

    def mean(function, low, high):
        return quad(lambda x: function(np.exp(x)) * a * np.exp(-a * x), np.log(low), np.log(high))[
            0
        ]

    chance = mean(lambda m: 1.0, smallest, ceiling)
    assert law.chernobyl_chance == pytest.approx(chance)
    assert law.ceiling_chance == pytest.approx(settings.ceiling_chance)
    score = mean(lambda m: np.log(m) / np.log(ceiling), smallest, ceiling) / chance
    assert law.chernobyl_score == pytest.approx(score)
    scale = mean(
        lambda m: 0.5 + 0.5 * np.log(m / smallest) / np.log(ceiling / smallest), smallest, ceiling
    )
    assert law.scale == pytest.approx(scale / chance)


def test_restrictions_and_their_passing(coarse):
    _, settings, _, _ = coarse
    healing = healing_of(settings)
    assert healing.sum(axis=1) == pytest.approx(np.ones(5))
    us, cn = restrictions_of(settings)
    scale = severities_of(settings).scale
    assert us[1] == pytest.approx(scale * settings.us.freeze_depth)
    assert cn[1] == pytest.approx(settings.contagion * scale * settings.cn.freeze_depth)
    assert us[0] == cn[0] == 0.0
    # The mean time in a freeze is that of the lognormal law, in decisions.
    years = np.exp(settings.us.freeze_log_median + settings.freeze_spread**2 / 2.0)
    assert 1.0 / healing[1, 3] == pytest.approx(1.0 + years / 0.25)


def test_time_that_talks_need_against_the_equation():
    """dx/dt = D - d x from 0 to 0.4, integrated; and no end where D / d lies below."""
    pace = float(pace_between(np.array(0.5), 0.3, 0.0, 0.4))
    arrived = solve_ivp(
        lambda t, x: 0.5 - 0.3 * x, (0.0, 10.0), [0.0], events=lambda t, x: x[0] - 0.4, rtol=1e-10
    ).t_events[0][0]
    assert 1.0 / pace == pytest.approx(arrived, rel=1e-6)
    assert float(pace_between(np.array(0.1), 0.3, 0.0, 0.4)) == 0.0


@pytest.mark.parametrize("treaty", [NO_TREATY, NON_BINDING, BINDING])
@pytest.mark.parametrize("actions", [(0, 1), (1, 1)])
def test_chances_of_treaties_sum_to_one_and_grow_with_alarm(coarse, treaty, actions):
    _, settings, _, _ = coarse
    chances = treaty_chances(settings, treaty, np.array([0.5, 1.0, 2.0, 4.0]), *actions)
    assert chances.sum(axis=0) == pytest.approx(np.ones(4))
    assert chances.min() >= 0.0
    if treaty == NO_TREATY:
        assert (np.diff(chances[1:].sum(axis=0)) >= 0.0).all()
        assert chances[NO_TREATY, 0] == 1.0


def test_rows_are_chances_and_what_is_missing_is_the_catastrophe(coarse):
    _, settings, grid, game = coarse
    strategies = np.full((2, game.states), 0.5)
    sums = np.asarray(game.transitions_under(strategies).sum(axis=1)).reshape(grid.shape)
    assert sums.max() <= 1.0 + 1e-12
    assert sums.min() > 0.5
    # At a node: all that survives the step, by the incidents to be expected.
    lost = []
    for actions in ((0, 0), (0, 1), (1, 0), (1, 1)):
        move = moved(
            settings, 0.2, NO_TREATY, (np.array(0.0), np.array(0.0)),
            np.array(grid.lead[2]), np.array(grid.gap[3]), np.array(grid.gap[1]), *actions,
        )  # fmt: skip
        chances = chances_of(settings, move)
        total = float(chances.quiet + chances.us_shock + chances.cn_shock)
        expected = float(move.us_incidents + move.cn_incidents) * settings.ceiling_chance
        assert total == pytest.approx(np.exp(-expected))
        lost.append(1.0 - total)
    assert 1.0 - sums[0, 0, 2, 3, 1, 0] == pytest.approx(np.mean(lost), rel=1e-2)


def test_rationality_answers_a_lasting_advantage_as_the_stage_game_does(coarse):
    _, settings, _, _ = coarse
    a_year = 0.3
    in_stage_game = settings.rationality * a_year * settings.horizon
    assert sharpness(settings) * a_year * 0.25 == pytest.approx(in_stage_game)


def test_mean_chip_dependency_against_an_integral(coarse):
    parameters, _, _, _ = coarse
    decline = parameters.export_control.dependency_decline
    mean = quad(lambda t: 0.4 * (1.0 - decline) ** t, 0.0, 20.0)[0] / 20.0
    assert mean_chip_dependency(parameters) == pytest.approx(mean)
