"""Luck in a step: the frequencies that the rules promise, mirror images, addresses asked once.

Every p-value falls under `FALSE_ALARM` for sound rules once in a million times; seeds are fixed.
Each family is also shown to refuse a broken rule.
"""

import math
from collections import Counter

import numpy as np
import pytest
import scipy.stats

from race_sim import chance, load_scenario, luck, quarter
from race_sim.policies import NUMBERS
from race_sim.quarter import advance, decide, is_over, look
from race_sim.resolve import plan_of
from race_sim.rules import finish, incidents, talks
from race_sim.rules.state import ACCELERATE, BINDING, CN, INVEST, NOBODY, NON_BINDING, US

FALSE_ALARM = 1e-6
PLAN = plan_of(load_scenario("baseline"))
BASELINE = PLAN.settings_at(0)
START = PLAN.race


def p_value(hits: int, count: int, chance: float) -> float:
    return scipy.stats.binomtest(hits, count, chance).pvalue


# --- frequencies -------------------------------------------------------------------------------


def choices(count: int) -> tuple[int, int, float, float]:
    """How often each side invests under a rationality of 0.5, and the chance that it should."""
    now = BASELINE._replace(rationality=0.5)
    outlook = look(now, START, 2026.0)
    chances = []
    for payoffs in (outlook.us_payoffs, outlook.cn_payoffs):
        invest = 0.2 * payoffs.both_invest + 0.8 * payoffs.invest_alone
        accelerate = 0.2 * payoffs.accelerate_alone + 0.8 * payoffs.both_accelerate
        chances.append(1 / (1 + math.exp(0.5 * (accelerate - invest))))
    hits = np.sum([decide(now, (), START, outlook, 1, world, 0) for world in range(count)], axis=0)
    return int(hits[US]), int(hits[CN]), *chances


def test_sides_invest_as_often_as_their_policies_say(monkeypatch):
    """Exact binomial; a choice taken with the chance of the other action is refused."""
    us, cn, us_chance, cn_chance = choices(8000)
    assert p_value(us, 8000, us_chance) > FALSE_ALARM
    assert p_value(cn, 8000, cn_chance) > FALSE_ALARM
    action_of = quarter.action_of
    monkeypatch.setattr(quarter, "action_of", lambda chance, u: action_of(1.0 - chance, u))
    us, cn, us_chance, cn_chance = choices(8000)
    assert p_value(us, 8000, us_chance) < FALSE_ALARM
    assert p_value(cn, 8000, cn_chance) < FALSE_ALARM


def p_values_of_incidents(count: int) -> list[float]:
    """Chi-square of the incidents of one step against the Poisson law, for both sides."""
    now = BASELINE._replace(hazard=2.0)
    outlook = look(now, START, 2026.0)
    seen = []
    for world in range(count):
        after, happenings = advance(now, START, outlook, ACCELERATE, ACCELERATE, 1, world, 0)
        seen.append((happenings.us.incidents, happenings.cn.incidents))
    found = []
    # Incidents happen at the gap halfway through the progress, before lessons are learnt.
    quiet, _ = advance(now._replace(hazard=0.0), START, outlook, ACCELERATE, ACCELERATE, 1, 0, 0)
    for number, (side, deployment) in enumerate(((quiet.us, 1.0), (quiet.cn, 1.2))):
        middle = 0.5 * (0.5 + side.capability - side.safety)
        expected = 2.0 * deployment * 10 ** (0.18 * middle) * 0.25
        counts = np.bincount(np.minimum([pair[number] for pair in seen], 4), minlength=5)
        law = scipy.stats.poisson(expected)
        chances = np.array([*law.pmf(range(4)), law.sf(3)])
        found.append(scipy.stats.chisquare(counts, chances * count).pvalue)
    assert after.us.exposure > 0.0
    return found


def test_incidents_come_as_often_as_the_hazard_says(monkeypatch):
    """Counts are Poisson; at most one a step, as in the sketch of the model, is refused."""
    assert min(p_values_of_incidents(3000)) > FALSE_ALARM
    count = incidents.incident_count
    monkeypatch.setattr(incidents, "incident_count", lambda u, expected: min(count(u, expected), 1))
    assert max(p_values_of_incidents(3000)) < FALSE_ALARM


def breaches(count: int) -> tuple[int, int]:
    """Breaches found in `count` years of four quarters, at a chance of 0.5 a year, and endings."""
    found = ended = 0
    still = BASELINE._replace(binding_lapse=0.0)
    for world in range(count):
        steps = [
            chance.breach_in(still, BINDING, ACCELERATE, INVEST, 3, world, step)
            for step in range(4)
        ]
        found += US in steps
        ended += chance.agreement_ends(still, BINDING, US, 3, world, 0)
    return found, ended


def test_breaches_are_found_with_the_yearly_chance(monkeypatch):
    """Half of all years; half of the breaches end the treaty; a chance a step of 1/8 is refused."""
    found, ended = breaches(4000)
    assert p_value(found, 4000, 0.5) > FALSE_ALARM
    assert p_value(ended, 4000, 0.5) > FALSE_ALARM
    monkeypatch.setattr(talks, "chance_in_step", lambda chance, step: chance * step)
    found, _ = breaches(4000)
    assert p_value(found, 4000, 0.5) < FALSE_ALARM


def years_standing(treaty: int, count: int) -> list[float]:
    """How long agreements stand until they end by themselves."""
    years = []
    for world in range(count):
        step = 0
        while not chance.agreement_ends(BASELINE, treaty, NOBODY, 4, world, step):
            step += 1
        years.append((step + 1) * BASELINE.step)
    return years


@pytest.mark.parametrize(
    ("treaty", "rate", "count"), [(NON_BINDING, 0.134, 1000), (BINDING, 0.052, 400)]
)
def test_agreements_stand_as_long_as_those_on_record(treaty, rate, count):
    """Geometric in quarters, so exponential in years; 1.4 times the rate is refused."""
    quarters = np.array(years_standing(treaty, count)) / BASELINE.step

    def p(rate: float) -> float:
        law = scipy.stats.geom(-math.expm1(-rate * BASELINE.step))
        cells = [law.ppf(q) for q in np.linspace(0.1, 0.9, 9)]
        chances = np.diff([0.0, *law.cdf(cells), 1.0])
        counts = np.bincount(np.searchsorted(cells, quarters), minlength=10)
        return scipy.stats.chisquare(counts, chances * count).pvalue

    assert p(rate) > FALSE_ALARM
    assert p(1.4 * rate) < FALSE_ALARM


def losses(count: int) -> int:
    now = BASELINE._replace(
        hazard=0.0, finish_line=1, transformative=1.0, finish_risk=0.3, finish_elasticity=0.2
    )
    race = START._replace(us=START.us._replace(capability=2.0, safety=0.5))
    outlook = look(now, race, 2026.0)
    return sum(
        advance(now, race, outlook, INVEST, INVEST, 5, world, 0)[1].lost_at_finish
        for world in range(count)
    )


def test_crossing_the_line_loses_as_often_as_the_closed_form_says(monkeypatch):
    """1 - exp(-mu 10^(theta g)), g at the crossing; a risk without the gap is refused."""
    gap = 1.5 + 0.25 * (0.7 * 0.701 - 2.2 * 0.3 * (1 + 2 * 0.0975))
    chance = 1.0 - math.exp(-0.3 * 10 ** (0.2 * gap))
    assert p_value(losses(3000), 3000, chance) > FALSE_ALARM
    loss = finish.loss_at_finish
    monkeypatch.setattr(finish, "loss_at_finish", lambda risk, theta, gap: loss(risk, 0.0, gap))
    assert p_value(losses(3000), 3000, chance) < FALSE_ALARM


# --- mirror images -----------------------------------------------------------------------------

SHARED = {luck.BREACH_FOUND, luck.BREACH_ENDS_TREATY, luck.AGREEMENT_LAPSE, luck.FINISH_LINE}
SWAPPED = {
    luck.FREEZE_AFTER_US_INCIDENT: luck.FREEZE_AFTER_CN_INCIDENT,
    luck.FREEZE_AFTER_CN_INCIDENT: luck.FREEZE_AFTER_US_INCIDENT,
}
OTHER = {US: CN, CN: US, NOBODY: NOBODY}
drawn = luck.uniform_pair


def mirrored_luck(seed, world, step, purpose, index):
    """The luck of the other side."""
    first, second = drawn(seed, world, step, SWAPPED.get(purpose, purpose), index)
    return (first, second) if purpose in SHARED else (second, first)


def turned(pair):
    """Settings, race or outlook with the sides in each other's place."""
    return pair._replace(us=pair.cn, cn=pair.us)


def turned_happenings(happenings):
    return turned(happenings)._replace(
        us_gain=happenings.cn_gain,
        cn_gain=happenings.us_gain,
        us_talent_lost=happenings.cn_talent_lost,
        cn_talent_lost=happenings.us_talent_lost,
        breach=OTHER[happenings.breach],
        winner=OTHER[happenings.winner],
        us_expected_harm=happenings.cn_expected_harm,
        cn_expected_harm=happenings.us_expected_harm,
    )


def course(now, race, world: int) -> list:
    """A whole race: game, state and happenings of each step."""
    steps = []
    for step in range(80):
        outlook = look(now, race, quarter.time_of(now, step))
        actions = decide(now, (), race, outlook, 1, world, step)
        race, happenings = advance(now, race, outlook, *actions, 1, world, step)
        steps.append((outlook.game, race, happenings))
        if is_over(happenings):
            break
    return steps


# Enough luck for all to happen: choices near a coin, many incidents, a line to cross.
BUSY = BASELINE._replace(
    hazard=0.4,
    severity_exponent=0.6,
    severity_ceiling=1000.0,
    rationality=0.5,
    finish_line=1,
    transformative=9.0,
)


@pytest.mark.short
@pytest.mark.parametrize(
    "policies",
    [
        ("logit-response", "logit-response"),
        ("tit-for-tat", "grim-trigger"),
        ("best-reply", "logit-response"),
    ],
)
@pytest.mark.parametrize("alarm", [0.6, 2.5])
def test_the_two_sides_are_mirror_images(monkeypatch, policies, alarm):
    """The rules know no flag: change places, endowments and luck, and all changes places.

    To the last bit, over whole races with incidents, freezes, treaties, breaches and a finish.
    """
    now = BUSY._replace(
        alarm_prior=alarm,
        us=BUSY.us._replace(policy=NUMBERS[policies[0]]),
        cn=BUSY.cn._replace(policy=NUMBERS[policies[1]]),
    )
    for world in range(6):
        monkeypatch.setattr(luck, "uniform_pair", drawn)
        here = course(now, START, world)
        monkeypatch.setattr(luck, "uniform_pair", mirrored_luck)
        there = course(turned(now), turned(START), world)
        expected = [(game, turned(race), turned_happenings(what)) for game, race, what in here]
        assert there == expected


def test_the_mirror_covers_what_can_happen():
    """Over its worlds: incidents on both sides, Chernobyl moments, treaties, breaches, endings."""
    seen = Counter()
    for alarm in (0.6, 2.5):
        for world in range(6):
            for _, race, what in course(BUSY._replace(alarm_prior=alarm), START, world):
                seen["us incidents"] += what.us.incidents
                seen["cn incidents"] += what.cn.incidents
                seen["Chernobyl moments"] += what.us.chernobyl_moments + what.cn.chernobyl_moments
                seen["binding"] += race.treaty == BINDING
                seen["breach"] += what.breach != NOBODY
                seen["winner"] += what.winner != NOBODY
                seen["catastrophe"] += what.catastrophe
    assert len(seen) == 7
    assert min(seen.values()) > 0, seen


def test_the_mirror_is_broken_by_luck_that_stays_in_place():
    assert course(turned(BUSY), turned(START), 0) != [
        (game, turned(race), turned_happenings(what)) for game, race, what in course(BUSY, START, 0)
    ]


# --- addresses ---------------------------------------------------------------------------------


@pytest.mark.short
def test_no_draw_is_shared(monkeypatch):
    """Over whole races every address is asked once.

    Severities and kinds are asked by both hosts, who take different halves.
    """
    asked: Counter = Counter()

    def note(*address):
        asked[address] += 1
        return drawn(*address)

    monkeypatch.setattr(luck, "uniform_pair", note)
    worlds = range(500, 506)
    for world in worlds:
        course(BUSY._replace(alarm_prior=2.5), START, world)
    for seed, world, step, _, _ in asked:
        assert (seed, world in worlds, step < 80) == (1, True, True)
    assert {world for _, world, _, _, _ in asked} == set(worlds)
    of = {purpose: {a[1:3] + a[4:] for a in asked if a[3] == purpose} for purpose in range(10)}
    for purpose in (luck.FREEZE_AFTER_US_INCIDENT, luck.FREEZE_AFTER_CN_INCIDENT, luck.KIND):
        assert of[purpose]
        assert of[purpose] <= of[luck.SEVERITY]  # step and number of the incident itself
    assert len({address[3] for address in asked}) >= 8  # most purposes came up
    for (_, _, _, purpose, _), times in asked.items():
        assert times <= (2 if purpose in (luck.SEVERITY, luck.KIND) else 1)


def test_more_incidents_leave_the_luck_of_all_else_alone():
    """The same world with and without a forced shock: choices of the first step are the same."""
    now = BASELINE._replace(rationality=0.3)
    shaken = now._replace(cn=now.cn._replace(forced_severity=50.0))
    for world in range(40):
        outlook = look(now, START, 2026.0)
        actions = decide(now, (), START, outlook, 1, world, 0)
        assert decide(shaken, (), START, outlook, 1, world, 0) == actions
        _, calm = advance(now, START, outlook, *actions, 1, world, 0)
        _, loud = advance(shaken, START, outlook, *actions, 1, world, 0)
        assert loud.us == calm.us
        assert loud.cn.incidents == calm.cn.incidents + 1
