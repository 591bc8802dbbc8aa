"""JavaScript modules as one script.

Browsers load no modules from a file that was opened by a double-click. The page's modules keep to a
few forms of import and export, one a line, which are written here as functions that ask for each
other; any other form is refused.
"""

from __future__ import annotations

import graphlib
import json
import posixpath
import re
from collections.abc import Mapping

from race_sim.problems import InputError, Problem

_IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?P<kind>async function\*?|function\*?|class|const) (?P<name>[\w$]+)", re.MULTILINE
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


class _Module:
    """A module: what it imports at once and later, what it exports, and its text as a function."""

    def __init__(self, name: str, text: str):
        self.name = name
        self.imports: dict[str, list[str]] = {}  # names by the path of a module
        self.exports = [(one["name"], one["name"]) for one in _EXPORT.finditer(text)]
        for one in _EXPORT_LIST.finditer(text):
            self.exports += _pairs(one["names"])
        text = _IMPORT.sub(self._imported, text)
        text = _EXPORT_LIST.sub("", text)
        text = _EXPORT.sub(lambda one: f"{one['kind']} {one['name']}", text)
        self.later = [self._place(one["path"]) for one in _DYNAMIC.finditer(text)]
        self.text = _DYNAMIC.sub(
            lambda one: (
                f"Promise.resolve().then(() => $need({json.dumps(self._place(one['path']))}))"
            ),
            text,
        )
        left = _OTHER.search(self.text)
        if left is not None:
            raise self.refused(f"cannot be bundled: {left[0].strip()}")

    def refused(self, what: str) -> InputError:
        return InputError("page build", [Problem(self.name, what)])

    def _place(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), path))

    def _imported(self, match: re.Match[str]) -> str:
        pairs, place = _pairs(match["names"]), self._place(match["path"])
        self.imports.setdefault(place, []).extend(own for own, _ in pairs)
        names = ", ".join(own if own == other else f"{own}: {other}" for own, other in pairs)
        return f"const {{ {names} }} = $need({json.dumps(place)});"

    def function(self) -> str:
        """The module as a function that gives what it exports."""
        getters = ", ".join(f"get {other}() {{ return {own}; }}" for own, other in self.exports)
        name = json.dumps(self.name)
        return f"$made[{name}] = () => {{\n{self.text}\nreturn {{ {getters} }};\n}};\n"


def _check(modules: Mapping[str, _Module]) -> None:
    """Whether all that modules import is there."""
    for module in modules.values():
        for place in (*module.imports, *module.later):
            if place not in modules:
                raise module.refused(f"imports {place}, which is not there")
        for place, names in module.imports.items():
            given = {other for _, other in modules[place].exports}
            for name in names:
                if name not in given:
                    raise module.refused(f"imports {name}, which {place} does not export")
    try:
        order = {name: set(module.imports) for name, module in modules.items()}
        graphlib.TopologicalSorter(order).prepare()
    except graphlib.CycleError as error:
        circle = " -> ".join(error.args[1])
        what = f"import each other in a circle: {circle}"
        raise InputError("page build", [Problem("modules", what)]) from None


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
        If a module uses a form of import or export that is not known, or what is not there.
    """
    read = {name: _Module(name, text) for name, text in sorted(modules.items())}
    _check(read)
    need = (
        "const $made = {}, $known = {};\n"
        "function $need(name) {\n"
        "  if (!(name in $known)) $known[name] = $made[name]();\n"
        "  return $known[name];\n"
        "}\n"
    )
    parts = "".join(module.function() for module in read.values())
    return f'"use strict";\n(() => {{\n{need}{parts}$need({json.dumps(start)});\n}})();\n'
