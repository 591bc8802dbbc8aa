"""What commands print: plain lines and tables, JSON, and progress.

Results go to stdout; progress and messages to stderr. Only a terminal gets colours, boxes and a
moving bar.
"""

from __future__ import annotations

import json
import logging
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

_SECONDS_BETWEEN_LINES = 5.0
_WIDEST_PROSE = 100


class _Lines(logging.Handler):
    """Messages of the library as plain lines on stderr, wherever stderr is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        typer.echo(self.format(record), err=True)


def show_messages() -> None:
    """Let messages of the library appear on stderr."""
    logger = logging.getLogger("race_sim")
    if not any(isinstance(handler, _Lines) for handler in logger.handlers):
        logger.addHandler(_Lines())
    logger.setLevel(logging.INFO)


def prose_width() -> int:
    """Width for running text: that of the terminal, but no wider than is good to read."""
    import shutil

    return min(shutil.get_terminal_size().columns, _WIDEST_PROSE)


def console() -> Console:
    """A console on stdout. It prints text as it is: brackets and colons mean nothing."""
    from rich.console import Console

    plain = Console(markup=False, highlight=False, emoji=False)
    if plain.is_terminal:
        return plain
    # Not cut to any width: a file has none.
    return Console(markup=False, highlight=False, emoji=False, width=100_000, no_color=True)


def print_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()
) -> None:
    """Print a table, in aligned columns.

    Parameters
    ----------
    headings : sequence of str
    rows : sequence of sequence of str
    numbers : sequence of int
        Columns to set flush right.
    """
    from rich import box
    from rich.table import Table

    out = console()
    table = Table(
        box=box.SIMPLE_HEAD if out.is_terminal else None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
    )
    for place, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if place in numbers else "left"
        table.add_column(heading, justify=justify, no_wrap=place == 0)
    for row in rows:
        table.add_row(*row)
    with out.capture() as captured:
        out.print(table)
    lines = [line.rstrip() for line in captured.get().split("\n")]
    typer.echo("\n".join(line for line in lines if line))


def emphasised(text: str) -> str:
    """The text, bold where stdout is a terminal."""
    return typer.style(text, bold=True) if sys.stdout.isatty() else text


def print_wrapped(text: str, indent: str = "", hanging: str = "", bold: str = "") -> None:
    """Print a paragraph, wrapped to the terminal; the beginning `bold` is emphasised.

    Parameters
    ----------
    text : str
    indent, hanging : str
        What stands in front of the first line, and of the others.
    bold : str
        What the text begins with, to be emphasised on a terminal.
    """
    from race_sim import words

    lines = words.wrapped(text, prose_width(), indent, hanging).split("\n")
    if bold and lines[0].startswith(indent + bold):
        lines[0] = indent + emphasised(bold) + lines[0][len(indent + bold) :]
    typer.echo("\n".join(lines))


def plain_value(value: Any) -> Any:
    """A value as JSON has it: numbers of NumPy as Python's, NaN and infinity as null."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(inner) for inner in value]
    return value


def print_json(content: Any) -> None:
    """Print JSON and nothing else."""
    typer.echo(json.dumps(plain_value(content), indent=2, ensure_ascii=False, allow_nan=False))


@contextmanager
def progress(what: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Progress on stderr: a bar with the time left on a terminal, plain lines elsewhere.

    Gives a function to call with what is done and the total; it may be used for one thing after
    another.
    """
    if sys.stderr.isatty():
        with _bar(what, unit) as tell:
            yield tell
    else:
        yield _lines(what, unit)


@contextmanager
def _bar(what: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        last = 0

        def tell(done: int, total: int) -> None:
            nonlocal last
            if done < last:  # something else has begun
                bar.reset(task)
            last = done
            bar.update(task, completed=done, total=total)

        yield tell


def _lines(what: str, unit: str) -> Callable[[int, int], None]:
    begin = said = time.monotonic()
    last = 0

    def tell(done: int, total: int) -> None:
        nonlocal begin, said, last
        now = time.monotonic()
        if done < last:  # something else has begun
            begin = said = now
        last = done
        if done < total and now - said < _SECONDS_BETWEEN_LINES:
            return
        said = now
        left = (now - begin) * (total - done) / done
        rest = f", about {left:.0f} s left" if done < total else f" in {now - begin:.1f} s"
        typer.echo(f"{what}: {done} of {total} {unit}{rest}", err=True)

    return tell
