"""Markdown tables, and putting them between two comment lines of a document."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from pathlib import Path


def number(value: float) -> str:
    """Three digits that count, or whole thousands."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def median(values: Sequence[float]) -> str:
    return number(statistics.median(values))


def spread(values: Sequence[float]) -> str:
    """Median, smallest and largest."""
    if len(values) == 1:
        return number(values[0])
    return f"{median(values)} ({number(min(values))} to {number(max(values))})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines)


def replaced(text: str, section: str, content: str) -> str:
    """A document with what is between the comment lines of a section replaced."""
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    new, count = pattern.subn(lambda _: f"{begin}\n\n{content}\n\n{end}", text)
    if count != 1:
        raise SystemExit(f"the document needs the lines {begin} and {end}, once")
    return new


def write(document: Path, section: str, content: str) -> None:
    text = replaced(document.read_text(encoding="utf-8"), section, content)
    document.write_text(text, encoding="utf-8")
