"""The table of worlds as Parquet: its columns, and what a file says of the chunks that it holds.

A file's metadata holds, for each of its chunks: point, worlds, key, the moments of its leaves, and
its failures. So a chunk is whole in one file: rows, sums and failures come and go together.
"""

from __future__ import annotations

import base64
import io
import json
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from race_sim.outcomes import COLUMNS, OUTCOMES, OutcomeColumn
from race_sim.problems import InputError, Problem
from race_sim.study.chunk import Chunk
from race_sim.study.moments import Moments, numeric

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

ROWS_IN_GROUP = 65536
_METADATA = b"race_sim.chunks"


class Failure(NamedTuple):
    """A world that could not be played to its end."""

    point: int
    world: int
    seed: int
    where: str  # file, line and function in which it failed
    type: str  # of the exception
    message: str
    traceback: str


class Held(NamedTuple):
    """What a file says of one of its chunks."""

    chunk: Chunk
    key: str
    rows: int  # worlds played to their end
    leaves: list[Moments]
    failures: list[Failure]


def columns_of(names: Sequence[str]) -> tuple[OutcomeColumn, ...]:
    """The outcomes with these names, in the order of `OUTCOMES`; all if none is named."""
    wanted = set(names) or set(COLUMNS)
    return tuple(column for column in OUTCOMES if column.name in wanted)


def places_of(columns: Sequence[OutcomeColumn]) -> list[int]:
    """Where the columns stand in the loop's own table."""
    place = {column.name: number for number, column in enumerate(OUTCOMES)}
    return [place[column.name] for column in columns]


def _arrow_type(column: OutcomeColumn) -> pyarrow.DataType:
    import pyarrow as pa

    if column.kind == "name":
        return pa.dictionary(pa.int8(), pa.string())
    if column.kind == "yes or no":
        return pa.bool_()
    return pa.int32() if column.kind == "count" else pa.float64()


@cache
def schema_of(columns: tuple[OutcomeColumn, ...]) -> pyarrow.Schema:
    """The columns of a table of worlds: point, world, and outcomes."""
    import pyarrow as pa

    fields = [pa.field("point", pa.int32()), pa.field("world", pa.int64())]
    fields += [pa.field(column.name, _arrow_type(column)) for column in columns]
    return pa.schema(fields)


def _arrow_column(column: OutcomeColumn, values: np.ndarray) -> pyarrow.Array:
    import pyarrow as pa

    if column.kind == "name":
        return pa.DictionaryArray.from_arrays(
            pa.array(values.astype(np.int8)), pa.array(column.names, pa.string())
        )
    if column.kind == "yes or no":
        return pa.array(values.astype(bool))
    if column.kind == "count":
        return pa.array(values.astype(np.int32))
    return pa.array(np.ascontiguousarray(values))


def _packed_moments(leaves: Sequence[Moments]) -> str:
    rows = [np.concatenate(([leaf.worlds], leaf.mean, leaf.squares)) for leaf in leaves]
    return base64.b64encode(np.array(rows, dtype="<f8").tobytes()).decode()


def _unpacked_moments(text: str, count: int) -> list[Moments]:
    rows = np.frombuffer(base64.b64decode(text), dtype="<f8").reshape(-1, 1 + 2 * count)
    return [Moments(int(row[0]), row[1 : 1 + count], row[1 + count :]) for row in rows]


def _packed_failures(failures: Sequence[Failure]) -> str:
    if not failures:
        return ""
    # Tracebacks of a chunk are mostly alike: compressed, they take no room.
    return base64.b64encode(zlib.compress(json.dumps(failures).encode(), 6)).decode()


def _unpacked_failures(text: str) -> list[Failure]:
    if not text:
        return []
    return [Failure(*fields) for fields in json.loads(zlib.decompress(base64.b64decode(text)))]


def _metadata(held: Sequence[Held]) -> dict[bytes, bytes]:
    entries = [
        {
            "point": one.chunk.point,
            "first_world": one.chunk.first_world,
            "worlds": one.chunk.worlds,
            "key": one.key,
            "rows": one.rows,
            "moments": _packed_moments(one.leaves),
            "failures": _packed_failures(one.failures),
        }
        for one in held
    ]
    text = json.dumps(entries, separators=(",", ":")).encode()
    # Parquet has checksums for pages of rows, but none for what is said of them.
    return {_METADATA: b"%08x" % zlib.crc32(text) + text}


def _held(content: bytes, count: int) -> list[Held]:
    """What metadata say; ValueError if they are not as they were written."""
    checksum, text = content[:8], content[8:]
    if int(checksum, 16) != zlib.crc32(text):
        raise ValueError("the checksum of its metadata does not fit")
    entries: list[dict[str, Any]] = json.loads(text)
    return [
        Held(
            Chunk(entry["point"], entry["first_world"], entry["worlds"]),
            entry["key"],
            entry["rows"],
            _unpacked_moments(entry["moments"], count),
            _unpacked_failures(entry["failures"]),
        )
        for entry in entries
    ]


def _parquet(table: pyarrow.Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    named = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    buffer = io.BytesIO()
    parquet.write_table(
        table,
        buffer,
        compression="zstd",
        use_dictionary=named,
        row_group_size=ROWS_IN_GROUP,
        # Statistics let a reader skip what it does not ask for; only these are asked for.
        write_statistics=["point", "world"],
        write_page_checksum=True,
    )
    return buffer.getvalue()


def encoded(
    held: Held, worlds: np.ndarray, outcomes: np.ndarray, columns: tuple[OutcomeColumn, ...]
) -> bytes:
    """A chunk as the bytes of a Parquet file.

    Parameters
    ----------
    held : Held
    worlds : ndarray of int64, shape (rows,)
    outcomes : ndarray of float64, shape (rows, len(columns))
    columns : sequence of OutcomeColumn
    """
    import pyarrow as pa

    arrays = [pa.array(np.full(len(worlds), held.chunk.point, np.int32)), pa.array(worlds)]
    arrays += [_arrow_column(column, outcomes[:, number]) for number, column in enumerate(columns)]
    schema = schema_of(columns).with_metadata(_metadata([held]))
    return _parquet(pa.Table.from_arrays(arrays, schema=schema))


def compacted(contents: Sequence[pyarrow.Table], held: Sequence[Held]) -> bytes:
    """Tables of chunks as one Parquet file that holds them all."""
    import pyarrow as pa

    table = pa.concat_tables([content.replace_schema_metadata(None) for content in contents])
    return _parquet(table.replace_schema_metadata(_metadata(held)))


class BrokenFile(InputError):
    """A file of a study that is truncated or broken. Resuming the study makes it again."""

    def __init__(self, source: str, reason: str):
        super().__init__(source, [Problem("", f"truncated or broken: {reason}")])

    def __reduce__(self) -> tuple[type, tuple[str, str]]:  # type: ignore[override]
        return type(self), (self.source, self.problems[0].what.partition(": ")[2])


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def read_held(
    source: Path | bytes, columns: Sequence[OutcomeColumn], name: str = "chunk"
) -> list[Held]:
    """What a file says of its chunks; its rows are not read.

    Raises
    ------
    BrokenFile
        If the file is truncated or no Parquet file.
    InputError
        If it is no file of a study with these columns.
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    shown = name if isinstance(source, bytes) else str(source)
    place = pa.BufferReader(source) if isinstance(source, bytes) else str(source)
    try:
        with parquet.ParquetFile(place) as file:
            schema = file.schema_arrow
            rows = file.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: names are no text
        raise BrokenFile(shown, _first_line(error)) from None
    metadata = schema.metadata or {}
    if _METADATA not in metadata or not schema.equals(schema_of(columns)):
        problem = Problem("", "is not a file of this study", "move it elsewhere")
        raise InputError(shown, [problem])
    try:
        found = _held(metadata[_METADATA], len(numeric(columns)))
    except ValueError as error:
        raise BrokenFile(shown, _first_line(error)) from None
    if sum(one.rows for one in found) != rows:
        raise BrokenFile(shown, "the number of rows is not what the file says")
    return found


def read_rows(source: Path | bytes, columns: Sequence[str] | None = None) -> pyarrow.Table:
    """The rows of a file, or some columns of them; the checksum of every page is checked.

    Raises
    ------
    BrokenFile
        If the file is truncated or broken.
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    shown = "chunk" if isinstance(source, bytes) else str(source)
    place = pa.BufferReader(source) if isinstance(source, bytes) else str(source)
    try:
        with parquet.ParquetFile(place, page_checksum_verification=True) as file:
            wanted = None if columns is None else list(columns)
            table = file.read(columns=wanted, use_threads=False)
            rows = file.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BrokenFile(shown, _first_line(error)) from None
    if table.num_rows != rows:
        raise BrokenFile(shown, "the number of rows is not what the file says")
    return table


def as_frame(table: pyarrow.Table) -> pd.DataFrame:
    """Rows as a data frame with the types of `race_sim.simulate`."""
    import pandas as pd

    frame: pd.DataFrame = table.to_pandas()
    for name in frame.columns:
        column = COLUMNS.get(name)
        if column is not None and column.kind == "name":
            frame[name] = pd.Categorical(frame[name], dtype=pd.CategoricalDtype(list(column.names)))
    return frame


def values_of(table: pyarrow.Table, columns: Sequence[OutcomeColumn]) -> tuple[Any, np.ndarray]:
    """Rows as the loop has them: numbers of worlds, and float64 outcomes, shape (n, columns)."""
    import pyarrow as pa

    table = table.combine_chunks()
    outcomes = np.empty((table.num_rows, len(columns)))
    for number, column in enumerate(columns):
        values = table.column(column.name)
        if column.kind == "name":
            values = pa.chunked_array([c.indices for c in values.chunks], pa.int8())
        outcomes[:, number] = values.to_numpy()
    return table.column("world").to_numpy(), outcomes
