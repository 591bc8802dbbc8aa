"""Running a study, going on with one that was stopped, and trying failed worlds again."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from race_sim.problems import EngineError, InputError, Problem
from race_sim.study import manifest as manifests
from race_sim.study import provenance
from race_sim.study.chunk import check_chunk_worlds, chunk_worlds
from race_sim.study.engines import Engine, engine_of
from race_sim.study.result import FAILURES, POINTS, SUMMARY, StudyResult
from race_sim.study.runner import Progress, Runner
from race_sim.study.shelf import CHUNKS, WORLDS, Folder, Memory
from race_sim.study.store import MANIFEST, PARTIAL, PROBE, make_writable, write_text
from race_sim.study.table import columns_of
from race_sim.study.user_model import UserModel, read_user_model

if TYPE_CHECKING:
    from race_sim.study.study import Study

logger = logging.getLogger("race_sim")

LOCK = ".lock"
_PATIENCE = 0.5  # seconds: somebody may only be looking whether anybody is at work
REPORT = "report"  # made from the finished study
OWN_FILES = (MANIFEST, POINTS, SUMMARY, FAILURES, WORLDS, CHUNKS, LOCK, REPORT)

EngineLike = str | Executor | Engine | None


def size_of(study: Study, chunk: int | None) -> int:
    """Worlds a chunk: as asked for, or as follows from the study.

    Raises
    ------
    InputError
        If that size cannot be used.
    """
    if chunk is None:
        levers, uncertainties = study.number_of_points()
        return chunk_worlds(study.worlds * levers * uncertainties, bool(study.model))
    check_chunk_worlds(chunk)
    return chunk


def user_model_of(study: Study, folder: Path | None) -> UserModel | None:
    """The user's own model of a study, if it has one; its path is relative to `folder`."""
    return read_user_model(study.model, folder) if study.model else None


def holder_of(folder: Path) -> str:
    """Who is at work in a folder, in words, by its manifest."""
    try:
        sessions = manifests.read(folder)["sessions"]
    except InputError:
        return ""
    if not sessions:
        return ""
    last = sessions[-1]
    return f": process {last['process']} on {last['host']} since {last['begin']}"


@contextmanager
def locked(folder: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Keep others from working in a folder. A process that dies lets go of it.

    Parameters
    ----------
    folder : Path
    patience : float
        Seconds to wait for another run.

    Raises
    ------
    InputError
        If another run is at work there, or the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        what = f"another run is at work in this folder{holder_of(folder)}"
        allowed = "wait until it is done, or another folder"
        raise InputError(str(folder), [Problem("", what, allowed)]) from None
    except OSError as error:
        what = f"cannot be written to: {error.strerror or error}"
        raise InputError(str(folder), [Problem("", what)]) from None
    try:
        yield
    finally:
        lock.release()


def _prepare(folder: Path) -> None:
    """Make a folder for a new study, or refuse it."""
    allowed = "a new or empty folder"
    if folder.exists() and not folder.is_dir():
        raise InputError(str(folder), [Problem("", "is a file", allowed)])
    make_writable(folder)
    foreign = sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in OWN_FILES and not path.name.endswith(PARTIAL)
    )
    there = {path.name for path in folder.iterdir()}
    if not there & {MANIFEST, WORLDS, CHUNKS}:  # tables alone are no study's
        foreign += sorted(there & {POINTS, SUMMARY, FAILURES, REPORT})
    if foreign:
        what = f"holds other files, such as {foreign[0]}"
        raise InputError(str(folder), [Problem("", what, allowed)])


def _clear_away_halves(folder: Path) -> None:
    """Remove what a killed run left half-written; nobody else is at work."""
    for name in (PROBE, *(f"{own}{PARTIAL}" for own in (MANIFEST, POINTS, SUMMARY, FAILURES))):
        (folder / name).unlink(missing_ok=True)


def _manifest_there(folder: Path) -> dict[str, Any] | None:
    """The manifest of a folder; None if there is none, or if it is broken."""
    if not (folder / MANIFEST).exists():
        return None
    try:
        return manifests.read(folder)
    except InputError as error:
        # What is there is known by its keys, so that a lost manifest loses nothing else.
        logger.warning("%s; it is written anew", error)
        return None


def run(
    study: Study,
    out: Path | str | None = None,
    engine: EngineLike = None,
    workers: int | None = None,
    scheduler: str | None = None,
    chunk: int | None = None,
    progress: Progress | None = None,
    base: Path | None = None,
    made_by: str = manifests.KIND,
) -> StudyResult:
    """Run a study.

    Parameters
    ----------
    study : Study
    out : Path, optional
        A new or empty folder. Without it, everything stays in memory. A folder that holds chunks
        of this very study whose manifest is lost is taken up.
    engine : str, Executor or Engine, optional
        See `race_sim.study.engines.engine_of`. The result does not depend on it.
    workers : int, optional
    scheduler : str, optional
    chunk : int, optional
        Worlds a chunk: a multiple of 256. By default it follows from the study.
    progress : callable, optional
        Called with the number of worlds done and their total.
    base : Path, optional
        The folder that the path of a model of one's own is relative to.
    made_by : str
        Told in the manifest: the command behind it.

    Raises
    ------
    InputError
        If an argument cannot be used, or the folder holds something else; before anything is
        run or written.
    EngineError
        If the run cannot go on. What is finished is kept.
    """
    model = user_model_of(study, base)
    size = size_of(study, chunk)
    player = engine_of(engine, workers, scheduler, in_python=model is not None)
    if out is None:
        shelf = Memory(columns_of(study.outcomes))
        runner = Runner(study, shelf, size, model, progress)
        runner.run(player)
        fresh = manifests.new_manifest(study, size, model) | {"made_by": made_by}
        return runner.result(fresh, None)
    folder = Path(out)
    fresh = manifests.new_manifest(study, size, model) | {"made_by": made_by}
    _prepare(folder)
    with locked(folder):
        there = _manifest_there(folder)
        if there is not None:
            manifests.check_same(folder, there, fresh)
            state = "is finished there" if there["state"] == manifests.FINISHED else "has begun"
            allowed = f"race-sim study resume {folder}, or another folder"
            raise InputError(str(folder), [Problem("", f"this study {state} already", allowed)])
        return _work(fresh, study, model, folder, player, progress)


def resume(
    directory: Path | str,
    engine: EngineLike = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> StudyResult:
    """Go on with a study that was stopped: play what is missing, and nothing else.

    The result is that of an uninterrupted run, to the last bit. A finished study is read again,
    and files of it that are missing or broken are made again.

    Raises
    ------
    InputError
        If the folder holds no study, or one of another model version or other rules.
    EngineError
        If the run cannot go on. What is finished is kept.
    """
    from race_sim.study.study import Study

    folder = Path(directory)
    there = manifests.read(folder)
    study = Study.from_dictionary(there["study"])
    model = model_of(there)
    player = engine_of(engine, workers, scheduler, in_python=model is not None)
    manifests.check_same(folder, there, as_now(there, study, model))
    with locked(folder):
        return _work(manifests.read(folder), study, model, folder, player, progress)


def model_of(there: dict[str, Any]) -> UserModel | None:
    """The user's own model that a manifest holds, if any."""
    fields = there["user_model"]
    return None if fields is None else UserModel(**fields)


def model_of_row(manifest: dict[str, Any], point: int, world: int) -> UserModel | None:
    """The user's model that a row was played with: the last that it was tried again with."""
    for session in reversed(manifest["sessions"]):
        mended = session.get("mended")
        if mended is not None and [point, world] in mended["worlds"]:
            return UserModel(**mended["user_model"])
    return model_of(manifest)


def as_now(there: dict[str, Any], study: Study, model: UserModel | None) -> dict[str, Any]:
    """The manifest that the same study would get now."""
    now = manifests.new_manifest(study, there["chunk"], model)
    if model is not None and not model.source:
        now["user_model"] = read_user_model(model.spec)._asdict()
    return now


@contextmanager
def session(folder: Path, manifest: dict[str, Any], player: Engine) -> Iterator[dict[str, Any]]:
    """A session in the manifest: begun, and ended however it ends, unless the process is killed.

    Raises
    ------
    EngineError
        If a file cannot be written. What is finished is kept.
    """
    told: dict[str, Any] = {
        "begin": provenance.now(),
        "end": None,
        "seconds": None,
        **provenance.machine(),
        "engine": player.name,
        "workers": player.workers,
        "chunks": 0,
        "worlds": 0,
        "versions": provenance.versions(),
        "commit": provenance.commit(),
    }
    manifest["state"] = manifests.RUNNING
    manifest["sessions"] = [*manifest["sessions"], told]
    begin = time.perf_counter()
    try:
        manifests.write(folder, manifest)
        try:
            yield told
            manifest["state"] = manifests.FINISHED
        finally:
            told["end"] = provenance.now()
            told["seconds"] = round(time.perf_counter() - begin, 3)
            told["workers"] = player.workers  # a cluster's are known once it has answered
            manifests.write(folder, manifest)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise EngineError(
            f"{where}{error.strerror or error}. What is finished is kept; to go on: "
            f"race-sim study resume {folder}"
        ) from error


def _work(
    manifest: dict[str, Any],
    study: Study,
    model: UserModel | None,
    folder: Path,
    player: Engine,
    progress: Progress | None,
) -> StudyResult:
    """Play what is missing and write the tables; the manifest comes first and last."""
    shelf = Folder(folder, columns_of(study.outcomes))
    runner = Runner(study, shelf, manifest["chunk"], model, progress)
    shelf.prepare()
    if not manifest["sessions"]:  # the chunks of a lost manifest must be those of this study
        runner.check_taken_up(shelf)
    _clear_away_halves(folder)
    with session(folder, manifest, player) as told:
        try:
            runner.run(player)
            result = runner.result(manifest, folder)
            write_tables(result, folder)
            shelf.tidy()
        finally:
            told["chunks"], told["worlds"] = runner.chunks_played, runner.worlds_played
    return result


def write_tables(result: StudyResult, folder: Path) -> None:
    """Write points, summary and failures, each whole or not at all."""
    for name, text in tables_of(result).items():
        write_text(folder / name, text)


def tables_of(result: StudyResult) -> dict[str, str]:
    """The texts of points, summary and failures, by the names of their files."""
    frames = {POINTS: result.points, SUMMARY: result.summary, FAILURES: result.failures}
    return {name: frame.to_csv(index=False, lineterminator="\n") for name, frame in frames.items()}
