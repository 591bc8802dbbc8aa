"""A section of a report: what one analysis of a study finds, in words, tables and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.plots.picture import Picture


class Section(NamedTuple):
    """What one analysis of a study finds.

    Attributes
    ----------
    name : str
        The stem of its files, for example "sobol-catastrophe_risk".
    title : str
    sentences : tuple of str
        The finding in words; every number in them comes from the tables.
    tables : dict of str to DataFrame
        By name, besides those of the pictures.
    pictures : tuple of Picture
    """

    name: str
    title: str
    sentences: tuple[str, ...]
    tables: dict[str, pd.DataFrame]
    pictures: tuple[Picture, ...]
