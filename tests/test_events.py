"""Events of a scenario: dates, and entries that cannot be used."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.events import EVENT_MODELS, Change, KindName, Pause, Shock, event_from
from race_sim.parameters import Parameters
from race_sim.problems import Problem
from race_sim.resolve import KIND_KEYS, step_of

pytestmark = pytest.mark.short

DATE = "a year such as 2028.25, or a date such as 2028-04-01"


def problems_of(key: str, entry: object) -> list[Problem]:
    problems: list[Problem] = []
    assert event_from(key, f"{key}[3]", entry, problems) is None
    return problems


def year(value) -> float:
    return Shock(date=value, side="us", severity=10.0).date


# Dates


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (2028, 2028.0),
        (2028.25, 2028.25),
        (datetime.date(2028, 1, 1), 2028.0),
        (datetime.date(2028, 4, 1), 2028.25),
        (datetime.date(2027, 7, 1), 2027.5),
        (datetime.date(2028, 10, 1), 2028.75),
        (datetime.datetime(2028, 4, 1, 23, 59), 2028.25),
        (datetime.datetime(2028, 4, 1, tzinfo=datetime.UTC), 2028.25),
    ],
)
def test_date(date, expected):
    assert year(date) == expected


@given(st.dates(datetime.date(2026, 1, 1), datetime.date(2045, 12, 31)))
def test_a_date_falls_into_its_own_quarter(date):
    quarter = (date.month - 1) // 3
    assert step_of(Parameters(), year(date)) == 4 * (date.year - 2026) + quarter


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2299, 12, 30)))
def test_later_dates_are_later_years(date):
    assert date.year <= year(date) < year(date + datetime.timedelta(days=1)) <= date.year + 1


@pytest.mark.parametrize(
    "value", ["2028", True, None, datetime.time(12), [2028], float("nan"), float("inf"), 10**400]
)
def test_not_a_date(value):
    problems = problems_of("shocks", {"date": value, "side": "us", "severity": 10.0})
    assert [(problem.where, problem.allowed) for problem in problems] == [("shocks[3].date", DATE)]
    assert len(problems[0].what) < 100


# Entries


def test_kinds_are_those_of_the_rules():
    assert KindName.__args__ == KIND_KEYS


def test_an_entry_becomes_an_event():
    problems: list[Problem] = []
    entries = {
        "changes": {"date": 2028, "set": {"alarm": {"prior": 1.0}, "us.policy": "always-safe"}},
        "shocks": {"date": 2028, "side": "cn", "severity": 50, "kind": "weaponised_use"},
        "pauses": {"sides": ["cn", "us"], "from": 2028, "until": 2029},
    }
    change, shock, pause = (event_from(key, "", entries[key], problems) for key in EVENT_MODELS)
    assert not problems
    assert isinstance(change, Change)
    assert change.values == {"alarm.prior": 1.0, "us.policy": "always-safe"}
    assert shock == Shock(date=2028.0, side="cn", severity=50.0, kind="weaponised_use")
    assert isinstance(pause, Pause)
    assert (pause.sides, pause.begin, pause.until, pause.share) == (("cn", "us"), 2028, 2029, 1)


SHOCK = {"date": 2028.0, "side": "us", "severity": 100.0}
PAUSE = {"sides": ["us"], "from": 2027.0, "until": 2028.0}
CHANGE = {"date": 2028.0, "set": {"alarm.prior": 1.0}}
SEVERITY = "a number from 1 to 1e+09 (smallest serious incident)"
BAD = {
    "unknown side": ("shocks", SHOCK | {"side": "eu"}, "side", "'eu'", "us or cn"),
    "side is a list": ("shocks", SHOCK | {"side": ["us"]}, "side", "['us']", "us or cn"),
    "unknown kind": (
        "shocks",
        SHOCK | {"kind": "meteor"},
        "kind",
        "'meteor'",
        "misaligned_system, financial_meltdown, weaponised_use, societal_disruption",
    ),
    "too mild": ("shocks", SHOCK | {"severity": 0.5}, "severity", "0.5", SEVERITY),
    "not a number": ("shocks", SHOCK | {"severity": float("nan")}, "severity", "nan", SEVERITY),
    "a switch": ("shocks", SHOCK | {"severity": True}, "severity", "True", SEVERITY),
    "unknown key of a shock": (
        "shocks",
        SHOCK | {"size": 3},
        "size",
        "unknown key",
        "date, side, severity, kind",
    ),
    "no sides": ("pauses", PAUSE | {"sides": []}, "sides", "[]", "a list of us and cn"),
    "one side is wrong": (
        "pauses",
        PAUSE | {"sides": ["us", 3]},
        "sides",
        "3",
        "a list of us and cn",
    ),
    "sides is a word": ("pauses", PAUSE | {"sides": "us"}, "sides", "'us'", "a list of us and cn"),
    "too much": ("pauses", PAUSE | {"share": 1.5}, "share", "1.5", "a number from 0 to 1"),
    "the English name": (
        "pauses",
        PAUSE | {"to": 2029},
        "to",
        "unknown key",
        "sides, from, until, share",
    ),
    "set is a number": (
        "changes",
        CHANGE | {"set": 3},
        "set",
        "3",
        "a table of one key and value or more",
    ),
    "set is empty": (
        "changes",
        CHANGE | {"set": {}},
        "set",
        "a table",
        "a table of one key and value or more",
    ),
}


@pytest.mark.parametrize(("key", "entry", "name", "what", "allowed"), BAD.values(), ids=BAD)
def test_bad_entry(key, entry, name, what, allowed):
    assert problems_of(key, entry) == [Problem(f"{key}[3].{name}", what, allowed)]


def test_every_missing_key_is_named():
    missing = {
        "changes": ["date", "set"],
        "shocks": ["date", "side", "severity"],
        "pauses": ["sides", "from", "until"],
    }
    for key, names in missing.items():
        problems = problems_of(key, {})
        assert [problem.where for problem in problems] == [f"{key}[3].{name}" for name in names]
        assert {problem.what for problem in problems} == {"missing"}
        assert all(problem.allowed for problem in problems)


def test_an_entry_that_is_no_table():
    assert problems_of("pauses", 7) == [
        Problem("pauses[3]", "7", "a table with sides, from, until, share")
    ]
