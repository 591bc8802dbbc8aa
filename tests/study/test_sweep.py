"""Sweeps: common luck, files that can be trusted, and what happens when one is stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from race_sim import simulate, sweep
from race_sim.problems import InputError
from race_sim.scenario import load_scenario
from race_sim.study.result import FAILURES, POINTS, SUMMARY
from race_sim.study.run import run
from race_sim.study.shelf import WORLDS
from race_sim.study.store import MANIFEST
from race_sim.study.sweep import read_sweep, study_of

FILES = sorted([FAILURES, MANIFEST, WORLDS, POINTS, SUMMARY])
RIVALRY = "payoffs.rivalry=0:1.2:3"


def names(folder):
    return sorted(file.name for file in folder.iterdir() if file.name != ".lock")


def content(folder):
    """Every file of a study but its lock, and the manifest without its sessions."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".lock", MANIFEST)
    }
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["sessions"]
    return found | {MANIFEST: manifest}


def test_every_point_plays_the_same_worlds_under_the_same_luck():
    result = sweep("baseline", vary=[RIVALRY], worlds=60, seed=9, first_world=5)
    for point, rivalry in enumerate(result.points["payoffs.rivalry"]):
        alone = simulate(
            load_scenario("baseline", {"payoffs.rivalry": rivalry}), 60, seed=9, first_world=5
        )
        there = result.worlds(point).drop(columns="point")
        pd.testing.assert_frame_equal(there, alone, check_exact=True)


def test_a_value_without_effect_changes_nothing_world_by_world():
    # Sanctions matter only under a binding treaty, which is not allowed here.
    scenario = load_scenario("baseline", {"talks.binding_allowed": False})
    result = sweep(scenario, vary=["talks.sanction=0,4,9"], worlds=200, seed=3)
    first = result.worlds(0).drop(columns="point")
    for point in (1, 2):
        pd.testing.assert_frame_equal(first, result.worlds(point).drop(columns="point"))


def test_two_knobs_make_a_grid():
    result = sweep(
        "baseline", vary=[RIVALRY, "cn.policy=always-safe,logit-response"], worlds=20, seed=1
    )
    assert result.keys == ("payoffs.rivalry", "cn.policy")
    assert len(result.points) == 6
    accelerating = result.summary.query("outcome == 'cn_accelerating'").set_index("point")["value"]
    safe = result.points["cn.policy"] == "always-safe"
    assert (accelerating[safe.to_numpy()] == 0.0).all()
    assert (accelerating[~safe.to_numpy()] > 0.0).all()


def test_files_do_not_depend_on_the_number_of_threads(tmp_path):
    for threads in (1, 2):
        sweep(
            "baseline", [RIVALRY], worlds=9000, seed=2, out=tmp_path / str(threads), threads=threads
        )
    assert content(tmp_path / "1") == content(tmp_path / "2")


def test_what_is_read_is_what_was_written(tmp_path):
    kept = sweep("baseline", [RIVALRY], worlds=50, seed=2, out=tmp_path / "s")
    read = read_sweep(tmp_path / "s")
    in_memory = sweep("baseline", [RIVALRY], worlds=50, seed=2)
    for whole in (kept, in_memory):
        pd.testing.assert_frame_equal(read.points, whole.points, check_exact=True)
        pd.testing.assert_frame_equal(read.summary, whole.summary, check_exact=True)
    assert names(tmp_path / "s") == FILES
    assert read.keys == kept.keys
    assert read.manifest == json.loads(json.dumps(kept.manifest))
    pd.testing.assert_frame_equal(
        read.worlds(), in_memory.worlds(), check_exact=True, check_categorical=False
    )
    assert len(read.worlds(1)) == 50
    with pytest.raises(InputError, match="0 to 2"):
        read.worlds(3)


def test_the_manifest_holds_the_scenario_in_full(tmp_path):
    result = sweep("baseline", [RIVALRY], worlds=5, seed=7, out=tmp_path / "s")
    manifest = json.loads((tmp_path / "s" / MANIFEST).read_text())
    assert manifest["made_by"] == "sweep"
    assert manifest["study"]["seed"] == 7
    assert manifest["study"]["scenario"]["parameters"]["payoffs"]["rivalry"] == 0.76
    assert manifest["study"]["levers"]["payoffs.rivalry"]["values"] == [0.0, 0.6, 1.2]
    assert set(manifest["versions"]) >= {"race-sim", "model", "rule book"}
    assert result.manifest == manifest


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"worlds": 0}, "worlds"),
        ({"worlds": 2.5}, "worlds"),
        ({"seed": -1}, "seed"),
        ({"seed": True}, "seed"),
        ({"first_world": -3}, "first_world"),
        ({"vary": ["payoffs.rivalry=0:99:3"]}, "payoffs.rivalry"),
        ({"vary": ["us.policy=always-safe,nonsense"]}, "us.policy"),
        ({"scenario": "nowhere"}, "no such scenario"),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(tmp_path, arguments, named):
    arguments = {"scenario": "baseline", "worlds": 10, "seed": 1} | arguments
    with pytest.raises(InputError, match=named):
        sweep(out=tmp_path / "s", **arguments)
    assert names(tmp_path) == []


def test_all_bad_values_of_a_design_come_in_one_error():
    with pytest.raises(InputError) as error:
        sweep("baseline", ["payoffs.rivalry=9:12:4", "us.policy=always-safe,no"], worlds=5)
    assert "payoffs.rivalry: 11.0" in str(error.value)
    assert "payoffs.rivalry: 12.0" in str(error.value)
    assert "us.policy: 'no'" in str(error.value)


def stop(done, total):
    raise KeyboardInterrupt


def test_a_sweep_that_is_stopped_leaves_the_earlier_one_whole(tmp_path):
    sweep("baseline", [RIVALRY], worlds=50, seed=2, out=tmp_path / "s")
    before = content(tmp_path / "s")
    with pytest.raises(KeyboardInterrupt):
        sweep("baseline", [RIVALRY], worlds=50, seed=3, out=tmp_path / "s", progress=stop)
    assert content(tmp_path / "s") == before
    assert names(tmp_path / "s") == FILES


def test_the_same_sweep_again_goes_on_where_it_was_stopped(tmp_path):
    chosen = {"vary": [RIVALRY], "worlds": 9000, "seed": 3, "threads": 1}
    with pytest.raises(KeyboardInterrupt):
        sweep("baseline", out=tmp_path / "s", progress=stop, **chosen)
    again = sweep("baseline", out=tmp_path / "s", **chosen)
    sweep("baseline", out=tmp_path / "whole", **chosen)
    assert content(tmp_path / "s") == content(tmp_path / "whole")
    first, second = again.manifest["sessions"]
    assert 0 < first["worlds"] < 27000 and first["worlds"] + second["worlds"] == 27000
    assert names(tmp_path) == ["s", "whole"]


def test_what_another_sweep_left_unfinished_is_replaced(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        sweep("baseline", [RIVALRY], worlds=50, seed=3, out=tmp_path / "s", progress=stop)
    result = sweep("baseline", [RIVALRY], worlds=60, seed=3, out=tmp_path / "s")
    assert result.played == 180 and len(result.manifest["sessions"]) == 1
    assert names(tmp_path) == ["s"]


def test_notes_beside_a_sweep_outlive_it(tmp_path):
    sweep("baseline", [RIVALRY], worlds=50, seed=3, out=tmp_path / "s")
    (tmp_path / "s" / "notes.txt").write_text("mine")
    sweep("baseline", [RIVALRY], worlds=60, seed=3, out=tmp_path / "s")
    assert (tmp_path / "s" / "notes.txt").read_text() == "mine"
    assert names(tmp_path) == ["s"]
    (tmp_path / "s.partial").mkdir()
    (tmp_path / "s.partial" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        sweep("baseline", [RIVALRY], worlds=70, seed=3, out=tmp_path / "s")
    assert (tmp_path / "s.partial" / "notes.txt").read_text() == "mine"


def test_an_exchange_that_was_cut_short_is_undone(tmp_path):
    sweep("baseline", [RIVALRY], worlds=50, seed=3, out=tmp_path / "s")
    before = content(tmp_path / "s")
    (tmp_path / "s").rename(tmp_path / "s.earlier.partial")
    with pytest.raises(KeyboardInterrupt):
        sweep("baseline", [RIVALRY], worlds=60, seed=3, out=tmp_path / "s", progress=stop)
    assert content(tmp_path / "s") == before


def test_a_sweep_does_not_replace_a_study(tmp_path):
    run(study_of("baseline", [RIVALRY], worlds=50), tmp_path / "s")
    before = content(tmp_path / "s")
    with pytest.raises(InputError, match="holds a study"):
        sweep("baseline", [RIVALRY], worlds=50, out=tmp_path / "s")
    assert content(tmp_path / "s") == before


def test_a_killed_sweep_leaves_nothing_that_looks_whole(tmp_path):
    code = (
        "import sys; from race_sim import sweep; "
        "sweep('baseline', worlds=20_000_000, out=sys.argv[1], "
        "progress=lambda done, total: print(done, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "s")],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline()
        time.sleep(0.2)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    assert names(tmp_path) == ["s.partial"]
    with pytest.raises(InputError, match="no such folder"):
        read_sweep(tmp_path / "s")
    with pytest.raises(InputError, match="unfinished"):
        read_sweep(tmp_path / "s.partial")
    # The next run is not disturbed by what is left.
    sweep("baseline", worlds=5, out=tmp_path / "s")
    assert names(tmp_path / "s") == FILES


def test_a_finished_sweep_with_a_missing_or_broken_file_says_so(tmp_path):
    sweep("baseline", [RIVALRY], worlds=5, seed=2, out=tmp_path / "s")
    (tmp_path / "s" / SUMMARY).write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=SUMMARY):
        read_sweep(tmp_path / "s")
    sweep("baseline", [RIVALRY], worlds=5, seed=2, out=tmp_path / "s")
    shutil.rmtree(tmp_path / "s" / WORLDS)
    with pytest.raises(InputError, match=WORLDS):
        read_sweep(tmp_path / "s")


def test_progress_counts_up_to_the_total():
    seen = []
    sweep("baseline", [RIVALRY], worlds=5000, seed=2, progress=lambda *pair: seen.append(pair))
    done = [pair[0] for pair in seen]
    assert done == sorted(done)
    assert seen[-1] == (15000, 15000)
    assert np.unique([pair[1] for pair in seen]).tolist() == [15000]
