"""Two small pictures for a class, as SVG: the race so far, and where a race may end.

Colours come from the style sheet that the pages of the class share. The United States are a full
line with a filled dot, China a dashed one with a ring; kinds of endings differ by their shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from race_sim.export.telling import SIDES, number, say

_WIDTH, _HEIGHT, _LEFT, _TOP = 360, 150, 34, 10
_BINS = 24
_LARGEST = 10.0  # from dot to dot, where there is room
KINDS = ("calm", "moment", "catastrophe", "transition")


def _end_mark(side: str, x: float, y: float) -> str:
    return f'<circle class="mark {side}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'


def _panel(answer: dict[str, Any], name: str) -> str:
    history = answer["history"]
    years: list[float] = [*history["year"], answer["now"]["year"]]
    lines: dict[str, list[float]] = {
        side: [*history[f"{side}_{name}"], answer["now"][side][name]] for side in SIDES
    }
    first = years[0]
    span = max(years[-1] - first, 1.0)
    every = [value for line in lines.values() for value in line]
    low, high = min(0.0, *every), max(1.0, *every)
    room, depth = _WIDTH - _LEFT - 12, _HEIGHT - _TOP - 22

    def x_of(year: float) -> float:
        return _LEFT + room * (year - first) / span

    def y_of(value: float) -> float:
        return _TOP + depth * (high - value) / (high - low)

    parts = []
    for value in (low, (low + high) / 2.0, high):
        y = y_of(value)
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDTH - 8}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" class="end">{number(value)}</text>')
    for year in (first, first + span):
        where = "" if year == first else ' class="end"'
        parts.append(f'<text x="{x_of(year):.1f}" y="{_HEIGHT - 4}"{where}>{year:g}</text>')
    for one in answer["happened"]:
        if one["severity"] > 0.0:
            look = "grave" if one["kind"] != "incident" else "small"
            bottom = _TOP + depth
            parts.append(f'<path class="{look}" d="M{x_of(one["year"]):.1f} {_TOP}V{bottom}"/>')
    for side, line in lines.items():
        points = " ".join(
            f"{x_of(year):.1f},{y_of(value):.1f}" for year, value in zip(years, line, strict=True)
        )
        parts.append(f'<polyline class="line {side}" points="{points}"/>')
        parts.append(_end_mark(side, x_of(years[-1]), y_of(line[-1])))
    said = ", ".join(f"{say(f'side.{side}')} {number(lines[side][-1], 2)}" for side in SIDES)
    title = say(f"gauge.{name}")
    return (
        f'<figure class="panel"><figcaption>{title}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title} now: {said}">'
        f"{''.join(parts)}</svg></figure>"
    )


def race_so_far(answer: dict[str, Any]) -> str:
    """Capability and safety gap of both sides over time, with incidents as upright lines."""
    return _panel(answer, "capability") + _panel(answer, "gap")


def kind_of(ending: dict[str, Any]) -> str:
    """The kind of an ending, one of `KINDS`."""
    if ending["ending"] in ("catastrophe", "transition"):
        return str(ending["ending"])
    return "moment" if ending["chernobyl_moments"] > 0 else "calm"


def _dot(kind: str, x: float, y: float, size: float) -> str:
    r = size * 0.42
    if kind == "calm":
        return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'
    path = {
        "moment": f"M{x - r:.1f} {y + r:.1f}H{x + r:.1f}L{x:.1f} {y - r:.1f}Z",
        "catastrophe": f"M{x - r:.1f} {y - r:.1f}L{x + r:.1f} {y + r:.1f}"
        f"M{x - r:.1f} {y + r:.1f}L{x + r:.1f} {y - r:.1f}",
        "transition": f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}"
        f"L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}Z",
    }[kind]
    return f'<path class="{kind}" d="{path}"/>'


def _dot_size(tallest: int, width: float) -> tuple[float, int]:
    """How far dots stand apart, and how many stand side by side in a stack."""
    return max(
        (min(_LARGEST, width / abreast, (_HEIGHT - 34) / -(-tallest // abreast)), abreast)
        for abreast in (1, 2, 3, 4)
    )


def endings(found: Sequence[dict[str, Any]], side: str, own: float | None = None) -> str:
    """A dot for each of many endings, by the welfare of one side; one's own race as a line.

    Parameters
    ----------
    found : sequence of dict
        Endings as the door gives them.
    side : str
    own : float, optional
        The welfare of the race that was played.
    """
    values = [float(one[f"{side}_welfare"]) for one in found]
    every = [*values] if own is None else [*values, own]
    low, high = min(every), max(every)
    span = (high - low) or 1.0
    room = _WIDTH - 24
    stacks: dict[int, list[str]] = {}
    for value, one in sorted(zip(values, map(kind_of, found), strict=True)):
        place = min(int(_BINS * (value - low) / span), _BINS - 1)
        stacks.setdefault(place, []).append(one)
    size, abreast = _dot_size(max(map(len, stacks.values())), room / _BINS)
    parts = []
    bottom = _HEIGHT - 22
    for place, kinds in stacks.items():
        middle = 12 + room * (place + 0.5) / _BINS
        for level, kind in enumerate(kinds):
            x = middle + size * (level % abreast - (min(abreast, len(kinds)) - 1) / 2.0)
            parts.append(_dot(kind, x, bottom - size * (level // abreast + 0.5), size))
    parts.append(f'<path class="grid" d="M12 {bottom}H{_WIDTH - 12}"/>')
    parts.append(f'<text x="12" y="{_HEIGHT - 6}">{number(low)}</text>')
    parts.append(f'<text x="{_WIDTH - 12}" y="{_HEIGHT - 6}" class="end">{number(high)}</text>')
    if own is not None:
        x = 12 + room * (own - low) / span
        parts.append(f'<path class="own" d="M{x:.1f} 4V{bottom}"/>')
    said = f"{len(values)} dots by the welfare of {say(f'country.{side}')}, "
    said += f"from {number(low)} to {number(high)}"
    if own is not None:
        said += f"; yours is {number(own)}"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{said}">'
        f"{''.join(parts)}</svg>"
    )
