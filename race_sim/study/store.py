"""Files that are whole or not there: written aside, flushed to disk, renamed.

A run's folder is complete when it holds `manifest.json`, which is written last.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from race_sim.problems import InputError, Problem

MANIFEST = "manifest.json"
PARTIAL = ".partial"
PROBE = f"probe{PARTIAL}"


def _flush_folder(folder: Path) -> None:
    # So that the new name survives a power cut. Windows cannot open a folder for this.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put_in_place(aside: Path, path: Path, flush_folder: bool = True) -> None:
    """Flush a finished file to disk and give it its name.

    Without `flush_folder`, a power cut may take the file's name with it, never half of the file.
    """
    with open(aside, "rb") as file:
        os.fsync(file.fileno())
    os.replace(aside, path)
    if flush_folder:
        _flush_folder(path.parent)


@contextmanager
def written_aside(path: Path, flush_folder: bool = True) -> Iterator[Path]:
    """A path beside `path` to write to; it takes its place only if nothing goes wrong.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with written_aside(folder / "answer.txt") as aside:
    ...     _ = aside.write_text("42")
    >>> sorted(file.name for file in folder.iterdir())
    ['answer.txt']
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + PARTIAL)
    try:
        yield aside
        put_in_place(aside, path, flush_folder)
    finally:
        aside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a JSON file, whole or not at all. NaN and infinity are errors."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_manifest(folder: Path, kind: str) -> dict[str, Any]:
    """The manifest of a finished run.

    Raises
    ------
    InputError
        If the folder holds no finished run of this kind.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        what = f"no {MANIFEST}" if folder.is_dir() else "no such folder"
        problem = Problem("", what, f"the folder of a finished {kind}")
        raise InputError(str(folder), [problem]) from None
    except ValueError:
        raise InputError(str(path), [Problem("", "not readable as JSON")]) from None
    if not isinstance(manifest, dict) or manifest.get("kind") != kind:
        raise InputError(str(path), [Problem("kind", "is another", f"the manifest of a {kind}")])
    return manifest


def make_writable(folder: Path) -> None:
    """Make a folder if need be, and try whether files can be made in it.

    Raises
    ------
    InputError
        If they cannot.
    """
    probe = folder / PROBE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink(missing_ok=True)  # another run may try the same folder
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(str(folder), [Problem("", f"cannot be written to: {reason}")]) from None


def prepare_folder(folder: Path, kind: str) -> None:
    """Make a folder ready for a run: new, empty, or of an earlier run of the same kind.

    Raises
    ------
    InputError
        If it is a file, cannot be written to, or holds anything else.
    """
    allowed = f"a new or empty folder, or that of an earlier {kind}"
    if folder.exists() and not folder.is_dir():
        raise InputError(str(folder), [Problem("", "is a file", allowed)])
    if folder.is_dir():
        there = [file for file in folder.iterdir() if not file.name.endswith(PARTIAL)]
        own = (folder / MANIFEST).is_file() or (folder / (MANIFEST + PARTIAL)).is_file()
        if there and not own:
            raise InputError(
                str(folder), [Problem("", f"holds other files, such as {there[0].name}", allowed)]
            )
        if (folder / MANIFEST).is_file():
            read_manifest(folder, kind)
    make_writable(folder)


def begin_replacing(folder: Path) -> None:
    """Mark a folder as unfinished, before the first of its files takes its place.

    The mark is a manifest that has not got its name: it says that the files are a run's own, and
    the new manifest, written last, takes it away.
    """
    mark = folder / (MANIFEST + PARTIAL)
    if (folder / MANIFEST).is_file():
        os.replace(folder / MANIFEST, mark)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        mark.touch()
