"""The rule book in JavaScript: the same functions, line by line, with the same bits.

A browser plays hundreds of endings after every move, which Python in a browser is too slow for.
JavaScript's numbers are the same IEEE 754 doubles, and the rules use only what that standard
defines to the last bit, so they can be translated as they stand: functions of numbers, NamedTuples,
assignments, branches and loops. Whatever else a rule may come to use is refused here, not guessed.

Two things are written by hand, in `kernel.js`: Philox, whose 64-bit products JavaScript's numbers
do not hold, and scaling by powers of two. Tests play the same worlds in both and compare bytes.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Sequence
from pathlib import Path

from race_sim.page.javascript_names import LEFT_OUT, Module
from race_sim.page.translator import Translator


def _fields(modules: Sequence[Module]) -> dict[str, tuple[str, ...]]:
    found = {}
    for module in modules:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef):
                kind = getattr(importlib.import_module(module.name), node.name)
                if hasattr(kind, "_fields"):
                    found[f"{module.name}.{node.name}"] = tuple(kind._fields)
    return found


def javascript_of(names: Sequence[str]) -> str:
    """Modules of plain functions in JavaScript, in the order given.

    Parameters
    ----------
    names : sequence of str
        Full names of modules, each after those that it uses.

    Raises
    ------
    InputError
        If a module uses what cannot be translated; it says where.
    """
    modules = [Module(name) for name in names if name not in LEFT_OUT]
    fields = _fields(modules)
    parts = []
    for module in modules:
        parts.append("\n".join(Translator(module, fields, names).lines()))
    return "\n\n".join(parts) + "\n"


def rules_script() -> str:
    """The rules and what they stand on, as one JavaScript module that exports `playEndings`."""
    from race_sim.rule_book import RULE_BOOK

    kernel = (Path(__file__).parent / "kernel.js").read_text(encoding="utf-8")
    modules = [f"race_sim.{name}" for name in RULE_BOOK]
    head = "// Made from race_sim's rule book by race_sim/page/javascript.py. Do not edit.\n"
    return head + kernel + "\n" + javascript_of([*modules, "race_sim.page.playing"])
