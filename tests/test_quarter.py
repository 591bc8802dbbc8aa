"""One step of the race: its order, who knows what, and what is left after it."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim import load_scenario, quarter
from race_sim.policies import NUMBERS
from race_sim.quarter import advance, decide, is_over, look
from race_sim.resolve import plan_of
from race_sim.rules.incidents import hazard
from race_sim.rules.state import (
    ACCELERATE,
    BINDING,
    CN,
    INVEST,
    NO_TREATY,
    NOBODY,
    NON_BINDING,
    US,
    Memory,
    Race,
    Side,
)

pytestmark = pytest.mark.short

PLAN = plan_of(load_scenario("baseline"))
BASELINE = PLAN.settings_at(0)
START = PLAN.race
QUIET = BASELINE._replace(hazard=0.0)  # no incident ever
ACTIONS = [(a, b) for a in (ACCELERATE, INVEST) for b in (ACCELERATE, INVEST)]


def played(now, race=START, us=ACCELERATE, cn=ACCELERATE, address=(1, 2, 3)):
    """The state after one step, and what happened."""
    outlook = look(now, race, quarter.time_of(now, address[2]))
    return advance(now, race, outlook, us, cn, *address)


def with_shock(now, side: str, severity: float):
    own = getattr(now, side)._replace(forced_severity=severity, forced_kind=0)
    return now._replace(**{side: own})


def with_policies(now, us: str, cn: str):
    return now._replace(
        us=now.us._replace(policy=NUMBERS[us]), cn=now.cn._replace(policy=NUMBERS[cn])
    )


def test_progress_of_the_first_quarter_by_hand():
    """Both accelerate: 0.97 of the speed, and 2.2 x 0.03 x (1 + 2 x 0.0975) of safety a year."""
    after, happenings = played(QUIET)
    cn_speed = 0.701 * 0.8**0.4 * 0.8608**0.4 * 1.2**0.2 * 0.8 + 0.5 * 0.4
    safety = 2.2 * 0.03 * (1 + 2 * 0.15 * 0.65) / 4
    assert after.us.capability == pytest.approx(0.97 * 0.701 / 4)
    assert after.cn.capability == pytest.approx(-0.4 + 0.97 * cn_speed / 4)
    assert after.us.safety == pytest.approx(-0.5 + safety)
    assert after.cn.safety == pytest.approx(-0.9 + safety)
    assert happenings.us_gain == pytest.approx(0.97 * 0.701 / 4)
    assert after.chip_dependency == pytest.approx(0.4 * 0.88**0.25)


FRESH = 0.5**0.025  # what came in the middle of a quarter has faded for half of it by its end


def test_incidents_come_in_the_middle_of_progress():
    """Exposure counts the hazard at the gap halfway through the step's progress."""
    after, _ = played(BASELINE._replace(severity_exponent=5.0))
    us_gap, cn_gap = (0.5 * (0.5 + side.capability - side.safety) for side in (after.us, after.cn))
    us_hazard = hazard(0.03, 1.0, 0.0, 0.18, us_gap)
    cn_hazard = hazard(0.03, 1.2, 0.0, 0.18, cn_gap)
    assert after.us.exposure == pytest.approx((us_hazard + 0.6 * cn_hazard) / 4 * FRESH)
    assert after.cn.exposure == pytest.approx((cn_hazard + 0.6 * us_hazard) / 4 * FRESH)


def test_lessons_come_after_incidents():
    """Severity 100 in China: 0.15 OOM there, half of it in the US; hazard and gain as before."""
    plain, _ = played(QUIET)
    shaken, _ = played(with_shock(QUIET, "cn", 100.0))
    assert shaken.cn.safety - plain.cn.safety == pytest.approx(0.3 * 0.5)
    assert shaken.us.safety - plain.us.safety == pytest.approx(0.3 * 0.5 * 0.5)
    assert shaken.cn.capability == plain.cn.capability
    assert shaken.cn.exposure == plain.cn.exposure


def test_a_freeze_begins_with_the_next_step():
    """Severity 10^4 at China, 100 at the US: full depth there, times 0.35 abroad."""
    now = QUIET._replace(freeze_spread=0.0, severity_ceiling=1e5)
    after, happenings = played(with_shock(now, "cn", 1e4), address=(1, 2, 3))
    calm, _ = played(now, address=(1, 2, 3))
    assert after.cn.capability == calm.cn.capability
    scale = 0.5 + 0.5 * 3 / 4
    outlook = look(QUIET, after, quarter.time_of(now, 4))
    assert outlook.cn.restriction == pytest.approx(scale * 0.95)
    assert outlook.us.restriction == pytest.approx(0.35 * scale * 0.45)
    assert after.cn.freeze_end == pytest.approx(2027.0 + 20 / 12)
    assert after.us.freeze_end == pytest.approx(2027.0 + 15 / 12)
    assert happenings.cn.chernobyl_moments == 1
    thawed = look(QUIET, after, 2031.0)
    assert thawed.cn.restriction == pytest.approx(scale * 0.40)  # the scar


def test_a_scar_heals_while_nothing_happens():
    race = START._replace(us=START.us._replace(scar=0.4))
    for step in range(32):
        race, _ = played(QUIET, race, address=(1, 2, step))
    assert race.us.scar == pytest.approx(0.2)


@pytest.mark.parametrize(("old_depth", "old_end"), [(0.9, 2040.0), (0.9, 2027.0), (0.0, 0.0)])
def test_a_mild_freeze_does_not_thaw_a_deep_one(old_depth, old_end):
    race = START._replace(cn=START.cn._replace(freeze_depth=old_depth, freeze_end=old_end))
    now = QUIET._replace(freeze_spread=0.0)
    after, _ = played(with_shock(now, "us", 10.0), race)
    mild = 0.35 * 0.5 * 0.95
    expected = (0.9, 2040.0) if old_end == 2040.0 else (mild, 2027.0 + 20 / 12)
    assert (after.cn.freeze_depth, after.cn.freeze_end) == pytest.approx(expected)


def test_what_is_seen_fades_and_is_added_to():
    """An incident of severity 100 in the US: 1 + 3 x 0.5 at home, 0.6 of it abroad."""
    race = START._replace(
        us=START.us._replace(seen=2.0, exposure=1.0), cn=START.cn._replace(seen=2.0, exposure=1.0)
    )
    kept = 0.5**0.05  # a quarter of half-lives of five years
    after, _ = played(with_shock(QUIET, "us", 100.0), race)
    assert after.us.seen == pytest.approx(2.0 * kept + 2.5 * FRESH)
    assert after.cn.seen == pytest.approx(2.0 * kept + 0.6 * 2.5 * FRESH)
    assert after.us.exposure == pytest.approx(kept)


def test_talks_hear_of_an_incident_in_the_same_step():
    """Both alarms rise over 1 at once; with both investing the talks gain their full pace.

    Talks go by the mean of the alarm before, 0.6, and after the step.
    """
    calm, _ = played(QUIET, us=INVEST, cn=INVEST)
    assert calm.talks == 0.0
    after, _ = played(with_shock(QUIET, "us", 1000.0), us=INVEST, cn=INVEST)
    cn_alarm = 0.5 * (0.6 + (0.6 * 1.2 + 0.6 * (1 + 3 * 0.75) * FRESH) / 1.2)
    years = (1.0 - math.exp(-0.3 / 4)) / 0.3
    assert after.talks == pytest.approx((cn_alarm - 1.0) * 0.65 * years)


def test_an_agreement_opens_the_exchange_from_the_next_step_on():
    race = START._replace(talks=0.45)
    after, _ = played(QUIET, race)
    assert (race.treaty, after.treaty) == (NO_TREATY, NON_BINDING)
    assert after.us.safety == played(QUIET)[0].us.safety
    assert look(QUIET, after, 2026.25).exchange == pytest.approx(0.0975 * 1.5)


@pytest.mark.parametrize(("us", "cn"), ACTIONS)
def test_belief_moves_a_quarter_of_the_way_to_the_rivals_action(us, cn):
    after, _ = played(QUIET, us=us, cn=cn)
    assert after.us.belief == pytest.approx(0.2 + 0.25 * (cn - 0.2))
    assert after.cn.belief == pytest.approx(0.2 + 0.25 * (us - 0.2))
    assert (after.us.action, after.cn.action) == (us, cn)
    assert after.decisions == 1


def test_between_decisions_both_carry_on():
    """Two decisions a year with eight steps a year: four steps with the same actions."""
    now = with_policies(QUIET, "always-safe", "grim-trigger")
    now = now._replace(step=0.125, steps_per_decision=4)
    race = START
    for step in range(9):
        race, _ = played(
            now, race, *decide(now, (), race, look(now, race, 2026.0), 1, 2, step), (1, 2, step)
        )
        assert race.decisions == step // 4 + 1
        assert (race.us.action, race.cn.action) == (INVEST, INVEST)
    race = race._replace(us=race.us._replace(action=ACCELERATE))  # a change of heart, at step 9
    before = race
    actions = decide(now, (), race, look(now, race, 2027.0), 1, 2, 9)
    assert actions == (ACCELERATE, INVEST)  # no decision: as they were
    race, _ = played(now, race, *actions, (1, 2, 9))
    assert race.cn.belief == before.cn.belief
    assert race.cn.memory == before.cn.memory
    race, _ = played(now, race, ACCELERATE, INVEST, (1, 2, 12))
    assert race.cn.belief < before.cn.belief
    assert race.cn.memory == Memory(1.0, 0.0, 0.0, 0.0)


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1), st.integers(0, 400))
def test_nobody_knows_what_the_rival_is_about_to_do(seed, world, step):
    """A side's choice is the same whatever policy its rival has: both choose at once."""
    us_choices, cn_choices = set(), set()
    for rival in (name for name in NUMBERS if name not in ("equilibrium", "planner")):
        now = with_policies(BASELINE._replace(rationality=0.4), "logit-response", rival)
        us_choices.add(decide(now, (), START, look(now, START, 2026.0), seed, world, step)[0])
        now = with_policies(BASELINE._replace(rationality=0.4), rival, "logit-response")
        cn_choices.add(decide(now, (), START, look(now, START, 2026.0), seed, world, step)[1])
    assert len(us_choices) == len(cn_choices) == 1


def test_grim_trigger_and_tit_for_tat_see_what_the_rival_did_last():
    now = with_policies(QUIET, "tit-for-tat", "grim-trigger")
    race = START
    seen = []
    for step in range(4):
        us, cn = decide(now, (), race, look(now, race, 2026.0), 1, 2, step)
        seen.append((us, cn))
        played_us = ACCELERATE if step == 1 else us  # the US breaks ranks once
        race, _ = played(now, race, played_us, cn, (1, 2, step))
    assert seen == [
        (INVEST, INVEST),
        (INVEST, INVEST),
        (INVEST, ACCELERATE),
        (ACCELERATE, ACCELERATE),
    ]


@pytest.mark.parametrize("treaty", [NO_TREATY, NON_BINDING, BINDING])
@pytest.mark.parametrize(("us", "cn"), ACTIONS)
def test_only_a_binding_treaty_is_breached_and_only_by_the_one_who_races_alone(treaty, us, cn):
    """With certain verification and certain consequences."""
    now = QUIET._replace(verification=1.0, breach_ends=1.0)
    race = START._replace(treaty=treaty, talks=0.7)
    after, happenings = played(now, race, us, cn, (5, 5, 5))
    if treaty == BINDING and us != cn:
        assert happenings.breach == (US if us == ACCELERATE else CN)
        assert (after.treaty, after.talks) == (NO_TREATY, 0.0)
    else:
        assert happenings.breach == NOBODY
        assert after.treaty in (treaty, NON_BINDING)


def test_a_breach_that_is_never_found_ends_nothing():
    now = QUIET._replace(verification=0.0, binding_lapse=0.0)
    race = START._replace(treaty=BINDING)
    for world in range(50):
        after, happenings = played(now, race, us=INVEST, address=(1, world, 3))
        assert (happenings.breach, after.treaty) == (NOBODY, BINDING)


@pytest.mark.parametrize("side", ["us", "cn"])
def test_a_catastrophe_ends_the_race(side):
    _, happenings = played(with_shock(QUIET, side, 1e4))
    assert happenings.catastrophe == 1
    assert is_over(happenings)
    _, nearly = played(with_shock(QUIET, side, 9999.0))
    assert not is_over(nearly)


@pytest.mark.parametrize(
    ("us", "cn", "winner"),
    [
        (5.0, 5.0, NOBODY),
        (5.95, 3.0, US),
        (3.0, 5.95, CN),
        (6.5, 7.0, CN),
        (7.0, 6.5, US),
        (5.9, 5.0, US),  # crosses in this step: 5.9 + 0.17
    ],
)
def test_the_finish_line_is_crossed_by_the_leader(us, cn, winner):
    now = QUIET._replace(finish_line=1, transformative=6.0)
    race = START._replace(
        us=START.us._replace(capability=us, safety=us - 1.0),
        cn=START.cn._replace(capability=cn, safety=cn - 1.0),
    )
    _, happenings = played(now, race)
    assert happenings.winner == winner
    assert is_over(happenings) == (winner != NOBODY)
    _, without = played(QUIET, race)
    assert without.winner == NOBODY


def test_talent_that_leaves_arrives_at_the_rival():
    race = START._replace(
        us=START.us._replace(freeze_depth=0.8, freeze_end=2040.0),
        cn=START.cn._replace(scar=0.2),
    )
    after, happenings = played(QUIET, race)
    assert happenings.us_talent_lost == pytest.approx(0.10 * 0.8 / 4)
    assert happenings.cn_talent_lost == pytest.approx(0.10 * 0.2 / 4)
    assert after.us.talent == pytest.approx(1.0 - 0.02 + 0.4 * 0.005)
    assert after.cn.talent == pytest.approx(1.0 - 0.005 + 0.4 * 0.02)


SIDE = st.builds(
    lambda capability, gap, **rest: Side(capability=capability, safety=capability - gap, **rest),
    capability=st.floats(-3.0, 15.0),
    gap=st.floats(-0.5, 12.0),
    talent=st.floats(0.05, 3.0),
    freeze_depth=st.floats(0.0, 1.0),
    freeze_end=st.floats(2020.0, 2040.0),
    scar=st.floats(0.0, 1.0),
    seen=st.floats(0.0, 50.0),
    exposure=st.floats(0.0, 50.0),
    belief=st.floats(0.0, 1.0),
    action=st.integers(0, 1),
    memory=st.builds(Memory, *[st.floats(0.0, 1.0)] * 4),
)
RACE = st.builds(
    Race,
    us=SIDE,
    cn=SIDE,
    chip_dependency=st.floats(0.0, 1.0),
    talks=st.floats(0.0, 1.5),
    treaty=st.integers(0, 2),
    decisions=st.integers(0, 400),
)


@settings(max_examples=200)
@given(
    RACE,
    st.sampled_from(ACTIONS),
    st.tuples(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(0, 79)),
    st.sampled_from((0.0, 0.03, 0.5)),
)
def test_every_state_leads_to_a_state_in_bounds(race, actions, address, rate):
    now = BASELINE._replace(hazard=rate)
    after, happenings = played(now, race, *actions, address)
    outlook = look(now, after, quarter.time_of(now, address[2] + 1))
    assert 0.0 <= after.talks <= 1.5
    assert after.treaty in (NO_TREATY, NON_BINDING, BINDING)
    assert 0.0 <= after.chip_dependency <= race.chip_dependency
    for before, side, view in ((race.us, after.us, outlook.us), (race.cn, after.cn, outlook.cn)):
        assert side.capability >= before.capability
        assert -0.5 - 1e-12 <= side.capability - side.safety <= 12.0 + 1e-12
        assert side.talent > 0.0
        assert 0.0 <= side.belief <= 1.0
        assert 0.0 <= side.freeze_depth <= 1.0
        assert 0.0 <= side.scar <= 1.0
        assert side.freeze_end >= before.freeze_end
        assert 0.0 <= view.restriction <= 1.0
        assert view.hazard >= 0.0
        assert view.alarm >= 0.0
    for own in (happenings.us, happenings.cn):
        assert (own.worst >= 1e4) <= (happenings.catastrophe == 1)
        assert own.worst <= own.harm_at_home <= max(own.incidents, 1) * 1e4
        assert own.harm_abroad <= own.harm_at_home
