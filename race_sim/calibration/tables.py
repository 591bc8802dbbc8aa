"""Reading the data files: whole and sound, or one clear error for all that is wrong with a file."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim.calibration.schema import FIRST_DATE, LAST_DATE, Column, Schema
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

DATA = Path(__file__).parent.parent / "data"
_LINES_NAMED = 3


class _Text(NamedTuple):
    """A file as it is written."""

    headings: list[str]
    lines: list[int]  # on which line of the file each row ends
    rows: list[list[str]]


class _Cells(NamedTuple):
    """A column read: its values, and what is wrong with it."""

    values: list[Any]  # None where the cell is empty or wrong
    problems: list[Problem]


def read_table(name: str, folder: Path = DATA) -> pd.DataFrame:
    """One of the data files, checked against what it must hold.

    Parameters
    ----------
    name : str
        Of the file, without ".csv"; one of `race_sim.calibration.schemas.SCHEMAS`.
    folder : Path, default the data that come with the package

    Returns
    -------
    pandas.DataFrame
        The columns of the schema, in its order. Dates are datetimes, flags booleans; an empty
        number is NaN, an empty date NaT, an empty text "".

    Raises
    ------
    InputError
        If there is no such file, or with everything that is wrong with it: a column too few or too
        many, a cell that is empty, not of its type, outside its range (another unit) or not one of
        the words allowed, rows that are the same or out of order, and rows whose columns contradict
        each other.
    """
    from race_sim.calibration.schemas import SCHEMAS

    if name not in SCHEMAS:
        allowed = "one of " + ", ".join(SCHEMAS)
        raise InputError("data", [Problem(name, "no data file has that name", allowed)])
    path = folder / f"{name}.csv"
    text = _text(path)
    schema = SCHEMAS[name]
    problems = _headings(text, schema)
    if not text.rows:
        problems.append(Problem("", "no rows", "at least one"))
    cells = {
        heading: _read_column(
            heading, [row[text.headings.index(heading)] for row in text.rows], column, text.lines
        )
        for heading, column in schema.columns.items()
        if heading in text.headings
    }
    problems += [problem for column in cells.values() for problem in column.problems]
    sound = {key: column.values for key, column in cells.items() if not column.problems}
    frame = _frame(sound, schema)
    problems += _rows(frame, schema, text.lines)
    if problems:
        raise InputError(str(path), problems)
    return frame


def _text(path: Path) -> _Text:
    """The cells of a file, as many in each row as there are headings."""
    allowed = "UTF-8, commas, one line of headings"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            headings = next(reader, [])
            read = [(reader.line_num, row) for row in reader if row]
    except OSError as error:
        reason = "no such file" if not path.exists() else error.strerror or "cannot be read"
        raise InputError(str(path), [Problem("", reason)]) from None
    except (csv.Error, UnicodeDecodeError) as error:
        problem = Problem("", f"not readable as CSV: {error}", allowed)
        raise InputError(str(path), [problem]) from None
    if not headings:
        raise InputError(str(path), [Problem("", "not readable as CSV: it is empty", allowed)])
    uneven = [line for line, row in read if len(row) != len(headings)]
    if uneven:
        what = f"{_lines(uneven)}: not as many cells as headings"
        raise InputError(str(path), [Problem("", what, f"{len(headings)} cells")])
    return _Text(headings, [line for line, _ in read], [row for _, row in read])


def _headings(text: _Text, schema: Schema) -> list[Problem]:
    problems = [
        Problem(heading, "no such column", column.allowed())
        for heading, column in schema.columns.items()
        if heading not in text.headings
    ]
    allowed = "the columns " + ", ".join(schema.columns)
    for heading in dict.fromkeys(text.headings):
        if heading not in schema.columns:
            problems.append(Problem(heading, "unknown column", allowed))
        elif text.headings.count(heading) > 1:
            problems.append(Problem(heading, "more than one column of this name", "one"))
    return problems


def _lines(lines: list[int]) -> str:
    """Lines of a file in words, the first few by number; line 1 holds the headings."""
    named = ", ".join(str(line) for line in lines[:_LINES_NAMED])
    more = len(lines) - _LINES_NAMED
    return f"line{'s' if len(lines) > 1 else ''} {named}{f' and {more} more' if more > 0 else ''}"


def _read_column(heading: str, cells: list[str], column: Column, lines: list[int]) -> _Cells:
    reader = _READERS[column.kind]
    values: list[Any] = []
    wrong: dict[str, list[int]] = {}
    for row, cell in enumerate(cells):
        value, complaint = None, ""
        if cell == "":
            complaint = "" if column.empty else "is empty"
        else:
            value, complaint = reader(cell, column)
        if complaint:
            wrong.setdefault(complaint, []).append(row)
        values.append(value)
    problems = []
    for complaint, rows in wrong.items():
        first = f" ({cells[rows[0]]!r})" if cells[rows[0]] else ""
        where = _lines([lines[row] for row in rows])
        problems.append(Problem(heading, f"{where}{first} {complaint}", column.allowed()))
    return _Cells(values, problems)


def _read_text(cell: str, column: Column) -> tuple[Any, str]:
    known = not column.words or cell in column.words
    return cell, "" if known else "is not a known word"


def _read_flag(cell: str, column: Column) -> tuple[Any, str]:
    return cell == "True", "" if cell in ("True", "False") else "is neither True nor False"


def _read_date(cell: str, column: Column) -> tuple[Any, str]:
    try:
        found = datetime.date.fromisoformat(cell)
    except ValueError:
        return None, "is not a date"
    if found.isoformat() != cell:
        return None, "is not a date"
    inside = FIRST_DATE <= cell <= LAST_DATE
    return found, "" if inside else "is outside the range"


def _read_number(cell: str, column: Column) -> tuple[Any, str]:
    try:
        value = float(cell)
    except ValueError:
        return None, "is not a number"
    if value != value:
        return None, "is not a number"
    if value in (float("inf"), float("-inf")):
        return value, "" if column.infinite and value > 0 else "is infinite"
    if column.kind == "whole number" and not value.is_integer():
        return None, "is not a whole number"
    inside = column.low <= value <= column.high
    return value, "" if inside else "is outside the range: is it in another unit?"


_READERS: dict[str, Callable[[str, Column], tuple[Any, str]]] = {
    "text": _read_text,
    "flag": _read_flag,
    "date": _read_date,
    "number": _read_number,
    "whole number": _read_number,
}


def _frame(values: dict[str, list[Any]], schema: Schema) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, Any] = {}
    for heading, cells in values.items():
        kind = schema.columns[heading].kind
        if kind == "date":
            columns[heading] = pd.to_datetime(pd.Series(cells, dtype="object"))
        elif kind == "flag":
            columns[heading] = pd.Series(cells, dtype=bool)
        elif kind == "text":
            columns[heading] = pd.Series([cell or "" for cell in cells], dtype="object")
        else:
            complete = kind == "whole number" and None not in cells
            columns[heading] = pd.Series(cells, dtype=float).astype("int64" if complete else float)
    return pd.DataFrame(columns)


def _rows(frame: pd.DataFrame, schema: Schema, lines: list[int]) -> list[Problem]:
    """Rows that are the same, out of order or contradict themselves, in sound columns."""
    problems = []
    if schema.unique and set(schema.unique) <= set(frame.columns):
        again = frame.duplicated(list(schema.unique), keep=False)
        rows = [lines[row] for row, repeated in enumerate(again) if repeated]
        if rows:
            where = ", ".join(schema.unique)
            problems.append(Problem(where, f"{_lines(rows)} are the same", "each only once"))
    if schema.ascending in frame.columns:
        series = frame[schema.ascending]
        rows = [lines[row] for row, falls in enumerate(series < series.shift()) if falls]
        if rows:
            problems.append(Problem(schema.ascending, f"{_lines(rows)}: out of order", "ascending"))
    for relation in schema.relations:
        if set(relation.columns) <= set(frame.columns):
            rows = [lines[row] for row, right in enumerate(relation.holds(frame)) if not right]
            if rows:
                where = ", ".join(relation.columns)
                what = f"{_lines(rows)} contradict{'s' if len(rows) == 1 else ''} this"
                problems.append(Problem(where, what, relation.says))
    return problems
