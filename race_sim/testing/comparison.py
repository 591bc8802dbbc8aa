"""Comparisons of frames to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def same_bits(left: pd.DataFrame, right: pd.DataFrame) -> bool:
    """Whether two frames agree in columns, types, index and every bit; NaN and -0.0 included."""
    return not differing_columns(left, right)


def differing_columns(left: pd.DataFrame, right: pd.DataFrame) -> list[str]:
    """Names of the columns that differ in type or in any bit; "index" if the indices do."""
    found = [] if left.index.equals(right.index) else ["index"]
    if list(left.columns) != list(right.columns):
        return found + sorted(set(left.columns) ^ set(right.columns)) or ["order of columns"]
    for name in left.columns:
        one, other = left[name], right[name]
        if one.dtype != other.dtype or _bytes(one) != _bytes(other):
            found.append(str(name))
    return found


def _bytes(column: pd.Series) -> bytes:
    import pandas as pd

    values = column.cat.codes if isinstance(column.dtype, pd.CategoricalDtype) else column
    return values.to_numpy().tobytes()
