"""Solutions on disk: read back as written, made anew when broken, and under the right key."""

import logging
import random
import threading

import numpy as np
import pytest

from race_sim.foresight import kept
from race_sim.foresight.grids import Grid
from race_sim.foresight.reduced import reduced_race
from race_sim.foresight.shocks import restrictions_of
from race_sim.foresight.solution import Solution, sharpness, table_row
from race_sim.parameters.foresight import ForesightParameters
from race_sim.resolve import settings_of
from race_sim.rules.settings import SideSettings
from race_sim.scenario import load_scenario

GRID = Grid(np.array([-1.0, 1.0]), np.array([-0.5, 6.0]), np.array([0.0, 4.0]))


@pytest.fixture(scope="module")
def small():
    """A solution of the right shape on the smallest grid; its numbers are made up."""
    numbers = np.random.default_rng(5)
    return Solution(
        "planner",
        GRID,
        numbers.uniform(size=(2, 5)),
        numbers.uniform(size=(2, GRID.states)),
        numbers.normal(size=(1, GRID.states)),
        1e-7,
        2e-8,
        3,
        41,
        0.125,
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to keep solutions in."""
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path))
    return tmp_path / "far-sighted"


def test_what_is_written_is_read_back(small, tmp_path):
    kept.write(tmp_path / "a.npz", "k", small)
    back = kept.read(tmp_path / "a.npz", "k")
    for name in ("kind", "value_residual", "strategy_residual", "unsettled", "iterations"):
        assert getattr(back, name) == getattr(small, name)
    assert back.seconds == small.seconds
    for name in ("restrictions", "strategies", "values"):
        assert (getattr(back, name) == getattr(small, name)).all()
    assert all((ours == theirs).all() for ours, theirs in zip(back.grid, small.grid, strict=True))
    assert table_row(back) == table_row(small)
    assert [file.name for file in tmp_path.iterdir()] == ["a.npz"]


def test_there_is_none_without_a_file_or_under_another_key(small, tmp_path):
    kept.write(tmp_path / "a.npz", "k", small)
    assert kept.read(tmp_path / "a.npz", "another") is None
    assert kept.read(tmp_path / "none.npz", "k") is None
    assert kept.read(tmp_path, "k") is None


def test_any_damage_is_seen_or_harmless(small, tmp_path):
    """One byte changed or the file cut, at 250 places: none, or exactly what was written."""
    path = tmp_path / "a.npz"
    kept.write(path, "k", small)
    content = path.read_bytes()
    rest = random.Random(1)
    places = [*range(0, 64), *rest.sample(range(len(content)), 100)]
    places += range(len(content) - 86, len(content))
    refused = 0
    for place in places:
        broken = bytearray(content)
        broken[place] ^= 1 << rest.randrange(8)
        for damaged in (bytes(broken), content[:place]):
            path.write_bytes(damaged)
            back = kept.read(path, "k")
            if back is None:
                refused += 1
            else:
                assert table_row(back) == table_row(small)
                assert (back.values == small.values).all()
    assert refused > len(places)


# Of an archive's first member: version needed, encryption flag, packing (APPNOTE.TXT 4.3.12).
@pytest.mark.parametrize(("offset", "value"), [(6, 99), (8, 1), (8, 1 << 5), (10, 77)])
def test_an_archive_that_zipfile_does_not_know_is_as_good_as_none(small, tmp_path, offset, value):
    path = tmp_path / "a.npz"
    kept.write(path, "k", small)
    content = bytearray(path.read_bytes())
    # Where the central directory speaks of its members.
    for place in range(len(content) - 4):
        if content[place : place + 4] == b"PK\x01\x02":
            content[place + offset] = value
    path.write_bytes(bytes(content))
    assert kept.read(path, "k") is None


def test_a_foreign_file_is_as_good_as_none(small, tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, something=np.zeros(3))
    assert kept.read(path, "k") is None
    with open(path, "wb") as file:
        np.save(file, np.zeros(3))
    assert kept.read(path, "k") is None
    arrays = {name: np.zeros((2, 7)) for name in (*kept._ARRAYS, "numbers")}
    np.savez(path, key=np.array("k"), kind=np.array("planner"), **arrays)
    assert kept.read(path, "k") is None


@pytest.mark.parametrize("damage", ["cut", "text", "empty", "array", "other key"])
def test_a_broken_file_is_made_anew_and_replaced(small, folder, damage):
    calls = []

    def make():
        calls.append(1)
        return small

    assert kept.kept_or_made("k", "planner", make) is small
    path = folder / "planner-k.npz"
    content = path.read_bytes()
    if damage == "other key":
        kept.write(path, "another", small)
    elif damage == "array":
        with open(path, "wb") as file:
            np.save(file, np.zeros(3))
    else:
        path.write_bytes({"cut": content[: len(content) // 2], "text": b"no", "empty": b""}[damage])
    kept.kept_or_made("k", "planner", make)
    assert len(calls) == 2
    assert path.read_bytes() == content
    back = kept.kept_or_made("k", "planner", make)
    assert len(calls) == 2
    assert table_row(back) == table_row(small)


def test_those_who_want_the_same_wait_for_the_first(small, folder):
    calls, begun, answers = [], threading.Event(), []

    def make():
        calls.append(1)
        begun.set()
        threading.Event().wait(0.2)
        return small

    def ask():
        answers.append(kept.kept_or_made("k", "planner", make))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert {table_row(answer) for answer in answers} == {table_row(small)}


def test_what_fails_keeps_nothing_and_frees_the_lock(small, folder):
    def fail():
        raise ArithmeticError("no solution")

    with pytest.raises(ArithmeticError):
        kept.kept_or_made("k", "planner", fail)
    assert not list(folder.glob("*.npz"))
    assert kept.kept_or_made("k", "planner", lambda: small) is small


def test_a_folder_that_cannot_be_made_is_told_once_and_play_goes_on(
    small, tmp_path, monkeypatch, caplog
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path / "file" / "below"))
    with caplog.at_level(logging.WARNING, "race_sim"):
        for key in ("k", "k", "l"):
            assert kept.kept_or_made(key, "planner", lambda: small) is small
    told = [record for record in caplog.records if "cannot be kept in" in record.getMessage()]
    assert len(told) == 1
    assert str(tmp_path / "file" / "below") in told[0].getMessage()


def test_a_file_that_cannot_be_written_is_told_and_play_goes_on(small, folder, caplog):
    (folder / "planner-k.npz" / "in the way").mkdir(parents=True)
    with caplog.at_level(logging.WARNING, "race_sim"):
        assert kept.kept_or_made("k", "planner", lambda: small) is small
    assert "cannot be kept in" in caplog.text
    assert [file.suffix for file in folder.iterdir() if file.is_file()] in ([], [".lock"])


def test_the_folder_is_where_the_variables_say(monkeypatch, tmp_path):
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path / "own"))
    assert kept.cache_folder() == tmp_path / "own" / "far-sighted"
    monkeypatch.delenv(kept.FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "shared"))
    assert kept.cache_folder() == tmp_path / "shared" / "race-sim" / "far-sighted"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert kept.cache_folder() == tmp_path / ".cache" / "race-sim" / "far-sighted"


BASELINE = settings_of(load_scenario("baseline").parameters)
SIDES = ("cn", "us")
# All but the sides, and but the kinds of incidents: the reduced race knows their mean only.
NUMBERS = [name for name, value in BASELINE._asdict().items() if not isinstance(value, tuple)]


def changed(settings, field):
    """The same settings with one number a little different."""
    value = getattr(settings, field)
    return settings._replace(**{field: 1 - value if value in (0, 1) else value * 1.01})


def contents(settings):
    """All that a solution could depend on: the reduced race, and how sharply it is answered."""
    game = reduced_race(settings, 0.2, GRID, 0.05)
    parts = (game.rewards, game.chances, game.columns, game.mixing.toarray())
    return (*parts, restrictions_of(settings), np.array([sharpness(settings), game.discount]))


def key(settings, kind="planner", chip_dependency=0.2, **foresight):
    return kept.key_of(kind, settings, chip_dependency, ForesightParameters(**foresight))


@pytest.fixture(scope="module")
def reference():
    return contents(BASELINE)


@pytest.mark.parametrize(
    "field",
    [*NUMBERS, *(f"{side}.{name}" for side in SIDES for name in SideSettings._fields)],
)
def test_the_key_knows_every_number_that_the_reduced_race_depends_on(reference, field):
    """One number changed: if the game changes the key does; if the key ignores it, so does it."""
    side, _, name = field.rpartition(".")
    if side:
        other = BASELINE._replace(**{side: changed(getattr(BASELINE, side), name)})
    else:
        other = changed(BASELINE, field)
    if name == "steps_per_decision":
        other = BASELINE._replace(steps_per_decision=2)
    now = contents(other)
    same = all(
        ours.shape == theirs.shape and (ours == theirs).all()
        for ours, theirs in zip(reference, now, strict=True)
    )
    if key(other) == key(BASELINE):
        assert same
    ignored = name in kept._UNREAD or (bool(side) and name in kept._SIDE_UNREAD)
    assert (key(other) == key(BASELINE)) == ignored


def test_the_key_is_of_the_kind_and_of_foresight_too():
    keys = {
        key(BASELINE),
        key(BASELINE, "equilibrium"),
        key(BASELINE, chip_dependency=0.3),
        key(BASELINE, discount_rate=0.04),
        key(BASELINE, true_hazard=True),
        key(BASELINE, grid="fine"),
    }
    assert len(keys) == 6
    assert all(len(one) == 64 for one in keys)


def test_the_key_changes_with_the_source_of_the_solver(monkeypatch):
    before = key(BASELINE)
    monkeypatch.setattr(kept, "_source_hash", lambda: "another")
    assert key(BASELINE) != before
