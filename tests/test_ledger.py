"""The ledger: first dates, shares, welfare, and what a finished race comes to."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim import ledger as books
from race_sim import load_scenario
from race_sim.fallout import Fallout, no_fallout
from race_sim.game import GAMES
from race_sim.ledger import empty_ledger, game_shares, ledger_after, outcome_of
from race_sim.quarter import Happenings, look
from race_sim.resolve import plan_of
from race_sim.rules.state import (
    ACCELERATE,
    BINDING,
    CN,
    INVEST,
    NO_TREATY,
    NOBODY,
    NON_BINDING,
    US,
)

pytestmark = pytest.mark.short

PLAN = plan_of(load_scenario("baseline"))
SETTINGS = PLAN.settings_at(0)
OUTLOOK = look(SETTINGS, PLAN.race, 2026.0)
QUIET = Happenings(
    us=no_fallout(),
    cn=no_fallout(),
    us_gain=0.17,
    cn_gain=0.18,
    us_talent_lost=0.0,
    cn_talent_lost=0.0,
    treaty_before=NO_TREATY,
    breach=NOBODY,
    catastrophe=0,
    winner=NOBODY,
    lost_at_finish=0,
    catastrophe_chance=0.002,
    loss_chance=0.0,
    us_expected_harm=3.0,
    cn_expected_harm=4.0,
)


def shock(severity: float, abroad: float = 0.0) -> Fallout:
    moments = 1 if severity >= 10.0 else 0
    return no_fallout()._replace(
        incidents=1,
        chernobyl_moments=moments,
        worst=severity,
        harm_at_home=severity,
        harm_abroad=abroad,
    )


def race(us_action=ACCELERATE, cn_action=ACCELERATE, treaty=NO_TREATY):
    start = PLAN.race
    return start._replace(
        us=start.us._replace(action=us_action),
        cn=start.cn._replace(action=cn_action),
        treaty=treaty,
    )


def kept(*steps, outlook=OUTLOOK, settings=SETTINGS):
    """The ledger after steps given as (happenings, race after), from 2026 on."""
    ledger = empty_ledger()
    for number, (happenings, after) in enumerate(steps):
        time = 2026.0 + 0.25 * number
        ledger = ledger_after(ledger, settings, outlook, happenings, after, time)
    return ledger


YEAR = st.one_of(st.just(math.nan), st.floats(1900.0, 2300.0))


@given(YEAR, YEAR)
def test_the_earlier_of_two_years_that_may_never_come(first, second):
    found = books.earlier(first, second)
    known = [year for year in (first, second) if not math.isnan(year)]
    if known:
        assert found == min(known)
    else:
        assert math.isnan(found)


@given(YEAR, st.booleans())
def test_a_first_year_is_kept(known, happened):
    found = books.first_year(known, happened, 2031.5)
    if not math.isnan(known):
        assert found == known
    elif happened:
        assert found == 2031.5
    else:
        assert math.isnan(found)


def test_an_empty_ledger_is_empty():
    for name, value in empty_ledger()._asdict().items():
        if name == "games":
            assert value == (0.0,) * len(GAMES)
        elif name.endswith("_year"):
            assert math.isnan(value)
        else:
            assert value == 0.0


def test_nothing_has_happened_in_a_quiet_race():
    ledger = kept((QUIET, race()), (QUIET, race()))
    result = outcome_of(ledger, SETTINGS, race(), QUIET, 2026.5)
    for name in (
        "first_incident_year",
        "first_chernobyl_year",
        "us_first_chernobyl_year",
        "cn_first_chernobyl_year",
        "non_binding_year",
        "binding_treaty_year",
    ):
        assert math.isnan(getattr(result, name))
    assert result.ending == books.HORIZON
    assert result.catastrophe_host == result.winner == NOBODY
    assert result.us_harm == result.cn_harm == result.incidents == 0.0


def test_first_dates_of_incidents():
    """A small incident in China in step 1, Chernobyl moments there in step 2, in the US in 3."""
    ledger = kept(
        (QUIET, race()),
        (QUIET._replace(cn=shock(3.0)), race()),
        (QUIET._replace(cn=shock(30.0)), race()),
        (QUIET._replace(us=shock(20.0), cn=shock(40.0)), race()),
    )
    result = outcome_of(ledger, SETTINGS, race(), QUIET, 2027.0)
    assert result.first_incident_year == 2026.25
    assert result.first_chernobyl_year == result.cn_first_chernobyl_year == 2026.5
    assert result.us_first_chernobyl_year == 2026.75
    assert (result.us_incidents, result.cn_incidents, result.incidents) == (1, 3, 4)
    assert (result.us_chernobyl_moments, result.cn_chernobyl_moments) == (1, 2)
    assert result.chernobyl_moments == 3


def test_harm_is_that_at_home_and_that_from_abroad():
    ledger = kept((QUIET._replace(us=shock(20.0, abroad=6.0), cn=shock(50.0, abroad=45.0)), race()))
    assert ledger.us_harm == 65.0
    assert ledger.cn_harm == 56.0


def test_dates_of_agreements():
    """Signed, ended, signed again, superseded: the first date of each kind stays."""
    ledger = kept(
        (QUIET, race()),
        (QUIET, race(treaty=NON_BINDING)),
        (QUIET._replace(treaty_before=NON_BINDING), race()),
        (QUIET, race(treaty=NON_BINDING)),
        (QUIET._replace(treaty_before=NON_BINDING), race(treaty=BINDING)),
        (QUIET._replace(treaty_before=BINDING), race(treaty=BINDING)),
    )
    assert ledger.non_binding_year == 2026.25
    assert ledger.binding_treaty_year == 2027.0


def test_a_binding_treaty_signed_at_once_was_never_non_binding():
    ledger = kept((QUIET, race(treaty=BINDING)))
    assert ledger.binding_treaty_year == 2026.0
    assert math.isnan(ledger.non_binding_year)


def test_shares_of_time():
    ledger = kept(
        (QUIET, race(ACCELERATE, ACCELERATE)),
        (QUIET, race(ACCELERATE, INVEST)),
        (QUIET, race(INVEST, ACCELERATE)),
        (QUIET, race(INVEST, INVEST)),
        (QUIET, race(ACCELERATE, INVEST)),
    )
    result = outcome_of(ledger, SETTINGS, race(), QUIET, 2027.25)
    assert result.us_accelerating == pytest.approx(3 / 5)
    assert result.cn_accelerating == pytest.approx(2 / 5)
    assert result.both_accelerating == pytest.approx(1 / 5)


@pytest.mark.parametrize("number", range(len(GAMES)), ids=[game.key for game in GAMES])
def test_time_in_each_game(number):
    """Fields in the order of the list of games; shares of all games add up to 1."""
    assert books.GameTime._fields[number] == GAMES[number].key
    ledger = kept((QUIET, race()), outlook=OUTLOOK._replace(game=number))
    ledger = ledger_after(
        ledger, SETTINGS, OUTLOOK._replace(game=(number + 1) % 14), QUIET, race(), 2026.25
    )
    shares = game_shares(ledger)
    assert sum(shares) == 1.0
    assert shares[number] == 0.5


def test_what_is_kept_ends_up_under_its_own_name():
    """Fields that ledger, state and outcome share, each with a value of its own."""
    ledger = empty_ledger()
    ledger = ledger._replace(
        **{name: 100.0 + n for n, name in enumerate(ledger._fields) if name != "games"}
    )
    start = PLAN.race
    after = start._replace(
        us=start.us._replace(capability=3.0, safety=1.0, talent=0.9),
        cn=start.cn._replace(capability=2.0, safety=1.5, talent=0.8),
    )
    result = outcome_of(ledger, SETTINGS, after, QUIET._replace(lost_at_finish=1), 2031.25)
    shared = set(ledger._fields) & set(result._fields)
    assert len(shared) == 29
    for name in shared:
        share = name.endswith("accelerating")
        expected = getattr(ledger, name) / (ledger.steps if share else 1.0)
        assert getattr(result, name) == expected, name
    assert (result.end_year, result.lost_at_finish) == (2031.25, 1.0)
    assert (result.us_capability, result.cn_capability, result.lead) == (3.0, 2.0, 1.0)
    assert (result.us_gap, result.cn_gap) == (2.0, 0.5)
    assert (result.us_talent, result.cn_talent) == (0.9, 0.8)


def test_what_a_step_adds_ends_up_under_its_own_name():
    """Sides apart: incidents, moments, talent lost, restriction."""
    outlook = OUTLOOK._replace(
        us=OUTLOOK.us._replace(restriction=0.2), cn=OUTLOOK.cn._replace(restriction=0.6)
    )
    happenings = QUIET._replace(
        us=shock(20.0)._replace(incidents=3),
        cn=shock(30.0)._replace(incidents=5, chernobyl_moments=4),
        us_talent_lost=0.01,
        cn_talent_lost=0.02,
        catastrophe_chance=0.002,
        loss_chance=0.3,
    )
    ledger = kept((happenings, race()), (happenings, race()), outlook=outlook)
    assert (ledger.us_incidents, ledger.cn_incidents) == (6.0, 10.0)
    assert (ledger.us_chernobyl_moments, ledger.cn_chernobyl_moments) == (2.0, 8.0)
    assert (ledger.us_talent_lost, ledger.cn_talent_lost) == (0.02, 0.04)
    assert ledger.us_restriction_years == pytest.approx(0.1)
    assert ledger.cn_restriction_years == pytest.approx(0.3)
    assert ledger.steps == 2.0
    assert (ledger.catastrophe_risk, ledger.loss_risk) == (0.004, 0.6)


def test_what_chance_drew_is_counted_on_both_sides():
    """Scores and incidents of the highest severity, which weights of importance sampling need."""
    drawn = no_fallout()._replace(drawn_scores=0.25, drawn_at_ceiling=1)
    happenings = QUIET._replace(us=drawn, cn=drawn._replace(drawn_scores=0.5))
    ledger = kept((happenings, race()), (happenings, race()))
    assert (ledger.drawn_scores, ledger.drawn_at_ceiling) == (1.5, 4.0)


def test_welfare_by_hand():
    """B dc - kappa harm - restriction: 0.065 x 0.17 - 0.032 x 26 - 0.045 x 0.4 x 0.25."""
    frozen = OUTLOOK._replace(us=OUTLOOK.us._replace(restriction=0.4))
    happenings = QUIET._replace(us=shock(20.0), cn=shock(10.0, abroad=6.0))
    ledger = kept((happenings, race()), outlook=frozen)
    expected = 0.065 * 0.17 - 0.032 * 26.0 - 0.045 * 0.4 * 0.25
    assert ledger.us_welfare == pytest.approx(expected)
    assert ledger.cn_welfare == pytest.approx(0.065 * 0.18 - 0.032 * 10.0)
    assert ledger.us_restriction_years == pytest.approx(0.1)
    assert ledger.cn_restriction_years == 0.0


def test_payoff_by_hand():
    """Welfare and V tanh(lead / scale) a year: 0.76 x tanh(0.4 / 0.5) x 0.25, and the opposite."""
    happenings = QUIET._replace(us=shock(20.0))
    ahead = race()._replace(us=race().us._replace(capability=0.4))
    ahead = ahead._replace(cn=ahead.cn._replace(capability=0.0))
    ledger = kept((happenings, ahead))
    standing = 0.76 * math.tanh(0.8) * 0.25
    assert ledger.us_payoff == pytest.approx(ledger.us_welfare + standing)
    assert ledger.cn_payoff == pytest.approx(ledger.cn_welfare - standing)
    # The same with the harm of 3 and 4 that was to be expected, for the 20 and 0 that came.
    assert ledger.us_expected_payoff == pytest.approx(ledger.us_payoff + 0.032 * (20.0 - 3.0))
    assert ledger.cn_expected_payoff == pytest.approx(ledger.cn_payoff - 0.032 * 4.0)


def test_welfare_is_not_discounted():
    early = kept((QUIET._replace(us_gain=5.0), race()), (QUIET, race()), (QUIET, race()))
    late = kept((QUIET, race()), (QUIET, race()), (QUIET._replace(us_gain=5.0), race()))
    assert early.us_welfare == pytest.approx(late.us_welfare)


@pytest.mark.parametrize(("breach", "us", "cn"), [(US, 4.0, 0.0), (CN, 0.0, 4.0)])
def test_only_the_one_who_is_found_out_pays(breach, us, cn):
    quiet = kept((QUIET, race()))
    found = kept((QUIET._replace(breach=breach), race()))
    assert quiet.us_welfare - found.us_welfare == pytest.approx(us)
    assert quiet.cn_welfare - found.cn_welfare == pytest.approx(cn)
    assert found.breaches_found == 1.0


@pytest.mark.parametrize(
    ("happenings", "ending"),
    [
        (QUIET, books.HORIZON),
        (QUIET._replace(winner=US), books.TRANSITION),
        (QUIET._replace(catastrophe=1, us=shock(1e4)), books.CATASTROPHE),
        (QUIET._replace(catastrophe=1, us=shock(1e4), winner=CN), books.CATASTROPHE),
    ],
)
def test_endings(happenings, ending):
    """A catastrophe in the step in which the line is crossed is a catastrophe."""
    result = outcome_of(kept((happenings, race())), SETTINGS, race(), happenings, 2026.25)
    assert result.ending == ending
    assert books.ENDINGS[ending] == ("horizon", "catastrophe", "transition")[ending]


@pytest.mark.parametrize(
    ("us", "cn", "host"), [(1e4, 0.0, US), (30.0, 1e4, CN), (1e4, 30.0, US), (1e4, 1e4, US)]
)
def test_host_of_a_catastrophe(us, cn, host):
    happenings = QUIET._replace(us=shock(us), cn=shock(cn), catastrophe=1)
    assert books.host_of_catastrophe(SETTINGS, happenings) == host


@pytest.mark.parametrize(("cn", "leader"), [(-0.4, US), (0.0, NOBODY), (0.3, CN)])
def test_who_leads(cn, leader):
    after = race()
    after = after._replace(cn=after.cn._replace(capability=cn, safety=cn - 0.5))
    result = outcome_of(kept((QUIET, after)), SETTINGS, after, QUIET, 2026.25)
    assert result.leader == leader
    assert result.lead == -cn
    assert result.cn_gap == pytest.approx(0.5)
