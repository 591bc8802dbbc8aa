"""Files that are whole or not there: written aside, flushed to disk, renamed.

A run's folder is complete when it holds `manifest.json`, which is written last.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from race_sim.outcomes import OUTCOMES, OutcomeColumn
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import numpy as np
    import pyarrow

MANIFEST = "manifest.json"
WORLDS = "worlds.parquet"
PARTIAL = ".partial"
ROWS_IN_GROUP = 65536


def _flush_folder(folder: Path) -> None:
    # So that the new name survives a power cut. Windows cannot open a folder for this.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put_in_place(aside: Path, path: Path) -> None:
    """Flush a finished file to disk and give it its name."""
    with open(aside, "rb") as file:
        os.fsync(file.fileno())
    os.replace(aside, path)
    _flush_folder(path.parent)


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it takes its place only if nothing goes wrong.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with written_aside(folder / "answer.txt") as aside:
    ...     _ = aside.write_text("42")
    >>> sorted(file.name for file in folder.iterdir())
    ['answer.txt']
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + PARTIAL)
    try:
        yield aside
        put_in_place(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a JSON file, whole or not at all. NaN and infinity are errors."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_manifest(folder: Path, kind: str) -> dict[str, Any]:
    """The manifest of a finished run.

    Raises
    ------
    InputError
        If the folder holds no finished run of this kind.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        what = f"no {MANIFEST}" if folder.is_dir() else "no such folder"
        problem = Problem("", what, f"the folder of a finished {kind}")
        raise InputError(str(folder), [problem]) from None
    except ValueError:
        raise InputError(str(path), [Problem("", "not readable as JSON")]) from None
    if not isinstance(manifest, dict) or manifest.get("kind") != kind:
        raise InputError(str(path), [Problem("kind", "is another", f"the manifest of a {kind}")])
    return manifest


def prepare_folder(folder: Path, kind: str) -> None:
    """Make a folder ready for a run: new, empty, or of an earlier run of the same kind.

    Raises
    ------
    InputError
        If it is a file, cannot be written to, or holds anything else.
    """
    allowed = f"a new or empty folder, or that of an earlier {kind}"
    if folder.exists() and not folder.is_dir():
        raise InputError(str(folder), [Problem("", "is a file", allowed)])
    if folder.is_dir():
        there = [file for file in folder.iterdir() if not file.name.endswith(PARTIAL)]
        own = (folder / MANIFEST).is_file() or (folder / (MANIFEST + PARTIAL)).is_file()
        if there and not own:
            raise InputError(
                str(folder), [Problem("", f"holds other files, such as {there[0].name}", allowed)]
            )
        if (folder / MANIFEST).is_file():
            read_manifest(folder, kind)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f"probe{PARTIAL}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(str(folder), [Problem("", f"cannot be written to: {reason}")]) from None


def begin_replacing(folder: Path) -> None:
    """Mark a folder as unfinished, before the first of its files takes its place.

    The mark is a manifest that has not got its name: it says that the files are a run's own, and
    the new manifest, written last, takes it away.
    """
    mark = folder / (MANIFEST + PARTIAL)
    if (folder / MANIFEST).is_file():
        os.replace(folder / MANIFEST, mark)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        mark.touch()


def _arrow_type(column: OutcomeColumn) -> pyarrow.DataType:
    import pyarrow as pa

    if column.kind == "name":
        return pa.dictionary(pa.int8(), pa.string())
    if column.kind == "yes or no":
        return pa.bool_()
    return pa.int32() if column.kind == "count" else pa.float64()


def worlds_schema() -> pyarrow.Schema:
    """The columns of `worlds.parquet`: point, world, and the outcomes."""
    import pyarrow as pa

    fields = [pa.field("point", pa.int32()), pa.field("world", pa.int64())]
    fields += [pa.field(column.name, _arrow_type(column)) for column in OUTCOMES]
    return pa.schema(fields)


def _arrow_column(column: OutcomeColumn, values: np.ndarray) -> pyarrow.Array:
    import numpy as np
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


class WorldsWriter:
    """Writes `worlds.parquet` block by block, so that memory does not grow with the worlds."""

    def __init__(self, path: Path):
        import pyarrow.parquet as parquet

        self._schema = worlds_schema()
        names = [column.name for column in OUTCOMES if column.kind == "name"]
        self._writer = parquet.ParquetWriter(
            path, self._schema, compression="zstd", use_dictionary=names
        )
        self._waiting: list[tuple[int, np.ndarray, np.ndarray]] = []
        self._rows = 0

    def add(self, point: int, worlds: np.ndarray, outcomes: np.ndarray) -> None:
        """Add the worlds of one block of one point."""
        self._waiting.append((point, worlds, outcomes))
        self._rows += len(worlds)
        if self._rows >= ROWS_IN_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        import numpy as np
        import pyarrow as pa

        if not self._waiting:
            return
        points = np.concatenate(
            [np.full(len(worlds), point, np.int32) for point, worlds, _ in self._waiting]
        )
        worlds = np.concatenate([worlds for _, worlds, _ in self._waiting])
        table = np.concatenate([outcomes for _, _, outcomes in self._waiting])
        arrays = [pa.array(points), pa.array(worlds)]
        arrays += [
            _arrow_column(column, table[:, number]) for number, column in enumerate(OUTCOMES)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._waiting = []
        self._rows = 0

    def close(self) -> None:
        """Write what is left, and the file's end."""
        self._write_group()
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the file without its end; it is to be thrown away."""
        self._waiting = []
        self._writer.close()
