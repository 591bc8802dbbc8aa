"""Verifying: a sound study is sound, and whatever was changed on disk is found."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from race_sim.problems import InputError
from race_sim.study.result import FAILURES, POINTS, SUMMARY
from race_sim.study.run import resume, run
from race_sim.study.shelf import WORLDS
from race_sim.study.store import MANIFEST
from race_sim.study.verify import verify


@pytest.fixture
def folder(small_study, tmp_path):
    run(small_study(), tmp_path / "s", "serial", chunk=256)
    return tmp_path / "s"


def part(folder, number=0):
    return folder / WORLDS / f"part-{number:07d}.parquet"


def rewritten(path, column, row, value):
    """The same file with one value changed, and all checksums right."""
    table = parquet.read_table(path)
    place = table.schema.get_field_index(column)
    values = table[column].to_pylist()
    values[row] = value
    changed = pa.array(values, table.schema.field(place).type)
    table = table.set_column(place, table.schema.field(place), changed)
    parquet.write_table(table, path, write_page_checksum=True)


def test_a_sound_study_is_sound(folder):
    found = verify(folder, rows=400, in_mesa=10)
    assert found.is_sound and found.files == 1 and found.rows == 1200
    assert found.compared == 400 and found.compared_in_mesa == 10


@pytest.mark.parametrize(
    ("column", "value"), [("lead", 0.25), ("incidents", 77), ("first_incident_year", float("nan"))]
)
def test_one_value_changed_is_found_in_the_sums_even_if_its_row_is_not_drawn(folder, column, value):
    rewritten(part(folder), column, 700, value)
    found = verify(folder, rows=1, in_mesa=0, seed=3)
    assert not found.is_sound
    assert any("point-0000001" in problem for problem in found.problems)


def test_one_value_changed_is_named_if_its_row_is_played_again(folder):
    rewritten(part(folder), "lead", 700, 0.25)
    found = verify(folder, rows=1200, in_mesa=0)
    assert [tuple(one)[:4] for one in found.mismatches] == [(1, 100, "lead", 0.25)]
    assert found.mismatches[0].played != 0.25


def test_a_name_changed_is_found_if_its_row_is_played_again(folder):
    table = parquet.read_table(part(folder))
    other = next(n for n in ("horizon", "catastrophe") if n != table["ending"][3].as_py())
    rewritten(part(folder), "ending", 3, other)
    found = verify(folder, rows=1200, in_mesa=0)
    assert [(one.point, one.world, one.outcome) for one in found.mismatches] == [(0, 3, "ending")]


def test_a_part_that_is_missing_is_found(small_study, tmp_path):
    # 70 000 worlds a point fill more than one file.
    run(small_study(worlds=70_000, outcomes=["lead"]), tmp_path / "s", "threads", chunk=16384)
    assert part(tmp_path / "s", 1).exists()
    part(tmp_path / "s", 0).unlink()
    found = verify(tmp_path / "s", rows=5, in_mesa=0)
    assert not found.is_sound
    assert any("part-0000000" in problem for problem in found.problems)


def test_a_part_that_is_missing_is_found_with_a_stopping_rule_too(small_study, tmp_path):
    rule = {"outcome": "incidents", "width": 0.18, "first": 256, "ceiling": 2048}
    study = small_study(worlds=2048, stopping=rule)
    run(study, tmp_path / "s", "serial", chunk=256)
    assert verify(tmp_path / "s", rows=5, in_mesa=0).is_sound
    parts = sorted((tmp_path / "s" / WORLDS).iterdir())
    assert len(parts) > 2
    parts[-1].unlink()
    assert not verify(tmp_path / "s", rows=5, in_mesa=0).is_sound


def test_a_key_of_another_study_is_found(folder, small_study, tmp_path):
    run(small_study(seed=9), tmp_path / "other", "serial", chunk=256)
    part(folder).write_bytes(part(tmp_path / "other").read_bytes())
    found = verify(folder, rows=5)
    assert any("key of another study" in problem for problem in found.problems)


@pytest.mark.parametrize("name", [POINTS, SUMMARY, FAILURES])
def test_a_table_that_was_changed_is_found(folder, name):
    text = (folder / name).read_text()
    (folder / name).write_text(
        text.replace("0.9", "0.8") if name != FAILURES else text + "0,1,2,,,,\n"
    )
    found = verify(folder, rows=5, in_mesa=0)
    assert any(name in problem for problem in found.problems)
    resume(folder, "serial")
    assert verify(folder, rows=5, in_mesa=0).is_sound


def test_an_unfinished_study_is_not_verified(folder):
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"state": "unfinished"}))
    with pytest.raises(InputError, match="is unfinished"):
        verify(folder)


@pytest.mark.parametrize("wrong", [{"rows": 0}, {"in_mesa": -1}, {"seed": 1.5}])
def test_arguments_are_checked(folder, wrong):
    with pytest.raises(InputError, match=str(next(iter(wrong)))[-4:]):
        verify(folder, **wrong)


def test_rows_are_drawn_evenly(folder, monkeypatch):
    from race_sim.study.verify import _Verifier

    seen = []
    original = _Verifier._compare

    def noted(self, job, worlds, stored, play):
        seen.extend((job.chunk.point, int(world)) for world in worlds)
        original(self, job, worlds, stored, play)

    monkeypatch.setattr(_Verifier, "_compare", noted)
    for seed in range(20):
        verify(folder, rows=60, in_mesa=0, seed=seed)
    assert len(seen) == 1200
    points, worlds = np.array(seen).T
    # Binomial(1200, 1/2): six standard deviations.
    assert abs((points == 1).sum() - 600) < 104 and abs((worlds < 300).sum() - 600) < 104
