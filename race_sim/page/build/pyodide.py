"""Pyodide, Python for browsers: five files of its npm package, checked by their hash.

Pyodide is under the Mozilla Public License 2.0; its licence goes along.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from race_sim.problems import InputError, Problem

VERSION = "314.0.7"
# Of the package as the npm registry gives it.
INTEGRITY = (
    "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
)
FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
_SOURCE = "page build"


def cache_folder() -> Path:
    """Where the package is kept once it has been fetched."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "race-sim" / f"pyodide-{VERSION}"


def pyodide_files(folder: Path | None = None) -> dict[str, bytes]:
    """The files of Pyodide by their names.

    Parameters
    ----------
    folder : Path, optional
        A folder that holds them; else they are taken from the npm registry, once.

    Raises
    ------
    InputError
        If they are not there and cannot be had, or are not those of this version.
    """
    place = folder
    if place is None:
        place = cache_folder()
        if not all((place / name).is_file() for name in FILES):
            _fetch(place)
    missing = [name for name in FILES if not (place / name).is_file()]
    if missing:
        problem = Problem(f"{place}", f"lacks {', '.join(missing)}", f"pyodide {VERSION}")
        raise InputError(_SOURCE, [problem])
    found = {name: (place / name).read_bytes() for name in FILES}
    if f'"{VERSION}"'.encode() not in found["pyodide.mjs"]:
        raise InputError(_SOURCE, [Problem(f"{place}", "is another version", f"pyodide {VERSION}")])
    return found


def _fetch(place: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        allowed = "npm on the path, or --pyodide FOLDER"
        raise InputError(_SOURCE, [Problem("pyodide", "npm is not here to fetch it", allowed)])
    with tempfile.TemporaryDirectory() as temporary:
        done = subprocess.run(
            [npm, "pack", f"pyodide@{VERSION}", "--silent"],
            cwd=temporary,
            capture_output=True,
            text=True,
            check=False,
        )
        packages = list(Path(temporary).glob("*.tgz"))
        if done.returncode != 0 or len(packages) != 1:
            what = f"npm could not fetch it: {(done.stderr or done.stdout).strip()[:300]}"
            raise InputError(_SOURCE, [Problem("pyodide", what, "--pyodide FOLDER")])
        _unpack(packages[0].read_bytes(), place)


def _unpack(package: bytes, place: Path) -> None:
    """The files of a package, if it is the one that is known; whole or not at all."""
    digest = base64.b64encode(hashlib.sha512(package).digest()).decode()
    if digest != INTEGRITY:
        raise InputError(_SOURCE, [Problem("pyodide", "what npm gave has another hash")])
    place.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=place.parent) as temporary,
        tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as archive,
    ):
        for name in FILES:
            member = archive.extractfile(f"package/{name}")
            assert member is not None
            Path(temporary, name).write_bytes(member.read())
        place.mkdir(exist_ok=True)
        for name in FILES:
            os.replace(Path(temporary, name), place / name)
