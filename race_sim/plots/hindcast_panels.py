"""What the pictures of hindcasts share: the bands of forecasts, what was seen, and their legend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotSpec
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from race_sim.plots import style

SEEN: dict[str, Any] = {
    "color": style.BLACK,
    "marker": "o",
    "markersize": 3.8,
    "linewidth": 0.7,
}


class Look(NamedTuple):
    """How a forecast is drawn: a filled band with its median, or an outline."""

    label: str
    colour: str
    filled: bool
    dash: style.Dash = "-"


def draw_forecast(axes: Axes, rows: pd.DataFrame, look: Look, middle: str = "median") -> None:
    """The 90 % band and the middle of one forecast, by `year`."""
    if look.filled:
        axes.fill_between(
            rows["year"],
            rows["low"],
            rows["high"],
            color=style.tint(look.colour, 0.3),
            linewidth=0,
        )
        axes.plot(rows["year"], rows[middle], color=look.colour, linewidth=1.6)
        return
    for end in ("low", "high"):
        axes.plot(rows["year"], rows[end], color=look.colour, linestyle=look.dash, linewidth=1.1)


def draw_seen(axes: Axes, rows: pd.DataFrame) -> None:
    """What was seen, by `year`."""
    axes.plot(rows["year"], rows["seen"], zorder=5, **SEEN)


def draw_legend(axes: Axes, looks: Mapping[str, Look], columns: int = 1, **options: Any) -> None:
    """A legend of what was seen and of the forecasts."""
    handles: list[Any] = [Line2D([], [], **SEEN)]
    labels = ["seen"]
    for look in looks.values():
        if look.filled:
            handles.append(
                Patch(facecolor=style.tint(look.colour, 0.3), edgecolor=look.colour, linewidth=1.2)
            )
        else:
            handles.append(Line2D([], [], color=look.colour, linestyle=look.dash, linewidth=1.1))
        labels.append(f"{look.label}, 90 %")
    legend = axes.legend(handles, labels, ncols=columns, **options)
    legend.set_in_layout(False)


def draw_legend_below(figure: Figure, place: SubplotSpec, looks: Mapping[str, Look]) -> None:
    """The legend in a place of its own, for panels side by side."""
    axes = figure.add_subplot(place)
    axes.axis("off")
    draw_legend(axes, looks, columns=2, loc="center left", borderaxespad=0.0)


def source_of(draws: int, seed: int) -> str:
    """The line under the picture."""
    from race_sim.plots import words

    return f"{words.of_this_version(f'{draws:,} draws of each forecast, seed {seed}')}."
