"""A study that is killed, stopped or has run out of room goes on, and ends in the same files."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from race_sim.problems import InputError
from race_sim.study.result import open_study
from race_sim.study.run import resume, run
from race_sim.study.status import status
from race_sim.study.store import MANIFEST

KILLING = Path(__file__).parent / "models" / "killing.py"
# What is killed is the keeping of files: the worlds need not be long.
SHORT_WORLDS = {"time.end": 2030.0}
STOPPING = {"outcome": "incidents", "width": 0.18, "first": 256, "ceiling": 2048}


@pytest.fixture
def killed(tmp_path):
    """Run the script that kills studies; what it told, line by line."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")

    def run_script(kind, table, every, first, **environment):
        done = subprocess.run(
            [
                sys.executable,
                str(KILLING),
                kind,
                str(tmp_path),
                json.dumps(table),
                str(every),
                str(first),
            ],
            capture_output=True,
            text=True,
            env=os.environ | environment | {"PYTHONWARNINGS": "ignore"},
            timeout=200,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run_script


def table_of(study):
    given = study.as_dictionary()
    if given["stopping"] is not None:
        del given["worlds"]
    return given | {"scenario": "baseline", "set": dict(scenario_settings(study))}


def scenario_settings(study):
    from race_sim.parameters import knobs

    parameters = study.scenario.model_dump(mode="json", by_alias=True)["parameters"]
    for key in knobs():
        if key.startswith("time."):
            yield key, parameters["time"][key.removeprefix("time.")]


def assert_all_end_alike(content, tmp_path, lines):
    whole = content(tmp_path / "whole")
    for line in lines:
        found = content(tmp_path / line["folder"])
        assert sorted(found) == sorted(whole), line
        assert found == whole, line


def check_status(lines):
    for line in lines:
        if "error" in line:  # killed before anything was begun
            assert "no manifest.json" in line["error"] or "no such folder" in line["error"]
        elif "state" in line:
            assert line["state"] == "finished" or (line["state"] == "stopped" and line["ended"])
            assert line["broken"] == []


@pytest.mark.slow
def test_killed_at_twenty_random_moments_it_ends_in_the_same_files(
    killed, small_study, content, tmp_path
):
    table = table_of(small_study(worlds=256 * 15, set=SHORT_WORLDS))
    lines = killed("random", table, 20, 11)
    assert lines[-1]["kills"] > 0
    ends = [line["ended"] for line in lines[:-1]]
    assert ends.count(-signal.SIGKILL) == 20 and set(ends) <= {0, -signal.SIGKILL}
    check_status(lines)
    assert_all_end_alike(content, tmp_path, lines)


@pytest.mark.slow
@pytest.mark.parametrize("stopping", [None, STOPPING], ids=["worlds", "stopping"])
def test_killed_at_any_step_that_touches_a_file_it_ends_in_the_same_files(
    killed, small_study, content, tmp_path, stopping
):
    study = (
        small_study(worlds=600, set=SHORT_WORLDS)
        if stopping is None
        else small_study(worlds=2048, stopping=stopping)
    )
    # There are 150 steps and 250; other ones are taken with each kind of study.
    lines = killed("steps", table_of(study), *((5, 1) if stopping is None else (9, 4)))
    assert len(lines) > 20 and lines[-1]["ended"] == 0
    assert {line["ended"] for line in lines[:-1]} == {-signal.SIGKILL}
    check_status(lines)
    assert_all_end_alike(content, tmp_path, lines)


@pytest.mark.slow
def test_a_retry_killed_at_any_step_loses_nothing(killed, own_study, content, tmp_path):
    lines = killed("retry", table_of(own_study()), 9, 1, RACE_SIM_TEST_FAULTS="3,299")
    assert len(lines) > 8
    assert_all_end_alike(content, tmp_path, lines)


def stopped_after(chunks):
    seen = []

    def progress(done, total):
        seen.append(done)
        if len(seen) == chunks:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("chunks", [1, 4, 6])
@pytest.mark.parametrize("engine", ["serial", "threads"])
def test_a_run_that_is_stopped_plays_only_what_is_missing(
    small_study, content, tmp_path, engine, chunks
):
    study = small_study()
    run(study, tmp_path / "whole", "serial", chunk=256)
    with pytest.raises(KeyboardInterrupt):
        run(study, tmp_path / "s", engine, chunk=256, progress=stopped_after(chunks))
    assert status(tmp_path / "s").state == "stopped"
    result = resume(tmp_path / "s", engine)
    first, second = result.manifest["sessions"]
    assert (first["chunks"], second["chunks"]) == (chunks, 6 - chunks)
    assert first["worlds"] + second["worlds"] == 1200
    assert content(tmp_path / "s") == content(tmp_path / "whole")


def test_a_round_of_a_stopping_rule_is_gone_on_with(small_study, content, tmp_path):
    study = small_study(worlds=2048, stopping=STOPPING)
    whole = run(study, tmp_path / "whole", "serial", chunk=256)
    chunks = whole.manifest["sessions"][0]["chunks"]
    assert chunks > 4
    for number in range(1, chunks, 3):
        folder = tmp_path / str(number)
        with pytest.raises(KeyboardInterrupt):
            run(study, folder, "serial", chunk=256, progress=stopped_after(number))
        resume(folder, "threads")
        assert content(folder) == content(tmp_path / "whole")


def test_a_finished_study_is_read_again_and_nothing_is_played(small_study, content, tmp_path):
    study = small_study()
    first = run(study, tmp_path / "s", "serial")
    before = content(tmp_path / "s")
    again = resume(tmp_path / "s")
    assert again.manifest["sessions"][1]["worlds"] == 0
    assert content(tmp_path / "s") == before
    pd.testing.assert_frame_equal(first.summary, again.summary, check_exact=True)


def test_progress_of_a_resumed_study_counts_what_is_there(small_study, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(small_study(), tmp_path / "s", "serial", chunk=256, progress=stopped_after(3))
    seen = []
    resume(tmp_path / "s", "serial", progress=lambda *pair: seen.append(pair))
    assert seen[0][0] >= 3 * 200 and seen[-1] == (1200, 1200)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


LONG = (
    "import sys\n"
    "from race_sim.study.run import run\n"
    "from race_sim.study.study import Study\n"
    "def tell(done, total):\n"
    "    print(done, flush=True)\n"
    "if __name__ == '__main__':\n"
    "    study = Study(scenario='baseline', worlds=40_000_000)\n"
    "    run(study, sys.argv[1], sys.argv[2], chunk=4096, progress=tell)\n"
)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("engine", ["threads", "processes"])
def test_an_interrupt_keeps_what_is_finished(start, tmp_path, engine):
    process = start(LONG, tmp_path / "s", engine)
    for _ in range(3):
        assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0 and errors.rstrip().endswith("KeyboardInterrupt")
    manifest = json.loads((tmp_path / "s" / MANIFEST).read_text())
    assert manifest["state"] == "unfinished"
    assert manifest["sessions"][0]["chunks"] >= 3 and manifest["sessions"][0]["end"]
    now = status(tmp_path / "s")
    assert now.state == "stopped" and now.worlds_done == manifest["sessions"][0]["worlds"]
    with pytest.raises(InputError, match="is unfinished"):
        open_study(tmp_path / "s")


def test_two_runs_do_not_work_in_one_folder(start, tmp_path, small_study):
    process = start(LONG, tmp_path / "s", "serial")
    assert process.stdout.readline()
    now = status(tmp_path / "s")
    assert now.state == "running" and f"process {process.pid} on " in now.worker
    assert now.worlds_done >= 4096 and now.broken == ()
    for attempt in (
        lambda: resume(tmp_path / "s"),
        lambda: run(small_study(), tmp_path / "s"),
    ):
        with pytest.raises(
            InputError, match=f"another run is at work in this folder: process {process.pid} on "
        ):
            attempt()
    assert process.poll() is None
    process.kill()
    process.wait()
    # Its lock dies with it.
    deadline = time.monotonic() + 5
    while status(tmp_path / "s").state == "running" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert status(tmp_path / "s").state == "stopped"


def test_status_is_right_while_chunks_are_compacted(start, tmp_path):
    process = start(LONG, tmp_path / "s", "threads")
    assert process.stdout.readline()
    last = 0
    end = time.monotonic() + 2.0
    looks = 0
    while time.monotonic() < end:
        now = status(tmp_path / "s")
        assert now.broken == () and now.worlds_done >= last
        last = now.worlds_done
        looks += 1
    assert process.poll() is None and looks > 3
