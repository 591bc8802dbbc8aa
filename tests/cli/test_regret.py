"""`race-sim regret`: what other policies would have gained."""

import json

import pandas as pd
import pytest

from race_sim.analysis.exploitability import exploitability

COMMAND = ("regret", "baseline", "--us", "always-safe", "--worlds", 12, "--seed", 3)
FILES = {
    "exploitability.png",
    "exploitability.csv",
    "summary.csv",
    "regrets.csv",
    "regret.txt",
    "manifest.json",
}


@pytest.fixture(autouse=True)
def few_candidates(monkeypatch):
    """Some candidates only: all of them take seconds."""
    few = ("always-safe", "always-accelerate", "logit-response")
    defaults = list(exploitability.__defaults__)
    place = next(n for n, value in enumerate(defaults) if isinstance(value, tuple))
    defaults[place] = few
    monkeypatch.setattr(exploitability, "__defaults__", tuple(defaults))


def test_tables_sentences_and_files(type_in, tmp_path):
    result = type_in(*COMMAND)
    text = result.stdout
    assert "The United States, in place of always-safe:" in text
    assert "China, in place of logit-response:" in text
    folder = tmp_path / "results" / "regret-baseline-always-safe-logit-response"
    assert {path.name for path in folder.iterdir()} == FILES
    assert f"Tables: {folder.relative_to(tmp_path)}" in text
    assert "With hindsight, China regrets" in text.replace("\n", " ")
    regrets = pd.read_csv(folder / "regrets.csv")
    assert len(regrets) == 12 and (regrets["us_regret"] >= 0.0).all()
    assert "Playing: 6 of 6 replies" in result.stderr


def test_json_is_what_python_gives(type_in):
    found = json.loads(type_in(*COMMAND, "--json", "--out", "out").stdout)
    expected = exploitability("baseline", us="always-safe", worlds=12, seed=3)
    assert found["us"] == "always-safe" and found["cn"] == "logit-response"
    assert found["sentences"] == list(expected.sentences())
    assert [row["gain"] for row in found["replies"]] == expected.replies["gain"].tolist()
    assert found["summary"][0]["regret"] == expected.summary["regret"][0]
    assert found["picture"] == "out/exploitability.png"


def test_a_folder_of_something_else_and_bad_policies_are_refused(type_in, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear reader")
    assert "holds other files" in type_in(*COMMAND, "--out", "full", code=2).stderr
    answer = type_in("regret", "baseline", "--cn", "nobody", "--out", "out", code=2).stderr
    assert "cn.policy" in answer and "nobody" in answer
    assert "two halves" in type_in("regret", "baseline", "--worlds", 2, code=2).stderr
