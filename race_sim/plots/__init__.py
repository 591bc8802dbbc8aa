"""Pictures of a race, one a file: each module has one `draw(...)` that returns a `Picture`.

Nothing of Matplotlib is imported until a picture is drawn:

>>> from race_sim import plots
>>> sorted(plots.PICTURES)
['endings', 'fan', 'first_chernobyl', 'games', 'harm', 'sweep_curve', 'sweep_map', 'world']
>>> draw = plots.drawing("endings")
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from race_sim.plots.picture import Picture

# The module of each picture.
PICTURES = {
    "endings": "race_sim.plots.endings",
    "harm": "race_sim.plots.harm",
    "first_chernobyl": "race_sim.plots.first_chernobyl",
    "fan": "race_sim.plots.fan",
    "games": "race_sim.plots.games",
    "sweep_curve": "race_sim.plots.sweep_curve",
    "sweep_map": "race_sim.plots.sweep_map",
    "world": "race_sim.plots.world",
}


def drawing(name: str) -> Callable[..., Picture]:
    """The `draw` function of a picture, by its name in `PICTURES`.

    Raises
    ------
    InputError
        If there is no such picture.
    """
    if name not in PICTURES:
        raise InputError("plots", [Problem("", f"no picture {name!r}", ", ".join(PICTURES))])
    draw: Callable[..., Picture] = importlib.import_module(PICTURES[name]).draw
    return draw
