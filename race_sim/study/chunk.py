"""The chunk: a design point and a block of worlds, the unit of work, of storage and of resume."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from race_sim import MODEL_VERSION
from race_sim.own_policy import own_sources
from race_sim.problems import InputError, Problem
from race_sim.study.leaf import LEAF

if TYPE_CHECKING:
    from race_sim.scenario import Scenario
    from race_sim.study.user_model import UserModel

# At this size the file and the passing round of a chunk cost little beside playing it, and two
# workers hold little in memory.
LARGEST_CHUNK = 65536
SMALLEST_CHUNK = 4096
# A world in Python takes as long as some hundreds in the compiled loop.
PYTHON_CHUNK = LEAF
_CHUNKS_IN_STUDY = 16


class Chunk(NamedTuple):
    """A block of worlds of one point."""

    point: int
    first_world: int
    worlds: int

    @property
    def name(self) -> str:
        """The stem of its file."""
        return f"point-{self.point:07d}-world-{self.first_world:019d}"


def whole_leaves(worlds: float) -> int:
    """The least whole number of leaves that holds so many worlds, in worlds."""
    return max(1, -int(-worlds // LEAF)) * LEAF


def chunk_worlds(total: int, in_python: bool) -> int:
    """How many worlds a chunk has, unless it is said: it follows from the study alone.

    Parameters
    ----------
    total : int
        Worlds in the study.
    in_python : bool
        Whether the worlds are played by a model in Python.
    """
    if in_python:
        return PYTHON_CHUNK
    return min(LARGEST_CHUNK, max(SMALLEST_CHUNK, whole_leaves(total / _CHUNKS_IN_STUDY)))


def check_chunk_worlds(worlds: int) -> None:
    """Refuse a size that cuts leaves in two.

    Raises
    ------
    InputError
    """
    if not LEAF <= worlds <= 16 * LARGEST_CHUNK or worlds % LEAF:
        allowed = f"a multiple of {LEAF}, from {LEAF} to {16 * LARGEST_CHUNK}"
        raise InputError("study", [Problem("chunk", f"{worlds!r} worlds", allowed)])


def cut(point: int, first_world: int, worlds: int, size: int) -> list[Chunk]:
    """A block of worlds of a point as chunks of at most `size` worlds."""
    last = first_world + worlds
    return [
        Chunk(point, begin, min(size, last - begin)) for begin in range(first_world, last, size)
    ]


def digest(content: object) -> str:
    """SHA-256 of content as JSON with sorted keys; floats are written so that they read back."""
    text = json.dumps(content, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def point_digest(
    scenario: Scenario, seed: int, columns: Sequence[str], rule_book: str, model: UserModel | None
) -> str:
    """What the worlds of a point depend on, but for their numbers, as a hash.

    Model version, rules, the scenario less its texts, the seed, the columns kept, and the source
    of the user's own model if there is one.
    """
    content = scenario.model_dump(
        mode="json", by_alias=True, exclude={"name", "title", "question", "claim"}
    )
    sources = own_sources(scenario)
    if sources:  # the text of users' own policies
        content = {"scenario": content, "policies": sources}
    return digest(
        {
            "model version": MODEL_VERSION,
            "rule book": rule_book,
            "scenario": content,
            "seed": seed,
            "columns": list(columns),
            "model": None if model is None else [model.spec, model.sha256],
        }
    )


def chunk_key(point: str, chunk: Chunk) -> str:
    """The key of a chunk: the hash of its point and of its block of worlds."""
    return digest([point, chunk.first_world, chunk.worlds])
