"""JavaScript modules as one script.

Browsers load no modules from a file that was opened by a double-click. The page's modules keep to a
few forms of import and export, one a line, which are written here as functions that ask for each
other; any other form is refused.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping

from race_sim.problems import InputError, Problem

_IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?P<kind>async function|function|class|const|let) (?P<name>[\w$]+)", re.MULTILINE
)
_EXPORT_LIST = re.compile(r"^export \{(?P<names>[^}]*)\};$", re.MULTILINE)
_DYNAMIC = re.compile(r'\bimport\("(?P<path>\.[^"]+)"\)')
_OTHER = re.compile(r"^\s*(?:import|export)\b.*$", re.MULTILINE)


def _pairs(names: str) -> list[tuple[str, str]]:
    """What `a, b as c` names: (a, a), (b, c)."""
    found = []
    for part in filter(None, (piece.strip() for piece in names.split(","))):
        name, _, other = part.partition(" as ")
        found.append((name.strip(), (other or name).strip()))
    return found


def _module(name: str, text: str) -> str:
    folder = posixpath.dirname(name)

    def place(path: str) -> str:
        return json.dumps(posixpath.normpath(posixpath.join(folder, path)))

    exported = [(one["name"], one["name"]) for one in _EXPORT.finditer(text)]
    for one in _EXPORT_LIST.finditer(text):
        exported += _pairs(one["names"])

    def imported(match: re.Match[str]) -> str:
        names = ", ".join(
            own if own == other else f"{own}: {other}" for own, other in _pairs(match["names"])
        )
        return f"const {{ {names} }} = $need({place(match['path'])});"

    text = _IMPORT.sub(imported, text)
    text = _EXPORT_LIST.sub("", text)
    text = _EXPORT.sub(lambda one: f"{one['kind']} {one['name']}", text)
    text = _DYNAMIC.sub(lambda one: f"Promise.resolve($need({place(one['path'])}))", text)
    left = _OTHER.search(text)
    if left is not None:
        raise InputError("page build", [Problem(name, f"cannot be bundled: {left[0].strip()}")])
    getters = ", ".join(f"get {other}() {{ return {own}; }}" for own, other in exported)
    return f"$made[{json.dumps(name)}] = () => {{\n{text}\nreturn {{ {getters} }};\n}};\n"


def bundle(modules: Mapping[str, str], start: str) -> str:
    """One script that holds modules and runs one of them.

    Parameters
    ----------
    modules : mapping of str to str
        Text by path, with slashes.
    start : str
        The module that is run.

    Raises
    ------
    InputError
        If a module uses a form of import or export that is not known.
    """
    parts = [_module(name, text) for name, text in sorted(modules.items())]
    need = (
        "const $made = {}, $known = {};\n"
        "function $need(name) {\n"
        "  if (!(name in $known)) $known[name] = $made[name]();\n"
        "  return $known[name];\n"
        "}\n"
    )
    return f'"use strict";\n(() => {{\n{need}{"".join(parts)}$need({json.dumps(start)});\n}})();\n'
