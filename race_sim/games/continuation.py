"""Following the principal branch of logit equilibria as a curve, by its length.

The curve is that of the points (x, y, lambda) at which

    x = lambda A(q(y)),   y = lambda B(p(x)),

x and y being the log odds of both sides' chances p and q of investing, and A and B, linear, what
investing gains. A step along the tangent is followed by Newton steps of least length back to the
curve (Allgower and Georg, 1990, Numerical Continuation Methods, chapters 2 to 6). Steps grow
while all goes well, and shrink where the curve turns sharply or another branch is near.
"""

from __future__ import annotations

from typing import NamedTuple

from race_sim.problems import EngineError
from race_sim.rules.arithmetic import exponential

_FIRST_STEP = 0.05  # along the curve, in log odds and scaled rationality
_SMALLEST_STEP = 1e-9
_FINEST = 1e-6  # step that tells branches apart, and a fold from the end
_LARGEST_SHARE = 0.1  # of the way so far that a step may be
_MOST_STEPS = 20_000
_MOST_CORRECTIONS = 8
_TOLERANCE = 1e-11
_ROUNDING = 4e-16
_HUGE = 1e100
_EXACT = 1e-13  # how near to the rationality asked for
_MOST_TURNS = 150
_LARGEST_TURN = 0.98  # cosine of the angle between two tangents
_LOST = "the branch of logit equilibria cannot be followed further"

Point = tuple[float, float, float]  # log odds of both sides, scaled rationality


class GainLines(NamedTuple):
    """What investing gains, as linear functions of the rival's chance of investing."""

    us_level: float
    us_slope: float
    cn_level: float
    cn_slope: float


def chance(log_odds: float) -> float:
    """The chance that has these log odds."""
    if log_odds >= 0.0:
        return 1.0 / (1.0 + exponential(-log_odds))
    weight = exponential(log_odds)
    return weight / (1.0 + weight)


def _residual(game: GainLines, point: Point) -> tuple[float, float]:
    x, y, rationality = point
    return (
        x - rationality * (game.us_level + game.us_slope * chance(y)),
        y - rationality * (game.cn_level + game.cn_slope * chance(x)),
    )


def _slopes(game: GainLines, point: Point) -> tuple[Point, Point]:
    """The rows of the Jacobian of `_residual`."""
    x, y, rationality = point
    p, q = chance(x), chance(y)
    return (
        (1.0, -rationality * game.us_slope * q * (1.0 - q), -game.us_level - game.us_slope * q),
        (-rationality * game.cn_slope * p * (1.0 - p), 1.0, -game.cn_level - game.cn_slope * p),
    )


def _dot(one: Point, two: Point) -> float:
    return one[0] * two[0] + one[1] * two[1] + one[2] * two[2]


def _tangent(game: GainLines, point: Point) -> Point:
    """The unit tangent of the curve, on the side that the slopes' cross product points to.

    That side is the same all along one branch, and changes where branches cross (Allgower and
    Georg, 1990, chapters 2 and 8). It begins with rationality growing.
    """
    (a, b, c), (d, e, f) = _slopes(game, point)
    x, y, z = b * f - c * e, c * d - a * f, a * e - b * d
    length = (x * x + y * y + z * z) ** 0.5
    if length == 0.0:  # just where branches cross
        return 0.0, 0.0, 0.0
    return x / length, y / length, z / length


def _is_near(game: GainLines, point: Point) -> bool:
    """Whether a point is on the curve, as far as rounding lets one tell.

    A gain that should vanish comes out as a few units in its last place, times the rationality.
    """
    first, second = _residual(game, point)
    x, y, rationality = point
    dust = _ROUNDING * abs(rationality)
    return (
        abs(first) <= _TOLERANCE * (1.0 + abs(x)) + dust
        and abs(second) <= _TOLERANCE * (1.0 + abs(y)) + dust
    )


def _corrected(game: GainLines, point: Point) -> Point | None:
    """The point of the curve near this one: Newton steps of least length, or None if they fail."""
    before = float("inf")
    for _ in range(_MOST_CORRECTIONS):
        if _is_near(game, point):
            return point
        first, second = _residual(game, point)
        size = max(abs(first) / (1.0 + abs(point[0])), abs(second) / (1.0 + abs(point[1])))
        if size > 0.5 * before:  # not converging: the step was too long
            return None
        before = size
        one, two = _slopes(game, point)
        a, b, c = _dot(one, one), _dot(one, two), _dot(two, two)
        determinant = a * c - b * b
        if determinant == 0.0:
            return None
        u, v = (c * first - b * second) / determinant, (a * second - b * first) / determinant
        point = (
            point[0] - u * one[0] - v * two[0],
            point[1] - u * one[1] - v * two[1],
            point[2] - u * one[2] - v * two[2],
        )
        if not abs(point[0]) + abs(point[1]) + abs(point[2]) < _HUGE:  # NaN included
            return None
    return None


def _ahead(point: Point, tangent: Point, step: float) -> Point:
    return (
        point[0] + step * tangent[0],
        point[1] + step * tangent[1],
        point[2] + step * tangent[2],
    )


def _end(
    game: GainLines, point: Point, tangent: Point, step: float, reached: float, end: float
) -> Point | None:
    """The point of the curve at just this rationality, beyond which a step from `point` reached.

    By shorter steps, so that it stays on this branch wherever it is and however steep: mostly to
    where a straight line would have it, now and then to the middle.
    """
    low, high = 0.0, step
    below, above = point[2] - end, reached - end
    found: Point | None = None
    for turn in range(_MOST_TURNS):
        straight = low - below * (high - low) / (above - below)
        between = straight if turn % 3 != 2 and low < straight < high else 0.5 * (low + high)
        found = _corrected(game, _ahead(point, tangent, between))
        if found is None:
            return None
        if abs(found[2] - end) <= _EXACT * end:
            break
        if found[2] < end:
            low, below = between, found[2] - end
        else:
            high, above = between, found[2] - end
    return found if found is None else (found[0], found[1], end)


def trace(game: GainLines, end: float) -> list[Point]:
    """Points of the principal branch up to where it first reaches the scaled rationality `end`."""
    point: Point = (0.0, 0.0, 0.0)
    points = [point]
    if end == 0.0:
        return points
    side = 1.0  # of the cross product on which the way on lies
    tangent = _tangent(game, point)
    step = _FIRST_STEP
    way = 0.0
    for _ in range(_MOST_STEPS):
        found = _corrected(game, _ahead(point, tangent, step))
        if found is None or found[2] <= 0.0:
            step = _shorter(step)
            continue
        raw = _tangent(game, found)
        along = side * _dot(raw, tangent)
        # On another side: either it has come to another branch, near by, or branches cross here.
        crosses = along < 0.0 and step <= _FINEST
        if abs(along) < _LARGEST_TURN or (along < 0.0 and not crosses):
            step = _shorter(step)
            continue
        side = -side if crosses else side
        turned = side * raw[0], side * raw[1], side * raw[2]
        if tangent[2] > 0.0 > turned[2] and found[2] + step >= end and step > _FINEST:
            step = _shorter(step)  # it may have reached the end and turned back within the step
            continue
        if found[2] >= end:
            last = _end(game, point, tangent, step, found[2], end)
            if last is None:
                step = _shorter(step)
                continue
            points.append(last)
            return points
        way += step
        point, tangent = found, turned
        points.append(point)
        step = min(1.5 * step, max(_FIRST_STEP, _LARGEST_SHARE * way))
    raise EngineError(_LOST)


def _shorter(step: float) -> float:
    """Half a step that went wrong."""
    if step < _SMALLEST_STEP:
        raise EngineError(_LOST)
    return 0.5 * step
