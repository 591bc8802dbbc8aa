"""Replaying: the row on disk is the row in Mesa, bit for bit, with its whole history."""

import math

import pytest

from race_sim.problems import InputError
from race_sim.study.replay import replay
from race_sim.study.result import open_study
from race_sim.study.run import run
from race_sim.study.verify import stored_row

pytestmark = pytest.mark.short


def stop(done, total):
    raise KeyboardInterrupt


@pytest.mark.parametrize("independent", [False, True])
def test_a_row_is_replayed_bit_for_bit(small_study, tmp_path, independent):
    study = small_study(independent=independent, worlds=40, first_world=1000)
    run(study, tmp_path / "s", "serial")
    frame = open_study(tmp_path / "s").worlds(1).set_index("world")
    for world in (1000, 1017, 1039):
        found = replay(tmp_path / "s", 1, world)
        assert found.differences == () and found.error is None
        assert not found.model.running and len(found.model.history) > 1
        for name, value in found.model.outcome.items():
            if name != "world":
                stored = frame.loc[world, name]
                assert stored == value or (math.isnan(stored) and math.isnan(value))


def test_a_row_that_was_changed_is_told(small_study, tmp_path):
    import numpy as np

    from race_sim.study.table import columns_of, encoded, read_held, read_rows, values_of

    run(small_study(worlds=40, levers={}, outcomes=["lead", "incidents"]), tmp_path / "s", "serial")
    path = next((tmp_path / "s" / "worlds.parquet").iterdir())
    columns = columns_of(["lead", "incidents"])
    held = read_held(path, columns)[0]
    worlds, values = values_of(read_rows(path).slice(0, 40), columns)
    values[5, 1] = np.nextafter(values[5, 1], np.inf)  # the last bit of one number
    path.write_bytes(encoded(held, worlds, values, columns))
    assert replay(tmp_path / "s", 0, 5).differences == ("lead",)
    assert replay(tmp_path / "s", 0, 6).differences == ()


def test_a_failed_world_is_replayed_up_to_its_failure(own_study, tmp_path, monkeypatch):
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", "7")
    run(own_study(worlds=10), tmp_path / "s", "serial")
    found = replay(tmp_path / "s", 0, 7)
    assert isinstance(found.error, ArithmeticError) and found.differences is None
    assert found.model.step_number == 1 and len(found.model.history) == 1
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", "")
    assert replay(tmp_path / "s", 0, 7).error is None


def test_a_row_of_an_unfinished_study_is_played_without_comparison(small_study, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(small_study(), tmp_path / "s", "serial", chunk=256, progress=stop)
    found = replay(tmp_path / "s", 1, 3)
    assert found.differences is None and found.error is None and not found.model.running


@pytest.mark.parametrize(
    ("point", "world", "told"), [(2, 0, "0 to 1"), (0, 40, "0 to 39"), (-1, 0, "0 to 1")]
)
def test_a_row_that_is_not_there_is_told(small_study, tmp_path, point, world, told):
    run(small_study(worlds=40), tmp_path / "s", "serial")
    with pytest.raises(InputError, match=told):
        replay(tmp_path / "s", point, world)


def test_where_every_world_failed_a_row_that_is_not_there_is_told_too(
    own_study, tmp_path, monkeypatch
):
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", "0,1,2")
    run(own_study(worlds=3), tmp_path / "s", "serial")
    with pytest.raises(InputError, match="0 to 2 at point 0"):
        replay(tmp_path / "s", 0, 5)
    assert stored_row(open_study(tmp_path / "s"), 0, 2) is None
