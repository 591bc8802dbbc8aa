"""The page as one HTML file, which a double-click opens.

Browsers load neither modules nor anything else for a page that is a file, so all is in it: the
page's modules as one script, and the rest compressed, as text.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from race_sim.page.build.bundle import bundle
from race_sim.problems import InputError, Problem

HERE = Path(__file__).parent
VENDOR = ("vendor/vega.min.js", "vendor/vega-lite.min.js", "vendor/vega-embed.min.js")
# What the worker would fetch.
GIVEN = ("race_sim.zip", "pyodide/pyodide.asm.wasm", "pyodide/python_stdlib.zip")
NOT_BUNDLED = ("pyodide/", "rules.mjs", "worker.mjs", "python.mjs")
# Nothing may be asked of anybody, and no other script or style may stand in the page.
POLICY = (
    "default-src 'none'; script-src '{script}' 'wasm-unsafe-eval' blob:; "
    "worker-src blob:; style-src '{style}'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
_NOWHERE = "https://race-sim.invalid/"  # as in held_worker.js
_SOURCE = "page build"


def _text(files: Mapping[str, bytes], name: str) -> str:
    return files[name].decode("utf-8")


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _held(name: str, content: bytes) -> str:
    """A file in the page, as compressed text."""
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    return f'<script id="held:{name}" type="text/plain">{_encoded(packed)}</script>'


def _inlined(text: str, name: str) -> str:
    """A module with a default or a listed export, as an expression that gives what it exports."""
    text = text.replace("import.meta.url", json.dumps(f"{_NOWHERE}pyodide/"))
    text = re.sub(r"^//# sourceMappingURL.*$", "", text, flags=re.MULTILINE)
    default = re.search(r"export default ([\w$]+);?\s*$", text)
    if default is not None:
        return f"(() => {{ {text[: default.start()]}\nreturn {default[1]}; }})()"
    listed = re.search(r"export\s*\{([^}]*)\};?\s*$", text)
    if listed is None:
        raise InputError(_SOURCE, [Problem(name, "exports nothing that is known")])
    pairs = [part.strip().partition(" as ") for part in listed[1].split(",")]
    given = ", ".join(f"{other or own}: {own}" for own, _, other in pairs)
    return f"(() => {{ {text[: listed.start()]}\nreturn {{ {given} }}; }})()"


def _plain(text: str) -> str:
    """A module of our own without its imports and exports."""
    text = re.sub(r"^import .*;$", "", text, flags=re.MULTILINE)
    return re.sub(r"^export (?=function|const)", "", text, flags=re.MULTILINE)


def worker_script(files: Mapping[str, bytes]) -> str:
    """The worker as one script of the old kind: Pyodide's modules, the rules, and its own."""
    worker = _plain(_text(files, "worker.mjs"))
    worker = worker.replace("import.meta.url", json.dumps(_NOWHERE))
    options = "createPyodideModule: $module, lockFileContents: $lock, "
    worker = worker.replace("loadPyodide({", f"loadPyodide({{ {options}")
    parts = (
        (HERE / "held_worker.js").read_text(encoding="utf-8"),
        f"const $lock = {json.dumps(json.loads(files['pyodide/pyodide-lock.json']))};",
        f"const $module = {_inlined(_text(files, 'pyodide/pyodide.asm.mjs'), 'asm')};",
        f"const {{ loadPyodide }} = "
        f"{_inlined(_text(files, 'pyodide/pyodide.mjs'), 'pyodide.mjs')};",
        _plain(_text(files, "rules.mjs")),
        _plain(_text(files, "python.mjs")),
        worker,
    )
    return f'"use strict";\n(async () => {{\n{chr(10).join(parts)}\n}})();\n'


def _stored(packed: bytes) -> bytes:
    """A zip whose files are not compressed, so that they can be together, and better."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), source.read(entry))
    return out.getvalue()


def _safe(script: str) -> str:
    """A script that may stand in a page: nothing in it ends the element or opens a comment."""
    return re.sub("<(?=/script|!--)", r"\\u003c", script, flags=re.IGNORECASE)


def hash_of(text: str) -> str:
    """A script or a style as a content security policy names it."""
    return f"sha256-{_encoded(hashlib.sha256(text.encode()).digest())}"


def one_file(files: Mapping[str, bytes]) -> bytes:
    """The page as one HTML file, from the files of the static version.

    Raises
    ------
    InputError
        If a part cannot be put into it.
    """
    modules = {
        name: content.decode("utf-8")
        for name, content in files.items()
        if name.endswith(".mjs") and not name.startswith(NOT_BUNDLED)
    }
    modules["files.mjs"] = (HERE / "held_files.mjs").read_text(encoding="utf-8")
    icon = f"data:image/svg+xml;base64,{_encoded(files['icon.svg'])}"
    words, chapters = (
        json.dumps(json.loads(files[f"{name}.json"]), ensure_ascii=False)
        for name in ("words", "chapters")
    )
    script = f"\n{_safe(bundle(modules, 'app.mjs').replace('icon.svg', icon))}"
    style = f"\n{_text(files, 'style.css')}"
    policy = POLICY.format(script=hash_of(script), style=hash_of(style))
    page = _text(files, "index.html")
    page = re.sub(r'<link rel="stylesheet"[^>]*>', lambda _: f"<style>{style}</style>", page)
    page = re.sub(
        r'(<meta http-equiv="Content-Security-Policy" content=)"[^"]*"',
        lambda one: f'{one[1]}"{policy}"',
        page,
    )
    page = page.replace('href="icon.svg"', f'href="{icon}"')
    page = re.sub(r'\s*<script type="module"[^>]*></script>', "", page)
    outside = re.search(r'\b(?:src|href)="(?!#|data:)[^"]*"', page)
    if outside is not None:
        raise InputError(_SOURCE, [Problem("index.html", f"asks for {outside[0]}")])
    given = {name: _stored(files[name]) if name.endswith(".zip") else files[name] for name in GIVEN}
    scripts = [
        f'<script id="words" type="application/json">{_safe(words)}</script>',
        f'<script id="chapters" type="application/json">{_safe(chapters)}</script>',
        f'<script id="given" type="application/json">{json.dumps(GIVEN)}</script>',
        *(_held(name, content) for name, content in given.items()),
        _held("worker.js", worker_script(files).encode()),
        *(_held(name, files[name]) for name in VENDOR),
        f"<script>{script}</script>",
    ]
    licences = "\n\n".join(_text(files, name) for name in sorted(files) if "LICENSE" in name)
    page = page.replace("</head>", f"</head>\n<!--\n{re.sub('-(?=-)', '- ', licences)}\n-->")
    return page.replace("</body>", "\n".join(scripts) + "\n</body>").encode()
