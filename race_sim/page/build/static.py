"""The page as a folder of static files, and as one file."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from race_sim.page.build.byte_code import byte_code
from race_sim.page.build.library import library_zip
from race_sim.page.build.one_file import one_file
from race_sim.page.build.pyodide import pyodide_files
from race_sim.page.javascript import rules_script
from race_sim.page.static_files import static_files
from race_sim.problems import InputError, Problem

ONE_FILE = "race-sim.html"
FOLDER = "site"
HERE = Path(__file__).parent
_MARKS = ("race_sim.zip", "rules.mjs")  # which no other site has
_SERVER = '<meta name="engine" content="server">'
_APP = '<script type="module" src="app.mjs"></script>'
# Before the app, so that Python is on its way while the rest of the page is loaded.
_ENGINE = '<script type="module" src="engine.mjs"></script>'
# As the server says it in a header, and Python may be compiled.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_WORKER = (
    '<meta name="engine" content="worker">\n'
    f'    <meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
)


def _example() -> str:
    """A request for endings, with which a browser gets the rules going before Python is there."""
    from race_sim.ledger import empty_ledger
    from race_sim.page.browser_endings import request_of
    from race_sim.page.endings import COUNTS, FIRST_ENDING
    from race_sim.page.scenario_data import plan_for

    plan = plan_for("baseline", (), ())
    return request_of(plan, plan.race, empty_ledger(), 0, 1, FIRST_ENDING, COUNTS[0])


def _short_lock(lock: bytes) -> bytes:
    """Pyodide's list of packages, without the packages: none is ever loaded."""
    return json.dumps({**json.loads(lock), "packages": {}}).encode()


def site_files(pyodide: Path | None = None) -> dict[str, bytes]:
    """Every file of the static version by its path.

    Raises
    ------
    InputError
        If Pyodide cannot be had, or Python not be compiled.
    """
    files = dict(static_files())
    page = files["index.html"].decode("utf-8")
    for part in (_SERVER, _APP):
        if part not in page:
            raise InputError("page build", [Problem("index.html", f"lacks {part}")])
    page = page.replace(_SERVER, _WORKER).replace(_APP, f"{_ENGINE}\n    {_APP}")
    files["index.html"] = page.encode()
    example = f"export const example = {json.dumps(_example())};\n"
    files["rules.mjs"] = f"{rules_script()}\n{example}".encode()
    engine = pyodide_files(pyodide)
    compiled = byte_code(engine, library_zip())
    files["race_sim.zip"] = compiled.pop("race_sim.zip")
    engine |= compiled
    engine["pyodide-lock.json"] = _short_lock(engine["pyodide-lock.json"])
    engine["LICENSES.txt"] = (HERE / "pyodide-LICENSES.txt").read_bytes()
    files |= {f"pyodide/{name}": content for name, content in engine.items()}
    return files


def _is_ours(path: Path) -> bool:
    """Whether an earlier build wrote this: many a folder named `site` is somebody else's."""
    if path.is_symlink():
        return False
    if path.name == FOLDER and path.is_dir():
        return all((path / name).is_file() for name in _MARKS) or not any(path.iterdir())
    return path.name == ONE_FILE and path.is_file()


def build(folder: Path, pyodide: Path | None = None) -> tuple[Path, Path]:
    """Write both versions into a folder: `site/` and `race-sim.html`.

    Parameters
    ----------
    folder : Path
        New, empty, or that of an earlier build, whose files are replaced once the new ones are
        whole.
    pyodide : Path, optional
        A folder with Pyodide; else it is taken from the npm registry.

    Returns
    -------
    tuple of Path
        The folder of the site, and the one file.

    Raises
    ------
    InputError
        If the folder holds other files, or something cannot be built.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError("page build", [Problem(f"{folder}", "is a file", "a folder")])
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    foreign = [path.name for path in there if not _is_ours(path)]
    if foreign:
        allowed = "a new or empty folder, or that of an earlier build"
        raise InputError(
            f"{folder}", [Problem("", f"holds other files, such as {foreign[0]}", allowed)]
        )
    files = site_files(pyodide)
    single = one_file(files)
    folder.mkdir(parents=True, exist_ok=True)
    # Inside, since only there it is sure that files can be written and moved.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".build-") as temporary:
        aside = Path(temporary)
        for name, content in files.items():
            path = aside / FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (aside / ONE_FILE).write_bytes(single)
        if (folder / FOLDER).exists():
            shutil.rmtree(folder / FOLDER)
        os.replace(aside / FOLDER, folder / FOLDER)
        os.replace(aside / ONE_FILE, folder / ONE_FILE)
    return folder / FOLDER, folder / ONE_FILE
