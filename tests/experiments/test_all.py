"""What every experiment keeps to: question, options, files, one seed one result."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
RUNNER = "all"
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != RUNNER)
# Worlds a setting, here.
FEW = {
    "unilateral_safety": "60",
    "chernobyl_window": "60",
    "rivalry_and_openness": "25",
    "shock_changes_the_game": "60",
    "first_mover": "20",
    "tournament": "10",
    "myopia_or_rivalry": "60",
    "treaty_in_the_drawer": "60",
    "early_or_late_shock": "60",
    "home_and_abroad": "60",
    "command_or_market": "60",
    "export_controls": "60",
    "open_exchange": "20",
    "anxiety_or_commitment": "60",
    "agreements": "60",
    "pauses": "60",
    "incident_kinds": "60",
    "robust_levers": "64",
    "warning_shots": "60",
    "literature": "10",
}
# Those with a way of their own to play; the others leave that to race_sim.analysis.arms.
PLAYED_TWICE = {
    "unilateral_safety",
    "chernobyl_window",
    "rivalry_and_openness",
    "shock_changes_the_game",
    "first_mover",
    "tournament",
    "myopia_or_rivalry",
}


# What takes long whatever the worlds is cut: two questions of six, each with a large picture.
CUT = {"literature": ("race_sim.literature.comparison.NAMES", ("racers", "harm"))}


def test_each_is_played_with_few_worlds():
    assert sorted(FEW) == NAMES


def test_all_are_on_the_list(experiment):
    listed = experiment(RUNNER).EXPERIMENTS
    assert sorted(listed) == NAMES
    assert len(set(listed)) == len(listed)


def test_all_stop_at_the_first_that_fails(experiment, tmp_path, capsys):
    arguments = ["--worlds", "0", "--out", str(tmp_path), "--only", "export_controls", "tournament"]
    assert experiment(RUNNER).main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.err.count("Error: ") == 1
    assert "[1 of 2] export_controls" in printed.out and "[2 of 2]" not in printed.out


@pytest.mark.parametrize("name", NAMES)
def test_docstring_says_question_design_and_how_to_run(experiment, name):
    text = experiment(name).__doc__
    assert "?" in text.splitlines()[0] + text.splitlines()[1]
    for part in ("The question.", "The design.", "What it measures.", "To run it: "):
        assert part in text
    assert f"python experiments/{name}.py [--worlds N] [--seed N] [--out FOLDER]" in text
    assert name == experiment(name).NAME
    assert experiment(name).QUESTION.endswith("?")


@pytest.mark.parametrize("name", NAMES)
def test_finding_is_written_and_printed_and_follows_from_the_seed(
    experiment, name, tmp_path, capsys, monkeypatch
):
    module = experiment(name)
    if name in CUT:
        monkeypatch.setattr(*CUT[name])
    arguments = ["--worlds", FEW[name], "--seed", "3", "--out", str(tmp_path)]
    assert module.command(module.run, name, module.__doc__, module.WORLDS, arguments) == 0
    printed = capsys.readouterr().out
    text = (tmp_path / "finding.txt").read_text(encoding="utf-8")
    assert printed.startswith(text)
    assert text.startswith(module.QUESTION)
    assert f"Figure: {tmp_path / name}.png" in printed
    assert not re.search(r"\b(nan|inf|None)\b", text)
    assert not re.search(r"\S  \(", text)  # an interval without its number
    with Image.open(tmp_path / f"{name}.png") as image:
        assert image.width > 1000 and image.height > 500
        assert image.text["Seed"] == "3"
        assert image.text["Experiment"] == name
        assert len(image.text["Description"]) > 200
    assert (tmp_path / f"{name}.csv").read_text().count("\n") > 10
    assert (tmp_path / "manifest.json").is_file()
    if name not in PLAYED_TWICE:
        return
    again = module.run(worlds=int(FEW[name]), seed=3)
    assert again.text() + "\n" == text
    for picture in again.pictures:
        written = (tmp_path / f"{picture.name}.csv").read_text(encoding="utf-8")
        assert picture.table.to_csv(index=False, lineterminator="\n") == written


def test_run_as_a_script(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            str(FOLDER / "unilateral_safety.py"),
            "--worlds",
            "0",
            "--out",
            str(tmp_path / "out"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Error: simulate: worlds: 0; allowed: a whole number from 1 to")
    assert "Traceback" not in done.stderr
