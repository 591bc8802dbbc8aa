"""Where the chunks of a study are kept: in a folder, or in memory."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from race_sim.outcomes import OutcomeColumn
from race_sim.problems import InputError, Problem
from race_sim.study.chunk import Chunk
from race_sim.study.schedule import Group
from race_sim.study.store import PARTIAL, put_in_place, written_aside
from race_sim.study.table import BrokenFile, Held, compacted, read_held, read_rows

logger = logging.getLogger("race_sim")

WORLDS = "worlds.parquet"  # a folder that is read as one table
CHUNKS = "chunks"
_ENDING = ".parquet"
_NAME = re.compile(r"(part-\d{7,}|point-\d{7,}-world-\d{19})\.parquet")

FOREIGN = Problem("", "holds worlds of another study, or of other rules", "move it elsewhere")


class Shelf(Protocol):
    """Keeps chunks, and says which are there."""

    def has(self, group: Group, chunk: Chunk, key: str) -> bool:
        """Whether a chunk is there, whole."""

    def keep(self, chunk: Chunk, content: bytes) -> None:
        """Keep a chunk that has been played."""

    def close(self, group: Group) -> None:
        """Put the chunks of a group, all of which are there, into their final file."""

    def held(self, group: Group) -> list[Held]:
        """What a closed group says of its chunks, in order."""

    def sources(self) -> Iterator[Path | bytes]:
        """The final files, in the order of the schedule."""

    def check_nothing_else(self, groups: int) -> None:
        """Refuse whatever is there beside so many closed groups."""


class Memory:
    """Chunks in memory, for studies that leave no files."""

    def __init__(self, columns: Sequence[OutcomeColumn]):
        self._columns = tuple(columns)
        self._content: dict[Chunk, bytes] = {}

    def has(self, group: Group, chunk: Chunk, key: str) -> bool:
        """Whether a chunk is there."""
        return chunk in self._content

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

    def check_nothing_else(self, groups: int) -> None:
        """Nobody but the study puts anything here."""


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
        # Chunks just written, until their group is compacted: they need not be read again.
        self._fresh: dict[Chunk, bytes] = {}

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
            read_rows(path)  # for its checksums
            return {held.chunk: held for held in read_held(path, self._columns)}
        except BrokenFile as error:
            logger.warning("%s; it is played again", error)
            return None

    def _part(self, group: Group) -> dict[Chunk, Held] | None:
        if group.number not in self._parts:
            self._parts.clear()  # one at a time is asked for
            path = self.part_path(group)
            part = self._whole(path)
            if part is not None and list(part) != list(group.chunks):
                raise InputError(str(path), [FOREIGN])
            self._parts[group.number] = part
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
            raise InputError(str(path), [FOREIGN])
        return True

    def keep(self, chunk: Chunk, content: bytes) -> None:
        """Write a chunk aside, flush it, and give it its name."""
        # The folder is flushed with the final file: a small chunk is sooner played than that.
        with written_aside(self.chunk_path(chunk), flush_folder=False) as aside:
            aside.write_bytes(content)
        self._fresh[chunk] = content

    def close(self, group: Group) -> None:
        """Compact the chunks of a group into its final file; one that is alone is just moved."""
        paths = [self.chunk_path(chunk) for chunk in group.chunks]
        path = self.part_path(group)
        if self._part(group) is None:
            if len(paths) == 1:
                put_in_place(paths[0], path)
            else:
                sources: list[Path | bytes] = [
                    self._fresh.get(chunk, self.chunk_path(chunk)) for chunk in group.chunks
                ]
                contents = [read_rows(one) for one in sources]
                held = [one for each in sources for one in read_held(each, self._columns)]
                with written_aside(path) as aside:
                    aside.write_bytes(compacted(contents, held))
        for chunk, one in zip(group.chunks, paths, strict=True):
            one.unlink(missing_ok=True)
            self._fresh.pop(chunk, None)
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

    def check_nothing_else(self, groups: int) -> None:
        """Refuse files that the schedule does not know, once all groups are closed.

        Raises
        ------
        InputError
            Naming each of them: parts would be read as if they were the study's own.
        """
        own = {f"part-{number:07d}{_ENDING}" for number in range(groups)}
        foreign = [path for path in self.parts.iterdir() if path.name not in own]
        if self.chunks.is_dir():
            foreign += self.chunks.iterdir()
        if foreign:
            names = sorted(str(path.relative_to(self.directory)) for path in foreign)
            problems = [FOREIGN._replace(where=name) for name in names]
            raise InputError(str(self.directory), problems)

    def all_held(self) -> Iterator[tuple[Path, Held]]:
        """Every chunk that is there, whole, in whatever file."""
        for folder in (self.parts, self.chunks):
            for path in sorted(folder.glob(f"*{_ENDING}")):
                for held in (self._whole(path) or {}).values():
                    yield path, held

    def tidy(self) -> None:
        """Remove the folder of chunks, once all are in their final files."""
        self.chunks.rmdir()
