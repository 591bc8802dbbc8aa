"""No room, no right to write, damaged files, foreign files, failing worlds: told, nothing lost."""

import json
import os
import shutil
import subprocess

import pandas as pd
import pytest

from race_sim.problems import EngineError, InputError
from race_sim.study.result import FAILURES, POINTS, SUMMARY, open_study
from race_sim.study.retry import retry
from race_sim.study.run import resume, run
from race_sim.study.shelf import CHUNKS, WORLDS
from race_sim.study.status import status
from race_sim.study.store import MANIFEST
from race_sim.study.verify import verify

PART = f"{WORLDS}/part-0000000.parquet"


def stop(done, total):
    raise KeyboardInterrupt


@pytest.fixture
def whole(small_study, tmp_path):
    """A study and the folder of an undisturbed run."""
    study = small_study()
    run(study, tmp_path / "whole", "serial", chunk=256)
    return study, tmp_path / "whole"


@pytest.fixture
def begun(whole, tmp_path):
    """A study that was stopped after its first chunk."""
    with pytest.raises(KeyboardInterrupt):
        run(whole[0], tmp_path / "s", "serial", chunk=256, progress=stop)
    return tmp_path / "s"


@pytest.fixture
def mounted(tmp_path):
    """A small file system of its own; needs root."""
    places = []

    def mount(options):
        place = tmp_path / f"mounted-{len(places)}"
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        # On Linux root can, and others are told why not; elsewhere there may be no such command.
        if shutil.which("mount") is None or subprocess.run(mount).returncode != 0:
            pytest.skip("a file system of its own cannot be mounted here")
        places.append(place)
        return place

    yield mount
    for place in places:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_keeps_what_is_finished(small_study, mounted, content, tmp_path):
    study = small_study(worlds=256 * 20)
    place = mounted("size=300k")
    with pytest.raises(EngineError, match=r"No space left on device.*race-sim study resume"):
        run(study, place / "s", "serial", chunk=256)
    kept = status(place / "s").worlds_done
    assert kept > 0 and status(place / "s").broken == ()
    subprocess.run(["mount", "-o", "remount,size=20m", str(place)], check=True)
    result = resume(place / "s", "serial")
    assert result.manifest["sessions"][-1]["worlds"] == 2 * 256 * 20 - kept
    run(study, tmp_path / "whole", "serial", chunk=256)
    assert content(place / "s") == content(tmp_path / "whole")


LIMITED = (
    "import resource, sys\n"
    "from race_sim.problems import EngineError\n"
    "from race_sim import simulate\n"
    "from race_sim.study.run import run\n"
    "from race_sim.study.study import Study\n"
    "simulate('baseline', worlds=1)\n"
    "levers = {'payoffs.rivalry': [0.2, 0.9]}\n"
    "study = Study(scenario='baseline', levers=levers, worlds=1500, seed=4)\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
    "try:\n"
    "    run(study, sys.argv[1], sys.argv[2], chunk=256)\n"
    "except EngineError as error:\n"
    "    print(error)\n"
)


@pytest.mark.skipif(os.name != "posix", reason="sets a limit of the system")
@pytest.mark.parametrize("engine", ["serial", "threads"])
def test_a_file_that_may_not_grow_keeps_what_is_finished(
    start, small_study, content, tmp_path, engine
):
    # Chunks are small enough; the file that they are compacted into is not.
    told, errors = start(LIMITED, tmp_path / "s", engine).communicate(timeout=100)
    assert "File too large" in told and "What is finished is kept" in told, errors
    now = status(tmp_path / "s")
    assert now.state == "stopped" and now.worlds_done == 3000 and now.broken == ()
    result = resume(tmp_path / "s")
    assert result.manifest["sessions"][1]["worlds"] == 0
    run(small_study(worlds=1500), tmp_path / "whole", "serial", chunk=256)
    assert content(tmp_path / "s") == content(tmp_path / "whole")


def test_a_folder_that_cannot_be_written_to_is_refused_before_anything_runs(
    small_study, mounted, tmp_path, monkeypatch
):
    place = mounted("size=20m")
    run(small_study(), place / "s", "serial")
    (place / "empty").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    monkeypatch.setattr("race_sim.study.runner.Runner.run", None)
    for attempt in (
        lambda: run(small_study(), place / "new"),
        lambda: run(small_study(), place / "empty"),
        lambda: run(small_study(), place / "s"),
        lambda: resume(place / "s"),
        lambda: retry(place / "s"),
    ):
        with pytest.raises(InputError, match="cannot be written to: Read-only file system"):
            attempt()
    # What only reads still works.
    assert status(place / "s").state == "finished"
    assert verify(place / "s", rows=5, in_mesa=0).is_sound
    assert len(open_study(place / "s").worlds(1)) == 600


def test_a_folder_without_the_right_to_write_is_refused(small_study, tmp_path):
    place, told = tmp_path / "s", "Permission denied"
    place.mkdir(mode=0o555)
    if os.access(place, os.W_OK):  # as for root, who may write anywhere, but not below a file
        (place / "file").touch()
        place, told = place / "file" / "s", "Not a directory"
    with pytest.raises(InputError, match=f"cannot be written to: {told}"):
        run(small_study(), place)


@pytest.mark.parametrize("kept", [0, 10, 5000, -1])
def test_a_truncated_chunk_is_played_again(whole, begun, content, kept):
    (chunk,) = (begun / CHUNKS).iterdir()
    chunk.write_bytes(chunk.read_bytes()[:kept])
    assert status(begun).broken == (f"{CHUNKS}/{chunk.name}",)
    assert status(begun).worlds_done == 0
    resume(begun, "serial")
    assert content(begun) == content(whole[1])


@pytest.mark.parametrize("kept", [0, 10, -1, None])
def test_a_truncated_or_missing_part_is_told_and_made_again(whole, content, kept):
    _, folder = whole
    before = content(folder)
    part = folder / PART
    if kept is None:
        part.unlink()
        told = "missing"
    else:
        part.write_bytes(part.read_bytes()[:kept])
        told = "truncated or broken"
        with pytest.raises(InputError, match=r"part-0000000\.parquet: truncated or broken"):
            open_study(folder)
        assert not verify(folder, rows=5).is_sound
    with pytest.raises(InputError, match=told):
        open_study(folder).worlds()
    resume(folder, "serial")
    assert content(folder) == before


def test_one_part_of_several_that_is_missing_is_told_and_made_again(small_study, content, tmp_path):
    run(small_study(worlds=65536, levers={}, outcomes=["catastrophe"]), tmp_path / "t", chunk=32768)
    before = content(tmp_path / "t")
    (tmp_path / "t" / WORLDS / "part-0000001.parquet").unlink()
    with pytest.raises(InputError, match="32768 of 65536 worlds are there"):
        open_study(tmp_path / "t")
    assert not verify(tmp_path / "t", rows=5).is_sound
    resume(tmp_path / "t")
    assert content(tmp_path / "t") == before


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)


def test_a_flipped_byte_in_a_chunk_is_no_obstacle(whole, begun, content):
    (chunk,) = (begun / CHUNKS).iterdir()
    flip(chunk)
    resume(begun, "serial")
    assert content(begun) == content(whole[1])


def test_a_flipped_byte_in_a_part_is_found_and_mended(whole, content):
    """By reading, by `verify`, and by `resume`, which reads every page for its checksum."""
    _, folder = whole
    before = content(folder)
    flip(folder / PART)
    with pytest.raises(InputError, match=r"part-0000000\.parquet: truncated or broken"):
        open_study(folder).worlds()
    found = verify(folder, rows=5)
    assert not found.is_sound and any("part-0000000" in problem for problem in found.problems)
    resume(folder, "serial")
    assert content(folder) == before


BROKEN = {
    "not JSON": "{",
    "not text": b"\xff\xfe\x00",
    "empty": "",
    "a list": "[1, 2]",
    "another kind": json.dumps({"kind": "run", "seed": 1}),
    "fields missing": json.dumps({"kind": "study", "state": "unfinished"}),
    "fields of another kind": json.dumps(
        {
            "kind": "study",
            "state": 3,
            "study": [],
            "chunk": "x",
            "user_model": 0,
            "versions": None,
            "sessions": {},
        }
    ),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_corrupted_manifest_is_told_and_its_chunks_are_taken_up_again(
    whole, begun, content, broken
):
    path = begun / MANIFEST
    path.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    for attempt in (resume, status, open_study, verify, retry):
        with pytest.raises(InputError, match=r"manifest\.json"):
            attempt(begun)
    result = run(whole[0], begun, "serial", chunk=256)
    assert result.manifest["sessions"][0]["chunks"] == 5  # one was there
    assert content(begun) == content(whole[1])


def test_a_lost_manifest_does_not_let_another_study_take_the_chunks(begun, whole, small_study):
    (begun / MANIFEST).unlink()
    with pytest.raises(InputError, match="holds worlds of another study") as error:
        run(small_study(seed=5), begun, "serial", chunk=256)
    assert "point-0000000-world-0000000000000000000.parquet" in str(error.value)
    assert not (begun / MANIFEST).exists()  # nor does it leave its own
    with pytest.raises(InputError, match="holds worlds of another study"):
        run(small_study(), begun, "serial", chunk=512)
    # A finished one with fewer worlds would have the same first chunks.
    (whole[1] / MANIFEST).unlink()
    with pytest.raises(InputError, match=r"part-0000000\.parquet: holds worlds of another study"):
        run(small_study(worlds=512), whole[1], "serial", chunk=256)


FOREIGN = ["notes.txt", f"{CHUNKS}/notes.txt", f"{WORLDS}/data.parquet", f"{WORLDS}/.hidden"]


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_named_and_left_alone(begun, small_study, name):
    (begun / name).write_text("mine")
    before = sorted(begun.rglob("*"))
    if "/" in name:
        with pytest.raises(InputError, match=name):
            resume(begun, "serial")
    (begun / MANIFEST).unlink()
    with pytest.raises(InputError, match=name):
        run(small_study(), begun, "serial", chunk=256)
    assert (begun / name).read_text() == "mine"
    assert [path for path in sorted(begun.rglob("*")) if path.name != ".lock"] == [
        path for path in before if path.name not in (MANIFEST, ".lock")
    ]


def test_a_file_in_the_place_of_the_folder_is_told(small_study, tmp_path):
    (tmp_path / "s").write_text("mine")
    with pytest.raises(InputError, match="is a file"):
        run(small_study(), tmp_path / "s")
    with pytest.raises(InputError, match="no such folder"):
        status(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "name", [f"{WORLDS}/part-0000007.parquet", f"{CHUNKS}/point-0000009-world-{0:019d}.parquet"]
)
def test_a_file_of_another_study_that_looks_like_an_own_one_is_told(
    begun, whole, small_study, content, name, tmp_path
):
    run(small_study(seed=9), tmp_path / "other", "serial", chunk=256)
    shutil.copy(tmp_path / "other" / PART, begun / name)
    with pytest.raises(InputError, match=f"{name}: holds worlds of another study"):
        resume(begun, "serial")
    assert (begun / name).exists()
    (begun / name).rename(tmp_path / "elsewhere")
    resume(begun, "serial")
    assert content(begun) == content(whole[1])


def test_a_chunk_of_another_study_is_told(begun, small_study, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(small_study(seed=9), tmp_path / "other", "serial", chunk=256, progress=stop)
    (chunk,) = (begun / CHUNKS).iterdir()
    shutil.copy(tmp_path / "other" / CHUNKS / chunk.name, chunk)
    with pytest.raises(InputError, match=f"{chunk.name}: holds worlds of another study"):
        resume(begun, "serial")


def test_a_table_that_is_missing_is_written_again(whole, content):
    before = content(whole[1])
    for name in (POINTS, SUMMARY, FAILURES):
        (whole[1] / name).unlink()
        with pytest.raises(InputError, match=name):
            open_study(whole[1])
        resume(whole[1], "serial")
        assert content(whole[1]) == before


def test_a_failing_world_leaves_the_others_as_they_are(own_study, tmp_path, monkeypatch):
    study = own_study()
    sound = run(study, None, "serial")
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", "0,17,299")
    result = run(study, tmp_path / "s", "processes", 2)
    assert result.failures[["point", "world", "seed"]].to_numpy().tolist() == [
        [point, world, 4] for point in (0, 1) for world in (0, 17, 299)
    ]
    assert result.missing_share == 6 / 600 and result.played == 594
    failed = sound.worlds()["world"].isin([0, 17, 299])
    pd.testing.assert_frame_equal(
        result.worlds(), sound.worlds()[~failed].reset_index(drop=True), check_exact=True
    )
    assert (result.summary["worlds"] == 297).all()
    read = open_study(tmp_path / "s")
    pd.testing.assert_frame_equal(read.failures, result.failures, check_dtype=False)
    assert status(tmp_path / "s").failures == 6


def test_a_study_of_which_every_world_fails_is_a_result_too(own_study, tmp_path, monkeypatch):
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", ",".join(map(str, range(40))))
    result = run(own_study(worlds=40), tmp_path / "s", "serial")
    for found in (result, open_study(tmp_path / "s")):
        assert found.missing_share == 1.0 and found.played == 0
        assert found.summary["value"].isna().all() and len(found.failures) == 80
        assert found.worlds().empty and found.worlds(1, ["lead"]).empty
        assert "ending" in found.worlds().columns
    assert verify(tmp_path / "s").is_sound


def test_an_error_in_a_worker_that_is_no_failing_world_ends_the_study(own_study, tmp_path):
    # The users's file cannot be loaded where it is not importable: told, not data.
    code = "from race_sim import RaceModel\nclass Own(RaceModel):\n    pass\n"
    (tmp_path / "own.py").write_text(code)
    study = own_study(model=f"{tmp_path / 'own.py'}:Nobody")
    with pytest.raises(InputError, match="has no RaceModel called Nobody"):
        run(study, tmp_path / "s")
    assert not (tmp_path / "s").exists()


def test_tables_alone_are_no_study_to_go_on_with(small_study, tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / POINTS).write_text("mine")
    with pytest.raises(InputError, match=r"holds other files, such as points\.csv"):
        run(small_study(), tmp_path / "s", "serial")
    assert (tmp_path / "s" / POINTS).read_text() == "mine"
