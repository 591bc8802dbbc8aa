"""A sweep: a grid of values of a few parameters, as a study.

>>> from race_sim import sweep
>>> result = sweep("baseline", ["payoffs.rivalry=0:1.2:3"], worlds=50, seed=1)
>>> result.points[["point", "payoffs.rivalry"]]
   point  payoffs.rivalry
0      0              0.0
1      1              0.6
2      2              1.2
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from race_sim.address import check_address
from race_sim.ensemble import as_scenario
from race_sim.problems import InputError, Problem
from race_sim.scenario import Scenario
from race_sim.study import manifest as manifests
from race_sim.study.design import Vary, grid, parse_vary
from race_sim.study.engines import Threads
from race_sim.study.result import StudyResult, open_study
from race_sim.study.run import OWN_FILES, locked, resume, run
from race_sim.study.runner import Progress
from race_sim.study.store import MANIFEST, PARTIAL
from race_sim.study.study import Study

SWEEP = "sweep"


def study_of(
    scenario: Scenario | str | Path,
    vary: Sequence[Vary | str] = (),
    worlds: int = 1000,
    seed: int = 0,
    first_world: int = 0,
) -> Study:
    """The study that a sweep is: each parameter a lever, every combination a point.

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    check_address(SWEEP, seed, worlds, first_world)
    scenario = as_scenario(scenario)
    design = [parse_vary(one) if isinstance(one, str) else one for one in vary]
    grid(design)  # refuses a key that comes twice, and a grid that is too large
    return Study(
        name=f"sweep-{scenario.name}",
        title=scenario.title,
        scenario=scenario,
        levers={one.key: {"values": list(one.values)} for one in design},
        worlds=worlds,
        seed=seed,
        first_world=first_world,
    )


def sweep(
    scenario: Scenario | str | Path,
    vary: Sequence[Vary | str] = (),
    worlds: int = 1000,
    seed: int = 0,
    out: Path | str | None = None,
    first_world: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> StudyResult:
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
        Folder for the files: a new or empty one, or that of an earlier sweep, which is replaced
        once the new one is whole. Without it, everything stays in memory.
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
    study = study_of(scenario, vary, worlds, seed, first_world)
    player = Threads(threads)
    if out is None:
        return run(study, None, player, progress=progress)
    folder = Path(out)
    _end_exchange(folder)
    check_replaceable(folder)
    aside = folder.with_name(folder.name + PARTIAL)
    _run_aside(study, aside, player, progress)
    _take_its_place(aside, folder)
    return open_study(folder)


def _manifest(folder: Path) -> dict[str, Any] | None:
    if not (folder / MANIFEST).is_file():
        return None
    try:
        return manifests.read(folder)
    except InputError as error:
        allowed = "a new or empty folder, or that of a sweep of this version"
        what = "its manifest is not that of a sweep of this version"
        raise InputError(str(folder), [*error.problems, Problem("", what, allowed)]) from None


def check_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier sweep.

    Raises
    ------
    InputError
    """
    allowed = "a new or empty folder, or that of an earlier sweep"
    if folder.exists() and not folder.is_dir():
        raise InputError(str(folder), [Problem("", "is a file", allowed)])
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if not there:
        return
    manifest = _manifest(folder)
    if manifest is None:
        what = f"holds other files, such as {there[0]}"
        raise InputError(str(folder), [Problem("", what, allowed)])
    if manifest.get("made_by") != SWEEP:
        raise InputError(str(folder), [Problem("", "holds a study", allowed)])


def _run_aside(study: Study, aside: Path, player: Threads, progress: Progress | None) -> None:
    """Run a sweep in a folder beside; one that was stopped there goes on if it is the same."""
    if (aside / MANIFEST).is_file():
        try:
            there = manifests.read(aside)
            same = there["study"] == study.as_dictionary()
        except InputError:
            same = False
        if same:
            resume(aside, player, progress=progress)
            return
    if aside.exists():
        foreign = [
            path.name
            for path in aside.iterdir()
            if path.name not in OWN_FILES and not path.name.endswith(PARTIAL)
        ]
        if foreign:
            what = f"holds other files, such as {min(foreign)}"
            raise InputError(str(aside), [Problem("", what, "move them elsewhere")])
        with locked(aside):  # not while somebody is at work there
            pass
        shutil.rmtree(aside)
    run(study, aside, player, progress=progress, made_by=SWEEP)


def _earlier(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.earlier{PARTIAL}")


def _take_its_place(aside: Path, folder: Path) -> None:
    """Put a finished sweep in the place of an earlier one."""
    if folder.exists():
        folder.rename(_earlier(folder))
    aside.rename(folder)
    _end_exchange(folder)


def _end_exchange(folder: Path) -> None:
    """Bring an exchange of two sweeps to its end, or undo it if it had hardly begun.

    What is not a sweep's own, such as notes beside its files, moves over.
    """
    earlier = _earlier(folder)
    if not earlier.exists():
        return
    if not folder.exists():
        earlier.rename(folder)
        return
    for path in earlier.iterdir():
        if path.name not in OWN_FILES and not (folder / path.name).exists():
            path.rename(folder / path.name)
    shutil.rmtree(earlier)


def read_sweep(directory: Path | str) -> StudyResult:
    """A finished sweep, or any finished study, from its folder.

    Raises
    ------
    InputError
        If the folder holds none, or a file of it is missing or broken.
    """
    return open_study(directory)
