"""Whether a published model gives its known results, and whether our race agrees in its limit."""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING

from race_sim.literature.catalogue import model_named

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.literature.bridges.limit import Docked

_BRIDGES = "race_sim.literature.bridges"


def has_bridge(model: str) -> bool:
    """Whether there is a limit of our race that is compared with this model.

    Raises
    ------
    InputError
        If there is no such model.
    """
    return importlib.util.find_spec(f"{_BRIDGES}.{model_named(model).name}") is not None


def bridge_rows(model: str) -> list[Docked]:
    """Numbers that the model and our race both give; empty if there is no bridge.

    Raises
    ------
    InputError
        If there is no such model.
    """
    if not has_bridge(model):
        return []
    found: list[Docked] = importlib.import_module(f"{_BRIDGES}.{model}").docked()
    return found


def bridge_table(model: str) -> pd.DataFrame:
    """The same as a table, see `race_sim.literature.bridges.limit.docking_table`.

    Raises
    ------
    InputError
        If there is no such model.
    """
    import pandas as pd

    from race_sim.literature.bridges.limit import Docked, docking_table

    rows = bridge_rows(model)
    return docking_table(rows) if rows else pd.DataFrame(columns=[*Docked._fields, "agrees"])
