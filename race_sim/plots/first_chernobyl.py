"""When the first Chernobyl moment comes: fifty equally likely worlds as dots.

A quantile dot plot: people who read chances off counted dots decide better than with densities
or intervals (Fernandes and others, 2018, CHI, doi:10.1145/3173574.3173718).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from race_sim.outcomes import share
from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import WIDTH, new_sheet, settle
from race_sim.problems import InputError, Problem

DOTS = 50
_BODY = 3.9  # inches, at most
_MOST_BINS = 30
_BIN_WIDTHS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_POINTS_PER_INCH = 72.0


def quantile_dots(years: np.ndarray, dots: int = DOTS) -> np.ndarray:
    """The years at `dots` equally likely places of the distribution; infinite for never.

    Dot k stands at the quantile (k - 1/2) / dots of the worlds in order of their year, those
    that never see one coming last.

    Parameters
    ----------
    years : ndarray of float, shape (n,)
        NaN for never.
    dots : int

    Returns
    -------
    ndarray of float, shape (dots,)
    """
    ordered = np.sort(np.where(np.isnan(years), np.inf, years))
    chances = (np.arange(dots) + 0.5) / dots
    places = np.ceil(chances * len(ordered) - 1e-9).astype(int) - 1
    found: np.ndarray = ordered[np.clip(places, 0, len(ordered) - 1)]
    return found


def bin_width(span: float) -> float:
    """The width of a stack in years: one year up to thirty years, shorter for short races."""
    if span <= 3.0:
        return 0.25
    for width in _BIN_WIDTHS[2:]:
        if span / width <= _MOST_BINS:
            return width
    return _BIN_WIDTHS[-1]


def _stacks(dots: np.ndarray, start: float, end: float) -> pd.DataFrame:
    """One row a stack: where it begins and ends, and how many dots it holds."""
    width = bin_width(end - start)
    count = max(1, math.ceil((end - start) / width - 1e-9))
    edges = start + width * np.arange(count + 1)
    came = dots[np.isfinite(dots)]
    place = np.clip(np.floor((came - start) / width + 1e-9).astype(int), 0, count - 1)
    held = np.bincount(place, minlength=count)
    return pd.DataFrame({"from_year": edges[:-1], "until_year": edges[1:], "dots": held})


def _table(years: np.ndarray, stacks: pd.DataFrame, never_dots: int) -> pd.DataFrame:
    came = years[~np.isnan(years)]
    edges = np.append(stacks["from_year"], stacks["until_year"].iloc[-1])
    # As in `_stacks`: a year that begins a stack belongs to it, and the last stack has its end.
    place = np.clip(np.searchsorted(edges, came + 1e-9, side="right") - 1, 0, len(stacks) - 1)
    inside = np.bincount(place, minlength=len(stacks))
    rows = list(zip(edges[:-1], edges[1:], stacks["dots"], inside, strict=True))
    rows.append((math.nan, math.nan, never_dots, int(np.isnan(years).sum())))
    table = pd.DataFrame(rows, columns=["from_year", "until_year", "dots", "worlds"])
    shares = [share(count, len(years)) for count in table["worlds"]]
    table.insert(0, "when", ["in the race"] * len(stacks) + ["never"])
    table["share"] = [one.value for one in shares]
    table["low"] = [one.low for one in shares]
    table["high"] = [one.high for one in shares]
    return table


def _never_label(worlds: pd.DataFrame, years: np.ndarray, end: float) -> str:
    early = worlds["end_year"].to_numpy(dtype=float)[np.isnan(years)] < end - 1e-9
    return "none before the end" if early.any() else f"none by {words.year(end)}"


class _Places(NamedTuple):
    """Where the stacks stand along the axis, counted in stacks from the first."""

    tallest: int
    never_columns: int
    never_centre: float
    right: float


def _places(stacks: pd.DataFrame, never_dots: int) -> _Places:
    tallest = max(int(stacks["dots"].max()), 10)
    columns = max(1, math.ceil(never_dots / tallest))
    room = max(columns, 4)
    return _Places(
        max(int(stacks["dots"].max()), math.ceil(never_dots / columns)),
        columns,
        len(stacks) + 0.5 + room / 2,
        len(stacks) + 0.5 + room,
    )


def _set_axes(
    axes: Axes, stacks: pd.DataFrame, places: _Places, never_label: str, start: float
) -> None:
    width = float(stacks["until_year"].iloc[0] - stacks["from_year"].iloc[0])
    # A stack of one year stands over its year; others between the years they begin and end with.
    over_year = width == 1.0 and start == round(start)
    every = max(1, math.ceil(len(stacks) / 11))
    if over_year:
        ticks = [float(number) for number in range(0, len(stacks), every)]
    else:
        ticks = [number - 0.5 for number in range(0, len(stacks) + 1, every)]
    names = [words.year(start + width * (tick if over_year else tick + 0.5)) for tick in ticks]
    axes.set_xticks([*ticks, places.never_centre], [*names, never_label])
    axes.get_xticklabels()[-1].set(color=style.INK, fontweight="bold")
    axes.set_xlim(-1.0, places.right)
    axes.axvline(len(stacks) + 0.25, color=style.FAINT_INK, linewidth=0.8, linestyle=(0, (2, 2)))
    axes.set_xlabel("year of the first Chernobyl moment")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _block(centre: float, columns: int, pitch: float, dots: int) -> list[tuple[float, int]]:
    """Places of dots piled up in so many columns around a centre."""
    begin = centre - pitch * (columns - 1) / 2
    return [(begin + pitch * (dot % columns), dot // columns) for dot in range(dots)]


def _draw_dots(axes: Axes, stacks: pd.DataFrame, never_dots: int, places: _Places) -> None:
    """Dots as large as the width of a stack and the tallest stack allow.

    If nearly all worlds share a year, all stacks are two or three dots wide: so the dots are
    larger, and areas can still be compared.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    width, height = axes.bbox.width / figure.dpi, axes.bbox.height / figure.dpi
    across = width / (places.right + 1.0)
    never_height = math.ceil(never_dots / places.never_columns)
    highest = int(stacks["dots"].max())

    def diameter_in(columns: int) -> float:
        tallest = max(math.ceil(highest / columns), never_height)
        return min(across / columns, height / (tallest + 0.4))

    columns = max((1, 2, 3), key=diameter_in)
    diameter = diameter_in(columns)
    pitch = diameter / across
    came = [
        spot
        for place, held in enumerate(stacks["dots"])
        for spot in _block(place, min(columns, max(int(held), 1)), pitch, int(held))
    ]
    never = _block(places.never_centre, places.never_columns, pitch, never_dots)
    axes.set_ylim(-0.7, height / diameter - 0.7)
    for spots, face in ((came, style.INK), (never, "white")):
        if spots:
            axes.scatter(
                [x for x, _ in spots],
                [y for _, y in spots],
                s=(0.84 * diameter * _POINTS_PER_INCH) ** 2,
                facecolors=face,
                edgecolors=style.INK,
                linewidths=1.1,
                clip_on=False,
            )


def _findings(years: np.ndarray, end: float) -> list[str]:
    """What the dots say, in words."""
    never = share(int(np.isnan(years).sum()), len(years))
    middle = float(quantile_dots(years, 1)[0])
    if math.isfinite(middle):
        first = f"Half of the worlds have seen one by {words.year(middle)}"
    else:
        first = f"Fewer than half of the worlds see one by {words.year(end)}"
    return [first, f"None in {words.percent_with_interval(*never)} of worlds"]


@style.drawing()
def draw(
    worlds: pd.DataFrame, title: str, start: float, end: float, seed: int | None = None
) -> Picture:
    """Fifty dots: each stands for one in fifty worlds, in the year of its first Chernobyl moment.

    Parameters
    ----------
    worlds : DataFrame
        One row a world, from `race_sim.simulate`.
    title : str
        What was simulated, for example the scenario's title.
    start, end : float
        The first year of the race, and the year in which it ends at the latest.
    seed : int, optional
        For the source line.

    Returns
    -------
    Picture
        Table: one row a stack of dots, columns `when`, `from_year`, `until_year`, `dots`,
        `worlds`, `share`, `low`, `high`; the last row holds the worlds that never see one.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column, if `start` is not before `end`, or if a world
        has a Chernobyl moment outside of them.
    """
    columns = ("first_chernobyl_year", "end_year")
    check_frame("first_chernobyl", worlds, columns, "race_sim.simulate")
    years = worlds["first_chernobyl_year"].to_numpy(dtype=float)
    came = years[~np.isnan(years)]
    problems = []
    if not start < end:
        problems.append(Problem("end", words.year(end), f"later than {words.year(start)}"))
    elif len(came) and (came.min() < start or came.max() > end):
        problems.append(
            Problem(
                "first_chernobyl_year",
                f"{words.year(came.min())} to {words.year(came.max())}",
                f"years from {words.year(start)} to {words.year(end)}",
            )
        )
    if problems:
        raise InputError("plots.first_chernobyl", problems)
    return _drawn(worlds, years, title, start, end, seed)


def _drawn(
    worlds: pd.DataFrame,
    years: np.ndarray,
    title: str,
    start: float,
    end: float,
    seed: int | None,
) -> Picture:
    dots = quantile_dots(years)
    stacks = _stacks(dots, start, end)
    never_dots = int(np.isinf(dots).sum())
    table = _table(years, stacks, never_dots)
    places = _places(stacks, never_dots)
    findings = _findings(years, end)
    never_label = f"{_never_label(worlds, years, end)}:\n{never_dots} of {DOTS} dots"

    headline = "When the first Chernobyl moment comes"
    source = words.source_line(
        len(worlds),
        seed,
        f"Each dot is one of {DOTS} equally likely worlds; hollow: it never comes",
        "Brackets: 95 % Monte-Carlo interval (Wilson)",
    )
    body = min(_BODY, places.tallest * WIDTH / (places.right + 1.0) + 1.1)
    figure = new_sheet(headline, title, source, body)
    axes = figure.add_subplot()
    axes.set_title(". ".join(findings) + ".", fontweight="normal")
    _set_axes(axes, stacks, places, never_label, start)
    settle(figure)
    _draw_dots(axes, stacks, never_dots, places)
    alt = words.sentence(
        words.headed(headline, title),
        f"{DOTS} dots, each one of {DOTS} equally likely worlds, "
        f"drawn from {words.counted(len(worlds), 'world')}",
        *findings,
        f"{words.counted(never_dots, 'dot')} never",
        "Dots by year: "
        + ", ".join(
            f"{words.year(begin)} {held}"
            for begin, held in zip(stacks["from_year"], stacks["dots"], strict=True)
            if held
        )
        if never_dots < DOTS
        else "",
    )
    return Picture("first_chernobyl", figure, table, alt, words.headed(headline, title))
