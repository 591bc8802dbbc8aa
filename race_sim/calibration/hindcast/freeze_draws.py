"""The model's freeze and scar in draws: what its own rule lets through, year by year.

`race_sim.rules.backlash` is called as it stands, quarter by quarter, as the model plays it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from race_sim.calibration.hindcast.elementwise import on_arrays
from race_sim.resolve import settings_of
from race_sim.rules import backlash
from race_sim.rules.settings import RaceSettings
from race_sim.scenario import load_scenario

Array = NDArray[np.float64]

NEVER = backlash.FOREVER  # years: the length of a freeze that is never lifted
_QUARTERS = 4
_STEP = 1.0 / _QUARTERS
_restriction = on_arrays(backlash.restriction, 6)
_freeze_years = on_arrays(backlash.freeze_years, 4)


@cache
def baseline() -> RaceSettings:
    """The numbers of the baseline that the rules read."""
    return settings_of(load_scenario("baseline").parameters)


class Backlash(NamedTuple):
    """Parameters of freeze and scar in draws; each broadcasts to the number of draws."""

    depth: Array
    freeze_years: Array
    scar: Array
    half_life: Array


def freezes_drawn(
    log_median: float, spread: float, uniforms: Array, never_lifted: float = 0.0
) -> Array:
    """Lengths of freezes in years, by the model's rule."""
    return _freeze_years(uniforms, log_median, spread, never_lifted)


def of_baseline(side: str, role: str, uniforms: Array) -> Backlash:
    """The baseline's freeze and scar after the largest shock.

    Parameters
    ----------
    side : "us" or "cn"
        Whose parameters.
    role : "host" or "bystander"
    uniforms : array, shape (draws,)
    """
    settings = baseline()
    own = settings.us if side == "us" else settings.cn
    scale = backlash.shock_scale(
        settings.severity_ceiling, settings.chernobyl_severity, settings.severity_ceiling
    )
    if role == "bystander":
        scale = settings.contagion * scale
    half_life = _STEP * np.log(0.5) / np.log(settings.scar_kept)
    return Backlash(
        np.full(len(uniforms), scale * own.freeze_depth),
        freezes_drawn(
            own.freeze_log_median, settings.freeze_spread, uniforms, settings.never_lifted
        ),
        np.full(len(uniforms), scale * own.scar),
        np.full(len(uniforms), half_life),
    )


def let_through(drawn: Backlash, years: int) -> Array:
    """Share of progress that the rule lets through in each year after a shock.

    Returns
    -------
    array, shape (draws, years)
    """
    scar = np.array(drawn.scar, dtype=float)
    kept = 0.5 ** (_STEP / drawn.half_life)
    passed = np.empty((len(scar), years * _QUARTERS))
    for quarter in range(years * _QUARTERS):
        time = quarter * _STEP
        stopped = _restriction(drawn.depth, drawn.freeze_years, scar, 0.0, time, _STEP)
        passed[:, quarter] = 1.0 - stopped
        scar = scar * kept
    return np.asarray(passed.reshape(len(scar), years, _QUARTERS).mean(axis=2))
