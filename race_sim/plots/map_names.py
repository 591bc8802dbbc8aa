"""Names on a map: the most-played game, written into each region where it has room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from race_sim.game import GAMES
from race_sim.plots import style, words
from race_sim.plots.labels import box_of
from race_sim.plots.map_grid import Grid
from race_sim.plots.regions import Raster, Region, place_inside, regions_of, take

_BOX = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": "none", "alpha": 0.88}
_PADDING = 8.0  # pixels


def numbered_games(grid: Grid) -> dict[int, int]:
    """The games that are played most somewhere, numbered from the most common one."""
    games, counts = np.unique(grid.game, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return {int(games[place]): number for number, place in enumerate(order, start=1)}


def key_text(grid: Grid) -> str:
    """Which number is which game, and at how many points it is played most."""
    said = [
        f"{number}{words.NO_BREAK}{GAMES[game].title}, "
        f"{words.counted(int((grid.game == game).sum()), 'point')}"
        for game, number in numbered_games(grid).items()
    ]
    return f"Game played most: {'; '.join(said)}"


def _favourites(axes: Axes, region: Region) -> list[tuple[float, float]]:
    """The lower halves of the region's cells, under their numbers; the most central cell first."""
    rows, columns = np.nonzero(region.inside)
    distance = (rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2
    order = np.argsort(distance, kind="stable")
    places = axes.transData.transform(np.column_stack([columns, rows - 0.2])[order])
    return [(float(x), float(y)) for x, y in places]


def _write(
    axes: Axes,
    raster: Raster,
    region: Region,
    favourites: Sequence[tuple[float, float]],
    text: str,
    size: float,
    turned: float,
) -> bool:
    """Write into a region, if the text has room there."""
    label = axes.text(
        0.0,
        0.0,
        text,
        transform=None,
        ha="center",
        va="center",
        fontsize=size,
        rotation=turned,
        fontweight="bold",
        bbox=_BOX,
        zorder=6,
    )
    box = box_of(label, _PADDING)
    centre = place_inside(raster, region, box.width, box.height, favourites)
    if centre is None:
        label.remove()
        return False
    label.set_position(centre)
    take(raster, centre, box.width, box.height)
    return True


def write_names(axes: Axes, grid: Grid, raster: Raster, *, cells: bool) -> None:
    """Write each region's game into it: in a line, in two, upright, or else as a number.

    On a map of cells, which have whole-numbered places, a name stands in one of them.
    """
    numbers = numbered_games(grid)
    for region in sorted(regions_of(grid.game), key=lambda region: -int(region.inside.sum())):
        favourites = _favourites(axes, region) if cells else []
        title = GAMES[region.value].title
        lines = title.replace(" ", "\n")
        number = f"{numbers[region.value]}"
        small = style.SMALL - 1.0
        for text, size, turned in (
            (title, style.SMALL, 0.0),
            (lines, style.SMALL, 0.0),
            (lines, small, 0.0),
            (title, style.SMALL, 90.0),
            (title, small, 90.0),
            (number, style.SMALL, 0.0),
            (number, small - 1.0, 0.0),
        ):
            if _write(axes, raster, region, favourites, text, size, turned):
                break
