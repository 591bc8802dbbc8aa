"""One estimate as a marker with a bracket for its interval, and its number beside it."""

from __future__ import annotations

import math
from typing import NamedTuple

from matplotlib.axes import Axes

from race_sim.outcomes import Estimate
from race_sim.plots import style


class Look(NamedTuple):
    """How an estimate is drawn."""

    colour: str
    marker: str


def signed(value: float, digits: int) -> str:
    """A change with its sign: `+1.2`, and a true minus sign for `−0.8`."""
    return f"{value:+.{digits}f}".replace("-", "\N{MINUS SIGN}")


def draw_estimate(
    axes: Axes, place: float, shown: Estimate, said: str, look: Look, above: bool = True
) -> None:
    """Draw an estimate on a row; one without end is left out.

    Parameters
    ----------
    axes : Axes
    place : float
        The row, in the units of the vertical axis.
    shown : Estimate
    said : str
        The number as it is written.
    look : Look
    above : bool
        Whether the number stands above the marker, or at the end of the bracket.
    """
    if not math.isfinite(shown.value):
        return
    high = shown.high if math.isfinite(shown.high) else shown.value
    low = shown.low if math.isfinite(shown.low) else shown.value
    axes.errorbar(
        shown.value,
        place,
        xerr=[[shown.value - low], [high - shown.value]],
        color=look.colour,
        marker=look.marker,
        markersize=8,
        markeredgecolor="white",
        capsize=4,
        linewidth=1.6,
    )
    left, right = axes.get_xlim()
    # A number above a marker at the very axis would be cut in two by it.
    near_axis = 0.0 <= shown.value - left < 0.1 * (right - left)
    axes.annotate(
        said,
        (shown.value if above else high, place),
        xytext=(0, 9) if above else (7, 0),
        textcoords="offset points",
        ha="center" if above and not near_axis else "left",
        va="bottom" if above else "center",
        fontsize=style.SMALL,
        color=style.INK,
        annotation_clip=False,
    )
