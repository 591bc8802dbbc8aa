"""The schedule of a study: rounds of blocks, blocks cut into chunks, chunks grouped into files.

It follows from the study alone (with a stopping rule, also from what has come out so far), never
from what happened on the way: so a study that was killed and resumed ends with the same files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from race_sim.study.chunk import LARGEST_CHUNK, Chunk, cut

# A chunk of this size is a file of its own; smaller ones are compacted into files of this many.
_ALONE = LARGEST_CHUNK // 2
_ROWS_IN_FILE = 2 * LARGEST_CHUNK
_CHUNKS_IN_FILE = 4096


class Block(NamedTuple):
    """The worlds that a point is to play in one round."""

    point: int
    first_world: int
    worlds: int


class Group(NamedTuple):
    """Chunks that end up in one file."""

    number: int
    chunks: tuple[Chunk, ...]

    @property
    def name(self) -> str:
        """The stem of its file."""
        return f"part-{self.number:07d}"


def groups_of(blocks: Iterable[Block], size: int, first_number: int = 0) -> Iterator[Group]:
    """The groups of the chunks of a round.

    Parameters
    ----------
    blocks : iterable of Block
    size : int
        Worlds a chunk.
    first_number : int
        The number of the first group.
    """
    number = first_number
    waiting: list[Chunk] = []
    rows = 0
    for block in blocks:
        for chunk in cut(block.point, block.first_world, block.worlds, size):
            alone = chunk.worlds >= _ALONE
            full = rows >= _ROWS_IN_FILE or len(waiting) >= _CHUNKS_IN_FILE
            if waiting and (alone or full):
                yield Group(number, tuple(waiting))
                number, waiting, rows = number + 1, [], 0
            waiting.append(chunk)
            rows += chunk.worlds
            if alone:
                yield Group(number, tuple(waiting))
                number, waiting, rows = number + 1, [], 0
    if waiting:
        yield Group(number, tuple(waiting))
