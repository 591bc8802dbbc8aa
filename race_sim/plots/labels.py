"""Labels that do not overlap: measuring them, and moving them apart."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def box_of(artist: Artist, padding: float = 0.0) -> Bbox:
    """Where an artist is on its figure, in pixels, with some padding around it."""
    return artist.get_window_extent().padded(padding)


def is_free(box: Bbox, taken: Iterable[Bbox]) -> bool:
    """Whether a box overlaps none of the others."""
    return not any(box.overlaps(other) for other in taken)


def spread(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Centres as near as possible to the wanted ones, in order, without overlap.

    The least-squares solution, by pooling neighbours that would overlap. Labels that want the
    same place keep the order in which they are given.

    >>> spread([0.0, 0.1, 9.0], [1.0, 1.0, 1.0])
    [-0.45, 0.55, 9.0]
    """
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    # A block: its members' mean of (wanted centre - offset in the block), and the members.
    blocks: list[tuple[float, list[int]]] = []
    offsets = [0.0] * len(wanted)
    reach = 0.0
    for position, number in enumerate(order):
        if position:
            reach += (sizes[order[position - 1]] + sizes[number]) / 2
        offsets[number] = reach
        blocks.append((wanted[number] - reach, [number]))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            later, earlier = blocks.pop(), blocks.pop()
            members = earlier[1] + later[1]
            mean = sum(wanted[member] - offsets[member] for member in members) / len(members)
            blocks.append((mean, members))
    centres = [0.0] * len(wanted)
    for start, members in blocks:
        for member in members:
            centres[member] = start + offsets[member]
    return centres


def spread_within(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> list[float]:
    """As `spread`, but all inside `low` to `high` if there is room for all."""
    if not wanted:
        return []
    kept = [
        min(max(centre, low + size / 2), high - size / 2)
        for centre, size in zip(wanted, sizes, strict=True)
    ]
    centres = spread(kept, sizes)
    order = sorted(range(len(centres)), key=lambda number: centres[number])
    limit = low
    for number in order:
        centres[number] = max(centres[number], limit + sizes[number] / 2)
        limit = centres[number] + sizes[number] / 2
    limit = high
    for number in reversed(order):
        centres[number] = min(centres[number], limit - sizes[number] / 2)
        limit = centres[number] - sizes[number] / 2
    return centres


def dense(points: np.ndarray, spacing: float = 3.0) -> np.ndarray:
    """A line through `points` as points at most `spacing` pixels apart, to measure against.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
        In pixels; places that are not finite are left out.
    """
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < 2:
        return points
    parts = []
    for start, end in itertools.pairwise(points):
        count = max(1, math.ceil(float(np.hypot(*(end - start))) / spacing))
        parts.append(start + (end - start) * np.arange(count)[:, None] / count)
    return np.concatenate([*parts, points[-1:]])


def holds_any(box: Bbox, points: np.ndarray) -> bool:
    """Whether any of the points, shape (n, 2), lies in the box."""
    inside = (
        (points[:, 0] >= box.x0)
        & (points[:, 0] <= box.x1)
        & (points[:, 1] >= box.y0)
        & (points[:, 1] <= box.y1)
    )
    return bool(inside.any())


_DIRECTIONS = tuple(
    (math.cos(angle), math.sin(angle))
    for angle in (math.pi * part / 8 for part in (6, 14, 5, 13, 7, 15, 4, 12, 8, 0, 3, 11, 2, 10))
)


def place_near(
    text: Text,
    anchors: np.ndarray,
    room: Bbox,
    taken: Sequence[Bbox],
    lines: np.ndarray,
    distances: Sequence[float] = (8.0, 16.0, 28.0, 44.0, 64.0, 90.0, 120.0, 160.0),
) -> tuple[float, float] | None:
    """Move a text to the nearest free place beside one of its anchors; None if there is none.

    Parameters
    ----------
    text : Text
        Its transform must be that of pixels, and it must be centred both ways.
    anchors : ndarray of float, shape (n, 2)
        In pixels, the best first.
    room : Bbox
        Where the text must stay, in pixels.
    taken : sequence of Bbox
        Boxes that it must not overlap.
    lines : ndarray of float, shape (m, 2)
        Points that it must not hold, in pixels.
    distances : sequence of float
        How far from the anchor its edge may be, in pixels.

    Returns
    -------
    tuple of float or None
        The anchor that it was placed at.
    """
    size = box_of(text)
    half_width, half_height = size.width / 2, size.height / 2
    for distance in distances:
        for x, y in anchors:
            for right, up in _DIRECTIONS:
                centre_x = x + right * (half_width + distance)
                centre_y = y + up * (half_height + distance)
                box = Bbox.from_bounds(
                    centre_x - half_width - 3,
                    centre_y - half_height - 3,
                    2 * half_width + 6,
                    2 * half_height + 6,
                )
                inside = (
                    box.x0 >= room.x0
                    and box.x1 <= room.x1
                    and box.y0 >= room.y0
                    and box.y1 <= room.y1
                )
                if inside and is_free(box, taken) and not holds_any(box, lines):
                    text.set_position((centre_x, centre_y))
                    return float(x), float(y)
    return None
