"""Checks on the data frames that pictures are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd


def check_frame(picture: str, frame: pd.DataFrame, columns: Sequence[str], made_by: str) -> None:
    """Refuse a frame that is empty or lacks columns.

    Raises
    ------
    InputError
        Naming every missing column, and which function makes such a frame.
    """
    source = f"plots.{picture}"
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise InputError(
            source, [Problem(name, "no such column", f"a frame from {made_by}") for name in missing]
        )
    if len(frame) == 0:
        raise InputError(source, [Problem("", "no rows", f"a frame from {made_by}")])
