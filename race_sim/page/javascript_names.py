"""Names and values of the rule book in JavaScript: what a name in a module stands for there."""

from __future__ import annotations

import ast
import importlib
import json
import math
from pathlib import Path
from typing import Any, get_type_hints

from race_sim.problems import InputError, Problem

SOURCE = "rules in JavaScript"
# Given by the runtime, in `kernel.js`; a rule that calls them calls that.
BY_HAND = {
    "math.sqrt": "Math.sqrt",
    "math.ldexp": "$ldexp",
    "math.frexp": "$frexp",
    "math.nan": "NaN",
    "math.inf": "Infinity",
    "race_sim.luck.philox": "$philox",
    "race_sim.luck.uniform_pair": "$uniformPair",
    "race_sim.policies.own.choose_own": "$noOwnPolicy",
    "race_sim.policies.own.remember_own": "$noOwnPolicy",
}
# Modules of the rule book that are not translated: what they hold is given by hand, or is Python's.
LEFT_OUT = ("race_sim.policies.own",)
LARGEST_WHOLE = 2**53  # whole numbers beyond it are not exact in JavaScript
RESERVED = {"new", "var", "let", "function", "default", "case", "switch", "delete", "typeof"}


def file_of(module: str) -> Path:
    """The file of a module."""
    found = importlib.import_module(module).__file__
    assert found is not None
    return Path(found)


def flat(name: str) -> str:
    """A dotted Python name as one JavaScript name."""
    return name.removeprefix("race_sim.").replace(".", "$")


class Module:
    """One module of the rule book: its names, and what each stands for."""

    def __init__(self, name: str):
        self.name = name
        self.file = file_of(name)
        self.tree = ast.parse(self.file.read_text(encoding="utf-8"))
        self.names: dict[str, str] = {}  # a name in the module to its full dotted name
        for node in self.tree.body:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self.names[alias.asname or alias.name] = alias.name
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self.names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.names[node.name] = f"{name}.{node.name}"
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self.names[target.id] = f"{name}.{target.id}"
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                self.names[node.target.id] = f"{name}.{node.target.id}"


def defining(dotted: str) -> str:
    """The full name under which something is defined, where it was imported from elsewhere."""
    module_name, _, attribute = dotted.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError:
        return dotted
    value = getattr(module, attribute, None)
    own = getattr(value, "__module__", None)
    if callable(value) and isinstance(own, str) and own != module_name:
        return f"{own}.{value.__name__}"
    return dotted


def gives_truth(dotted: str) -> bool:
    """Whether a rule says that it gives true or false."""
    module, _, name = defining(dotted).rpartition(".")
    if not module:
        return False
    rule = getattr(importlib.import_module(module), name, None)
    return getattr(rule, "__annotations__", {}).get("return") in (bool, "bool")


def is_module(dotted: str) -> bool:
    """Whether a full name is that of a module."""
    try:
        importlib.import_module(dotted)
    except ModuleNotFoundError:
        return False
    return True


def variable(name: str) -> str:
    """A name of a variable or a field that JavaScript allows."""
    return f"{name}$" if name in RESERVED else name


def constant(value: Any) -> str:
    """A truth value, a number or a text."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, str):
        return json.dumps(value)
    raise InputError(SOURCE, [Problem("", f"the constant {value!r:.60}")])


def number_text(value: float) -> str:
    """A number, if JavaScript holds it exactly."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        raise InputError(SOURCE, [Problem("", f"the whole number {value}, too large to be exact")])
    return repr(value)


def value_text(value: Any) -> str:
    """A constant of a module: a number, a text, or a tuple of such; NamedTuples as their parts."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(value_text, value))}]"
    return constant(value)


def parts_of(full: str) -> dict[str, str]:
    """The fields of a NamedTuple that hold NamedTuples themselves, with the full names of these."""
    module, _, name = full.rpartition(".")
    hints = get_type_hints(getattr(importlib.import_module(module), name))
    return {
        field: f"{kind.__module__}.{kind.__name__}"
        for field, kind in hints.items()
        if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")
    }
