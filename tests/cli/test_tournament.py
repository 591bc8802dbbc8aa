"""`race-sim tournament`: what it prints and the files it leaves."""

import json

import pandas as pd
import pytest

from race_sim.tournament import files

TABLES = {"ranking", "pairs", "payoffs", "equilibria", "replicator", "finite_population"}
THREE = ("tournament", "always-safe", "tit-for-tat", "always-accelerate", "--worlds", 20)


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr(files, "pictures", lambda found: iter(()))


def names_in(folder):
    return {path.name for path in folder.iterdir()}


def test_files_with_pictures_and_a_summary(type_in, tmp_path):
    result = type_in(*THREE, "--seed", 3)
    folder = tmp_path / "results" / "tournament-baseline"
    pictures = {"tournament_ranking", "tournament_matrix", "evolution"}
    expected = {f"{name}.csv" for name in TABLES | pictures}
    expected |= {f"{name}.png" for name in pictures} | {"report.txt", "manifest.json"}
    assert names_in(folder) == expected
    text = result.stdout
    assert "Rank  Policy" in text and "- First is always-safe" in text
    assert "Nash equilibria" in text and "replicator" in text.lower()
    assert "Playing: 180 of 180 races in " in result.stderr
    ranking = pd.read_csv(folder / "ranking.csv")
    for row in ranking.to_dict("records"):
        line = next(x for x in text.splitlines() if x.startswith(f"{row['rank']}  "))
        assert row["policy"] in line and f"{row['score_value']:.2f}" in line
    for name in expected:
        assert name in text


@pytest.mark.usefixtures("no_pictures")
def test_json_is_all_that_stdout_holds(type_in, tmp_path):
    found = json.loads(type_in(*THREE, "--json", "--out", "out").stdout)
    ranking = pd.read_csv(tmp_path / "out" / "ranking.csv")
    assert [row["policy"] for row in found["ranking"]] == ranking["policy"].tolist()
    assert found["ranking"][0]["score_value"] == pytest.approx(ranking["score_value"].iloc[0])
    assert found["policies"] == ["always-safe", "tit-for-tat", "always-accelerate"]
    assert len(found["us_payoffs"]) == 3 and found["seed"] == 1
    assert sum(found["finite_population"].values()) == pytest.approx(1.0)
    assert {"us", "cn", "regret_limit", "firm"} == set(found["pure_equilibria"][0])


@pytest.mark.usefixtures("no_pictures")
def test_threads_make_no_difference(type_in, tmp_path):
    for threads in (1, 2):
        type_in(*THREE, "--threads", threads, "--out", f"out-{threads}")
    for name in names_in(tmp_path / "out-1"):
        one, other = ((tmp_path / f"out-{n}" / name).read_bytes() for n in (1, 2))
        assert one == other, name


@pytest.mark.usefixtures("no_pictures")
def test_scenario_and_values_are_those_asked_for(type_in, tmp_path):
    type_in(*THREE, "--scenario", "no-rivalry", "--set", "choice.error=0.1", "--out", "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["scenario"]["name"] == "no-rivalry"
    assert manifest["scenario"]["parameters"]["choice"]["error"] == 0.1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("always-safe", "tit-for-tot"), "'tit-for-tot' is no policy"),
        (("always-safe",), "1 policy; allowed: from 2 to 40"),
        (("always-safe", "tit-for-tat", "--worlds", 0), "worlds: 0"),
        (("always-safe", "tit-for-tat", "--scenario", "nowhere"), "nowhere"),
        (("always-safe", "tit-for-tat", "--set", "us.policy=nobody"), "us.policy"),
    ],
)
def test_bad_input_is_one_message_and_nothing_written(type_in, tmp_path, words, said):
    result = type_in("tournament", *words, code=2)
    assert said in result.stderr and result.stdout == ""
    folder = tmp_path / "results" / "tournament-baseline"
    assert not folder.exists() or not names_in(folder)


def test_a_folder_with_other_files_is_refused_before_anything_is_played(type_in, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    result = type_in(*THREE, "--out", "out", code=2)
    assert "holds other files" in result.stderr and "Playing" not in result.stderr
