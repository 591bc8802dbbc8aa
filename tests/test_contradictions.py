"""Values that are allowed one by one, and do not fit together."""

import pytest

from race_sim import load_scenario
from race_sim.problems import ScenarioError

pytestmark = pytest.mark.short


@pytest.fixture
def problems_of(tmp_path):
    """The problems of a scenario file with this text, one line each."""

    def problems(text: str) -> list[str]:
        path = tmp_path / "mine.toml"
        path.write_text(text)
        try:
            load_scenario(path)
        except ScenarioError as error:
            return [problem.text() for problem in error.problems]
        return []

    return problems


def shock(date, side="us", severity=100):
    return f'[[shocks]]\ndate = {date}\nside = "{side}"\nseverity = {severity}\n'


def pause(begin, until, sides='["us"]'):
    return f"[[pauses]]\nsides = {sides}\nfrom = {begin}\nuntil = {until}\n"


def change(date, values):
    return f"[[changes]]\ndate = {date}\nset = {{ {values} }}\n"


# The clock


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("time.end = 2026.0", "time.end: 2026; allowed: after time.start, 2026"),
        ("time.end = 2020.0", "time.end: 2020; allowed: after time.start, 2026"),
        (
            "time.step = 0.3\ntime.decision_period = 0.3",
            "time.end: 2046; allowed: whole steps of 0.3 years after 2026",
        ),
        ("time.end = 2046.1", "time.end: 2046.1; allowed: whole steps of 0.25 years after 2026"),
        ("time.end = 2026.1", "time.end: 2026.1; allowed: whole steps of 0.25 years after 2026"),
        (
            "time.decision_period = 0.4",
            "time.decision_period: 0.4; allowed: a whole number of steps of 0.25 years",
        ),
        (
            "time.decision_period = 0.1",
            "time.decision_period: 0.1; allowed: a whole number of steps of 0.25 years",
        ),
    ],
)
def test_steps_that_do_not_fit(problems_of, text, expected):
    assert problems_of(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "time.step = 0.1\ntime.decision_period = 0.3",
        "time.step = 0.05",
        "time.step = 0.0833333333\ntime.decision_period = 0.25",
        "time.step = 1\ntime.decision_period = 2",
        "time.end = 2026.25",
    ],
)
def test_steps_that_fit(problems_of, text):
    assert problems_of(text) == []


def test_dates_are_not_judged_by_a_clock_that_does_not_run(problems_of):
    text = "time.end = 2020\n" + shock(2028) + pause(2029, 2030)
    assert problems_of(text) == ["time.end: 2020; allowed: after time.start, 2026"]
    text = 'time.end = "x"\n' + shock(2060)
    assert problems_of(text) == ["time.end: 'x'; allowed: a number from 1900 to 2300 (year)"]


# Values


def test_no_kind_of_incident_is_possible(problems_of):
    kinds = ("misaligned_system", "financial_meltdown", "weaponised_use", "societal_disruption")
    text = "".join(f"incidents.{kind}.weight = 0\n" for kind in kinds)
    assert problems_of(text) == [
        "incidents: all weights of kinds are 0; allowed: at least one weight above 0"
    ]
    assert problems_of(text.replace("weight = 0", "weight = 0.1", 1)) == []


def test_chernobyl_moment_beyond_the_ceiling(problems_of):
    text = "incidents.chernobyl_severity = 500\nincidents.severity_ceiling = {}"
    assert problems_of(text.format(400)) == [
        "incidents.chernobyl_severity: 500; allowed: below incidents.severity_ceiling, 400"
    ]
    assert len(problems_of(text.format(500))) == 1
    assert problems_of(text.format(501)) == []


def test_agreement_that_would_lapse_as_soon_as_it_is_signed(problems_of):
    assert problems_of("talks.lapse_below = 0.5") == [
        "talks.lapse_below: 0.5; allowed: up to talks.non_binding_at, 0.4"
    ]
    assert problems_of("talks.lapse_below = 0.4") == []


def test_rates_that_overshoot_a_step(problems_of):
    long = "time.step = 1.0\ntime.decision_period = 1.0\n"
    assert problems_of(long + "talent.outflow = 0.9\ntalent.recovery = 0.2") == [
        "talent.outflow: 0.9 with talent.recovery 0.2; "
        "allowed: together at most 1: all there is in one step of 1 years"
    ]
    assert problems_of("talent.outflow = 0.9\ntalent.recovery = 0.2") == []
    assert problems_of("progress.diffusion = 5.0") == [
        "progress.diffusion: 5; allowed: at most 4: the whole lag in one step of 0.25 years"
    ]
    assert problems_of("progress.diffusion = 4.0") == []


# Changes


def test_change_outside_the_race(problems_of):
    assert problems_of(change(2046, '"alarm.prior" = 1') + change(2025.9, '"talks.pace" = 1')) == [
        "changes[1].date: 2025.9; allowed: from 2026, before 2046",
        "changes[0].date: 2046; allowed: from 2026, before 2046",
    ]


@pytest.mark.parametrize(
    "key",
    [
        "time.step",
        "us.capability",
        "cn.safety_gap",
        "us.talent",
        "cn.belief",
        "export_control.chip_dependency",
    ],
)
def test_change_of_what_is_read_only_at_the_start(problems_of, key):
    assert problems_of(change(2030, f'"{key}" = 0.5')) == [
        f"changes[0].set.{key}: is read only at the start of a race"
    ]


def test_change_twice_in_one_step(problems_of):
    text = change(2030, '"alarm.prior" = 1') + change(2030.2, '"alarm.prior" = 2')
    assert problems_of(text) == ["changes[1].set.alarm.prior: changed twice in the step of 2030.2"]
    assert problems_of(text.replace("2030.2", "2030.25")) == []
    assert problems_of(text.replace('"alarm.prior" = 2', '"talks.pace" = 2')) == []


def test_change_to_what_is_not_allowed(problems_of):
    text = change(2030, '"alarm.prior" = true, "us.policy" = "racing", "alarm.priori" = 1')
    lines = problems_of(text)
    assert lines[0] == ("changes[0].set.alarm.prior: True; allowed: a number from 0.01 to 50 (1)")
    assert lines[1].startswith("changes[0].set.us.policy: 'racing' is no policy; allowed: one of ")
    assert lines[2] == "changes[0].set.alarm.priori: unknown key, did you mean alarm.prior?"
    assert len(lines) == 3


def test_changes_that_do_not_fit_together(problems_of):
    # Each is allowed by itself, and at its own date: only both together are not.
    text = change(2030, '"incidents.chernobyl_severity" = 500')
    assert problems_of(text) == []
    text += change(2035, '"incidents.severity_ceiling" = 400')
    assert problems_of(text) == [
        "changes[1].set: incidents.chernobyl_severity: 500; "
        "allowed: below incidents.severity_ceiling, 400"
    ]
    text += change(2032, '"incidents.chernobyl_severity" = 50')
    assert problems_of(text) == []


def test_kinds_of_incidents_that_are_all_switched_off_at_a_date(problems_of):
    kinds = ("misaligned_system", "financial_meltdown", "weaponised_use", "societal_disruption")
    text = change(2030, ", ".join(f'"incidents.{kind}.weight" = 0' for kind in kinds))
    assert problems_of(text) == [
        "changes[0].set: incidents: all weights of kinds are 0; "
        "allowed: at least one weight above 0"
    ]


# Shocks


def test_two_shocks_to_one_side_in_one_step(problems_of):
    assert problems_of(shock(2028) + shock(2028.1)) == [
        "shocks[1].date: 2028.1; allowed: one shock to us in each step"
    ]
    assert problems_of(shock(2028) + shock(2028.25)) == []
    assert problems_of(shock(2028) + shock(2028, "cn")) == []


@pytest.mark.parametrize("date", [2025.99, 2046.0, 1e300, -1])
def test_shock_outside_the_race(problems_of, date):
    assert problems_of(shock(date)) == [
        f"shocks[0].date: {date:g}; allowed: from 2026, before 2046"
    ]


def test_shock_beyond_a_catastrophe(problems_of):
    assert problems_of(shock(2028, severity=20000)) == [
        "shocks[0].severity: 20000; allowed: up to incidents.severity_ceiling, 10000"
    ]
    assert problems_of(shock(2028, severity=10000)) == []
    assert problems_of("incidents.severity_ceiling = 2e4\n" + shock(2028, severity=20000)) == []


def test_shock_is_measured_by_the_ceiling_of_its_date(problems_of):
    raised = change(2030, '"incidents.severity_ceiling" = 2e4')
    assert problems_of(raised + shock(2030, severity=20000)) == []
    assert len(problems_of(raised + shock(2029.75, severity=20000))) == 1
    lowered = change(2030, '"incidents.severity_ceiling" = 200')
    assert len(problems_of(lowered + shock(2030, severity=1000))) == 1
    assert problems_of(lowered + shock(2029, severity=1000)) == []


def test_problem_is_named_by_its_own_number(problems_of):
    # The first shock cannot be read at all: the second one is still number 1.
    lines = problems_of(shock('"x"') + shock(2060))
    assert [line.split(":")[0] for line in lines] == ["shocks[0].date", "shocks[1].date"]


# Pauses


@pytest.mark.parametrize(
    ("begin", "until", "expected"),
    [
        (2028, 2027, ["until: 2027; allowed: after 2028, up to 2046"]),
        (2028, 2028, ["until: 2028; allowed: after 2028, up to 2046"]),
        (2045, 2047, ["until: 2047; allowed: after 2045, up to 2046"]),
        (2025, 2027, ["from: 2025; allowed: from 2026, before 2046"]),
        (
            2050,
            2040,
            [
                "from: 2050; allowed: from 2026, before 2046",
                "until: 2040; allowed: after 2050, up to 2046",
            ],
        ),
        (
            2028.05,
            2028.2,
            [
                "until: 2028.2 is in the step in which the pause begins; "
                "allowed: in a later step; steps are 0.25 years"
            ],
        ),
    ],
)
def test_pause_whose_dates_do_not_fit(problems_of, begin, until, expected):
    assert problems_of(pause(begin, until)) == [f"pauses[0].{line}" for line in expected]


def test_pause_may_last_to_the_end(problems_of):
    assert problems_of(pause(2026, 2046)) == []


def test_overlapping_pauses(problems_of):
    both = '["us", "cn"]'
    assert problems_of(pause(2027, 2029) + pause(2028, 2030)) == [
        "pauses[1]: overlaps pauses[0] for us"
    ]
    assert problems_of(pause(2027, 2029, both) + pause(2026, 2030, both)) == [
        "pauses[1]: overlaps pauses[0] for cn, us"
    ]
    assert problems_of(pause(2027, 2028) + pause(2028, 2029)) == []
    assert problems_of(pause(2027, 2029) + pause(2027, 2029, '["cn"]')) == []


def test_overlap_with_a_pause_that_was_taken_over(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('from = "us-pause-2027"\n' + pause("2027-07-01", 2030))
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert str(caught.value) == (
        f"{path}: pauses[0]: overlaps scenario 'us-pause-2027': pauses[0] for us"
    )
