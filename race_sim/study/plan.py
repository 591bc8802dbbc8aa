"""What a study will cost, from a short trial, before it is paid."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.study.chunk import Chunk
from race_sim.study.engines import engine_of
from race_sim.study.play import play
from race_sim.study.run import EngineLike, size_of, user_model_of
from race_sim.study.runner import Runner
from race_sim.study.schedule import Block, groups_of
from race_sim.study.shelf import Memory

if TYPE_CHECKING:
    from race_sim.study.study import Study

_TRIAL_POINTS = 5
_TRIAL_WORLDS = 2048
_TRIAL_WORLDS_IN_PYTHON = 8


class StudyPlan(NamedTuple):
    """What a study will cost.

    Attributes
    ----------
    name : str
    points : int
    lever_points, uncertainty_points : int
    worlds_a_point : int
        With a stopping rule, the most that there may be.
    worlds : int
        In all; likewise.
    chunks, files : int
        Units of work, and files of worlds at the end.
    seconds : float
        Expected wall time on the given workers, if each has a processor of its own.
    megabytes : float
        Expected size of the files (10^6 bytes).
    seconds_a_world, bytes_a_world : float
        Measured in the trial, on one worker.
    trial_worlds : int
    engine : str
    workers : int
    is_most : bool
        Whether worlds, seconds and megabytes are the most that there may be.
    """

    name: str
    points: int
    lever_points: int
    uncertainty_points: int
    worlds_a_point: int
    worlds: int
    chunks: int
    files: int
    seconds: float
    megabytes: float
    seconds_a_world: float
    bytes_a_world: float
    trial_worlds: int
    engine: str
    workers: int
    is_most: bool


def plan(
    study: Study,
    engine: EngineLike = None,
    workers: int | None = None,
    chunk: int | None = None,
    base: Path | None = None,
) -> StudyPlan:
    """Play a few worlds at a few points, and say what the whole study will cost.

    Parameters are as in `race_sim.study.run.run`. A remote scheduler is not asked.

    Raises
    ------
    InputError
        If anything is wrong with the study.
    """
    model = user_model_of(study, base)
    size = size_of(study, chunk)
    player = engine_of(engine, workers, None, in_python=model is not None)
    runner = Runner(study, Memory(()), size, model)
    points = runner.points
    count = min(len(points), _TRIAL_POINTS)
    chosen = np.unique(np.linspace(0, len(points) - 1, count).round().astype(int))
    each = study.worlds
    trial = min(each, _TRIAL_WORLDS if model is None else _TRIAL_WORLDS_IN_PYTHON)

    def played(point: int, worlds: int) -> int:
        job = runner.job(Chunk(int(point), study.first_world, worlds))
        return len(play(job).content)

    played(chosen[0], 1)  # so that nothing is compiled or loaded while the clock runs
    empty = played(chosen[0], 1)
    begin = time.perf_counter()
    sizes = [played(point, trial) for point in chosen]
    seconds = time.perf_counter() - begin
    trial_worlds = trial * len(chosen)
    total = each * len(points)
    blocks = [Block(point.number, study.first_world, each) for point in points]
    groups = [len(group.chunks) for group in groups_of(blocks, size)]
    a_world = seconds / trial_worlds
    bytes_a_world = max(0.0, (sum(sizes) - empty * len(sizes)) / trial_worlds)
    megabytes = (total * bytes_a_world + len(groups) * empty) / 1e6
    return StudyPlan(
        study.name,
        len(points),
        1 + max(point.lever_point for point in points),
        1 + max(point.uncertainty_point for point in points),
        each,
        total,
        sum(groups),
        len(groups),
        total * a_world / min(player.workers, max(1, sum(groups))),
        megabytes,
        a_world,
        bytes_a_world,
        trial_worlds,
        player.name,
        player.workers,
        study.stopping is not None,
    )
