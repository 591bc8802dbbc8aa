"""Ctrl-C during a study: what it says, and that what was finished is kept."""

import signal
import subprocess
import sys
import time

import pytest

# Slow as long as there is a file that says so; by a file, so that the model's text stays the same.
MODEL = """
import time
from pathlib import Path

from race_sim.model import RaceModel


class Model(RaceModel):
    def run(self):
        if Path("slow").exists():
            time.sleep(0.2)
        super().run()
"""
STUDY = """
scenario = "baseline"
worlds = 4
seed = 5
model = "slow.py:Model"
[uncertainties]
"payoffs.rivalry" = [0.0, 1.2]
[design]
kind = "grid"
levels = 8
"""


def content(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".lock", "manifest.json")
    }


@pytest.mark.slow
def test_an_interrupted_study_says_what_is_kept_and_goes_on_from_there(type_in, tmp_path):
    (tmp_path / "slow.py").write_text(MODEL)
    (tmp_path / "study.toml").write_text(STUDY)
    type_in("study", "run", "study.toml", "--out", "whole", "--engine", "serial", "--no-report")
    (tmp_path / "slow").touch()
    words = ("study", "run", "study.toml", "--out", "out", "--engine", "serial", "--no-report")
    process = subprocess.Popen(
        [sys.executable, "-m", "race_sim.cli", *words],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not list((tmp_path / "out").glob("chunks/*.parquet")):
        time.sleep(0.02)
    assert "running, by process" in type_in("study", "status", "out").stdout
    refused = type_in("study", "resume", "out", code=2).stderr
    assert "another run is at work" in refused
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == "" and "Traceback" not in stderr
    last = stderr.splitlines()[-1]
    assert last.startswith("Interrupted: ") and "of 32 worlds are kept in out." in last
    assert last.endswith("race-sim study resume out")
    status = type_in("study", "status", "out").stdout
    assert "stopped" in status and "Time left" in status
    (tmp_path / "slow").unlink()
    type_in("study", "resume", "out", "--engine", "serial", "--no-report")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_ctrl_c_before_anything_is_begun_says_so(type_in, monkeypatch, tmp_path):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("race_sim.study.run.run", interrupted)
    result = type_in("study", "run", "rivalry-and-openness", code=130)
    assert result.stderr == "Interrupted: nothing had been begun.\n"
    assert list(tmp_path.iterdir()) == []
