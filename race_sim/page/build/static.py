"""The page as a folder of static files, and as one file."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import tempfile
from pathlib import Path

from race_sim.page.build.bundle import bundle
from race_sim.page.build.library import library_zip
from race_sim.page.build.pyodide import pyodide_files
from race_sim.page.javascript import rules_script
from race_sim.page.static_files import static_files
from race_sim.problems import InputError, Problem

ONE_FILE = "race-sim.html"
FOLDER = "site"
_SERVER = '<meta name="engine" content="server">'
_WORKER = '<meta name="engine" content="worker">'
# Where the one file says that its parts are; nothing is ever asked of it.
_NOWHERE = "https://race-sim.invalid/"


def _text(files: dict[str, bytes], name: str) -> str:
    return files[name].decode("utf-8")


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def site_files(pyodide: Path | None = None) -> dict[str, bytes]:
    """Every file of the static version by its path.

    Raises
    ------
    InputError
        If Pyodide cannot be had.
    """
    files = dict(static_files())
    page = _text(files, "index.html")
    if _SERVER not in page:
        raise InputError("page build", [Problem("index.html", "does not name its engine")])
    files["index.html"] = page.replace(_SERVER, _WORKER).encode()
    files["rules.mjs"] = rules_script().encode()
    files["race_sim.zip"] = library_zip()
    for name, content in pyodide_files(pyodide).items():
        files[f"pyodide/{name}"] = content
    return files


def _wrapped(text: str, name: str) -> str:
    """A module with a default or a listed export, as an expression that gives what it exports."""
    text = text.replace("import.meta.url", json.dumps(_NOWHERE))
    text = re.sub(r"^//# sourceMappingURL.*$", "", text, flags=re.MULTILINE)
    default = re.search(r"export default ([\w$]+);?\s*$", text)
    if default is not None:
        return f"(() => {{ {text[: default.start()]}\nreturn {default[1]}; }})()"
    listed = re.search(r"export\s*\{([^}]*)\};?\s*$", text)
    if listed is None:
        raise InputError("page build", [Problem(name, "exports nothing that is known")])
    pairs = [part.strip().partition(" as ") for part in listed[1].split(",")]
    given = ", ".join(f"{other or own}: {own}" for own, _, other in pairs)
    return f"(() => {{ {text[: listed.start()]}\nreturn {{ {given} }}; }})()"


def _worker_script(files: dict[str, bytes]) -> str:
    """The worker of the one file: Pyodide, the rules and the library in one script."""
    rules = _text(files, "rules.mjs").replace("export function", "function")
    worker = _text(files, "worker.mjs")
    worker = re.sub(r"^import .*$", "", worker, flags=re.MULTILINE)
    worker = worker.replace("import.meta.url", json.dumps(_NOWHERE))
    worker = worker.replace(
        "loadPyodide({", "loadPyodide({ createPyodideModule, lockFileContents: $lock,"
    )
    held = {
        f"{_NOWHERE}race_sim.zip": ("application/zip", files["race_sim.zip"]),
        f"{_NOWHERE}pyodide/pyodide.asm.wasm": (
            "application/wasm",
            files["pyodide/pyodide.asm.wasm"],
        ),
        f"{_NOWHERE}pyodide/python_stdlib.zip": (
            "application/zip",
            files["pyodide/python_stdlib.zip"],
        ),
    }
    table = {name: [kind, _encoded(content)] for name, (kind, content) in held.items()}
    return "\n".join(
        (
            f"const $held = {json.dumps(table)};",
            "globalThis.fetch = async (place) => {",
            "  const [kind, text] = $held[`${place.url ?? place}`];",
            "  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));",
            "  return new Response(bytes, { headers: { 'Content-Type': kind } });",
            "};",
            f"const $lock = {json.dumps(_text(files, 'pyodide/pyodide-lock.json'))};",
            "const createPyodideModule = "
            + _wrapped(_text(files, "pyodide/pyodide.asm.mjs"), "pyodide.asm.mjs")
            + ";",
            "const { loadPyodide } = "
            + _wrapped(_text(files, "pyodide/pyodide.mjs"), "pyodide.mjs")
            + ";",
            rules,
            worker,
        )
    )


def _safe(script: str) -> str:
    """A script that may stand in a page: nothing in it ends the element or opens a comment."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def one_file(files: dict[str, bytes]) -> bytes:
    """The page as one HTML file, from the files of the static version.

    Raises
    ------
    InputError
        If a module cannot be bundled.
    """
    modules = {
        name: content.decode("utf-8")
        for name, content in files.items()
        if name.endswith(".mjs") and not name.startswith(("pyodide/", "rules", "worker.mjs"))
    }
    worker = _worker_script(files)
    modules["worker_start.mjs"] = (
        "export async function makeWorker() {\n"
        '  const text = document.getElementById("worker").textContent;\n'
        '  const place = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));\n'
        '  return new Worker(place, { type: "module" });\n'
        "}\n"
    )
    words = json.dumps(json.loads(files["words.json"]), ensure_ascii=False)
    icon = f"data:image/svg+xml;base64,{_encoded(files['icon.svg'])}"
    vendor = [_text(files, name) for name in VENDOR]
    page = _text(files, "index.html")
    page = re.sub(
        r'<link rel="stylesheet"[^>]*>',
        lambda _: f"<style>\n{_text(files, 'style.css')}</style>",
        page,
    )
    page = page.replace('href="icon.svg"', f'href="{icon}"')
    scripts = [
        f'<script id="words" type="application/json">{_safe(words)}</script>',
        f'<script id="worker" type="text/plain">{_safe(worker)}</script>',
        *(f"<script>{_safe(text)}</script>" for text in vendor),
        f"<script>{_safe(bundle(modules, 'app.mjs').replace('icon.svg', icon))}</script>",
    ]
    page = re.sub(r'\s*<script type="module"[^>]*></script>', "", page)
    return page.replace("</body>", "\n".join(scripts) + "\n</body>").encode()


VENDOR = ("vendor/vega.min.js", "vendor/vega-lite.min.js", "vendor/vega-embed.min.js")


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
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    foreign = [name for name in there if name not in (FOLDER, ONE_FILE)]
    if foreign:
        allowed = "a new or empty folder, or that of an earlier build"
        raise InputError(
            f"{folder}", [Problem("", f"holds other files, such as {foreign[0]}", allowed)]
        )
    files = site_files(pyodide)
    single = one_file(files)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
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
