"""How far a study is: read off its folder, also while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim.problems import InputError
from race_sim.study import manifest as manifests
from race_sim.study.chunk import Chunk
from race_sim.study.run import holder_of, locked
from race_sim.study.shelf import Folder
from race_sim.study.table import BrokenFile, columns_of, read_held

if TYPE_CHECKING:
    pass


class Status(NamedTuple):
    """How far a study is.

    Attributes
    ----------
    name : str
    state : str
        "finished", "running" or "stopped".
    points : int
    worlds_done, worlds_most : int
        Worlds on disk, failed ones among them, and how many there are to be; with a stopping
        rule, how many there may be.
    failures : int
        Worlds that failed.
    broken : tuple of str
        Files that are truncated or broken.
    sessions : int
    seconds : float
        Time that the sessions took which ended.
    worker : str
        Who is at work, if anybody is.
    """

    name: str
    state: str
    points: int
    worlds_done: int
    worlds_most: int
    failures: int
    broken: tuple[str, ...]
    sessions: int
    seconds: float
    worker: str


def _is_at_work(folder: Path) -> bool:
    try:
        with locked(folder, patience=0.0):
            return False
    except InputError as error:
        return "another run is at work" in error.problems[0].what


def status(directory: Path | str) -> Status:
    """How far a study is.

    Raises
    ------
    InputError
        If the folder holds no study.
    """
    from race_sim.study.study import Study

    folder = Path(directory)
    manifest: dict[str, Any] = manifests.read(folder)
    study = Study.from_dictionary(manifest["study"])
    shelf = Folder(folder, columns_of(study.outcomes))
    failures: dict[Chunk, int] = {}
    broken = []
    # Chunks come first: one that is compacted meanwhile is found in its final file.
    for place in (shelf.chunks, shelf.parts):
        for path in sorted(place.glob("*.parquet")):
            try:
                found = read_held(path, columns_of(study.outcomes))
            except BrokenFile:
                if path.exists():
                    broken.append(str(path.relative_to(folder)))
                continue
            failures |= {held.chunk: len(held.failures) for held in found}
    at_work = manifest["state"] != manifests.FINISHED and _is_at_work(folder)
    state = "finished" if manifest["state"] == manifests.FINISHED else "stopped"
    points = len(study.points())
    return Status(
        study.name,
        "running" if at_work else state,
        points,
        sum(chunk.worlds for chunk in failures),
        study.worlds * points,
        sum(failures.values()),
        tuple(broken),
        len(manifest["sessions"]),
        sum(session["seconds"] or 0.0 for session in manifest["sessions"]),
        holder_of(folder).removeprefix(": ") if at_work else "",
    )
