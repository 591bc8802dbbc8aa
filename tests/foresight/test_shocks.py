"""Chernobyl moments on the reduced state against integrals, draws, and the rules themselves."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import lognorm

from race_sim.foresight.moves import Moved
from race_sim.foresight.shocks import (
    FROZEN_CN,
    FROZEN_US,
    NONE,
    SCARRED_CN,
    SCARRED_US,
    alarms_after,
    chances_of,
    healing_of,
    restrictions_of,
    severities_of,
)
from race_sim.resolve import settings_of
from race_sim.rules import alarm as alarm_rules
from race_sim.rules import backlash
from race_sim.scenario import load_scenario

pytestmark = pytest.mark.short

LAWS = (
    {},
    {"incidents.severity_exponent": 1.5, "incidents.severity_ceiling": 2000.0},
    {"incidents.chernobyl_severity": 20.0, "time.step": 0.0625},
)


def rules_with(values):
    return settings_of(load_scenario("baseline", values).parameters)


@pytest.fixture(scope="module", params=LAWS, ids=["baseline", "other tail", "small steps"])
def settings(request):
    return rules_with(request.param)


def expecting(us, cn):
    """A move in which so many incidents are to be expected."""
    zero = np.zeros(())
    return Moved(zero, zero, zero, zero, zero, np.array(us), np.array(cn), zero)


def mean_over_severities(settings, function, low, high):
    """Integral of function(m) a m^(-a-1) dm from low to high, in x = ln m, by quadrature."""
    a = settings.severity_exponent
    return quad(lambda x: function(np.exp(x)) * a * np.exp(-a * x), np.log(low), np.log(high))[0]


def test_mean_severities_against_integrals(settings):
    """The functions of severity are the rules' own; P(severity > m) = m^-a."""
    law = severities_of(settings)
    ceiling, smallest = settings.severity_ceiling, settings.chernobyl_severity

    def score(m):
        return alarm_rules.severity_score(m, ceiling)

    def scale(m):
        return backlash.shock_scale(m, smallest, ceiling)

    chance = mean_over_severities(settings, lambda m: 1.0, smallest, ceiling)
    assert law.chernobyl_chance == pytest.approx(chance)
    assert law.ceiling_chance == pytest.approx(settings.ceiling_chance)
    assert law.minor_score == pytest.approx(mean_over_severities(settings, score, 1.0, smallest))
    mean_score = mean_over_severities(settings, score, smallest, ceiling) / chance
    assert law.chernobyl_score == pytest.approx(mean_score)
    mean_scale = mean_over_severities(settings, scale, smallest, ceiling) / chance
    assert law.scale == pytest.approx(mean_scale)


@pytest.mark.parametrize(("us", "cn"), [(0.3, 0.1), (2.0, 3.0), (0.0, 0.0)])
def test_chances_of_a_decision_against_draws(settings, us, cn):
    """100 000 decisions, Poisson counts and Pareto severities: all within 4.5 standard errors.

    That fails by chance once in about 150 000 such comparisons.
    """
    draws = 100_000
    random = np.random.default_rng(11)
    worst = []
    for expected in (us, cn):
        counts = random.poisson(expected, draws)
        # `incidents.severity`, for an array.
        severities = np.minimum(
            (1.0 - random.uniform(size=counts.sum())) ** (-1.0 / settings.severity_exponent),
            settings.severity_ceiling,
        )
        highest = np.zeros(draws)
        np.maximum.at(highest, np.repeat(np.arange(draws), counts), severities)
        worst.append(highest)
    catastrophe = np.maximum(*worst) >= settings.severity_ceiling
    shock = (np.maximum(*worst) >= settings.chernobyl_severity) & ~catastrophe
    chances = chances_of(settings, expecting(us, cn))
    some = float(chances.us_shock + chances.cn_shock)
    for chance, seen in (
        (float(chances.quiet), ~(catastrophe | shock)),
        (some, shock),
        (1.0 - float(chances.quiet) - some, catastrophe),
    ):
        error = np.sqrt(max(chance * (1.0 - chance), 1e-12) / draws)
        assert seen.mean() == pytest.approx(chance, abs=4.5 * error + 1e-12)
    # Of one shock it is known whose it is: each side's share is that of its incidents.
    assert float(chances.us_shock) * cn == pytest.approx(float(chances.cn_shock) * us)


def test_shocks_of_both_sides_are_no_more_than_the_rules_have():
    """Where one shock at most is to be expected, the sides' chances are those of the rules."""
    settings = rules_with({})
    chances = chances_of(settings, expecting(0.02, 0.05))
    for chance, expected in ((chances.us_shock, 0.02), (chances.cn_shock, 0.05)):
        alone = -np.expm1(-expected * severities_of(settings).chernobyl_chance)
        assert float(chance) == pytest.approx(alone, rel=0.03)


def test_restrictions_are_those_of_a_shock_of_mean_scale(settings):
    us, cn = restrictions_of(settings)
    scale, share = severities_of(settings).scale, settings.contagion
    assert us[NONE] == cn[NONE] == 0.0
    for row, own, home, abroad in ((us, settings.us, 1, 2), (cn, settings.cn, 2, 1)):
        for state, factor in ((home, scale), (abroad, share * scale)):
            scar = factor * own.scar
            frozen = backlash.restriction(factor * own.freeze_depth, 1.0, scar, 0.0, 0.0, 0.25)
            assert row[state] == pytest.approx(frozen)
            assert row[state + 2] == pytest.approx(scar)
            assert row[state] >= row[state + 2]


def test_a_pause_lets_through_a_share_of_what_regulation_does():
    settings = rules_with({})
    paused = settings._replace(us=settings.us._replace(pause=0.4))
    before, after = restrictions_of(settings), restrictions_of(paused)
    assert 1.0 - after[0] == pytest.approx(0.6 * (1.0 - before[0]))
    assert (after[1] == before[1]).all()


def test_healing_rows_sum_to_one_and_lead_back_to_none(settings):
    healing = healing_of(settings)
    assert healing.sum(axis=1) == pytest.approx(np.ones(5), abs=1e-15)
    assert healing.min() >= 0.0
    assert set(zip(*np.nonzero(healing), strict=True)) == {
        (NONE, NONE), (FROZEN_US, FROZEN_US), (FROZEN_CN, FROZEN_CN), (SCARRED_US, SCARRED_US),
        (SCARRED_CN, SCARRED_CN), (FROZEN_US, SCARRED_US), (FROZEN_CN, SCARRED_CN),
        (SCARRED_US, NONE), (SCARRED_CN, NONE),
    }  # fmt: skip
    assert np.linalg.matrix_power(healing, 100_000)[:, NONE] == pytest.approx(np.ones(5))


def test_freezes_and_scars_last_as_long_as_in_the_rules(settings):
    """Mean decisions until a state is left, 1 / (1 - stay), less the one in which it began.

    The mean freeze by scipy's lognormal law; a scar's worth, the integral of what is left of it.
    """
    healing = healing_of(settings)
    years = settings.step * settings.steps_per_decision
    for frozen, scarred, own in (
        (FROZEN_US, SCARRED_US, settings.us),
        (FROZEN_CN, SCARRED_CN, settings.cn),
    ):
        freeze = lognorm(settings.freeze_spread, scale=np.exp(own.freeze_log_median)).mean()
        assert (1.0 / healing[frozen, scarred] - 1.0) * years == pytest.approx(freeze)
        scar = quad(lambda t: settings.scar_kept ** (t / settings.step), 0.0, np.inf)[0]
        assert (1.0 / healing[scarred, NONE] - 1.0) * years == pytest.approx(scar)


def by_the_rules(settings, us, cn, decisions):
    """Mean of both sides' alarms when so many incidents a decision are seen as expected.

    Evidence gathers and fades step by step as in `quarter.side_after`; incidents are counted at
    their mean, catastrophes left out.
    """
    ceiling = settings.severity_ceiling

    def seen(m):
        score = alarm_rules.severity_score(m, ceiling)
        return alarm_rules.seen_gain(score, settings.alarm_severity)

    each = mean_over_severities(settings, seen, 1.0, ceiling)
    alarms = []
    for own, rival in ((us, cn), (cn, us)):
        a_step = (own + settings.alarm_abroad * rival) / settings.steps_per_decision
        evidence = exposure = 0.0
        for _ in range(decisions * settings.steps_per_decision):
            evidence = evidence * settings.memory_kept + each * a_step
            exposure = exposure * settings.memory_kept + a_step
        alarms.append(
            alarm_rules.alarm(settings.alarm_prior, settings.alarm_strength, evidence, exposure)
        )
    return np.mean(alarms)


@pytest.mark.parametrize("expected", [0.001, 0.02, 0.3])
def test_alarm_comes_to_rest_where_the_rules_let_it(settings, expected):
    """Same hazards for ever: quiet alarm and mean jumps balance at the Gamma-Poisson mean.

    Both sides alike, so that the mean of two alarms is the alarm. The reduced race fades alarm
    continuously and the rules step by step, which is worth half a step's fading, about 1 %.
    """
    move = expecting(expected, expected)
    chances = chances_of(settings, move)
    alive = float(chances.quiet + chances.us_shock + chances.cn_shock)
    law = severities_of(settings)
    jumps = 2.0 * expected * law.chernobyl_chance  # several in one decision count
    level = np.array(settings.alarm_prior)
    for _ in range(3000):
        after = alarms_after(settings, move, level)
        level = after.quiet + jumps * (after.us_shock - after.quiet)
    assert 0.0 < alive <= 1.0
    known = by_the_rules(settings, expected, expected, 3000)
    assert float(level) == pytest.approx(known, rel=0.02)


def test_alarm_without_hazard_stays_at_the_prior_and_forgets_what_was_seen(settings):
    """No evidence at all: w - p fades by what is left of memory in each decision."""
    nothing = expecting(0.0, 0.0)
    kept = settings.memory_kept**settings.steps_per_decision
    for level in (0.0, settings.alarm_prior, 5.0):
        after = float(alarms_after(settings, nothing, np.array(level)).quiet)
        assert after - settings.alarm_prior == pytest.approx(kept * (level - settings.alarm_prior))


def test_quiet_times_calm_and_shocks_alarm(settings):
    for expected in (0.0, 0.01, 0.5):
        after = alarms_after(settings, expecting(expected, expected), np.array(3.0))
        assert float(after.quiet) < 3.0
        assert float(after.us_shock) == float(after.cn_shock) > float(after.quiet)
    # A shock at home as the rules count it, with no exposure: seen / strength, at home and abroad.
    law = severities_of(settings)
    seen = alarm_rules.seen_gain(law.chernobyl_score, settings.alarm_severity)
    after = alarms_after(settings, expecting(0.0, 0.0), np.array(1.0))
    mean = (1.0 + settings.alarm_abroad) / 2.0 * seen / settings.alarm_strength
    assert float(after.us_shock - after.quiet) == pytest.approx(mean)


def test_freezes_that_are_never_lifted_last_longer_and_without_end_if_all_are():
    some, without_end = (
        healing_of(rules_with({"backlash.never_lifted": share})) for share in (0.25, 1.0)
    )
    lifted = healing_of(rules_with({}))
    for frozen, scarred in ((FROZEN_US, SCARRED_US), (FROZEN_CN, SCARRED_CN)):
        assert some[frozen, scarred] == pytest.approx(0.75 * lifted[frozen, scarred])
        assert without_end[frozen, frozen] == 1.0
        np.testing.assert_array_equal(without_end[scarred], lifted[scarred])
    np.testing.assert_allclose(some.sum(axis=1), 1.0)
