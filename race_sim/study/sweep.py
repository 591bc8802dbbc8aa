"""A sweep: a design run under common luck, and its files.

>>> from race_sim import sweep
>>> from race_sim.study.design import parse_vary
>>> result = sweep("baseline", vary=[parse_vary("payoffs.rivalry=0:1.2:3")], worlds=50, seed=1)
>>> result.points
   point  payoffs.rivalry
0      0              0.0
1      1              0.6
2      2              1.2
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import race_sim
from race_sim.address import check_address
from race_sim.compiled import rule_book_hash
from race_sim.ensemble import as_scenario, blocks
from race_sim.outcomes import outcome_frame
from race_sim.problems import InputError, Problem
from race_sim.resolve import Plan, plan_of
from race_sim.scenario import Scenario, Value
from race_sim.study.design import Vary, grid, parse_vary
from race_sim.study.running import RunningEstimates
from race_sim.study.store import (
    MANIFEST,
    PARTIAL,
    WORLDS,
    WorldsWriter,
    begin_replacing,
    prepare_folder,
    put_in_place,
    read_manifest,
    write_json,
    write_text,
)

if TYPE_CHECKING:
    import pandas as pd

KIND = "sweep"
POINTS = "points.csv"
SUMMARY = "summary.csv"


@dataclass(frozen=True)
class Sweep:
    """A finished sweep.

    Attributes
    ----------
    keys : tuple of str
        The parameters that were varied.
    points : DataFrame
        One row a point: `point`, then a column for each key.
    summary : DataFrame
        One row a point and outcome: `point`, the keys, `outcome`, `value`, `low`, `high`,
        `worlds`. Intervals are 95 % Monte-Carlo intervals.
    manifest : dict
        What was run: scenario in full, design, seed, versions.
    directory : Path or None
        Where the files are; None if they were not kept.
    """

    keys: tuple[str, ...]
    points: pd.DataFrame
    summary: pd.DataFrame
    manifest: dict[str, Any]
    directory: Path | None
    _tables: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list, repr=False)

    def worlds(self, point: int | None = None) -> pd.DataFrame:
        """The table of worlds: `point`, `world`, outcomes; of one point if it is named.

        Raises
        ------
        InputError
            If there is no such point.
        """
        if point is not None and point not in set(self.points["point"]):
            allowed = f"0 to {len(self.points) - 1}"
            raise InputError("sweep", [Problem("point", f"{point}", allowed)])
        if self.directory is not None:
            import pandas as pd

            filters = None if point is None else [("point", "==", point)]
            return pd.read_parquet(self.directory / WORLDS, filters=filters)
        return self._worlds_in_memory(point)

    def _worlds_in_memory(self, point: int | None) -> pd.DataFrame:
        import pandas as pd

        frames = []
        for number, (worlds, outcomes) in enumerate(self._tables):
            if point is None or number == point:
                frame = outcome_frame(worlds, outcomes)
                frame.insert(0, "point", np.int32(number))
                frames.append(frame)
        return pd.concat(frames, ignore_index=True)


def versions() -> dict[str, str]:
    """The versions that a result depends on."""
    return {
        "race-sim": race_sim.__version__,
        "model": race_sim.MODEL_VERSION,
        "rule book": rule_book_hash(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "numba": version("numba"),
    }


def _manifest(
    scenario: Scenario, vary: Sequence[Vary], points: int, worlds: int, seed: int, first_world: int
) -> dict[str, Any]:
    # No date, host or number of threads: the same run gives the same file.
    return {
        "kind": KIND,
        "scenario": scenario.model_dump(mode="json", by_alias=True),
        "vary": [{"key": one.key, "values": list(one.values)} for one in vary],
        "points": points,
        "worlds": worlds,
        "seed": seed,
        "first_world": first_world,
        "versions": versions(),
    }


def _plans(scenario: Scenario, points: Sequence[dict[str, Value]]) -> list[Plan]:
    """The plan of every point; all that is wrong with any of them in one error."""
    plans = []
    problems: dict[Problem, None] = {}
    for values in points:
        try:
            plans.append(plan_of(scenario.with_values(values)))
        except InputError as error:
            problems.update(dict.fromkeys(error.problems))
    if problems:
        raise InputError(f"sweep of {scenario.name!r}", list(problems))
    return plans


def _points_frame(keys: Sequence[str], points: Sequence[dict[str, Value]]) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, Any] = {"point": np.arange(len(points), dtype=np.int32)}
    for key in keys:
        columns[key] = [values[key] for values in points]
    return pd.DataFrame(columns)


def _summary_frame(
    keys: Sequence[str],
    points: Sequence[dict[str, Value]],
    estimates: Sequence[RunningEstimates],
) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for point, (values, running) in enumerate(zip(points, estimates, strict=True)):
        for outcome, found in running.estimates():
            rows.append((point, *(values[key] for key in keys), outcome, *found, running.worlds))
    return pd.DataFrame(rows, columns=["point", *keys, "outcome", "value", "low", "high", "worlds"])


def sweep(
    scenario: Scenario | str | Path,
    vary: Sequence[Vary | str] = (),
    worlds: int = 1000,
    seed: int = 0,
    out: Path | str | None = None,
    first_world: int = 0,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sweep:
    """Run a design: every point plays the same worlds under the same luck.

    Parameters
    ----------
    scenario : Scenario, str or Path
    vary : sequence of Vary or str
        What to vary, for example `"payoffs.rivalry=0:1.2:13"`. Two make a grid, none one point.
    worlds : int
        Worlds a point.
    seed : int
    out : Path, optional
        Folder for the files. Without it, everything stays in memory.
    first_world : int
    threads : int, optional
        By default as many as the process may use processors. The result does not depend on it.
    progress : callable, optional
        Called with the number of worlds done and their total.

    Raises
    ------
    InputError
        If an argument cannot be used, before anything is run or written.
    """
    check_address(KIND, seed, worlds, first_world)
    scenario = as_scenario(scenario)
    design = [parse_vary(one) if isinstance(one, str) else one for one in vary]
    points = grid(design)
    plans = _plans(scenario, points)
    keys = tuple(one.key for one in design)
    manifest = _manifest(scenario, design, len(points), worlds, seed, first_world)
    directory = None if out is None else Path(out)
    total = worlds * len(points)
    done = 0
    estimates = [RunningEstimates() for _ in points]
    tables: list[tuple[np.ndarray, np.ndarray]] = []

    writer = None
    aside = None
    if directory is not None:
        prepare_folder(directory, KIND)
        aside = directory / (WORLDS + PARTIAL)
        writer = WorldsWriter(aside)
    try:
        for point, plan in enumerate(plans):
            kept = []
            for numbers, outcomes in blocks(plan, worlds, seed, first_world, threads):
                estimates[point].add(outcomes)
                if writer is not None:
                    writer.add(point, numbers, outcomes)
                else:
                    kept.append((numbers, outcomes))
                done += len(numbers)
                if progress is not None:
                    progress(done, total)
            if writer is None:
                tables.append(
                    (
                        np.concatenate([numbers for numbers, _ in kept]),
                        np.concatenate([outcomes for _, outcomes in kept]),
                    )
                )
        if writer is not None:
            writer.close()
            writer = None
        result = Sweep(
            keys,
            _points_frame(keys, points),
            _summary_frame(keys, points, estimates),
            manifest,
            directory,
            tables,
        )
        if directory is not None and aside is not None:
            _put_in_place(result, directory, aside)
        return result
    finally:
        if writer is not None:
            writer.abandon()
        if aside is not None:
            aside.unlink(missing_ok=True)


def _put_in_place(result: Sweep, directory: Path, aside: Path) -> None:
    # An earlier sweep's manifest goes first and the new one comes last: at no moment does a
    # folder with files of both look whole.
    begin_replacing(directory)
    put_in_place(aside, directory / WORLDS)
    write_text(directory / POINTS, result.points.to_csv(index=False, lineterminator="\n"))
    write_text(directory / SUMMARY, result.summary.to_csv(index=False, lineterminator="\n"))
    write_json(directory / MANIFEST, result.manifest)


def read_sweep(directory: Path | str) -> Sweep:
    """A finished sweep from its folder.

    Raises
    ------
    InputError
        If the folder holds no finished sweep, or a file of it is missing or broken.
    """
    import pandas as pd

    directory = Path(directory)
    manifest = read_manifest(directory, KIND)
    frames = []
    for name in (POINTS, SUMMARY):
        try:
            frames.append(pd.read_csv(directory / name))
        except (OSError, ValueError) as error:
            problem = Problem(name, f"cannot be read: {error}")
            raise InputError(str(directory), [problem]) from None
    if not (directory / WORLDS).is_file():
        raise InputError(str(directory), [Problem(WORLDS, "missing")])
    keys = tuple(one["key"] for one in manifest["vary"])
    return Sweep(keys, frames[0], frames[1], manifest, directory)
