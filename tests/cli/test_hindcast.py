"""`race-sim hindcast`: scores, sentences and files."""

import json

import pandas as pd

from race_sim.calibration.hindcast import run

COMMAND = ("hindcast", "incident-counts", "--draws", 100, "--seed", 3)
FILES = {
    "hindcast-incident-counts.png",
    "hindcast-incident-counts.csv",
    "incident-counts.txt",
    "incident-counts-bands.csv",
    "incident-counts-counts.csv",
    "incident-counts-scores.csv",
    "manifest.json",
}


def test_scores_sentences_and_files(type_in, tmp_path):
    result = type_in(*COMMAND)
    folder = tmp_path / "results" / "hindcast"
    assert {path.name for path in folder.iterdir()} == FILES
    expected = run("incident-counts", 100, 3)
    text = " ".join(result.stdout.split())
    for sentence in (*expected.findings, *expected.unknown):
        assert " ".join(sentence.split()) in text
    assert "log score" in text and "What the data cannot tell:" in text
    scores = pd.read_csv(folder / "incident-counts-scores.csv")
    assert scores["crps"].tolist() == expected.scores["crps"].tolist()
    assert "Playing: 1 of 1 hindcasts" in result.stderr


def test_json_is_what_python_gives(type_in):
    found = json.loads(type_in(*COMMAND, "--json", "--out", "out").stdout)
    assert found["folder"] == "out"
    assert found["hindcasts"][0]["findings"] == list(run("incident-counts", 100, 3).findings)


def test_bad_input_is_refused_before_anything_is_written(type_in, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear reader")
    assert "holds other files" in type_in(*COMMAND, "--out", "full", code=2).stderr
    answer = type_in("hindcast", "cold-fusion", "--out", "out", code=2).stderr
    assert "no hindcast 'cold-fusion'" in answer and "reactor-starts" in answer
    assert "draws" in type_in("hindcast", "--draws", 3, "--out", "out", code=2).stderr
    assert not list((tmp_path / "out").glob("*"))
