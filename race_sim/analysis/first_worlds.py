"""The first worlds of each point of a study, however large it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from race_sim.study.table import as_frame, read_rows

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult


def first_worlds(
    result: StudyResult, columns: Sequence[str], each: int, points: Sequence[int] | None = None
) -> pd.DataFrame:
    """The first worlds of each point, sorted by point and world; one file in memory at a time.

    Parameters
    ----------
    columns : sequence of str
        Outcomes, beside `point` and `world`.
    each : int
        So many worlds of a point at most.
    points : sequence of int, optional
        Only these points.

    Raises
    ------
    InputError
        If an outcome was not kept, or a file is broken.
    """
    import pyarrow as pa
    import pyarrow.compute as compute

    kept = result.study.outcomes
    missing = [name for name in columns if kept and name not in kept]
    if missing:
        from race_sim.problems import InputError, Problem

        allowed = ", ".join(kept)
        raise InputError("study", [Problem(name, "is not kept", allowed) for name in missing])
    end = result.study.first_world + each
    tables = []
    for source in result.shelf.sources():
        table = read_rows(source, ["point", "world", *columns]).replace_schema_metadata(None)
        wanted = compute.less(table["world"], end)
        if points is not None:
            chosen = pa.array(points, type=table["point"].type)
            wanted = compute.and_(wanted, compute.is_in(table["point"], value_set=chosen))
        tables.append(table.filter(wanted))
    frame = as_frame(pa.concat_tables(tables))
    return frame.sort_values(["point", "world"], kind="stable", ignore_index=True)
