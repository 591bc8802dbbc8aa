"""Failed worlds tried again, at the same addresses of luck; the others are left as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from race_sim.outcomes import OutcomeColumn
from race_sim.problems import InputError, Problem
from race_sim.study import manifest as manifests
from race_sim.study.engines import Serial
from race_sim.study.play import Job, Played, play_again, played
from race_sim.study.result import StudyResult
from race_sim.study.run import as_now, locked, model_of, session, write_tables
from race_sim.study.runner import Progress, Runner
from race_sim.study.shelf import Folder
from race_sim.study.store import written_aside
from race_sim.study.table import Held, columns_of, compacted, read_held, read_rows, values_of
from race_sim.study.user_model import UserModel, read_user_model

if TYPE_CHECKING:
    import pyarrow as pa

    from race_sim.study.study import Study


def _chunk_again(
    job: Job, held: Held, rows: pa.Table, columns: tuple[OutcomeColumn, ...]
) -> Played:
    """A chunk with its failed worlds played again."""
    numbers = [failure.world for failure in held.failures]
    worlds, outcomes, failures = play_again(job, numbers, columns)
    there, stored = values_of(rows, columns)
    all_worlds = np.concatenate([there, worlds])
    order = np.argsort(all_worlds, kind="stable")
    table = np.concatenate([stored, outcomes])[order]
    return played(job, columns, all_worlds[order], table, failures)


def _file_again(path: Path, runner: Runner, columns: tuple[OutcomeColumn, ...]) -> int:
    """Try the failed worlds of a file again, and put the new file in its place; how many."""
    held_chunks = read_held(path, columns)
    tried = sum(len(held.failures) for held in held_chunks)
    if tried == 0:
        return 0
    rows = read_rows(path)
    contents: list[bytes] = []
    begin = 0
    for held in held_chunks:
        part = rows.slice(begin, held.rows)
        begin += held.rows
        contents.append(_chunk_again(runner.job(held.chunk), held, part, columns).content)
    with written_aside(path) as aside:
        aside.write_bytes(_as_one(contents, columns))
    return tried


def _as_one(contents: Sequence[bytes], columns: tuple[OutcomeColumn, ...]) -> bytes:
    if len(contents) == 1:
        return contents[0]
    held = [one for content in contents for one in read_held(content, columns)]
    return compacted([read_rows(content) for content in contents], held)


def retry(
    directory: Path | str,
    model: str | None = None,
    base: Path | None = None,
    progress: Progress | None = None,
) -> tuple[StudyResult, int]:
    """Try the failed worlds of a finished study again, one after another.

    Parameters
    ----------
    directory : Path
    model : str, optional
        The user's model, put right: its file as it is now takes the place of the one that the
        study began with. Worlds that did not fail stay as they are.
    base : Path, optional
        The folder that the model's path is relative to.
    progress : callable, optional

    Returns
    -------
    result : StudyResult
    tried : int
        How many worlds were tried again.

    Raises
    ------
    InputError
        If the folder holds no finished study, or one of other rules.
    """
    from race_sim.study.study import Study

    folder = Path(directory)
    there = manifests.read(folder)
    study: Study = Study.from_dictionary(there["study"])
    if there["state"] != manifests.FINISHED:
        allowed = f"race-sim study resume {folder} first"
        raise InputError(str(folder), [Problem("", "is unfinished", allowed)])
    own = model_of(there)
    manifests.check_same(folder, there, as_now(there, study, own))
    with locked(folder):
        manifest = manifests.read(folder)
        return _retry(folder, manifest, study, own, _other(model, own, base), progress)


def _other(spec: str | None, own: UserModel | None, base: Path | None) -> UserModel | None:
    if spec is None:
        return own
    if own is None:
        what = "the study was played by the compiled loop, which has no model to put right"
        raise InputError("retry", [Problem("model", what)])
    return read_user_model(spec, base)


def _retry(
    folder: Path,
    manifest: dict[str, object],
    study: Study,
    own: UserModel | None,
    model: UserModel | None,
    progress: Progress | None,
) -> tuple[StudyResult, int]:
    columns = columns_of(study.outcomes)
    shelf = Folder(folder, columns)
    size = manifest["chunk"]
    assert isinstance(size, int)
    runner = Runner(study, shelf, size, own)
    trier = runner if model is own else _Trier(study, shelf, size, own, model)
    shelf.prepare()
    paths = [path for path in shelf.sources() if isinstance(path, Path)]
    failed = [
        [failure.point, failure.world]
        for path in paths
        for held in read_held(path, columns)
        for failure in held.failures
    ]
    tried = 0
    with session(folder, manifest, Serial()) as told:
        if model is not None:
            # So that these worlds can be replayed as they were played, also if we are killed.
            told["mended"] = {"user_model": model._asdict(), "worlds": failed}
            manifests.write(folder, manifest)
        for path in paths:
            tried += _file_again(path, trier, columns)
            if progress is not None and failed:
                progress(tried, len(failed))
        runner.run(Serial())
        result = runner.result(manifest, folder)
        write_tables(result, folder)
        shelf.tidy()
        told["retried"] = tried
    return result, tried


class _Trier(Runner):
    """Plays with another model, under the keys of the model that the study began with."""

    def __init__(
        self, study: Study, shelf: Folder, size: int, own: UserModel | None, model: UserModel | None
    ):
        super().__init__(study, shelf, size, own)
        self.model = model
