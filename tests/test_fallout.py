"""Fallout: what incidents of one side in one step do together, by hand and by address of luck."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim import load_scenario, luck
from race_sim.fallout import (
    fallout_of,
    freezes_after,
    incident_at,
    no_fallout,
    with_incident,
)
from race_sim.resolve import plan_of
from race_sim.rules import incidents
from race_sim.rules.state import CN, US

pytestmark = pytest.mark.short

# Freezes of median length, so that lengths can be worked out by hand.
SETTINGS = plan_of(load_scenario("baseline")).settings_at(0)._replace(freeze_spread=0.0)
US_YEARS, CN_YEARS = 15 / 12, 20 / 12
HOSTS = pytest.mark.parametrize("host", [US, CN], ids=["us", "cn"])
ADDRESS = st.tuples(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1), st.integers(0, 2**31))


def after_one(host, severity, kind=incidents.MISALIGNED_SYSTEM, before=None, settings=SETTINGS):
    before = no_fallout() if before is None else before
    return with_incident(settings, host, before, severity, kind, 1, 2, 3, 0, 2028.25)


@HOSTS
@pytest.mark.parametrize(
    ("kind", "share"),
    [
        (incidents.MISALIGNED_SYSTEM, 0.30),
        (incidents.FINANCIAL_MELTDOWN, 0.90),
        (incidents.WEAPONISED_USE, 0.60),
        (incidents.SOCIETAL_DISRUPTION, 0.44),
    ],
)
def test_harm_crosses_by_kind(host, kind, share):
    found = after_one(host, 5.0, kind)
    assert found.harm_at_home == 5.0
    assert found.harm_abroad == pytest.approx(5.0 * share)


@HOSTS
def test_a_small_incident_teaches_and_alarms_but_freezes_nothing(host):
    """Severity 10^0.8: z = 0.2, seen 1.6; below 10 it is no Chernobyl moment."""
    found = after_one(host, 10**0.8)
    assert (found.incidents, found.chernobyl_moments) == (1, 0)
    assert found.lessons == pytest.approx(0.2)
    assert found.seen == pytest.approx(1.6)
    assert found[7:13] == (0.0,) * 6


def test_a_chernobyl_moment_at_home_and_abroad():
    """Severity 10^2.5: three quarters of depth and scar; abroad 0.35 of that, on its own terms."""
    us, cn = after_one(US, 10**2.5), after_one(CN, 10**2.5)
    assert us.chernobyl_moments == cn.chernobyl_moments == 1
    assert us.home_depth == pytest.approx(0.75 * 0.45)
    assert us.home_scar == pytest.approx(0.75 * 0.15)
    assert us.abroad_depth == pytest.approx(0.35 * 0.75 * 0.95)
    assert us.abroad_scar == pytest.approx(0.35 * 0.75 * 0.40)
    assert cn.home_depth == pytest.approx(0.75 * 0.95)
    assert cn.home_scar == pytest.approx(0.75 * 0.40)
    assert cn.abroad_depth == pytest.approx(0.35 * 0.75 * 0.45)
    assert cn.abroad_scar == pytest.approx(0.35 * 0.75 * 0.15)
    assert (us.home_end, us.abroad_end) == pytest.approx((2028.25 + US_YEARS, 2028.25 + CN_YEARS))
    assert (cn.home_end, cn.abroad_end) == pytest.approx((2028.25 + CN_YEARS, 2028.25 + US_YEARS))


def test_the_smallest_chernobyl_moment_counts():
    assert after_one(US, 10.0).chernobyl_moments == 1
    assert after_one(US, math.nextafter(10.0, 0.0)).chernobyl_moments == 0


def test_two_chernobyl_moments_in_one_step():
    """Harm, lessons and scars add up; the deeper freeze counts."""
    both = after_one(US, 10.0, before=after_one(US, 1000.0))
    assert (both.incidents, both.chernobyl_moments, both.worst) == (2, 2, 1000.0)
    assert both.harm_at_home == 1010.0
    assert both.lessons == pytest.approx(0.25 + 0.75)
    assert both.seen == pytest.approx(2 + 3 * (0.25 + 0.75))
    assert both.home_depth == pytest.approx(5 / 6 * 0.45)
    assert both.home_scar == pytest.approx(1 - (1 - 5 / 6 * 0.15) * (1 - 0.5 * 0.15))


@HOSTS
def test_without_contagion_nothing_freezes_abroad(host):
    found = after_one(host, 1000.0, settings=SETTINGS._replace(contagion=0.0))
    assert found.abroad_depth == 0.0
    assert found.abroad_scar == 0.0
    assert found.home_depth > 0.0


@HOSTS
@given(ADDRESS, st.integers(0, 5))
def test_more_incidents_only_add_to_those_before(host, address, count):
    """Each incident of a step has its own address: one more leaves the others as they are."""
    seed, world, step = address
    found = fallout_of(SETTINGS, host, count, seed, world, step, 2028.25)
    severities = [incident_at(SETTINGS, host, seed, world, step, n)[0] for n in range(count)]
    assert found.incidents == count
    assert found.harm_at_home == pytest.approx(sum(severities))
    assert found.worst == max(severities, default=0.0)
    assert found.chernobyl_moments == sum(severity >= 10.0 for severity in severities)
    more = fallout_of(SETTINGS, host, count + 1, seed, world, step, 2028.25)
    assert all(after >= before for before, after in zip(found, more, strict=True))


@HOSTS
def test_a_forced_shock_comes_on_top(host):
    """It leaves the random incidents of the step as they are, and is in the list of incidents."""
    own = "us" if host == US else "cn"
    side = getattr(SETTINGS, own)._replace(
        forced_severity=500.0, forced_kind=incidents.FINANCIAL_MELTDOWN
    )
    forced = SETTINGS._replace(**{own: side})
    for count in (0, 2):
        plain = fallout_of(SETTINGS, host, count, 1, 7, 8, 2028.25)
        found = fallout_of(forced, host, count, 1, 7, 8, 2028.25)
        assert found.incidents == count + 1
        assert found.harm_at_home == pytest.approx(plain.harm_at_home + 500.0)
        assert found.harm_abroad == pytest.approx(plain.harm_abroad + 450.0)
    rival = CN if host == US else US
    assert fallout_of(forced, rival, 0, 1, 7, 8, 2028.25) == no_fallout()


def test_luck_of_a_freeze_depends_on_host_and_country():
    """Four different numbers for one step: two countries, two hosts; the baseline's spread."""
    settings = SETTINGS._replace(freeze_spread=0.97)
    us_home, cn_abroad = freezes_after(settings, US, 1, 7, 8, 0)
    cn_home, us_abroad = freezes_after(settings, CN, 1, 7, 8, 0)
    scaled = {us_home / US_YEARS, us_abroad / US_YEARS, cn_home / CN_YEARS, cn_abroad / CN_YEARS}
    assert len({round(length, 9) for length in scaled}) == 4


@given(ADDRESS, st.integers(0, 5))
def test_each_side_has_its_own_half_of_luck(address, number):
    """The first of a pair is the United States', the second China's."""
    us_uniform, cn_uniform = luck.uniform_pair(*address, luck.SEVERITY, number)
    for host, uniform in ((US, us_uniform), (CN, cn_uniform)):
        severity, _ = incident_at(SETTINGS, host, *address, number)
        assert severity == pytest.approx(min((1.0 - uniform) ** (-1 / 0.55), 1e4), rel=1e-9)
