"""What has come out of a study: points, summary, failures, worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from race_sim.outcomes import COLUMNS
from race_sim.problems import InputError, Problem
from race_sim.study import manifest as manifests
from race_sim.study.shelf import WORLDS, Folder, Shelf
from race_sim.study.store import MANIFEST
from race_sim.study.table import Failure, as_frame, columns_of, read_held, read_rows, schema_of

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.study import Study

POINTS = "points.csv"
SUMMARY = "summary.csv"
FAILURES = "failures.csv"
_TEXTS = dict.fromkeys(("where", "type", "message", "traceback"), str)
BESIDE = ("point", "lever_point", "uncertainty_point", "seed")


@dataclass(frozen=True)
class StudyResult:
    """A finished study.

    Attributes
    ----------
    study : Study
    points : DataFrame
        One row a point: `point`, `lever_point`, `uncertainty_point`, `seed` of its luck, then a
        column for each key that is varied.
    summary : DataFrame
        One row a point and outcome: `point`, the keys, `outcome`, `value`, `low`, `high`,
        `worlds`. Intervals are 95 % Monte-Carlo intervals.
    failures : DataFrame
        One row a world that could not be played to its end: `point`, `world`, `seed`, `where`,
        `type`, `message`, `traceback`.
    manifest : dict
        What was run, with what, where and when.
    directory : Path or None
        Where the files are; None if they were not kept.
    """

    study: Study
    points: pd.DataFrame
    summary: pd.DataFrame
    failures: pd.DataFrame
    manifest: dict[str, Any]
    directory: Path | None
    shelf: Shelf

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameters that are varied."""
        return tuple(name for name in self.points.columns if name not in BESIDE)

    @property
    def played(self) -> int:
        """Worlds that were played to their end."""
        if self.study.stopping is None:
            # Also if only names are kept, which are in no summary.
            return self.study.worlds * len(self.points) - len(self.failures)
        counts = self.summary.drop_duplicates("point")["worlds"]
        return int(counts.sum())

    @property
    def missing_share(self) -> float:
        """The share of worlds that failed."""
        failed = len(self.failures)
        return failed / (failed + self.played) if failed else 0.0

    def check_point(self, point: int) -> None:
        """Refuse a point that is not there.

        Raises
        ------
        InputError
        """
        if not 0 <= point < len(self.points):
            allowed = f"0 to {len(self.points) - 1}"
            raise InputError("study", [Problem("point", f"{point}", allowed)])

    def worlds(
        self, point: int | None = None, columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """The table of worlds: `point`, `world`, outcomes; sorted by point and world.

        Parameters
        ----------
        point : int, optional
            Only the worlds of this point.
        columns : sequence of str, optional
            Only these outcomes, beside `point` and `world`. All points with all columns of a
            large study do not fit in memory.

        Raises
        ------
        InputError
            If there is no such point or column, or a file is broken.
        """
        kept = [column.name for column in columns_of(self.study.outcomes)]
        unknown = [name for name in columns or () if name not in kept]
        if unknown:
            allowed = ", ".join(kept)
            raise InputError("study", [Problem(name, "is not kept", allowed) for name in unknown])
        if point is not None:
            self.check_point(point)
        wanted = None if columns is None else ["point", "world", *columns]
        table = self._rows(point, wanted)
        frame = as_frame(table)
        # With a stopping rule, files hold one round after another.
        return frame.sort_values(["point", "world"], kind="stable", ignore_index=True)

    def _rows(self, point: int | None, columns: Sequence[str] | None) -> Any:
        import pyarrow as pa
        import pyarrow.compute as compute

        kept = schema_of(columns_of(self.study.outcomes))
        if columns is not None:
            kept = pa.schema([kept.field(name) for name in columns])
        tables = [kept.empty_table()]
        for source in self.shelf.sources():
            if point is not None and not _may_hold(source, point):
                continue
            table = read_rows(source, columns).replace_schema_metadata(None)
            if point is not None:
                table = table.filter(compute.equal(table["point"], point))
            tables.append(table)
        return pa.concat_tables(tables)

    def values(self, outcome: str) -> np.ndarray:
        """The estimate of an outcome at each point, in order; NaN where every world failed.

        Returns
        -------
        ndarray of float64, shape (points,)

        Raises
        ------
        InputError
            If the outcome is a name, or was not kept.
        """
        rows = self.summary[self.summary["outcome"] == outcome]
        if outcome not in COLUMNS or len(rows) != len(self.points):
            allowed = ", ".join(self.summary["outcome"].unique())
            raise InputError("study", [Problem(outcome, "has no estimate here", allowed)])
        found: np.ndarray = rows.sort_values("point")["value"].to_numpy(dtype=float)
        return found


def _may_hold(source: Path | bytes, point: int) -> bool:
    """Whether a file may hold worlds of a point, by its statistics."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    place = pa.BufferReader(source) if isinstance(source, bytes) else str(source)
    try:
        with parquet.ParquetFile(place) as file:
            groups = [
                file.metadata.row_group(number).column(0).statistics
                for number in range(file.metadata.num_row_groups)
            ]
    except (pa.ArrowException, OSError):
        return True  # reading it will tell what is wrong
    return any(
        found is None or not found.has_min_max or found.min <= point <= found.max
        for found in groups
    )


def failures_frame(failures: Sequence[Failure]) -> pd.DataFrame:
    """The table of failures, in order of point and world."""
    import pandas as pd

    return pd.DataFrame(sorted(failures), columns=list(Failure._fields))


def open_study(directory: Path | str) -> StudyResult:
    """A finished study from its folder, with all its worlds.

    Raises
    ------
    InputError
        If the folder holds no finished study, or a file of it is missing or broken.
    """
    result = opened(directory)
    there = sum(
        held.rows
        for source in result.shelf.sources()
        for held in read_held(source, columns_of(result.study.outcomes))
    )
    if there != result.played:
        what = f"{there} of {result.played} worlds are there, the others are missing"
        problem = Problem(WORLDS, what, f"race-sim study resume {directory}")
        raise InputError(str(directory), [problem])
    return result


def opened(directory: Path | str) -> StudyResult:
    """A finished study from its folder; whether all its worlds are there is not looked at.

    Raises
    ------
    InputError
        If the folder holds no finished study, or a file of it is missing or broken.
    """
    import pandas as pd

    from race_sim.study.study import Study

    directory = Path(directory)
    manifest = manifests.read(directory)
    if manifest["state"] != manifests.FINISHED:
        allowed = f"race-sim study resume {directory}"
        raise InputError(str(directory / MANIFEST), [Problem("", "is unfinished", allowed)])
    study = Study.from_dictionary(manifest["study"])
    frames = []
    for name in (POINTS, SUMMARY, FAILURES):
        try:
            # A field that is empty is text without letters, but for estimates.
            frames.append(
                pd.read_csv(
                    directory / name,
                    keep_default_na=name != FAILURES,
                    dtype=_TEXTS if name == FAILURES else None,
                )
            )
        except (OSError, ValueError) as error:
            problem = Problem(name, f"cannot be read: {error}", "race-sim study resume")
            raise InputError(str(directory), [problem]) from None
    for frame in frames[:2]:
        numbers = [name for name in BESIDE[:3] if name in frame.columns]
        frame[numbers] = frame[numbers].astype(np.int32)
    shelf = Folder(directory, columns_of(study.outcomes))
    return StudyResult(study, frames[0], frames[1], frames[2], manifest, directory, shelf)
