"""The regions of the DSAIR race over speed and setback risk, each with its name in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.plots import style, words
from race_sim.plots.labels import box_of
from race_sim.plots.picture import Picture
from race_sim.plots.regions import (
    Cells,
    boundaries,
    edges_between,
    place_inside,
    raster_of,
    regions_of,
    take,
)
from race_sim.plots.sheet import new_sheet, settle
from race_sim.problems import InputError, Problem

NAME = "dsair_regions"
_BODY = 4.6  # inches
_PLAIN = FuncFormatter(lambda value, _: words.plain_number(value))
# By the numbers of `race_sim.literature.han2020.regions`.
TITLES = {
    1: "I",
    2: "II",
    3: "III",
    4: "Lines crossed",
}
MEANINGS = {
    1: "safety is wanted and chosen",
    2: "safety is wanted,\nunsafety is chosen",
    3: "unsafety is wanted\nand chosen",
    4: "safety is chosen,\nunsafety is wanted",
}
_COLOURS = {
    1: style.tint(style.GREEN, 0.45),
    2: style.tint(style.ORANGE, 0.55),
    3: style.tint(style.GREY, 0.6),
    4: style.tint(style.SKY_BLUE, 0.5),
}


def _checked(speed: np.ndarray, risk: np.ndarray, region: np.ndarray) -> None:
    """Refuse what is no map.

    Raises
    ------
    InputError
    """
    problems = []
    if min(len(speed), len(risk)) < 2:
        problems.append(Problem("", f"{len(speed)} by {len(risk)} points", "two or more each way"))
    if region.shape != (len(risk), len(speed)):
        what = f"shape {region.shape}"
        problems.append(Problem("region", what, f"({len(risk)}, {len(speed)})"))
    odd = sorted(set(np.unique(region).tolist()) - set(TITLES))
    if odd:
        problems.append(Problem("region", f"{odd[0]}", ", ".join(map(str, TITLES))))
    if problems:
        raise InputError(f"plots.{NAME}", problems)


def table_of(speed: np.ndarray, risk: np.ndarray, region: np.ndarray) -> pd.DataFrame:
    """A row a speed and region met on the way up: the setback risks from and to which it lies."""
    rows = []
    for column, fast in enumerate(speed):
        line = region[:, column]
        starts = np.flatnonzero(np.concatenate([[True], line[1:] != line[:-1]]))
        ends = np.concatenate([starts[1:], [len(line)]]) - 1
        for start, end in zip(starts, ends, strict=True):
            number = int(line[start])
            meaning = MEANINGS[number].replace("\n", " ")
            rows.append((fast, number, TITLES[number], meaning, risk[start], risk[end]))
    columns = ["speed", "number", "region", "meaning", "from_setback_risk", "to_setback_risk"]
    return pd.DataFrame(rows, columns=columns)


def _write_names(axes: Axes, speed: np.ndarray, risk: np.ndarray, region: np.ndarray) -> None:
    cells = Cells(edges_between(speed), edges_between(risk))
    to_pixels = axes.transData.transform
    x = to_pixels(np.column_stack([cells.x, np.full(len(cells.x), cells.y[0])]))[:, 0]
    y = to_pixels(np.column_stack([np.full(len(cells.y), cells.x[0]), cells.y]))[:, 1]
    raster = raster_of(axes.bbox, x, y, [])
    for part in sorted(regions_of(region), key=lambda one: -int(one.inside.sum())):
        title, meaning = TITLES[part.value], MEANINGS[part.value]
        name = title if part.value == 4 else f"Region {title}"
        for text in (f"{name}\n{meaning}", name, title):
            label = axes.text(
                0.0,
                0.0,
                text,
                transform=None,
                ha="center",
                va="center",
                fontsize=style.MEDIUM,
                fontweight="bold",
                zorder=6,
            )
            box = box_of(label, 6.0)
            centre = place_inside(raster, part, box.width, box.height)
            if centre is not None:
                label.set_position(centre)
                take(raster, centre, box.width, box.height)
                break
            label.remove()


def _alt(headline: str, about: str, table: pd.DataFrame) -> str:
    told = []
    speeds = table["speed"].unique()
    for fast in (speeds[0], speeds[len(speeds) // 2], speeds[-1]):
        rows = table[table["speed"] == fast]
        parts = [
            f"{row['region']} from {words.number(row['from_setback_risk'])} to "
            f"{words.number(row['to_setback_risk'])}"
            for _, row in rows.iterrows()
        ]
        told.append(f"At speed {words.plain_number(fast)}: {', '.join(parts)}")
    return words.sentence(words.headed(headline, about), *told)


@style.drawing()
def draw(
    speed: np.ndarray, setback_risk: np.ndarray, region: np.ndarray, about: str = ""
) -> Picture:
    """Which region of the race lies where.

    Parameters
    ----------
    speed : ndarray of float, shape (n,)
        Of an unsafe developer, rising.
    setback_risk : ndarray of float, shape (m,)
        Chance that a winner who was unsafe loses everything, rising.
    region : ndarray of int, shape (m, n)
        As from `race_sim.literature.han2020.region_map`.
    about : str
        At what the other parameters are.

    Returns
    -------
    Picture
        Table: a row a speed and region, with the setback risks between which it lies.

    Raises
    ------
    InputError
        If the shapes do not fit, there are less than two points a way, or a region is unknown.
    """
    speed, risk = np.asarray(speed, dtype=float), np.asarray(setback_risk, dtype=float)
    region = np.asarray(region)
    _checked(speed, risk, region)
    headline = "DSAIR: where safety is wanted, and where it is chosen"
    source = f"{words.of_this_version(about or 'Short race, large population')}."
    figure = new_sheet(headline, "Han et al. 2020", source, _BODY)
    axes = figure.add_subplot()
    colours = ListedColormap([_COLOURS[number] for number in sorted(TITLES)])
    norm = BoundaryNorm([0.5, 1.5, 2.5, 3.5, 4.5], colours.N)
    axes.pcolormesh(
        speed, risk, region, cmap=colours, norm=norm, shading="nearest", rasterized=True
    )
    cells = Cells(edges_between(speed), edges_between(risk))
    segments = [list(zip(x, y, strict=True)) for x, y in boundaries(region, cells)]
    axes.add_collection(
        LineCollection(segments, colors="black", linewidths=1.4, capstyle="projecting"),
        autolim=False,
    )
    axes.set_xlim(speed[0], speed[-1])
    axes.set_ylim(risk[0], risk[-1])
    axes.set_xlabel("speed of an unsafe developer; a safe one has 1")
    axes.set_ylabel("setback risk")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        axis.set_major_formatter(_PLAIN)
    settle(figure)
    _write_names(axes, speed, risk, region)
    table = table_of(speed, risk, region)
    return Picture(NAME, figure, table, _alt(headline, about, table), headline)
