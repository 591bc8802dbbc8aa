"""Files that are whole or not there."""

import json

import pytest

from race_sim.problems import InputError
from race_sim.study import store


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_a_file_takes_its_place_when_it_is_whole(tmp_path):
    store.write_text(tmp_path / "deep" / "note.txt", "one\ntwo\n")
    assert (tmp_path / "deep" / "note.txt").read_bytes() == b"one\ntwo\n"
    assert names(tmp_path / "deep") == ["note.txt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_file_that_fails_leaves_the_old_one_and_nothing_else(tmp_path, error):
    path = tmp_path / "note.txt"
    store.write_text(path, "old")
    with pytest.raises(error), store.written_aside(path) as aside:
        aside.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert names(tmp_path) == ["note.txt"]


def test_json_refuses_what_is_not_json_and_writes_nothing(tmp_path):
    with pytest.raises(ValueError, match="not JSON compliant"):
        store.write_json(tmp_path / "a.json", {"value": float("nan")})
    assert names(tmp_path) == []


def test_a_manifest_says_what_it_is_of(tmp_path):
    store.write_json(tmp_path / store.MANIFEST, {"kind": "sweep", "seed": 1})
    assert store.read_manifest(tmp_path, "sweep") == {"kind": "sweep", "seed": 1}
    with pytest.raises(InputError, match="the manifest of a walk"):
        store.read_manifest(tmp_path, "walk")
    (tmp_path / store.MANIFEST).write_text("{")
    with pytest.raises(InputError, match="not readable as JSON"):
        store.read_manifest(tmp_path, "sweep")
    (tmp_path / store.MANIFEST).write_text(json.dumps([1]))
    with pytest.raises(InputError, match="kind"):
        store.read_manifest(tmp_path, "sweep")
    with pytest.raises(InputError, match="no such folder"):
        store.read_manifest(tmp_path / "none", "sweep")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no manifest\.json"):
        store.read_manifest(tmp_path / "empty", "sweep")


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match=r"holds other files, such as thesis\.txt"):
        store.prepare_folder(tmp_path, "sweep")
    assert names(tmp_path) == ["thesis.txt"]
    with pytest.raises(InputError, match="is a file"):
        store.prepare_folder(tmp_path / "thesis.txt", "sweep")
    with pytest.raises(InputError, match="cannot be written to"):
        store.prepare_folder(tmp_path / "thesis.txt" / "below", "sweep")


def test_a_new_an_empty_and_an_own_folder_are_fine(tmp_path):
    store.prepare_folder(tmp_path / "new" / "deep", "sweep")
    assert names(tmp_path / "new" / "deep") == []
    store.prepare_folder(tmp_path / "new" / "deep", "sweep")
    (tmp_path / "new" / "deep" / "worlds.parquet.partial").touch()
    store.prepare_folder(tmp_path / "new" / "deep", "sweep")
    store.write_json(tmp_path / "new" / "deep" / store.MANIFEST, {"kind": "sweep"})
    store.prepare_folder(tmp_path / "new" / "deep", "sweep")
