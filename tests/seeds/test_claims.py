"""The article's claims: everything that they name exists."""

import tomllib
from pathlib import Path

import pytest

from race_sim import load_scenario, scenario_names
from race_sim.claims import load_claims
from race_sim.parameters import knobs

pytestmark = pytest.mark.short

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = tomllib.loads((ROOT / "seeds" / "claims.toml").read_text(encoding="utf-8"))["claims"]
IDS = [claim["id"] for claim in CLAIMS]

TEXTS = ("id", "claim", "mechanism", "hypothesis", "experiment")
LISTS = ("rules", "knobs", "tests")


def test_ids_are_unique():
    assert len(set(IDS)) == len(IDS) >= 13


@pytest.mark.parametrize("claim", CLAIMS, ids=IDS)
def test_claim_has_every_field(claim):
    assert sorted(claim) == sorted(TEXTS + LISTS)
    for field in TEXTS:
        assert isinstance(claim[field], str)
        assert claim[field] or field == "experiment"
    for field in LISTS:
        assert claim[field]
    for field in ("rules", "knobs"):
        assert len(set(claim[field])) == len(claim[field])
    for field in ("claim", "mechanism", "hypothesis"):
        assert claim[field].endswith(".")


@pytest.mark.parametrize("claim", CLAIMS, ids=IDS)
def test_claim_names_what_exists(claim):
    assert [key for key in claim["knobs"] if key not in knobs()] == []
    assert [path for path in claim["rules"] if not (ROOT / path).is_file()] == []
    if claim["experiment"]:
        assert (ROOT / "experiments" / f"{claim['experiment']}.py").is_file()


def test_every_test_can_be_read_and_compares_two_different_things():
    claims = load_claims()
    assert [claim.id for claim in claims] == IDS
    for claim in claims:
        for test in claim.tests:
            assert test.side not in test.reference
            assert test.threshold > 0.0 or test.times != 1.0 or test.because


def test_every_scenario_is_played_for_a_claim():
    played = {
        run.scenario
        for claim in load_claims()
        for test in claim.tests
        for side in test.sides()
        for run in side.runs()
    }
    assert played >= set(scenario_names()) - {"chernobyl-2028-us"}


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_stands_for_a_claim(name):
    assert load_scenario(name).claim in IDS
