"""Files of worlds: what is read is what was written, and damage is told, never returned."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.outcomes import COLUMNS, OUTCOMES
from race_sim.problems import InputError
from race_sim.study.chunk import Chunk
from race_sim.study.moments import leaf_moments
from race_sim.study.table import (
    BrokenFile,
    Failure,
    Held,
    as_frame,
    columns_of,
    compacted,
    encoded,
    read_held,
    read_rows,
    values_of,
)

pytestmark = pytest.mark.short

COUNT_MOST = 2**31 - 1


def outcomes_like(random, worlds, columns):
    """Values that the loop could write: codes of names, flags, counts, years, any numbers."""
    drawn = {
        "name": lambda column: random.integers(0, len(column.names), worlds),
        "yes or no": lambda column: random.integers(0, 2, worlds),
        "count": lambda column: random.integers(0, COUNT_MOST, worlds, endpoint=True),
        "year": lambda column: np.where(
            random.random(worlds) < 0.5, np.nan, 2026 + random.random(worlds)
        ),
        "number": lambda column: (
            random.normal(0, 1e3, worlds) * 10.0 ** random.integers(-140, 140, worlds)
        ),
    }
    values = [drawn[column.kind](column) for column in columns]
    return np.array(values, dtype=float).reshape(len(columns), worlds).T.copy()


def chunk_of(seed, worlds, columns, point=3, first_world=512, failing=()):
    random = np.random.default_rng(seed)
    numbers = np.array(
        [n for n in range(first_world, first_world + worlds) if n not in failing], np.int64
    )
    values = outcomes_like(random, len(numbers), columns)
    failures = [
        Failure(point, n, 9, "a.py:3 in choose", "ValueError", "é\n", "trace") for n in failing
    ]
    leaves = leaf_moments(numbers, values, first_world, columns)
    chunk = Chunk(point, first_world, worlds)
    held = Held(chunk, f"key {seed}", len(numbers), leaves, failures)
    return held, numbers, values, encoded(held, numbers, values, columns)


def bits(held):
    leaves = [(leaf.worlds, leaf.mean.tobytes(), leaf.squares.tobytes()) for leaf in held.leaves]
    return held._replace(leaves=leaves)


SOME = st.lists(st.sampled_from(sorted(COLUMNS)), max_size=6)


@settings(max_examples=40)
@given(
    st.integers(0, 2**32 - 1), st.integers(0, 700), SOME, st.sets(st.integers(512, 600), max_size=4)
)
def test_a_chunk_is_read_as_it_was_written(seed, worlds, names, failing):
    columns = columns_of(names)
    failing = {world for world in failing if world < 512 + worlds}
    held, numbers, values, content = chunk_of(seed, worlds, columns, failing=sorted(failing))
    (found,) = read_held(content, columns)
    assert bits(found) == bits(held)
    there, stored = values_of(read_rows(content), columns)
    assert there.tolist() == numbers.tolist()
    assert (
        np.where(np.isnan(stored), -1, stored).tobytes()
        == np.where(np.isnan(values), -1, values).tobytes()
    )
    assert content == encoded(held, numbers, values, columns)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), SOME)
def test_compacted_chunks_are_their_rows_one_after_another(sizes, names):
    columns = columns_of(names)
    chunks = [chunk_of(seed, size, columns, point=seed) for seed, size in enumerate(sizes)]
    held = [chunk[0] for chunk in chunks]
    content = compacted([read_rows(chunk[3]) for chunk in chunks], held)
    assert [bits(one) for one in read_held(content, columns)] == [bits(one) for one in held]
    rows = read_rows(content)
    assert rows["point"].to_pylist() == [p for p, size in enumerate(sizes) for _ in range(size)]
    _, stored = values_of(rows, columns)
    expected = np.concatenate([chunk[2] for chunk in chunks])
    np.testing.assert_array_equal(stored, expected)


def test_frames_have_the_types_of_simulate():
    import race_sim

    frame = as_frame(read_rows(chunk_of(1, 30, OUTCOMES)[3]))
    there = race_sim.simulate("baseline", worlds=30)
    pd.testing.assert_series_equal(frame.drop(columns="point").dtypes, there.dtypes)


def test_outcomes_are_kept_in_their_own_order_whatever_the_order_asked_for():
    assert columns_of(["incidents", "ending"]) == (COLUMNS["ending"], COLUMNS["incidents"])
    assert columns_of([]) == OUTCOMES


@pytest.fixture(scope="module")
def small():
    columns = columns_of(["ending", "catastrophe", "lead", "first_incident_year"])
    return columns, chunk_of(7, 400, columns, failing=(520,))


def test_a_file_cut_short_anywhere_is_broken(small, tmp_path):
    columns, (_, _, _, content) = small
    path = tmp_path / "part.parquet"
    for length in [0, 1, 4, 11, *range(12, len(content), 97), len(content) - 1]:
        path.write_bytes(content[:length])
        for source in (path, content[:length]):
            with pytest.raises(BrokenFile, match="truncated or broken"):
                read_held(source, columns)
            with pytest.raises(BrokenFile):
                read_rows(source)


def test_a_bit_flipped_anywhere_is_told_or_does_no_harm(small):
    columns, (held, _, values, content) = small
    random = np.random.default_rng(3)
    told = 0
    for place in range(0, len(content), 7):
        damaged = bytearray(content)
        damaged[place] ^= 1 << int(random.integers(8))
        try:
            (found,) = read_held(bytes(damaged), columns)
            _, stored = values_of(read_rows(bytes(damaged)), columns)
        except InputError:
            told += 1
            continue
        assert bits(found) == bits(held)
        np.testing.assert_array_equal(stored, values)
    assert told > 0.5 * len(content) / 7


def test_a_file_of_something_else_is_named(tmp_path, small):
    columns = small[0]
    path = tmp_path / "other.parquet"
    parquet.write_table(pa.table({"a": [1, 2]}), path)
    with pytest.raises(InputError, match=r"other\.parquet: is not a file of this study"):
        read_held(path, columns)
    path.write_text("point,world\n1,2\n")
    with pytest.raises(BrokenFile, match=r"other\.parquet"):
        read_held(path, columns)
    with pytest.raises(BrokenFile, match="nowhere"):
        read_rows(tmp_path / "nowhere.parquet")


def test_a_chunk_with_other_columns_is_not_taken_for_one_of_this_study(small):
    _, (_, _, _, content) = small
    with pytest.raises(InputError, match="not a file of this study"):
        read_held(content, columns_of(["ending", "catastrophe", "lead"]))


def test_many_failures_alike_take_little_room():
    columns = columns_of(["catastrophe"])
    trace = "".join(f'  File "model.py", line {n}, in step\n    deeper({n})\n' for n in range(40))
    failures = [
        Failure(0, n, 1, "model.py:39 in step", "ValueError", f"in world {n}", trace)
        for n in range(4096)
    ]
    held = Held(Chunk(0, 0, 4096), "k" * 64, 0, [], failures)
    content = encoded(held, np.empty(0, np.int64), np.empty((0, 1)), columns)
    assert len(content) < 64 * 4096  # of which each trace has 1500
    assert read_held(content, columns)[0].failures == failures


def test_a_broken_file_survives_pickling():
    import pickle

    error = pickle.loads(pickle.dumps(BrokenFile("part.parquet", "no: footer")))
    assert str(error) == "part.parquet: truncated or broken: no: footer"
