"""A project for oTree, in which real pairs of people play the race: its files, and the folder."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from pathlib import Path

from race_sim.page.build.library import PACKAGE, library_zip
from race_sim.problems import InputError, Problem

TEMPLATES = Path(__file__).parent / "otree_app"
RULES = "race/race_sim.zip"
# What the pages of the class need besides the door.
_FOR_PAGES = (
    "export/__init__.py",
    "export/class_pages.py",
    "export/drawing.py",
    "export/telling.py",
    "export/words.json",
    "page/links.py",
)
_TEXT = ".txt"  # Python of the app ends in .py.txt here: it is no part of this package
_SOURCE = "export otree"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def rules_zip() -> bytes:
    """The rules, the door and what the pages of a class need, as a zip with the same bytes."""
    packed = io.BytesIO(library_zip())
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        there = set(archive.namelist())
        for name in _FOR_PAGES:
            if f"race_sim/{name}" not in there:
                entry = zipfile.ZipInfo(f"race_sim/{name}", _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, (PACKAGE / name).read_bytes())
    return packed.getvalue()


def otree_files() -> dict[str, bytes]:
    """Every file of the project by its path."""
    found = {
        path.relative_to(TEMPLATES).as_posix(): path.read_bytes()
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    files = {
        name.removesuffix(_TEXT) if name.endswith(f".py{_TEXT}") else name: content
        for name, content in found.items()
    }
    return {**files, RULES: rules_zip()}


def write_otree(folder: Path) -> list[Path]:
    """Write the project into a new or empty folder.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    InputError
        If the folder is not empty.
    """
    allowed = "a new or empty folder"
    if folder.exists() and not folder.is_dir():
        raise InputError(_SOURCE, [Problem(f"{folder}", "is a file", allowed)])
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if there:
        what = f"holds other files, such as {there[0]}"
        raise InputError(_SOURCE, [Problem(f"{folder}", what, allowed)])
    files = otree_files()
    folder.mkdir(parents=True, exist_ok=True)
    # Inside, since only there it is sure that files can be written and moved.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as temporary:
        aside = Path(temporary)
        for name, content in files.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for path in sorted(aside.iterdir()):
            os.replace(path, folder / path.name)
    return [folder / name for name in files]
