"""Hindcasts: the model's rules played over years that are known, and scored."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from race_sim.address import whole_number
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from race_sim.calibration.hindcast.result import Hindcast

HINDCASTS = ("reactor-starts", "capability-gap", "incident-counts")
DRAWS = 2000
_FEWEST, _MOST = 50, 100_000
_LARGEST_SEED = 2**63 - 1


def run(name: str, draws: int = DRAWS, seed: int = 1) -> Hindcast:
    """Play one hindcast.

    Parameters
    ----------
    name : str
        One of `HINDCASTS`.
    draws : int
        Random draws of each forecast, 50 to 100,000.
    seed : int
        Of the draws; the same seed gives the same numbers.

    Raises
    ------
    InputError
        If there is no such hindcast, or draws or seed are out of range.
    """
    import numpy as np

    problems = [
        whole_number("draws", draws, _FEWEST, _MOST),
        whole_number("seed", seed, 0, _LARGEST_SEED),
        None
        if name in HINDCASTS
        else Problem("name", f"no hindcast {name!r}", ", ".join(HINDCASTS)),
    ]
    found = [problem for problem in problems if problem is not None]
    if found:
        raise InputError("hindcast", found)
    from race_sim.calibration.hindcast import capability, incident_counts, reactors

    play = {
        reactors.NAME: reactors.hindcast,
        capability.NAME: capability.hindcast,
        incident_counts.NAME: incident_counts.hindcast,
    }[name]
    return play(draws, np.random.default_rng([seed, zlib.crc32(name.encode())]), seed)
