"""The manifest: what must be the same for a study to go on, and what is only told."""

import json
import sys

import pytest

from race_sim.problems import InputError
from race_sim.study import manifest as manifests
from race_sim.study import provenance
from race_sim.study.run import resume, run
from race_sim.study.store import MANIFEST

pytestmark = pytest.mark.short


def stop(done, total):
    raise KeyboardInterrupt


@pytest.fixture
def begun(small_study, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(small_study(), tmp_path / "s", "serial", chunk=256, progress=stop)
    return tmp_path / "s"


CHANGES = {
    "seed": ({"seed": 5}, "study.seed: 4 in the folder, 5 now"),
    "worlds": ({"worlds": 700}, "study.worlds: 600 in the folder, 700 now"),
    "first world": ({"first_world": 7}, "study.first_world: 0 in the folder, 7 now"),
    "a lever": (
        {"levers": {"payoffs.rivalry": [0.2, 0.8]}},
        r"study.levers.payoffs.rivalry.values: \[0.2, 0.9\] in the folder, \[0.2, 0.8\] now",
    ),
    "a parameter": (
        {"set": {"talks.sanction": 7.0}},
        "study.scenario.parameters.talks.sanction: .* in the folder, 7.0 now",
    ),
    "luck": ({"independent": True}, "study.independent: .* in the folder, .* now"),
    "columns": ({"outcomes": ["lead"]}, r"study.outcomes: \[\] in the folder, \['lead'\] now"),
    "another scenario": (
        {"scenario": "finish-line"},
        "study.scenario.name: 'baseline' in the folder",
    ),
}


@pytest.mark.parametrize(("changes", "told"), CHANGES.values(), ids=CHANGES)
def test_another_study_is_refused_and_what_differs_is_named(begun, small_study, changes, told):
    with pytest.raises(InputError, match=told) as error:
        run(small_study(**changes), begun, chunk=256)
    assert f"{begun} holds another study" in str(error.value)
    assert "the same study, or another folder" in str(error.value)


def test_another_size_of_chunk_is_refused(begun, small_study):
    with pytest.raises(InputError, match="chunk: 256 in the folder, 512 now"):
        run(small_study(), begun, chunk=512)


def test_the_same_study_is_not_begun_twice(begun, small_study):
    with pytest.raises(InputError, match=r"has begun already.*resume"):
        run(small_study(), begun, chunk=256)
    resume(begun, "serial")
    with pytest.raises(InputError, match=r"is finished there already.*resume"):
        run(small_study(), begun, chunk=256)


@pytest.mark.parametrize(("place", "name"), [("model", "model"), ("rule book", "rule book")])
def test_other_rules_are_refused(begun, place, name):
    path = begun / MANIFEST
    manifest = json.loads(path.read_text())
    manifest["versions"][place] = "another"
    path.write_text(json.dumps(manifest))
    with pytest.raises(InputError, match=f"versions.{name}: 'another' in the folder, '.*' now"):
        resume(begun)


def test_another_version_of_a_library_is_told_but_is_no_hindrance(begun):
    path = begun / MANIFEST
    manifest = json.loads(path.read_text())
    manifest["versions"]["numpy"] = "1.0"
    path.write_text(json.dumps(manifest))
    result = resume(begun, "serial")
    assert result.manifest["versions"]["numpy"] == "1.0"
    assert result.manifest["sessions"][-1]["versions"]["numpy"] != "1.0"


def test_a_file_of_a_users_model_that_has_changed_is_refused(own_study, tmp_path):
    path = tmp_path / "own.py"
    path.write_text("from race_sim import RaceModel\nclass Own(RaceModel):\n    pass\n")
    study = own_study(model=f"{path}:Own", worlds=5)
    with pytest.raises(KeyboardInterrupt):
        run(study, tmp_path / "s", "serial", progress=stop)
    path.write_text(path.read_text() + "# another thought\n")
    with pytest.raises(InputError, match=r"model.source: '.*' in the folder, '.*' now"):
        run(study, tmp_path / "s")
    # To go on, the file as it was is kept in the manifest.
    path.unlink()
    assert len(resume(tmp_path / "s", "serial").manifest["sessions"]) == 2


def test_a_module_of_a_users_model_that_has_changed_is_refused(own_study, tmp_path, monkeypatch):
    path = tmp_path / "own_module_of_a_test.py"
    path.write_text("from race_sim import RaceModel\nclass Own(RaceModel):\n    pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    study = own_study(model="own_module_of_a_test:Own", worlds=5)
    with pytest.raises(KeyboardInterrupt):
        run(study, tmp_path / "s", "serial", progress=stop)
    path.write_text(path.read_text() + "# another thought\n")
    monkeypatch.delitem(sys.modules, "own_module_of_a_test")
    with pytest.raises(InputError, match=r"model.source: '.*' in the folder, '.*' now"):
        resume(tmp_path / "s", "serial")


def test_the_manifest_says_where_a_result_comes_from(small_study, tmp_path):
    result = run(small_study(), tmp_path / "s", "threads", 2)
    manifest = json.loads((tmp_path / "s" / MANIFEST).read_text())
    assert manifest == json.loads(json.dumps(result.manifest))
    assert manifest["state"] == "finished" and manifest["chunk"] == 4096
    assert {"race-sim", "model", "rule book", "python", "numpy", "numba"} <= set(
        manifest["versions"]
    )
    (told,) = manifest["sessions"]
    assert told["engine"] == "threads" and told["workers"] == 2
    assert told["worlds"] == 1200 and told["chunks"] == 2
    assert told["begin"] <= told["end"] and told["seconds"] > 0
    assert {"host", "process", "system", "processors", "commit"} <= set(told)


def test_an_identity_is_compared_key_by_key(small_study):
    one = manifests.new_manifest(small_study(), 256, None)
    assert manifests.differences(one, one) == []
    other = manifests.new_manifest(small_study(seed=9, worlds=5), 512, None)
    assert {p.where for p in manifests.differences(one, other)} == {
        "study.seed", "study.worlds", "chunk",
    }  # fmt: skip


def test_provenance_is_that_of_this_checkout():
    import hashlib
    import subprocess
    from pathlib import Path

    import race_sim

    folder = Path(race_sim.__file__).parent.parent
    if not (folder / ".git").exists():
        assert provenance.commit() is None and provenance.lock_hash() is None
        return
    head = subprocess.run(
        ["git", "-C", str(folder), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert provenance.commit() in (head, f"{head}+")
    lock = (folder / provenance.LOCK_FILE).read_bytes()
    assert provenance.lock_hash() == hashlib.sha256(lock).hexdigest()
