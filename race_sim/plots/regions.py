"""Regions of a map: which game is played most at each point, and room for its name.

The map is cut into cells, one a point of the grid; neighbouring cells with the same game are one
region.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.transforms import Bbox
from scipy import ndimage

_PIXEL = 3.0  # the side of a square of the raster on which room is looked for, in pixels


class Cells(NamedTuple):
    """Where the cells of a grid begin and end, in the units of the axes."""

    x: np.ndarray  # edges, shape (columns + 1,)
    y: np.ndarray  # shape (rows + 1,)


class Region(NamedTuple):
    """Connected cells that have a value in common."""

    value: int
    inside: np.ndarray  # of bool, shape (rows, columns)


def edges_between(values: np.ndarray) -> np.ndarray:
    """Edges half way between the values; the first and last value are edges themselves."""
    values = np.asarray(values, dtype=float)
    middles = (values[1:] + values[:-1]) / 2
    return np.concatenate([values[:1], middles, values[-1:]])


def regions_of(grid: np.ndarray) -> list[Region]:
    """The connected regions of a grid of whole numbers; cells touch along edges, not corners."""
    found: list[Region] = []
    for value in np.unique(grid):
        numbered, count = ndimage.label(grid == value)
        found.extend(Region(int(value), numbered == number) for number in range(1, count + 1))
    return found


def boundaries(grid: np.ndarray, cells: Cells) -> Iterator[tuple[list[float], list[float]]]:
    """The edges between cells of different value, as (x, x) and (y, y)."""
    rows, columns = grid.shape
    for row in range(rows):
        for column in range(columns):
            here = grid[row, column]
            if column + 1 < columns and grid[row, column + 1] != here:
                edge = cells.x[column + 1]
                yield [edge, edge], [cells.y[row], cells.y[row + 1]]
            if row + 1 < rows and grid[row + 1, column] != here:
                edge = cells.y[row + 1]
                yield [cells.x[column], cells.x[column + 1]], [edge, edge]


class Raster(NamedTuple):
    """The map as small squares of pixels: to which cell each belongs, and which are taken."""

    left: float
    bottom: float
    column: np.ndarray  # for each square across, the column of its cell
    row: np.ndarray
    taken: np.ndarray  # of bool, shape (squares up, squares across)


def raster_of(
    room: Bbox, x_edges: np.ndarray, y_edges: np.ndarray, taken: Sequence[Bbox]
) -> Raster:
    """A raster over the axes, with the boxes of texts that are there already.

    Parameters
    ----------
    room : Bbox
        The axes, in pixels.
    x_edges, y_edges : ndarray of float
        Edges of the cells, in pixels.
    taken : sequence of Bbox
        In pixels.
    """
    x = np.arange(room.x0 + _PIXEL / 2, room.x1, _PIXEL)
    y = np.arange(room.y0 + _PIXEL / 2, room.y1, _PIXEL)
    column = np.clip(np.searchsorted(x_edges, x) - 1, 0, len(x_edges) - 2)
    row = np.clip(np.searchsorted(y_edges, y) - 1, 0, len(y_edges) - 2)
    full = np.zeros((len(y), len(x)), dtype=bool)
    for box in taken:
        across = (x >= box.x0 - _PIXEL) & (x <= box.x1 + _PIXEL)
        up = (y >= box.y0 - _PIXEL) & (y <= box.y1 + _PIXEL)
        full |= up[:, None] & across[None, :]
    return Raster(float(room.x0), float(room.y0), column, row, full)


def take(raster: Raster, centre: tuple[float, float], width: float, height: float) -> None:
    """Mark the box of a text as taken."""
    x = raster.left + _PIXEL * (np.arange(raster.taken.shape[1]) + 0.5)
    y = raster.bottom + _PIXEL * (np.arange(raster.taken.shape[0]) + 0.5)
    across = np.abs(x - centre[0]) <= width / 2 + _PIXEL
    up = np.abs(y - centre[1]) <= height / 2 + _PIXEL
    raster.taken[up[:, None] & across[None, :]] = True


def place_inside(
    raster: Raster,
    region: Region,
    width: float,
    height: float,
    favourites: Sequence[tuple[float, float]] = (),
) -> tuple[float, float] | None:
    """The centre of a box of this size inside the region, in pixels; None if there is no room.

    The first of the favourites that has room; else well away from the region's edge if it can
    be, then as near as possible to its middle.
    """
    free = region.inside[np.ix_(raster.row, raster.column)] & ~raster.taken
    across = 2 * int(np.ceil(width / _PIXEL / 2)) + 1
    up = 2 * int(np.ceil(height / _PIXEL / 2)) + 1
    # A square is a centre if the whole box around it is free; outside of the axes nothing is.
    centres = ndimage.minimum_filter(
        free.astype(np.uint8), size=(up, across), mode="constant", cval=0
    ).astype(bool)
    if not centres.any():
        return None
    for x, y in favourites:
        if centres[int((y - raster.bottom) / _PIXEL), int((x - raster.left) / _PIXEL)]:
            return x, y
    depth = ndimage.distance_transform_edt(np.pad(free, 1))[1:-1, 1:-1]
    enough = np.minimum(depth, 0.4 * width / _PIXEL)
    best = centres & (enough >= enough[centres].max())
    up_places, across_places = np.nonzero(best)
    middle_up, middle_across = (places.mean() for places in np.nonzero(free))
    distance = (up_places - middle_up) ** 2 + (across_places - middle_across) ** 2
    nearest = int(np.argmin(distance))
    return (
        raster.left + _PIXEL * (float(across_places[nearest]) + 0.5),
        raster.bottom + _PIXEL * (float(up_places[nearest]) + 0.5),
    )
