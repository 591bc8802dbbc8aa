"""Run the code cells of a lesson in this process, and keep what stands under each.

As a notebook does it: one namespace for all cells, and the value of a last expression is shown.
"""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Iterable
from typing import Any

from race_sim.lessons.telling import Output, kept


def _shown(value: Any) -> Output:
    """A value as a notebook would show it."""
    own = getattr(value, "_repr_markdown_", None)
    if own is None:
        return Output({"text/plain": repr(value)}, {})
    return Output({"text/markdown": own(), "text/plain": repr(value)}, {})


def run_cell(source: str, namespace: dict[str, Any], name: str = "cell") -> list[Output]:
    """Run one cell, and give what stands under it.

    Parameters
    ----------
    source : str
    namespace : dict
        Of the lesson; it is changed.
    name : str
        For tracebacks.
    """
    tree = ast.parse(source, name)
    last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with kept() as found, contextlib.redirect_stdout(printed):
        body = tree.body[:-1] if last is not None else tree.body
        exec(compile(ast.Module(body, []), name, "exec"), namespace)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
            if value is not None:
                found.append(_shown(value))
    if printed.getvalue():
        found.insert(0, Output({"text/plain": printed.getvalue()}, {}))
    return found


def run_cells(
    sources: Iterable[str], name: str = "lesson"
) -> tuple[list[list[Output]], dict[str, Any]]:
    """Run cells one after the other; what stands under each, and the namespace at the end."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    outputs = [
        run_cell(source, namespace, f"{name}, cell {number}")
        for number, source in enumerate(sources, 1)
    ]
    return outputs, namespace
