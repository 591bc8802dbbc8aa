"""The incentive-gradient condition: when a unit of money is better spent on capability than safety.

Two developers split their funds between safety and capability. One deploys first with the chance w
and then has a friendly AI with the chance f; if the other is first, its AI is friendly with the
chance f_r. A friendly AI of one's own is worth 1, one of the rival's 1 - e (e is the enmity), an
unfriendly one nothing:

    U = w f + (1 - w) f_r (1 - e).

Moving funds to capability raises w (slope w' > 0) and lowers f (slope f' < 0). It pays if and
only if U' > 0, that is

    -f' / f  <  (w' / w) [1 - (1 - e) f_r / f]:

the relative fall of the chance of a friendly AI is less than the relative rise of the chance to be
first, times the relative loss of value if the rival is first. Published: a post, "AI development
incentive gradients are not uniformly terrible" (LessWrong), of which the beginning was read. It
has U' with the values a and b for the two friendly AIs; here a = 1 and b = 1 - e.

The smallest race in which the condition decides is ours. n developers each spend the share r of
their funds on capability; f = 1 - r, and w = r^g / (sum over all of r^g), with decisiveness g. In
the symmetric equilibrium w' / w = g (1 - 1/n) / r, -f' / f = 1 / (1 - r) and the bracket is e, so

    r = K / (1 + K),    K = g e (1 - 1/n).

It is the only best reply to itself: U less a constant is w (c - r), with c at most 1, and w' / w
falls in r while 1 / (c - r) rises, so that U has a single top.

>>> shift_pays(win=0.5, win_slope=0.5, friendly=0.8, friendly_slope=-1.0, rival_friendly=0.8,
...            enmity=[0.5, 1.0])
array([False, False])
>>> capability_share(enmity=[0.0, 0.5, 1.0]).round(6)
array([0.      , 0.2     , 0.333333])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.catalogue import Measure
from race_sim.literature.parameter import ParameterSet, parameter

NAME = "incentive_gradient"
_HIGH = 1e9


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Of the condition at a point (the first five, and enmity), and of the smallest race."""

    win: float = parameter(0.5, "probability", 0.0, 1.0, "of being first (w)", low_included=False)
    win_slope: float = parameter(
        1.0, "1 / funds", 0.0, _HIGH, "rise of that chance as funds move to capability (w')"
    )
    friendly: float = parameter(
        0.8, "probability", 0.0, 1.0, "that one's own AI is friendly (f)", low_included=False
    )
    friendly_slope: float = parameter(-1.0, "1 / funds", -_HIGH, 0.0, "change of that chance (f')")
    rival_friendly: float = parameter(
        0.8, "probability", 0.0, 1.0, "that the rival's AI is friendly (f_r)"
    )
    enmity: float = parameter(
        0.5, "share", 0.0, 1.0, "of the value that is lost if the rival's friendly AI is first (e)"
    )
    players: int = parameter(2, "developers", 2, 1000, "in the smallest race (n)", whole=True)
    decisiveness: float = parameter(
        1.0, "power", 0.0, 1e6, "of capability in the smallest race (g)", low_included=False
    )


def utility(
    win: ArrayLike = 0.5,
    friendly: ArrayLike = 0.8,
    rival_friendly: ArrayLike = 0.8,
    enmity: ArrayLike = 0.5,
) -> np.ndarray:
    """U = w f + (1 - w) f_r (1 - e). Arrays broadcast.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    first, own, other, hate = Parameters.arrays(
        f"{NAME}.utility", win=win, friendly=friendly, rival_friendly=rival_friendly, enmity=enmity
    )
    return np.asarray(first * own + (1.0 - first) * other * (1.0 - hate))[()]


def marginal_gain(
    win: ArrayLike = 0.5,
    win_slope: ArrayLike = 1.0,
    friendly: ArrayLike = 0.8,
    friendly_slope: ArrayLike = -1.0,
    rival_friendly: ArrayLike = 0.8,
    enmity: ArrayLike = 0.5,
) -> np.ndarray:
    """U' = w' f + w f' - w' f_r (1 - e): what a unit moved to capability brings.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    first, rise, own, fall, other, hate = Parameters.arrays(
        f"{NAME}.marginal_gain",
        win=win,
        win_slope=win_slope,
        friendly=friendly,
        friendly_slope=friendly_slope,
        rival_friendly=rival_friendly,
        enmity=enmity,
    )
    return np.asarray(rise * (own - other * (1.0 - hate)) + first * fall)[()]


def shift_pays(
    win: ArrayLike = 0.5,
    win_slope: ArrayLike = 1.0,
    friendly: ArrayLike = 0.8,
    friendly_slope: ArrayLike = -1.0,
    rival_friendly: ArrayLike = 0.8,
    enmity: ArrayLike = 0.5,
) -> np.ndarray:
    """Whether moving funds from safety to capability pays, strictly. Bool; arrays broadcast.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    first, rise, own, fall, other, hate = Parameters.arrays(
        f"{NAME}.shift_pays",
        win=win,
        win_slope=win_slope,
        friendly=friendly,
        friendly_slope=friendly_slope,
        rival_friendly=rival_friendly,
        enmity=enmity,
    )
    # Both sides times w f, which is positive: no chance is divided by.
    return np.asarray(-fall * first < rise * (own - (1.0 - hate) * other))[()]


def capability_share(
    players: ArrayLike = 2, enmity: ArrayLike = 0.5, decisiveness: ArrayLike = 1.0
) -> np.ndarray:
    """The share of funds that goes to capability in the smallest race, in equilibrium.

    It is also the chance of a disaster there: that the AI of the first is unfriendly.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    count, hate, power = Parameters.arrays(
        f"{NAME}.capability_share", players=players, enmity=enmity, decisiveness=decisiveness
    )
    pull = power * hate * (1.0 - 1.0 / count)
    return np.asarray(pull / (1.0 + pull))[()]


def _point(values: dict[str, Any]) -> dict[str, Any]:
    """All parameters, checked and broadcast together; for the measures."""
    known = Parameters.defaults() | values
    found = np.broadcast_arrays(*Parameters.arrays(f"{NAME}.measure", **known))
    return dict(zip(known, found, strict=True))


def disaster_risk(**parameters: ArrayLike) -> np.ndarray:
    """The chance of an unfriendly AI in the smallest race. Takes all of `Parameters`.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    at = _point(parameters)
    return capability_share(at["players"], at["enmity"], at["decisiveness"])


def racing(**parameters: ArrayLike) -> np.ndarray:
    """Whether moving funds to capability pays at a point, 1 or 0. Takes all of `Parameters`.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    at = _point(parameters)
    names = ("win", "win_slope", "friendly", "friendly_slope", "rival_friendly", "enmity")
    return np.asarray(shift_pays(*(at[name] for name in names)), dtype=float)[()]


MEASURES: tuple[Measure, ...] = (
    Measure("disaster_risk", "chance of a disaster", "share", disaster_risk),
    Measure("racing", "moving funds to capability pays", "share", racing),
)
