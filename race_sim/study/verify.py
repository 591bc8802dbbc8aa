"""Is what is on disk what the rules give? Random rows are played again and compared bit by bit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from race_sim.address import whole_number
from race_sim.problems import InputError, Problem
from race_sim.study.moments import Moments, leaf_moments
from race_sim.study.play import Job, play_again, play_in_python
from race_sim.study.result import StudyResult, opened
from race_sim.study.run import model_of, model_of_row, tables_of
from race_sim.study.runner import Runner
from race_sim.study.table import (
    Failure,
    Held,
    columns_of,
    read_held,
    read_rows,
    values_of,
)
from race_sim.study.user_model import UserModel


class Mismatch(NamedTuple):
    """A value on disk that is not what the rules give."""

    point: int
    world: int
    outcome: str
    stored: float
    played: float


class Verification(NamedTuple):
    """What was checked, and what was wrong.

    Attributes
    ----------
    files, rows : int
        Files read whole, with their checksums, and the rows in them.
    compared : int
        Rows played again, in the loop or in the user's model.
    compared_in_mesa : int
        Rows of those that were played in `RaceModel` too.
    mismatches : tuple of Mismatch
    problems : tuple of str
        Whatever else is wrong: files that are broken, chunks that are missing.
    """

    files: int
    rows: int
    compared: int
    compared_in_mesa: int
    mismatches: tuple[Mismatch, ...]
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was wrong."""
        return not self.mismatches and not self.problems


def verify(
    directory: Path | str, rows: int = 1000, in_mesa: int = 20, seed: int = 0
) -> Verification:
    """Check a finished study.

    Every file is read, its checksums are checked and its sums are made again; every chunk must be
    there under its key, and the tables must be those that follow. Then random rows are played
    again, some of them in Mesa too, and compared bit by bit.

    Parameters
    ----------
    directory : Path
    rows : int
        How many rows to play again, drawn evenly from all rows.
    in_mesa : int
        How many of them to play in `RaceModel` too.
    seed : int
        Of the drawing of rows.

    Raises
    ------
    InputError
        If the folder holds no finished study, or an argument cannot be used.
    """
    wrong = [
        whole_number("rows", rows, 1, 10**9),
        whole_number("mesa", in_mesa, 0, 10**9),
        whole_number("seed", seed, 0, 2**63 - 1),
    ]
    problems = [problem for problem in wrong if problem is not None]
    if problems:
        raise InputError("verify", problems)
    result = opened(directory)
    return _Verifier(result, np.random.default_rng(seed)).verification(rows, in_mesa)


class _Verifier:
    """Goes through the files of a study, and notes what is wrong."""

    def __init__(self, result: StudyResult, random: np.random.Generator):
        study = result.study
        self._columns = columns_of(study.outcomes)
        self._manifest = result.manifest
        self._random = random
        self._sources = list(result.shelf.sources())
        self._runner = Runner(
            study, result.shelf, result.manifest["chunk"], model_of(result.manifest)
        )
        self._result = result
        self._files = self._rows = self._compared = self._in_mesa = 0
        self._mismatches: list[Mismatch] = []
        self._problems: dict[str, None] = {}

    def verification(self, rows: int, in_mesa: int) -> Verification:
        """Go through all files, and compare so many rows, drawn evenly from all."""
        counts = np.array([self._rows_of(source) for source in self._sources], dtype=float)
        if not len(counts):
            counts = np.zeros(1)  # no file is there: nothing to draw from
        drawn = self._random.multinomial(rows, counts / max(1.0, counts.sum()))
        mesa = self._random.multinomial(in_mesa, drawn / max(1, drawn.sum()))
        for source, count, for_mesa in zip(self._sources, drawn, mesa, strict=False):
            try:
                self._file(source, int(count), int(for_mesa))
            except InputError as error:
                self._problems[str(error)] = None
        self._tables()
        return Verification(
            self._files,
            self._rows,
            self._compared,
            self._in_mesa,
            tuple(self._mismatches),
            tuple(self._problems),
        )

    def _rows_of(self, source: Path | bytes) -> int:
        try:
            return sum(held.rows for held in read_held(source, self._columns))
        except InputError as error:
            self._problems[str(error)] = None
            return 0

    def _file(self, source: Path | bytes, count: int, for_mesa: int) -> None:
        held_chunks = read_held(source, self._columns)
        worlds, stored = values_of(read_rows(source), self._columns)
        self._files += 1
        self._rows += len(worlds)
        self._sums(held_chunks, worlds, stored)
        for held in held_chunks:
            if held.key != self._runner.key(held.chunk):
                self._problems[f"{held.chunk.name} has the key of another study"] = None
        ends = np.cumsum([held.rows for held in held_chunks])
        chosen = self._random.choice(len(worlds), min(count, len(worlds)), replace=False)
        also_in_mesa = set(chosen[:for_mesa].tolist())
        of_chunk = np.searchsorted(ends, np.sort(chosen), side="right")
        for number in np.unique(of_chunk):
            picked = np.sort(chosen)[of_chunk == number]
            job = self._runner.job(held_chunks[number].chunk)
            for same, rows in self._by_model(job, worlds, picked):
                self._compare(same, worlds[rows], stored[rows], play_again)
            self._compared += len(picked)
            twice = [row for row in picked if int(row) in also_in_mesa]
            if job.model is None and twice:
                self._compare(job, worlds[twice], stored[twice], play_in_python)
                self._in_mesa += len(twice)

    def _by_model(
        self, job: Job, worlds: np.ndarray, picked: np.ndarray
    ) -> list[tuple[Job, list[int]]]:
        """The rows that were played with one model, for each model: some may be mended."""
        found: dict[UserModel | None, list[int]] = {}
        for row in picked:
            model = model_of_row(self._manifest, job.chunk.point, int(worlds[row]))
            found.setdefault(model, []).append(int(row))
        return [(job._replace(model=model), rows) for model, rows in found.items()]

    def _sums(self, held_chunks: list[Held], worlds: np.ndarray, stored: np.ndarray) -> None:
        """Whether rows are those of which the sums of their chunk were made."""
        begin = 0
        for held in held_chunks:
            rows = slice(begin, begin + held.rows)
            begin = rows.stop
            first = held.chunk.first_world
            found = leaf_moments(worlds[rows], stored[rows], first, self._columns)
            if _bits(found) != _bits(held.leaves):
                what = f"{held.chunk.name}: the rows are not those that its sums were made of"
                self._problems[what] = None

    def _tables(self) -> None:
        """Whether nothing is missing, and the tables are those that follow from the files."""
        folder = self._result.directory
        assert folder is not None
        try:
            self._runner.read()
        except InputError as error:
            self._problems[str(error)] = None
            return
        there = self._runner.result(self._result.manifest, folder)
        for name, text in tables_of(there).items():
            if (folder / name).read_bytes() != text.encode():
                self._problems[f"{name} is not what follows from the worlds"] = None

    def _compare(
        self, job: Job, worlds: np.ndarray, stored: np.ndarray, play: Callable[..., _Found]
    ) -> None:
        numbers = [int(world) for world in worlds]
        _, found, failed = play(job, numbers, self._columns)
        if failed:
            what = f"point {job.chunk.point}: world {failed[0].world} fails now and did not before"
            self._problems[what] = None
            return
        same = (stored == found) | (np.isnan(stored) & np.isnan(found))
        for row, column in zip(*np.nonzero(~same), strict=True):
            self._mismatches.append(
                Mismatch(
                    job.chunk.point,
                    numbers[row],
                    self._columns[column].name,
                    float(stored[row, column]),
                    float(found[row, column]),
                )
            )


def _bits(leaves: list[Moments]) -> list[tuple[int, bytes, bytes]]:
    return [(leaf.worlds, leaf.mean.tobytes(), leaf.squares.tobytes()) for leaf in leaves]


_Found = tuple[np.ndarray, np.ndarray, list[Failure]]


def stored_row(result: StudyResult, point: int, world: int) -> dict[str, object] | None:
    """A row on disk, by name; None if the world failed.

    Raises
    ------
    InputError
        If there is no such point or world.
    """
    result.check_point(point)
    frame = result.worlds(point)
    found = frame[frame["world"] == world]
    if len(found):
        return {name: found[name].iloc[0] for name in found.columns}
    failures = result.failures
    if ((failures["point"] == point) & (failures["world"] == world)).any():
        return None
    numbers = {*frame["world"], *failures.loc[failures["point"] == point, "world"]}
    problem = Problem("world", f"{world}", f"{min(numbers)} to {max(numbers)} at point {point}")
    raise InputError("study", [problem])
