"""Playing a chunk: the same worlds as everywhere else, and failures told in full."""

import os

import numpy as np
import pandas as pd
import pytest

import race_sim
from race_sim.outcomes import OUTCOMES
from race_sim.problems import EngineError
from race_sim.study.chunk import Chunk
from race_sim.study.play import Job, lost, play
from race_sim.study.result import open_study
from race_sim.study.run import run, user_model_of
from race_sim.study.runner import Runner
from race_sim.study.shelf import Memory
from race_sim.study.table import as_frame, columns_of, read_held, read_rows

pytestmark = pytest.mark.short


def job_of(study, chunk):
    return Runner(study, Memory(columns_of(study.outcomes)), 256, user_model_of(study, None)).job(
        chunk
    )


def test_a_chunk_is_what_simulate_gives(small_study):
    study = small_study()
    played = play(job_of(study, Chunk(1, 77, 300)))
    alone = race_sim.simulate(study.scenario_at(study.points()[1]), 300, seed=4, first_world=77)
    frame = as_frame(read_rows(played.content))
    pd.testing.assert_frame_equal(frame.drop(columns="point"), alone, check_exact=True)
    assert (frame["point"] == 1).all()


def test_what_is_told_of_a_chunk_is_what_its_file_says(small_study):
    played = play(job_of(small_study(outcomes=["lead", "ending"]), Chunk(0, 0, 300)))
    (held,) = read_held(played.content, columns_of(["lead", "ending"]))
    assert held.chunk == played.held.chunk and held.key == played.held.key
    assert [leaf.worlds for leaf in held.leaves] == [256, 44]
    assert held.leaves[1].mean.tobytes() == played.held.leaves[1].mean.tobytes()


def test_a_worker_with_other_rules_refuses(small_study):
    job = job_of(small_study(), Chunk(0, 0, 256))._replace(rule_book="another")
    with pytest.raises(EngineError, match="a worker has other rules than the study"):
        play(job)


def test_a_model_of_ones_own_without_own_ideas_gives_the_bits_of_the_loop(own_study):
    own = own_study()
    loop = own_study(model="")
    python, compiled = (play(job_of(study, Chunk(1, 5, 256))) for study in (own, loop))
    frames = [as_frame(read_rows(played.content)) for played in (python, compiled)]
    pd.testing.assert_frame_equal(*frames, check_exact=True)
    for one, other in zip(python.held.leaves, compiled.held.leaves, strict=True):
        assert one.mean.tobytes() == other.mean.tobytes()


def test_a_failing_world_is_told_with_the_users_own_line(own_study, monkeypatch):
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", "7,9")
    played = play(job_of(own_study(), Chunk(0, 5, 256)))
    assert played.held.rows == 254
    first, second = played.held.failures
    assert (first.point, first.world, first.seed, second.world) == (0, 7, 4, 9)
    assert first.where.startswith("faults.py:") and first.where.endswith(" in choose")
    assert (first.type, first.message) == ("ArithmeticError", "cannot decide in world 7")
    assert 'raise ArithmeticError(f"cannot decide in world {self.model.world}")' in first.traceback
    assert first.traceback.rstrip().endswith("ArithmeticError: cannot decide in world 7")
    assert os.path.join("study", "play.py") not in first.traceback
    worlds = read_rows(played.content)["world"].to_pylist()
    assert worlds == [world for world in range(5, 261) if world not in (7, 9)]


def test_whatever_a_policy_raises_is_data_and_can_be_written_down(own_study, tmp_path):
    study = own_study("StrangeModel", worlds=8)
    result = run(study, tmp_path / "s", "serial")
    there = result.failures[result.failures["point"] == 0]
    assert there["world"].tolist() == [1, 2, 3, 4, 5, 6]
    assert there["type"].tolist() == [
        "KeyError", "ValueError", "SystemExit", "Unspeakable", "ValueError", "RecursionError",
    ]  # fmt: skip
    messages = there["message"].tolist()
    assert messages[0] == "3" and messages[2] == "5" and messages[4] == ""
    assert messages[1] == 'first line\\r\nsecond\\rthird\\x00 \\ud800 , "quoted" ; NA'
    read = open_study(tmp_path / "s")
    pd.testing.assert_frame_equal(read.failures, result.failures, check_dtype=False)
    assert result.missing_share == read.missing_share == 12 / 16


def test_messages_that_are_numbers_stay_text(own_study, tmp_path):
    study = own_study("StrangeModel", worlds=1, first_world=1)
    result = run(study, tmp_path / "s", "serial")
    assert open_study(tmp_path / "s").failures["message"].tolist() == ["3", "3"]
    assert result.failures["message"].tolist() == ["3", "3"]


def test_a_lost_chunk_is_all_failures(small_study):
    job = job_of(small_study(), Chunk(1, 300, 40))
    played = lost(job, "it died")
    (held,) = read_held(played.content, OUTCOMES)
    assert held.rows == 0 and [f.world for f in held.failures] == list(range(300, 340))
    assert {(f.type, f.message, f.seed) for f in held.failures} == {("WorkerLost", "it died", 4)}


def test_a_chunk_of_a_far_away_world_is_played(small_study):
    study = small_study(first_world=2**62, worlds=3)
    frame = as_frame(read_rows(play(job_of(study, Chunk(0, 2**62, 3))).content))
    assert frame["world"].tolist() == [2**62, 2**62 + 1, 2**62 + 2]
    assert frame["world"].dtype == np.int64


def test_a_job_can_be_sent_anywhere(own_study):
    import pickle

    job = job_of(own_study(), Chunk(0, 0, 256))
    again = pickle.loads(pickle.dumps(job))
    assert isinstance(again, Job) and again == job
    assert play(again).content == play(job).content
