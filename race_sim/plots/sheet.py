"""The sheet that a picture is drawn on: headline, title, source line, and the room between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text

from race_sim.plots import style
from race_sim.plots.picture import DOTS_PER_INCH

WIDTH = 9.0  # inches
_MARGIN = 0.14
_LINE_HEIGHT = 1.3  # of the size of the letters
_POINTS_PER_INCH = 72.0


def text_width(figure: Figure, text: str, size: float, weight: str = "normal") -> float:
    """How wide one line of text is, in inches."""
    parameters = matplotlib.rcParams
    fonts = (*parameters["font.family"], *parameters["font.sans-serif"])
    return _measured(text, size, weight, figure.dpi, fonts)


# Breaking lines asks for the same words again and again, and setting a text takes a millisecond.
@lru_cache(maxsize=10_000)
def _measured(text: str, size: float, weight: str, dots: float, _fonts: tuple[str, ...]) -> float:
    probe = Text(0.0, 0.0, text, fontsize=size, fontweight=weight)
    probe.set_figure(_measuring_sheet(dots))
    return float(probe.get_window_extent().width) / dots


@cache
def _measuring_sheet(dots: float) -> Figure:
    figure = Figure(figsize=(1.0, 1.0), dpi=dots)
    FigureCanvasAgg(figure)
    return figure


def wrapped(
    figure: Figure, text: str, width: float, size: float, weight: str = "normal"
) -> list[str]:
    """The text in lines of at most `width` inches; a word that is too long is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(figure, longer, size, weight) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while text_width(figure, line, size, weight) > width and len(line) > 1:
            fitting = len(line) - 1
            while fitting > 1 and text_width(figure, line[:fitting], size, weight) > width:
                fitting -= 1
            lines.append(line[:fitting])
            line = line[fitting:]
    if line:
        lines.append(line)
    return lines


class _Part(NamedTuple):
    """Some lines of text in one size."""

    lines: list[str]
    size: float
    weight: str
    colour: str

    def height(self) -> float:
        """In inches."""
        return len(self.lines) * self.size * _LINE_HEIGHT / _POINTS_PER_INCH


def _part(figure: Figure, text: str, room: float, size: float, weight: str, colour: str) -> _Part:
    paragraphs = text.split("\n") if text else []
    lines = [
        line for paragraph in paragraphs for line in wrapped(figure, paragraph, room, size, weight)
    ]
    return _Part(lines, size, weight, colour)


def _write(figure: Figure, parts: Sequence[_Part], top: float) -> None:
    """Write parts under each other from `top`, inches above the lower edge."""
    width, height = figure.get_size_inches()
    for part in parts:
        text = figure.text(
            _MARGIN / width,
            top / height,
            "\n".join(part.lines),
            fontsize=part.size,
            fontweight=part.weight,
            color=part.colour,
            va="top",
            linespacing=1.2,
        )
        text.set_in_layout(False)
        top -= part.height()


def new_sheet(
    headline: str,
    title: str,
    source: str,
    body_height: float,
    key: str = "",
    width: float = WIDTH,
) -> Figure:
    """An empty figure with its headline, title and source line.

    Parameters
    ----------
    headline : str
        What is shown.
    title : str
        What was simulated, in one or more lines; may be empty.
    source : str
        Worlds, seed, and what the intervals are.
    body_height : float
        Inches between title and source line. Long titles make the sheet taller, not the room
        smaller.
    key : str
        What signs in the picture mean, above the source line.
    width : float
        Inches.
    """
    figure = Figure(figsize=(width, body_height), dpi=DOTS_PER_INCH)
    FigureCanvasAgg(figure)
    room = width - 2 * _MARGIN
    head = (
        _part(figure, headline, room, style.LARGE, "bold", style.INK),
        _part(figure, title, room, style.MEDIUM + 1, "normal", style.INK),
    )
    foot = (
        _part(figure, key, room, style.SMALL, "normal", style.INK),
        _part(figure, source, room, style.SMALL - 0.5, "normal", style.FAINT_INK),
    )
    above = _MARGIN + sum(part.height() for part in head) + 0.08
    below = _MARGIN + sum(part.height() for part in foot)
    height = above + body_height + below
    figure.set_size_inches(width, height)
    _write(figure, head, height - _MARGIN)
    _write(figure, foot, below - 0.04)
    room_for_axes = (
        _MARGIN / width,
        below / height,
        1.0 - 2 * _MARGIN / width,
        body_height / height,
    )
    figure.set_layout_engine(ConstrainedLayoutEngine(rect=room_for_axes, w_pad=0.05, h_pad=0.05))
    return figure


def settle(figure: Figure) -> None:
    """Lay the axes out now and keep them there.

    So labels can be placed by measuring, and drawing again changes nothing.
    """
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
