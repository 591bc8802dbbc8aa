"""The file of claims: the forms of a test, and what is refused."""

import pytest

from race_sim.claims.claim import Run, Side
from race_sim.claims.claim_file import load_claims, scenario_of
from race_sim.problems import InputError

pytestmark = pytest.mark.short


def changed(text, **fields):
    """The claim with lines of its test in the place of others."""
    for name, line in fields.items():
        old = next(one for one in text.splitlines() if one.startswith(f"{name} = "))
        text = text.replace(old, line)
    return text


def test_a_test_compares_two_scenarios(read, claim_text):
    (claim,) = read(claim_text)
    (test,) = claim.tests
    assert (claim.id, claim.name) == ("a-claim", "a claim")
    assert test.side == Side(Run("no-rivalry"))
    assert test.reference == (Side(Run("baseline")),)
    assert (test.higher, test.times, test.threshold) == (False, 0.9, 0.0)


def test_a_scenario_may_have_values_and_dates_of_its_own(read, claim_text):
    side = '{ name = "baseline", set = { "alarm.prior" = 1.0 }, until = 2030.0 }'
    (claim,) = read(changed(claim_text, scenario=f"scenario = {side}"))
    run = claim.tests[0].side.run
    assert run == Run("baseline", (("alarm.prior", 1.0),), 2030.0)
    assert run.text() == "baseline with alarm.prior = 1.0 until 2030"
    scenario = scenario_of(run)
    assert (scenario["alarm.prior"], scenario["time.end"]) == (1.0, 2030.0)


def test_switches_are_told_as_in_a_file(read, claim_text):
    side = '{ name = "baseline", set = { "talks.binding_allowed" = false } }'
    (claim,) = read(changed(claim_text, scenario=f"scenario = {side}"))
    assert claim.tests[0].side.text() == "baseline with talks.binding_allowed = false"


def test_a_share_of_the_time_may_be_counted_between_two_dates(read, claim_text):
    side = '{ name = "baseline", since = 2028.25, until = 2029.25 }'
    text = changed(claim_text, scenario=f"scenario = {side}", outcome='outcome = "us_accelerating"')
    side = read(text)[0].tests[0].side
    assert side.runs() == (Run("baseline", (), 2029.25), Run("baseline", (), 2028.25))
    assert side.text() == "baseline from 2028.25 to 2029.25"


def test_the_reference_may_be_a_number_or_a_mean(read, claim_text):
    given = {"compare_with": "compare_with = 0.5", "times": "threshold = 0.1"}
    (claim,) = read(changed(claim_text, **given))
    assert (claim.tests[0].reference, claim.tests[0].level) == ((), 0.5)
    line = 'compare_with = ["baseline", "all-out-race"]'
    (claim,) = read(changed(claim_text, compare_with=line))
    assert claim.tests[0].reference == (Side(Run("baseline")), Side(Run("all-out-race")))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"scenario": 'scenario = "baselin"'}, "scenario.name: 'baselin'"),
        ({"scenario": "scenario = 3"}, "scenario: 3; allowed: the name of a scenario"),
        ({"scenario": ""}, "scenario: missing"),
        ({"compare_with": ""}, "compare_with: missing"),
        ({"scenario": 'scenario = { name = "baseline", unti = 2030 }'}, "did you mean until?"),
        (
            {"scenario": 'scenario = { name = "baseline", set = { "alarm.prio" = 1.0 } }'},
            "did you mean alarm.prior",
        ),
        (
            {"scenario": 'scenario = { name = "baseline", set = { "alarm.prior" = -1.0 } }'},
            "alarm.prior: -1.0",
        ),
        ({"scenario": 'scenario = { name = "baseline", until = 2020.0 }'}, "time.end: 2020"),
        (
            {"scenario": 'scenario = { name = "baseline", since = 2028.0, until = 2029.0 }'},
            "since: beside catastrophe_risk; allowed: an outcome that is a share of the time",
        ),
        (
            {
                "scenario": 'scenario = { name = "baseline", since = 2028.0 }',
                "outcome": 'outcome = "us_accelerating"',
            },
            "since: 2028; allowed: a date before until",
        ),
        ({"outcome": 'outcome = "leed"'}, "outcome: 'leed'"),
        ({"outcome": 'outcome = "winner"'}, "outcome: 'winner'"),
        ({"direction": 'direction = "up"'}, "direction: 'up'; allowed: higher, lower"),
        ({"direction": ""}, "direction: missing"),
        ({"outcome": ""}, "outcome: missing"),
        ({"compare_with": "compare_with = []"}, "compare_with: an empty list"),
        ({"compare_with": "compare_with = 0.5"}, "times: beside a number"),
        ({"times": "times = 1.0"}, "times: 1.0; allowed: a positive number, and not 1"),
        ({"times": "times = 0.9\nthreshold = 0.1"}, "threshold: beside times"),
        ({"times": ""}, "threshold: missing"),
        ({"times": "threshold = -0.1"}, "threshold: -0.1; allowed: a number from 0"),
        ({"times": "threshold = 0.0"}, "because: missing; allowed: why the threshold is 0"),
        ({"says": ""}, "says: missing"),
        ({"says": 'say = "x"'}, "did you mean says?"),
        ({"id": ""}, "claims[0].id: missing"),
        ({"hypothesis": ""}, "claims[0].hypothesis: missing"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(read, claim_text, fields, told):
    with pytest.raises(InputError) as caught:
        read(changed(claim_text, **fields))
    assert told in str(caught.value)


def test_files_that_are_no_claims_are_refused(read, claim_text, tmp_path):
    for text, told in (
        ("claims = 3", "claims: 3; allowed: tables"),
        ("", "claims: missing"),
        ("claims = []", "claims: none"),
        ("[[claims", "broken TOML"),
        (claim_text.partition("[[claims.tests]]")[0], "tests: missing"),
        (claim_text + claim_text, "a-claim: given twice"),
    ):
        with pytest.raises(InputError) as caught:
            read(text)
        assert told in str(caught.value), text
    with pytest.raises(InputError, match="cannot be read"):
        load_claims(tmp_path / "nowhere.toml")
