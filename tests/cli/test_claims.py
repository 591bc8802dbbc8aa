"""`race-sim claims`: a row a claim, its files, and what is refused."""

import json

import pytest

from race_sim.claims.document import PARTS

CLAIM = """
[[claims]]
id = "more-incidents"
claim = "A claim."
hypothesis = "A hypothesis."

[[claims.tests]]
says = "more incidents"
scenario = { name = "all-out-race", until = 2030.0 }
compare_with = { name = "mutual-safety", until = 2030.0 }
outcome = "us_gap"
direction = "higher"
threshold = 0.1
"""
SMALL = ("--points", 4, "--worlds", 32, "--baseline-worlds", 40, "--file", "mine.toml")


@pytest.fixture(autouse=True)
def mine(tmp_path):
    """A small file of claims."""
    (tmp_path / "mine.toml").write_text(CLAIM, encoding="utf-8")


def test_a_row_a_claim_and_the_files(type_in, tmp_path):
    result = type_in("claims", *SMALL)
    (row,) = (line for line in result.stdout.splitlines() if line.startswith("more-incidents"))
    assert "OOM" in row and "above +0.1" in row and "holds" in row
    folder = tmp_path / "results" / "claims"
    assert {path.name for path in folder.iterdir()} >= {"claims.png", "tests.csv", "manifest.json"}
    assert "Picture: results/claims/claims.png" in result.stdout


def test_json_and_the_page(type_in, tmp_path):
    page = tmp_path / "page.md"
    parts = "\n".join(f"<!-- {name}: begin -->\n<!-- {name}: end -->" for name in PARTS)
    page.write_text(parts + "\n", encoding="utf-8")
    found = json.loads(
        type_in("claims", *SMALL, "--json", "--out", "here", "--docs", "page.md").stdout
    )
    assert found["claims"][0]["verdict"] == "holds"
    assert found["tests"][0]["says"] == "more incidents"
    assert found["folder"] == "here"
    assert (tmp_path / "figures" / "claims.png").is_file()
    text = page.read_text(encoding="utf-8")
    assert "Seed 2, design seed 1" in text and "Seed 1, design seed 2" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--file", "nowhere.toml"), "nowhere.toml: cannot be read"),
        (("--points", 1), "points"),
        (("--prior", "nothing"), "no such prior"),
        (("--docs", "nowhere.md"), "nowhere.md: cannot be read"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(type_in, tmp_path, words, told):
    result = type_in("claims", *SMALL, *words, code=2)
    assert told in result.stderr
    assert not (tmp_path / "results" / "claims" / "manifest.json").exists()
