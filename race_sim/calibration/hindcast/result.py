"""What a hindcast gives: forecasts with bands, scores, sentences, and what stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

Row = dict[str, Any]


def rows_of(table: pd.DataFrame, **where: object) -> list[Row]:
    """The rows of a table with these values in these columns, as dictionaries."""
    for column, value in where.items():
        table = table[table[column] == value]
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def row_of(table: pd.DataFrame, **where: object) -> Row:
    """The first of them.

    Raises
    ------
    LookupError
        If there is none.
    """
    found = rows_of(table, **where)
    if not found:
        raise LookupError(f"no row with {where}")
    return found[0]


@dataclass(frozen=True)
class Hindcast:
    """The model's rules played over years that are known.

    Attributes
    ----------
    name : str
    question : str
    draws, seed : int
        Random draws of each forecast, and their seed.
    bands : DataFrame
        A series, forecast and date a row: `seen`, and `low`, `median` and `high` of the forecast
        (90 % bands).
    scores : DataFrame
        A series and forecast a row.
    tables : dict of str to DataFrame
        Further tables.
    findings : tuple of str
        Sentences made from the tables.
    unknown : tuple of str
        What the data cannot tell.
    """

    name: str
    question: str
    draws: int
    seed: int
    bands: pd.DataFrame
    scores: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    findings: tuple[str, ...]
    unknown: tuple[str, ...]
