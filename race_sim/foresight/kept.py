"""Solutions kept on disk, each under a hash of all that it depends on.

The folder is `far-sighted` in RACE_SIM_CACHE, or in race-sim in the user's cache folder
(XDG_CACHE_HOME, or ~/.cache). A file that cannot be read, or is not what it should be, is as good
as none: the solution is made anew and the file replaced.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock

from race_sim.foresight.grids import Grid
from race_sim.parameters.foresight import ForesightParameters
from race_sim.rules.settings import RaceSettings
from race_sim.study.store import written_aside

if TYPE_CHECKING:
    from race_sim.foresight.solution import Solution

logger = logging.getLogger("race_sim")

FOLDER_VARIABLE = "RACE_SIM_CACHE"
# What a solution does not depend on.
_SIDE_UNREAD = {"policy", "forced_severity", "forced_kind"}
_UNREAD = {
    "us",
    "cn",
    "start",
    "talent_outflow",
    "talent_to_rival",
    "talent_return",
    "belief_rate",
    "error",
    "alarm_threshold",
    "solution",
    "finish_line",
    "transformative",
    "finish_risk",
    "finish_elasticity",
}


@cache
def _source_hash() -> str:
    """SHA-256 of the files that make a solution, as they were when first asked for."""
    package = Path(__file__).resolve().parents[1]
    files = [*(package / "foresight").glob("*.py"), *(package / "rules").glob("*.py")]
    files += [package / "game.py", package / "policies" / "far_sighted.py"]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def key_of(
    kind: str, settings: RaceSettings, chip_dependency: float, foresight: ForesightParameters
) -> str:
    """SHA-256 of all that a solution depends on."""

    def fields(numbers: Any, unread: set[str]) -> dict[str, Any]:
        return {key: value for key, value in numbers._asdict().items() if key not in unread}

    content = {
        "kind": kind,
        "settings": fields(settings, _UNREAD),
        "us": fields(settings.us, _SIDE_UNREAD),
        "cn": fields(settings.cn, _SIDE_UNREAD),
        "chip_dependency": chip_dependency,
        "foresight": foresight.model_dump(),
        "source": _source_hash(),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def cache_folder() -> Path:
    """Where solutions are kept."""
    own = os.environ.get(FOLDER_VARIABLE)
    if own:
        return Path(own) / "far-sighted"
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "race-sim" / "far-sighted"


_ARRAYS = ("lead", "gap", "alarm", "restrictions", "strategies", "values")
_NUMBERS = ("value_residual", "strategy_residual", "unsettled", "iterations", "seconds")


def write(path: Path, key: str, solution: Solution) -> None:
    """Write a solution, whole or not at all."""
    arrays = {**solution.grid._asdict()}
    arrays.update({name: getattr(solution, name) for name in _ARRAYS[3:]})
    numbers = np.array([float(getattr(solution, name)) for name in _NUMBERS])
    with written_aside(path) as aside, open(aside, "wb") as file:
        np.savez(
            file,
            allow_pickle=False,
            key=np.array(key),
            kind=np.array(solution.kind),
            numbers=numbers,
            **arrays,
        )


def read(path: Path, key: str) -> Solution | None:
    """The solution in a file; None if there is none, or the file is broken or another's."""
    from race_sim.foresight.solution import Solution

    try:
        # Opened here: of a broken file NumPy leaves its own handle open.
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            held = {name: file[name] for name in (*_ARRAYS, "numbers", "kind", "key")}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, TypeError, RuntimeError):
        # A single array is no archive (TypeError); of an archive with a broken head zipfile says
        # that it is of a later version, packed unheard of, or encrypted (RuntimeError).
        logger.info("%s cannot be read and is made anew", path)
        return None
    grid = Grid(held["lead"], held["gap"], held["alarm"])
    strategies, values = held["strategies"], held["values"]
    fits = (
        str(held["key"]) == key
        and strategies.shape == (2, grid.states)
        and values.shape[1:] == (grid.states,)
        and held["restrictions"].shape == (2, 5)
        and held["numbers"].shape == (len(_NUMBERS),)
        and bool(np.isfinite(strategies).all())
    )
    if not fits:
        logger.info("%s is not the solution that it should be, and is made anew", path)
        return None
    value_residual, strategy_residual, unsettled, iterations, seconds = held["numbers"].tolist()
    return Solution(
        str(held["kind"]),
        grid,
        held["restrictions"],
        strategies,
        values,
        value_residual,
        strategy_residual,
        int(unsettled),
        int(iterations),
        seconds,
    )


@cache
def _tell_once(folder: Path, reason: str) -> None:
    logger.warning("Solutions of far-sighted play cannot be kept in %s: %s", folder, reason)


def kept_or_made(key: str, kind: str, make: Callable[[], Solution]) -> Solution:
    """The solution with this key from disk, or made now and kept there.

    Processes that want the same one wait for the first of them. Where the folder cannot be
    written to, that is told once and the solution is made.
    """
    folder = cache_folder()
    path = folder / f"{kind}-{key}.npz"
    found = read(path, key)
    if found is not None:
        return found
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{kind}-{key}.lock")
        lock.acquire()
    except OSError as error:
        _tell_once(folder, error.strerror or type(error).__name__)
        return make()
    try:
        found = read(path, key)
        if found is None:
            found = make()
            try:
                write(path, key, found)
            except OSError as error:
                _tell_once(folder, error.strerror or type(error).__name__)
        return found
    finally:
        lock.release()
