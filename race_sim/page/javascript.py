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
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_type_hints

from race_sim.problems import InputError, Problem

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
BUILT_IN = {"int": "Math.trunc", "float": "Number", "len": "$length", "range": ""}
OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Mod: "%",
    ast.Eq: "===",
    ast.NotEq: "!==",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.And: "&&",
    ast.Or: "||",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Not: "!",
}
RESERVED = {"new", "var", "let", "function", "default", "case", "switch", "delete", "typeof"}


def _file_of(module: str) -> Path:
    found = importlib.import_module(module).__file__
    assert found is not None
    return Path(found)


def _flat(name: str) -> str:
    """A dotted Python name as one JavaScript name."""
    return name.removeprefix("race_sim.").replace(".", "$")


class _Module:
    """One module of the rule book: its names, and what each stands for."""

    def __init__(self, name: str, translated: Sequence[str]):
        self.name = name
        self.file = _file_of(name)
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


def _defining(dotted: str) -> str:
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


class _Translator:
    """Writes one module in JavaScript."""

    def __init__(self, module: _Module, fields: dict[str, tuple[str, ...]]):
        self.module = module
        self.fields = fields  # of every NamedTuple, by its full name
        self.local: set[str] = set()
        self.counter = 0

    def refused(self, node: ast.AST, what: str) -> InputError:
        line = getattr(node, "lineno", 0)
        place = f"{self.module.file.name}, line {line}"
        return InputError("rules in JavaScript", [Problem(place, what)])

    # names

    def dotted(self, node: ast.expr) -> str | None:
        """The full name of what a name or an attribute of a module stands for, else None."""
        if isinstance(node, ast.Name):
            if node.id in self.local:
                return None
            return self.module.names.get(node.id)
        if isinstance(node, ast.Attribute):
            base = self.dotted(node.value)
            if base is not None and (base == "math" or _is_module(base)):
                return f"{base}.{node.attr}"
        return None

    def resolved(self, dotted: str) -> str:
        if dotted in BY_HAND:
            return BY_HAND[dotted]
        full = _defining(dotted)
        module, _, name = full.rpartition(".")
        if module in LEFT_OUT and full not in BY_HAND:
            return _value(getattr(importlib.import_module(module), name))
        return BY_HAND.get(full, _flat(full))

    # expressions

    def expression(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            return _constant(node.value)
        if isinstance(node, ast.Name):
            if node.id in self.local:
                return _variable(node.id)
            dotted = self.module.names.get(node.id)
            if dotted is None:
                raise self.refused(node, f"unknown name {node.id}")
            return self.resolved(dotted)
        if isinstance(node, ast.Attribute):
            dotted = self.dotted(node)
            if dotted is not None:
                return self.resolved(dotted)
            return f"{self.expression(node.value)}.{node.attr}"
        if isinstance(node, ast.BinOp):
            if type(node.op) not in OPERATORS:
                raise self.refused(node, f"operator {type(node.op).__name__}")
            return (
                f"({self.expression(node.left)} {OPERATORS[type(node.op)]} "
                f"{self.expression(node.right)})"
            )
        if isinstance(node, ast.UnaryOp):
            return f"({OPERATORS[type(node.op)]}{self.expression(node.operand)})"
        if isinstance(node, ast.BoolOp):
            sign = f" {OPERATORS[type(node.op)]} "
            return f"({sign.join(self.expression(value) for value in node.values)})"
        if isinstance(node, ast.Compare):
            return self.comparison(node)
        if isinstance(node, ast.IfExp):
            return (
                f"({self.expression(node.test)} ? {self.expression(node.body)} : "
                f"{self.expression(node.orelse)})"
            )
        if isinstance(node, ast.Tuple):
            return f"[{', '.join(self.expression(one) for one in node.elts)}]"
        if isinstance(node, ast.Subscript):
            return f"{self.expression(node.value)}[{self.expression(node.slice)}]"
        if isinstance(node, ast.Call):
            return self.call(node)
        raise self.refused(node, type(node).__name__)

    def comparison(self, node: ast.Compare) -> str:
        parts = []
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if type(operator) not in OPERATORS:
                raise self.refused(node, f"comparison {type(operator).__name__}")
            parts.append(
                f"{self.expression(left)} {OPERATORS[type(operator)]} {self.expression(right)}"
            )
            left = right
        if len(node.ops) > 1 and not all(
            isinstance(one, ast.Name | ast.Constant) for one in node.comparators[:-1]
        ):
            raise self.refused(node, "a chain of comparisons in which a term is worked out twice")
        return f"({' && '.join(parts)})"

    def call(self, node: ast.Call) -> str:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "_replace":
            pairs = ", ".join(f"{one.arg}: {self.expression(one.value)}" for one in node.keywords)
            return f"$replace({self.expression(node.func.value)}, {{{pairs}}})"
        if (
            isinstance(node.func, ast.Name)
            and node.func.id in BUILT_IN
            and node.func.id not in self.module.names
        ):
            return f"{BUILT_IN[node.func.id]}({', '.join(map(self.expression, node.args))})"
        dotted = self.dotted(node.func)
        if dotted is None:
            raise self.refused(node, "a call of what is no rule")
        full = _defining(dotted)
        if any(isinstance(one, ast.Starred) for one in node.args):
            raise self.refused(node, "arguments that are unpacked")
        arguments = [self.expression(one) for one in node.args]
        if full in self.fields:
            given = {one.arg: self.expression(one.value) for one in node.keywords}
            names = self.fields[full]
            arguments += [given[name] for name in names[len(arguments) :]]
            return f"new {_flat(full)}({', '.join(arguments)})"
        if node.keywords:
            raise self.refused(node, "arguments by name")
        return f"{self.resolved(dotted)}({', '.join(arguments)})"

    # statements

    def block(self, body: Iterable[ast.stmt], indent: str) -> Iterator[str]:
        for node in body:
            yield from self.statement(node, indent)

    def statement(self, node: ast.stmt, indent: str) -> Iterator[str]:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return  # a docstring
        if isinstance(node, ast.Return):
            value = "" if node.value is None else f" {self.expression(node.value)}"
            yield f"{indent}return{value};"
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            yield from self.assignment(node.targets[0], node.value, indent)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield from self.assignment(node.target, node.value, indent)
        elif isinstance(node, ast.If):
            yield f"{indent}if ({self.expression(node.test)}) {{"
            yield from self.block(node.body, indent + "  ")
            if node.orelse:
                yield f"{indent}}} else {{"
                yield from self.block(node.orelse, indent + "  ")
            yield f"{indent}}}"
        elif isinstance(node, ast.While) and not node.orelse:
            yield f"{indent}while ({self.expression(node.test)}) {{"
            yield from self.block(node.body, indent + "  ")
            yield f"{indent}}}"
        elif isinstance(node, ast.For) and not node.orelse:
            yield from self.loop(node, indent)
        elif isinstance(node, ast.Pass):
            return
        elif isinstance(node, ast.Break):
            yield f"{indent}break;"
        elif isinstance(node, ast.Continue):
            yield f"{indent}continue;"
        else:
            raise self.refused(node, type(node).__name__)

    def assignment(self, target: ast.expr, value: ast.expr, indent: str) -> Iterator[str]:
        if isinstance(target, ast.Name):
            yield f"{indent}{_variable(target.id)} = {self.expression(value)};"
            return
        if not isinstance(target, ast.Tuple) or not all(
            isinstance(one, ast.Name) for one in target.elts
        ):
            raise self.refused(target, "an assignment to what is no name")
        self.counter += 1
        held = f"$held{self.counter}"
        yield f"{indent}const {held} = {self.expression(value)};"
        for number, one in enumerate(target.elts):
            assert isinstance(one, ast.Name)
            yield f"{indent}{_variable(one.id)} = {held}[{number}];"

    def loop(self, node: ast.For, indent: str) -> Iterator[str]:
        if not isinstance(node.target, ast.Name):
            raise self.refused(node, "a loop over what is no name")
        name = _variable(node.target.id)
        if (
            isinstance(node.iter, ast.Call)
            and isinstance(node.iter.func, ast.Name)
            and node.iter.func.id == "range"
        ):
            bounds = [self.expression(one) for one in node.iter.args]
            if len(bounds) > 2:
                raise self.refused(node, "a range with a step")
            first, last = ("0", bounds[0]) if len(bounds) == 1 else bounds
            self.counter += 1
            end, at = f"$end{self.counter}", f"$at{self.counter}"
            yield f"{indent}const {end} = {last};"
            yield f"{indent}for (let {at} = {first}; {at} < {end}; {at} += 1) {{"
            yield f"{indent}  {name} = {at};"
        else:
            yield f"{indent}for ({name} of {self.expression(node.iter)}) {{"
        yield from self.block(node.body, indent + "  ")
        yield f"{indent}}}"

    # definitions

    def function(self, node: ast.FunctionDef) -> Iterator[str]:
        arguments = [one.arg for one in node.args.args]
        if node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.args.defaults:
            raise self.refused(node, "arguments with defaults, by name or unpacked")
        assigned = {
            one.id
            for inner in ast.walk(node)
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
            for one in (inner,)
        }
        self.local = {*arguments, *assigned}
        yield f"function {_flat(f'{self.module.name}.{node.name}')}("
        yield f"  {', '.join(map(_variable, arguments))}"
        yield ") {"
        declared = sorted(assigned - set(arguments))
        if declared:
            yield f"  let {', '.join(map(_variable, declared))};"
        yield from self.block(node.body, "  ")
        yield "}"
        self.local = set()

    def named_tuple(self, node: ast.ClassDef) -> Iterator[str]:
        full = f"{self.module.name}.{node.name}"
        names = self.fields[full]
        yield f"class {_flat(full)} {{"
        yield f"  constructor({', '.join(map(_variable, names))}) {{"
        for name in names:
            yield f"    this.{name} = {_variable(name)};"
        yield "  }"
        yield "}"
        yield f"{_flat(full)}.fields = [{', '.join(repr(name) for name in names)}];"
        parts = _parts(full)
        inner = ", ".join(f"{name}: {_flat(kind)}" for name, kind in parts.items())
        yield f"{_flat(full)}.parts = {{{inner}}};"

    def lines(self) -> Iterator[str]:
        yield f"// {self.module.name}"
        python = importlib.import_module(self.module.name)
        for node in self.module.tree.body:
            if isinstance(node, ast.FunctionDef):
                if f"{self.module.name}.{node.name}" not in BY_HAND:
                    yield from self.function(node)
            elif isinstance(node, ast.ClassDef):
                yield from self.named_tuple(node)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name) and not target.id.startswith("__"):
                        value = getattr(python, target.id)
                        yield f"const {_flat(f'{self.module.name}.{target.id}')} = {_value(value)};"


def _is_module(dotted: str) -> bool:
    try:
        importlib.import_module(dotted)
    except ModuleNotFoundError:
        return False
    return True


def _variable(name: str) -> str:
    return f"{name}$" if name in RESERVED else name


def _constant(value: Any) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return repr(value)
    raise InputError("rules in JavaScript", [Problem("", f"constant {value!r}")])


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def _value(value: Any) -> str:
    """A constant of a module: a number, a text, or a tuple of such; NamedTuples as their parts."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return _constant(value)


def _fields(modules: Sequence[_Module]) -> dict[str, tuple[str, ...]]:
    found = {}
    for module in modules:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef):
                kind = getattr(importlib.import_module(module.name), node.name)
                found[f"{module.name}.{node.name}"] = tuple(kind._fields)
    return found


def _parts(full: str) -> dict[str, str]:
    """The fields of a NamedTuple that hold NamedTuples themselves, with the full names of these."""
    module, _, name = full.rpartition(".")
    hints = get_type_hints(getattr(importlib.import_module(module), name))
    return {
        field: f"{kind.__module__}.{kind.__name__}"
        for field, kind in hints.items()
        if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")
    }


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
    modules = [_Module(name, names) for name in names if name not in LEFT_OUT]
    fields = _fields(modules)
    parts = []
    for module in modules:
        parts.append("\n".join(_Translator(module, fields).lines()))
    return "\n\n".join(parts) + "\n"


def rules_script() -> str:
    """The rules and what they stand on, as one JavaScript module that exports `playEndings`."""
    from race_sim.rule_book import RULE_BOOK

    kernel = (Path(__file__).parent / "kernel.js").read_text(encoding="utf-8")
    modules = [f"race_sim.{name}" for name in RULE_BOOK]
    head = "// Made from race_sim's rule book by race_sim/page/javascript.py. Do not edit.\n"
    return head + kernel + "\n" + javascript_of([*modules, "race_sim.page.playing"])
