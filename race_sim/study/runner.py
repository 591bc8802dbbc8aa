"""Playing the chunks of a study that are not there yet, round after round.

The runner knows what is to be played and in which order it is written down; the engine plays, the
shelf keeps. What it finds at the end follows from the study alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from race_sim.problems import InputError, Problem
from race_sim.study.chunk import Chunk, chunk_key, cut, point_digest
from race_sim.study.engines import Engine
from race_sim.study.moments import Moments, estimates, merged_all, no_worlds, numeric
from race_sim.study.play import Job, Played
from race_sim.study.result import BESIDE, StudyResult, failures_frame
from race_sim.study.schedule import Block, Group, groups_of
from race_sim.study.shelf import FOREIGN, Folder, Shelf
from race_sim.study.stopping import worlds_wanted
from race_sim.study.table import Failure, columns_of

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.study import DesignPoint, Study
    from race_sim.study.user_model import UserModel

Progress = Callable[[int, int], None]


def seed_of(study: Study, point: int) -> int:
    """The seed of a point's luck: the study's own, or with `independent` one for each point."""
    if not study.independent:
        return study.seed
    text = f"race-sim independent point {study.seed} {point}".encode()
    # 63 bits: two points of the same luck are as unlikely as 10^-7 among a million points.
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") >> 1


def checked_digests(
    study: Study, points: Sequence[DesignPoint], model: UserModel | None
) -> list[str]:
    """The digest of every point; all that is wrong with any of them in one error.

    Raises
    ------
    InputError
    """
    from race_sim.compiled import rule_book_hash

    book = rule_book_hash()
    columns = [column.name for column in columns_of(study.outcomes)]
    digests = []
    problems: dict[Problem, None] = {}
    for point in points:
        try:
            scenario = study.scenario_at(point)
        except InputError as error:
            problems.update(dict.fromkeys(error.problems))
            continue
        digests.append(point_digest(scenario, seed_of(study, point.number), columns, book, model))
    if problems:
        raise InputError(f"study {study.name!r}", list(problems))
    return digests


@contextmanager
def _closed(playing: Iterator[Played]) -> Iterator[Iterator[Played]]:
    """What an engine plays; its workers are let go at once, also if the study ends early."""
    try:
        yield playing
    finally:
        if isinstance(playing, Generator):
            playing.close()


class Runner:
    """A study on its way.

    Parameters
    ----------
    study : Study
    shelf : Shelf
        What is on it is not played again.
    size : int
        Worlds a chunk.
    model : UserModel or None
    progress : callable, optional
        Called with the worlds done and their total, or the most there may be.
    """

    def __init__(
        self,
        study: Study,
        shelf: Shelf,
        size: int,
        model: UserModel | None = None,
        progress: Progress | None = None,
    ):
        from race_sim.compiled import rule_book_hash

        self.study = study
        self.shelf = shelf
        self.size = size
        self.model = model
        self.points = study.points()
        self.columns = columns_of(study.outcomes)
        self.moments: list[Moments] = [no_worlds(self.columns) for _ in self.points]
        self.failures: list[Failure] = []
        self.chunks_played = 0
        self.worlds_played = 0  # in this session
        self._digests = checked_digests(study, self.points, model)
        self._rule_book = rule_book_hash()
        self._progress = progress
        self._done = 0
        self._most = study.worlds * len(self.points)

    def check_taken_up(self, shelf: Folder) -> None:
        """Refuse chunks in a folder that are not this study's, before anything is written.

        Raises
        ------
        InputError
            Naming the first such file.
        """
        for path, held in shelf.all_held():
            chunk = held.chunk
            fits = chunk.point < len(self.points) and held.key == self.key(chunk)
            if fits and self.study.stopping is None:
                fits = chunk in cut(
                    chunk.point, self.study.first_world, self.study.worlds, self.size
                )
            if not fits:
                raise InputError(str(path), [FOREIGN])

    def job(self, chunk: Chunk) -> Job:
        """The job of a chunk."""
        point = self.points[chunk.point]
        return Job(
            chunk,
            self.key(chunk),
            seed_of(self.study, chunk.point),
            self.study.scenario_at(point),
            tuple(self.study.outcomes),
            self.model,
            self._rule_book,
        )

    def key(self, chunk: Chunk) -> str:
        """The key of a chunk."""
        return chunk_key(self._digests[chunk.point], chunk)

    def rounds(self) -> Iterator[list[Block]]:
        """What each point is to play, round by round.

        A round may be asked for once the one before it is taken in: with a stopping rule it
        follows from the moments.
        """
        rule, first = self.study.stopping, self.study.first_world
        if rule is None:
            yield [Block(point.number, first, self.study.worlds) for point in self.points]
            return
        played = [0] * len(self.points)
        wanted = [rule.first] * len(self.points)
        while True:
            blocks = [
                Block(point, first + before, after - before)
                for point, (before, after) in enumerate(zip(played, wanted, strict=True))
                if after > before
            ]
            if not blocks:
                return
            yield blocks
            played = wanted
            wanted = [
                worlds_wanted(moments, count, self.columns, rule)
                for moments, count in zip(self.moments, played, strict=True)
            ]

    def run(self, engine: Engine) -> None:
        """Play what is missing, and take in what there is.

        Raises
        ------
        InputError
            If a file on the shelf belongs to another study.
        """
        self._go_through(lambda groups: self._play_round(engine, groups))

    def read(self) -> None:
        """Take in what there is, all of which has been played.

        Raises
        ------
        InputError
            If a file is missing or broken.
        """
        self._go_through(lambda groups: None)

    def _go_through(self, make_ready: Callable[[Iterator[Group]], None]) -> None:
        """Take in round after round, each once it is ready."""
        number = 0
        for blocks in self.rounds():
            make_ready(groups_of(blocks, self.size, number))
            for group in groups_of(blocks, self.size, number):
                self._take_in(group)
                number = group.number + 1
        self.shelf.check_nothing_else(number)

    def _play_round(self, engine: Engine, groups: Iterator[Group]) -> None:
        group_of: dict[Chunk, Group] = {}
        missing: dict[int, int] = {}

        def jobs() -> Iterator[Job]:
            for group in groups:
                lacking = [
                    chunk
                    for chunk in group.chunks
                    if not self.shelf.has(group, chunk, self.key(chunk))
                ]
                there = sum(chunk.worlds for chunk in group.chunks if chunk not in lacking)
                self._tell(there)
                if not lacking:
                    self.shelf.close(group)
                    continue
                missing[group.number] = len(lacking)
                group_of.update(dict.fromkeys(lacking, group))
                for chunk in lacking:
                    yield self.job(chunk)

        with _closed(engine.play(jobs())) as playing:
            for played in playing:
                chunk = played.held.chunk
                self.shelf.keep(chunk, played.content)
                self.chunks_played += 1
                self.worlds_played += chunk.worlds
                group = group_of.pop(chunk)
                missing[group.number] -= 1
                if missing[group.number] == 0:
                    self.shelf.close(group)
                    del missing[group.number]
                self._tell(chunk.worlds)

    def _tell(self, worlds: int) -> None:
        self._done += worlds
        if self._progress is not None and worlds:
            self._progress(self._done, self._most)

    def _take_in(self, group: Group) -> None:
        for held in self.shelf.held(group):
            point = held.chunk.point
            self.moments[point] = merged_all(held.leaves, self.columns, self.moments[point])
            self.failures.extend(held.failures)

    def points_frame(self) -> pd.DataFrame:
        """One row a point: see `StudyResult.points`."""
        import pandas as pd

        columns: dict[str, Any] = {
            BESIDE[0]: np.array([point.number for point in self.points], dtype=np.int32),
            BESIDE[1]: np.array([point.lever_point for point in self.points], dtype=np.int32),
            BESIDE[2]: np.array([point.uncertainty_point for point in self.points], dtype=np.int32),
            BESIDE[3]: [seed_of(self.study, point.number) for point in self.points],
        }
        for key in self.points[0].values:
            columns[key] = [point.values[key] for point in self.points]
        return pd.DataFrame(columns)

    def summary_frame(self, points: pd.DataFrame) -> pd.DataFrame:
        """One row a point and outcome: see `StudyResult.summary`."""
        import pandas as pd

        kept = numeric(self.columns)
        value, low, high = estimates(self.moments, self.columns)
        columns: dict[str, Any] = {"point": np.repeat(points["point"].to_numpy(), len(kept))}
        for key in points.columns.difference(list(BESIDE), sort=False):
            columns[key] = points[key].repeat(len(kept)).to_numpy()
        columns["outcome"] = [column.name for column in kept] * len(points)
        columns |= {"value": value.ravel(), "low": low.ravel(), "high": high.ravel()}
        columns["worlds"] = np.repeat([moments.worlds for moments in self.moments], len(kept))
        return pd.DataFrame(columns)

    def result(self, manifest: dict[str, Any], directory: Path | None) -> StudyResult:
        """What has come out, once `run` has come to its end."""
        points = self.points_frame()
        return StudyResult(
            self.study,
            points,
            self.summary_frame(points),
            failures_frame(self.failures),
            manifest,
            directory,
            self.shelf,
        )
