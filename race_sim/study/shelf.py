"""Where the chunks of a study are kept: in a folder, or in memory."""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from race_sim.outcomes import OutcomeColumn
from race_sim.problems import InputError, Problem
from race_sim.study.chunk import Chunk
from race_sim.study.schedule import Group
from race_sim.study.store import PARTIAL, put_in_place, written_aside
from race_sim.study.table import BrokenFile, Held, compacted, read_held, read_rows

if TYPE_CHECKING:
    import pyarrow

logger = logging.getLogger("race_sim")

WORLDS = "worlds.parquet"  # a folder that is read as one table
CHUNKS = "chunks"
_ENDING = ".parquet"
_NAME = re.compile(r"(part-\d{7,}|point-\d{7,}-world-\d{19})\.parquet")

Keys = Mapping[Chunk, str]


class Shelf(Protocol):
    """Keeps chunks, and says which are there."""

    def has(self, group: Group, chunk: Chunk, key: str) -> bool:
        """Whether a chunk is there, whole."""

    def is_closed(self, group: Group) -> bool:
        """Whether the chunks of a group are in their final file."""

    def keep(self, chunk: Chunk, content: bytes) -> None:
        """Keep a chunk that has been played."""

    def close(self, group: Group) -> None:
        """Put the chunks of a group, all of which are there, into their final file."""

    def held(self, group: Group) -> list[Held]:
        """What a closed group says of its chunks, in order."""

    def sources(self) -> Iterator[Path | bytes]:
        """The final files, in the order of the schedule."""


class Memory:
    """Chunks in memory, for studies that leave no files."""

    def __init__(self, columns: Sequence[OutcomeColumn]):
        self._columns = tuple(columns)
        self._content: dict[Chunk, bytes] = {}

    def has(self, group: Group, chunk: Chunk, key: str) -> bool:
        """Whether a chunk is there."""
        return chunk in self._content

    def is_closed(self, group: Group) -> bool:
        """Nothing has to be put together."""
        return True

    def keep(self, chunk: Chunk, content: bytes) -> None:
        """Keep a chunk that has been played."""
        self._content[chunk] = content

    def close(self, group: Group) -> None:
        """Nothing has to be put together."""

    def held(self, group: Group) -> list[Held]:
        """What a group says of its chunks, in order."""
        return [
            held
            for chunk in group.chunks
            for held in read_held(self._content[chunk], self._columns, chunk.name)
        ]

    def sources(self) -> Iterator[Path | bytes]:
        """The files, in order of point and world."""
        for chunk in sorted(self._content):
            yield self._content[chunk]


class Folder:
    """Chunks in a folder: each a file in `chunks`, then compacted into `worlds.parquet`.

    Parameters
    ----------
    directory : Path
        That of the study.
    columns : sequence of OutcomeColumn
    """

    def __init__(self, directory: Path, columns: Sequence[OutcomeColumn]):
        self.directory = directory
        self._columns = tuple(columns)
        self._parts: dict[int, dict[Chunk, Held] | None] = {}

    @property
    def parts(self) -> Path:
        """The folder of final files."""
        return self.directory / WORLDS

    @property
    def chunks(self) -> Path:
        """The folder of chunks that have not been compacted yet."""
        return self.directory / CHUNKS

    def prepare(self) -> None:
        """Make the folders, and clear away what a killed run left half-written.

        Raises
        ------
        InputError
            If a file is there that is not the study's own; nothing is touched then.
        """
        for folder in (self.parts, self.chunks):
            folder.mkdir(exist_ok=True)
        files = [path for folder in (self.parts, self.chunks) for path in folder.iterdir()]
        halves = [path for path in files if path.name.endswith(PARTIAL)]
        foreign = [path for path in files if path not in halves and not _NAME.fullmatch(path.name)]
        if foreign:
            problems = [
                Problem(f"{path.relative_to(self.directory)}", "is not a file of this study")
                for path in sorted(foreign)
            ]
            problems[-1] = problems[-1]._replace(allowed="move it elsewhere")
            raise InputError(str(self.directory), problems)
        for path in halves:
            path.unlink()

    def chunk_path(self, chunk: Chunk) -> Path:
        """The file of a chunk that has not been compacted."""
        return self.chunks / f"{chunk.name}{_ENDING}"

    def part_path(self, group: Group) -> Path:
        """The final file of a group."""
        return self.parts / f"{group.name}{_ENDING}"

    def _whole(self, path: Path) -> dict[Chunk, Held] | None:
        """What a file holds; None if there is none, or if it has to be made again."""
        if not path.exists():
            return None
        try:
            return {held.chunk: held for held in read_held(path, self._columns)}
        except BrokenFile as error:
            logger.warning("%s; it is played again", error)
            return None

    def _part(self, group: Group) -> dict[Chunk, Held] | None:
        if group.number not in self._parts:
            self._parts.clear()  # one at a time is asked for
            self._parts[group.number] = self._whole(self.part_path(group))
        return self._parts[group.number]

    def has(self, group: Group, chunk: Chunk, key: str) -> bool:
        """Whether a chunk is there, whole, in its own file or in that of its group.

        Raises
        ------
        InputError
            If what is there belongs to another study.
        """
        part = self._part(group)
        path = self.part_path(group)
        if part is None:
            path = self.chunk_path(chunk)
            part = self._whole(path)
            if part is None:
                return False
        if chunk not in part or part[chunk].key != key:
            what = "holds worlds of another study, or of other rules"
            raise InputError(str(path), [Problem("", what, "move it elsewhere")])
        return True

    def is_closed(self, group: Group) -> bool:
        """Whether the chunks of a group are in their final file."""
        return self._part(group) is not None

    def keep(self, chunk: Chunk, content: bytes) -> None:
        """Write a chunk aside, flush it, and give it its name."""
        with written_aside(self.chunk_path(chunk)) as aside:
            aside.write_bytes(content)

    def close(self, group: Group) -> None:
        """Compact the chunks of a group into its final file; one that is alone is just moved."""
        paths = [self.chunk_path(chunk) for chunk in group.chunks]
        path = self.part_path(group)
        if self._part(group) is None:
            if len(paths) == 1:
                put_in_place(paths[0], path)
            else:
                contents = [read_rows(one) for one in paths]
                held = [one for each in paths for one in read_held(each, self._columns)]
                with written_aside(path) as aside:
                    aside.write_bytes(compacted(contents, held))
        for one in paths:
            one.unlink(missing_ok=True)
        self._parts.clear()

    def held(self, group: Group) -> list[Held]:
        """What the final file of a group says of its chunks, in order.

        Raises
        ------
        InputError
            If it is missing, truncated, or of another study.
        """
        return read_held(self.part_path(group), self._columns)

    def sources(self) -> Iterator[Path | bytes]:
        """The final files, in the order of the schedule."""
        yield from sorted(self.parts.glob(f"part-*{_ENDING}"))

    def tidy(self) -> None:
        """Remove the empty folder of chunks, once all are in their final files.

        A chunk that is in a final file too is a copy that a killed run did not come to remove.
        """
        if self.chunks.is_dir():
            shutil.rmtree(self.chunks)


def rows_of(sources: Iterator[Path | bytes], columns: Sequence[str] | None) -> pyarrow.Table:
    """The rows of all files as one table."""
    import pyarrow as pa

    tables = [read_rows(source, columns).replace_schema_metadata(None) for source in sources]
    return pa.concat_tables(tables)


def is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder that exists."""
    return os.access(folder, os.W_OK | os.X_OK)
