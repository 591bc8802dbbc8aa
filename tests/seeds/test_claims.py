"""The article's claims: everything that they name exists."""

import tomllib
from pathlib import Path

import pytest

from race_sim import load_scenario, scenario_names
from race_sim.outcomes import COLUMNS
from race_sim.parameters import knobs

pytestmark = pytest.mark.short

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = tomllib.loads((ROOT / "seeds" / "claims.toml").read_text(encoding="utf-8"))["claims"]
IDS = [claim["id"] for claim in CLAIMS]

TEXTS = (
    "id",
    "claim",
    "mechanism",
    "scenario",
    "outcome",
    "compare_with",
    "direction",
    "hypothesis",
    "experiment",
)
LISTS = ("rules", "knobs")
EXPERIMENTS = ("unilateral_safety", "chernobyl_window", "rivalry_and_openness")


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
        assert len(set(claim[field])) == len(claim[field])
    for field in ("claim", "mechanism", "hypothesis"):
        assert claim[field].endswith(".")


@pytest.mark.parametrize("claim", CLAIMS, ids=IDS)
def test_claim_names_what_exists(claim):
    assert [key for key in claim["knobs"] if key not in knobs()] == []
    assert [path for path in claim["rules"] if not (ROOT / path).is_file()] == []
    assert claim["scenario"] in scenario_names()
    assert claim["compare_with"] in scenario_names()
    assert claim["compare_with"] != claim["scenario"]
    assert COLUMNS[claim["outcome"]].kind != "name"
    assert claim["direction"] in ("higher", "lower")
    if claim["experiment"]:
        assert claim["experiment"] in EXPERIMENTS
        assert (ROOT / "experiments" / f"{claim['experiment']}.py").is_file()


def test_every_experiment_looks_into_a_claim():
    assert {claim["experiment"] for claim in CLAIMS} >= set(EXPERIMENTS)


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_stands_for_a_claim(name):
    assert load_scenario(name).claim in IDS
