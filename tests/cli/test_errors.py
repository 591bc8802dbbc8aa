"""Bad input: one message, exit code 2, no traceback, nothing written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCENARIO = '[alarm]\nprior = "high"\nprjor = 1\n'

BAD = {
    "no such scenario": (("run", "baselin"), ("did you mean baseline",)),
    "no such file": (("run", "nowhere/at-all.toml"), ("nowhere/at-all.toml", "cannot be read")),
    "unknown key": (("run", "baseline", "--set", "payoffs.rivalri=1"), ("payoffs.rivalry",)),
    "value out of range": (
        ("game", "baseline", "--set", "payoffs.rivalry=11"),
        ("payoffs.rivalry", "11", "from 0 to 10"),
    ),
    "wrong type": (("game", "baseline", "--set", "payoffs.rivalry=high"), ("'high'", "a number")),
    "unknown policy": (("run", "baseline", "--set", "us.policy=nice"), ("'nice'", "tit-for-tat")),
    "a group": (("run", "baseline", "--set", "us=1"), ("us", "us.policy")),
    "no value": (("run", "baseline", "--set", "payoffs.rivalry"), ("KEY=VALUE",)),
    "set twice": (
        ("run", "baseline", "--set", "alarm.prior=1", "--set", "alarm.prior=2"),
        ("alarm.prior", "twice"),
    ),
    "all at once": (
        ("run", "baseline", "--set", "alarm.prior=-1", "--set", "payoffs.rivalry=x"),
        ("2 problems", "alarm.prior", "payoffs.rivalry"),
    ),
    "negative world": (("run", "baseline", "--world", -1), ("-1", "a whole number from 0")),
    "no worlds": (("sweep", "baseline", "--worlds", 0), ("worlds", "from 1")),
    "negative seed": (("sweep", "baseline", "--seed", -3), ("seed", "-3")),
    "unknown key to vary": (("sweep", "baseline", "--vary", "x=0:1:3"), ("x", "unknown key")),
    "unreadable range": (
        ("sweep", "baseline", "--vary", "payoffs.rivalry=0:1"),
        ("payoffs.rivalry", "LOW:HIGH:COUNT"),
    ),
    "all varied at once": (
        ("sweep", "baseline", "--vary", "x=0:1:3", "--vary", "alarm.prior=1:2:1"),
        ("2 problems", "x", "alarm.prior"),
    ),
    "varied out of range": (
        ("sweep", "baseline", "--vary", "payoffs.rivalry=0:20:3"),
        ("payoffs.rivalry", "20", "from 0 to 10"),
    ),
    "no sweep": (("plot", "nowhere"), ("nowhere", "no such folder")),
    "negative seed of the demo": (("demo", "--seed", -1), ("seed", "-1")),
    "unknown option": (("run", "baseline", "--sed", 1), ("--sed",)),
    "no number": (("sweep", "baseline", "--worlds", "many"), ("--worlds", "integer")),
    "no threads": (("sweep", "baseline", "--threads", 0), ("--threads",)),
    "unknown command": (("sweeep", "baseline"), ("sweep",)),
    "no name": (("run",), ("NAME",)),
}


@pytest.mark.short
@pytest.mark.parametrize("which", list(BAD))
def test_bad_input_is_named_and_nothing_is_written(type_in, tmp_path, which):
    words, named = BAD[which]
    result = type_in(*words, code=2)
    assert result.stdout == ""
    for text in named:
        assert text in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_with_several_faults_is_refused_with_all_of_them(type_in, tmp_path):
    (tmp_path / "bad.toml").write_text(SCENARIO)
    for command in ("scenarios show", "run", "game", "sweep"):
        result = type_in(*command.split(), "bad.toml", code=2)
        assert "bad.toml: 2 problems" in result.stderr
        assert "alarm.prior" in result.stderr and "alarm.prjor" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.toml"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[alarm\n", b'from = "bad"'])
def test_a_file_that_cannot_be_read_is_refused(type_in, tmp_path, content):
    (tmp_path / "bad.toml").write_bytes(content)
    result = type_in("run", "bad.toml", code=2)
    assert result.stderr.startswith("Error: bad.toml: ")


@pytest.mark.parametrize("command", ["run", "sweep"])
def test_a_folder_that_is_a_file_is_refused(type_in, tmp_path, command):
    (tmp_path / "there").write_text("mine")
    for out in ("there", "there/below"):
        result = type_in(command, "baseline", "--out", out, code=2)
        assert out in result.stderr
    assert (tmp_path / "there").read_text() == "mine"


@pytest.mark.parametrize("command", ["run", "sweep"])
def test_a_folder_with_other_things_in_it_is_refused(type_in, tmp_path, command):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "thesis.txt").write_text("mine")
    result = type_in(command, "baseline", "--out", "there", code=2)
    assert "thesis.txt" in result.stderr
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["thesis.txt"]


def test_a_folder_that_cannot_be_written_to_is_refused(type_in, tmp_path):
    if os.geteuid() == 0:  # who may write anywhere, but not below a file
        (tmp_path / "locked").touch()
    else:
        (tmp_path / "locked").mkdir(mode=0o500)
    result = type_in("run", "baseline", "--out", "locked/x", code=2)
    assert "locked/x: cannot be written to" in result.stderr


def test_a_failing_disk_is_named_without_a_traceback(type_in, monkeypatch):
    from race_sim import gallery

    def full(*_):
        raise OSError(28, "No space left on device", "results/run/history.csv")

    monkeypatch.setattr(gallery, "keep_world", full)
    result = type_in("run", "baseline", code=1)
    assert "Error: results/run/history.csv: No space left on device\n" in result.stderr


def start(*words, cwd):
    command = [sys.executable, "-m", "race_sim.cli", *map(str, words)]
    return subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_real_process_answers_bad_input_with_2(tmp_path):
    process = start("run", "baseline", "--set", "alarm.prior=-1", cwd=tmp_path)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 2
    assert stdout == "" and stderr.count("\n") == 1 and "alarm.prior" in stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("plain_pictures")
def files_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_interrupting_a_sweep_leaves_the_earlier_one_whole(type_in, tmp_path):
    type_in("sweep", "baseline", "--worlds", 2, "--out", "out")
    before = files_in(Path(tmp_path, "out"))
    process = start("sweep", "baseline", "--worlds", 50_000_000, "--out", "out", cwd=tmp_path)
    partial = Path(tmp_path, "out.partial", "worlds.parquet")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(partial.glob("part-*")):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    assert stderr.splitlines()[-1].startswith("Interrupted")
    assert "Traceback" not in stderr
    assert files_in(Path(tmp_path, "out")) == before


def test_a_reader_that_goes_away_is_no_error_to_report(tmp_path):
    process = start("scenarios", "show", "baseline", cwd=tmp_path)
    process.stdout.close()
    process.wait(timeout=60)
    stderr = process.stderr.read()
    process.stderr.close()
    assert "Traceback" not in stderr and "Error" not in stderr
