"""Markdown tables, and numbers as they stand in them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


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
