"""Experiments: the files of a finding, and the command line."""

import json

import pandas as pd
import pytest
from matplotlib.figure import Figure

from race_sim.analysis.experiment import Finding, command
from race_sim.plots.picture import Picture
from race_sim.problems import InputError, Problem


def finding(worlds: int = 10, seed: int = 1) -> Finding:
    table = pd.DataFrame({"x": [1, 2], "y": [0.5, 0.25]})
    picture = Picture("shown", Figure(figsize=(1, 1)), table, "Nothing to see.", "Shown")
    sentences = ("First sentence.", "Second " + "word " * 40 + "end.")
    return Finding("mine", "Why?", sentences, (picture,), worlds, seed, {"more": table})


def play(*, worlds: int, seed: int) -> Finding:
    if worlds < 1:
        raise InputError("mine", [Problem("worlds", f"{worlds}", "1 or more")])
    return finding(worlds, seed)


def run(*arguments: str, player=play) -> tuple[int, list[str]]:
    told: list[str] = []
    code = command(player, "mine", "What is asked.", 10, arguments, told.append)
    return code, told


def test_text_has_question_sentences_and_sample():
    text = finding(20_000, 3).text(60)
    assert text.startswith("Why?\n\n- First sentence.\n- Second word")
    assert "20,000 worlds a setting, seed 3" in text
    assert max(len(line) for line in text.splitlines()) <= 60


def test_files(tmp_path):
    out = tmp_path / "new" / "folder"
    code, told = run("--out", str(out), "--worlds", "20", "--seed", "4")
    assert code == 0
    names = {path.name for path in out.iterdir()}
    assert names == {"finding.txt", "more.csv", "shown.png", "shown.csv", "manifest.json"}
    assert (out / "finding.txt").read_text(encoding="utf-8") == finding(20, 4).text() + "\n"
    assert (out / "more.csv").read_bytes() == b"x,y\n1,0.5\n2,0.25\n"
    manifest = json.loads((out / "manifest.json").read_text())
    assert (manifest["kind"], manifest["experiment"]) == ("experiment", "mine")
    assert (manifest["worlds"], manifest["seed"]) == (20, 4)
    assert manifest["versions"]["race-sim"]
    assert told[0] == finding(20, 4).text() + "\n"
    assert told[1:] == [f"Figure: {out / 'shown.png'}", f"Tables: {out}"]


def test_the_same_twice_gives_the_same_bytes(tmp_path):
    for name in ("a", "b", "a"):
        assert run("--out", str(tmp_path / name))[0] == 0
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_bad_number_of_worlds(tmp_path, capsys):
    out = tmp_path / "out"
    assert run("--out", str(out), "--worlds", "0") == (2, [])
    assert capsys.readouterr().err == "Error: mine: worlds: 0; allowed: 1 or more\n"
    assert list(out.iterdir()) == []
    with pytest.raises(SystemExit) as caught:
        run("--worlds", "many")
    assert caught.value.code == 2
    assert "invalid int value: 'many'" in capsys.readouterr().err


def test_a_folder_of_something_else_is_left_alone(tmp_path, capsys):
    other = tmp_path / "thesis.txt"
    other.write_text("mine")

    def never(*, worlds: int, seed: int) -> Finding:
        raise AssertionError("nothing is played before the folder is checked")

    assert run("--out", str(tmp_path), player=never)[0] == 2
    assert run("--out", str(other), player=never)[0] == 2
    assert capsys.readouterr().err.count("Error: ") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert other.read_text() == "mine"


def test_a_file_that_cannot_be_written(tmp_path, capsys):
    def full(*, worlds: int, seed: int) -> Finding:
        raise OSError(28, "No space left on device", "some/file")

    assert run("--out", str(tmp_path / "out"), player=full) == (1, [])
    assert capsys.readouterr().err == "Error: some/file: No space left on device\n"


def test_interrupted(tmp_path, capsys):
    def slow(*, worlds: int, seed: int) -> Finding:
        raise KeyboardInterrupt

    assert run("--out", str(tmp_path / "out"), player=slow) == (130, [])
    assert capsys.readouterr().err.startswith("Interrupted")
    assert list((tmp_path / "out").iterdir()) == []


def test_help_says_what_is_asked(capsys):
    with pytest.raises(SystemExit) as caught:
        run("--help")
    assert caught.value.code == 0
    text = capsys.readouterr().out
    assert "What is asked." in text
    for option in ("--worlds", "--seed", "--out"):
        assert option in text
