"""Where a result comes from: versions, commit, lock file, machine."""

from __future__ import annotations

import hashlib
import os
import platform
import socket
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import race_sim

_LIBRARIES = ("numpy", "numba", "mesa", "pydantic", "pyarrow", "pandas", "scipy")
LOCK_FILE = "constraints.txt"


def _checkout() -> Path | None:
    """The folder of the source, if the package runs from a checkout."""
    assert race_sim.__file__ is not None
    folder = Path(race_sim.__file__).resolve().parent.parent
    return folder if (folder / ".git").exists() else None


@cache
def commit() -> str | None:
    """The commit that the package runs from, with "+" if files of it have been changed since.

    None if it does not run from a checkout, or git is not there.
    """
    folder = _checkout()
    if folder is None:
        return None

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no", "--", "race_sim")
        return git("rev-parse", "HEAD") + ("+" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return None


@cache
def lock_hash() -> str | None:
    """SHA-256 of the file of pinned versions; None if the package runs from no checkout."""
    folder = _checkout()
    if folder is None or not (folder / LOCK_FILE).is_file():
        return None
    return hashlib.sha256((folder / LOCK_FILE).read_bytes()).hexdigest()


def versions() -> dict[str, str]:
    """The versions that a result depends on."""
    from race_sim.compiled import rule_book_hash

    found = {
        "race-sim": race_sim.__version__,
        "model": race_sim.MODEL_VERSION,
        "rule book": rule_book_hash(),
        "python": platform.python_version(),
    }
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # it is there, but not as an installed package
            found[name] = "unknown"
    return found


def now() -> str:
    """The time, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def machine() -> dict[str, Any]:
    """The machine and process that a session runs in."""
    return {
        "host": socket.gethostname(),
        "process": os.getpid(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
    }
