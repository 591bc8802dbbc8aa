"""Plain functions of numbers in Python, written in JavaScript."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from race_sim.page.javascript_names import (
    BY_HAND,
    LEFT_OUT,
    SOURCE,
    Module,
    constant,
    defining,
    flat,
    gives_truth,
    is_module,
    parts_of,
    value_text,
    variable,
)
from race_sim.problems import InputError, Problem

BUILT_IN = {"int": "$whole", "float": "Number", "len": "$length"}
OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
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


class Translator:
    """Writes one module in JavaScript."""

    def __init__(
        self, module: Module, fields: dict[str, tuple[str, ...]], translated: Sequence[str]
    ):
        self.module = module
        self.translated = translated  # the full names of all modules that are
        self.fields = fields  # of every NamedTuple, by its full name
        self.local: set[str] = set()
        self.truths: set[str] = set()  # variables that are true or false
        self.counter = 0

    def _refused(self, node: ast.AST, what: str) -> InputError:
        line = getattr(node, "lineno", 0)
        place = f"{self.module.file.name}, line {line}"
        return InputError(SOURCE, [Problem(place, what)])

    # names

    def _dotted(self, node: ast.expr) -> str | None:
        """The full name of what a name or an attribute of a module stands for, else None."""
        if isinstance(node, ast.Name):
            if node.id in self.local:
                return None
            return self.module.names.get(node.id)
        if isinstance(node, ast.Attribute):
            base = self._dotted(node.value)
            if base is not None and (base == "math" or is_module(base)):
                return f"{base}.{node.attr}"
        return None

    def _resolved(self, node: ast.AST, dotted: str) -> str:
        """A name outside of the function in JavaScript."""
        if dotted in BY_HAND:
            return BY_HAND[dotted]
        full = defining(dotted)
        if full in BY_HAND:
            return BY_HAND[full]
        module, _, name = full.rpartition(".")
        value = getattr(importlib.import_module(module), name) if is_module(module) else None
        if callable(value):
            if module not in self.translated:
                raise self._refused(node, f"{full}, which is no rule")
            return flat(full)
        text = self._as_text(node, value_text, value)
        return text if module in LEFT_OUT else flat(full)

    # expressions

    def _expression(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            return self._as_text(node, constant, node.value)
        if isinstance(node, ast.Name):
            if node.id in self.local:
                return variable(node.id)
            dotted = self.module.names.get(node.id)
            if dotted is None:
                raise self._refused(node, f"unknown name {node.id}")
            return self._resolved(node, dotted)
        if isinstance(node, ast.Attribute):
            dotted = self._dotted(node)
            if dotted is not None:
                return self._resolved(node, dotted)
            return f"{self._expression(node.value)}.{node.attr}"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return f"$modulo({self._expression(node.left)}, {self._expression(node.right)})"
        if isinstance(node, ast.BinOp):
            if type(node.op) not in OPERATORS:
                raise self._refused(node, f"operator {type(node.op).__name__}")
            return (
                f"({self._expression(node.left)} {OPERATORS[type(node.op)]} "
                f"{self._expression(node.right)})"
            )
        if isinstance(node, ast.UnaryOp):
            if type(node.op) not in OPERATORS:
                raise self._refused(node, f"operator {type(node.op).__name__}")
            return f"({OPERATORS[type(node.op)]}{self._expression(node.operand)})"
        if isinstance(node, ast.BoolOp):
            if not self._is_true_or_false(node):
                raise self._refused(node, "and, or of what may be neither true nor false")
            sign = f" {OPERATORS[type(node.op)]} "
            return f"({sign.join(self._expression(value) for value in node.values)})"
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.IfExp):
            return (
                f"({self._test(node.test)} ? {self._expression(node.body)} : "
                f"{self._expression(node.orelse)})"
            )
        if isinstance(node, ast.Tuple):
            return f"[{', '.join(self._expression(one) for one in node.elts)}]"
        if isinstance(node, ast.Subscript):
            return f"{self._expression(node.value)}[{self._expression(node.slice)}]"
        if isinstance(node, ast.Call):
            return self._call(node)
        raise self._refused(node, type(node).__name__)

    def _test(self, node: ast.expr) -> str:
        """What decides a branch: true or false, since the two languages differ on the rest."""
        if not self._is_true_or_false(node):
            raise self._refused(node, "a test that may be neither true nor false")
        return self._expression(node)

    def _is_true_or_false(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BoolOp):
            return all(self._is_true_or_false(one) for one in node.values)
        if isinstance(node, ast.UnaryOp):
            return isinstance(node.op, ast.Not) and self._is_true_or_false(node.operand)
        if isinstance(node, ast.Call):
            dotted = self._dotted(node.func)
            return dotted is not None and gives_truth(dotted)
        if isinstance(node, ast.Name):
            return node.id in self.truths
        if isinstance(node, ast.IfExp):
            return self._is_true_or_false(node.body) and self._is_true_or_false(node.orelse)
        return isinstance(node, ast.Compare) or (
            isinstance(node, ast.Constant) and isinstance(node.value, bool)
        )

    def _as_text(self, node: ast.AST, write: Callable[[Any], str], value: object) -> str:
        try:
            return write(value)
        except InputError as error:
            raise self._refused(node, error.problems[0].what) from None

    def _comparison(self, node: ast.Compare) -> str:
        parts = []
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if type(operator) not in OPERATORS:
                raise self._refused(node, f"comparison {type(operator).__name__}")
            parts.append(
                f"{self._expression(left)} {OPERATORS[type(operator)]} {self._expression(right)}"
            )
            left = right
        if len(node.ops) > 1 and not all(
            isinstance(one, ast.Name | ast.Constant) for one in node.comparators[:-1]
        ):
            raise self._refused(node, "a chain of comparisons in which a term is worked out twice")
        return f"({' && '.join(parts)})"

    def _call(self, node: ast.Call) -> str:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "_replace":
            pairs = ", ".join(f"{one.arg}: {self._expression(one.value)}" for one in node.keywords)
            return f"$replace({self._expression(node.func.value)}, {{{pairs}}})"
        if (
            isinstance(node.func, ast.Name)
            and node.func.id in BUILT_IN
            and node.func.id not in self.module.names
        ):
            return f"{BUILT_IN[node.func.id]}({', '.join(map(self._expression, node.args))})"
        dotted = self._dotted(node.func)
        if dotted is None:
            raise self._refused(node, "a call of what is no rule")
        full = defining(dotted)
        if any(isinstance(one, ast.Starred) for one in node.args):
            raise self._refused(node, "arguments that are unpacked")
        arguments = [self._expression(one) for one in node.args]
        if full in self.fields:
            given = {one.arg: self._expression(one.value) for one in node.keywords}
            names = self.fields[full]
            if {*names[len(arguments) :]} != {*given}:
                raise self._refused(node, "a NamedTuple of which not every field is given")
            arguments += [given[name] for name in names[len(arguments) :]]
            return f"new {flat(full)}({', '.join(arguments)})"
        if node.keywords:
            raise self._refused(node, "arguments by name")
        return f"{self._resolved(node, dotted)}({', '.join(arguments)})"

    # statements

    def _block(self, body: Iterable[ast.stmt], indent: str) -> Iterator[str]:
        for node in body:
            yield from self._statement(node, indent)

    def _statement(self, node: ast.stmt, indent: str) -> Iterator[str]:
        if _is_docstring(node):
            return
        if isinstance(node, ast.Return):
            value = "" if node.value is None else f" {self._expression(node.value)}"
            yield f"{indent}return{value};"
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            yield from self._assignment(node.targets[0], node.value, indent)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield from self._assignment(node.target, node.value, indent)
        elif isinstance(node, ast.If):
            yield f"{indent}if ({self._test(node.test)}) {{"
            yield from self._block(node.body, indent + "  ")
            if node.orelse:
                yield f"{indent}}} else {{"
                yield from self._block(node.orelse, indent + "  ")
            yield f"{indent}}}"
        elif isinstance(node, ast.While) and not node.orelse:
            yield f"{indent}while ({self._test(node.test)}) {{"
            yield from self._block(node.body, indent + "  ")
            yield f"{indent}}}"
        elif isinstance(node, ast.For) and not node.orelse:
            yield from self._loop(node, indent)
        elif isinstance(node, ast.Pass):
            return
        elif isinstance(node, ast.Break):
            yield f"{indent}break;"
        elif isinstance(node, ast.Continue):
            yield f"{indent}continue;"
        else:
            raise self._refused(node, type(node).__name__)

    def _assignment(self, target: ast.expr, value: ast.expr, indent: str) -> Iterator[str]:
        if isinstance(target, ast.Name):
            yield f"{indent}{variable(target.id)} = {self._expression(value)};"
            return
        if not isinstance(target, ast.Tuple) or not all(
            isinstance(one, ast.Name) for one in target.elts
        ):
            raise self._refused(target, "an assignment to what is no name")
        self.counter += 1
        held = f"$held{self.counter}"
        yield f"{indent}const {held} = {self._expression(value)};"
        for number, one in enumerate(target.elts):
            assert isinstance(one, ast.Name)
            yield f"{indent}{variable(one.id)} = {held}[{number}];"

    def _loop(self, node: ast.For, indent: str) -> Iterator[str]:
        if not isinstance(node.target, ast.Name):
            raise self._refused(node, "a loop over what is no name")
        name = variable(node.target.id)
        if (
            isinstance(node.iter, ast.Call)
            and isinstance(node.iter.func, ast.Name)
            and node.iter.func.id == "range"
        ):
            bounds = [self._expression(one) for one in node.iter.args]
            if len(bounds) > 2:
                raise self._refused(node, "a range with a step")
            first, last = ("0", bounds[0]) if len(bounds) == 1 else bounds
            self.counter += 1
            end, at = f"$end{self.counter}", f"$at{self.counter}"
            yield f"{indent}const {end} = {last};"
            yield f"{indent}for (let {at} = {first}; {at} < {end}; {at} += 1) {{"
            yield f"{indent}  {name} = {at};"
        else:
            yield f"{indent}for ({name} of {self._expression(node.iter)}) {{"
        yield from self._block(node.body, indent + "  ")
        yield f"{indent}}}"

    # definitions

    def _function(self, node: ast.FunctionDef) -> Iterator[str]:
        arguments = [one.arg for one in node.args.args]
        if node.decorator_list:
            raise self._refused(node, "a decorator")
        if (
            node.args.vararg
            or node.args.kwarg
            or node.args.kwonlyargs
            or node.args.posonlyargs
            or node.args.defaults
        ):
            raise self._refused(node, "arguments with defaults, by name or unpacked")
        assigned = {
            one.id
            for inner in ast.walk(node)
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
            for one in (inner,)
        }
        self.local = {*arguments, *assigned}
        self.truths = self._truths_of(node)
        yield f"function {flat(f'{self.module.name}.{node.name}')}("
        yield f"  {', '.join(map(variable, arguments))}"
        yield ") {"
        declared = sorted(assigned - set(arguments))
        if declared:
            yield f"  let {', '.join(map(variable, declared))};"
        yield from self._block(node.body, "  ")
        yield "}"
        self.local = set()

    def _truths_of(self, node: ast.FunctionDef) -> set[str]:
        """Arguments that are said to be true or false, and variables that are set to that alone."""
        self.truths = {
            one.arg
            for one in node.args.args
            if isinstance(one.annotation, ast.Name) and one.annotation.id == "bool"
        }
        values: dict[str, list[ast.expr]] = {}
        stored: list[str] = []
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                stored.append(inner.id)
            elif isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
                values.setdefault(inner.targets[0].id, []).append(inner.value)
        before = -1
        while before != len(self.truths):  # one may be made from others
            before = len(self.truths)
            self.truths |= {
                name
                for name, given in values.items()
                if stored.count(name) == len(given) and all(map(self._is_true_or_false, given))
            }
        return self.truths

    def _named_tuple(self, node: ast.ClassDef) -> Iterator[str]:
        full = f"{self.module.name}.{node.name}"
        names = self.fields.get(full)
        if names is None or not all(
            isinstance(one, ast.AnnAssign) or _is_docstring(one) for one in node.body
        ):
            raise self._refused(node, "a class that is no NamedTuple of fields alone")
        yield f"class {flat(full)} {{"
        yield f"  constructor({', '.join(map(variable, names))}) {{"
        for name in names:
            yield f"    this.{name} = {variable(name)};"
        yield "  }"
        yield "}"
        yield f"{flat(full)}.fields = [{', '.join(repr(name) for name in names)}];"
        parts = parts_of(full)
        inner = ", ".join(f"{name}: {flat(kind)}" for name, kind in parts.items())
        yield f"{flat(full)}.parts = {{{inner}}};"

    def lines(self) -> Iterator[str]:
        """The module, line by line."""
        yield f"// {self.module.name}"
        for node in self.module.tree.body:
            if isinstance(node, ast.FunctionDef):
                if f"{self.module.name}.{node.name}" not in BY_HAND:
                    yield from self._function(node)
            elif isinstance(node, ast.ClassDef):
                yield from self._named_tuple(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                yield from self._held(node)
            elif not isinstance(node, ast.Import | ast.ImportFrom) and not _is_docstring(node):
                raise self._refused(node, f"{type(node).__name__} outside of a function")

    def _held(self, node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
        """A constant of the module."""
        python = importlib.import_module(self.module.name)
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if not isinstance(target, ast.Name):
                raise self._refused(node, "an assignment to what is no name")
            if not target.id.startswith("__") and hasattr(python, target.id):
                try:
                    text = value_text(getattr(python, target.id))
                except InputError:
                    continue  # refused where it is used, if it is
                yield f"const {flat(f'{self.module.name}.{target.id}')} = {text};"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
