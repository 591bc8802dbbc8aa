"""Playing a chunk: what a worker does, in any engine, on any machine.

A worker needs nothing but the job, and gives back the bytes of a file: so every engine gives the
same bits, the work of compressing is shared out too, and workers need no common disk.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.outcomes import OutcomeColumn
from race_sim.problems import EngineError
from race_sim.study.chunk import Chunk
from race_sim.study.moments import leaf_moments
from race_sim.study.table import Failure, Held, columns_of, encoded, places_of

if TYPE_CHECKING:
    from race_sim.scenario import Scenario
    from race_sim.study.user_model import UserModel


class Job(NamedTuple):
    """All that is needed to play a chunk."""

    chunk: Chunk
    key: str
    seed: int  # of the point's luck
    scenario: Scenario
    outcomes: tuple[str, ...]  # columns to keep; all if empty
    model: UserModel | None  # None: the compiled loop
    rule_book: str  # hash of the rules that the study began with


class Played(NamedTuple):
    """A chunk that has been played.

    Attributes
    ----------
    held : Held
        Its moments and failures.
    content : bytes
        The Parquet file.
    """

    held: Held
    content: bytes


def play(job: Job) -> Played:
    """Play a chunk.

    A world that fails is data: it is left out of the rows and told in `failures`. With the
    compiled loop no world fails by itself.

    Raises
    ------
    EngineError
        If the rules of this worker are not those that the study began with.
    """
    from race_sim.compiled import rule_book_hash

    if job.rule_book != rule_book_hash():
        raise EngineError(
            "a worker has other rules than the study: install the same race-sim there"
        )
    columns = columns_of(job.outcomes)
    failures: list[Failure] = []
    if job.model is None:
        worlds, outcomes = _compiled(job, columns)
    else:
        worlds, outcomes, failures = _in_python(job, columns)
    return played(job, columns, worlds, outcomes, failures)


def played(
    job: Job,
    columns: tuple[OutcomeColumn, ...],
    worlds: np.ndarray,
    outcomes: np.ndarray,
    failures: list[Failure],
) -> Played:
    """What is known of a chunk's worlds as a file."""
    leaves = leaf_moments(worlds, outcomes, job.chunk.first_world, columns)
    held = Held(job.chunk, job.key, len(worlds), leaves, failures)
    return Played(held, encoded(held, worlds, outcomes, columns))


def lost(job: Job, reason: str) -> Played:
    """A chunk of which every world counts as failed, because its workers die of it."""
    chunk = job.chunk
    numbers = range(chunk.first_world, chunk.first_world + chunk.worlds)
    failures = [
        Failure(chunk.point, world, job.seed, "worker", "WorkerLost", reason, "")
        for world in numbers
    ]
    columns = columns_of(job.outcomes)
    return played(job, columns, np.empty(0, np.int64), np.empty((0, len(columns))), failures)


def _compiled(job: Job, columns: tuple[OutcomeColumn, ...]) -> tuple[np.ndarray, np.ndarray]:
    from race_sim.compiled import OUTCOME_COLUMNS, run_worlds
    from race_sim.resolve import plan_of

    chunk = job.chunk
    worlds = np.arange(chunk.first_world, chunk.first_world + chunk.worlds, dtype=np.int64)
    outcomes = np.empty((len(worlds), len(OUTCOME_COLUMNS)))
    run_worlds(plan_of(job.scenario), job.seed, worlds, outcomes)
    if len(columns) < len(OUTCOME_COLUMNS):
        outcomes = outcomes[:, places_of(columns)]
    return worlds, outcomes


def _in_python(
    job: Job, columns: tuple[OutcomeColumn, ...]
) -> tuple[np.ndarray, np.ndarray, list[Failure]]:
    chunk = job.chunk
    return play_in_python(job, range(chunk.first_world, chunk.first_world + chunk.worlds), columns)


def play_in_python(
    job: Job, numbers: range | list[int], columns: tuple[OutcomeColumn, ...]
) -> tuple[np.ndarray, np.ndarray, list[Failure]]:
    """Play worlds one by one in a model in Python: those that end, their outcomes, failures."""
    from race_sim.model import RaceModel
    from race_sim.study.user_model import class_of

    model_class = RaceModel if job.model is None else class_of(job.model)
    places = places_of(columns)
    worlds, rows, failures = [], [], []
    for world in numbers:
        try:
            model = model_class(job.scenario, seed=job.seed, world=world)
            model.run()
            values = model.outcome_values()
        except (Exception, SystemExit) as error:  # a user's policy may raise anything; it is data
            failures.append(_failure(job, world, error))
            continue
        worlds.append(world)
        rows.append([values[place] for place in places])
    table = np.array(rows, dtype=float).reshape(len(rows), len(columns))
    return np.array(worlds, dtype=np.int64), table, failures


def play_again(
    job: Job, numbers: list[int], columns: tuple[OutcomeColumn, ...]
) -> tuple[np.ndarray, np.ndarray, list[Failure]]:
    """Play some worlds of a chunk the way in which the study plays them: see `play_in_python`."""
    from race_sim.compiled import OUTCOME_COLUMNS, run_worlds
    from race_sim.resolve import plan_of

    if job.model is not None:
        return play_in_python(job, numbers, columns)
    worlds = np.array(numbers, dtype=np.int64)
    outcomes = np.empty((len(worlds), len(OUTCOME_COLUMNS)))
    run_worlds(plan_of(job.scenario), job.seed, worlds, outcomes)
    return worlds, outcomes[:, places_of(columns)], []


def _printable(text: str) -> str:
    """Text without what a CSV file or a terminal would choke on, such as half a character."""
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" else ascii(sign)[1:-1] for sign in text
    )


def _failure(job: Job, world: int, error: BaseException) -> Failure:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    # The first frame is ours and the same for every world.
    told = traceback.TracebackException.from_exception(error)
    told.stack.pop(0)
    return Failure(
        job.chunk.point,
        world,
        job.seed,
        f"{Path(last.filename).name}:{last.lineno} in {last.name}",
        type(error).__name__,
        _printable(str(told)),  # unlike `str(error)`, it cannot fail itself
        _printable("".join(told.format())),
    )
