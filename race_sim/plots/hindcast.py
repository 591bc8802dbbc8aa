"""The picture of a hindcast, by its name."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from race_sim.plots import hindcast_capability, hindcast_incidents, hindcast_reactors
from race_sim.plots.picture import Picture
from race_sim.problems import InputError, Problem


def draw(
    name: str,
    bands: pd.DataFrame,
    scores: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    draws: int,
    seed: int,
) -> Picture:
    """The picture of a hindcast, from its tables.

    Parameters
    ----------
    name : str
        "reactor-starts", "capability-gap" or "incident-counts".
    bands, scores : DataFrame
    tables : mapping of str to DataFrame
        Its further tables: "starts" of reactors, "counts" of incidents.
    draws, seed : int
        For the source line.

    Raises
    ------
    InputError
        If there is no picture of that name, or a table is empty or lacks a column.
    """
    if name == "reactor-starts":
        return hindcast_reactors.draw(bands, tables["starts"], scores, draws, seed)
    if name == "capability-gap":
        return hindcast_capability.draw(bands, scores, draws, seed)
    if name == "incident-counts":
        return hindcast_incidents.draw(bands, tables["counts"], scores, draws, seed)
    allowed = "reactor-starts, capability-gap, incident-counts"
    raise InputError("hindcast", [Problem("name", f"no picture of {name!r}", allowed)])
