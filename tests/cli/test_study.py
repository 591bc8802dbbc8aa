"""`race-sim study`: what each command says, writes, and answers."""

import json
import shutil

import pandas as pd
import pytest

from race_sim.analysis.workbench import workbench
from race_sim.model import RaceModel
from race_sim.problems import EngineError
from race_sim.study.result import open_study
from race_sim.study.study import Study
from race_sim.study.study_file import study_names

SMALL = """
title = "Rivalry & <openness>"
scenario = "baseline"
worlds = 256
seed = 5
[uncertainties]
"payoffs.rivalry" = [0.0, 1.2]
[design]
kind = "grid"
levels = 3
[[analyses]]
kind = "paired"
outcome = "catastrophe"
"""
FAILING = """
scenario = "baseline"
worlds = 6
seed = 5
model = "moody.py:Model"
[uncertainties]
"payoffs.rivalry" = [0.0, 1.2]
[design]
kind = "grid"
levels = 2
"""
MODEL = """
from race_sim.model import Actor, RaceModel


class Moody(Actor):
    def choose(self):
        super().choose()
        if {condition}:
            raise RuntimeError(f"cannot decide in {{self.model.year:g}}")


class Model(RaceModel):
    actor_class = Moody
"""
FAILS = "self.model.year >= 2030 and self.model.world == 3"


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a finished study, and beside it its file. Not to be changed."""
    place = tmp_path_factory.mktemp("finished")
    (place / "small.toml").write_text(SMALL)
    Study.load(place / "small.toml").run(place / "out", "serial")
    return place / "out"


@pytest.fixture
def failing(type_in, tmp_path):
    """Files of a study whose model fails in one world of each point."""
    (tmp_path / "failing.toml").write_text(FAILING)
    (tmp_path / "moody.py").write_text(MODEL.format(condition=FAILS))
    (tmp_path / "mended.py").write_text(MODEL.format(condition="False"))


def content(folder):
    """What a study comes to: every file but the lock and the manifest, which tells times."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".lock", "manifest.json", "report.html")
    }


def test_the_ready_made_studies_are_listed_and_can_all_be_read(type_in):
    found = json.loads(type_in("study", "list", "--json").stdout)
    assert [one["name"] for one in found] == study_names()
    text = type_in("study", "list").stdout
    for one in found:
        assert one["title"] in text and one["question"] in text


def test_a_plan_tells_the_size_of_the_study_before_it_is_run(type_in, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    found = json.loads(type_in("study", "plan", "small.toml", "--json").stdout)
    assert (found["points"], found["worlds"]) == (3, 768)
    assert found["seconds"] > 0 and found["megabytes"] > 0
    text = type_in("study", "plan", "small.toml", "--workers", 1).stdout
    assert "3 points, 256 worlds each: 768 worlds" in text and "on 1 thread" in text
    assert [path.name for path in tmp_path.iterdir()] == ["small.toml"]


def test_a_run_says_what_it_found_and_writes_the_report(type_in, tmp_path, finished):
    (tmp_path / "small.toml").write_text(SMALL)
    result = type_in("study", "run", "small.toml", "--engine", "serial")
    folder = tmp_path / "results" / "study-small"
    assert "Playing: 768 of 768 worlds" in result.stderr
    assert "Report: results/study-small/report/report.html" in result.stdout
    assert (folder / "report" / "report.html").is_file()
    text = " ".join(result.stdout.split())
    for name in ("paired-catastrophe.png", "sweep_curve.png"):
        assert f"Figure: results/study-small/report/{name}" in text
        assert (folder / "report" / name).is_file()
    assert "is compared with that under payoffs.rivalry = 0" in text
    # The report is all that the command adds to what the library writes.
    made = {name: one for name, one in content(folder).items() if not name.startswith("report")}
    assert made == content(finished)


def test_json_is_all_that_stdout_holds(type_in, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    found = json.loads(type_in("study", "run", "small.toml", "--out", "out", "--json").stdout)
    assert (found["points"], found["worlds"], found["failures"]) == (3, 768, 0)
    summary = open_study("out").summary
    rows = summary[summary["outcome"] == "catastrophe"]["value"]
    first = found["outcomes"][0]
    assert first["lowest"] == 100 * rows.min() and first["median"] == 100 * rows.median()
    files = [path for section in found["sections"] for path in section["figures"]]
    assert found["report"] == "out/report/report.html" and files
    assert all((tmp_path / path).is_file() for path in files)


def test_the_report_can_be_left_for_later_and_is_then_the_same(type_in, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL.partition("[[analyses]]")[0])
    text = type_in("study", "run", "small.toml", "--out", "out", "--no-report").stdout
    assert "race-sim study report out" in text
    assert not (tmp_path / "out" / "report").exists()
    type_in("study", "report", "out")
    first = (tmp_path / "out" / "report" / "report.html").read_bytes()
    found = json.loads(type_in("study", "report", "out", "--out", "page.html", "--json").stdout)
    assert found["report"] == "page.html"
    page = (tmp_path / "page.html").read_bytes()
    assert page.replace(b'href="out/report/', b'href="').replace(b'href="out/', b'href="../') == (
        first
    )


def test_status_of_a_finished_study(type_in, finished):
    found = json.loads(type_in("study", "status", finished, "--json").stdout)
    assert (found["state"], found["worlds_done"], found["worlds_most"]) == ("finished", 768, 768)
    assert found["seconds_left"] is None and found["worlds_a_second"] > 0
    text = type_in("study", "status", finished).stdout
    assert "768 of 768 (100.0 %)" in text and "Time left" not in text


def test_resume_makes_a_lost_file_again(type_in, tmp_path, finished):
    shutil.copytree(finished, tmp_path / "out")
    for path in (tmp_path / "out" / "worlds.parquet").iterdir():
        path.unlink()
    type_in("study", "verify", "out", code=1)
    type_in("study", "resume", "out", "--no-report")
    assert content(tmp_path / "out") == content(finished)


def test_verify_finds_a_sound_study_sound(type_in, finished):
    words = ("study", "verify", finished, "--rows", 50, "--mesa", 2)
    assert "All as it should be, bit for bit." in type_in(*words).stdout
    found = json.loads(type_in(*words, "--json").stdout)
    assert found["is_sound"] and (found["compared"], found["compared_in_mesa"]) == (50, 2)


def test_verify_names_what_is_broken_and_exits_with_1(type_in, tmp_path, finished):
    shutil.copytree(finished, tmp_path / "out")
    part = next((tmp_path / "out" / "worlds.parquet").iterdir())
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])
    text = " ".join(type_in("study", "verify", "out", code=1).stdout.split())
    assert part.name in text and "wrong:" in text
    found = json.loads(type_in("study", "verify", "out", "--json", code=1).stdout)
    assert not found["is_sound"] and found["problems"]


@pytest.mark.usefixtures("plain_pictures")
def test_replay_tells_the_story_of_the_row_on_disk(type_in, tmp_path, finished):
    words = ("study", "replay", finished, "--point", 2, "--world", 17)
    result = type_in(*words)
    assert "It is the row on disk, bit for bit." in result.stdout
    folder = tmp_path / "results" / "replay-small-2-17"
    model = RaceModel(Study.load(finished.parent / "small.toml").scenario_at(_point(2)), 5, 17)
    model.run()
    history = pd.read_csv(folder / "history.csv")
    assert history["us_capability"].tolist() == model.history["us_capability"].tolist()
    assert {"events.csv", "story.txt", "world.png"} <= {path.name for path in folder.iterdir()}
    found = json.loads(type_in(*words, "--out", "again", "--json").stdout)
    assert (
        found["differences"] == [] and found["outcome"]["incidents"] == (model.outcome["incidents"])
    )


def _point(number):
    from race_sim.study.study import DesignPoint

    return DesignPoint(number, 0, number, {"payoffs.rivalry": 1.2})


@pytest.mark.usefixtures("plain_pictures")
def test_replay_says_when_the_row_on_disk_is_another(type_in, finished, monkeypatch):
    from race_sim.study import replay as library

    monkeypatch.setattr(library, "_same", lambda stored, found: stored != 0)
    words = ("study", "replay", finished, "--point", 0, "--world", 1)
    assert "It is not the row on disk" in type_in(*words, code=1).stdout


@pytest.mark.usefixtures("failing")
def test_failed_worlds_are_told_replayed_and_tried_again(type_in, tmp_path):
    run = type_in("study", "run", "failing.toml", "--out", "out", "--engine", "serial", code=3)
    text = " ".join(run.stdout.split())
    assert "2 worlds failed (16.7 %), the first with RuntimeError: cannot decide in 2030." in text
    assert "race-sim study replay out --point 0 --world 3" in text
    assert "race-sim study retry out --failed" in text
    assert "16.7 % of the worlds failed and are left out" in text

    replayed = type_in("study", "replay", "out", "--point", 0, "--world", 3).stdout
    assert "World 3 of seed 5 fails in 2030" in replayed
    assert "RuntimeError: cannot decide in 2030" in replayed and 'moody.py", line' in replayed
    history = pd.read_csv(tmp_path / "results" / "replay-failing-0-3" / "history.csv")
    assert history["year"].max() == 2029.75
    words = ("study", "replay", "out", "--point", 0, "--world", 3, "--out", "again", "--json")
    found = json.loads(type_in(*words).stdout)
    assert found["failed"] and found["message"] == "cannot decide in 2030"

    assert "--failed" in type_in("study", "retry", "out", code=2).stderr
    same = type_in("study", "retry", "out", "--failed", "--no-report", "--json", code=3)
    assert json.loads(same.stdout)["failures"] == 2 and "mended: 0" in same.stderr
    mended = type_in("study", "retry", "out", "--failed", "--model", "mended.py:Model")
    assert "mended: 2" in mended.stderr and "failed" not in mended.stdout
    assert len(open_study("out").worlds()) == 12


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("study", "plan", "driver"), ("no such study", "did you mean drivers")),
        (("study", "run", "bad.toml"), ("2 problems", "worlds", "payoffs.rivalri")),
        (("study", "run", "drivers", "--engine", "magic"), ("'magic'", "threads")),
        (("study", "run", "drivers", "--scheduler", "tcp://x:1"), ("scheduler", "dask only")),
        (("study", "run", "drivers", "--chunk", 100), ("chunk", "a multiple of 256")),
        (("study", "status", "nowhere"), ("nowhere", "no such folder")),
        (("study", "resume", "nowhere"), ("nowhere", "no such folder")),
        (("study", "report", "nowhere"), ("nowhere", "no such folder")),
        (("study", "export", "nowhere"), ("nowhere", "no such folder")),
        (("study", "verify", "nowhere"), ("nowhere", "no such folder")),
        (("study", "replay", "nowhere", "--point", 0, "--world", 0), ("no such folder",)),
        (("study", "run", "drivers", "--workers", 0), ("--workers",)),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(type_in, tmp_path, words, named):
    (tmp_path / "bad.toml").write_text(
        'scenario = "baseline"\nworlds = 0\n[uncertainties]\n"payoffs.rivalri" = [0, 1]\n'
    )
    result = type_in(*words, code=2)
    assert result.stdout == ""
    for text in named:
        assert text in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.toml"]


def test_a_world_or_point_that_is_not_there_is_refused(type_in, tmp_path, finished):
    for point, world in ((3, 0), (0, 256), (-1, 0)):
        words = ("study", "replay", finished, "--point", point, "--world", world)
        assert "allowed: 0 to" in type_in(*words, code=2).stderr
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_cannot_go_on_is_an_error_without_a_traceback(type_in, monkeypatch):
    def gone(*_):
        raise EngineError("the Dask scheduler has gone: no answer")

    monkeypatch.setattr("race_sim.study.run.run", gone)
    result = type_in("study", "run", "drivers", code=1)
    assert result.stderr == "Error: the Dask scheduler has gone: no answer\n"


def test_export_is_what_the_workbench_reads(type_in, finished, tmp_path):
    util = workbench("util")
    shutil.copytree(finished, tmp_path / "out")
    found = json.loads(type_in("study", "export", "out", "--json").stdout)
    assert found["file"] == "out/report/experiments.tar.gz"
    experiments, outcomes = util.load_results(found["file"])
    assert experiments["payoffs.rivalry"].tolist() == [0.0, 0.6, 1.2]
    assert outcomes["catastrophe"].tolist() == open_study("out").values("catastrophe").tolist()


def test_a_study_that_keeps_only_names_is_told_too(type_in, tmp_path):
    (tmp_path / "names.toml").write_text(
        'scenario = "baseline"\nworlds = 256\noutcomes = ["ending"]\n'
    )
    text = type_in("study", "run", "names.toml", "--out", "out", "--no-report").stdout
    assert "256 worlds" in text and "Tables: out" in text
    found = json.loads(type_in("study", "resume", "out", "--no-report", "--json").stdout)
    assert found["outcomes"] == [] and found["worlds"] == 256


def test_a_world_that_fails_before_it_begins_is_told(type_in, tmp_path):
    (tmp_path / "unborn.py").write_text(
        "from race_sim.model import RaceModel\n"
        "class Model(RaceModel):\n"
        "    def __init__(self, *arguments, **named):\n"
        "        raise RuntimeError('not today')\n"
    )
    (tmp_path / "unborn.toml").write_text(
        'scenario = "baseline"\nworlds = 3\nmodel = "unborn.py:Model"\n'
    )
    type_in("study", "run", "unborn.toml", "--out", "out", "--no-report", code=3)
    text = type_in("study", "replay", "out", "--point", 0, "--world", 1, "--out", "again").stdout
    assert "fails before it begins" in text and "not today" in text
    found = json.loads(
        type_in("study", "replay", "out", "--point", 0, "--world", 1, "--out", "b", "--json").stdout
    )
    assert found["point"] == 0 and found["failed"]
